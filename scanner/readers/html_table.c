#include "scanner/readers/html_table.h"

#include <string.h>

#include "scanner/readers/text_table.h"

enum { COLUMNS = 256 }; /* as far as spans are followed */

struct HtmlTable {
    TextView *view;
    TextTable *table;
    guint number, row;
    GString *cell;  /* being filled */
    GString *notes; /* of the row */
    GString *held;  /* notes of the first row, which may be names of columns */
    gboolean in_row, in_cell;
    guint column;           /* of the next cell */
    guint cells;            /* of the row that have text */
    guint cell_columns;     /* that the open cell spans */
    guint spanned[COLUMNS]; /* how many rows a cell above still spans */
    gboolean has_columns;
    gint64 start;     /* of the row; -1 when it has no bytes of its own, or its end is known */
    gboolean is_tied; /* the row shares cells with others */
};

HtmlTable *html_table_new(TextView *view, guint number)
{
    HtmlTable *table = g_new0(HtmlTable, 1);
    table->view = view;
    table->table = text_table_new(view);
    table->number = number;
    table->cell = g_string_new(NULL);
    table->notes = g_string_new(NULL);
    table->held = g_string_new(NULL);
    return table;
}

GString *html_table_get_cell(HtmlTable *table)
{
    return table->in_cell ? table->cell : NULL;
}

GString *html_table_get_notes(HtmlTable *table)
{
    return table->notes;
}

gboolean html_table_has_columns(const HtmlTable *table)
{
    return table->has_columns;
}

static void add_empty(HtmlTable *table)
{
    text_table_add_cell(table->table, "", 0);
    table->column++;
}

static void skip_spanned(HtmlTable *table)
{
    while (table->column < COLUMNS && table->spanned[table->column] > 0) {
        table->is_tied = TRUE;
        table->spanned[table->column]--;
        add_empty(table);
    }
}

void html_table_end_cell(HtmlTable *table)
{
    if (!table->in_cell) {
        return;
    }
    table->in_cell = FALSE;
    table->cells += table->cell->len > 0 ? 1 : 0;
    text_table_add_cell(table->table, table->cell->str, (gssize)table->cell->len);
    g_string_truncate(table->cell, 0);
    table->column++;
    for (guint i = 1; i < table->cell_columns && table->column < COLUMNS; i++) {
        add_empty(table);
    }
}

void html_table_end_row(HtmlTable *table, gint64 end)
{
    html_table_end_cell(table);
    if (table->in_row && table->start >= 0) {
        skip_spanned(table);
        text_table_set_bytes(table->table, table->is_tied ? -1 : table->start, end);
        table->start = -1;
    }
}

static void end_row(HtmlTable *table)
{
    html_table_end_cell(table);
    if (!table->in_row) {
        return;
    }
    skip_spanned(table);
    if (table->row == 1) {
        g_string_append(table->held, table->notes->str);
    } else if (table->notes->len > 0) {
        text_table_add_cell(table->table, table->notes->str, (gssize)table->notes->len - 1);
    }
    g_string_truncate(table->notes, 0);
    table->has_columns = table->has_columns || table->cells > 1;
    table->in_row = FALSE;
}

void html_table_begin_row(HtmlTable *table, gint64 start)
{
    html_table_end_row(table, start); /* a row may begin without the end of the one before */
    end_row(table);
    table->start = start;
    table->is_tied = FALSE;
    table->row++;
    table->in_row = TRUE;
    table->column = 0;
    table->cells = 0;
    g_autofree char *locator = g_strdup_printf("table %u row %u", table->number, table->row);
    text_table_begin_row(table->table, locator);
}

void html_table_begin_cell(HtmlTable *table, guint columns, guint rows)
{
    html_table_end_cell(table);
    if (!table->in_row) {
        html_table_begin_row(table, -1);
    }
    skip_spanned(table);
    table->in_cell = TRUE;
    table->cell_columns = columns;
    for (guint i = 0; i < MAX(columns, 1U) && table->column + i < COLUMNS; i++) {
        table->spanned[table->column + i] = rows > 0 ? rows - 1 : 0;
        table->is_tied = table->is_tied || rows > 1;
    }
}

void html_table_free(HtmlTable *table)
{
    if (table == NULL) {
        return;
    }
    end_row(table);
    g_string_append(table->held, table->notes->str);
    text_table_free(table->table);
    if (table->held->len > 0) {
        g_autofree char *locator = g_strdup_printf("table %u", table->number);
        text_view_begin_record(table->view, locator);
        text_view_append(table->view, table->held->str, (gssize)table->held->len - 1);
        text_view_end_record(table->view);
    }
    g_string_free(table->cell, TRUE);
    g_string_free(table->notes, TRUE);
    g_string_free(table->held, TRUE);
    g_free(table);
}
