#include "reports/rows.h"

#include "base/text.h"

/* A longer cell runs over its column rather than widening all others: some paths are 4,096 bytes. */
enum { MAX_WIDTH = 60 };

static const char gap[] = "  ";

static void table_measure(const Rows *rows, const char *const *cells, guint *widths)
{
    for (guint i = 0; i < rows->n_columns; i++) {
        g_autofree char *text = daicho_text_escape(cells[i] != NULL ? cells[i] : "", -1);
        guint needed = daicho_text_width(text);
        widths[i] = MAX(widths[i], MIN(needed, MAX_WIDTH));
    }
}

static void append_padding(GString *out, guint columns)
{
    for (guint i = 0; i < columns; i++) {
        g_string_append_c(out, ' ');
    }
}

static void append_cell(const char *text, guint column_width, gboolean right, GString *out)
{
    guint width = daicho_text_width(text);
    guint padding = width < column_width ? column_width - width : 0;
    append_padding(out, right ? padding : 0);
    g_string_append(out, text);
    append_padding(out, right ? 0 : padding);
}

static void trim_line(GString *out, gsize start)
{
    gsize end = out->len;
    while (end > start && out->str[end - 1] == ' ') {
        end--;
    }
    g_string_truncate(out, end);
}

static void table_row(const Rows *rows, const guint *widths, const char *const *cells,
                      gboolean is_first, GString *out)
{
    (void)is_first;
    gsize start = out->len;
    for (guint i = 0; i < rows->n_columns; i++) {
        g_autofree char *text = daicho_text_escape(cells[i] != NULL ? cells[i] : "", -1);
        g_string_append(out, i > 0 ? gap : "");
        append_cell(text, widths[i], rows->columns[i].number, out);
    }
    trim_line(out, start);
    g_string_append_c(out, '\n');
}

static void table_begin(const Rows *rows, const guint *widths, GString *out)
{
    g_autofree const char **titles = g_new(const char *, rows->n_columns);
    for (guint i = 0; i < rows->n_columns; i++) {
        titles[i] = daicho_language_say(rows->language, rows->columns[i].title);
    }
    table_row(rows, widths, titles, TRUE, out);
}

static void table_end(const Rows *rows, GString *out)
{
    (void)rows;
    (void)out;
}

const RowFormat row_format_table = {table_measure, table_begin, table_row, table_end};
