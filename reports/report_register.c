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
static void append_left_out(GString *out, DaichoLanguage language)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < register_get_n_columns(); i++) {
        if (!register_get_column(i)->in_table) {
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "",
                                   register_get_column(i)->name);
        }
    }
    g_string_append_printf(
        out,
        daicho_language_say(language, N_("\nNot in this table, but in csv, json and html: %s\n")),
        names->str);
    g_string_append_printf(out, daicho_language_say(language, N_("Persons: %s.\n")),
                           daicho_language_say(language, register_persons_method));
    g_string_append_printf(out, daicho_language_say(language, N_("Risk: %s.\n")),
                           daicho_language_say(language, register_risk_rule));
}

static DaichoColumn column_of(guint index, DaichoLanguage language)
{
    const RegisterColumn *column = register_get_column(index);
    const char *title = daicho_language_say(language, column->title);
    gboolean is_named = language == DAICHO_LANGUAGE_EN;
    return (DaichoColumn){is_named ? column->name : title, title, column->kind == HTML_NUMBER};
}

static gboolean write_rows(GPtrArray *sets, DaichoFormat format, DaichoLanguage language,
                           GString *out, GError **error)
{
    g_autoptr(GArray) shown = choose_columns(format);
    g_autofree DaichoColumn *columns = g_new0(DaichoColumn, shown->len);
    for (guint i = 0; i < shown->len; i++) {
        columns[i] = column_of(g_array_index(shown, guint, i), language);
    }
    const Source source = {sets, shown, format == DAICHO_FORMAT_JSON ? NULL : missing};
    const Rows rows = {"register", columns, shown->len, run_sets, &source, language};
    if (!rows_write_text(&rows, format, out, error)) {
        return FALSE;
    }
    if (format == DAICHO_FORMAT_TABLE) {
        append_left_out(out, language);
    }
    return TRUE;
}

static void write_page(Html *html, const DaichoPolicy *policy, gint64 now_s, const GPtrArray *runs,
                       const GPtrArray *sets)
{
    const HtmlPage page = {N_("Register"), daicho_policy_get_organisation(policy), now_s, NULL, 0};
    html_page_begin(html, &page);
    section_runs(html, runs);
    section_register(html, sets);
    html_page_end(html);
}

/* Scripts read these. */
static gboolean is_of_no_language(DaichoFormat format)
{
    return format == DAICHO_FORMAT_TSV || format == DAICHO_FORMAT_JSON;
}

gboolean daicho_report_register(DaichoCatalog *catalog, const DaichoPolicy *policy,
                                const DaichoConfiguredShares *configured, gint64 now_s,
                                DaichoFormat format, DaichoLanguage language, GString *out,
                                GError **error)
{
    DaichoLanguage written = is_of_no_language(format) ? DAICHO_LANGUAGE_EN : language;
    g_autoptr(GPtrArray) sets = register_load(catalog, policy, configured, now_s, written, error);
    g_autoptr(GPtrArray) runs = sets != NULL ? failed_runs_load(catalog, error) : NULL;
    if (runs == NULL) {
        return FALSE;
    }
    if (format != DAICHO_FORMAT_HTML) {
        return write_rows(sets, format, written, out, error);
    }
    Html html = {out, language};
    write_page(&html, policy, now_s, runs, sets);
    return TRUE;
}
