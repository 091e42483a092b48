#include "rules/context.h"

#include <string.h>

static int search(DaichoRules *rules, const pcre2_code *pattern, const char *text, gsize length,
                  guint32 options)
{
    int status = pcre2_match(pattern, (PCRE2_SPTR)text, length, 0, PCRE2_NO_UTF_CHECK | options,
                             rules->match_data, rules->match_context);
    /* 0 is a match with more groups than there was room for. */
    return status >= 0 ? 1 : status == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

int context_search(DaichoRules *rules, const pcre2_code *pattern, const char *text, gsize length)
{
    return search(rules, pattern, text, length, 0);
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

static gboolean occurs(DaichoRules *rules, const RuleContext *context, const char *text,
                       gsize length, guint32 options, char **seen)
{
    if (search(rules, context->words, text, length, options) <= 0) {
        return FALSE;
    }
    if (seen != NULL) {
        const PCRE2_SIZE *places = pcre2_get_ovector_pointer(rules->match_data);
        g_free(*seen);
        *seen = g_strndup(text + places[0], places[1] - places[0]);
    }
    return TRUE;
}

/* seen, when not NULL, is what of the words stands there. */
static gboolean is_near(DaichoRules *rules, const Rule *rule, const RuleContext *context,
                        const ContextPlace *place, char **seen)
{
    const char *match = place->text + place->start;
    const char *match_end = place->text + place->end;
    const char *from = go_back(place->text, match, rule->near);
    const char *to = go_on(match_end, place->text + place->length, rule->near);
    const char *const labels[] = {place->label, place->folder_label};
    /* "$" is where the match begins, not where the window behind it happens to end. */
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (labels[i] != NULL && occurs(rules, context, labels[i], strlen(labels[i]), 0, seen)) {
            return TRUE;
        }
    }
    return occurs(rules, context, from, (gsize)(match - from), 0, seen) ||
           occurs(rules, context, match_end, (gsize)(to - match_end), PCRE2_NOTEOL, seen);
}

/* Where the words right before a match begin: behind the last digit or line break. */
static const char *find_label(const Rule *rule, const ContextPlace *place)
{
    enum { LABEL_CHARACTERS = 32 };
    const char *match = place->text + place->start;
    const char *from = go_back(place->text, match, MIN(rule->near, LABEL_CHARACTERS));
    for (const char *at = match; at > from; at--) {
        if (g_ascii_isdigit(at[-1]) || at[-1] == '\n' || at[-1] == '\r') {
            return at;
        }
    }
    return from;
}

gboolean context_is_label(DaichoRules *rules, const Rule *rule, const ContextPlace *place)
{
    const char *from = find_label(rule, place);
    gsize length = (gsize)(place->text + place->start - from);
    for (guint i = 0; i < rule->contexts->len; i++) {
        const RuleContext *context = &g_array_index(rule->contexts, RuleContext, i);
        if (context->points > 0 &&
            ((place->label != NULL &&
              context_occurs(rules, context->words, place->label, strlen(place->label))) ||
             context_occurs(rules, context->words, from, length))) {
            return TRUE;
        }
    }
    return FALSE;
}

guint context_confidence(DaichoRules *rules, const Rule *rule, const ContextPlace *place)
{
    gint raise = 0;
    gint lower = 0;
    for (guint i = 0; i < rule->contexts->len; i++) {
        const RuleContext *context = &g_array_index(rule->contexts, RuleContext, i);
        gboolean matters = context->points > raise || context->points < lower;
        if (!matters || !is_near(rules, rule, context, place, NULL)) {
            continue;
        }
        raise = MAX(raise, context->points);
        lower = MIN(lower, context->points);
    }
    return (guint)CLAMP((gint)rule->info.confidence + raise + lower, 0, 100);
}

char *context_explain(DaichoRules *rules, const Rule *rule, const ContextPlace *place)
{
    gint raise = 0;
    gint lower = 0;
    g_autofree char *raised_by = NULL;
    g_autofree char *lowered_by = NULL;
    for (guint i = 0; i < rule->contexts->len; i++) {
        const RuleContext *context = &g_array_index(rule->contexts, RuleContext, i);
        char **seen = context->points > 0 ? &raised_by : &lowered_by;
        gboolean matters = context->points > raise || context->points < lower;
        if (matters && is_near(rules, rule, context, place, seen)) {
            raise = MAX(raise, context->points);
            lower = MIN(lower, context->points);
        }
    }
    g_autoptr(GString) sum = g_string_new(NULL);
    g_string_append_printf(sum, "confidence %u", rule->info.confidence);
    if (raise > 0) {
        g_string_append_printf(sum, " + %d (\"%s\" is near)", raise, raised_by);
    }
    if (lower < 0) {
        g_string_append_printf(sum, " - %d (\"%s\" is near)", -lower, lowered_by);
    }
    gint whole = (gint)rule->info.confidence + raise + lower;
    if (raise > 0 || lower < 0) {
        g_string_append_printf(sum, " = %d", CLAMP(whole, 0, 100));
    }
    if (raise == 0 && rule->contexts->len > 0) {
        g_string_append(sum, "; no word that raises it is near");
    }
    return g_string_free(g_steal_pointer(&sum), FALSE);
}
