#include "reports/html.h"

static void append_column(GString *out, const HtmlColumn *column)
{
    g_string_append_printf(out, "<th scope=\"col\"%s>", column->number ? " class=\"n\"" : "");
    html_append_label(out, column->title);
    g_string_append(out, "</th>");
}

void html_table_begin(GString *out, const HtmlTable *table)
{
    /* Whoever has no mouse scrolls a wide table by its frame. */
    g_string_append_printf(out,
                           "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                           "aria-labelledby=\"%s\">\n<table>\n<caption id=\"%s\">",
                           table->id, table->id);
    html_append_label(out, table->caption);
    g_string_append(out, "</caption>\n<thead><tr>");
    for (guint i = 0; i < table->n_columns; i++) {
        append_column(out, &table->columns[i]);
    }
    g_string_append(out, "</tr></thead>\n<tbody>\n");
}

static void append_cell_text(GString *out, const char *text)
{
    if (text != NULL) {
        html_append_text(out, text);
    } else {
        g_string_append(out, "<span class=\"none\">—</span>");
    }
}

static void append_row_head(GString *out, const char *href, const char *text)
{
    g_string_append(out, "<tr><th scope=\"row\">");
    if (href != NULL) {
        g_string_append(out, "<a href=\"");
        html_append_text(out, href);
        g_string_append(out, "\">");
    }
    append_cell_text(out, text);
    g_string_append(out, href != NULL ? "</a></th>" : "</th>");
}

void html_table_row(GString *out, const HtmlTable *table, const char *href,
                    const char *const *cells)
{
    append_row_head(out, href, cells[0]);
    for (guint i = 1; i < table->n_columns; i++) {
        g_string_append(out, table->columns[i].number ? "<td class=\"n\">" : "<td>");
        append_cell_text(out, cells[i]);
        g_string_append(out, "</td>");
    }
    g_string_append(out, "</tr>\n");
}

void html_table_end(GString *out)
{
    g_string_append(out, "</tbody>\n</table>\n</div>\n");
}
