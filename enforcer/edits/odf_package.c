#include "enforcer/edits/odf.h"

#include <string.h>

#include "enforcer/edits/nodes.h"

#define MANIFEST "META-INF/manifest.xml"
#define REPLACEMENTS "ObjectReplacements/"

/* What belongs to the document itself, whatever a link says. */
static gboolean is_core(const char *target)
{
    static const char *const names[] = {"",           "mimetype", "content.xml",
                                        "styles.xml", "meta.xml", "settings.xml",
                                        "META-INF",   "Pictures", NULL};
    return g_strv_contains(names, target) || g_str_has_prefix(target, "META-INF/");
}

/* A member, or the folder of an object, that is shown where the node stands (g_free); NULL for others. What
 * words lead to, when somebody clicks on them, is not theirs. */
static char *dup_target(const xmlNode *node)
{
    g_autofree char *link = node->type == XML_ELEMENT_NODE && !node_is(node, "a")
                                ? node_dup_value(node, "href")
                                : NULL;
    if (link == NULL || *link == '#' || strchr(link, ':') != NULL) {
        return NULL;
    }
    g_autofree char *plain = g_uri_unescape_string(link, NULL);
    const char *name = plain != NULL ? plain : link;
    name = g_str_has_prefix(name, "./") ? name + 2 : name;
    return is_core(name) ? NULL : g_strdup(name);
}

static gboolean is_of(const char *member, const char *target)
{
    gsize length = strlen(target);
    return strncmp(member, target, length) == 0 &&
           (member[length] == '\0' || member[length] == '/');
}

static void remove_target(EditParts *parts, const char *target, GHashTable *removed)
{
    const GPtrArray *names = edit_parts_get_names(parts);
    for (guint i = 0; i < names->len && *target != '\0'; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (is_of(name, target) && edit_parts_has(parts, name)) {
            g_hash_table_add(removed, (gpointer)(guintptr)name);
            edit_parts_remove(parts, name);
        }
    }
}

/* --- links --- */

typedef gboolean (*EachNode)(EditParts *parts, xmlNode *node, gpointer data);

/* Every element of the parts that are text, as far as visit wants more. */
static gboolean visit_texts(EditParts *parts, EachNode visit, gpointer data, GError **error)
{
    const GPtrArray *names = edit_parts_get_names(parts);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        gboolean is_text = g_str_has_suffix(name, "content.xml") ||
                           g_str_has_suffix(name, "styles.xml");
        if (!is_text || !edit_parts_has(parts, name)) {
            continue;
        }
        xmlDoc *tree = edit_parts_load(parts, name, error);
        if (tree == NULL) {
            return FALSE;
        }
        xmlNode *root = xmlDocGetRootElement(tree);
        xmlNode *next = NULL;
        for (xmlNode *node = root; node != NULL; node = next) {
            next = node_next(node, root);
            if (visit(parts, node, data)) {
                next = node_skip(node, root);
                edit_parts_cut(parts, node);
            }
        }
    }
    return TRUE;
}

/* Also the folder of what is used. */
static gboolean is_used(gpointer target, gpointer value, gpointer used)
{
    (void)value;
    return is_of(used, target);
}

static gboolean forget_used(EditParts *parts, xmlNode *node, gpointer data)
{
    (void)parts;
    g_autofree char *target = dup_target(node);
    if (target != NULL) {
        g_hash_table_foreach_remove(data, is_used, target);
    }
    return FALSE;
}

/* Pictures and objects of what was cut. */
static gboolean drop_unused(EditParts *parts, GHashTable *removed, GError **error)
{
    g_autoptr(GHashTable) targets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const GPtrArray *cut = edit_parts_get_cut(parts);
    for (guint i = 0; i < cut->len; i++) {
        xmlNode *root = g_ptr_array_index(cut, i);
        for (xmlNode *node = root; node != NULL; node = node_next(node, root)) {
            char *target = dup_target(node);
            if (target != NULL) {
                g_hash_table_add(targets, target);
            }
        }
    }
    if (!visit_texts(parts, forget_used, targets, error)) {
        return FALSE;
    }
    GHashTableIter iterator;
    gpointer target = NULL;
    g_hash_table_iter_init(&iterator, targets);
    while (g_hash_table_iter_next(&iterator, &target, NULL)) {
        remove_target(parts, target, removed);
    }
    return TRUE;
}

/* --- previews --- */

/* Whether the object that it is a picture of stands beside it, as in a document that is one file. */
static gboolean is_beside_object(const xmlNode *node)
{
    gboolean found = FALSE;
    for (xmlNode *child = xmlFirstElementChild(node->parent); child != NULL && !found;
         child = xmlNextElementSibling(child)) {
        found = node_is(child, "object") && xmlFirstElementChild(child) != NULL;
    }
    return found;
}

/* The picture of an object that its program draws anew; of another it is all that people see. */
static gboolean is_preview(EditParts *parts, xmlNode *node, gpointer data)
{
    if (node_is(node, "image") && is_beside_object(node)) {
        return TRUE;
    }
    g_autofree char *target = dup_target(node);
    if (target == NULL || !node_is(node, "image") || !g_str_has_prefix(target, REPLACEMENTS)) {
        return FALSE;
    }
    g_autofree char *object = g_strconcat(target + strlen(REPLACEMENTS), "/content.xml", NULL);
    if (!edit_parts_has(parts, object)) {
        return FALSE;
    }
    remove_target(parts, target, data);
    return TRUE;
}

/* --- the manifest --- */

static gboolean has_any(EditParts *parts, const char *folder)
{
    const GPtrArray *names = edit_parts_get_names(parts);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (g_str_has_prefix(name, folder) && edit_parts_has(parts, name)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean was_of(GHashTable *removed, const char *folder)
{
    GHashTableIter iterator;
    gpointer name = NULL;
    g_hash_table_iter_init(&iterator, removed);
    while (g_hash_table_iter_next(&iterator, &name, NULL)) {
        if (g_str_has_prefix(name, folder)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean drop_entries(EditParts *parts, GHashTable *removed, GError **error)
{
    xmlNode *next = NULL;
    if (g_hash_table_size(removed) == 0 || !edit_parts_has(parts, MANIFEST)) {
        return TRUE;
    }
    xmlDoc *tree = edit_parts_load(parts, MANIFEST, error);
    xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
    for (xmlNode *entry = root != NULL ? xmlFirstElementChild(root) : NULL; entry != NULL;
         entry = next) {
        next = xmlNextElementSibling(entry);
        g_autofree char *path = node_dup_value(entry, "full-path");
        gboolean is_folder = path != NULL && g_str_has_suffix(path, "/");
        gboolean is_gone = is_folder ? was_of(removed, path) && !has_any(parts, path)
                                     : path != NULL && g_hash_table_contains(removed, path);
        if (is_gone) {
            edit_parts_cut(parts, entry);
        }
    }
    return root != NULL;
}

/* --- all of it --- */

gboolean edit_odf_finish_package(EditErasure *erasure, GError **error)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    g_autoptr(GHashTable) removed = g_hash_table_new(g_str_hash, g_str_equal);
    if (has_any(parts, "Versions/") || edit_parts_has(parts, "VersionList.xml")) {
        return edit_odf_refuse("the document keeps earlier versions of itself, which must be "
                               "deleted first",
                               error);
    }
    remove_target(parts, "Thumbnails", removed);
    return visit_texts(parts, is_preview, removed, error) && drop_unused(parts, removed, error) &&
           drop_entries(parts, removed, error);
}
