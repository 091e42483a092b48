#ifndef DAICHO_TESTS_UNIT_RULES_FIXTURE_RULES_H
#define DAICHO_TESTS_UNIT_RULES_FIXTURE_RULES_H

#include "rules/rules.h"

/* The packs of the source tree. */
DaichoRules *fixture_rules_load_packs(void);

/* A pack from its text, named "own". On failure NULL and the error with the folder cut off. */
DaichoRules *fixture_rules_try(const char *yaml, char **message);

/* The same, which must load. */
DaichoRules *fixture_rules_load(const char *yaml);

/* "rule confidence: what is matched" of every match, a line each. */
char *fixture_rules_match(DaichoRules *rules, const DaichoText *text, guint minimum_confidence);

/* The same over running text. */
char *fixture_rules_find(DaichoRules *rules, const char *text, guint minimum_confidence);

/* Fails unless running text gives exactly these lines. */
void fixture_rules_expect(DaichoRules *rules, const char *text, const char *lines);

#endif
