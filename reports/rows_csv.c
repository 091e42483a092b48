#include "reports/rows.h"

#include <string.h>

#include "base/csv.h"
#include "base/text.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";
static const char line_end[] = "\r\n";

static void append_cell(const DaichoColumn *column, const char *cell, GString *out)
{
    g_autofree char *text = daicho_text_escape(cell != NULL ? cell : "", -1);
    gboolean is_plain_number = column->number && row_cell_is_number(text);
    g_autofree char *guarded = is_plain_number ? g_strdup(text) : daicho_csv_guard(text);
    if (strpbrk(guarded, "\",;\r\n ") != NULL) {
        daicho_csv_append_quoted(out, guarded);
    } else {
        g_string_append(out, guarded);
    }
}

static void csv_begin(const Rows *rows, const guint *widths, GString *out)
{
    (void)widths;
    g_string_append(out, byte_order_mark);
    for (guint i = 0; i < rows->n_columns; i++) {
        g_string_append(out, i > 0 ? "," : "");
        append_cell(&(const DaichoColumn){0}, rows->columns[i].name, out);
    }
    g_string_append(out, line_end);
}

static void csv_row(const Rows *rows, const guint *widths, const char *const *cells,
                    gboolean is_first, GString *out)
{
    (void)widths;
    (void)is_first;
    for (guint i = 0; i < rows->n_columns; i++) {
        g_string_append(out, i > 0 ? "," : "");
        append_cell(&rows->columns[i], cells[i], out);
    }
    g_string_append(out, line_end);
}

static void csv_end(const Rows *rows, GString *out)
{
    (void)rows;
    (void)out;
}

const RowFormat row_format_csv = {NULL, csv_begin, csv_row, csv_end};
