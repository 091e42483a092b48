#include "enforcer/edits/odf.h"

#include <string.h>

#include "enforcer/edits/nodes.h"

static const char *const cells[] = {"table-cell", "covered-table-cell", NULL};

static guint64 get_count(const xmlNode *node, const char *attribute)
{
    g_autofree char *text = node_dup_value(node, attribute);
    guint64 count = text != NULL ? g_ascii_strtoull(text, NULL, 10) : 1;
    return MAX(count, 1);
}

static xmlNode *find_row(xmlNode *node)
{
    return node_is(node, "table-row") ? node : node_find_around(node, "table-row");
}

/* What other rows need of a row's cells cannot be taken out of the row alone. */
static gboolean check_cells(const xmlNode *row, GError **error)
{
    for (xmlNode *cell = xmlFirstElementChild((xmlNode *)(guintptr)row); cell != NULL;
         cell = xmlNextElementSibling(cell)) {
        if (node_is(cell, "table-cell") && get_count(cell, "number-rows-spanned") > 1) {
            return edit_odf_refuse("a cell of the row reaches into the row below", error);
        }
        if (get_count(cell, "number-matrix-rows-spanned") > 1) {
            return edit_odf_refuse("the row holds a formula that fills other rows", error);
        }
    }
    return TRUE;
}

/* --- emptying --- */

/* Everything but where a cell is and how it looks. */
static void drop_values(xmlNode *cell)
{
    static const char *const kept[] = {
        "style-name",
        "number-columns-repeated",
        "number-columns-spanned",
        "number-rows-spanned",
        "content-validation-name",
        "protect",
        "protected",
        "id",
        NULL,
    };
    xmlAttr *next = NULL;
    for (xmlAttr *attribute = cell->properties; attribute != NULL; attribute = next) {
        next = attribute->next;
        if (!g_strv_contains(kept, (const char *)attribute->name)) {
            xmlRemoveProp(attribute);
        }
    }
}

/* A chart stands in a cell, but is not the cell's. */
static gboolean is_object(xmlNode *child)
{
    static const char *const frames[] = {"frame", "g", NULL};
    return node_is_among(child, frames) && (node_find(child, "object", NULL, NULL) != NULL ||
                                            node_find(child, "object-ole", NULL, NULL) != NULL);
}

static void empty_cell(EditParts *parts, xmlNode *cell)
{
    xmlNode *next = NULL;
    drop_values(cell);
    for (xmlNode *child = cell->children; child != NULL; child = next) {
        next = child->next;
        if (!is_object(child)) {
            edit_parts_cut(parts, child);
        }
    }
}

static void empty_row(EditParts *parts, xmlNode *row)
{
    for (xmlNode *child = xmlFirstElementChild(row); child != NULL;
         child = xmlNextElementSibling(child)) {
        if (node_is_among(child, cells)) {
            empty_cell(parts, child);
        }
    }
    edit_parts_empty(parts, row);
}

/* --- rows of sheets --- */

static void set_repeated(xmlNode *row, xmlNs *space, guint count)
{
    node_drop_value(row, "number-rows-repeated");
    if (count > 1) {
        g_autofree char *text = g_strdup_printf("%u", count);
        xmlNewNsProp(row, space, (const xmlChar *)"number-rows-repeated", (const xmlChar *)text);
    }
}

/* A copy of a row, before or behind it. */
static xmlNode *add_copy(xmlNode *row, xmlNode *at, gboolean is_behind)
{
    enum { REMOVE_REDUNDANT = 1 }; /* declarations of namespaces: see libxml2's tree.c */
    xmlNode *copy = xmlDocCopyNode(row, row->doc, 1);
    copy = is_behind ? xmlAddNextSibling(at, copy) : xmlAddPrevSibling(row, copy);
    xmlDOMWrapReconcileNamespaces(NULL, copy, REMOVE_REDUNDANT);
    return copy;
}

static guint find_run_end(const GByteArray *going, guint start)
{
    guint end = start + 1;
    while (end < going->len && (going->data[end] != 0) == (going->data[start] != 0)) {
        end++;
    }
    return end;
}

/* A row that stands for several comes apart where those that go begin and end. The element itself becomes
 * the last of those that stay. */
static gboolean split_row(EditErasure *erasure, xmlNode *row, GError **error)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    g_autoptr(GByteArray) going = edit_erasure_list(erasure, row);
    guint last = going->len;
    if (going->len != get_count(row, "number-rows-repeated")) {
        return edit_odf_refuse("the row is repeated more often than is read", error);
    }
    const xmlAttr *repeated = xmlHasProp(row, (const xmlChar *)"number-rows-repeated");
    xmlNs *space = repeated != NULL ? repeated->ns : NULL;
    while (going->data[last - 1] != 0) {
        last--;
    }
    xmlNode *after = row;
    for (guint i = 0, end = 0; i < going->len; i = end) {
        end = find_run_end(going, i);
        gboolean is_itself = end == last;
        xmlNode *run = is_itself ? row : add_copy(row, after, i >= last);
        set_repeated(run, space, end - i);
        after = i >= last ? run : after;
        if (going->data[i] != 0) {
            empty_row(parts, run);
        }
    }
    edit_parts_touch(parts, edit_parts_get_name(parts, row));
    return TRUE;
}

/* What was in a cell before is kept apart from it, and not all of it is text. */
static gboolean check_changes(xmlNode *sheets, GError **error)
{
    const xmlNode *changes = node_find(sheets, "tracked-changes", NULL, NULL);
    return changes == NULL || changes->children == NULL ||
           edit_odf_refuse("earlier values of cells are kept in its changes, which must be "
                           "accepted or rejected first",
                           error);
}

static gboolean take_sheet_row(EditErasure *erasure, xmlNode *node, xmlNode *sheets,
                               gboolean is_rest, GError **error)
{
    xmlNode *row = find_row(node);
    if (row == NULL || node_find_around(row, "table-row") != NULL) {
        return edit_odf_refuse("a cell stands in no row of a sheet", error);
    }
    if (!check_cells(row, error) || !check_changes(sheets, error)) {
        return FALSE;
    }
    if (is_rest || (row != node && edit_erasure_stays(erasure, row))) {
        return row == node ? split_row(erasure, row, error)
                           : edit_odf_refuse("another record stands in the same place", error);
    }
    empty_row(edit_erasure_get_parts(erasure), row);
    return TRUE;
}

/* --- rows of tables --- */

static guint count_rows(xmlNode *table)
{
    guint rows = 0;
    for (xmlNode *node = table; node != NULL; node = node_next(node, table)) {
        rows += node_is(node, "table-row") && node_find_around(node, "table") == table ? 1 : 0;
    }
    return rows;
}

/* The picture that stands for a table while it is not drawn. */
static void cut_previews(EditParts *parts, const xmlNode *frame)
{
    xmlNode *next = NULL;
    for (xmlNode *child = frame->children; child != NULL; child = next) {
        next = child->next;
        if (node_is(child, "image")) {
            edit_parts_cut(parts, child);
        }
    }
}

/* Cells that were merged are counted, a chart's are told by their place, and of what is drawn something must
 * be left. */
static gboolean is_needed(const xmlNode *row, xmlNode *table)
{
    static const char *const around[] = {"frame", "table-cell", NULL};
    xmlNode *start = (xmlNode *)(guintptr)row;
    gboolean has_covered = node_find(start, "covered-table-cell", NULL, NULL) != NULL;
    gboolean is_last = count_rows(table) == 1 && node_is_among(table->parent, around);
    return has_covered || is_last || node_find_around(table, "chart") != NULL;
}

static void cut_row(EditParts *parts, xmlNode *row, xmlNode *table)
{
    static const char *const groups[] = {"table-header-rows", "table-rows", "table-row-group",
                                         NULL};
    xmlNode *node = row;
    if (count_rows(table) == 1) {
        node = table;
    }
    while (node_is_among(node->parent, groups) && xmlChildElementCount(node->parent) == 1) {
        node = node->parent;
    }
    edit_parts_cut(parts, node);
}

static gboolean take_table_row(EditErasure *erasure, xmlNode *node, gboolean is_rest,
                               GError **error)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    xmlNode *row = find_row(node);
    xmlNode *table = row != NULL ? node_find_around(row, "table") : NULL;
    if (table == NULL || is_rest) {
        return edit_odf_refuse("another record stands in the same place", error);
    }
    if (!check_cells(row, error)) {
        return FALSE;
    }
    if (node_is(table->parent, "frame")) {
        cut_previews(parts, table->parent);
    }
    if (is_needed(row, table)) {
        empty_row(parts, row);
    } else {
        cut_row(parts, row, table);
    }
    return TRUE;
}

gboolean edit_odf_take_row(EditErasure *erasure, xmlNode *node, gboolean is_rest, GError **error)
{
    static const char *const stories[] = {"annotation", "text-box", "p", NULL};
    xmlNode *around = node->parent;
    while (around != NULL && !node_is_among(around, stories) && !node_is(around, "spreadsheet")) {
        around = around->parent;
    }
    return node_is(around, "spreadsheet") ? take_sheet_row(erasure, node, around, is_rest, error)
                                          : take_table_row(erasure, node, is_rest, error);
}
