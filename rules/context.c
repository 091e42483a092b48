#include "rules/context.h"

#include <string.h>

int context_search(DaichoRules *rules, const pcre2_code *pattern, const char *text, gsize length)
{
    int status = pcre2_match(pattern, (PCRE2_SPTR)text, length, 0, PCRE2_NO_UTF_CHECK,
                             rules->match_data, rules->match_context);
    /* 0 is a match with more groups than there was room for. */
    return status >= 0 ? 1 : status == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

gboolean context_occurs(DaichoRules *rules, const pcre2_code *pattern, const char *text,
                        gsize length)
{
    return context_search(rules, pattern, text, length) > 0;
}

static const char *go_back(const char *text, const char *at, guint characters)
{
    for (; characters > 0 && at > text; characters--) {
        do {
            at--;
        } while (at > text && ((guint8)*at & 0xc0) == 0x80);
    }
    return at;
}

static const char *go_on(const char *at, const char *end, guint characters)
{
    for (; characters > 0 && at < end; characters--) {
        at += g_utf8_skip[(guint8)*at];
    }
    return MIN(at, end);
}

static gboolean is_near(DaichoRules *rules, const Rule *rule, const RuleContext *context,
                        const ContextPlace *place)
{
    const char *match = place->text + place->start;
    const char *match_end = place->text + place->end;
    const char *from = go_back(place->text, match, rule->near);
    const char *to = go_on(match_end, place->text + place->length, rule->near);
    const char *const labels[] = {place->label, place->folder_label};
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (labels[i] != NULL &&
            context_occurs(rules, context->words, labels[i], strlen(labels[i]))) {
            return TRUE;
        }
    }
    return context_occurs(rules, context->words, from, (gsize)(match - from)) ||
           context_occurs(rules, context->words, match_end, (gsize)(to - match_end));
}

guint context_confidence(DaichoRules *rules, const Rule *rule, const ContextPlace *place)
{
    gint raise = 0;
    gint lower = 0;
    for (guint i = 0; i < rule->contexts->len; i++) {
        const RuleContext *context = &g_array_index(rule->contexts, RuleContext, i);
        gboolean matters = context->points > raise || context->points < lower;
        if (!matters || !is_near(rules, rule, context, place)) {
            continue;
        }
        raise = MAX(raise, context->points);
        lower = MIN(lower, context->points);
    }
    return (guint)CLAMP((gint)rule->info.confidence + raise + lower, 0, 100);
}
