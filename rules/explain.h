#ifndef DAICHO_RULES_EXPLAIN_H
#define DAICHO_RULES_EXPLAIN_H

#include "rules/match.h"

/*
 * What the best place of one rule in a text came to, in words (g_free); where nothing of the text fits
 * the rule, how far its pattern came. *confidence is that of a finding, 0 when it is none. Shows the
 * text as it is: for examples, which are invented.
 */
char *explain_rule(DaichoRules *rules, const Rule *rule, const DaichoText *text, guint *confidence);

#endif
