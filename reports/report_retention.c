#include "reports/reports.h"

#include <string.h>

#include "reports/rows.h"

static const DaichoColumn columns[] = {
    {"state", N_("State"), FALSE},        {"share", N_("Share"), FALSE},
    {"path", N_("Path"), FALSE},          {"purpose", N_("Purpose"), FALSE},
    {"keep", N_("Keep"), FALSE},          {"from", N_("From"), FALSE},
    {"base", N_("Counts from"), FALSE},   {"last", N_("Last day"), FALSE},
    {"days_left", N_("Days left"), TRUE}, {"then", N_("Then"), FALSE},
    {"findings", N_("Findings"), TRUE},   {"why", N_("Why"), FALSE},
};
enum { N_COLUMNS = G_N_ELEMENTS(columns) };

/* A file with what its row is sorted by. */
typedef struct {
    DaichoRetentionState state;
    char *cells[N_COLUMNS];
} RetentionRow;

static void row_free(gpointer data)
{
    RetentionRow *row = data;
    for (gsize i = 0; i < N_COLUMNS; i++) {
        g_free(row->cells[i]);
    }
    g_free(row);
}

static char *dup_day(const char *day)
{
    return *day != '\0' ? g_strdup(day) : NULL;
}

typedef struct {
    GPtrArray *rows; /* of RetentionRow */
    guint left_out;
} Collecting;

static gboolean collect(const DaichoRetention *retention, gpointer data, GError **error)
{
    (void)error;
    Collecting *collecting = data;
    if (retention->state > DAICHO_RETENTION_REVIEWED) {
        collecting->left_out++;
        return TRUE;
    }
    const DaichoRetentionFile *file = retention->file;
    const DaichoPurpose *purpose = retention->purpose;
    gboolean has_last = *retention->last != '\0';
    RetentionRow *row = g_new0(RetentionRow, 1);
    row->state = retention->state;
    char *const cells[N_COLUMNS] = {
        g_strdup(daicho_retention_state_name(retention->state)),
        g_strdup(file->share),
        g_strdup(file->path),
        g_strdup(purpose->id),
        g_strdup(purpose->retention_keep),
        g_strdup(purpose->retention_from),
        dup_day(retention->base),
        dup_day(retention->last),
        has_last ? g_strdup_printf("%" G_GINT64_FORMAT, retention->days_left) : NULL,
        g_strdup(retention->then),
        g_strdup_printf("%" G_GINT64_FORMAT, file->findings),
        g_strdup(retention->why),
    };
    memcpy(row->cells, cells, sizeof cells);
    g_ptr_array_add(collecting->rows, row);
    return TRUE;
}

/* What is to be done first; within that, what ended first. */
static gint compare(gconstpointer one, gconstpointer other)
{
    enum { LAST = 7, SHARE = 1, PATH = 2 };
    const RetentionRow *a = *(RetentionRow *const *)one;
    const RetentionRow *b = *(RetentionRow *const *)other;
    if (a->state != b->state) {
        return a->state < b->state ? -1 : 1;
    }
    static const int keys[] = {LAST, SHARE, PATH};
    gint order = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(keys) && order == 0; i++) {
        order = g_strcmp0(a->cells[keys[i]], b->cells[keys[i]]);
    }
    return order;
}

static gboolean run_rows(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const GPtrArray *all = rows->source;
    for (guint i = 0; i < all->len; i++) {
        const RetentionRow *row = g_ptr_array_index(all, i);
        if (!each((const char *const *)row->cells, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_report_retention(DaichoEnforcer *enforcer, const char *purpose, DaichoFormat format,
                                 DaichoLanguage language, GString *out, guint *left_out,
                                 GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(row_free);
    Collecting collecting = {.rows = all};
    if (!daicho_retention_each(enforcer, purpose, collect, &collecting, error)) {
        return FALSE;
    }
    g_ptr_array_sort(all, compare);
    *left_out = collecting.left_out;
    const Rows rows = {"retention", columns, N_COLUMNS, run_rows, all, language};
    return rows_write_text(&rows, format, out, error);
}
