#include "reports/html.h"

#include "base/text.h"
#include "reports/facts.h"
#include "reports/terms.h"

enum {
    MAX_BARS = 12,
    WIDTH = 520, /* of the drawing, in its own units */
    LABEL_WIDTH = 184,
    VALUE_WIDTH = 76,
    BAR_WIDTH = WIDTH - LABEL_WIDTH - VALUE_WIDTH,
    ROW_HEIGHT = 26,
    BAR_HEIGHT = 16,
    PADDING = 12,
    LABEL_COLUMNS = 24, /* of a monospaced font */
};

/* What the key is called, in the form that is shown (g_free). */
static char *dup_label(const Html *html, const HtmlChart *chart, const Count *count)
{
    if (*count->key == '\0') {
        return g_strdup(daicho_language_say(html->language, chart->empty));
    }
    switch (chart->key.kind) {
    case HTML_TERM:
        return g_strdup(term_say(html->language, count->key));
    case HTML_REASON:
        return reason_say(html->language, count->key);
    case HTML_TEXT:
    case HTML_NUMBER:
    case HTML_PLACE:
    case HTML_DAY:
    case HTML_WORDS:
    case HTML_TERMS:
    default:
        return g_strdup(count->key);
    }
}

void html_append_cut(Html *html, const char *key, guint columns)
{
    g_autofree char *text = daicho_text_escape(key, -1);
    if (daicho_text_width(text) <= columns) {
        html_append_escaped(html, text);
        return;
    }
    g_autoptr(GString) cut = g_string_new(text);
    while (daicho_text_width(cut->str) >= columns) {
        const char *last = g_utf8_find_prev_char(cut->str, cut->str + cut->len);
        g_string_truncate(cut, (gsize)(last - cut->str));
    }
    g_string_append(cut, "…");
    html_append_escaped(html, cut->str);
}

static void append_bar(Html *html, const char *label, gint64 count, gint64 most, gint y)
{
    gint length = (gint)((gdouble)BAR_WIDTH * (gdouble)count / (gdouble)most);
    gint width = count > 0 ? MAX(2, length) : 0;
    html_append_markup(html, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LABEL_WIDTH - 10,
                       y + 13);
    html_append_cut(html, label, LABEL_COLUMNS);
    html_append_markup(html,
                       "</text><rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" "
                       "height=\"%d\" rx=\"3\"/><text x=\"%d\" y=\"%d\">",
                       LABEL_WIDTH, y, width, BAR_HEIGHT, LABEL_WIDTH + width + 8, y + 13);
    html_append_number(html, count);
    html_append(html, "</text>\n");
}

static gint64 most_of(const GPtrArray *counts)
{
    gint64 most = 1;
    for (guint i = 0; i < counts->len; i++) {
        most = MAX(most, ((const Count *)g_ptr_array_index(counts, i))->count);
    }
    return most;
}

void html_figure_begin(Html *html, const HtmlChart *chart)
{
    html_append(html, "<figure class=\"chart\">\n<figcaption><h3>");
    html_append_words(html, chart->title);
    html_append(html, "</h3></figcaption>\n");
}

void html_figure_end(Html *html)
{
    html_append(html, "</figure>\n");
}

void html_drawing_begin(Html *html, const HtmlChart *chart, gint width, gint height)
{
    html_append_markup(html,
                       "<div><svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                       "viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-t %s-d\">\n"
                       "<title id=\"%s-t\">",
                       width, height, chart->id, chart->id, chart->id);
    html_append_words(html, chart->title);
    html_append_markup(html, "</title>\n<desc id=\"%s-d\">", chart->id);
    html_append_words(html, chart->description);
    html_append(html, "</desc>\n");
}

void html_drawing_end(Html *html, gint64 shown, gint64 total)
{
    html_append(html, "</svg>\n");
    html_append_more(html, shown, total, N_("the table"));
    html_append(html, "</div>\n");
}

void html_append_bars(Html *html, const HtmlChart *chart, const GPtrArray *counts)
{
    guint n_bars = MIN(counts->len, MAX_BARS);
    gint height = 2 * PADDING + (gint)n_bars * ROW_HEIGHT;
    gint64 most = most_of(counts);
    html_drawing_begin(html, chart, WIDTH, height);
    html_append_markup(html, "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n",
                       LABEL_WIDTH, PADDING - 4, LABEL_WIDTH, height - PADDING + 4);
    for (guint i = 0; i < n_bars; i++) {
        const Count *count = g_ptr_array_index(counts, i);
        g_autofree char *label = dup_label(html, chart, count);
        append_bar(html, label, count->count, most,
                   PADDING + (gint)i * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2);
    }
    html_drawing_end(html, n_bars, counts->len);
}

static void append_table(Html *html, const HtmlChart *chart, const GPtrArray *counts)
{
    /* Keys that are "" have words, so that the cells are what the label says. */
    const HtmlColumn columns[] = {{chart->key.title, HTML_TEXT}, {chart->number, HTML_NUMBER}};
    g_autofree char *id = g_strconcat(chart->id, "-table", NULL);
    const HtmlTable table = {id, chart->title, columns, G_N_ELEMENTS(columns), NULL};
    html_table_begin(html, &table);
    for (guint i = 0; i < counts->len; i++) {
        const Count *count = g_ptr_array_index(counts, i);
        g_autofree char *label = dup_label(html, chart, count);
        g_autofree char *number = html_number(count->count);
        html_table_row(html, &table, NULL, (const char *const[]){label, number});
    }
    html_table_end(html);
}

void html_append_chart(Html *html, const HtmlChart *chart, const GPtrArray *counts)
{
    html_figure_begin(html, chart);
    if (counts->len == 0) {
        html_append_note(html, N_("There is nothing to count."));
    } else {
        html_append_bars(html, chart, counts);
        append_table(html, chart, counts);
    }
    html_figure_end(html);
}
