#include "enforcer/edits/put_sheet.h"

#include <string.h>

#include "enforcer/edits/links.h"
#include "enforcer/edits/nodes.h"
#include "enforcer/edits/sheet.h"

struct PutSheets {
    const EditPutWork *work;
    EditParts *parts;
    GPtrArray
        *strings; /* of xmlNode *: the shared ones, in their order; NULL until they are asked for */
    GHashTable *left; /* of indices that a cell does not show any more */
    GPtrArray *cells; /* of xmlNode *: those with a string of their own now */
};

PutSheets *put_sheets_new(const EditPutWork *work, EditParts *parts)
{
    PutSheets *sheets = g_new0(PutSheets, 1);
    sheets->work = work;
    sheets->parts = parts;
    sheets->left = g_hash_table_new(NULL, NULL);
    sheets->cells = g_ptr_array_new();
    return sheets;
}

void put_sheets_free(PutSheets *sheets)
{
    if (sheets != NULL) {
        g_clear_pointer(&sheets->strings, g_ptr_array_unref);
        g_hash_table_unref(sheets->left);
        g_ptr_array_unref(sheets->cells);
        g_free(sheets);
    }
}

/* --- shared strings --- */

static gboolean is_string_of(const xmlNode *cell, guint64 *index)
{
    g_autofree char *type = node_is(cell, "c") ? node_dup_value(cell, "t") : NULL;
    xmlNode *value = g_strcmp0(type, "s") == 0
                         ? node_find((xmlNode *)(guintptr)cell, "v", NULL, NULL)
                         : NULL;
    g_autofree char *text = value != NULL ? node_dup_text(value) : NULL;
    return text != NULL &&
           g_ascii_string_to_unsigned(g_strstrip(text), 10, 0, G_MAXUINT32, index, NULL);
}

static gboolean load_strings(PutSheets *sheets, GError **error)
{
    static const char name[] = "xl/sharedStrings.xml";
    if (sheets->strings != NULL) {
        return TRUE;
    }
    if (!edit_parts_has(sheets->parts, name)) {
        return edit_put_refuse("the workbook's strings are not where they use to be", error);
    }
    xmlDoc *tree = edit_parts_load(sheets->parts, name, error);
    if (tree == NULL) {
        return FALSE;
    }
    sheets->strings = g_ptr_array_new();
    for (xmlNode *node = xmlFirstElementChild(xmlDocGetRootElement(tree)); node != NULL;
         node = xmlNextElementSibling(node)) {
        if (node_is(node, "si")) {
            g_ptr_array_add(sheets->strings, node);
        }
    }
    return TRUE;
}

/* --- strings of their own --- */

/* The reading of the old text would be none of the new one, and is told by places in it. */
static gboolean has_reading(const xmlNode *string)
{
    return node_find((xmlNode *)(guintptr)string, "rPh", NULL, NULL) != NULL;
}

/* A copy brings along what its names mean, which the cell says, too. */
static void join_names(xmlNode *copy, const xmlNode *cell)
{
    for (xmlNode *node = copy; node != NULL; node = node_next(node, copy)) {
        if (node->type == XML_ELEMENT_NODE && node->ns != NULL && cell->ns != NULL &&
            xmlStrEqual(node->ns->href, cell->ns->href)) {
            node->ns = cell->ns;
        }
    }
    gboolean is_only = copy->type == XML_ELEMENT_NODE && copy->nsDef != NULL &&
                       copy->nsDef->next == NULL && cell->ns != NULL &&
                       xmlStrEqual(copy->nsDef->href, cell->ns->href);
    if (is_only) {
        xmlFreeNsList(copy->nsDef);
        copy->nsDef = NULL;
    }
}

static gboolean give_string(PutSheets *sheets, xmlNode *cell, const xmlNode *string, GError **error)
{
    xmlNode *value = node_find(cell, "v", NULL, NULL);
    if (node_find(cell, "f", NULL, NULL) != NULL || value == NULL) {
        return edit_put_refuse("a formula makes the value", error);
    }
    if (has_reading(string)) {
        return edit_put_refuse("the cell tells how the old value is read (phonetic guide)", error);
    }
    edit_parts_cut(sheets->parts, value);
    node_set_value(cell, "t", "inlineStr");
    xmlNode *own = xmlNewChild(cell, cell->ns, (const xmlChar *)"is", NULL);
    for (xmlNode *child = string->children; child != NULL; child = child->next) {
        xmlNode *copy = !node_is(child, "phoneticPr")
                            ? xmlAddChild(own, xmlDocCopyNode(child, cell->doc, 1))
                            : NULL;
        if (copy != NULL) {
            join_names(copy, cell);
        }
    }
    edit_parts_touch(sheets->parts, edit_parts_get_name(sheets->parts, cell));
    g_ptr_array_add(sheets->cells, cell);
    return TRUE;
}

static gboolean shows(const PutSheets *sheets, const DaichoRecordSource *record, const char *text)
{
    for (guint i = 0; i < sheets->work->values->len; i++) {
        const EditPutValue *value = g_ptr_array_index(sheets->work->values, i);
        if (value->record == record && *value->spelling != '\0' &&
            strstr(text, value->spelling) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean open_cell(PutSheets *sheets, const DaichoRecordSource *record,
                          const DaichoOrigin *origin, GError **error)
{
    guint64 index = 0;
    xmlNode *cell = edit_parts_find(sheets->parts, origin, error);
    if (cell == NULL) {
        return FALSE;
    }
    if (!is_string_of(cell, &index)) {
        return TRUE;
    }
    if (!load_strings(sheets, error)) {
        return FALSE;
    }
    if (index >= sheets->strings->len) {
        return edit_put_refuse("a cell shows a string that is not there", error);
    }
    const xmlNode *string = g_ptr_array_index(sheets->strings, index);
    g_autofree char *text = node_dup_text(string);
    if (!shows(sheets, record, text)) {
        return TRUE;
    }
    g_hash_table_add(sheets->left, GUINT_TO_POINTER((guint)index));
    return give_string(sheets, cell, string, error);
}

gboolean put_sheets_open(PutSheets *sheets, GError **error)
{
    const DaichoRecordSource *last = NULL;
    for (guint i = 0; i < sheets->work->values->len; i++) {
        const EditPutValue *value = g_ptr_array_index(sheets->work->values, i);
        for (guint k = 0; value->record != last && k < value->record->origins->len; k++) {
            if (!open_cell(sheets, value->record,
                           &g_array_index(value->record->origins, DaichoOrigin, k), error)) {
                return FALSE;
            }
        }
        last = value->record;
    }
    return TRUE;
}

/* --- what is left --- */

/* A cell of which nothing is left is one that is not filled in. */
static void empty_cells(PutSheets *sheets)
{
    for (guint i = 0; i < sheets->cells->len; i++) {
        xmlNode *cell = g_ptr_array_index(sheets->cells, i);
        xmlNode *own = node_find(cell, "is", NULL, NULL);
        g_autofree char *text = own != NULL ? node_dup_text(own) : NULL;
        if (text != NULL && *text == '\0') {
            edit_parts_cut(sheets->parts, own);
            node_drop_value(cell, "t");
        }
    }
}

/* Strings that another cell shows, too, stay. */
static gboolean keep_shown(PutSheets *sheets, GError **error)
{
    const GPtrArray *names = edit_parts_get_names(sheets->parts);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (!g_str_has_prefix(name, "xl/") || !g_str_has_suffix(name, ".xml") ||
            strstr(name, "sheets/") == NULL || !edit_parts_has(sheets->parts, name)) {
            continue;
        }
        xmlDoc *tree = edit_parts_load(sheets->parts, name, error);
        xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
        if (tree == NULL) {
            return FALSE;
        }
        for (xmlNode *node = root; node != NULL; node = node_next(node, root)) {
            guint64 index = 0;
            if (is_string_of(node, &index)) {
                g_hash_table_remove(sheets->left, GUINT_TO_POINTER((guint)index));
            }
        }
    }
    return TRUE;
}

gboolean put_sheets_finish(PutSheets *sheets, GError **error)
{
    GHashTableIter iterator;
    gpointer index = NULL;
    if (sheets->cells->len == 0) {
        return TRUE;
    }
    empty_cells(sheets);
    if (!keep_shown(sheets, error)) {
        return FALSE;
    }
    g_hash_table_iter_init(&iterator, sheets->left);
    while (g_hash_table_iter_next(&iterator, &index, NULL)) {
        edit_string_empty(sheets->parts,
                          g_ptr_array_index(sheets->strings, GPOINTER_TO_UINT(index)));
    }
    return TRUE;
}
