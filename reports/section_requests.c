#include "reports/page.h"

#include "base/text.h"

static const HtmlColumn columns[] = {
    {N_("Number"), HTML_NUMBER}, {N_("Status"), HTML_TERM},      {N_("Kind"), HTML_TERM},
    {N_("State"), HTML_TERM},    {N_("Received"), HTML_DAY},     {N_("Form returned"), HTML_DAY},
    {N_("Due"), HTML_DAY},       {N_("Days left"), HTML_NUMBER}, {N_("Made by"), HTML_TEXT},
};

gint64 requests_count(const GPtrArray *requests, RequestStatus status)
{
    gint64 count = 0;
    for (guint i = 0; i < requests->len; i++) {
        const OpenRequest *request = g_ptr_array_index(requests, i);
        count += request->status == status ? 1 : 0;
    }
    return count;
}

static char *date(gint64 at_s)
{
    return at_s != 0 ? daicho_date_format(at_s) : NULL;
}

static void append_request(Html *html, const HtmlTable *table, const OpenRequest *request)
{
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, request->number);
    g_autofree char *received = date(request->received_s);
    g_autofree char *returned = date(request->returned_s);
    g_autofree char *due = date(request->due_s);
    g_autofree char *days_left = due != NULL ? html_number(request->days_left) : NULL;
    html_table_row(html, table, NULL,
                   (const char *const[]){number, request_status_name(request->status),
                                         request->kind, request->state, received, returned, due,
                                         days_left, request->made_by});
}

void section_requests(Html *html, const GPtrArray *requests)
{
    static const HtmlTable table = {"requests-open",
                                    N_("Requests that are not closed, the overdue first"), columns,
                                    G_N_ELEMENTS(columns), NULL};
    html_section_begin(html, "requests", N_("Open requests"));
    html_append_note(
        html, N_("The persons are not named here. Due soon: within three days; waiting: the form "
                 "has not come back, so that no deadline runs; to be closed: answered, withdrawn "
                 "or lapsed."));
    if (requests->len == 0) {
        html_append_note(html, N_("There is no open request."));
    } else {
        html_table_begin(html, &table);
        for (guint i = 0; i < requests->len; i++) {
            append_request(html, &table, g_ptr_array_index(requests, i));
        }
        html_table_end(html);
    }
    html_section_end(html);
}
