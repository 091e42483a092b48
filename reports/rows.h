#ifndef DAICHO_REPORTS_ROWS_H
#define DAICHO_REPORTS_ROWS_H

#include "reports/reports.h"

/* Where output goes: text collects it, and is handed to sink and emptied whenever it is long. */
typedef struct {
    GString *text;
    DaichoSinkFunc sink; /* NULL: all stays in text */
    gpointer sink_data;
} RowOutput;

gboolean row_output_flush(RowOutput *output, GError **error);

/* One row: n_columns strings, any of them NULL, borrowed for the call. */
typedef gboolean (*RowFunc)(const char *const *cells, gpointer data, GError **error);

/* A table of facts as something that can be run through again and again, so that nobody keeps it. */
typedef struct Rows Rows;
struct Rows {
    const char *schema;
    const DaichoColumn *columns;
    guint n_columns;
    gboolean (*run)(const Rows *rows, RowFunc each, gpointer data, GError **error);
    gconstpointer source;    /* for run */
    DaichoLanguage language; /* of titles */
};

/* DAICHO_ERROR_USAGE for HTML, which rows have not. */
gboolean rows_write(const Rows *rows, DaichoFormat format, RowOutput *output, GError **error);

/* Appends to out; leaves it as it was on failure. */
gboolean rows_write_text(const Rows *rows, DaichoFormat format, GString *out, GError **error);

/* Hands all to sink, in pieces. */
gboolean rows_write_sink(const Rows *rows, DaichoFormat format, DaichoSinkFunc sink, gpointer data,
                         GError **error);

/* How one format writes rows. Where measure is set, titles and rows run through it before. */
typedef struct {
    void (*measure)(const Rows *rows, const char *const *cells, guint *widths);
    void (*begin)(const Rows *rows, const guint *widths, GString *out);
    void (*row)(const Rows *rows, const guint *widths, const char *const *cells, gboolean is_first,
                GString *out);
    void (*end)(const Rows *rows, GString *out);
} RowFormat;

extern const RowFormat row_format_table, row_format_tsv, row_format_csv, row_format_json;

/* Bytes as a string of JSON: escaped as in the other formats, then quoted. */
void row_json_append_string(const char *bytes, GString *out);

/* Whether text is a number as JSON writes it: what is none must be quoted. */
gboolean row_cell_is_number(const char *text);

#endif
