#include "cli/place_options.h"

#include "base/error.h"

static char **join(char **places, char **more)
{
    g_autoptr(GPtrArray) joined = g_ptr_array_new();
    for (char **place = places; place != NULL && *place != NULL; place++) {
        g_ptr_array_add(joined, g_strdup(*place));
    }
    for (char **word = more; word != NULL && *word != NULL; word++) {
        g_ptr_array_add(joined, g_strdup(*word));
    }
    g_ptr_array_add(joined, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&joined), FALSE);
}

gboolean place_options_choose(const PlaceOptions *options, char **more, PlaceLists *lists,
                              DaichoPlanChoice *choice, GError **error)
{
    gboolean has_include = options->include != NULL;
    gboolean has_exclude = options->exclude != NULL;
    if (*more != NULL && has_include == has_exclude) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    has_include
                        ? "\"%s\" may be included or excluded: give --include, or "
                          "--exclude, before each place"
                        : "\"%s\" is too much: places are named with --include or --exclude",
                    *more);
        return FALSE;
    }
    if (options->reason != NULL && !has_exclude) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--reason says why a place is another person's: it goes with --exclude PLACE");
        return FALSE;
    }
    lists->include = join(options->include, has_include ? more : NULL);
    lists->exclude = join(options->exclude, has_exclude ? more : NULL);
    choice->include = (const char *const *)lists->include;
    choice->exclude = (const char *const *)lists->exclude;
    choice->reason = options->reason;
    return TRUE;
}

void place_lists_clear(PlaceLists *lists)
{
    g_clear_pointer(&lists->include, g_strfreev);
    g_clear_pointer(&lists->exclude, g_strfreev);
}
