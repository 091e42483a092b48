#ifndef DAICHO_BASE_GLOBS_H
#define DAICHO_BASE_GLOBS_H

#include <glib.h>

/*
 * Lists of globs (as daicho_text_glob has them) that one path after another is held against. Most globs
 * ask for bytes that most paths lack: which pairs of bytes a path has is noted once, and a glob whose
 * pairs are not among them is not compared.
 */
typedef struct {
    guint64 bits[4]; /* of each pair, by a hash: what is not set is not there */
} DaichoPairs;

DaichoPairs daicho_pairs_of_path(const char *path);

typedef struct DaichoGlobs DaichoGlobs;

/* globs is taken over, NULL-terminated. */
DaichoGlobs *daicho_globs_new(char **globs);
void daicho_globs_free(DaichoGlobs *globs);

/* Whether one of them matches; pairs are the path's. */
gboolean daicho_globs_match(const DaichoGlobs *globs, const char *path, const DaichoPairs *pairs);

#endif
