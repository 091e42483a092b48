#include "reports/reports.h"

#include "reports/facts.h"
#include "reports/rows.h"

static const DaichoColumn columns[] = {
    {"state", N_("State"), FALSE},        {"share", N_("Share"), FALSE},
    {"path", N_("Path"), FALSE},          {"purpose", N_("Purpose"), FALSE},
    {"keep", N_("Keep"), FALSE},          {"from", N_("From"), FALSE},
    {"base", N_("Counts from"), FALSE},   {"last", N_("Last day"), FALSE},
    {"days_left", N_("Days left"), TRUE}, {"then", N_("Then"), FALSE},
    {"findings", N_("Findings"), TRUE},   {"why", N_("Why"), FALSE},
};

static gboolean give_file(const RetentionFile *file, RowFunc each, gpointer data, GError **error)
{
    char days_left[24], findings[24];
    g_snprintf(days_left, sizeof days_left, "%" G_GINT64_FORMAT, file->days_left);
    g_snprintf(findings, sizeof findings, "%" G_GINT64_FORMAT, file->findings);
    const char *const cells[G_N_ELEMENTS(columns)] = {
        daicho_retention_state_name(file->state),
        file->share,
        file->path,
        file->purpose,
        file->keep,
        file->from,
        file->base,
        file->last,
        file->last != NULL ? days_left : NULL,
        file->then,
        findings,
        file->why,
    };
    return each(cells, data, error);
}

static gboolean run_files(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const GPtrArray *files = rows->source;
    for (guint i = 0; i < files->len; i++) {
        if (!give_file(g_ptr_array_index(files, i), each, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_report_retention(DaichoEnforcer *enforcer, const char *purpose, DaichoFormat format,
                                 DaichoLanguage language, GString *out, guint *left_out,
                                 GError **error)
{
    g_autoptr(RetentionFacts) facts = retention_facts_load(enforcer, purpose, error);
    if (facts == NULL) {
        return FALSE;
    }
    *left_out = facts->left_out;
    const Rows rows = {"retention", columns,      G_N_ELEMENTS(columns),
                       run_files,   facts->files, language};
    return rows_write_text(&rows, format, out, error);
}
