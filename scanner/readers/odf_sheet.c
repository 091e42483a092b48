#include "scanner/readers/odf.h"

#include <string.h>

enum { LAST_ROW = 1 << 24, COPIES = 64, ROW_BYTES = 4 << 20 };

/* A cell of the row at hand. */
typedef struct {
    guint32 column, columns; /* the first one, and how many are the same */
    gsize start, length;     /* within the row's text */
} Cell;

struct OdfSheet {
    SheetGrid *grid;
    Flow *flow;
    char *name; /* of the sheet that is open; NULL when none is */
    guint32 row, rows;
    guint32 column, columns;
    GArray *cells;
    GString *text;
    char *value; /* of the cell at hand; NULL when it has none */
};

OdfSheet *odf_sheet_new(TextView *view, Flow *flow)
{
    OdfSheet *sheet = g_new0(OdfSheet, 1);
    sheet->grid = sheet_grid_new(view);
    sheet->flow = flow;
    sheet->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    sheet->text = g_string_new(NULL);
    return sheet;
}

void odf_sheet_free(OdfSheet *sheet)
{
    if (sheet == NULL) {
        return;
    }
    odf_sheet_end(sheet);
    sheet_grid_free(sheet->grid);
    g_array_unref(sheet->cells);
    g_string_free(sheet->text, TRUE);
    g_free(sheet->value);
    g_free(sheet);
}

gboolean odf_sheet_is_open(const OdfSheet *sheet)
{
    return sheet->name != NULL;
}

void odf_sheet_begin(OdfSheet *sheet, const char *name)
{
    odf_sheet_end(sheet);
    sheet->name = g_strdup(name);
    sheet->row = 0;
    flow_interrupt(sheet->flow);
    sheet_grid_begin(sheet->grid, name);
    flow_begin_story(sheet->flow, name);
}

void odf_sheet_end(OdfSheet *sheet)
{
    if (sheet->name != NULL) {
        flow_end_story(sheet->flow);
        sheet_grid_end(sheet->grid);
        g_clear_pointer(&sheet->name, g_free);
    }
}

guint32 odf_get_count(const XmlElement *element, const char *name, guint32 limit)
{
    g_autofree char *text = xml_element_dup_value(element, name);
    guint64 count = text != NULL ? g_ascii_strtoull(text, NULL, 10) : 1;
    return (guint32)CLAMP(count, 1, limit);
}

char *odf_sheet_describe(const OdfSheet *sheet, const char *what)
{
    return sheet_dup_locator(sheet->name, sheet->row, MIN(sheet->column, SHEET_LAST_COLUMN), what);
}

void odf_sheet_begin_row(OdfSheet *sheet, const XmlElement *element)
{
    sheet->rows = odf_get_count(element, "table:number-rows-repeated", LAST_ROW);
    sheet->column = 0;
}

static void give_cell(const OdfSheet *sheet, guint32 row, const Cell *cell)
{
    for (guint32 i = 0; i < MIN(cell->columns, (guint32)COPIES); i++) {
        sheet_grid_add_cell(sheet->grid, row, cell->column + i, sheet->text->str + cell->start,
                            (gssize)cell->length);
    }
}

static void give_cells(OdfSheet *sheet, guint32 rows)
{
    for (guint32 row = 0; row < rows; row++) {
        for (guint i = 0; i < sheet->cells->len; i++) {
            give_cell(sheet, sheet->row + row, &g_array_index(sheet->cells, Cell, i));
        }
    }
    g_array_set_size(sheet->cells, 0);
    g_string_truncate(sheet->text, 0);
}

void odf_sheet_end_row(OdfSheet *sheet)
{
    give_cells(sheet, MIN(sheet->rows, (guint32)COPIES));
    sheet->row = MIN(sheet->row + sheet->rows, (guint32)LAST_ROW);
    sheet->rows = 0;
}

/* ODF 1.3, part 3, 19.385: the type says in which attribute the value is. */
char *odf_dup_cell_value(const XmlElement *element)
{
    static const char *const names[] = {"office:value", "office:date-value", "office:time-value",
                                        "office:boolean-value", "office:string-value"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        char *value = xml_element_dup_value(element, names[i]);
        if (value != NULL) {
            return value;
        }
    }
    return NULL;
}

void odf_sheet_begin_cell(OdfSheet *sheet, const XmlElement *element)
{
    sheet->columns = odf_get_count(element, "table:number-columns-repeated", SHEET_LAST_COLUMN + 1);
    g_free(sheet->value);
    sheet->value = odf_dup_cell_value(element);
}

/* Whether a number is shown as 3.12E+08, of which nobody can tell a telephone number. */
static gboolean is_rounded(const char *text)
{
    return strlen(text) < 24 && g_ascii_isdigit(text[text[0] == '-' ? 1 : 0]) &&
           strstr(text, "E+") != NULL;
}

void odf_sheet_end_cell(OdfSheet *sheet)
{
    Cell cell = {sheet->column, sheet->columns, sheet->text->len, 0};
    flow_take(sheet->flow, sheet->text);
    const char *shown = sheet->text->str + cell.start;
    if (sheet->value != NULL && (*shown == '\0' || is_rounded(shown))) {
        g_string_truncate(sheet->text, cell.start);
        g_string_append(sheet->text, sheet->value);
    }
    cell.length = sheet->text->len - cell.start;
    if (cell.length > 0) {
        g_array_append_val(sheet->cells, cell);
    }
    if (sheet->text->len > ROW_BYTES) {
        give_cells(sheet, 1); /* too much to be kept for repeating it */
    }
    sheet->column = MIN(sheet->column + sheet->columns, SHEET_LAST_COLUMN + 1);
    g_clear_pointer(&sheet->value, g_free);
}
