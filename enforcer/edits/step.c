#include "enforcer/edits/step.h"

#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"

const EditStep *edit_step_get(const GArray *steps, guint index)
{
    return &g_array_index(steps, EditStep, index);
}

const char *edit_step_get_rest(const char *chain, const char *name)
{
    gsize length = strlen(name);
    if (length == 0 || strncmp(chain, name, length) != 0) {
        return NULL;
    }
    const char *rest = chain + length;
    return *rest == '\0' ? rest : g_str_has_prefix(rest, "!/") ? rest + 2 : NULL;
}

gboolean edit_step_refuse(const EditStep *step, const char *what, GError **error)
{
    gboolean is_part = *step->edit->part != '\0';
    g_autofree char *shown = daicho_text_escape(step->edit->part, -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "%s%s %s",
                is_part ? "the part " : "the file", shown, what);
    return FALSE;
}

gboolean edit_step_check_digest(const EditStep *step, const char *digest, GError **error)
{
    return strcmp(step->edit->digest, digest) == 0 ||
           edit_step_refuse(step, "changed since the plan: make a new plan", error);
}

gboolean edit_step_is_beside(const char *name, const char *database)
{
    static const char *const endings[] = {"-wal", "-journal"};
    gsize length = strlen(database);
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (strncmp(name, database, length) == 0 && strcmp(name + length, endings[i]) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean edit_step_refuse_beside(const EditStep *step, GError **error)
{
    return edit_step_refuse(step,
                            "is a database, and changes to it stand in a file beside it: unpack "
                            "both, and take the data out with the program that keeps the database",
                            error);
}

char *edit_step_digest(GBytes *content)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(content, &length);
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digest(bytes, length, digest);
    return daicho_hex_encode(digest, sizeof digest);
}
