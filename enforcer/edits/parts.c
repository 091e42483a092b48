#include "enforcer/edits/parts.h"

#include <archive.h>
#include <libxml/parser.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/edits/format.h"
#include "enforcer/edits/nodes.h"

#define CONTENT "content.xml"   /* what a document that is one file is called here */
enum { PART_BYTES = 64 << 20 }; /* a tree takes some ten times as much */

typedef struct {
    char *name;
    guint index;      /* in the list of members */
    xmlDoc *tree;     /* NULL until it is loaded */
    GPtrArray *nodes; /* of xmlNode *: its elements in their order when it was loaded */
    gboolean is_changed, is_removed;
} Part;

struct EditParts {
    GBytes *document;
    const DaichoLimits *limits;
    char *flat_name;   /* of a document that is one XML file; NULL: it is a ZIP */
    GPtrArray *list;   /* of EditMember */
    gpointer layout;   /* of edit_format_zip */
    GPtrArray *names;  /* of char *, borrowed */
    GHashTable *parts; /* of Part, by name */
    GHashTable *gone;  /* of xmlNode *: those, and what was emptied */
    GPtrArray *cut;    /* of xmlNode *: taken out of their trees */
};

static void part_free(gpointer data)
{
    Part *part = data;
    g_free(part->name);
    g_clear_pointer(&part->nodes, g_ptr_array_unref);
    xmlFreeDoc(part->tree);
    g_free(part);
}

static void node_free(gpointer node)
{
    xmlFreeNode(node);
}

static gboolean refuse(const char *name, const char *what, GError **error)
{
    g_autofree char *shown = daicho_text_escape(name, -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "the document's part %s %s", shown, what);
    return FALSE;
}

/* --- members --- */

/* As readers name it. */
static char *dup_name(const EditMember *member)
{
    const char *name = member->name + strspn(member->name, "/");
    return g_strdelimit(g_strdup(name), "\\", '/');
}

/* Links do not tell upper from lower case (ISO/IEC 29500-2, 6.2.2.3). */
static Part *lookup(const EditParts *parts, const char *name)
{
    gboolean is_flat = parts->flat_name != NULL &&
                       (strcmp(name, parts->flat_name) == 0 || strcmp(name, EDIT_PARTS_META) == 0);
    g_autofree char *lower = g_ascii_strdown(is_flat ? CONTENT : name, -1);
    return g_hash_table_lookup(parts->parts, lower);
}

static gboolean add_parts(EditParts *parts, GError **error)
{
    for (guint i = 0; i < parts->list->len; i++) {
        const EditMember *member = g_ptr_array_index(parts->list, i);
        g_autofree char *name = dup_name(member);
        if (!member->is_file) {
            continue;
        }
        if (lookup(parts, name) != NULL) {
            return refuse(name,
                          "is there twice: open it with its program and save it, then make "
                          "a new plan",
                          error);
        }
        Part *part = g_new0(Part, 1);
        part->name = g_steal_pointer(&name);
        part->index = i;
        g_hash_table_insert(parts->parts, g_ascii_strdown(part->name, -1), part);
        g_ptr_array_add(parts->names, part->name);
    }
    return TRUE;
}

static EditParts *parts_new(GBytes *document, const DaichoLimits *limits)
{
    EditParts *parts = g_new0(EditParts, 1);
    parts->document = g_bytes_ref(document);
    parts->limits = limits;
    parts->names = g_ptr_array_new();
    parts->parts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, part_free);
    parts->gone = g_hash_table_new(NULL, NULL);
    parts->cut = g_ptr_array_new_with_free_func(node_free);
    return parts;
}

EditParts *edit_parts_new_flat(GBytes *document, const char *name, const DaichoLimits *limits)
{
    EditParts *parts = parts_new(document, limits);
    Part *part = g_new0(Part, 1);
    part->name = g_strdup(CONTENT);
    parts->flat_name = g_strdup(name);
    g_hash_table_insert(parts->parts, g_strdup(CONTENT), part);
    g_ptr_array_add(parts->names, part->name);
    g_ptr_array_add(parts->names, (gpointer)(guintptr)EDIT_PARTS_META);
    return parts;
}

EditParts *edit_parts_new(GBytes *document, const DaichoLimits *limits, GError **error)
{
    int kind = 0;
    g_autoptr(EditParts) parts = parts_new(document, limits);
    parts->list = edit_list_read(document, limits, &kind, error);
    if (parts->list == NULL) {
        return NULL;
    }
    if (kind != edit_format_zip.format) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the document is no ZIP: take the person's data out by hand");
        return NULL;
    }
    parts->layout = edit_format_zip.open(document, parts->list, error);
    return parts->layout != NULL && add_parts(parts, error) ? g_steal_pointer(&parts) : NULL;
}

void edit_parts_free(EditParts *parts)
{
    if (parts == NULL) {
        return;
    }
    g_ptr_array_unref(parts->cut); /* before the trees, whose dictionaries hold their names */
    g_hash_table_unref(parts->gone);
    g_hash_table_unref(parts->parts);
    g_ptr_array_unref(parts->names);
    if (parts->layout != NULL) {
        edit_format_zip.free(parts->layout);
    }
    g_clear_pointer(&parts->list, g_ptr_array_unref);
    g_free(parts->flat_name);
    g_bytes_unref(parts->document);
    g_free(parts);
}

const GPtrArray *edit_parts_get_names(const EditParts *parts)
{
    return parts->names;
}

static Part *find_part(const EditParts *parts, const char *name)
{
    Part *part = lookup(parts, name);
    return part != NULL && !part->is_removed ? part : NULL;
}

gboolean edit_parts_has(const EditParts *parts, const char *name)
{
    return find_part(parts, name) != NULL;
}

/* --- trees --- */

/* Every node in the order of the document; elements are numbered as xml_events numbers them. */
static GPtrArray *list_elements(xmlDoc *tree)
{
    GPtrArray *nodes = g_ptr_array_new();
    xmlNode *root = xmlDocGetRootElement(tree);
    for (xmlNode *node = root; node != NULL; node = node_next(node, root)) {
        if (node->type == XML_ELEMENT_NODE) {
            g_ptr_array_add(nodes, node);
        }
    }
    return nodes;
}

static GBytes *read_member(const EditParts *parts, const Part *part, GError **error)
{
    if (parts->flat_name != NULL) {
        return g_bytes_ref(parts->document);
    }
    const EditMember *member = g_ptr_array_index(parts->list, part->index);
    if (!member->is_whole) {
        refuse(part->name, "is encrypted or unreadable: take the person's data out by hand", error);
        return NULL;
    }
    return edit_format_zip.read(parts->layout, part->index, error);
}

/* One that only names a DTD, as old manifests do, declares nothing. */
static gboolean declares(const xmlDoc *tree)
{
    return tree->intSubset != NULL && tree->intSubset->children != NULL;
}

static gboolean load_tree(const EditParts *parts, Part *part, GError **error)
{
    g_autoptr(GBytes) bytes = read_member(parts, part, error);
    if (bytes == NULL) {
        return FALSE;
    }
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    if (length > PART_BYTES) {
        return refuse(part->name, "is too large: take the person's data out by hand", error);
    }
    part->tree = xmlReadMemory(data, (int)length, NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (part->tree == NULL || declares(part->tree)) {
        return refuse(part->name, "is no plain XML: take the person's data out by hand", error);
    }
    part->nodes = list_elements(part->tree);
    part->tree->_private = part;
    return TRUE;
}

static Part *load(EditParts *parts, const char *name, GError **error)
{
    Part *part = find_part(parts, name);
    if (part == NULL) {
        refuse(name, "is missing: take the person's data out by hand", error);
        return NULL;
    }
    return part->tree != NULL || load_tree(parts, part, error) ? part : NULL;
}

xmlDoc *edit_parts_load(EditParts *parts, const char *name, GError **error)
{
    const Part *part = load(parts, name, error);
    return part != NULL ? part->tree : NULL;
}

xmlNode *edit_parts_get_root(EditParts *parts, const char *name, GError **error)
{
    const Part *part = load(parts, name, error);
    if (part == NULL) {
        return NULL;
    }
    xmlNode *root = xmlDocGetRootElement(part->tree);
    gboolean is_meta = parts->flat_name != NULL && strcmp(name, EDIT_PARTS_META) == 0;
    xmlNode *meta = is_meta ? node_find(root, "meta", NULL, NULL) : NULL;
    return meta != NULL ? meta : root;
}

xmlNode *edit_parts_find(EditParts *parts, const DaichoOrigin *origin, GError **error)
{
    const Part *part = load(parts, origin->part, error);
    if (part == NULL) {
        return NULL;
    }
    if (origin->element == 0 || origin->element > part->nodes->len) {
        refuse(origin->part, "can be read in two ways: take the person's data out by hand", error);
        return NULL;
    }
    return g_ptr_array_index(part->nodes, origin->element - 1);
}

gboolean edit_parts_is_origin(const EditParts *parts, const DaichoOrigin *origin,
                              const xmlNode *node)
{
    const Part *part = lookup(parts, origin->part);
    return part != NULL && part->tree == node->doc && origin->element > 0 &&
           origin->element <= part->nodes->len &&
           g_ptr_array_index(part->nodes, origin->element - 1) == node;
}

const char *edit_parts_get_name(const EditParts *parts, const xmlNode *node)
{
    (void)parts;
    return ((const Part *)node->doc->_private)->name;
}

void edit_parts_touch(EditParts *parts, const char *name)
{
    Part *part = find_part(parts, name);
    if (part != NULL) {
        part->is_changed = TRUE;
    }
}

void edit_parts_cut(EditParts *parts, xmlNode *node)
{
    ((Part *)node->doc->_private)->is_changed = TRUE;
    if (node->parent != NULL) {
        xmlUnlinkNode(node);
        g_hash_table_add(parts->gone, node);
        g_ptr_array_add(parts->cut, node);
    }
}

void edit_parts_empty(EditParts *parts, xmlNode *node)
{
    ((Part *)node->doc->_private)->is_changed = TRUE;
    g_hash_table_add(parts->gone, node);
}

gboolean edit_parts_is_gone(const EditParts *parts, const xmlNode *node)
{
    if (((const Part *)node->doc->_private)->is_removed) {
        return TRUE;
    }
    while (node != NULL && !g_hash_table_contains(parts->gone, node)) {
        node = node->parent;
    }
    return node != NULL;
}

gboolean edit_parts_is_origin_gone(const EditParts *parts, const DaichoOrigin *origin)
{
    const Part *part = lookup(parts, origin->part);
    if (part == NULL || part->is_removed) {
        return part != NULL;
    }
    gboolean is_known = part->tree != NULL && origin->element - 1 < part->nodes->len;
    return is_known &&
           edit_parts_is_gone(parts, g_ptr_array_index(part->nodes, origin->element - 1));
}

const GPtrArray *edit_parts_get_cut(const EditParts *parts)
{
    return parts->cut;
}

gboolean edit_parts_is_touched(const EditParts *parts, const char *name)
{
    const Part *part = find_part(parts, name);
    return part != NULL && part->is_changed;
}

void edit_parts_remove(EditParts *parts, const char *name)
{
    Part *part = find_part(parts, name);
    if (part != NULL) {
        part->is_removed = TRUE;
    }
}

/* --- writing --- */

static GBytes *serialise(const Part *part, GError **error)
{
    xmlChar *text = NULL;
    int length = 0;
    xmlDocDumpMemory(part->tree, &text, &length);
    if (text == NULL || length <= 0) {
        xmlFree(text);
        refuse(part->name, "cannot be written: take the person's data out by hand", error);
        return NULL;
    }
    GBytes *bytes = g_bytes_new(text, (gsize)length);
    xmlFree(text);
    return bytes;
}

GBytes *edit_parts_read(EditParts *parts, const char *name, GError **error)
{
    const Part *part = find_part(parts, name);
    if (part == NULL) {
        return NULL;
    }
    return part->is_changed ? serialise(part, error) : read_member(parts, part, error);
}

static gboolean collect_changes(EditParts *parts, GArray *changes, GError **error)
{
    g_array_set_size(changes, parts->list->len);
    for (guint i = 0; i < parts->names->len; i++) {
        const Part *part = lookup(parts, g_ptr_array_index(parts->names, i));
        EditChange *change = &g_array_index(changes, EditChange, part->index);
        change->touched = part->is_changed || part->is_removed;
        change->content = part->is_changed && !part->is_removed ? serialise(part, error) : NULL;
        if (change->touched && change->content == NULL && !part->is_removed) {
            return FALSE;
        }
    }
    return TRUE;
}

GBytes *edit_parts_write(EditParts *parts, GError **error)
{
    int kind = 0;
    if (parts->flat_name != NULL) {
        return edit_parts_read(parts, CONTENT, error);
    }
    g_autoptr(GArray) changes = g_array_new(FALSE, TRUE, sizeof(EditChange));
    g_array_set_clear_func(changes, edit_change_clear);
    g_autoptr(GBytes) result = collect_changes(parts, changes, error)
                                   ? edit_format_zip.write(parts->layout, changes, error)
                                   : NULL;
    g_autoptr(GPtrArray)
        after = result != NULL ? edit_list_read(result, parts->limits, &kind, error) : NULL;
    gboolean is_same = after != NULL && edit_list_check(parts->list, changes, after, error);
    return is_same ? g_steal_pointer(&result) : NULL;
}
