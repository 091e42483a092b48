#ifndef DAICHO_RULES_CONTEXT_H
#define DAICHO_RULES_CONTEXT_H

#include "rules/rule.h"

/* A match in its surroundings. */
typedef struct {
    const char *text; /* folded; what may count as context, from its start to its end */
    gsize length;
    gsize start, end;         /* of the match in text */
    const char *label;        /* of its cell, folded; NULL when none */
    const char *folder_label; /* NULL when none */
} ContextPlace;

/* The rule's confidence, raised and lowered by what stands near: the strongest raise and the
 * strongest lowering count, each once. */
guint context_confidence(DaichoRules *rules, const Rule *rule, const ContextPlace *place);

/* How that comes about: "confidence 30 + 60 ("staff" is near) = 90" (g_free). */
char *context_explain(DaichoRules *rules, const Rule *rule, const ContextPlace *place);

/*
 * Whether words that raise the rule are the match's label: the header or key of its cell, or what stands
 * at most 32 characters before it in its line, with no digit between.
 */
gboolean context_is_label(DaichoRules *rules, const Rule *rule, const ContextPlace *place);

/* 1 when a compiled pattern occurs in text, 0 when it does not, -1 when it reached its limit. */
int context_search(DaichoRules *rules, const pcre2_code *pattern, const char *text, gsize length);

/* Whether a compiled pattern occurs in text. A pattern that reaches its limit does not. */
gboolean context_occurs(DaichoRules *rules, const pcre2_code *pattern, const char *text,
                        gsize length);

#endif
