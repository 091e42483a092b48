#ifndef DAICHO_ENFORCER_PACKAGES_NAMES_H
#define DAICHO_ENFORCER_PACKAGES_NAMES_H

#include "catalog/catalog.h"
#include "enforcer/subjects/identity.h"

/*
 * Covers the names of others that stand before an honorific (様, さん, 殿, 氏, 先生 …) without a space
 * in them, which no rule finds: in a paper for one person too much covered does less harm than too
 * little. A name of the subject's stays. Returns the text (g_free), the same when *covered is FALSE.
 */
char *package_names_cover(const SubjectIdentity *identity, const DaichoKey *key, const char *text,
                          gboolean *covered);

/* Whether a text is a name of the subject's, at most behind words that name nobody, or is their family
 * or given name. */
gboolean package_names_is_alone(const SubjectIdentity *identity, const DaichoKey *key,
                                const char *text);

#endif
