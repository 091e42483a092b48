#include "rules/explain.h"

#include <string.h>

#include "rules/context.h"
#include "rules/normalise.h"

/* All that was looked at in a text, once the overlaps are settled. */
typedef struct {
    MatchView view;
    GArray *all; /* of Candidate: good ones, before the overlaps are settled, and refused ones */
} Looked;

static void looked_init(Looked *looked, DaichoRules *rules, const DaichoText *text)
{
    MatchView *view = &looked->view;
    match_view_init(view, rules, text, NULL);
    view->refused = g_array_new(FALSE, FALSE, sizeof(Candidate));
    match_view_run(view);
    looked->all = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_array_append_vals(looked->all, view->candidates->data, view->candidates->len);
    g_array_append_vals(looked->all, view->refused->data, view->refused->len);
    match_settle_overlaps(view);
}

static void looked_clear(Looked *looked)
{
    g_array_unref(looked->all);
    match_view_clear(&looked->view);
}

static char *dup_value(const Candidate *candidate)
{
    return g_strndup(candidate->folded + candidate->folded_start,
                     candidate->folded_end - candidate->folded_start);
}

/* The candidate that was kept where this one stands; the same one when it was kept itself. */
static const Candidate *find_winner(const Looked *looked, const Candidate *candidate)
{
    /* Those that were kept stand in order and do not overlap: the first that ends behind its start. */
    const GArray *all = looked->view.candidates;
    guint low = 0;
    guint high = all->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(all, Candidate, middle).end <= candidate->start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const Candidate *kept = low < all->len ? &g_array_index(all, Candidate, low) : NULL;
    return kept != NULL && kept->start < candidate->end ? kept : candidate;
}

static gboolean is_same(const Candidate *one, const Candidate *other)
{
    return one->rule == other->rule && one->start == other->start && one->end == other->end;
}

static gboolean is_kept(const Looked *looked, const Candidate *candidate)
{
    return candidate->state == CANDIDATE_GOOD && is_same(find_winner(looked, candidate), candidate);
}

static char *tell_refusal(const Candidate *candidate)
{
    const Validator *validator = candidate->rule->validator;
    if (candidate->state == CANDIDATE_UNKNOWN) {
        return g_strdup_printf("it is not in %s", known_get_name(candidate->rule->known));
    }
    return candidate->state == CANDIDATE_WITHOUT_VALUE
               ? g_strdup("the pattern fits, but its group \"value\" is empty there")
               : g_strdup_printf("the validator %s refuses it (%s)", validator->name,
                                 validator->source);
}

static char *tell_outcome(const Looked *looked, const Candidate *candidate)
{
    const Candidate *winner = find_winner(looked, candidate);
    if (!is_same(winner, candidate)) {
        return g_strdup_printf("the rule %s takes its place with confidence %u",
                               winner->rule->info.id, winner->confidence);
    }
    if (strcmp(candidate->rule->info.category, "none") == 0) {
        return g_strdup("the category is none, so that it is not reported");
    }
    return g_strdup(daicho_confidence_level(candidate->confidence));
}

static char *tell_steps(const Looked *looked, const Candidate *candidate)
{
    if (candidate->state != CANDIDATE_GOOD) {
        return tell_refusal(candidate);
    }
    const ContextPlace place = match_view_place(&looked->view, candidate);
    g_autofree char *sum = context_explain(looked->view.rules, candidate->rule, &place);
    g_autofree char *outcome = tell_outcome(looked, candidate);
    if (candidate->is_confirmed) {
        return g_strdup_printf("%s; something else of the same subject stands near: %u: %s", sum,
                               candidate->confidence, outcome);
    }
    return candidate->points == 0
               ? g_strdup_printf("%s: %s", sum, outcome)
               : g_strdup_printf("%s, %+d by the validator %s: %s", sum, candidate->points,
                                 candidate->rule->validator->name, outcome);
}

void daicho_rules_explain(DaichoRules *rules, const DaichoText *text, DaichoExplanationFunc report,
                          gpointer data)
{
    Looked looked = {0};
    looked_init(&looked, rules, text);
    for (guint i = 0; i < looked.all->len; i++) {
        const Candidate *candidate = &g_array_index(looked.all, Candidate, i);
        g_autofree char *value = dup_value(candidate);
        g_autofree char *sample = value_kind_find(candidate->rule->info.kind)->mask(value);
        g_autofree char *steps = tell_steps(&looked, candidate);
        const DaichoExplanation explanation = {
            .rule = &candidate->rule->info,
            .sample = sample,
            .confidence = candidate->confidence,
            .is_found = is_kept(&looked, candidate) &&
                        strcmp(candidate->rule->info.category, "none") != 0,
            .steps = steps,
        };
        report(&explanation, data);
    }
    looked_clear(&looked);
}

/* --- one rule --- */

/* What of the text the pattern took before it stopped: the longest piece after which it could have
 * gone on. Empty when not even its beginning fits. */
static void find_progress(DaichoRules *rules, const Rule *rule, const char *text, gsize *start,
                          gsize *end)
{
    enum { MOST_BYTES = 1000 };
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(rules->match_data);
    const char *at = text;
    *start = *end = 0;
    while (*at != '\0' && at - text < MOST_BYTES) {
        at = g_utf8_next_char(at);
        gsize length = (gsize)(at - text);
        int status = pcre2_match(rule->pattern, (PCRE2_SPTR)text, length, 0,
                                 PCRE2_NO_UTF_CHECK | PCRE2_PARTIAL_HARD, rules->match_data,
                                 rules->match_context);
        if (status == PCRE2_ERROR_PARTIAL && places[1] - places[0] > *end - *start) {
            *start = places[0];
            *end = places[1];
        }
    }
}

static char *tell_progress(DaichoRules *rules, const Rule *rule, const char *text)
{
    gsize length = 0;
    gsize start = 0;
    gsize end = 0;
    g_autofree char *folded = daicho_rules_fold(text, strlen(text), &length);
    if (context_search(rules, rule->pattern, folded, length) < 0) {
        return g_strdup("the pattern gave up: it needs too many steps");
    }
    find_progress(rules, rule, folded, &start, &end);
    if (end == start) {
        return g_strdup("the pattern does not match: nothing fits its beginning");
    }
    if (folded[end] == '\0') {
        return g_strdup_printf("the pattern does not match: after \"%.*s\" more is needed",
                               (int)(end - start), folded + start);
    }
    return g_strdup_printf("the pattern does not match: after \"%.*s\" it does not allow \"%.*s\"",
                           (int)(end - start), folded + start,
                           (int)g_utf8_skip[(guint8)folded[end]], folded + end);
}

static char *tell_column(DaichoRules *rules, const Rule *rule, const DaichoText *text)
{
    if (text->n_labels == 0) {
        return g_strdup("the rule reads only columns: write the example as \"header|cell\"");
    }
    gsize length = 0;
    g_autofree char *label = daicho_rules_fold(text->labels[0], strlen(text->labels[0]), &length);
    return context_occurs(rules, rule->column, label, length)
               ? g_strdup("the cell is empty or does not look as \"cell\" says")
               : g_strdup_printf("no word of \"column\" fits the header \"%s\"", label);
}

static char *tell_nothing(DaichoRules *rules, const Rule *rule, const DaichoText *text)
{
    if (rule->known != NULL && rules->key == NULL) {
        return g_strdup_printf("%s needs the catalog's key: name the configuration or the catalog",
                               known_get_name(rule->known));
    }
    if (rule->column != NULL && (rule->pattern == NULL || text->n_labels > 0)) {
        return tell_column(rules, rule, text);
    }
    return rule->pattern != NULL ? tell_progress(rules, rule, text->text)
                                 : g_strdup("none of the keywords stands there by itself");
}

/* A finding before what is none, and of those the one with the higher confidence. */
static gboolean says_more(const Looked *looked, const Candidate *one, const Candidate *other)
{
    gint kept = (is_kept(looked, one) ? 1 : 0) - (is_kept(looked, other) ? 1 : 0);
    gint good = (gint)other->state - (gint)one->state;
    return kept != 0 ? kept > 0 : good != 0 ? good > 0 : one->confidence > other->confidence;
}

char *explain_rule(DaichoRules *rules, const Rule *rule, const DaichoText *text, guint *confidence)
{
    Looked looked = {0};
    looked_init(&looked, rules, text);
    const Candidate *best = NULL;
    for (guint i = 0; i < looked.all->len; i++) {
        const Candidate *candidate = &g_array_index(looked.all, Candidate, i);
        gboolean is_better = candidate->rule == rule &&
                             (best == NULL || says_more(&looked, candidate, best));
        best = is_better ? candidate : best;
    }
    g_autofree char *told = NULL;
    *confidence = best != NULL && is_kept(&looked, best) ? best->confidence : 0;
    if (best == NULL) {
        told = tell_nothing(rules, rule, text);
    } else {
        g_autofree char *value = dup_value(best);
        g_autofree char *steps = tell_steps(&looked, best);
        told = g_strdup_printf("\"%s\": %s", value, steps);
    }
    looked_clear(&looked);
    return g_steal_pointer(&told);
}
