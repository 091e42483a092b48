#include "reports/reports.h"

#include "reports/facts.h"
#include "reports/page.h"
#include "reports/rows.h"

static const DaichoColumn columns[] = {
    {"readers", N_("Readers"), FALSE},
    {"share", N_("Share"), FALSE},
    {"path", N_("Path"), FALSE},
    {"mode", N_("Mode"), FALSE},
    {"uid", N_("UID"), TRUE},
    {"gid", N_("GID"), TRUE},
    {"acl", N_("ACL"), FALSE},
    {"findings", N_("Findings"), TRUE},
    {"dismissed", N_("Dismissed"), TRUE},
};

static gboolean run_files(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const GPtrArray *files = rows->source;
    for (guint i = 0; i < files->len; i++) {
        const ExposedFile *file = g_ptr_array_index(files, i);
        char mode[24], uid[24], gid[24], findings[24], dismissed[24];
        g_snprintf(mode, sizeof mode, "%04o", file->mode);
        g_snprintf(uid, sizeof uid, "%u", file->uid);
        g_snprintf(gid, sizeof gid, "%u", file->gid);
        g_snprintf(findings, sizeof findings, "%" G_GINT64_FORMAT, file->findings);
        g_snprintf(dismissed, sizeof dismissed, "%" G_GINT64_FORMAT, file->dismissed);
        const char *const cells[G_N_ELEMENTS(columns)] = {
            readers_name(file->readers),
            file->share,
            file->path,
            mode,
            uid,
            gid,
            file->acl,
            findings,
            dismissed,
        };
        if (!each(cells, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static void write_page(const GPtrArray *files, const GPtrArray *runs, guint left_out, Html *html)
{
    const HtmlPage page = {N_("Exposure"), NULL, 0, NULL, 0};
    html_page_begin(html, &page);
    section_runs(html, runs);
    section_exposure(html, files, left_out, G_MAXUINT);
    html_page_end(html);
}

gboolean daicho_report_exposure(DaichoCatalog *catalog, gint64 now_s, DaichoFormat format,
                                DaichoLanguage language, GString *out, guint *left_out,
                                GError **error)
{
    g_autoptr(GPtrArray) files = exposure_load(catalog, now_s, left_out, error);
    g_autoptr(GPtrArray) runs = files != NULL ? failed_runs_load(catalog, error) : NULL;
    if (runs == NULL) {
        return FALSE;
    }
    if (format == DAICHO_FORMAT_HTML) {
        Html html = {out, language};
        write_page(files, runs, *left_out, &html);
        return TRUE;
    }
    const Rows rows = {"exposure", columns, G_N_ELEMENTS(columns), run_files, files, language};
    return rows_write_text(&rows, format, out, error);
}
