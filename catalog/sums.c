#include "catalog/sums.h"

#include <string.h>

#include "catalog/sql.h"

enum { MEDIUM = 40, HIGH = 75 };

#define RECORDS                                                                                    \
    "SELECT dismissal, COUNT(*) AS records FROM"                                                   \
    " (SELECT f.dismissal, MIN(CASE WHEN x.number IS NULL THEN -1"                                 \
    "   WHEN x.until_s = 0 THEN 9223372036854775807 ELSE x.until_s END)"                           \
    "  FROM findings f LEFT JOIN dismissals x ON x.number = f.dismissal"                           \
    "  WHERE f.item_id = ?1 AND f.confidence >= 40 AND NOT (" SQL_IS_POLICY(                       \
        "f.rule") ")"                                                                              \
                  "  AND f.category IN ('name', 'contact', 'address', 'birth-date', "              \
                  "'government-id')"                                                               \
                  "  GROUP BY f.record) GROUP BY dismissal"

gboolean sums_refresh_item(DaichoCatalog *catalog, gint64 item_id, GError **error)
{
    return sql_run(catalog, error, "DELETE FROM finding_sums WHERE item_id = ?", "i", item_id) &&
           sql_run(catalog, error, "DELETE FROM item_sums WHERE item_id = ?", "i", item_id) &&
           sql_run(
               catalog, error,
               "INSERT INTO finding_sums (item_id, rule, category, dismissal, findings, counted,"
               " high)"
               " SELECT item_id, rule, category, dismissal, COUNT(*), SUM(confidence >= 40),"
               " SUM(confidence >= 75)"
               " FROM findings WHERE item_id = ? AND NOT (" SQL_IS_POLICY(
                   "rule") ")"
                           " GROUP BY rule, category, dismissal",
               "i", item_id) &&
           sql_run(catalog, error,
                   "INSERT INTO item_sums (item_id, dismissal, findings, counted, high, records,"
                   " categories)"
                   " SELECT n.item_id, n.dismissal, SUM(n.findings), SUM(n.counted), SUM(n.high),"
                   "  COALESCE(r.records, 0),"
                   "  COALESCE(group_concat(DISTINCT CASE WHEN n.counted > 0 THEN n.category END),"
                   "   '')"
                   " FROM finding_sums n LEFT JOIN (" RECORDS ") r ON r.dismissal = n.dismissal"
                   " WHERE n.item_id = ?1 GROUP BY n.dismissal",
                   "i", item_id);
}

/* --- without asking the findings' table --- */

typedef struct {
    const char *rule, *category; /* borrowed */
    gint64 findings, counted, high;
} Sum;

static gboolean is_policy(const char *rule)
{
    return strncmp(rule, "policy.", strlen("policy.")) == 0;
}

static gboolean tells_of_person(const DaichoFinding *finding)
{
    static const char *const categories[] = {"name",       "contact",       "address",
                                             "birth-date", "government-id", NULL};
    return finding->confidence >= MEDIUM && g_strv_contains(categories, finding->category);
}

static Sum *find_sum(GArray *sums, const DaichoFinding *finding)
{
    for (guint i = sums->len; i-- > 0;) {
        Sum *sum = &g_array_index(sums, Sum, i);
        if (strcmp(sum->rule, finding->rule) == 0 &&
            strcmp(sum->category, finding->category) == 0) {
            return sum;
        }
    }
    const Sum fresh = {.rule = finding->rule, .category = finding->category};
    g_array_append_val(sums, fresh);
    return &g_array_index(sums, Sum, sums->len - 1);
}

/* As the primary key of finding_sums has them. */
static gint compare_sums(gconstpointer one, gconstpointer other)
{
    const Sum *a = one;
    const Sum *b = other;
    int order = strcmp(a->rule, b->rule);
    return order != 0 ? order : strcmp(a->category, b->category);
}

static gint compare_numbers(gconstpointer one, gconstpointer other)
{
    const gint64 *a = one;
    const gint64 *b = other;
    return (*a > *b) - (*a < *b);
}

static gint64 count_distinct(GArray *numbers)
{
    gint64 count = 0;
    g_array_sort(numbers, compare_numbers);
    for (guint i = 0; i < numbers->len; i++) {
        count += i == 0 ||
                         g_array_index(numbers, gint64, i) != g_array_index(numbers, gint64, i - 1)
                     ? 1
                     : 0;
    }
    return count;
}

static gint64 add_up(const GPtrArray *findings, GArray *sums)
{
    g_autoptr(GArray) records = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (guint i = 0; i < findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(findings, i);
        if (is_policy(finding->rule)) {
            continue;
        }
        Sum *sum = find_sum(sums, finding);
        sum->findings++;
        sum->counted += finding->confidence >= MEDIUM ? 1 : 0;
        sum->high += finding->confidence >= HIGH ? 1 : 0;
        if (tells_of_person(finding)) {
            g_array_append_val(records, finding->record);
        }
    }
    g_array_sort(sums, compare_sums);
    return count_distinct(records);
}

static gboolean insert_sums(DaichoCatalog *catalog, gint64 item_id, const GArray *sums,
                            GError **error)
{
    for (guint i = 0; i < sums->len; i++) {
        const Sum *sum = &g_array_index(sums, Sum, i);
        if (!sql_run(catalog, error,
                     "INSERT INTO finding_sums (item_id, rule, category, dismissal, findings,"
                     " counted, high) VALUES (?, ?, ?, 0, ?, ?, ?)",
                     "ittiii", item_id, sum->rule, sum->category, sum->findings, sum->counted,
                     sum->high)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Each category once, in the order of the sums. */
static char *join_counted(const GArray *sums)
{
    g_autoptr(GPtrArray) categories = g_ptr_array_new();
    for (guint i = 0; i < sums->len; i++) {
        const Sum *sum = &g_array_index(sums, Sum, i);
        if (sum->counted > 0 &&
            !g_ptr_array_find_with_equal_func(categories, sum->category, g_str_equal, NULL)) {
            g_ptr_array_add(categories, (gpointer)(guintptr)sum->category);
        }
    }
    g_ptr_array_add(categories, NULL);
    return g_strjoinv(",", (char **)categories->pdata);
}

gboolean sums_add_item(DaichoCatalog *catalog, gint64 item_id, const GPtrArray *findings,
                       GError **error)
{
    g_autoptr(GArray) sums = g_array_new(FALSE, FALSE, sizeof(Sum));
    const gint64 records = add_up(findings, sums);
    Sum all = {0};
    for (guint i = 0; i < sums->len; i++) {
        const Sum *sum = &g_array_index(sums, Sum, i);
        all.findings += sum->findings;
        all.counted += sum->counted;
        all.high += sum->high;
    }
    g_autofree char *categories = join_counted(sums);
    return sums->len == 0 ||
           (insert_sums(catalog, item_id, sums, error) &&
            sql_run(catalog, error,
                    "INSERT INTO item_sums (item_id, dismissal, findings, counted, high, records,"
                    " categories) VALUES (?, 0, ?, ?, ?, ?, ?)",
                    "iiiiit", item_id, all.findings, all.counted, all.high, records, categories));
}
