#include "enforcer/edits/story.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/edits/links.h"
#include "enforcer/edits/nodes.h"

/* Elements whose content is text of somebody; others have numbers and names of styles. */
static const char *const text_elements[] = {
    "t",    "delText",   "instrText", "delInstrText", "v",
    "text", "oddHeader", "oddFooter", "author",       NULL,
};

/* Attributes that hold what somebody wrote. */
static const char *const text_attributes[] = {
    "descr", "title", "alt",     "string", "tooltip", "displayText", "instr",
    "name",  "val",   "o:title", "text",   "author",  "initials",    NULL,
};

/* Elements whose names and values are no text, though they are called like that. */
static const char *const plain_elements[] = {
    "pPr",     "rPr",    "tblPr",    "trPr",       "tcPr", "sectPr",
    "tblGrid", "bodyPr", "lstStyle", "endParaRPr", NULL,
};

/* --- emptying --- */

static gboolean is_text_attribute(const xmlNode *node, const xmlAttr *attribute)
{
    static const char *const valued[] = {"default",  "listEntry",   "statusText",
                                         "helpText", "docVar",      "connectString",
                                         "query",    "mailSubject", NULL};
    static const char *const named[] = {"docVar", "section", "custShow", NULL};
    const char *name = (const char *)attribute->name;
    if (strcmp(name, "val") == 0) {
        return node_is_among(node, valued);
    }
    if (strcmp(name, "name") == 0) {
        return node_is_among(node, named);
    }
    return g_strv_contains(text_attributes, name);
}

static void empty_attributes(xmlNode *node)
{
    for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next) {
        if (is_text_attribute(node, attribute)) {
            xmlNodeSetContent((xmlNode *)attribute, (const xmlChar *)"");
        }
    }
}

static void empty_node(xmlNode *node)
{
    empty_attributes(node);
    if (node_is_among(node, text_elements) && xmlFirstElementChild(node) == NULL) {
        xmlNodeSetContent(node, (const xmlChar *)"");
    }
}

void edit_story_empty(EditErasure *erasure, xmlNode *element)
{
    xmlNode *next = NULL;
    empty_node(element);
    for (xmlNode *node = node_next(element, element); node != NULL; node = next) {
        gboolean is_left_out = node_is(node, "p") || node_is_among(node, plain_elements) ||
                               edit_erasure_stays(erasure, node);
        if (!is_left_out && node->type == XML_ELEMENT_NODE) {
            empty_node(node); /* what is behind it is told after that: its text is freed */
        }
        next = is_left_out ? node_skip(node, element) : node_next(node, element);
    }
    edit_parts_touch(edit_erasure_get_parts(erasure),
                     edit_parts_get_name(edit_erasure_get_parts(erasure), element));
}

/* --- paragraphs --- */

static gboolean has_inner_paragraph(const xmlNode *paragraph)
{
    for (xmlNode *node = node_next((xmlNode *)(guintptr)paragraph, paragraph); node != NULL;
         node = node_next(node, paragraph)) {
        if (node_is(node, "p")) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Whether a paragraph can be missing: the properties of a section stand in one, a cell ends with one, and
 * between two tables there is one. */
static gboolean is_needed(const xmlNode *paragraph)
{
    xmlNode *node = (xmlNode *)(guintptr)paragraph;
    const xmlNode *before = xmlPreviousElementSibling(node);
    const xmlNode *after = xmlNextElementSibling(node);
    gboolean ends_section = node_find(node, "sectPr", NULL, NULL) != NULL;
    gboolean is_last = node_is(before, "p") && (after == NULL || node_is(after, "sectPr"));
    return ends_section || !(node_is(after, "p") || is_last);
}

static void cut_content(EditParts *parts, xmlNode *paragraph)
{
    static const char *const kept[] = {"pPr", "endParaRPr", NULL};
    xmlNode *next = NULL;
    for (xmlNode *child = paragraph->children; child != NULL; child = next) {
        next = child->next;
        if (!node_is_among(child, kept)) {
            edit_parts_cut(parts, child);
        }
    }
}

static void cut_paragraph(EditErasure *erasure, xmlNode *paragraph)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    if (has_inner_paragraph(paragraph)) {
        edit_story_empty(erasure, paragraph);
    } else if (is_needed(paragraph)) {
        cut_content(parts, paragraph);
        edit_parts_empty(parts, paragraph);
    } else {
        edit_parts_cut(parts, paragraph);
    }
}

/* A text box is there twice, for programs of two ages (mc:AlternateContent). */
static void cut_twins(EditErasure *erasure, const xmlNode *paragraph)
{
    xmlNode *both = node_find_around(paragraph, "AlternateContent");
    g_autofree char *text = node_dup_text(paragraph);
    g_autoptr(GPtrArray) twins = g_ptr_array_new();
    for (xmlNode *node = both; node != NULL; node = node_next(node, both)) {
        g_autofree char *other = node != paragraph && node_is(node, "p") ? node_dup_text(node)
                                                                         : NULL;
        if (g_strcmp0(other, text) == 0 && !edit_erasure_stays(erasure, node)) {
            g_ptr_array_add(twins, node);
        }
    }
    for (guint i = 0; i < twins->len; i++) {
        cut_paragraph(erasure, g_ptr_array_index(twins, i));
    }
}

/* What was deleted from a paragraph that itself stays. */
static void cut_deleted(EditErasure *erasure, xmlNode *paragraph)
{
    static const char *const deleted[] = {"del", "moveFrom", NULL};
    xmlNode *next = NULL;
    for (xmlNode *node = node_next(paragraph, paragraph); node != NULL; node = next) {
        gboolean is_left_out = node_is(node, "p") || node_is_among(node, plain_elements);
        gboolean is_deleted = node_is_among(node, deleted);
        next = is_left_out || is_deleted ? node_skip(node, paragraph) : node_next(node, paragraph);
        if (is_deleted) {
            edit_parts_cut(edit_erasure_get_parts(erasure), node);
        }
    }
}

/* --- rows --- */

static gboolean refuse(const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "%s: open it with the program that made it, delete the record and save it", what);
    return FALSE;
}

/* A cell that reaches into the row below says something of that, too. */
static gboolean reaches_down(const xmlNode *row)
{
    xmlNode *start = (xmlNode *)(guintptr)row;
    for (xmlNode *node = start; node != NULL; node = node_next(node, row)) {
        g_autofree char *span = node_is(node, "tc") ? node_dup_value(node, "rowSpan") : NULL;
        g_autofree char *merge = node_is(node, "vMerge") ? node_dup_value(node, "val") : NULL;
        if (g_strcmp0(merge, "restart") == 0 ||
            (span != NULL && g_ascii_strtoull(span, NULL, 10) > 1)) {
            return TRUE;
        }
    }
    return FALSE;
}

static guint count_rows(const xmlNode *table)
{
    guint rows = 0;
    xmlNode *start = (xmlNode *)(guintptr)table;
    for (xmlNode *node = start; node != NULL; node = node_next(node, table)) {
        rows += node_is(node, "tr") && node_find_around(node, "tbl") == table ? 1 : 0;
    }
    return rows;
}

/* A table of no rows is none. Where it stood, a paragraph may be needed. */
static void cut_table(EditParts *parts, xmlNode *table)
{
    xmlNode *frame = node_find_around(table, "graphicFrame");
    xmlNode *around = table->parent;
    if (frame == NULL && !node_is(xmlNextElementSibling(table), "p")) {
        xmlAddNextSibling(table, xmlNewDocNode(table->doc, table->ns, (const xmlChar *)"p", NULL));
    }
    edit_parts_touch(parts, edit_parts_get_name(parts, around));
    edit_parts_cut(parts, frame != NULL ? frame : table);
}

static gboolean cut_row(EditErasure *erasure, xmlNode *row, GError **error)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    xmlNode *table = node_find_around(row, "tbl");
    if (reaches_down(row)) {
        return refuse("a cell of the row reaches into the row below", error);
    }
    if (table != NULL && count_rows(table) == 1) {
        cut_table(parts, table);
        return TRUE;
    }
    xmlNode *around = row->parent;
    gboolean is_wrapped = node_is(around, "sdtContent") && xmlChildElementCount(around) == 1;
    edit_parts_cut(parts, is_wrapped ? around->parent : row);
    return TRUE;
}

/* --- any element --- */

/* An element of a change names who made it, and what it holds is text of other records. */
static gboolean is_change(const xmlNode *node)
{
    g_autofree char *author = node_dup_value(node, "author");
    return author != NULL && !node_is(node, "comment") && !node_is(node, "person");
}

static void empty_author(EditParts *parts, xmlNode *node)
{
    for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next) {
        if (strcmp((const char *)attribute->name, "author") == 0) {
            xmlNodeSetContent((xmlNode *)attribute, (const xmlChar *)"");
        }
    }
    edit_parts_touch(parts, edit_parts_get_name(parts, node));
}

gboolean edit_story_take(EditErasure *erasure, xmlNode *node, gboolean is_rest, GError **error)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    if (is_change(node)) {
        empty_author(parts, node);
        return TRUE;
    }
    if (is_rest && node_is(node, "p")) {
        cut_deleted(erasure, node);
        return TRUE;
    }
    if (is_rest) {
        return refuse("another record stands in the same place", error);
    }
    if (node_is(node, "tr")) {
        return cut_row(erasure, node, error);
    }
    if (node_is(node, "p")) {
        cut_twins(erasure, node);
        cut_paragraph(erasure, node);
        return TRUE;
    }
    if (node_is(node, "Relationship")) {
        return edit_link_erase(parts, node, error);
    }
    edit_story_empty(erasure, node);
    return TRUE;
}

/* Dates, numbers and switches have to be what they are. */
static gboolean is_typed(const char *text)
{
    return *text == '\0' || strspn(text, "0123456789-:.,TZ+ ") == strlen(text) ||
           strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
}

gboolean edit_story_take_property(EditErasure *erasure, xmlNode *node, gboolean is_rest,
                                  GError **error)
{
    g_autofree char *text = xmlFirstElementChild(node) == NULL ? node_dup_text(node) : g_strdup("");
    if (is_rest || is_typed(text)) {
        return refuse("the record is a property that the document needs", error);
    }
    xmlNodeSetContent(node, (const xmlChar *)"");
    edit_parts_empty(edit_erasure_get_parts(erasure), node);
    return TRUE;
}
