#ifndef DAICHO_CLI_RULES_JSON_H
#define DAICHO_CLI_RULES_JSON_H

#include "rules/rules.h"

/* Rules as tables of facts have them in JSON, but with patterns as they are: in the escaped form of
 * a table's cells a pattern would be another one (g_free). only is NULL for all rules. */
char *rules_json_new(const DaichoRules *rules, const DaichoRule *only);

#endif
