#include "reports/rows.h"

#include <string.h>

#include "base/text.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";
static const char line_end[] = "\r\n";

/* What a spreadsheet takes for a formula, full-width forms too; tab and CR are escaped before. */
static const gunichar formula_starts[] = {'=',  '+',    '-',    '@',    '\t',
                                          '\r', 0xff1d, 0xff0b, 0xff0d, 0xff20};

static gboolean starts_formula(const char *text)
{
    gunichar first = g_utf8_get_char(text + strspn(text, " "));
    for (gsize i = 0; i < G_N_ELEMENTS(formula_starts); i++) {
        if (first == formula_starts[i]) {
            return TRUE;
        }
    }
    return FALSE;
}

static void append_quoted(const char *text, GString *out)
{
    g_string_append_c(out, '"');
    for (; *text != '\0'; text++) {
        g_string_append(out, *text == '"' ? "\"" : "");
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

static void append_cell(const DaichoColumn *column, const char *cell, GString *out)
{
    g_autofree char *text = daicho_text_escape(cell != NULL ? cell : "", -1);
    gboolean is_plain_number = column->number && row_cell_is_number(text);
    if (!is_plain_number && starts_formula(text)) {
        char *safe = g_strconcat("'", text, NULL);
        g_free(text);
        text = safe;
    }
    if (strpbrk(text, "\",;\r\n ") != NULL) {
        append_quoted(text, out);
    } else {
        g_string_append(out, text);
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
