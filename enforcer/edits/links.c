#include "enforcer/edits/links.h"

#include <string.h>

#include "enforcer/edits/nodes.h"

static const char types_name[] = "[Content_Types].xml";

/* --- names --- */

/* "word/_rels/document.xml.rels" holds the links of "word/document.xml". */
static char *dup_list_name(const char *owner)
{
    const char *slash = strrchr(owner, '/');
    gsize folder = slash != NULL ? (gsize)(slash - owner) + 1 : 0;
    return g_strdup_printf("%.*s_rels/%s.rels", (int)folder, owner, owner + folder);
}

/* NULL when it is no list of links. */
static char *dup_owner(const char *list)
{
    const char *folder = g_strrstr(list, "_rels/");
    if (folder == NULL || !g_str_has_suffix(list, ".rels") || strchr(folder + 6, '/') != NULL) {
        return NULL;
    }
    const char *base = folder + strlen("_rels/");
    return g_strdup_printf("%.*s%.*s", (int)(folder - list), list,
                           (int)(strlen(base) - strlen(".rels")), base);
}

char *edit_link_dup_target(const char *owner, const xmlNode *link)
{
    g_autofree char *mode = node_dup_value(link, "TargetMode");
    g_autofree char *target = node_dup_value(link, "Target");
    if (target == NULL || g_strcmp0(mode, "External") == 0) {
        return NULL;
    }
    g_autofree char *folder = g_path_get_dirname(owner);
    g_autofree char *plain = g_uri_unescape_string(target, NULL);
    const char *path = g_strdelimit(plain != NULL ? plain : target, "\\", '/');
    gboolean is_absolute = *path == '/' || strcmp(folder, ".") == 0;
    path += strspn(path, "/");
    g_autofree char *joined = is_absolute ? g_strconcat("/", path, NULL)
                                          : g_strconcat("/", folder, "/", path, NULL);
    g_autofree char *canonical = g_canonicalize_filename(joined, "/");
    return g_strdup(canonical + 1);
}

/* --- each link --- */

gboolean edit_links_each(EditParts *parts, const char *owner, EditLinkVisit visit, gpointer data,
                         GError **error)
{
    g_autofree char *list = dup_list_name(owner);
    if (!edit_parts_has(parts, list)) {
        return TRUE;
    }
    xmlDoc *tree = edit_parts_load(parts, list, error);
    xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
    xmlNode *next = NULL;
    for (xmlNode *link = root != NULL ? xmlFirstElementChild(root) : NULL; link != NULL;
         link = next) {
        next = xmlNextElementSibling(link);
        if (node_is(link, "Relationship") && !visit(parts, owner, link, data, error)) {
            return FALSE;
        }
    }
    return tree != NULL;
}

typedef struct {
    const char *kind; /* NULL: any */
    GPtrArray *found; /* of char *: targets */
} Finding;

static gboolean is_of_kind(const xmlNode *link, const char *kind)
{
    g_autofree char *type = node_dup_value(link, "Type");
    const char *slash = type != NULL ? strrchr(type, '/') : NULL;
    return slash != NULL && strcmp(slash + 1, kind) == 0;
}

static gboolean add_target(EditParts *parts, const char *owner, xmlNode *link, gpointer data,
                           GError **error)
{
    (void)parts, (void)error;
    Finding *finding = data;
    char *target = finding->kind == NULL || is_of_kind(link, finding->kind)
                       ? edit_link_dup_target(owner, link)
                       : NULL;
    if (target != NULL) {
        g_ptr_array_add(finding->found, target);
    }
    return TRUE;
}

GPtrArray *edit_links_find(EditParts *parts, const char *owner, const char *kind, GError **error)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    Finding finding = {kind, found};
    return edit_links_each(parts, owner, add_target, &finding, error) ? g_steal_pointer(&found)
                                                                      : NULL;
}

/* --- what nothing leads to --- */

static gboolean is_linked(EditParts *parts, const char *target, gboolean *linked, GError **error)
{
    const GPtrArray *names = edit_parts_get_names(parts);
    *linked = FALSE;
    for (guint i = 0; i < names->len && !*linked; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *owner = edit_parts_has(parts, name) ? dup_owner(name) : NULL;
        if (owner == NULL) {
            continue;
        }
        g_autoptr(GPtrArray) targets = edit_links_find(parts, owner, NULL, error);
        if (targets == NULL) {
            return FALSE;
        }
        *linked = g_ptr_array_find_with_equal_func(targets, target, g_str_equal, NULL);
    }
    return TRUE;
}

static gboolean forget_type(EditParts *parts, const char *part, GError **error)
{
    xmlDoc *tree = edit_parts_load(parts, types_name, error);
    g_autofree char *name = g_strconcat("/", part, NULL);
    xmlNode *type = tree != NULL
                        ? node_find(xmlDocGetRootElement(tree), "Override", "PartName", name)
                        : NULL;
    if (type != NULL) {
        edit_parts_cut(parts, type);
    }
    return tree != NULL;
}

/* With what only it leads to. The list of links is finite, and each goes once. */
static gboolean remove_part(EditParts *parts, const char *part, GError **error)
{
    g_autoptr(GQueue) queue = g_queue_new();
    g_queue_push_tail(queue, g_strdup(part));
    gboolean goes_on = TRUE;
    while (goes_on && !g_queue_is_empty(queue)) {
        g_autofree char *name = g_queue_pop_head(queue);
        gboolean linked = FALSE;
        goes_on = is_linked(parts, name, &linked, error);
        if (!goes_on || linked || !edit_parts_has(parts, name)) {
            continue;
        }
        g_autoptr(GPtrArray) targets = edit_links_find(parts, name, NULL, error);
        g_autofree char *list = dup_list_name(name);
        edit_parts_remove(parts, name);
        edit_parts_remove(parts, list);
        goes_on = targets != NULL && forget_type(parts, name, error);
        for (guint i = 0; goes_on && i < targets->len; i++) {
            g_queue_push_tail(queue, g_strdup(g_ptr_array_index(targets, i)));
        }
    }
    g_queue_clear_full(queue, g_free);
    return goes_on;
}

gboolean edit_link_drop(EditParts *parts, const char *owner, xmlNode *link, GError **error)
{
    g_autofree char *target = edit_link_dup_target(owner, link);
    edit_parts_cut(parts, link);
    return target == NULL || remove_part(parts, target, error);
}

static gboolean drop_of_kind(EditParts *parts, const char *owner, xmlNode *link, gpointer data,
                             GError **error)
{
    return !is_of_kind(link, data) || edit_link_drop(parts, owner, link, error);
}

gboolean edit_links_drop_kind(EditParts *parts, const char *owner, const char *kind, GError **error)
{
    return edit_links_each(parts, owner, drop_of_kind, (gpointer)(guintptr)kind, error);
}

/* --- what is not used any more --- */

static void collect_ids(const xmlNode *root, GHashTable *ids)
{
    for (xmlNode *node = (xmlNode *)(guintptr)root; node != NULL; node = node_next(node, root)) {
        const xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
        for (; attribute != NULL; attribute = attribute->next) {
            if (node_is_link_id(attribute) && attribute->children != NULL) {
                g_hash_table_add(ids, g_strdup((const char *)attribute->children->content));
            }
        }
    }
}

typedef struct {
    GHashTable *lost, *kept; /* ids in what was cut of a part, and in what is left */
} Usage;

static gboolean drop_lost(EditParts *parts, const char *owner, xmlNode *link, gpointer data,
                          GError **error)
{
    const Usage *usage = data;
    g_autofree char *id = node_dup_value(link, "Id");
    gboolean is_lost = id != NULL && g_hash_table_contains(usage->lost, id) &&
                       !g_hash_table_contains(usage->kept, id);
    return !is_lost || edit_link_drop(parts, owner, link, error);
}

static gboolean drop_unused_of(EditParts *parts, const char *owner, GError **error)
{
    g_autoptr(GHashTable) lost = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Usage usage = {lost, kept};
    const GPtrArray *cut = edit_parts_get_cut(parts);
    for (guint i = 0; i < cut->len; i++) {
        const xmlNode *root = g_ptr_array_index(cut, i);
        if (strcmp(edit_parts_get_name(parts, root), owner) == 0) {
            collect_ids(root, lost);
        }
    }
    xmlDoc *tree = g_hash_table_size(lost) > 0 ? edit_parts_load(parts, owner, error) : NULL;
    if (tree == NULL) {
        return g_hash_table_size(lost) == 0;
    }
    collect_ids(xmlDocGetRootElement(tree), kept);
    return edit_links_each(parts, owner, drop_lost, &usage, error);
}

gboolean edit_links_drop_unused(EditParts *parts, GError **error)
{
    const GPtrArray *cut = edit_parts_get_cut(parts);
    g_autoptr(GHashTable) owners = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < cut->len; i++) {
        g_hash_table_add(owners,
                         (gpointer)(guintptr)edit_parts_get_name(parts, g_ptr_array_index(cut, i)));
    }
    GHashTableIter iterator;
    gpointer owner = NULL;
    g_hash_table_iter_init(&iterator, owners);
    while (g_hash_table_iter_next(&iterator, &owner, NULL)) {
        if (edit_parts_has(parts, owner) && !drop_unused_of(parts, owner, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* --- a link by itself --- */

/* PowerPoint wants the attribute where it stands; elsewhere it may be missing, but not without an
 * element that is only there for it. */
static void drop_reference(EditParts *parts, xmlNode *node, xmlAttr *attribute)
{
    static const char *const whole[] = {"attachedTemplate", "externalReference", "externalLink",
                                        NULL};
    edit_parts_touch(parts, edit_parts_get_name(parts, node));
    if (node_is_among(node, whole)) {
        edit_parts_cut(parts, node);
    } else if (g_str_has_prefix((const char *)node->name, "hlink")) {
        xmlNodeSetContent((xmlNode *)attribute, (const xmlChar *)"");
    } else {
        xmlRemoveProp(attribute);
    }
}

static gboolean drop_references(EditParts *parts, const char *owner, const char *id, GError **error)
{
    xmlDoc *tree = edit_parts_load(parts, owner, error);
    xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
    xmlNode *next = NULL;
    for (xmlNode *node = root; node != NULL; node = next) {
        next = node_next(node, root);
        xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
        while (attribute != NULL &&
               !(node_is_link_id(attribute) && attribute->children != NULL &&
                 strcmp((const char *)attribute->children->content, id) == 0)) {
            attribute = attribute->next;
        }
        if (attribute != NULL) {
            drop_reference(parts, node, attribute);
        }
    }
    return tree != NULL;
}

gboolean edit_link_erase(EditParts *parts, xmlNode *link, GError **error)
{
    g_autofree char *owner = dup_owner(edit_parts_get_name(parts, link));
    g_autofree char *id = node_dup_value(link, "Id");
    gboolean has_references = owner != NULL && *owner != '\0' && id != NULL;
    if (has_references && !drop_references(parts, owner, id, error)) {
        return FALSE;
    }
    edit_parts_cut(parts, link);
    return TRUE;
}
