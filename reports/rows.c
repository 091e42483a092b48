#include "reports/rows.h"

#include "base/error.h"

enum { FLUSH_BYTES = 64 * 1024 };

static const struct {
    const char *name;
    const RowFormat *format; /* NULL when rows have not this format */
} formats[] = {
    [DAICHO_FORMAT_TABLE] = {"table", &row_format_table},
    [DAICHO_FORMAT_TSV] = {"tsv", &row_format_tsv},
    [DAICHO_FORMAT_CSV] = {"csv", &row_format_csv},
    [DAICHO_FORMAT_JSON] = {"json", &row_format_json},
    [DAICHO_FORMAT_HTML] = {"html", NULL},
    [DAICHO_FORMAT_SARIF] = {"sarif", NULL},
};

gboolean daicho_format_parse(const char *name, DaichoFormat *format)
{
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (g_str_equal(formats[i].name, name)) {
            *format = (DaichoFormat)i;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean row_output_flush(RowOutput *output, GError **error)
{
    if (output->sink == NULL || output->text->len == 0) {
        return TRUE;
    }
    gboolean is_taken = output->sink(output->text->str, output->text->len, output->sink_data,
                                     error);
    g_string_truncate(output->text, 0);
    return is_taken;
}

/* One run through the rows. */
typedef struct {
    const Rows *rows;
    const RowFormat *format;
    guint *widths;
    RowOutput *output;
    gboolean is_first;
} Pass;

static gboolean measure_row(const char *const *cells, gpointer data, GError **error)
{
    (void)error;
    Pass *pass = data;
    pass->format->measure(pass->rows, cells, pass->widths);
    return TRUE;
}

static gboolean write_row(const char *const *cells, gpointer data, GError **error)
{
    Pass *pass = data;
    pass->format->row(pass->rows, pass->widths, cells, pass->is_first, pass->output->text);
    pass->is_first = FALSE;
    return pass->output->text->len < FLUSH_BYTES || row_output_flush(pass->output, error);
}

static void measure_titles(const Pass *pass)
{
    g_autofree const char **titles = g_new(const char *, pass->rows->n_columns);
    for (guint i = 0; i < pass->rows->n_columns; i++) {
        titles[i] = daicho_language_say(pass->rows->language, pass->rows->columns[i].title);
    }
    pass->format->measure(pass->rows, titles, pass->widths);
}

static gboolean measure(Pass *pass, GError **error)
{
    if (pass->format->measure == NULL) {
        return TRUE;
    }
    measure_titles(pass);
    return pass->rows->run(pass->rows, measure_row, pass, error);
}

static gboolean run_passes(Pass *pass, GError **error)
{
    const Rows *rows = pass->rows;
    if (!measure(pass, error)) {
        return FALSE;
    }
    pass->format->begin(rows, pass->widths, pass->output->text);
    if (!rows->run(rows, write_row, pass, error)) {
        return FALSE;
    }
    pass->format->end(rows, pass->output->text);
    return row_output_flush(pass->output, error);
}

gboolean rows_write(const Rows *rows, DaichoFormat format, RowOutput *output, GError **error)
{
    if (formats[format].format == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s cannot be written as %s: use table, tsv, csv or json", rows->schema,
                    formats[format].name);
        return FALSE;
    }
    g_autofree guint *widths = g_new0(guint, rows->n_columns);
    Pass pass = {rows, formats[format].format, widths, output, TRUE};
    return run_passes(&pass, error);
}

gboolean rows_write_text(const Rows *rows, DaichoFormat format, GString *out, GError **error)
{
    gsize length = out->len;
    RowOutput output = {.text = out};
    if (!rows_write(rows, format, &output, error)) {
        g_string_truncate(out, length);
        return FALSE;
    }
    return TRUE;
}

gboolean rows_write_sink(const Rows *rows, DaichoFormat format, DaichoSinkFunc sink, gpointer data,
                         GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    RowOutput output = {text, sink, data};
    return rows_write(rows, format, &output, error);
}
