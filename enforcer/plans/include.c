#include "enforcer/plans/include.h"

#include "base/error.h"
#include "base/text.h"

struct PlanInclude {
    GPtrArray *places; /* of char *, as given */
    GHashTable *met;   /* of the same */
    GArray *ended;     /* of gint64 */
};

char *plan_place(const char *share, const char *path, const char *part, gint64 record)
{
    g_autofree char *escaped_share = daicho_text_escape(share, -1);
    g_autofree char *escaped_path = daicho_text_escape(path, -1);
    g_autofree char *escaped_part = daicho_text_escape(part, -1);
    GString *place = g_string_new(NULL);
    g_string_append_printf(place, "%s:%s", escaped_share, escaped_path);
    if (*part != '\0') {
        g_string_append_printf(place, "!/%s", escaped_part);
    }
    if (record > 0) {
        g_string_append_printf(place, "#%" G_GINT64_FORMAT, record);
    }
    return g_string_free(place, FALSE);
}

PlanInclude *plan_include_new(const char *const *places)
{
    PlanInclude *include = g_new0(PlanInclude, 1);
    include->places = g_ptr_array_new_with_free_func(g_free);
    include->ended = g_array_new(FALSE, FALSE, sizeof(gint64));
    include->met = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; places != NULL && places[i] != NULL; i++) {
        g_ptr_array_add(include->places, g_strdup(places[i]));
    }
    return include;
}

void plan_include_free(PlanInclude *include)
{
    if (include == NULL) {
        return;
    }
    g_ptr_array_unref(include->places);
    g_hash_table_unref(include->met);
    g_array_unref(include->ended);
    g_free(include);
}

static void end_decision(PlanInclude *include, gint64 decision)
{
    for (guint i = 0; i < include->ended->len; i++) {
        if (g_array_index(include->ended, gint64, i) == decision) {
            return;
        }
    }
    g_array_append_val(include->ended, decision);
}

gboolean plan_include_take(PlanInclude *include, const char *place, gint64 decision)
{
    gboolean found = g_ptr_array_find_with_equal_func(include->places, place, g_str_equal, NULL);
    if (found) {
        g_hash_table_add(include->met, g_strdup(place));
    }
    if (found && decision != 0) {
        end_decision(include, decision);
    }
    return found;
}

const GArray *plan_include_get_ended(const PlanInclude *include)
{
    return include->ended;
}

gboolean plan_include_check(const PlanInclude *include, GError **error)
{
    for (guint i = 0; i < include->places->len; i++) {
        const char *place = g_ptr_array_index(include->places, i);
        if (!g_hash_table_contains(include->met, place)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "%s is not among the places where the subject may be: give it exactly as "
                        "the plan without it lists it under possible, without what stands in "
                        "brackets behind it",
                        place);
            return FALSE;
        }
    }
    return TRUE;
}
