#include "enforcer/edits/odf.h"

#include <string.h>

#include "enforcer/edits/nodes.h"

static gboolean is_paragraph(const xmlNode *node)
{
    return node_is(node, "p") || node_is(node, "h");
}

static gboolean is_drawn(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && node->ns != NULL && !node_is(node, "a") &&
           strstr((const char *)node->ns->href, ":drawing:") != NULL;
}

/* --- what stays on a paragraph --- */

/* A shape with text of its own, or an object such as a chart. */
static gboolean is_held(xmlNode *node)
{
    static const char *const own[] = {"p", "h", "object", "object-ole", NULL};
    gboolean found = FALSE;
    if (!is_drawn(node)) {
        return FALSE;
    }
    for (xmlNode *inner = node_next(node, node); inner != NULL && !found;
         inner = node_next(inner, node)) {
        found = node_is_among(inner, own);
    }
    return found;
}

static GPtrArray *collect_held(xmlNode *paragraph)
{
    static const char *const hanging[] = {"note", "annotation", NULL};
    GPtrArray *held = g_ptr_array_new();
    xmlNode *next = NULL;
    for (xmlNode *node = node_next(paragraph, paragraph); node != NULL; node = next) {
        gboolean stays = is_held(node);
        next = stays || node_is_among(node, hanging) ? node_skip(node, paragraph)
                                                     : node_next(node, paragraph);
        if (stays) {
            g_ptr_array_add(held, node);
        }
    }
    return held;
}

/* The name and description of a frame are words of the paragraph. */
static void cut_description(EditParts *parts, xmlNode *shape)
{
    static const char *const words[] = {"title", "desc", NULL};
    static const char *const plain[] = {"frame", "g", NULL};
    xmlNode *next = NULL;
    for (xmlNode *child = shape->children; child != NULL; child = next) {
        next = child->next;
        if (node_is_among(child, words) && node_is_among(shape, plain)) {
            edit_parts_cut(parts, child);
        }
    }
}

static void cut_all_but(EditParts *parts, xmlNode *paragraph, GPtrArray *held)
{
    for (guint i = 0; i < held->len; i++) {
        xmlNode *shape = g_ptr_array_index(held, i);
        cut_description(parts, shape);
        if (shape->parent != paragraph) {
            xmlUnlinkNode(shape);
            xmlAddChild(paragraph, shape);
        }
    }
    xmlNode *next = NULL;
    for (xmlNode *child = paragraph->children; child != NULL; child = next) {
        next = child->next;
        if (!g_ptr_array_find(held, child, NULL)) {
            edit_parts_cut(parts, child);
        }
    }
}

/* --- what goes with a paragraph --- */

static gboolean is_only_child(const xmlNode *node)
{
    return node->parent != NULL && xmlChildElementCount(node->parent) == 1;
}

/* A comment is more than its text. */
static gboolean is_only_text(const xmlNode *node)
{
    static const char *const texts[] = {"p", "h", "list", NULL};
    guint count = 0;
    for (xmlNode *child = xmlFirstElementChild(node->parent); child != NULL;
         child = xmlNextElementSibling(child)) {
        count += node_is_among(child, texts) ? 1 : 0;
    }
    return count == 1;
}

/* The outermost element that holds nothing but the paragraph. */
static xmlNode *find_outermost(xmlNode *paragraph)
{
    static const char *const lists[] = {"list-item", "list-header", "list", "numbered-paragraph",
                                        NULL};
    xmlNode *node = paragraph;
    while (node_is_among(node->parent, lists) && is_only_child(node)) {
        node = node->parent;
    }
    if (node_is(node->parent, "note-body") && node_is(node->parent->parent, "note") &&
        is_only_child(node)) {
        return node->parent->parent;
    }
    if (node_is(node->parent, "annotation") && is_only_text(node)) {
        return node->parent;
    }
    if (node_is(node->parent, "deletion") && node_is(node->parent->parent, "changed-region") &&
        is_only_text(node)) {
        return node->parent->parent;
    }
    return node;
}

/* Whether something else counts on the paragraph: a tracked deletion is as many paragraphs as it was, and
 * an animation names it. */
static gboolean is_needed(const xmlNode *paragraph)
{
    return node_is(paragraph->parent, "deletion") ||
           xmlHasProp(paragraph, (const xmlChar *)"id") != NULL;
}

/* Of a cell as it was before a tracked change. */
static void drop_old_value(xmlNode *cell)
{
    static const char *const values[] = {"value",         "date-value",   "time-value",
                                         "boolean-value", "string-value", "value-type",
                                         "formula"};
    for (gsize i = 0; i < G_N_ELEMENTS(values) && node_is(cell, "change-track-table-cell"); i++) {
        node_drop_value(cell, values[i]);
    }
}

void edit_odf_take_paragraph(EditErasure *erasure, xmlNode *paragraph)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    g_autoptr(GPtrArray) held = collect_held(paragraph);
    xmlNode *outermost = find_outermost(paragraph);
    drop_old_value(paragraph->parent);
    if (held->len > 0) {
        cut_all_but(parts, paragraph, held);
        edit_parts_touch(parts, edit_parts_get_name(parts, paragraph));
    } else if (is_paragraph(outermost) && is_needed(paragraph)) {
        cut_all_but(parts, paragraph, held);
        edit_parts_empty(parts, paragraph);
    } else {
        edit_parts_cut(parts, outermost);
    }
}
