#include "enforcer/edits/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "enforcer/edits/links.h"
#include "enforcer/edits/nodes.h"
#include "enforcer/edits/sheet_authors.h"

struct EditSheets {
    EditErasure *erasure;
    EditParts *parts;
    GHashTable *indices;  /* of shared strings that a cell which went had; as numbers */
    GHashTable *values;   /* of char *: of cells that went */
    GHashTable *sheets;   /* names of parts with a row that went; borrowed */
    gboolean has_formula; /* that went */
};

EditSheets *edit_sheets_new(EditErasure *erasure)
{
    EditSheets *sheets = g_new0(EditSheets, 1);
    sheets->erasure = erasure;
    sheets->parts = edit_erasure_get_parts(erasure);
    sheets->indices = g_hash_table_new(NULL, NULL);
    sheets->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    sheets->sheets = g_hash_table_new(g_str_hash, g_str_equal);
    return sheets;
}

void edit_sheets_free(EditSheets *sheets)
{
    if (sheets != NULL) {
        g_hash_table_unref(sheets->indices);
        g_hash_table_unref(sheets->values);
        g_hash_table_unref(sheets->sheets);
        g_free(sheets);
    }
}

static gboolean refuse(const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "%s: open it with the program that made it, delete the record and save it", what);
    return FALSE;
}

/* --- places --- */

/* The rows of "B2:C7" or "B2", from 1; 0 when there are none. */
static void parse_rows(const char *reference, guint64 *first, guint64 *last)
{
    const char *colon = strchr(reference, ':');
    const char *from = reference + strcspn(reference, "0123456789");
    const char *to = colon != NULL ? colon + strcspn(colon, "0123456789") : from;
    *first = g_ascii_strtoull(from, NULL, 10);
    *last = g_ascii_strtoull(to, NULL, 10);
}

/* Whether an attribute of a node is a place in one row alone. */
static gboolean is_in_row(const xmlNode *node, const char *attribute, guint64 row)
{
    guint64 first = 0;
    guint64 last = 0;
    g_autofree char *reference = node_dup_value(node, attribute);
    parse_rows(reference != NULL ? reference : "", &first, &last);
    return first == row && last == row;
}

/* A row without a number is the one behind that before it. */
static guint64 get_row_number(xmlNode *row)
{
    guint64 behind = 0;
    for (xmlNode *node = row; node != NULL; node = xmlPreviousElementSibling(node)) {
        g_autofree char *number = node_dup_value(node, "r");
        if (number != NULL) {
            return g_ascii_strtoull(number, NULL, 10) + behind;
        }
        behind++;
    }
    return behind;
}

/* --- what a row is part of --- */

/* Excel wants the names of a table's columns in its first row. */
static gboolean check_tables(EditSheets *sheets, const char *sheet, guint64 row, GError **error)
{
    g_autoptr(GPtrArray) tables = edit_links_find(sheets->parts, sheet, "table", error);
    for (guint i = 0; tables != NULL && i < tables->len; i++) {
        guint64 first = 0;
        guint64 last = 0;
        xmlDoc *tree = edit_parts_load(sheets->parts, g_ptr_array_index(tables, i), error);
        if (tree == NULL) {
            return FALSE;
        }
        g_autofree char *reference = node_dup_value(xmlDocGetRootElement(tree), "ref");
        parse_rows(reference != NULL ? reference : "", &first, &last);
        if (first == row) {
            return refuse("the row is the head of a table", error);
        }
    }
    return tables != NULL;
}

/* A cell that was merged with those below it says something of their rows, too. */
static gboolean check_merged(const xmlNode *root, guint64 row, GError **error)
{
    xmlNode *list = node_find((xmlNode *)(guintptr)root, "mergeCells", NULL, NULL);
    for (xmlNode *cell = list != NULL ? xmlFirstElementChild(list) : NULL; cell != NULL;
         cell = xmlNextElementSibling(cell)) {
        guint64 first = 0;
        guint64 last = 0;
        g_autofree char *reference = node_dup_value(cell, "ref");
        parse_rows(reference != NULL ? reference : "", &first, &last);
        if (first == row && last > row) {
            return refuse("a cell of the row reaches into the row below", error);
        }
    }
    return TRUE;
}

/* A formula that other cells share, or that fills other cells (18.3.1.40). */
static gboolean is_shared(const xmlNode *formula)
{
    g_autofree char *type = node_dup_value(formula, "t");
    g_autofree char *range = node_dup_value(formula, "ref");
    return g_strcmp0(type, "normal") != 0 && type != NULL && range != NULL &&
           strchr(range, ':') != NULL;
}

/* One that has to stay for other cells is allowed to when nobody wrote text into it. */
static gboolean check_formula(const xmlNode *formula, GError **error)
{
    g_autofree char *text = node_dup_text(formula);
    return strchr(text, '"') == NULL ||
           refuse("the row holds a formula with text that other rows share", error);
}

/* --- emptying a row --- */

static void note_value(EditSheets *sheets, const xmlNode *cell)
{
    g_autofree char *type = node_dup_value(cell, "t");
    xmlNode *value = node_find((xmlNode *)(guintptr)cell, "v", NULL, NULL);
    g_autofree char *text = value != NULL ? node_dup_text(value) : NULL;
    if (text != NULL && g_strcmp0(type, "s") == 0) {
        g_hash_table_add(sheets->indices,
                         GUINT_TO_POINTER((guint)g_ascii_strtoull(text, NULL, 10)));
    } else if (text != NULL) {
        g_hash_table_add(sheets->values, g_strdup(text));
    }
}

static gboolean empty_cell(EditSheets *sheets, xmlNode *cell, GError **error)
{
    static const char *const kept[] = {"r", "s", NULL};
    note_value(sheets, cell);
    xmlNode *next = NULL;
    for (xmlNode *child = cell->children; child != NULL; child = next) {
        next = child->next;
        gboolean is_formula = node_is(child, "f");
        if (is_formula && is_shared(child)) {
            if (!check_formula(child, error)) {
                return FALSE;
            }
            continue;
        }
        sheets->has_formula = sheets->has_formula || is_formula;
        edit_parts_cut(sheets->parts, child);
    }
    xmlAttr *following = NULL;
    for (xmlAttr *attribute = cell->properties; attribute != NULL; attribute = following) {
        following = attribute->next;
        if (!g_strv_contains(kept, (const char *)attribute->name)) {
            xmlRemoveProp(attribute);
        }
    }
    edit_parts_empty(sheets->parts, cell);
    return TRUE;
}

/* --- what hangs on a row --- */

static void cut_links(EditSheets *sheets, xmlNode *root, guint64 row)
{
    xmlNode *list = node_find(root, "hyperlinks", NULL, NULL);
    xmlNode *next = NULL;
    for (xmlNode *link = list != NULL ? xmlFirstElementChild(list) : NULL; link != NULL;
         link = next) {
        next = xmlNextElementSibling(link);
        if (is_in_row(link, "ref", row)) {
            edit_parts_cut(sheets->parts, link);
        }
    }
    if (list != NULL && xmlFirstElementChild(list) == NULL) {
        edit_parts_cut(sheets->parts, list);
    }
}

/* Elements of the parts that a sheet links to by a kind; row 0: at a place. */
static gboolean cut_listed(EditSheets *sheets, const char *sheet, const char *kind, guint64 row,
                           const char *place, GError **error)
{
    static const char *const comments[] = {"comment", "threadedComment", NULL};
    g_autoptr(GPtrArray) lists = edit_links_find(sheets->parts, sheet, kind, error);
    for (guint i = 0; lists != NULL && i < lists->len; i++) {
        g_autoptr(GHashTable)
            authors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        xmlDoc *tree = edit_parts_load(sheets->parts, g_ptr_array_index(lists, i), error);
        xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
        xmlNode *next = NULL;
        for (xmlNode *node = root; node != NULL; node = next) {
            g_autofree char *own = node_is_among(node, comments) ? node_dup_value(node, "ref")
                                                                 : NULL;
            gboolean goes = own != NULL &&
                            (place != NULL ? strcmp(own, place) == 0 : is_in_row(node, "ref", row));
            next = goes ? node_skip(node, root) : node_next(node, root);
            char *author = goes ? node_dup_value(node, "authorId") : NULL;
            if (author != NULL) {
                g_hash_table_add(authors, author);
            }
            if (goes) {
                edit_parts_cut(sheets->parts, node);
            }
        }
        if (root == NULL) {
            return FALSE;
        }
        edit_sheet_authors_empty(sheets->parts, root, authors);
    }
    return lists != NULL;
}

/* The row and column of a shape count from 0; column G_MAXUINT64: any. */
static gboolean is_note_at(xmlNode *shape, guint64 row, guint64 column)
{
    const xmlNode *data = node_find(shape, "ClientData", "ObjectType", "Note");
    xmlNode *row_node = data != NULL ? node_find(shape, "Row", NULL, NULL) : NULL;
    xmlNode *column_node = data != NULL ? node_find(shape, "Column", NULL, NULL) : NULL;
    if (row_node == NULL || column_node == NULL) {
        return FALSE;
    }
    g_autofree char *own_row = node_dup_text(row_node);
    g_autofree char *own_column = node_dup_text(column_node);
    return g_ascii_strtoull(own_row, NULL, 10) == row &&
           (column == G_MAXUINT64 || g_ascii_strtoull(own_column, NULL, 10) == column);
}

static gboolean cut_shapes(EditSheets *sheets, const char *sheet, guint64 row, guint64 column,
                           GError **error)
{
    g_autoptr(GPtrArray) drawings = edit_links_find(sheets->parts, sheet, "vmlDrawing", error);
    for (guint i = 0; drawings != NULL && i < drawings->len; i++) {
        xmlDoc *tree = edit_parts_load(sheets->parts, g_ptr_array_index(drawings, i), error);
        xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
        xmlNode *next = NULL;
        for (xmlNode *node = root; node != NULL; node = next) {
            gboolean goes = node_is(node, "shape") && is_note_at(node, row, column);
            next = goes ? node_skip(node, root) : node_next(node, root);
            if (goes) {
                edit_parts_cut(sheets->parts, node);
            }
        }
        if (root == NULL) {
            return FALSE;
        }
    }
    return drawings != NULL;
}

static gboolean cut_hanging(EditSheets *sheets, const char *sheet, xmlNode *root, guint64 row,
                            GError **error)
{
    cut_links(sheets, root, row);
    return cut_listed(sheets, sheet, "comments", row, NULL, error) &&
           cut_listed(sheets, sheet, "threadedComment", row, NULL, error) &&
           cut_shapes(sheets, sheet, row - 1, G_MAXUINT64, error);
}

gboolean edit_sheets_empty_row(EditSheets *sheets, xmlNode *cell, GError **error)
{
    xmlNode *row = cell->parent;
    if (!node_is(row, "row")) {
        return refuse("a cell stands in no row", error);
    }
    const char *sheet = edit_parts_get_name(sheets->parts, row);
    xmlNode *root = xmlDocGetRootElement(row->doc);
    guint64 number = get_row_number(row);
    if (!check_tables(sheets, sheet, number, error) || !check_merged(root, number, error)) {
        return FALSE;
    }
    for (xmlNode *child = xmlFirstElementChild(row); child != NULL;
         child = xmlNextElementSibling(child)) {
        if (node_is(child, "c") && !empty_cell(sheets, child, error)) {
            return FALSE;
        }
    }
    g_hash_table_add(sheets->sheets, (gpointer)(guintptr)sheet);
    return cut_hanging(sheets, sheet, root, number, error);
}

/* --- a comment by itself --- */

/* The sheet that links to a part of comments. */
static const char *find_sheet(EditSheets *sheets, const char *list, GError **error)
{
    static const char *const kinds[] = {"comments", "threadedComment"};
    const GPtrArray *names = edit_parts_get_names(sheets->parts);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        for (gsize k = 0; k < G_N_ELEMENTS(kinds) && edit_parts_has(sheets->parts, name); k++) {
            g_autoptr(GPtrArray) found = edit_links_find(sheets->parts, name, kinds[k], error);
            if (found == NULL || g_ptr_array_find_with_equal_func(found, list, g_str_equal, NULL)) {
                return found != NULL ? name : NULL;
            }
        }
    }
    refuse("a comment belongs to no sheet", error);
    return NULL;
}

/* The column of "AB12", from 0. */
static guint64 parse_column(const char *place)
{
    guint64 column = 0;
    for (; g_ascii_isalpha(*place); place++) {
        column = column * 26 + (guint64)(g_ascii_toupper(*place) - 'A') + 1;
    }
    return column > 0 ? column - 1 : 0;
}

gboolean edit_sheets_cut_comment(EditSheets *sheets, xmlNode *comment, GError **error)
{
    const char *sheet = find_sheet(sheets, edit_parts_get_name(sheets->parts, comment), error);
    g_autofree char *place = node_dup_value(comment, "ref");
    if (sheet == NULL || place == NULL) {
        return sheet != NULL && refuse("a comment stands at no cell", error);
    }
    guint64 row = 0;
    guint64 last = 0;
    parse_rows(place, &row, &last);
    return cut_listed(sheets, sheet, "comments", 0, place, error) &&
           cut_listed(sheets, sheet, "threadedComment", 0, place, error) &&
           cut_shapes(sheets, sheet, row - 1, parse_column(place), error);
}

/* --- what nothing shows any more --- */

/* The values of the cells that stay: of shared strings as numbers, of others when values is not NULL. */
static void drop_used(xmlDoc *tree, GHashTable *indices, GHashTable *values)
{
    xmlNode *root = xmlDocGetRootElement(tree);
    for (xmlNode *node = root; node != NULL; node = node_next(node, root)) {
        xmlNode *value = node_is(node, "c") ? node_find(node, "v", NULL, NULL) : NULL;
        g_autofree char *text = value != NULL ? node_dup_text(value) : NULL;
        g_autofree char *type = value != NULL ? node_dup_value(node, "t") : NULL;
        if (text != NULL && g_strcmp0(type, "s") == 0) {
            g_hash_table_remove(indices, GUINT_TO_POINTER((guint)g_ascii_strtoull(text, NULL, 10)));
        } else if (text != NULL && values != NULL) {
            g_hash_table_remove(values, text);
        }
    }
}

/* Parts with cells: any XML of the workbook that is a sheet by its root. */
static gboolean drop_used_anywhere(EditSheets *sheets, GPtrArray *names, GError **error)
{
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        xmlDoc *tree = edit_parts_load(sheets->parts, name, error);
        if (tree == NULL) {
            return FALSE;
        }
        gboolean has_row = g_hash_table_contains(sheets->sheets, name);
        drop_used(tree, sheets->indices, has_row ? sheets->values : NULL);
    }
    return TRUE;
}

void edit_string_empty(EditParts *parts, xmlNode *string)
{
    xmlNode *next = NULL;
    for (xmlNode *child = string->children; child != NULL; child = next) {
        next = child->next;
        edit_parts_cut(parts, child);
    }
    xmlNewChild(string, string->ns, (const xmlChar *)"t", NULL);
    edit_parts_empty(parts, string);
}

static gboolean empty_strings(EditSheets *sheets, const char *name, GError **error)
{
    guint index = 0;
    xmlDoc *tree = edit_parts_load(sheets->parts, name, error);
    xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
    for (xmlNode *node = root != NULL ? xmlFirstElementChild(root) : NULL; node != NULL;
         node = xmlNextElementSibling(node)) {
        if (!node_is(node, "si")) {
            continue;
        }
        if (g_hash_table_contains(sheets->indices, GUINT_TO_POINTER(index))) {
            edit_string_empty(sheets->parts, node);
        }
        index++;
    }
    return root != NULL;
}

static gboolean finish_strings(EditSheets *sheets, const char *book, GError **error)
{
    static const char *const kinds[] = {"worksheet", "xlMacrosheet", "xlIntlMacrosheet",
                                        "dialogsheet"};
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GPtrArray) names = edit_links_find(sheets->parts, book, kinds[i], error);
        if (names == NULL || !drop_used_anywhere(sheets, names, error)) {
            return FALSE;
        }
    }
    g_autoptr(GPtrArray) strings = edit_links_find(sheets->parts, book, "sharedStrings", error);
    for (guint i = 0; strings != NULL && i < strings->len; i++) {
        if (!empty_strings(sheets, g_ptr_array_index(strings, i), error)) {
            return FALSE;
        }
    }
    return strings != NULL;
}

/* The value of a cell that only it had; of a date also as a cache of values writes it (18.10.1.20). */
static void tell_forms(const EditSheets *sheets)
{
    enum { UNIX_DAY = 25569, LAST_DAY = 2958465, DAY_S = 86400 };
    GHashTable *forms = edit_erasure_get_forms(sheets->erasure);
    GHashTableIter iterator;
    gpointer value = NULL;
    g_hash_table_iter_init(&iterator, sheets->values);
    while (g_hash_table_iter_next(&iterator, &value, NULL)) {
        guint64 day = 0;
        g_hash_table_add(forms, g_strdup(value));
        if (g_ascii_string_to_unsigned(value, 10, 1, LAST_DAY, &day, NULL)) {
            g_autoptr(GDateTime)
                date = g_date_time_new_from_unix_utc(((gint64)day - UNIX_DAY) * DAY_S);
            g_hash_table_add(forms, g_date_time_format(date, "%Y-%m-%dT00:00:00"));
        }
    }
}

gboolean edit_sheets_finish(EditSheets *sheets, GError **error)
{
    if (g_hash_table_size(sheets->sheets) == 0) {
        return TRUE;
    }
    g_autoptr(GPtrArray) books = edit_links_find(sheets->parts, "", "officeDocument", error);
    if (books == NULL || books->len != 1) {
        return books != NULL && refuse("the document has no workbook, or several", error);
    }
    const char *book = g_ptr_array_index(books, 0);
    if (!finish_strings(sheets, book, error)) {
        return FALSE;
    }
    tell_forms(sheets);
    return (!sheets->has_formula || edit_links_drop_kind(sheets->parts, book, "calcChain", error));
}
