#include "reports/reports.h"

#include "base/text.h"
#include "reports/facts.h"
#include "reports/page.h"
#include "reports/rows.h"

static const DaichoColumn columns[] = {
    {"number", N_("Number"), TRUE},       {"kind", N_("Kind"), FALSE},
    {"state", N_("State"), FALSE},        {"received", N_("Received"), FALSE},
    {"returned", N_("Returned"), FALSE},  {"due", N_("Due"), FALSE},
    {"days_left", N_("Days left"), TRUE}, {"status", N_("Status"), FALSE},
    {"made_by", N_("Made by"), FALSE},
};

static char *date(gint64 at_s)
{
    return at_s != 0 ? daicho_date_format(at_s) : NULL;
}

static gboolean give_request(const OpenRequest *request, RowFunc each, gpointer data,
                             GError **error)
{
    char number[24], days_left[24];
    g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, request->number);
    g_snprintf(days_left, sizeof days_left, "%" G_GINT64_FORMAT, request->days_left);
    g_autofree char *received = date(request->received_s);
    g_autofree char *returned = date(request->returned_s);
    g_autofree char *due = date(request->due_s);
    const char *const cells[G_N_ELEMENTS(columns)] = {
        number,
        request->kind,
        request->state,
        received,
        returned,
        due,
        due != NULL ? days_left : NULL,
        request_status_name(request->status),
        request->made_by,
    };
    return each(cells, data, error);
}

static gboolean run_requests(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const GPtrArray *requests = rows->source;
    for (guint i = 0; i < requests->len; i++) {
        if (!give_request(g_ptr_array_index(requests, i), each, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static void write_page(const GPtrArray *requests, gint64 now_s, Html *html)
{
    const HtmlPage page = {N_("Open requests"), NULL, now_s, NULL, 0};
    html_page_begin(html, &page);
    section_requests(html, requests);
    html_page_end(html);
}

gboolean daicho_report_requests(DaichoCatalog *catalog, gint64 now_s, DaichoFormat format,
                                DaichoLanguage language, GString *out, GError **error)
{
    g_autoptr(GPtrArray) requests = requests_load(catalog, now_s, error);
    if (requests == NULL) {
        return FALSE;
    }
    if (format == DAICHO_FORMAT_HTML) {
        Html html = {out, language};
        write_page(requests, now_s, &html);
        return TRUE;
    }
    const Rows rows = {"report-requests", columns,  G_N_ELEMENTS(columns),
                       run_requests,      requests, language};
    return rows_write_text(&rows, format, out, error);
}
