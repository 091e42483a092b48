#include "reports/reports.h"

#include "reports/facts.h"
#include "reports/page.h"
#include "reports/rows.h"

static const DaichoColumn columns[] = {
    {"readers", "Readers", FALSE}, {"share", "Share", FALSE},      {"path", "Path", FALSE},
    {"mode", "Mode", FALSE},       {"uid", "UID", TRUE},           {"gid", "GID", TRUE},
    {"acl", "ACL", FALSE},         {"findings", "Findings", TRUE}, {"dismissed", "Dismissed", TRUE},
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

static void write_page(const GPtrArray *files, guint left_out, GString *out)
{
    const HtmlPage page = {{"Exposure", "アクセス権の状況"}, NULL, 0};
    html_page_begin(out, &page);
    section_exposure(out, files, left_out, G_MAXUINT);
    html_page_end(out);
}

gboolean daicho_report_exposure(DaichoCatalog *catalog, gint64 now_s, DaichoFormat format,
                                GString *out, guint *left_out, GError **error)
{
    g_autoptr(GPtrArray) files = exposure_load(catalog, now_s, left_out, error);
    if (files == NULL) {
        return FALSE;
    }
    if (format == DAICHO_FORMAT_HTML) {
        write_page(files, *left_out, out);
        return TRUE;
    }
    const Rows rows = {"exposure", columns, G_N_ELEMENTS(columns), run_files, files};
    return rows_write_text(&rows, format, out, error);
}
