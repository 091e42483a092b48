#ifndef DAICHO_RULES_KNOWN_VALUES_H
#define DAICHO_RULES_KNOWN_VALUES_H

#include "rules/rules.h"

/* One fact of daicho_known: somebody's value of a kind. */
typedef struct {
    guint64 fingerprint;
    guint32 subject;
    guint8 kind; /* index into the set's kinds */
} KnownEntry;

/* Reads what daicho_known_write made. name stands for the file in messages. DAICHO_ERROR_USAGE says
 * whether it is something else, of another version, cut off or damaged. */
DaichoKnown *known_load(const char *name, const char *data, gsize length, GError **error);
DaichoKnown *known_ref(DaichoKnown *known);

const char *known_get_name(const DaichoKnown *known);

/* The kinds of its values, in the order of KnownEntry.kind. */
guint known_get_n_kinds(const DaichoKnown *known);
const char *known_get_kind(const DaichoKnown *known, guint kind);

/* The one that it was made with: this key or one before it, borrowed. NULL with DAICHO_ERROR_USAGE when it
 * was another. */
const DaichoKey *known_find_key(const DaichoKnown *known, const DaichoKey *key, GError **error);

/* key: of known_find_key. The entries of a value as it stands in a folded text; their number, 1,000 at most. *entries is
 * borrowed. */
guint known_find(const DaichoKnown *known, const DaichoKey *key, guint kind, const char *folded,
                 const KnownEntry **entries);

#endif
