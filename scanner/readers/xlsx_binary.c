#include "scanner/readers/xlsx.h"

#include <string.h>

#include "scanner/readers/biff12.h"

/* Parts in the binary form (MS-XLSB 2.3.2 for the numbers of records). */
enum {
    ROW_HEADER = 0,
    CELL_BLANK = 1,
    CELL_RK = 2,
    CELL_ERROR = 3,
    CELL_BOOL = 4,
    CELL_REAL = 5,
    CELL_STRING = 6,
    CELL_SHARED = 7,
    FORMULA_STRING = 8,
    FORMULA_REAL = 9,
    FORMULA_BOOL = 10,
    FORMULA_ERROR = 11,
    SHARED_STRING = 19,
    FORMAT = 44,
    STYLE = 47,
    CELL_RICH = 62,
    WORKBOOK_PROPERTIES = 153,
    BEGIN_CELLS = 145,
    END_CELLS = 146,
    SHEET = 156,
    LINK = 494,
    BEGIN_STYLES = 617,
    END_STYLES = 618,
    COMMENT_AUTHOR = 632,
    BEGIN_COMMENT = 635,
    COMMENT_TEXT = 637,
};

typedef struct {
    XlsxBook *book;
    const XlsxPart *part;
    guint32 row, column, style; /* of the cell, or the comment */
    GPtrArray *authors;         /* of comments; of char * */
    const char *author;
    char *place; /* of texts in records that are not known */
    gboolean is_in_cells, is_in_styles;
} Walk;

/* --- cells --- */

static void give_constant(gpointer data, const char *text)
{
    const Walk *walk = data;
    sheet_grid_add_note(walk->book->grid, walk->row, walk->column, " formula", NULL, text);
}

static void read_row(Walk *walk, Biff12Fields *fields)
{
    walk->row = biff12_take_number(fields, 4) & 0xfffff;
}

/* 2.5.9: what all cells begin with. */
static void begin_cell(Walk *walk, Biff12Fields *fields)
{
    walk->column = biff12_take_number(fields, 4) & SHEET_LAST_COLUMN;
    walk->style = biff12_take_number(fields, 3);
    biff12_skip(fields, 1);
}

static void read_rk(Walk *walk, Biff12Fields *fields)
{
    begin_cell(walk, fields);
    xlsx_give_number(walk->book, walk->row, walk->column, walk->style, biff12_take_rk(fields));
}

static void read_real(Walk *walk, Biff12Fields *fields)
{
    begin_cell(walk, fields);
    xlsx_give_number(walk->book, walk->row, walk->column, walk->style, biff12_take_real(fields));
    biff12_find_texts(fields->bytes, fields->left, give_constant, walk);
}

static void read_bool(Walk *walk, Biff12Fields *fields)
{
    begin_cell(walk, fields);
    gboolean value = biff12_take_number(fields, 1) != 0;
    sheet_grid_add_cell(walk->book->grid, walk->row, walk->column, value ? "TRUE" : "FALSE", -1);
    biff12_find_texts(fields->bytes, fields->left, give_constant, walk);
}

/* 2.5.98.2 */
static void read_error(Walk *walk, Biff12Fields *fields)
{
    static const struct {
        guint32 code;
        const char *text;
    } errors[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0f, "#VALUE!"}, {0x17, "#REF!"},
                  {0x1d, "#NAME?"}, {0x24, "#NUM!"},   {0x2a, "#N/A"}};
    begin_cell(walk, fields);
    guint32 code = biff12_take_number(fields, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(errors); i++) {
        if (errors[i].code == code) {
            sheet_grid_add_cell(walk->book->grid, walk->row, walk->column, errors[i].text, -1);
        }
    }
    biff12_find_texts(fields->bytes, fields->left, give_constant, walk);
}

static void read_string(Walk *walk, Biff12Fields *fields)
{
    begin_cell(walk, fields);
    g_autofree char *text = biff12_take_string(fields);
    xlsx_give_string(walk->book, walk->row, walk->column, walk->style, text, "");
    biff12_find_texts(fields->bytes, fields->left, give_constant, walk);
}

static void read_rich(Walk *walk, Biff12Fields *fields)
{
    begin_cell(walk, fields);
    g_autofree char *phonetic = NULL;
    g_autofree char *text = biff12_take_rich(fields, &phonetic);
    xlsx_give_string(walk->book, walk->row, walk->column, walk->style, text, phonetic);
}

static void read_shared(Walk *walk, Biff12Fields *fields)
{
    begin_cell(walk, fields);
    xlsx_give_shared(walk->book, walk->row, walk->column, walk->style,
                     biff12_take_number(fields, 4));
}

/* --- what is about cells --- */

/* UncheckedRfX (2.5.153): rows, then columns. */
static void take_range(Walk *walk, Biff12Fields *fields)
{
    walk->row = biff12_take_number(fields, 4) & 0xfffff;
    biff12_skip(fields, 4);
    walk->column = biff12_take_number(fields, 4) & SHEET_LAST_COLUMN;
    biff12_skip(fields, 4);
}

static void read_link(Walk *walk, Biff12Fields *fields)
{
    take_range(walk, fields);
    g_autofree char *id = biff12_take_string(fields);
    const OpcLink *link = opc_find_link(walk->book->opc, walk->part->name, id);
    if (link != NULL && link->is_external) {
        xlsx_give_link(walk->book, walk->part, walk->row, walk->column, link);
    }
    for (guint i = 0; i < 3; i++) { /* where to, what it says, what it shows */
        g_autofree char *text = biff12_take_string(fields);
        xlsx_give_note(walk->book, walk->part, walk->row, walk->column, " link", text);
    }
}

static void read_author(Walk *walk, Biff12Fields *fields)
{
    g_ptr_array_add(walk->authors, biff12_take_string(fields));
}

static void begin_comment(Walk *walk, Biff12Fields *fields)
{
    guint32 author = biff12_take_number(fields, 4);
    take_range(walk, fields);
    walk->author = author < walk->authors->len ? g_ptr_array_index(walk->authors, author) : "";
}

static void read_comment(Walk *walk, Biff12Fields *fields)
{
    g_autofree char *phonetic = NULL;
    g_autofree char *text = biff12_take_rich(fields, &phonetic);
    xlsx_give_comment(walk->book, walk->part, walk->row, walk->column, walk->author, text);
    xlsx_give_note(walk->book, walk->part, walk->row, walk->column, " comment reading", phonetic);
}

/* --- the workbook --- */

static void read_shared_string(Walk *walk, Biff12Fields *fields)
{
    g_autofree char *phonetic = NULL;
    g_autofree char *text = biff12_take_rich(fields, &phonetic);
    xlsx_add_shared(walk->book, text, phonetic);
}

static void read_format(Walk *walk, Biff12Fields *fields)
{
    guint32 id = biff12_take_number(fields, 2);
    g_autofree char *code = biff12_take_string(fields);
    xlsx_styles_add_format(walk->book->styles, id, code);
}

static void begin_cells(Walk *walk, Biff12Fields *fields)
{
    (void)fields;
    walk->is_in_cells = TRUE;
}

static void end_cells(Walk *walk, Biff12Fields *fields)
{
    (void)fields;
    walk->is_in_cells = FALSE;
    sheet_grid_end(walk->book->grid);
}

static void begin_styles(Walk *walk, Biff12Fields *fields)
{
    (void)fields;
    walk->is_in_styles = TRUE;
}

static void end_styles(Walk *walk, Biff12Fields *fields)
{
    (void)fields;
    walk->is_in_styles = FALSE;
}

static void read_style(Walk *walk, Biff12Fields *fields)
{
    biff12_skip(fields, 2);
    if (walk->is_in_styles) {
        xlsx_styles_add_style(walk->book->styles, biff12_take_number(fields, 2));
    }
}

static void read_properties(Walk *walk, Biff12Fields *fields)
{
    walk->book->is_1904 = (biff12_take_number(fields, 4) & 1) != 0;
}

static void read_sheet(Walk *walk, Biff12Fields *fields)
{
    biff12_skip(fields, 8);
    g_autofree char *id = biff12_take_string(fields);
    g_autofree char *name = biff12_take_string(fields);
    xlsx_set_sheet(walk->book, opc_find_link(walk->book->opc, walk->part->name, id), name);
}

/* --- all --- */

static const struct {
    guint32 type;
    void (*read)(Walk *walk, Biff12Fields *fields);
} records[] = {
    {ROW_HEADER, read_row},
    {CELL_BLANK, begin_cell},
    {CELL_RK, read_rk},
    {CELL_ERROR, read_error},
    {CELL_BOOL, read_bool},
    {CELL_REAL, read_real},
    {CELL_STRING, read_string},
    {CELL_SHARED, read_shared},
    {FORMULA_STRING, read_string},
    {FORMULA_REAL, read_real},
    {FORMULA_BOOL, read_bool},
    {FORMULA_ERROR, read_error},
    {SHARED_STRING, read_shared_string},
    {FORMAT, read_format},
    {STYLE, read_style},
    {CELL_RICH, read_rich},
    {WORKBOOK_PROPERTIES, read_properties},
    {BEGIN_CELLS, begin_cells},
    {END_CELLS, end_cells},
    {SHEET, read_sheet},
    {LINK, read_link},
    {BEGIN_STYLES, begin_styles},
    {END_STYLES, end_styles},
    {COMMENT_AUTHOR, read_author},
    {BEGIN_COMMENT, begin_comment},
    {COMMENT_TEXT, read_comment},
};

static void give_unknown(gpointer data, const char *text)
{
    const Walk *walk = data;
    if (!g_str_has_prefix(text, "rId")) { /* a link's id */
        xlsx_give_text(walk->book, walk->place, text);
    }
}

static void read_record(Walk *walk, guint32 type, const guint8 *bytes, gsize length)
{
    Biff12Fields fields = {bytes, length};
    for (gsize i = 0; i < G_N_ELEMENTS(records); i++) {
        if (records[i].type == type) {
            records[i].read(walk, &fields);
            return;
        }
    }
    /* Among cells are their formulas; styles name fonts. */
    if (strcmp(walk->part->role, "styles") != 0) {
        biff12_find_texts(bytes, length, walk->is_in_cells ? give_constant : give_unknown, walk);
    }
}

void xlsx_binary_read(XlsxBook *book, const XlsxPart *part, Source *source)
{
    Walk walk = {.book = book, .part = part, .author = ""};
    walk.authors = g_ptr_array_new_with_free_func(g_free);
    walk.place = xlsx_dup_place(part,
                                part->is_sheet || *part->role == '\0' ? "settings" : part->role);
    if (part->is_sheet) {
        sheet_grid_begin(book->grid, part->sheet);
    }
    g_autoptr(Biff12) biff = biff12_new(source);
    g_autoptr(GError) error = NULL;
    guint32 type = 0;
    const guint8 *bytes = NULL;
    gsize length = 0;
    while (text_view_goes_on(book->view) && biff12_next(biff, &type, &bytes, &length, &error)) {
        read_record(&walk, type, bytes, length);
    }
    if (error != NULL) {
        item_set_partly(book->item, "%s: %s", part->name, error->message);
    }
    sheet_grid_end(book->grid);
    g_ptr_array_unref(walk.authors);
    g_free(walk.place);
}
