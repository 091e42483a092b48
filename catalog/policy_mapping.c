#include "catalog/policy_mapping.h"

#include "base/text.h"

void mapping_free(gpointer data)
{
    Mapping *mapping = data;
    g_strfreev(mapping->shares);
    daicho_globs_free(mapping->paths);
    g_strfreev(mapping->types);
    g_strfreev(mapping->categories);
    g_free(mapping);
}

static gboolean matches_any(char **globs, const char *text)
{
    if (globs == NULL) {
        return TRUE;
    }
    for (; *globs != NULL; globs++) {
        if (daicho_text_glob(*globs, text)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean shares_one(char **wanted, const char *const *categories)
{
    for (; wanted != NULL && *categories != NULL; categories++) {
        if (g_strv_contains((const char *const *)wanted, *categories)) {
            return TRUE;
        }
    }
    return wanted == NULL;
}

/* What costs the least is asked first. */
const char *mapping_find(const GPtrArray *mappings, const char *share, const char *path,
                         const char *type, const char *const *categories)
{
    const DaichoPairs pairs = daicho_pairs_of_path(path);
    for (guint i = 0; i < mappings->len; i++) {
        const Mapping *mapping = g_ptr_array_index(mappings, i);
        if (matches_any(mapping->shares, share) && shares_one(mapping->categories, categories) &&
            matches_any(mapping->types, type) &&
            (mapping->paths == NULL || daicho_globs_match(mapping->paths, path, &pairs))) {
            return mapping->purpose;
        }
    }
    return NULL;
}
