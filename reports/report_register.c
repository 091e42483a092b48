#include "reports/reports.h"

#include "reports/page.h"
#include "reports/register.h"
#include "reports/rows.h"

static const char missing[] = "—";

/* The register as rows of some columns. */
typedef struct {
    GPtrArray *sets; /* of RegisterRow */
    GArray *shown;   /* of guint: indices of columns */
    const char *empty;
} Source;

static gboolean run_sets(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const Source *source = rows->source;
    g_autofree const char **cells = g_new0(const char *, source->shown->len);
    for (guint i = 0; i < source->sets->len; i++) {
        const RegisterRow *set = g_ptr_array_index(source->sets, i);
        for (guint j = 0; j < source->shown->len; j++) {
            const char *cell = set->cells[g_array_index(source->shown, guint, j)];
            cells[j] = cell != NULL ? cell : source->empty;
        }
        if (!each(cells, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static GArray *choose_columns(DaichoFormat format)
{
    GArray *shown = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < register_get_n_columns(); i++) {
        if (format != DAICHO_FORMAT_TABLE || register_get_column(i)->in_table) {
            g_array_append_val(shown, i);
        }
    }
    return shown;
}

/* A reader of the table must know that it is not all. */
static void append_left_out(GString *out)
{
    const char *separator = "\nNot in this table, but in csv, json and html: ";
    for (guint i = 0; i < register_get_n_columns(); i++) {
        if (!register_get_column(i)->in_table) {
            g_string_append_printf(out, "%s%s", separator, register_get_column(i)->name);
            separator = ", ";
        }
    }
    g_string_append_printf(out, "\nPersons: %s.\nRisk: %s.\n", register_persons_method,
                           register_risk_rule);
}

static gboolean write_rows(GPtrArray *sets, DaichoFormat format, GString *out, GError **error)
{
    g_autoptr(GArray) shown = choose_columns(format);
    g_autofree DaichoColumn *columns = g_new0(DaichoColumn, shown->len);
    for (guint i = 0; i < shown->len; i++) {
        const RegisterColumn *column = register_get_column(g_array_index(shown, guint, i));
        columns[i] = (DaichoColumn){column->name, column->title, column->number};
    }
    const Source source = {sets, shown, format == DAICHO_FORMAT_JSON ? NULL : missing};
    const Rows rows = {"register", columns, shown->len, run_sets, &source};
    if (!rows_write_text(&rows, format, out, error)) {
        return FALSE;
    }
    if (format == DAICHO_FORMAT_TABLE) {
        append_left_out(out);
    }
    return TRUE;
}

static void write_page(const DaichoPolicy *policy, gint64 now_s, GPtrArray *sets, GString *out)
{
    const HtmlPage page = {
        {"Register", "個人情報管理台帳"}, daicho_policy_get_organisation(policy), now_s};
    html_page_begin(out, &page);
    section_register(out, sets);
    html_page_end(out);
}

gboolean daicho_report_register(DaichoCatalog *catalog, const DaichoPolicy *policy, gint64 now_s,
                                DaichoFormat format, GString *out, GError **error)
{
    g_autoptr(GPtrArray) sets = register_load(catalog, policy, now_s, error);
    if (sets == NULL) {
        return FALSE;
    }
    if (format != DAICHO_FORMAT_HTML) {
        return write_rows(sets, format, out, error);
    }
    write_page(policy, now_s, sets, out);
    return TRUE;
}
