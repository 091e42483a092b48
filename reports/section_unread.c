#include "reports/page.h"

#include "reports/terms.h"

/* Reasons past these are in the table of all reasons without their items. */
enum { MAX_LISTS = 30 };

static const char items_command[] = N_("`daicho items --state unread` and `--state partly-read`");

gint64 unread_count(const GPtrArray *reasons)
{
    gint64 sum = 0;
    for (guint i = 0; i < reasons->len; i++) {
        sum += ((const UnreadReason *)g_ptr_array_index(reasons, i))->total;
    }
    return sum;
}

static void append_reasons(Html *html, const GPtrArray *reasons)
{
    static const HtmlChart chart = {
        "chart-unread",
        N_("Items not read, or not in full, by reason"),
        N_("Bars: the number of items for each reason; the numbers are in the table."),
        N_("not said"),
        {N_("Reason"), HTML_REASON},
        N_("Items"),
    };
    g_autoptr(GPtrArray) counts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < reasons->len; i++) {
        const UnreadReason *reason = g_ptr_array_index(reasons, i);
        Count *count = g_new0(Count, 1);
        *count = (Count){reason->reason, reason->total};
        g_ptr_array_add(counts, count);
    }
    html_append_chart(html, &chart, counts);
}

static void append_items(Html *html, const UnreadReason *reason, guint number)
{
    static const HtmlColumn columns[] = {{N_("Item"), HTML_PLACE}, {N_("Reading"), HTML_TERM}};
    g_autofree char *id = g_strdup_printf("unread-%u", number);
    g_autofree char *said = reason_say(html->language, reason->reason);
    const HtmlTable table = {id, N_("Items that were not read in full"), columns,
                             G_N_ELEMENTS(columns), said};
    html_table_begin(html, &table);
    for (guint i = 0; i < reason->first->len; i++) {
        const UnreadItem *item = g_ptr_array_index(reason->first, i);
        g_autofree char *place = g_strdup_printf("%s:%s%s%s", item->share, item->path,
                                                 *item->part != '\0' ? "!/" : "", item->part);
        html_table_row(html, &table, NULL,
                       (const char *const[]){place, daicho_item_state_name(item->state)});
    }
    html_table_end(html);
    html_append_more(html, reason->first->len, reason->total, items_command);
}

/* Open from the start, so that they are on paper too. */
static void append_list(Html *html, const UnreadReason *reason, guint number)
{
    html_append(html, "<details open=\"open\">\n<summary>");
    html_append_cell(html, HTML_REASON, reason->reason);
    html_append(html, " (");
    html_append_number(html, reason->total);
    html_append(html, ")</summary>\n");
    append_items(html, reason, number);
    html_append(html, "</details>\n");
}

void section_unread(Html *html, const GPtrArray *reasons)
{
    html_section_begin(html, "unread", N_("Not read, or not in full"));
    if (reasons->len == 0) {
        html_append_note(html, N_("Every item that a scan came to was read in full."));
    } else {
        append_reasons(html, reasons);
    }
    for (guint i = 0; i < MIN(reasons->len, MAX_LISTS); i++) {
        append_list(html, g_ptr_array_index(reasons, i), i + 1);
    }
    if (reasons->len > MAX_LISTS) {
        html_append(html, "<p class=\"more\">");
        html_append_format(html, N_("The items of the %u rarest reasons are in %s."),
                           reasons->len - MAX_LISTS,
                           daicho_language_say(html->language, items_command));
        html_append(html, "</p>\n");
    }
    html_section_end(html);
}
