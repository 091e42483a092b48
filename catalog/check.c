#include "catalog/check.h"

#include <string.h>

#include "base/error.h"
#include "catalog/audit.h"
#include "catalog/sql.h"

/* So many problems of one kind are told. */
enum { MOST_TOLD = 3 };

/* The first column of every row but "ok", the first few of them. */
static gboolean tell_rows(DaichoCatalog *catalog, const char *sql, char **problem, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(GString) told = g_string_new(NULL);
    g_autoptr(SqlQuery) query = sql_query(catalog, error, sql, "");
    if (query == NULL) {
        return FALSE;
    }
    for (guint i = 0; i < MOST_TOLD && sql_query_next(query, &failed); i++) {
        const char *text = sql_get_text(query, 0);
        if (strcmp(text, "ok") != 0) {
            g_string_append_printf(told, "%s%s", told->len > 0 ? "; " : "", text);
        }
    }
    if (!sql_rows_ended(&failed, error)) {
        return FALSE;
    }
    *problem = told->len > 0 ? g_strdelimit(g_strdup(told->str), "\n", ' ') : NULL;
    return TRUE;
}

static gboolean check_pages(DaichoCatalog *catalog, char **problem, GError **error)
{
    return tell_rows(catalog, "PRAGMA integrity_check(3)", problem, error);
}

static gboolean check_references(DaichoCatalog *catalog, char **problem, GError **error)
{
    return tell_rows(catalog,
                     "SELECT 'a row of ' || \"table\" || ' refers to one of ' || parent ||"
                     " ' that is not there' FROM pragma_foreign_key_check",
                     problem, error);
}

/* Each table, index and column in words. */
static GHashTable *list_schema(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(GHashTable) words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error,
        "SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " UNION ALL SELECT 'column ' || s.name || '.' || c.name || ' ' || c.type"
        " FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.type = 'table'"
        " AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        "");
    while (query != NULL && sql_query_next(query, &failed)) {
        g_hash_table_add(words, sql_dup_text(query, 0));
    }
    return query != NULL && sql_rows_ended(&failed, error) ? g_steal_pointer(&words) : NULL;
}

/* The first of one that the other lacks. */
static const char *find_lacking(GHashTable *one, GHashTable *other)
{
    GHashTableIter iter;
    gpointer words = NULL;
    g_hash_table_iter_init(&iter, one);
    while (g_hash_table_iter_next(&iter, &words, NULL)) {
        if (!g_hash_table_contains(other, words)) {
            return words;
        }
    }
    return NULL;
}

/* An older schema is brought up to date by what is known of it: nothing to compare it with is kept. */
static gboolean check_schema(DaichoCatalog *catalog, char **problem, GError **error)
{
    gint64 version = 0;
    if (!sql_get_version(catalog, &version, error)) {
        return FALSE;
    }
    if (version != sql_newest_version()) {
        return TRUE;
    }
    g_autoptr(DaichoCatalog) model = sql_open_model(error);
    g_autoptr(GHashTable) wanted = model != NULL ? list_schema(model, error) : NULL;
    g_autoptr(GHashTable) found = wanted != NULL ? list_schema(catalog, error) : NULL;
    if (found == NULL) {
        return FALSE;
    }
    const char *missing = find_lacking(wanted, found);
    const char *strange = find_lacking(found, wanted);
    *problem = missing != NULL   ? g_strconcat(missing, " is missing", NULL)
               : strange != NULL ? g_strconcat(strange, " is not daicho's", NULL)
                                 : NULL;
    return TRUE;
}

static gboolean check_audit(DaichoCatalog *catalog, char **problem, GError **error)
{
    gint64 rows = 0;
    return daicho_catalog_verify_audit(catalog, &rows, problem, error);
}

/* C6. Only what was made since there are sums. */
static gboolean check_sums(DaichoCatalog *catalog, char **problem, GError **error)
{
    gint64 version = 0;
    if (!sql_get_version(catalog, &version, error)) {
        return FALSE;
    }
    return version != sql_newest_version() ||
           tell_rows(
               catalog,
               "WITH added AS (SELECT item_id, rule, category, dismissal, COUNT(*) AS findings"
               "  FROM findings WHERE NOT (" SQL_IS_POLICY(
                   "rule") ")"
                           "  GROUP BY item_id, rule, category, dismissal),"
                           " kept AS (SELECT item_id, rule, category, dismissal, findings FROM "
                           "finding_sums)"
                           " SELECT 'sums of item ' || item_id || ' are not those of its findings' "
                           "FROM"
                           "  (SELECT * FROM (SELECT * FROM added EXCEPT SELECT * FROM kept)"
                           "   UNION SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM "
                           "added))",
               problem, error);
}

gboolean daicho_catalog_check(DaichoCatalog *catalog, DaichoCheckFunc each, gpointer data,
                              GError **error)
{
    static const struct {
        const char *what;
        gboolean (*run)(DaichoCatalog *catalog, char **problem, GError **error);
    } checks[] = {
        {"pages and indexes", check_pages}, {"references", check_references},
        {"schema", check_schema},           {"audit chain", check_audit},
        {"sums of findings", check_sums},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
        g_autofree char *problem = NULL;
        g_autoptr(GError) failed = NULL;
        if (!checks[i].run(catalog, &problem, &failed) &&
            !g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_DAMAGED)) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return FALSE;
        }
        each(checks[i].what, failed != NULL ? failed->message : problem, data);
    }
    return TRUE;
}

static void note_first(const char *what, const char *problem, gpointer data)
{
    char **first = data;
    if (problem != NULL && *first == NULL) {
        *first = g_strdup_printf("%s: %s", what, problem);
    }
}

gboolean daicho_catalog_check_whole(DaichoCatalog *catalog, GError **error)
{
    g_autofree char *first = NULL;
    return daicho_catalog_check(catalog, note_first, &first, error) &&
           (first == NULL || sql_set_damaged(catalog, error, first));
}

gboolean daicho_catalog_count_begun(DaichoCatalog *catalog, gint64 *targets, gint64 *plan,
                                    GError **error)
{
#define BEGUN " FROM journal WHERE step IN ('intent', 'staged', 'verified', 'exchanged')"
    return sql_get_single(catalog, 0, targets, error, "SELECT COUNT(*)" BEGUN, "") &&
           sql_get_single(catalog, 0, plan, error, "SELECT COALESCE(MIN(plan), 0)" BEGUN, "");
}

gboolean daicho_catalog_get_version(DaichoCatalog *catalog, gint64 *version, gint64 *newest,
                                    GError **error)
{
    *newest = sql_newest_version();
    return sql_get_version(catalog, version, error);
}
