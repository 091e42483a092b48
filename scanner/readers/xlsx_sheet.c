#include "scanner/readers/xlsx.h"

#include <string.h>

/* What a sheet's text is part of. */
typedef enum {
    IN_NOTHING,
    IN_VALUE,
    IN_PHONETIC,
    IN_FORMULA,
    IN_MARGIN,
    IN_OTHER,
} Place;

typedef struct {
    XlsxBook *book;
    const XlsxPart *part;
    gboolean is_in_data, is_in_cell, is_in_phonetic;
    guint32 row, column, style;
    guint32 next_row, next_column;
    char *type; /* of the cell */
    Place place;
    GString *value, *phonetic, *formula;
    guint32 note_row, note_column; /* what stands behind the cells may be about one */
} Walk;

/* --- cells --- */

static void take_place(const XmlElement *element, guint32 *row, guint32 *column)
{
    g_autofree char *place = xml_element_dup_value(element, "r");
    if (place != NULL) {
        sheet_parse_place(place, row, column);
    }
}

static void start_cell(Walk *walk, const XmlElement *element)
{
    walk->column = walk->next_column;
    take_place(element, &walk->row, &walk->column);
    walk->next_column = walk->column + 1;
    g_autofree char *style = xml_element_dup_value(element, "s");
    walk->style = style != NULL ? (guint32)g_ascii_strtoull(style, NULL, 10) : 0;
    g_free(walk->type);
    walk->type = xml_element_dup_value(element, "t");
    walk->is_in_cell = TRUE;
    g_string_truncate(walk->value, 0);
    g_string_truncate(walk->phonetic, 0);
    g_string_truncate(walk->formula, 0);
}

static gboolean is_digits(const char *text)
{
    return strspn(text, "0123456789") == strlen(text) && *text != '\0';
}

/* A number of more digits than a double has is told as it is written. */
static void give_number(const Walk *walk)
{
    enum { SAFE_DIGITS = 15 };
    const char *text = walk->value->str;
    char *end = NULL;
    double value = g_ascii_strtod(text, &end);
    gboolean is_general = xlsx_styles_get(walk->book->styles, walk->style) == NULL;
    gboolean is_long = is_digits(text) && walk->value->len > SAFE_DIGITS;
    if (end == text || *end != '\0' || (is_general && is_long)) {
        sheet_grid_add_cell(walk->book->grid, walk->row, walk->column, text, -1);
    } else {
        xlsx_give_number(walk->book, walk->row, walk->column, walk->style, value);
    }
}

/* 18.18.11: what the value of a cell is. */
static void give_cell(const Walk *walk)
{
    XlsxBook *book = walk->book;
    const char *type = walk->type != NULL ? walk->type : "n";
    const char *text = walk->value->str;
    if (walk->value->len == 0) {
        return;
    }
    if (strcmp(type, "s") == 0 && is_digits(text)) {
        guint64 index = g_ascii_strtoull(text, NULL, 10);
        xlsx_give_shared(book, walk->row, walk->column, walk->style,
                         (guint32)MIN(index, G_MAXUINT32));
    } else if (strcmp(type, "n") == 0) {
        give_number(walk);
    } else if (strcmp(type, "b") == 0) {
        sheet_grid_add_cell(book->grid, walk->row, walk->column,
                            strcmp(text, "0") == 0 ? "FALSE" : "TRUE", -1);
    } else {
        xlsx_give_string(book, walk->row, walk->column, walk->style, text, walk->phonetic->str);
    }
}

static void end_cell(Walk *walk)
{
    give_cell(walk);
    xlsx_give_literals(walk->book, walk->row, walk->column, walk->formula->str);
    walk->is_in_cell = FALSE;
    walk->is_in_phonetic = FALSE;
}

static void start_in_cell(Walk *walk, const char *local)
{
    walk->is_in_phonetic |= strcmp(local, "rPh") == 0;
    if (strcmp(local, "v") == 0 || strcmp(local, "t") == 0) {
        walk->place = walk->is_in_phonetic ? IN_PHONETIC : IN_VALUE;
    } else if (strcmp(local, "f") == 0) {
        walk->place = IN_FORMULA;
    }
}

static void start_in_data(Walk *walk, const XmlElement *element, const char *local)
{
    guint32 ignored = 0;
    if (walk->is_in_cell && strcmp(local, "c") != 0) {
        start_in_cell(walk, local);
    } else if (strcmp(local, "c") == 0) {
        start_cell(walk, element);
    } else if (strcmp(local, "row") == 0) {
        walk->row = walk->next_row;
        take_place(element, &walk->row, &ignored);
        walk->next_row = walk->row + 1;
        walk->next_column = 0;
    }
}

/* --- what stands behind the cells --- */

/* Attributes that people have written; "val" is one where it is what a filter shows. */
static void give_attributes(const Walk *walk, const XmlElement *element, const char *local)
{
    static const char *const names[] = {"promptTitle", "prompt", "errorTitle", "error", "text",
                                        "name",        "user",   "comment",    "val"};
    gboolean is_filter = strcmp(local, "filter") == 0 || strcmp(local, "customFilter") == 0;
    gsize n = G_N_ELEMENTS(names) - (is_filter ? 0 : 1);
    g_autofree char *place = xlsx_dup_place(walk->part, "settings");
    for (gsize i = 0; i < n; i++) {
        g_autofree char *value = xml_element_dup_value(element, names[i]);
        if (value != NULL) {
            xlsx_give_text(walk->book, place, value);
        }
    }
}

static void give_link(Walk *walk, const XmlElement *element)
{
    static const char *const names[] = {"location", "display", "tooltip"};
    g_autofree char *id = xml_element_dup_value(element, "r:id");
    const OpcLink *link = id != NULL ? opc_find_link(walk->book->opc, walk->part->name, id) : NULL;
    if (link != NULL && link->is_external) {
        xlsx_give_link(walk->book, walk->part, walk->note_row, walk->note_column, link);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *value = xml_element_dup_value(element, names[i]);
        if (value != NULL) {
            xlsx_give_note(walk->book, walk->part, walk->note_row, walk->note_column, " link",
                           value);
        }
    }
}

static void start_behind(Walk *walk, const XmlElement *element, const char *local)
{
    static const char *const margins[] = {"oddHeader", "evenHeader", "firstHeader",
                                          "oddFooter", "evenFooter", "firstFooter"};
    g_autofree char *place = xml_element_dup_value(element, "ref");
    g_autofree char *places = xml_element_dup_value(element, "sqref");
    if (place != NULL || places != NULL) {
        sheet_parse_place(place != NULL ? place : places, &walk->note_row, &walk->note_column);
    }
    walk->place = IN_OTHER;
    for (gsize i = 0; i < G_N_ELEMENTS(margins); i++) {
        walk->place = strcmp(local, margins[i]) == 0 ? IN_MARGIN : walk->place;
    }
    gboolean is_formula = g_str_has_prefix(local, "formula") || strcmp(local, "f") == 0;
    walk->place = is_formula ? IN_FORMULA : walk->place;
    gboolean is_technical = strcmp(local, "sqref") == 0 || strcmp(local, "id") == 0;
    walk->place = is_technical ? IN_NOTHING : walk->place;
    if (strcmp(local, "hyperlink") == 0) {
        give_link(walk, element);
    } else {
        give_attributes(walk, element, local);
    }
}

static void end_behind(Walk *walk, const char *local)
{
    XlsxBook *book = walk->book;
    if (walk->place == IN_MARGIN && walk->value->len > 0) {
        gboolean is_header = g_str_has_suffix(local, "Header");
        xlsx_give_margin(book, walk->part, is_header ? "header" : "footer", walk->value->str);
    } else if (walk->place == IN_FORMULA && walk->formula->len > 0) {
        /* Behind a list of choices, or a condition, is no cell's row to be kept together with. */
        xlsx_give_literals(book, walk->note_row, walk->note_column, walk->formula->str);
        sheet_grid_end(book->grid);
    } else if (walk->place == IN_OTHER && walk->value->len > 0) {
        g_autofree char *place = xlsx_dup_place(walk->part, "settings");
        xlsx_give_text(book, place, g_strstrip(walk->value->str));
    }
    g_string_truncate(walk->value, 0);
    g_string_truncate(walk->formula, 0);
    walk->place = IN_NOTHING;
}

/* --- what XML tells --- */

static void start(gpointer data, const XmlElement *element)
{
    Walk *walk = data;
    const char *local = xlsx_get_local(element->name);
    walk->place = IN_NOTHING;
    if (walk->is_in_data) {
        start_in_data(walk, element, local);
    } else if (strcmp(local, "sheetData") == 0) {
        walk->is_in_data = TRUE;
    } else {
        start_behind(walk, element, local);
    }
}

static void end(gpointer data, const char *name)
{
    Walk *walk = data;
    const char *local = xlsx_get_local(name);
    if (!walk->is_in_data) {
        end_behind(walk, local);
        return;
    }
    walk->place = IN_NOTHING;
    if (strcmp(local, "c") == 0 && walk->is_in_cell) {
        end_cell(walk);
    } else if (strcmp(local, "rPh") == 0) {
        walk->is_in_phonetic = FALSE;
    } else if (strcmp(local, "sheetData") == 0) {
        walk->is_in_data = FALSE;
        sheet_grid_end(walk->book->grid);
        g_string_truncate(walk->value, 0);
        g_string_truncate(walk->formula, 0);
    }
}

static void take_text(gpointer data, const char *text, gsize length)
{
    const Walk *walk = data;
    GString *const places[] = {
        [IN_NOTHING] = NULL,          [IN_VALUE] = walk->value,  [IN_PHONETIC] = walk->phonetic,
        [IN_FORMULA] = walk->formula, [IN_MARGIN] = walk->value, [IN_OTHER] = walk->value,
    };
    if (places[walk->place] != NULL) {
        xlsx_add_text(walk->book, places[walk->place], text, length);
    }
}

void xlsx_sheet_read(XlsxBook *book, const XlsxPart *part, Source *source)
{
    static const XmlHandler handler = {xlsx_namespaces, start, end, take_text, NULL};
    Walk walk = {
        .book = book,
        .part = part,
        .value = g_string_new(NULL),
        .phonetic = g_string_new(NULL),
        .formula = g_string_new(NULL),
    };
    sheet_grid_begin(book->grid, part->sheet);
    xml_events_read(book->item, part->name, source, &handler, &walk);
    if (walk.is_in_cell) {
        end_cell(&walk); /* it was cut off */
    }
    sheet_grid_end(book->grid);
    g_free(walk.type);
    g_string_free(walk.value, TRUE);
    g_string_free(walk.phonetic, TRUE);
    g_string_free(walk.formula, TRUE);
}
