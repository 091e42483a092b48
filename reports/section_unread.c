#include "reports/page.h"

/* Reasons past these are in the table of all reasons without their items. */
enum { MAX_LISTS = 30 };

static const char items_command[] =
    "<code>daicho items --state unread</code> and <code>--state partly-read</code>";

gint64 unread_count(const GPtrArray *reasons)
{
    gint64 sum = 0;
    for (guint i = 0; i < reasons->len; i++) {
        sum += ((const UnreadReason *)g_ptr_array_index(reasons, i))->total;
    }
    return sum;
}

static void append_reasons(GString *out, const GPtrArray *reasons)
{
    static const HtmlColumn columns[] = {
        {{"Reason", "理由"}, FALSE},
        {{"Items", "項目数"}, TRUE},
    };
    static const HtmlTable table = {"unread-reasons",
                                    {"Items not read, or not in full, by reason", "理由別の件数"},
                                    columns,
                                    G_N_ELEMENTS(columns)};
    html_table_begin(out, &table);
    for (guint i = 0; i < reasons->len; i++) {
        const UnreadReason *reason = g_ptr_array_index(reasons, i);
        g_autofree char *total = html_number(reason->total);
        html_table_row(out, &table, NULL, (const char *const[]){reason->reason, total});
    }
    html_table_end(out);
}

static void append_items(GString *out, const UnreadReason *reason, guint number)
{
    static const HtmlColumn columns[] = {{{"Item", "項目"}, FALSE}, {{"State", "状態"}, FALSE}};
    g_autofree char *id = g_strdup_printf("unread-%u", number);
    g_autofree char *caption = g_strconcat("Items: ", reason->reason, NULL);
    const HtmlTable table = {id, {caption, "項目"}, columns, G_N_ELEMENTS(columns)};
    html_table_begin(out, &table);
    for (guint i = 0; i < reason->first->len; i++) {
        const UnreadItem *item = g_ptr_array_index(reason->first, i);
        g_autofree char *place = g_strdup_printf("%s:%s%s%s", item->share, item->path,
                                                 *item->part != '\0' ? "!/" : "", item->part);
        html_table_row(out, &table, NULL,
                       (const char *const[]){place, daicho_item_state_name(item->state)});
    }
    html_table_end(out);
    html_append_more(out, reason->first->len, reason->total, items_command);
}

/* Open from the start, so that they are on paper too. */
static void append_list(GString *out, const UnreadReason *reason, guint number)
{
    g_string_append(out, "<details open=\"open\">\n<summary>");
    html_append_text(out, reason->reason);
    g_string_append(out, " (");
    html_append_number(out, reason->total);
    g_string_append(out, ")</summary>\n");
    append_items(out, reason, number);
    g_string_append(out, "</details>\n");
}

void section_unread(GString *out, const GPtrArray *reasons)
{
    html_section_begin(out, "unread", (HtmlLabel){"Not read, or not in full", "未読・一部未読"});
    if (reasons->len == 0) {
        html_append_note(out, "Every item that a scan came to was read in full.");
    } else {
        append_reasons(out, reasons);
    }
    for (guint i = 0; i < MIN(reasons->len, MAX_LISTS); i++) {
        append_list(out, g_ptr_array_index(reasons, i), i + 1);
    }
    if (reasons->len > MAX_LISTS) {
        g_string_append_printf(out,
                               "<p class=\"more\">The items of the %u rarest reasons are in "
                               "%s.</p>\n",
                               reasons->len - MAX_LISTS, items_command);
    }
    html_section_end(out);
}
