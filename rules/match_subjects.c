#include "rules/match.h"

/* Where a text has no records, what stands so near each other is taken for one. */
enum { NEAR_BYTES = 300, SURE = 95 };

/* Candidates of one set of known values that stand together. */
typedef struct {
    Candidate **candidates;
    guint n;
} Group;

static gint compare_places(gconstpointer one, gconstpointer other)
{
    const Candidate *a = *(const Candidate *const *)one;
    const Candidate *b = *(const Candidate *const *)other;
    if (a->rule->known != b->rule->known) {
        return a->rule->known < b->rule->known ? -1 : 1;
    }
    return a->start < b->start ? -1 : a->start > b->start;
}

static gboolean stands_with(const MatchView *view, const Candidate *before, const Candidate *next)
{
    if (before->rule->known != next->rule->known) {
        return FALSE;
    }
    return view->text->n_records > 0
               ? match_view_record(view, before->start) == match_view_record(view, next->start)
               : next->start < before->end + NEAR_BYTES;
}

/* Bits of the kinds that were seen, by subject. */
static void note_kinds(GHashTable *kinds, const Candidate *candidate)
{
    for (guint i = 0; i < candidate->n_known; i++) {
        gpointer subject = GUINT_TO_POINTER(candidate->known[i].subject);
        guint seen = GPOINTER_TO_UINT(g_hash_table_lookup(kinds, subject));
        seen |= 1U << candidate->known[i].kind;
        g_hash_table_insert(kinds, subject, GUINT_TO_POINTER(seen));
    }
}

static gboolean has_more(GHashTable *kinds, const Candidate *candidate)
{
    for (guint i = 0; i < candidate->n_known; i++) {
        gpointer subject = GUINT_TO_POINTER(candidate->known[i].subject);
        guint seen = GPOINTER_TO_UINT(g_hash_table_lookup(kinds, subject));
        if ((seen & (seen - 1)) != 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static void confirm(const Group *group)
{
    if (group->n < 2) {
        return;
    }
    g_autoptr(GHashTable) kinds = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < group->n; i++) {
        note_kinds(kinds, group->candidates[i]);
    }
    for (guint i = 0; i < group->n; i++) {
        Candidate *candidate = group->candidates[i];
        candidate->is_confirmed = has_more(kinds, candidate);
        candidate->confidence = candidate->is_confirmed ? MAX(candidate->confidence, SURE)
                                                        : candidate->confidence;
    }
}

void match_confirm_subjects(MatchView *view)
{
    g_autoptr(GPtrArray) exact = g_ptr_array_new();
    for (guint i = 0; i < view->candidates->len; i++) {
        Candidate *candidate = &g_array_index(view->candidates, Candidate, i);
        if (candidate->rule->is_exact) {
            g_ptr_array_add(exact, candidate);
        }
    }
    g_ptr_array_sort(exact, compare_places);
    for (guint from = 0, to = 0; from < exact->len; from = to) {
        for (to = from + 1; to < exact->len; to++) {
            if (!stands_with(view, g_ptr_array_index(exact, to - 1),
                             g_ptr_array_index(exact, to))) {
                break;
            }
        }
        const Group group = {(Candidate **)&exact->pdata[from], to - from};
        confirm(&group);
    }
}
