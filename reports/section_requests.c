#include "reports/page.h"

#include "base/text.h"

static const HtmlColumn columns[] = {
    {{"Number", "番号"}, TRUE},    {{"Status", "状況"}, FALSE},
    {{"Kind", "種類"}, FALSE},     {{"State", "段階"}, FALSE},
    {{"Received", "受付"}, FALSE}, {{"Form returned", "返送"}, FALSE},
    {{"Due", "期限"}, FALSE},      {{"Days left", "残り日数"}, TRUE},
    {{"Made by", "担当"}, FALSE},
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

static void append_request(GString *out, const HtmlTable *table, const OpenRequest *request)
{
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, request->number);
    g_autofree char *received = date(request->received_s);
    g_autofree char *returned = date(request->returned_s);
    g_autofree char *due = date(request->due_s);
    g_autofree char *days_left = due != NULL ? html_number(request->days_left) : NULL;
    html_table_row(out, table, NULL,
                   (const char *const[]){number, request_status_name(request->status),
                                         request->kind, request->state, received, returned, due,
                                         days_left, request->made_by});
}

void section_requests(GString *out, const GPtrArray *requests)
{
    static const HtmlTable table = {
        "requests-open",
        {"Requests that are not closed, the overdue first", "対応中の請求（期限超過を先頭に表示）"},
        columns,
        G_N_ELEMENTS(columns)};
    html_section_begin(out, "requests", (HtmlLabel){"Open requests", "対応中の請求"});
    html_append_note(out,
                     "The persons are not named here. due-soon: within three days; waiting: the "
                     "form has not come back, so that no deadline runs; to-close: answered, "
                     "withdrawn or lapsed.");
    if (requests->len == 0) {
        html_append_note(out, "There is no open request.");
    } else {
        html_table_begin(out, &table);
        for (guint i = 0; i < requests->len; i++) {
            append_request(out, &table, g_ptr_array_index(requests, i));
        }
        html_table_end(out);
    }
    html_section_end(out);
}
