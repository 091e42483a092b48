#include "enforcer/edits/story.h"

#include <string.h>

#include "enforcer/edits/links.h"
#include "enforcer/edits/nodes.h"

/* What refers to a note or comment by its id, and where those are: kind of the link, and element. */
static const struct {
    const char *reference, *kind, *element;
} notes[] = {
    {"footnoteReference", "footnotes", "footnote"},
    {"endnoteReference", "endnotes", "endnote"},
    {"commentReference", "comments", "comment"},
};

/* Both ends of a range have one id. */
static const struct {
    const char *one, *other;
} ends[] = {
    {"bookmarkStart", "bookmarkEnd"},
    {"commentRangeStart", "commentRangeEnd"},
    {"permStart", "permEnd"},
    {"moveFromRangeStart", "moveFromRangeEnd"},
    {"moveToRangeStart", "moveToRangeEnd"},
};

/* What tells more of a comment by the id of its paragraph (MS-DOCX 2.5.3). */
static const char *const more_kinds[] = {"commentsExtended", "commentsIds"};

typedef struct {
    EditErasure *erasure;
    EditParts *parts;
    const char *owner;
} Hanging;

/* --- comments --- */

static gboolean cut_in_list(const Hanging *hanging, const char *list, const char *paragraph,
                            GError **error)
{
    xmlDoc *tree = edit_parts_load(hanging->parts, list, error);
    xmlNode *next = NULL;
    for (xmlNode *node = tree != NULL ? xmlFirstElementChild(xmlDocGetRootElement(tree)) : NULL;
         node != NULL; node = next) {
        next = xmlNextElementSibling(node);
        g_autofree char *id = node_dup_value(node, "paraId");
        if (g_strcmp0(id, paragraph) == 0) {
            edit_parts_cut(hanging->parts, node);
        }
    }
    return tree != NULL;
}

static gboolean cut_more(const Hanging *hanging, const char *paragraph, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(more_kinds); i++) {
        g_autoptr(GPtrArray)
            lists = edit_links_find(hanging->parts, hanging->owner, more_kinds[i], error);
        for (guint k = 0; lists != NULL && k < lists->len; k++) {
            if (!cut_in_list(hanging, g_ptr_array_index(lists, k), paragraph, error)) {
                return FALSE;
            }
        }
        if (lists == NULL) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean cut_note(const Hanging *hanging, xmlNode *note, GError **error)
{
    edit_parts_cut(hanging->parts, note);
    for (xmlNode *node = note; node != NULL; node = node_next(node, note)) {
        g_autofree char *id = node_is(node, "p") ? node_dup_value(node, "paraId") : NULL;
        if (id != NULL && node_is(note, "comment") && !cut_more(hanging, id, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean cut_notes(const Hanging *hanging, gsize kind, const char *id, GError **error)
{
    g_autoptr(GPtrArray)
        lists = edit_links_find(hanging->parts, hanging->owner, notes[kind].kind, error);
    for (guint i = 0; lists != NULL && i < lists->len; i++) {
        xmlDoc *tree = edit_parts_load(hanging->parts, g_ptr_array_index(lists, i), error);
        if (tree == NULL) {
            return FALSE;
        }
        xmlNode *note = node_find(xmlDocGetRootElement(tree), notes[kind].element, "id", id);
        if (note != NULL && !cut_note(hanging, note, error)) {
            return FALSE;
        }
    }
    return lists != NULL;
}

/* --- ranges --- */

static void cut_end(const Hanging *hanging, xmlNode *root, const char *name, const char *id)
{
    for (xmlNode *node = node_find(root, name, "id", id); node != NULL;
         node = node_find(root, name, "id", id)) {
        if (node->parent == NULL) {
            return;
        }
        edit_parts_cut(hanging->parts, node);
    }
}

/* What the other end of it is called; NULL for what is no range. */
static const char *get_other_end(const xmlNode *node)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        if (node_is(node, ends[i].one)) {
            return ends[i].other;
        }
        if (node_is(node, ends[i].other)) {
            return ends[i].one;
        }
    }
    return NULL;
}

/* --- both --- */

static gboolean follow_node(const Hanging *hanging, const xmlNode *node, GError **error)
{
    const char *other = get_other_end(node);
    g_autofree char *id = node_dup_value(node, "id");
    if (id == NULL) {
        return TRUE;
    }
    if (other != NULL) {
        cut_end(hanging, xmlDocGetRootElement(node->doc), other, id);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(notes); i++) {
        if (node_is(node, notes[i].reference) && !cut_notes(hanging, i, id, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean edit_story_finish(EditErasure *erasure, GError **error)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    const GPtrArray *cut = edit_parts_get_cut(parts);
    /* What is followed is cut, too, and followed in its turn. */
    for (guint i = 0; i < cut->len; i++) {
        xmlNode *root = g_ptr_array_index(cut, i);
        const Hanging hanging = {erasure, parts, edit_parts_get_name(parts, root)};
        for (xmlNode *node = root; node != NULL; node = node_next(node, root)) {
            if (node->type == XML_ELEMENT_NODE && !follow_node(&hanging, node, error)) {
                return FALSE;
            }
        }
    }
    return edit_links_drop_unused(parts, error);
}
