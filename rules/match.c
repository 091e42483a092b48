#include "rules/match.h"

#include <string.h>

#include "rules/context.h"
#include "rules/fold.h"
#include "rules/normalise.h"

gsize match_view_to_original(const MatchView *view, gsize folded_offset)
{
    return view->map != NULL ? view->map[folded_offset] : folded_offset;
}

static void view_init(MatchView *view, DaichoRules *rules, const DaichoText *text,
                      GPtrArray *limited)
{
    *view = (MatchView){.rules = rules, .text = text, .limited = limited};
    view->folded = text->text;
    view->length = text->length;
    if (fold_is_needed(text->text, text->length)) {
        view->owned = daicho_rules_fold(text->text, text->length, &view->length, &view->map);
        view->folded = view->owned;
    }
    view->labels = g_new0(char *, text->n_labels + 1);
    for (guint32 i = 0; i < text->n_labels; i++) {
        gsize length = 0;
        view->labels[i] = daicho_rules_fold(text->labels[i], strlen(text->labels[i]), &length,
                                            NULL);
    }
    view->candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    view->cells = g_ptr_array_new_with_free_func(g_free);
}

static void view_clear(MatchView *view)
{
    g_free(view->owned);
    g_free(view->map);
    g_strfreev(view->labels);
    g_array_unref(view->candidates);
    g_ptr_array_unref(view->cells);
}

static gint compare_candidates(gconstpointer one, gconstpointer other)
{
    const Candidate *a = one;
    const Candidate *b = other;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    return a->rule->order < b->rule->order ? -1 : a->rule->order > b->rule->order;
}

static gboolean is_better(const Candidate *one, const Candidate *other)
{
    if (one->confidence != other->confidence) {
        return one->confidence > other->confidence;
    }
    gsize length = one->end - one->start;
    gsize other_length = other->end - other->start;
    return length != other_length ? length > other_length : one->rule->order < other->rule->order;
}

void match_settle_overlaps(GArray *candidates)
{
    g_array_sort(candidates, compare_candidates);
    guint kept = 0;
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate candidate = g_array_index(candidates, Candidate, i);
        gboolean lost = FALSE;
        while (kept > 0 && !lost) {
            const Candidate *last = &g_array_index(candidates, Candidate, kept - 1);
            if (last->end <= candidate.start) {
                break;
            }
            lost = !is_better(&candidate, last);
            kept -= lost ? 0 : 1;
        }
        if (!lost) {
            g_array_index(candidates, Candidate, kept++) = candidate;
        }
    }
    g_array_set_size(candidates, kept);
}

/* The index of the record that holds a place. */
static gsize find_record(const DaichoText *text, gsize place)
{
    gsize low = 0;
    gsize high = text->n_records;
    while (high - low > 1) {
        gsize middle = low + (high - low) / 2;
        if (text->records[middle].start <= place) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static void report(const MatchView *view, const Candidate *candidate, DaichoMatchFunc found,
                   gpointer data)
{
    const ValueKind *kind = value_kind_find(candidate->rule->info.kind);
    g_autofree char *folded = g_strndup(candidate->folded + candidate->folded_start,
                                        candidate->folded_end - candidate->folded_start);
    g_autofree char *value = kind->normalise(folded);
    if (value == NULL) {
        return;
    }
    g_autofree char *sample = kind->mask(folded);
    const DaichoMatch match = {
        .rule = &candidate->rule->info,
        .start = candidate->start,
        .end = candidate->end,
        .record = view->text->n_records > 0 ? find_record(view->text, candidate->start) : 0,
        .confidence = candidate->confidence,
        .value = value,
        .sample = sample,
    };
    found(&match, data);
}

void daicho_rules_match(DaichoRules *rules, const DaichoText *text, guint minimum_confidence,
                        DaichoMatchFunc found, gpointer data, GPtrArray *limited)
{
    MatchView view;
    view_init(&view, rules, text, limited);
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (rule->pattern != NULL) {
            match_pattern(&view, rule);
        }
        if (rule->column != NULL && text->cells != NULL) {
            match_columns(&view, rule);
        }
    }
    match_settle_overlaps(view.candidates);
    for (guint i = 0; i < view.candidates->len; i++) {
        const Candidate *candidate = &g_array_index(view.candidates, Candidate, i);
        gboolean is_reported = minimum_confidence == 0 ||
                               strcmp(candidate->rule->info.category, "none") != 0;
        if (is_reported && candidate->confidence >= minimum_confidence) {
            report(&view, candidate, found, data);
        }
    }
    view_clear(&view);
}
