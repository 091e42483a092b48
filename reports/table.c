#include "reports/rows.h"

struct DaichoTable {
    char *schema;
    const DaichoColumn *columns;
    guint n_columns;
    GPtrArray *rows; /* of vectors of n_columns strings */
};

/* n_columns strings, of which any may be NULL, so that a strv will not do. */
typedef struct {
    guint n;
    char *cells[];
} TableRow;

static void row_free(gpointer data)
{
    TableRow *row = data;
    for (guint i = 0; i < row->n; i++) {
        g_free(row->cells[i]);
    }
    g_free(row);
}

DaichoTable *daicho_table_new(const char *schema, const DaichoColumn *columns, guint n_columns)
{
    DaichoTable *table = g_new0(DaichoTable, 1);
    table->schema = g_strdup(schema);
    table->columns = columns;
    table->n_columns = n_columns;
    table->rows = g_ptr_array_new_with_free_func(row_free);
    return table;
}

void daicho_table_add(DaichoTable *table, const char *const *cells)
{
    TableRow *row = g_malloc0(sizeof *row + table->n_columns * sizeof row->cells[0]);
    row->n = table->n_columns;
    for (guint i = 0; i < row->n; i++) {
        row->cells[i] = g_strdup(cells[i]);
    }
    g_ptr_array_add(table->rows, row);
}

guint daicho_table_get_length(const DaichoTable *table)
{
    return table->rows->len;
}

static gboolean run_table(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const DaichoTable *table = rows->source;
    for (guint i = 0; i < table->rows->len; i++) {
        const TableRow *row = g_ptr_array_index(table->rows, i);
        if (!each((const char *const *)row->cells, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_table_write(const DaichoTable *table, DaichoFormat format, DaichoLanguage language,
                            GString *out, GError **error)
{
    const Rows rows = {table->schema, table->columns, table->n_columns, run_table, table, language};
    return rows_write_text(&rows, format, out, error);
}

void daicho_table_free(DaichoTable *table)
{
    if (table != NULL) {
        g_ptr_array_unref(table->rows);
        g_free(table->schema);
        g_free(table);
    }
}
