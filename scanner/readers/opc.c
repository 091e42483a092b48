#include "scanner/readers/opc.h"

#include <string.h>

#include "scanner/readers/xml_events.h"

struct Opc {
    Item *item;
    GHashTable *types;   /* by part name in lower case, or by "." and ending */
    GHashTable *links;   /* of GPtrArray of OpcLink, by the name of the part that has them */
    GHashTable *by_id;   /* of the same, by part, line break and id */
    GStringChunk *texts; /* of the links */
    const char *part;    /* whose links are being read */
    guint64 n;           /* of types and links */
};

static const char types_name[] = "[Content_Types].xml";

static void free_links(gpointer links)
{
    g_ptr_array_unref(links);
}

void opc_free(Opc *opc)
{
    if (opc == NULL) {
        return;
    }
    g_hash_table_unref(opc->types);
    g_hash_table_unref(opc->by_id);
    g_hash_table_unref(opc->links);
    g_string_chunk_free(opc->texts);
    g_free(opc);
}

/* Each costs memory. */
static gboolean may_take(Opc *opc)
{
    gboolean may = opc->n++ < opc->item->extraction->options->limits.members;
    if (!may) {
        item_set_partly(opc->item, "limit: members");
    }
    return may;
}

/* --- the list of types --- */

static void take_type(gpointer data, const XmlElement *element)
{
    Opc *opc = data;
    g_autofree char *type = xml_element_dup_value(element, "ContentType");
    g_autofree char *ending = xml_element_dup_value(element, "Extension");
    g_autofree char *part = xml_element_dup_value(element, "PartName");
    if (type == NULL || !may_take(opc)) {
        return;
    }
    if (part != NULL) {
        g_hash_table_insert(opc->types, g_ascii_strdown(part + (*part == '/' ? 1 : 0), -1),
                            g_steal_pointer(&type));
    } else if (ending != NULL) {
        g_autofree char *lower = g_ascii_strdown(ending, -1);
        g_hash_table_insert(opc->types, g_strconcat(".", lower, NULL), g_steal_pointer(&type));
    }
}

const char *opc_get_type(const Opc *opc, const char *part)
{
    g_autofree char *lower = g_ascii_strdown(part, -1);
    const char *type = g_hash_table_lookup(opc->types, lower);
    const char *dot = strrchr(lower, '.');
    if (type == NULL && dot != NULL) {
        type = g_hash_table_lookup(opc->types, dot);
    }
    return type != NULL ? type : "";
}

gboolean opc_is_xml(const Opc *opc, const char *part)
{
    const char *type = opc_get_type(opc, part);
    g_autofree char *lower = g_ascii_strdown(part, -1);
    return g_str_has_suffix(type, "+xml") || g_str_has_suffix(type, "/xml") ||
           g_str_has_suffix(type, "vmlDrawing") ||
           (*type == '\0' && (g_str_has_suffix(lower, ".xml") || g_str_has_suffix(lower, ".vml")));
}

/* --- links --- */

static void take_link(gpointer data, const XmlElement *element)
{
    Opc *opc = data;
    g_autofree char *id = xml_element_dup_value(element, "Id");
    g_autofree char *type = xml_element_dup_value(element, "Type");
    g_autofree char *target = xml_element_dup_value(element, "Target");
    if (target == NULL || !may_take(opc)) {
        return;
    }
    const char *slash = type != NULL ? strrchr(type, '/') : NULL;
    OpcLink *link = g_new0(OpcLink, 1);
    link->is_external = xml_element_has_value(element, "TargetMode", "External");
    link->id = g_string_chunk_insert(opc->texts, id != NULL ? id : "");
    link->list = g_string_chunk_insert_const(opc->texts, opc->item->here.part);
    link->element = opc->item->here.element;
    link->kind = g_string_chunk_insert_const(opc->texts, slash != NULL ? slash + 1 : "");
    g_autofree char *name = link->is_external ? NULL : package_dup_target(opc->part, target);
    link->target = g_string_chunk_insert(opc->texts, name != NULL ? name : target);
    GPtrArray *links = g_hash_table_lookup(opc->links, opc->part);
    if (links == NULL) {
        links = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(opc->links, g_strdup(opc->part), links);
    }
    g_ptr_array_add(links, link);
    g_hash_table_insert(opc->by_id, g_strdup_printf("%s\n%s", opc->part, link->id), link);
}

/* "word/_rels/document.xml.rels" holds the links of "word/document.xml" (8.3.4 there). */
static char *find_owner(const char *name)
{
    g_auto(GStrv) halves = g_strsplit(name, "_rels/", 2);
    if (halves[0] == NULL || halves[1] == NULL || !g_str_has_suffix(halves[1], ".rels")) {
        return NULL;
    }
    halves[1][strlen(halves[1]) - strlen(".rels")] = '\0';
    return g_strconcat(halves[0], halves[1], NULL);
}

const GPtrArray *opc_get_links(const Opc *opc, const char *part)
{
    return g_hash_table_lookup(opc->links, part);
}

const OpcLink *opc_find_link(const Opc *opc, const char *part, const char *id)
{
    g_autofree char *key = g_strdup_printf("%s\n%s", part, id);
    return g_hash_table_lookup(opc->by_id, key);
}

const char *opc_get_main_part(const Opc *opc)
{
    const GPtrArray *links = opc_get_links(opc, "");
    for (guint i = 0; links != NULL && i < links->len; i++) {
        const OpcLink *link = g_ptr_array_index(links, i);
        if (strcmp(link->kind, "officeDocument") == 0 && !link->is_external) {
            return link->target;
        }
    }
    return "";
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

void opc_each(const Opc *opc, OpcVisit visit, gpointer data)
{
    GList *names = g_list_sort(g_hash_table_get_keys(opc->links), compare_names);
    for (const GList *name = names; name != NULL; name = name->next) {
        visit(data, name->data, g_hash_table_lookup(opc->links, name->data));
    }
    g_list_free(names);
}

/* --- reading both --- */

static void ignore_end(gpointer data, const char *name)
{
    (void)data, (void)name;
}

static void ignore_text(gpointer data, const char *text, gsize length)
{
    (void)data, (void)text, (void)length;
}

static gboolean is_structure(gpointer data, const char *name)
{
    (void)data;
    g_autofree char *owner = find_owner(name);
    return owner != NULL || strcmp(name, types_name) == 0;
}

static void read_structure(gpointer data, const char *name, Source *part)
{
    static const XmlHandler type_handler = {NULL, take_type, ignore_end, ignore_text, NULL};
    static const XmlHandler link_handler = {NULL, take_link, ignore_end, ignore_text, NULL};
    Opc *opc = data;
    g_autofree char *owner = find_owner(name);
    opc->part = owner;
    xml_events_read(opc->item, name, part, owner != NULL ? &link_handler : &type_handler, opc);
}

Opc *opc_new(Item *item, Package *package)
{
    Opc *opc = g_new0(Opc, 1);
    opc->item = item;
    opc->types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    opc->links = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_links);
    opc->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    opc->texts = g_string_chunk_new(4096);
    package_each(package, is_structure, read_structure, opc);
    opc->part = NULL;
    return opc;
}
