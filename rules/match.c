#include "rules/match.h"

#include <string.h>

#include "rules/context.h"
#include "rules/fold.h"
#include "rules/normalise.h"

gsize match_view_to_original(const MatchView *view, gsize folded_offset)
{
    return view->map != NULL ? view->map[folded_offset] : folded_offset;
}

gsize match_view_to_folded(const MatchView *view, gsize original_offset)
{
    gsize low = 0;
    gsize high = view->length;
    while (view->map != NULL && low < high) {
        gsize middle = low + (high - low) / 2;
        if (view->map[middle] < original_offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return view->map != NULL ? low : original_offset;
}

static gboolean is_ascii(const char *text, gsize length)
{
    guint8 bits = 0;
    for (gsize i = 0; i < length; i++) {
        bits |= (guint8)text[i];
    }
    return bits < 0x80;
}

void match_view_init(MatchView *view, DaichoRules *rules, const DaichoText *text,
                     GPtrArray *limited)
{
    *view = (MatchView){.rules = rules, .text = text, .limited = limited};
    view->folded = text->text;
    view->length = text->length;
    view->is_ascii = is_ascii(text->text, text->length);
    if (!view->is_ascii && fold_is_needed(text->text, text->length)) {
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

void match_view_clear(MatchView *view)
{
    g_free(view->owned);
    g_free(view->map);
    g_free(view->prepared);
    g_strfreev(view->labels);
    g_array_unref(view->candidates);
    g_clear_pointer(&view->refused, g_array_unref);
    g_ptr_array_unref(view->cells);
    for (gsize i = 0; i < N_GATES; i++) {
        g_clear_pointer(&view->places[i], g_array_unref);
    }
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

static gint compare_quality(gconstpointer one, gconstpointer other)
{
    const Candidate *a = *(const Candidate *const *)one;
    const Candidate *b = *(const Candidate *const *)other;
    return is_better(a, b) ? -1 : is_better(b, a);
}

static gint compare_starts(gconstpointer one, gconstpointer other, gpointer data)
{
    (void)data;
    const Candidate *a = one;
    const Candidate *b = other;
    return a->start < b->start ? -1 : a->start > b->start;
}

/* Whether a candidate overlaps none of those taken, which do not overlap each other. */
static gboolean is_free(GSequence *taken, Candidate *candidate, GSequenceIter **place)
{
    *place = g_sequence_search(taken, candidate, compare_starts, NULL);
    if (!g_sequence_iter_is_end(*place)) {
        const Candidate *next = g_sequence_get(*place);
        if (next->start < candidate->end) {
            return FALSE;
        }
    }
    if (g_sequence_iter_is_begin(*place)) {
        return TRUE;
    }
    const Candidate *before = g_sequence_get(g_sequence_iter_prev(*place));
    return before->end <= candidate->start;
}

/* Adds the best of a run of candidates in which each overlaps one before it: the best of all, then
 * the best of those that it leaves. A loser takes nothing with it. */
static void settle_run(Candidate *run, guint length, GArray *kept)
{
    if (length == 1) {
        g_array_append_val(kept, run[0]);
        return;
    }
    g_autoptr(GPtrArray) order = g_ptr_array_sized_new(length);
    for (guint i = 0; i < length; i++) {
        g_ptr_array_add(order, &run[i]);
    }
    g_ptr_array_sort(order, compare_quality);
    g_autoptr(GSequence) taken = g_sequence_new(NULL);
    for (guint i = 0; i < length; i++) {
        GSequenceIter *place = NULL;
        if (is_free(taken, g_ptr_array_index(order, i), &place)) {
            g_sequence_insert_before(place, g_ptr_array_index(order, i));
        }
    }
    for (GSequenceIter *at = g_sequence_get_begin_iter(taken); !g_sequence_iter_is_end(at);
         at = g_sequence_iter_next(at)) {
        const Candidate *candidate = g_sequence_get(at);
        g_array_append_vals(kept, candidate, 1);
    }
}

void match_settle_overlaps(GArray *candidates)
{
    g_array_sort(candidates, compare_candidates);
    g_autoptr(GArray) kept = g_array_sized_new(FALSE, FALSE, sizeof(Candidate), candidates->len);
    for (guint from = 0, to = 0; from < candidates->len; from = to) {
        gsize end = g_array_index(candidates, Candidate, from).end;
        for (to = from + 1; to < candidates->len; to++) {
            const Candidate *next = &g_array_index(candidates, Candidate, to);
            if (next->start >= end) {
                break;
            }
            end = MAX(end, next->end);
        }
        settle_run(&g_array_index(candidates, Candidate, from), to - from, kept);
    }
    g_array_set_size(candidates, 0);
    if (kept->len > 0) {
        g_array_append_vals(candidates, kept->data, kept->len);
    }
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

void match_view_run(MatchView *view)
{
    for (guint i = 0; i < view->rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(view->rules->rules, i);
        if (rule->pattern != NULL) {
            match_pattern(view, rule);
        }
        if (rule->keywords != NULL) {
            match_keywords(view, rule);
        }
        if (rule->column != NULL && view->text->cells != NULL) {
            match_columns(view, rule);
        }
    }
}

void daicho_rules_match(DaichoRules *rules, const DaichoText *text, guint minimum_confidence,
                        DaichoMatchFunc found, gpointer data, GPtrArray *limited)
{
    MatchView view;
    match_view_init(&view, rules, text, limited);
    match_view_run(&view);
    match_settle_overlaps(view.candidates);
    for (guint i = 0; i < view.candidates->len; i++) {
        const Candidate *candidate = &g_array_index(view.candidates, Candidate, i);
        gboolean is_reported = minimum_confidence == 0 ||
                               strcmp(candidate->rule->info.category, "none") != 0;
        if (is_reported && candidate->confidence >= minimum_confidence) {
            report(&view, candidate, found, data);
        }
    }
    match_view_clear(&view);
}
