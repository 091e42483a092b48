#include "reports/html.h"

/* How cells of a kind are set; "" as any text. */
static const char *const classes[] = {
    [HTML_TEXT] = "",
    [HTML_NUMBER] = " class=\"n\"",
    [HTML_PLACE] = " class=\"place\"",
    [HTML_DAY] = " class=\"day\"",
    [HTML_WORDS] = "",
    [HTML_TERM] = " class=\"term\"",
    [HTML_TERMS] = "",
    [HTML_REASON] = "",
};

static void append_column(Html *html, const HtmlColumn *column)
{
    html_append_markup(html, "<th scope=\"col\"%s>",
                       column->kind == HTML_NUMBER ? classes[HTML_NUMBER] : "");
    html_append_words(html, column->title);
    html_append(html, "</th>");
}

void html_table_begin(Html *html, const HtmlTable *table)
{
    /* Whoever has no mouse scrolls a wide table by its frame. */
    html_append_markup(html,
                       "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                       "aria-labelledby=\"%s\">\n<table>\n<caption id=\"%s\">",
                       table->id, table->id);
    html_append_words(html, table->caption);
    if (table->of != NULL) {
        html_append(html, ": ");
        html_append_text(html, table->of);
    }
    html_append(html, "</caption>\n<thead><tr>");
    for (guint i = 0; i < table->n_columns; i++) {
        append_column(html, &table->columns[i]);
    }
    html_append(html, "</tr></thead>\n<tbody>\n");
}

static void append_row_head(Html *html, HtmlKind kind, const char *href, const char *cell)
{
    html_append_markup(html, "<tr><th scope=\"row\"%s>", classes[kind]);
    if (href != NULL) {
        html_append(html, "<a href=\"");
        html_append_text(html, href);
        html_append(html, "\">");
    }
    html_append_cell(html, kind, cell);
    html_append(html, href != NULL ? "</a></th>" : "</th>");
}

void html_table_row(Html *html, const HtmlTable *table, const char *href, const char *const *cells)
{
    append_row_head(html, table->columns[0].kind, href, cells[0]);
    for (guint i = 1; i < table->n_columns; i++) {
        HtmlKind kind = table->columns[i].kind;
        html_append_markup(html, "<td%s>", classes[kind]);
        html_append_cell(html, kind, cells[i]);
        html_append(html, "</td>");
    }
    html_append(html, "</tr>\n");
}

void html_table_end(Html *html)
{
    html_append(html, "</tbody>\n</table>\n</div>\n");
}
