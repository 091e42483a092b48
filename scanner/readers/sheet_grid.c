#include "scanner/readers/sheet_grid.h"

#include <string.h>

#include "scanner/readers/text_table.h"

enum {
    HELD_ROWS = 32, /* to tell a table from a form */
    HELD_BYTES = 256 << 10,
    ROW_BYTES = 4 << 20, /* a longer row is cut between cells */
    FORM_ROWS = 1000,    /* no form is longer */
    MAX_LABELS = 20000,
};

typedef struct {
    guint32 row, column, label;
    gsize start, length;    /* within the text held back */
    const char *what;       /* of a note; NULL for the cell itself */
    const char *note_label; /* that a note has in any case, or NULL */
    gboolean begins_table;
    ExtractOrigin origin;
} Cell;

/* The cells of one row, within those held back. */
typedef struct {
    const Cell *cells;
    guint n;
} Row;

struct SheetGrid {
    TextView *view;
    char *name;
    GString *text; /* of the cells held back */
    GArray *cells; /* of Cell */
    guint n_held;  /* rows */
    guint64 n_rows;
    GPtrArray *labels;   /* of char *; grows while a sheet lasts */
    GHashTable *indices; /* of the same, by text */
    GArray *columns;     /* of guint32: the label of each column */
    guint32 last_row, last_width;
    gboolean is_past_first; /* of the rows of several cells */
    gboolean has_known_head, labels_changed;
    gboolean is_begun; /* a row of the sheet was labelled */
};

SheetGrid *sheet_grid_new(TextView *view)
{
    SheetGrid *grid = g_new0(SheetGrid, 1);
    grid->view = view;
    grid->text = g_string_new(NULL);
    grid->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    grid->labels = g_ptr_array_new_with_free_func(g_free);
    grid->indices = g_hash_table_new(g_str_hash, g_str_equal);
    grid->columns = g_array_new(FALSE, FALSE, sizeof(guint32));
    return grid;
}

/* --- labels --- */

static const char *get_text(const SheetGrid *grid, const Cell *cell)
{
    return grid->text->str + cell->start;
}

static gboolean may_be_label(const SheetGrid *grid, const Cell *cell)
{
    return cell->what == NULL && text_table_is_label(get_text(grid, cell), cell->length);
}

static gboolean is_known_label(const SheetGrid *grid, const Cell *cell)
{
    return may_be_label(grid, cell) && text_table_is_known_label(get_text(grid, cell));
}

static guint32 add_label(SheetGrid *grid, const char *text)
{
    gpointer found = NULL;
    if (g_hash_table_lookup_extended(grid->indices, text, NULL, &found)) {
        return GPOINTER_TO_UINT(found);
    }
    if (grid->labels->len >= MAX_LABELS) {
        return TEXT_VIEW_NO_LABEL;
    }
    char *label = g_strdup(text);
    g_hash_table_insert(grid->indices, label, GUINT_TO_POINTER(grid->labels->len));
    g_ptr_array_add(grid->labels, label);
    grid->labels_changed = TRUE;
    return grid->labels->len - 1;
}

static guint32 get_column_label(const SheetGrid *grid, guint32 column)
{
    return column < grid->columns->len ? g_array_index(grid->columns, guint32, column)
                                       : TEXT_VIEW_NO_LABEL;
}

static void set_column_label(SheetGrid *grid, const Cell *cell)
{
    const guint32 none = TEXT_VIEW_NO_LABEL;
    while (grid->columns->len <= cell->column) {
        g_array_append_val(grid->columns, none);
    }
    g_array_index(grid->columns, guint32, cell->column) = add_label(grid, get_text(grid, cell));
}

static Row next_row(const SheetGrid *grid, guint from)
{
    Row row = {&g_array_index(grid->cells, Cell, from), 1};
    while (from + row.n < grid->cells->len && row.cells[row.n].row == row.cells[0].row) {
        row.n++;
    }
    return row;
}

static guint count_cells(const Row *row)
{
    guint n = 0;
    for (guint i = 0; i < row->n; i++) {
        n += row->cells[i].what == NULL ? 1 : 0;
    }
    return n;
}

static guint count_known(const SheetGrid *grid, const Row *row)
{
    guint known = 0;
    for (guint i = 0; i < row->n; i++) {
        known += is_known_label(grid, &row->cells[i]) ? 1 : 0;
    }
    return known;
}

/* Whether names stand in front of the rows held back rather than above them. */
static gboolean is_form(const SheetGrid *grid, guint above, guint width)
{
    guint before = 0;
    for (guint i = 0; i < grid->cells->len;) {
        Row row = next_row(grid, i);
        before += count_cells(&row) > 1 && is_known_label(grid, row.cells) ? 1 : 0;
        i += row.n;
    }
    return above + 1 < before + (width == 2 ? 1 : 0);
}

/* A table may begin at the top, behind an empty row, or under a title. */
static gboolean may_begin_table(const SheetGrid *grid, const Row *row)
{
    return (grid->n_rows < HELD_ROWS && !grid->has_known_head) ||
           row->cells[0].row != grid->last_row + 1 || grid->last_width < 2;
}

static gboolean is_head(SheetGrid *grid, const Row *row)
{
    if (!may_begin_table(grid, row)) {
        return FALSE;
    }
    guint width = count_cells(row);
    for (guint i = 0; i < row->n; i++) {
        if (row->cells[i].what == NULL && !may_be_label(grid, &row->cells[i])) {
            grid->is_past_first |= width > 1;
            return FALSE;
        }
    }
    guint known = count_known(grid, row);
    if (width < 2) {
        return known > 0 && !grid->is_past_first;
    }
    gboolean is_first = !grid->is_past_first;
    gboolean is_known = known * 2 > width;
    grid->is_past_first = TRUE;
    if ((is_first || is_known) && !is_form(grid, known, width)) {
        grid->has_known_head |= is_known;
        return TRUE;
    }
    return FALSE;
}

/* A cell's label is that of its column, or in a form the name to its left. */
static guint32 find_label(SheetGrid *grid, const Cell *cell, const Cell *left)
{
    if (cell->what != NULL) {
        return cell->note_label != NULL ? add_label(grid, cell->note_label) : TEXT_VIEW_NO_LABEL;
    }
    guint32 label = get_column_label(grid, cell->column);
    if (label != TEXT_VIEW_NO_LABEL || left == NULL || grid->n_rows > FORM_ROWS ||
        !is_known_label(grid, left) || is_known_label(grid, cell)) {
        return label;
    }
    return add_label(grid, get_text(grid, left));
}

static void label_row(SheetGrid *grid, guint from, guint n)
{
    const Row row = {&g_array_index(grid->cells, Cell, from), n};
    gboolean head = is_head(grid, &row);
    if (head) {
        g_array_set_size(grid->columns, 0);
    }
    const Cell *left = NULL;
    g_array_index(grid->cells, Cell, from).begins_table = head || !grid->is_begun;
    grid->is_begun = TRUE;
    for (guint i = 0; i < n; i++) {
        Cell *cell = &g_array_index(grid->cells, Cell, from + i);
        if (head && cell->what == NULL) {
            set_column_label(grid, cell);
        }
        /* The head itself is no data under a head. */
        cell->label = head && cell->what == NULL ? TEXT_VIEW_NO_LABEL
                                                 : find_label(grid, cell, left);
        left = cell->what == NULL ? cell : left;
    }
    grid->last_row = row.cells[0].row;
    grid->last_width = count_cells(&row);
    grid->n_rows++;
}

/* --- rows --- */

static void append_column(GString *out, guint32 column)
{
    char letters[8];
    guint n = 0;
    for (guint32 left = column + 1; left > 0; left = (left - 1) / 26) {
        letters[n++] = (char)('A' + (left - 1) % 26);
    }
    while (n > 0) {
        g_string_append_c(out, letters[--n]);
    }
}

char *sheet_dup_locator(const char *sheet, guint32 row, guint32 column, const char *what)
{
    GString *out = g_string_new(sheet);
    g_string_append_c(out, ':');
    append_column(out, column);
    g_string_append_printf(out, "%u%s", row + 1, what);
    return g_string_free(out, FALSE);
}

gsize sheet_parse_place(const char *text, guint32 *row, guint32 *column)
{
    const char *at = text + (*text == '$' ? 1 : 0);
    guint32 number = 0;
    for (; g_ascii_isalpha(*at) && number <= SHEET_LAST_COLUMN; at++) {
        number = number * 26 + (guint32)(g_ascii_toupper(*at) - 'A') + 1;
    }
    if (number > SHEET_LAST_COLUMN + 1) {
        return 0;
    }
    at += *at == '$' ? 1 : 0;
    char *end = NULL;
    guint64 line = g_ascii_isdigit(*at) ? g_ascii_strtoull(at, &end, 10) : 0;
    if (line > G_MAXINT32 || (number == 0 && line == 0)) {
        return 0;
    }
    *column = number > 0 ? number - 1 : *column;
    *row = line > 0 ? (guint32)line - 1 : *row;
    return (gsize)((end != NULL ? end : at) - text);
}

static void give_row(const SheetGrid *grid, const Row *row, GString *locator)
{
    g_string_printf(locator, "%s:%u", grid->name, row->cells[0].row + 1);
    text_view_begin_record(grid->view, locator->str);
    text_view_set_origin(grid->view, &row->cells[0].origin);
    if (row->cells[0].begins_table) {
        text_view_begin_table(grid->view);
    }
    for (guint i = 0; i < row->n; i++) {
        const Cell *cell = &row->cells[i];
        text_view_add_origin(grid->view, &cell->origin);
        g_string_printf(locator, "%s:", grid->name);
        append_column(locator, cell->column);
        g_string_append_printf(locator, "%u%s", cell->row + 1,
                               cell->what != NULL ? cell->what : "");
        text_view_set_column(grid->view, cell->what == NULL ? cell->column + 1 : 0);
        text_view_add_cell(grid->view, locator->str, cell->label, get_text(grid, cell),
                           (gssize)cell->length);
    }
    text_view_end_record(grid->view);
}

static void give_held(SheetGrid *grid)
{
    for (guint i = 0; i < grid->cells->len;) {
        guint n = next_row(grid, i).n;
        label_row(grid, i, n);
        i += n;
    }
    if (grid->labels_changed) {
        text_view_end_record(grid->view);
        text_view_set_labels(grid->view, (const char *const *)(gpointer)grid->labels->pdata,
                             grid->labels->len);
        grid->labels_changed = FALSE;
    }
    g_autoptr(GString) locator = g_string_new(NULL);
    for (guint i = 0; i < grid->cells->len;) {
        Row row = next_row(grid, i);
        give_row(grid, &row, locator);
        i += row.n;
    }
    g_array_set_size(grid->cells, 0);
    g_string_truncate(grid->text, 0);
    grid->n_held = 0;
}

/* Adds a cell whose text is not there yet. */
static void add(SheetGrid *grid, Cell cell, const char *text, gsize length)
{
    if (length == 0) {
        return;
    }
    gboolean is_new = grid->cells->len == 0 ||
                      g_array_index(grid->cells, Cell, grid->cells->len - 1).row != cell.row;
    gboolean is_much = grid->n_held >= HELD_ROWS || grid->text->len > HELD_BYTES;
    if ((is_new && is_much) || grid->text->len > ROW_BYTES) {
        give_held(grid);
        is_new = TRUE;
    }
    grid->n_held += is_new ? 1 : 0;
    cell.label = TEXT_VIEW_NO_LABEL;
    cell.origin = text_view_here(grid->view);
    cell.start = grid->text->len;
    cell.length = length;
    g_array_append_val(grid->cells, cell);
    g_string_append_len(grid->text, text, (gssize)length);
    g_string_append_c(grid->text, '\0'); /* labels are strings */
}

void sheet_grid_add_cell(SheetGrid *grid, guint32 row, guint32 column, const char *text,
                         gssize length)
{
    const Cell cell = {.row = row, .column = MIN(column, (guint32)SHEET_LAST_COLUMN)};
    add(grid, cell, text, length < 0 ? strlen(text) : (gsize)length);
}

void sheet_grid_add_note(SheetGrid *grid, guint32 row, guint32 column, const char *what,
                         const char *label, const char *text)
{
    const Cell cell = {
        .row = row,
        .column = MIN(column, (guint32)SHEET_LAST_COLUMN),
        .what = what,
        .note_label = label,
    };
    add(grid, cell, text, strlen(text));
}

void sheet_grid_end(SheetGrid *grid)
{
    give_held(grid);
    text_view_end_record(grid->view);
    if (grid->labels->len > 0) {
        text_view_set_labels(grid->view, NULL, 0);
    }
    g_ptr_array_set_size(grid->labels, 0);
    g_hash_table_remove_all(grid->indices);
    g_array_set_size(grid->columns, 0);
    grid->is_past_first = FALSE;
    grid->has_known_head = FALSE;
    grid->is_begun = FALSE;
    grid->n_rows = 0;
    grid->last_width = 0;
}

void sheet_grid_begin(SheetGrid *grid, const char *name)
{
    sheet_grid_end(grid);
    g_free(grid->name);
    grid->name = g_strdup(name);
    text_view_begin_record(grid->view, name);
    text_view_append(grid->view, name, -1);
    text_view_end_record(grid->view);
}

void sheet_grid_free(SheetGrid *grid)
{
    if (grid == NULL) {
        return;
    }
    sheet_grid_end(grid);
    g_free(grid->name);
    g_string_free(grid->text, TRUE);
    g_array_unref(grid->cells);
    g_ptr_array_unref(grid->labels);
    g_hash_table_unref(grid->indices);
    g_array_unref(grid->columns);
    g_free(grid);
}
