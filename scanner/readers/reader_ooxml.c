#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/ooxml_part.h"
#include "scanner/readers/ooxml_places.h"

typedef struct {
    Item *item;
    Package *package;
    OoxmlContext context;
    GHashTable *places;  /* by part */
    GHashTable *objects; /* names of parts that are documents of their own; borrowed from links */
} Document;

/* Kinds of links that lead to what was put into the document as a whole. */
static gboolean is_object(const char *kind)
{
    return strcmp(kind, "aFChunk") == 0 || strcmp(kind, "package") == 0 ||
           strcmp(kind, "oleObject") == 0;
}

static void find_objects(gpointer data, const char *part, const GPtrArray *links)
{
    (void)part;
    Document *document = data;
    for (guint i = 0; i < links->len; i++) {
        const OpcLink *link = g_ptr_array_index(links, i);
        if (!link->is_external && is_object(link->kind)) {
            g_hash_table_add(document->objects, (gpointer)(guintptr)link->target);
        }
        document->context.has_diagram |= strcmp(link->kind, "diagramData") == 0 &&
                                         package_has(document->package, link->target);
    }
}

/* --- text --- */

static gboolean is_structure(const char *name)
{
    return g_str_has_suffix(name, ".rels") || strcmp(name, "[Content_Types].xml") == 0;
}

static gboolean is_text(gpointer data, const char *name)
{
    const Document *document = data;
    return !is_structure(name) && !g_hash_table_contains(document->objects, name) &&
           opc_is_xml(document->context.opc, name);
}

static void read_text(gpointer data, const char *name, Source *part)
{
    Document *document = data;
    ooxml_part_read(&document->context, name, g_hash_table_lookup(document->places, name), part);
}

/* What is linked from afar and stands nowhere in the text: templates and pictures in somebody's
 * folders. */
static void give_links(gpointer data, const char *part, const GPtrArray *links)
{
    (void)part;
    const Document *document = data;
    TextView *view = document->context.view;
    for (guint i = 0; i < links->len; i++) {
        const OpcLink *link = g_ptr_array_index(links, i);
        if (link->is_external && !g_hash_table_contains(document->context.given, link)) {
            g_autofree char *plain = g_uri_unescape_string(link->target, NULL);
            const ExtractOrigin origin = {link->list, link->element};
            text_view_begin_record(view, "links");
            text_view_set_origin(view, &origin);
            text_view_append(view, plain != NULL ? plain : link->target, -1);
            text_view_end_record(view);
        }
    }
}

/* --- what is no text --- */

static gboolean is_member(gpointer data, const char *name)
{
    return !is_structure(name) && !is_text(data, name);
}

/* Documents of OOXML: text documents and presentations. Each XML part is read, whatever it is called;
 * what was put in, from pictures to macros, is given as members. */
void reader_ooxml_read(Item *item)
{
    g_autoptr(Package) package = package_open(item);
    if (package == NULL) {
        return;
    }
    g_autoptr(Opc) opc = opc_new(item, package);
    g_autoptr(GPtrArray) slides = ooxml_new_slides(item, package, opc);
    g_autoptr(TextView) view = text_view_new(item);
    g_autoptr(Story) story = story_new(view);
    Document document = {
        .item = item,
        .package = package,
        .context = {.item = item, .opc = opc, .view = view, .story = story},
        .places = ooxml_new_places(opc, slides),
        .objects = g_hash_table_new(g_str_hash, g_str_equal),
    };
    document.context.authors = ooxml_authors_new();
    document.context.given = g_hash_table_new(NULL, NULL);
    opc_each(opc, find_objects, &document);
    package_each(package, is_text, read_text, &document);
    opc_each(opc, give_links, &document);
    ooxml_authors_give(document.context.authors, view, "authors of changes");
    text_view_end(view);
    package_each_member(package, is_member, &document);
    ooxml_authors_free(document.context.authors);
    g_hash_table_unref(document.context.given);
    g_hash_table_unref(document.objects);
    g_hash_table_unref(document.places);
}
