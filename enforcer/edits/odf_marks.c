#include "enforcer/edits/odf.h"

#include "enforcer/edits/nodes.h"

/* The ends of ranges, and by which attribute they belong together. */
static const struct {
    const char *one, *other, *attribute;
} ends[] = {
    {"bookmark-start", "bookmark-end", "name"},
    {"bookmark-end", "bookmark-start", "name"},
    {"reference-mark-start", "reference-mark-end", "name"},
    {"reference-mark-end", "reference-mark-start", "name"},
    {"alphabetical-index-mark-start", "alphabetical-index-mark-end", "id"},
    {"alphabetical-index-mark-end", "alphabetical-index-mark-start", "id"},
    {"toc-mark-start", "toc-mark-end", "id"},
    {"toc-mark-end", "toc-mark-start", "id"},
    {"user-index-mark-start", "user-index-mark-end", "id"},
    {"user-index-mark-end", "user-index-mark-start", "id"},
    {"annotation", "annotation-end", "name"}, /* a comment may have no end */
    {"change-start", "change-end", "change-id"},
    {"change-end", "change-start", "change-id"},
};

static const char *const change_points[] = {"change", "change-start", "change-end", NULL};

static void cut_named(EditParts *parts, xmlNode *root, const char *name, const char *attribute,
                      const char *value)
{
    xmlNode *found = node_find(root, name, attribute, value);
    while (found != NULL && found->parent != NULL) {
        edit_parts_cut(parts, found);
        found = node_find(root, name, attribute, value);
    }
}

/* --- tracked changes --- */

static gboolean has_point(xmlNode *root, const char *id)
{
    for (const char *const *name = change_points; *name != NULL; name++) {
        if (node_find(root, *name, "change-id", id) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A change that happened nowhere any more. */
static void follow_point(EditParts *parts, xmlNode *root, const xmlNode *point)
{
    g_autofree char *id = node_dup_value(point, "change-id");
    if (id == NULL || has_point(root, id)) {
        return;
    }
    cut_named(parts, root, "changed-region", "id", id);
}

static void follow_region(EditParts *parts, xmlNode *root, const xmlNode *region)
{
    g_autofree char *id = node_dup_value(region, "id");
    for (const char *const *name = change_points; id != NULL && *name != NULL; name++) {
        cut_named(parts, root, *name, "change-id", id);
    }
}

static void drop_empty_list(EditParts *parts, xmlNode *root)
{
    xmlNode *list = node_find(root, "tracked-changes", NULL, NULL);
    if (list != NULL && list->parent != NULL && xmlFirstElementChild(list) == NULL) {
        edit_parts_cut(parts, list);
    }
}

/* --- what was cut --- */

static gboolean follow_node(EditParts *parts, const xmlNode *node, GError **error)
{
    xmlNode *root = xmlDocGetRootElement(node->doc);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *value = node_is(node, ends[i].one)
                                     ? node_dup_value(node, ends[i].attribute)
                                     : NULL;
        if (value != NULL) {
            cut_named(parts, root, ends[i].other, ends[i].attribute, value);
        }
    }
    if (node_is_among(node, change_points)) {
        follow_point(parts, root, node);
    }
    if (node_is(node, "changed-region")) {
        follow_region(parts, root, node);
        drop_empty_list(parts, root);
    }
    g_autofree char *field = node_is(node, "user-field-decl") ? node_dup_value(node, "name") : NULL;
    return field == NULL || node_find(root, "user-field-get", "name", field) == NULL ||
           edit_odf_refuse("a field elsewhere in the text shows what is to go", error);
}

gboolean edit_odf_finish_marks(EditErasure *erasure, GError **error)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    const GPtrArray *cut = edit_parts_get_cut(parts);
    /* What is followed is cut, too, and followed in its turn. */
    for (guint i = 0; i < cut->len; i++) {
        xmlNode *root = g_ptr_array_index(cut, i);
        for (xmlNode *node = root; node != NULL; node = node_next(node, root)) {
            if (node->type == XML_ELEMENT_NODE && !follow_node(parts, node, error)) {
                return FALSE;
            }
        }
    }
    return TRUE;
}
