#include "rules/columns.h"

#include <string.h>

#include "rules/normalise.h"

/*
 * Which of two candidates for one place has the better claim to it. Each line of the order in rules.h is
 * a key of Claim, the first one first.
 */

/* What speaks for a candidate, weakest first. */
typedef enum {
    EVIDENCE_AGAINST, /* its rule's own words lowered it */
    EVIDENCE_FORM,
    EVIDENCE_CHECK,
    EVIDENCE_CHECKS,
    EVIDENCE_LABEL,
    EVIDENCE_PROOF,
} Evidence;

typedef struct {
    Candidate *candidate;
    guint keys[6];
} Claim;

static Evidence find_evidence(ValidatorStrength strength, gint points, gboolean is_labelled)
{
    static const Evidence by_strength[] = {
        [VALIDATOR_FORM] = EVIDENCE_FORM,
        [VALIDATOR_CHECK] = EVIDENCE_CHECK,
        [VALIDATOR_CHECKS] = EVIDENCE_CHECKS,
        [VALIDATOR_PROOF] = EVIDENCE_PROOF,
    };
    if (strength == VALIDATOR_PROOF) {
        return EVIDENCE_PROOF;
    }
    return points < 0 ? EVIDENCE_AGAINST : is_labelled ? EVIDENCE_LABEL : by_strength[strength];
}

static Claim make_claim(const MatchView *view, Candidate *candidate)
{
    /* A value that the organisation knows is one: no other can have the same fingerprint. */
    ValidatorStrength strength = candidate->n_known > 0
                                     ? VALIDATOR_PROOF
                                     : validator_strength(candidate->rule->validator);
    ColumnVerdict verdict = columns_get_verdict(view, candidate);
    gboolean is_out = verdict == COLUMN_IS_NOT || verdict == COLUMN_IS_CHANCE;
    gint points = (gint)candidate->confidence - (gint)candidate->rule->info.confidence -
                  candidate->points;
    const ContextPlace place = match_view_place(view, candidate);
    gboolean is_labelled = candidate->is_labelled ||
                           context_is_label(view->rules, candidate->rule, &place);
    return (Claim){
        .candidate = candidate,
        .keys =
            {
                verdict == COLUMN_IS_SURE ||
                    (candidate->confidence >= DAICHO_CONFIDENCE_MEDIUM && !is_out),
                verdict == COLUMN_IS_SURE ? EVIDENCE_PROOF
                : is_out                  ? EVIDENCE_AGAINST
                                          : find_evidence(strength, points, is_labelled),
                strength,
                points > 0 || is_labelled,
                (guint)MIN(candidate->end - candidate->start, G_MAXUINT),
                candidate->confidence,
            },
    };
}

static gint compare_claims(gconstpointer one, gconstpointer other)
{
    const Claim *a = one;
    const Claim *b = other;
    for (gsize i = 0; i < G_N_ELEMENTS(a->keys); i++) {
        if (a->keys[i] != b->keys[i]) {
            return a->keys[i] > b->keys[i] ? -1 : 1;
        }
    }
    guint order = a->candidate->rule->order;
    guint other_order = b->candidate->rule->order;
    return order < other_order ? -1 : order > other_order;
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

/*
 * An exact match of the organisation's own kind confirms what another rule is sure of in that very place,
 * and leaves it that rule's name: under it a person's number is searched for, held and erased.
 */
static gboolean confirms_another(const Candidate *candidate, Candidate *run, guint length)
{
    const Rule *rule = candidate->rule;
    if (!rule->is_exact || *value_kind_find(rule->info.kind)->kind != '\0') {
        return FALSE;
    }
    for (guint i = 0; i < length; i++) {
        Candidate *other = &run[i];
        if (other->n_known == 0 && other->start == candidate->start &&
            other->end == candidate->end && other->confidence >= DAICHO_CONFIDENCE_HIGH &&
            strcmp(other->rule->info.category, "none") != 0) {
            other->confidence = MAX(other->confidence, candidate->confidence);
            return TRUE;
        }
    }
    return FALSE;
}

/* Adds the best of a run of candidates in which each overlaps one before it: the best of all, then
 * the best of those that it leaves. A loser takes nothing with it. */
static void settle_run(const MatchView *view, Candidate *run, guint length, GArray *kept)
{
    if (length == 1) {
        g_array_append_val(kept, run[0]);
        return;
    }
    g_autoptr(GArray) claims = g_array_sized_new(FALSE, FALSE, sizeof(Claim), length);
    for (guint i = 0; i < length; i++) {
        if (!confirms_another(&run[i], run, length)) {
            const Claim claim = make_claim(view, &run[i]);
            g_array_append_val(claims, claim);
        }
    }
    g_array_sort(claims, compare_claims);
    g_autoptr(GSequence) taken = g_sequence_new(NULL);
    for (guint i = 0; i < claims->len; i++) {
        Candidate *candidate = g_array_index(claims, Claim, i).candidate;
        GSequenceIter *place = NULL;
        if (is_free(taken, candidate, &place)) {
            g_sequence_insert_before(place, candidate);
        }
    }
    for (GSequenceIter *at = g_sequence_get_begin_iter(taken); !g_sequence_iter_is_end(at);
         at = g_sequence_iter_next(at)) {
        const Candidate *candidate = g_sequence_get(at);
        g_array_append_vals(kept, candidate, 1);
    }
}

void match_settle_overlaps(MatchView *view)
{
    GArray *candidates = view->candidates;
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
        settle_run(view, &g_array_index(candidates, Candidate, from), to - from, kept);
    }
    g_array_set_size(candidates, 0);
    if (kept->len > 0) {
        g_array_append_vals(candidates, kept->data, kept->len);
    }
}
