#ifndef DAICHO_ENFORCER_PRINT_H
#define DAICHO_ENFORCER_PRINT_H

#include "enforcer/context.h"

/*
 * What tells of one person, as fingerprints: of DaichoPrint (g_ptr_array_unref). An address or a birth
 * date is that of many and is left out; a reading counts as a name, as scans have it. May be empty.
 */
GPtrArray *print_subject(DaichoEnforcer *enforcer, const DaichoSubject *subject);

/* The same of the items (of DaichoItem) of a file, each once; findings of medium confidence or more. */
GPtrArray *print_items(const GPtrArray *items);

/* Of fingerprints, for hash tables. */
guint print_hash(gconstpointer fingerprint);
gboolean print_equal(gconstpointer one, gconstpointer other);

/* Whether a finding, of medium confidence or more, tells of a person: a record with one is someone's. */
gboolean print_tells(const DaichoFinding *finding);

/* Namesakes share a name: it says little alone. */
gboolean print_is_name(const DaichoPrint *print);

/* How sure it is that a set of prints (of DaichoPrint, as keys) holds a person: a family shares its
 * telephone, and often its mailbox, which says little where the names are all others'. */
typedef enum {
    PRINT_MATCH_NONE,
    PRINT_MATCH_NAME,    /* a name alone */
    PRINT_MATCH_PHONE,   /* a telephone beside the names of others */
    PRINT_MATCH_MAILBOX, /* an e-mail address beside the names of others */
    PRINT_MATCH_SURE,
} PrintMatch;
PrintMatch print_match(const GPtrArray *prints, GHashTable *set);

/* Whether two subjects are one person: they share an official or another number, an e-mail address or
 * a telephone that is not a family's (names in the same letters, none of which is of both, tell of
 * two), or a name where the first has nothing else. */
gboolean print_is_same_person(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                              const DaichoSubject *other);

/* The same, but a name that is written otherwise tells of nobody else: enough for a hint, not for an act. */
gboolean print_may_be_same_person(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                  const DaichoSubject *other);

#endif
