#include "reports/rows.h"

#include <string.h>

#include "base/text.h"

static const char *skip_digits(const char *text)
{
    return text + strspn(text, "0123456789");
}

gboolean row_cell_is_number(const char *text)
{
    text += *text == '-' ? 1 : 0;
    const char *end = skip_digits(text);
    if (end == text || (*text == '0' && end - text > 1)) {
        return FALSE;
    }
    if (*end == '.') {
        const char *fraction = end + 1;
        end = skip_digits(fraction);
        return end > fraction && *end == '\0';
    }
    return *end == '\0';
}

/* What escaping leaves has no controls: quotes and backslashes are all that JSON minds. */
void row_json_append_string(const char *bytes, GString *out)
{
    g_autofree char *text = daicho_text_escape(bytes, -1);
    g_string_append_c(out, '"');
    for (const char *at = text; *at != '\0'; at++) {
        g_string_append(out, *at == '"' || *at == '\\' ? "\\" : "");
        g_string_append_c(out, *at);
    }
    g_string_append_c(out, '"');
}

static void append_value(const DaichoColumn *column, const char *cell, GString *out)
{
    if (cell == NULL || (column->number && *cell == '\0')) {
        g_string_append(out, "null");
    } else if (column->number && row_cell_is_number(cell)) {
        g_string_append(out, cell);
    } else {
        row_json_append_string(cell, out);
    }
}

static void json_begin(const Rows *rows, const guint *widths, GString *out)
{
    (void)widths;
    g_string_append_printf(out, "{\"schema\":\"daicho/%s/1\",\"rows\":[", rows->schema);
}

static void json_row(const Rows *rows, const guint *widths, const char *const *cells,
                     gboolean is_first, GString *out)
{
    (void)widths;
    g_string_append(out, is_first ? "\n{" : ",\n{");
    for (guint i = 0; i < rows->n_columns; i++) {
        g_string_append(out, i > 0 ? "," : "");
        row_json_append_string(rows->columns[i].name, out);
        g_string_append_c(out, ':');
        append_value(&rows->columns[i], cells[i], out);
    }
    g_string_append_c(out, '}');
}

static void json_end(const Rows *rows, GString *out)
{
    (void)rows;
    g_string_append(out, "]}\n");
}

const RowFormat row_format_json = {NULL, json_begin, json_row, json_end};
