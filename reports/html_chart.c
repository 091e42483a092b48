#include "reports/html.h"

#include "base/text.h"
#include "reports/facts.h"

enum {
    MAX_BARS = 12,
    WIDTH = 640, /* of the drawing, in its own units */
    LABEL_WIDTH = 190,
    VALUE_WIDTH = 80,
    BAR_WIDTH = WIDTH - LABEL_WIDTH - VALUE_WIDTH,
    ROW_HEIGHT = 26,
    BAR_HEIGHT = 16,
    PADDING = 12,
    LABEL_COLUMNS = 24, /* of a monospaced font */
};

static const char *words_of(const HtmlChart *chart, const Count *count)
{
    return *count->key != '\0' ? count->key : chart->empty;
}

/* The whole key stands in the table: in the drawing there is room for its beginning. */
static void append_cut(GString *out, const char *key)
{
    g_autofree char *text = daicho_text_escape(key, -1);
    if (daicho_text_width(text) <= LABEL_COLUMNS) {
        html_append_escaped(out, text);
        return;
    }
    g_autoptr(GString) cut = g_string_new(text);
    while (daicho_text_width(cut->str) >= LABEL_COLUMNS) {
        const char *last = g_utf8_find_prev_char(cut->str, cut->str + cut->len);
        g_string_truncate(cut, (gsize)(last - cut->str));
    }
    g_string_append(cut, "…");
    html_append_escaped(out, cut->str);
}

static void append_bar(GString *out, const char *label, gint64 count, gint64 most, gint y)
{
    gint width = MAX(2, (gint)((gdouble)BAR_WIDTH * (gdouble)count / (gdouble)most));
    g_string_append_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LABEL_WIDTH - 10,
                           y + 13);
    append_cut(out, label);
    g_string_append_printf(out,
                           "</text><rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" "
                           "height=\"%d\" rx=\"3\"/><text x=\"%d\" y=\"%d\">",
                           LABEL_WIDTH, y, width, BAR_HEIGHT, LABEL_WIDTH + width + 8, y + 13);
    html_append_number(out, count);
    g_string_append(out, "</text>\n");
}

static gint64 most_of(const GPtrArray *counts)
{
    gint64 most = 1;
    for (guint i = 0; i < counts->len; i++) {
        most = MAX(most, ((const Count *)g_ptr_array_index(counts, i))->count);
    }
    return most;
}

static void append_description(GString *out, const HtmlChart *chart, const GPtrArray *counts)
{
    g_string_append_printf(out, "<title id=\"%s-t\">", chart->id);
    html_append_text(out, chart->title.en);
    g_string_append_printf(out, "</title>\n<desc id=\"%s-d\">Bars of %s, from ", chart->id,
                           chart->unit);
    const Count *first = g_ptr_array_index(counts, 0);
    html_append_text(out, words_of(chart, first));
    g_string_append(out, " (");
    html_append_number(out, first->count);
    g_string_append(out, ") on; every number is in the table beside them.</desc>\n");
}

static void append_drawing(GString *out, const HtmlChart *chart, const GPtrArray *counts)
{
    guint n_bars = MIN(counts->len, MAX_BARS);
    gint height = 2 * PADDING + (gint)n_bars * ROW_HEIGHT;
    gint64 most = most_of(counts);
    g_string_append_printf(out,
                           "<div><svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                           "viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-t %s-d\">\n",
                           WIDTH, height, chart->id, chart->id);
    append_description(out, chart, counts);
    g_string_append_printf(out, "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n",
                           LABEL_WIDTH, PADDING - 4, LABEL_WIDTH, height - PADDING + 4);
    for (guint i = 0; i < n_bars; i++) {
        const Count *count = g_ptr_array_index(counts, i);
        append_bar(out, words_of(chart, count), count->count, most,
                   PADDING + (gint)i * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2);
    }
    g_string_append(out, "</svg>\n");
    html_append_more(out, n_bars, counts->len, "the table");
    g_string_append(out, "</div>\n");
}

static void append_table(GString *out, const HtmlChart *chart, const GPtrArray *counts)
{
    const HtmlColumn columns[] = {chart->key, {{"Number", "件数"}, TRUE}};
    g_autofree char *id = g_strconcat(chart->id, "-table", NULL);
    const HtmlTable table = {id, chart->title, columns, G_N_ELEMENTS(columns)};
    html_table_begin(out, &table);
    for (guint i = 0; i < counts->len; i++) {
        const Count *count = g_ptr_array_index(counts, i);
        g_autofree char *number = html_number(count->count);
        html_table_row(out, &table, NULL, (const char *const[]){words_of(chart, count), number});
    }
    html_table_end(out);
}

void html_append_chart(GString *out, const HtmlChart *chart, const GPtrArray *counts)
{
    g_string_append(out, "<div class=\"chart\">\n<h3>");
    html_append_label(out, chart->title);
    g_string_append(out, "</h3>\n");
    if (counts->len == 0) {
        html_append_note(out, "There is nothing to count.");
    } else {
        append_drawing(out, chart, counts);
        append_table(out, chart, counts);
    }
    g_string_append(out, "</div>\n");
}
