#ifndef DAICHO_RULES_PACK_H
#define DAICHO_RULES_PACK_H

#include "base/yaml.h"
#include "rules/rule.h"

/* One rule of a pack, from its mapping. NULL with DAICHO_ERROR_USAGE at the place of what is wrong.
 * A rule with "enabled: false" comes back with is_disabled set. */
Rule *pack_read_rule(const DaichoYamlNode *node, const char *file, GError **error);

/* The keywords of a file that a value of the rule's mapping names, relative to the pack (g_strfreev).
 * The rule's file must be set. */
char **pack_read_words(const DaichoYamlNode *node, Rule *rule, GError **error);

/* The known values of a file that a value of the rule's mapping names, as the rule's. */
gboolean pack_read_known(const DaichoYamlNode *node, Rule *rule, GError **error);

/* Adds the rules that a mapping with "exact" stands for: some for each kind of its known values. */
void pack_expand_exact(const Rule *mapping, GPtrArray *rules);

#endif
