#include "reports/rows.h"

#include "base/text.h"

static void append_cell(guint column, const char *cell, GString *out)
{
    g_autofree char *text = daicho_text_escape(cell != NULL ? cell : "", -1);
    g_string_append(out, column > 0 ? "\t" : "");
    g_string_append(out, text);
}

static void tsv_begin(const Rows *rows, const guint *widths, GString *out)
{
    (void)widths;
    for (guint i = 0; i < rows->n_columns; i++) {
        append_cell(i, rows->columns[i].name, out);
    }
    g_string_append_c(out, '\n');
}

static void tsv_row(const Rows *rows, const guint *widths, const char *const *cells,
                    gboolean is_first, GString *out)
{
    (void)widths;
    (void)is_first;
    for (guint i = 0; i < rows->n_columns; i++) {
        append_cell(i, cells[i], out);
    }
    g_string_append_c(out, '\n');
}

static void tsv_end(const Rows *rows, GString *out)
{
    (void)rows;
    (void)out;
}

const RowFormat row_format_tsv = {NULL, tsv_begin, tsv_row, tsv_end};
