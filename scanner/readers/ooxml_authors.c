#include "scanner/readers/ooxml_authors.h"

#include <string.h>

enum { PLACES_MOST = 1 << 16 }; /* of one author: whose are more, are told to be nowhere */

struct OoxmlAuthors {
    GHashTable *places; /* of GArray of ExtractOrigin, by name */
};

OoxmlAuthors *ooxml_authors_new(void)
{
    OoxmlAuthors *authors = g_new0(OoxmlAuthors, 1);
    authors->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify)g_array_unref);
    return authors;
}

void ooxml_authors_free(OoxmlAuthors *authors)
{
    g_hash_table_unref(authors->places);
    g_free(authors);
}

void ooxml_authors_add(OoxmlAuthors *authors, const char *name, ExtractOrigin origin)
{
    GArray *places = g_hash_table_lookup(authors->places, name);
    if (places == NULL) {
        places = g_array_new(FALSE, FALSE, sizeof(ExtractOrigin));
        g_hash_table_insert(authors->places, g_strdup(name), places);
    }
    if (places->len <= PLACES_MOST) {
        g_array_append_val(places, origin);
    }
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

static void give_places(const GArray *places, TextView *view)
{
    const ExtractOrigin nowhere = {NULL, 0};
    text_view_set_origin(view, &nowhere);
    for (guint i = 0; i < places->len && places->len <= PLACES_MOST; i++) {
        text_view_add_origin(view, &g_array_index(places, ExtractOrigin, i));
    }
}

void ooxml_authors_give(const OoxmlAuthors *authors, TextView *view, const char *locator)
{
    GList *names = g_list_sort(g_hash_table_get_keys(authors->places), compare_names);
    for (const GList *name = names; name != NULL; name = name->next) {
        text_view_begin_record(view, locator);
        give_places(g_hash_table_lookup(authors->places, name->data), view);
        text_view_append(view, name->data, -1);
        text_view_end_record(view);
    }
    g_list_free(names);
}
