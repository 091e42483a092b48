#include "scanner/readers/ooxml_places.h"

#include <stdlib.h>
#include <string.h>

#include "scanner/readers/ooxml_rules.h"
#include "scanner/readers/xml_events.h"

/* What a link of some kind leads to. */
static const struct {
    const char *kind, *place;
    gboolean has_number; /* a document may have many */
} kinds[] = {
    {"header", "header", TRUE},
    {"footer", "footer", TRUE},
    {"footnotes", "footnote", FALSE},
    {"endnotes", "endnote", FALSE},
    {"comments", "comment", FALSE},
    {"glossaryDocument", "glossary", FALSE},
    {"slideMaster", "master", TRUE},
    {"slideLayout", "layout", TRUE},
    {"notesSlide", "notes", FALSE},
    {"notesMaster", "notes master", FALSE},
    {"handoutMaster", "handout master", FALSE},
    {"chart", "chart", TRUE},
    {"chartEx", "chart", TRUE},
    {"chartUserShapes", "shapes", FALSE},
    {"diagramData", "diagram", TRUE},
    {"diagramDrawing", "diagram", TRUE},
    {"vmlDrawing", "drawing", FALSE},
    {"customXml", "custom XML", TRUE},
    {"core-properties", "properties", FALSE},
    {"extended-properties", "properties", FALSE},
    {"custom-properties", "properties", FALSE},
    {"people", "people", FALSE},
    {"commentAuthors", "people", FALSE},
    {"authors", "people", FALSE},
    {"settings", "settings", FALSE},
    {"tags", "tags", FALSE},
    {"page", "page", TRUE},
};

typedef struct {
    GHashTable *places; /* by part */
    GHashTable *counts; /* by place without number */
    GQueue parts;       /* whose links were not followed yet; owned by places */
    const Opc *opc;
} Search;

/* --- slides in their order --- */

typedef struct {
    Item *item;
    const Opc *opc;
    const char *part;
    GPtrArray *slides;
} Presentation;

static void take_slide(gpointer data, const XmlElement *element)
{
    const Presentation *presentation = data;
    if (strcmp(element->name, "p:sldId") != 0) {
        return;
    }
    g_autofree char *id = xml_element_dup_value(element, "r:id");
    const OpcLink *link = id != NULL ? opc_find_link(presentation->opc, presentation->part, id)
                                     : NULL;
    if (link != NULL && !link->is_external) {
        g_ptr_array_add(presentation->slides, g_strdup(link->target));
    }
}

static void ignore_end(gpointer data, const char *name)
{
    (void)data, (void)name;
}

static void ignore_text(gpointer data, const char *text, gsize length)
{
    (void)data, (void)text, (void)length;
}

static gboolean is_presentation(gpointer data, const char *name)
{
    const Presentation *presentation = data;
    return strcmp(name, presentation->part) == 0;
}

static void read_presentation(gpointer data, const char *name, Source *part)
{
    static const XmlHandler handler = {ooxml_namespaces, take_slide, ignore_end, ignore_text, NULL};
    const Presentation *presentation = data;
    xml_events_read(presentation->item, name, part, &handler, data);
}

static gboolean has_slides(const Opc *opc)
{
    const GPtrArray *links = opc_get_links(opc, opc_get_main_part(opc));
    for (guint i = 0; links != NULL && i < links->len; i++) {
        const OpcLink *link = g_ptr_array_index(links, i);
        if (strcmp(link->kind, "slide") == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

GPtrArray *ooxml_new_slides(Item *item, Package *package, const Opc *opc)
{
    Presentation presentation = {
        .item = item,
        .opc = opc,
        .part = opc_get_main_part(opc),
        .slides = g_ptr_array_new_with_free_func(g_free),
    };
    if (has_slides(opc)) {
        package_each(package, is_presentation, read_presentation, &presentation);
    }
    return presentation.slides;
}

/* --- places --- */

static void add_place(Search *search, const char *part, char *place)
{
    if (g_hash_table_contains(search->places, part)) {
        g_free(place);
        return;
    }
    char *key = g_strdup(part);
    g_hash_table_insert(search->places, key, place);
    g_queue_push_tail(&search->parts, key);
}

static char *dup_place(Search *search, const char *outer, gsize kind)
{
    g_autofree char *place = g_strconcat(outer, *outer != '\0' ? " " : "", kinds[kind].place, NULL);
    if (!kinds[kind].has_number) {
        return g_steal_pointer(&place);
    }
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(search->counts, place)) + 1;
    char *numbered = g_strdup_printf("%s %u", place, number);
    g_hash_table_insert(search->counts, g_steal_pointer(&place), GUINT_TO_POINTER(number));
    return numbered;
}

/* Whether a place is told with the one that links to it: notes belong to a slide, but a layout is
 * known by itself, whichever slide shows it first. */
static gboolean belongs_to_outer(const char *kind)
{
    return !g_str_has_prefix(kind, "slide") && strcmp(kind, "notesMaster") != 0 &&
           strcmp(kind, "customXml") != 0;
}

/* Names with numbers in the order of these. */
static gint compare_targets(gconstpointer a, gconstpointer b)
{
    const OpcLink *const *left = a;
    const OpcLink *const *right = b;
    gsize left_length = strlen((*left)->target);
    gsize right_length = strlen((*right)->target);
    return left_length != right_length ? (left_length < right_length ? -1 : 1)
                                       : strcmp((*left)->target, (*right)->target);
}

static void follow(Search *search, const char *part, const char *outer)
{
    const GPtrArray *links = opc_get_links(search->opc, part);
    if (links == NULL) {
        return;
    }
    g_autoptr(GPtrArray) sorted = g_ptr_array_copy((GPtrArray *)(guintptr)links, NULL, NULL);
    g_ptr_array_set_free_func(sorted, NULL);
    g_ptr_array_sort(sorted, compare_targets);
    for (guint i = 0; i < sorted->len; i++) {
        const OpcLink *link = g_ptr_array_index(sorted, i);
        for (gsize kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
            if (!link->is_external && strcmp(kinds[kind].kind, link->kind) == 0 &&
                !g_hash_table_contains(search->places, link->target)) {
                const char *with = belongs_to_outer(link->kind) ? outer : "";
                add_place(search, link->target, dup_place(search, with, kind));
            }
        }
    }
}

GHashTable *ooxml_new_places(const Opc *opc, const GPtrArray *slides)
{
    Search search = {
        .places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
        .counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .opc = opc,
    };
    g_queue_init(&search.parts);
    for (guint i = 0; i < slides->len; i++) {
        add_place(&search, g_ptr_array_index(slides, i), g_strdup_printf("slide %u", i + 1));
    }
    follow(&search, "", "");
    follow(&search, opc_get_main_part(opc), "");
    for (const char *part = g_queue_pop_head(&search.parts); part != NULL;
         part = g_queue_pop_head(&search.parts)) {
        follow(&search, part, g_hash_table_lookup(search.places, part));
    }
    g_hash_table_unref(search.counts);
    return search.places;
}
