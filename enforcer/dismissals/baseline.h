#ifndef DAICHO_ENFORCER_DISMISSALS_BASELINE_H
#define DAICHO_ENFORCER_DISMISSALS_BASELINE_H

#include "enforcer/context.h"

/*
 * A baseline: a file that says what was found at some time, so that later only what is new is shown or
 * fails a check. UTF-8, JSON line by line:
 *
 *   {"schema":"daicho/baseline/1","key":"…","findings":N}
 *   {"place":"…","value":"…","rule":"common.email","category":"contact"}     N of them, in order
 *
 * key is the catalog's public key. place (of a file or a member, not of a record, so that a row that was
 * put in above makes nothing new) and value are fingerprints under its secret key: the file says nothing
 * to who has not that, and is worth nothing with another one. The same value again in the same file is
 * not new. With paths, each line also has "path" in clear, which is for people and not read.
 */
typedef struct DaichoBaseline DaichoBaseline;

/* Appends what is found now, dismissed or not; equal findings are one line, and equal catalogs equal
 * files. */
gboolean daicho_baseline_write(DaichoCatalog *catalog, gboolean with_paths, GString *out,
                               guint *findings, GError **error);

/* name names the file in messages: DAICHO_ERROR_USAGE when it is none, was cut short or belongs to
 * another key. */
DaichoBaseline *daicho_baseline_read(const DaichoKey *key, const char *name, const char *bytes,
                                     gsize length, GError **error);
void daicho_baseline_free(DaichoBaseline *baseline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoBaseline, daicho_baseline_free)

guint daicho_baseline_get_length(const DaichoBaseline *baseline);
gboolean daicho_baseline_has(const DaichoBaseline *baseline, const DaichoItem *item,
                             const DaichoFinding *finding);

/* Of DaichoKnownFinding, borrowed. */
const GArray *daicho_baseline_get_known(const DaichoBaseline *baseline);

#endif
