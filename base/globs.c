#include "base/globs.h"

#include <string.h>

#include "base/text.h"

struct DaichoGlobs {
    char **globs;
    DaichoPairs *needed; /* what a path must have, for each glob */
};

static void add_pair(DaichoPairs *pairs, const char *at)
{
    const guint hash = ((guint8)at[0] * 31U + (guint8)at[1]) % 256;
    pairs->bits[hash / 64] |= G_GUINT64_CONSTANT(1) << hash % 64;
}

DaichoPairs daicho_pairs_of_path(const char *path)
{
    DaichoPairs pairs = {0};
    for (; path[0] != '\0' && path[1] != '\0'; path++) {
        add_pair(&pairs, path);
    }
    return pairs;
}

/* None where more than stars is special. */
static DaichoPairs find_needed(const char *glob)
{
    DaichoPairs pairs = {0};
    if (strpbrk(glob, "?[\\") != NULL) {
        return pairs;
    }
    glob += g_str_has_prefix(glob, "**/") ? strlen("**/") : 0;
    for (; glob[0] != '\0' && glob[1] != '\0'; glob++) {
        if (glob[0] != '*' && glob[1] != '*') {
            add_pair(&pairs, glob);
        }
    }
    return pairs;
}

DaichoGlobs *daicho_globs_new(char **globs)
{
    DaichoGlobs *all = g_new0(DaichoGlobs, 1);
    const guint length = g_strv_length(globs);
    all->globs = globs;
    all->needed = g_new0(DaichoPairs, length + 1);
    for (guint i = 0; i < length; i++) {
        all->needed[i] = find_needed(globs[i]);
    }
    return all;
}

void daicho_globs_free(DaichoGlobs *globs)
{
    if (globs != NULL) {
        g_strfreev(globs->globs);
        g_free(globs->needed);
        g_free(globs);
    }
}

static gboolean has_all(const DaichoPairs *pairs, const DaichoPairs *needed)
{
    guint64 missing = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(needed->bits); i++) {
        missing |= needed->bits[i] & ~pairs->bits[i];
    }
    return missing == 0;
}

gboolean daicho_globs_match(const DaichoGlobs *globs, const char *path, const DaichoPairs *pairs)
{
    for (guint i = 0; globs->globs[i] != NULL; i++) {
        if (has_all(pairs, &globs->needed[i]) && daicho_text_glob(globs->globs[i], path)) {
            return TRUE;
        }
    }
    return FALSE;
}
