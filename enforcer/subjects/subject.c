#include "enforcer/subjects/subject.h"

#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/plans/include.h"
#include "enforcer/subjects/candidates.h"
#include "enforcer/subjects/links.h"

static const char *const strength_names[] = {
    [DAICHO_HIT_POSSIBLE] = "possible",
    [DAICHO_HIT_STRONG] = "strong",
    [DAICHO_HIT_CERTAIN] = "certain",
};

const char *daicho_hit_strength_name(DaichoHitStrength strength)
{
    g_assert((gsize)strength < G_N_ELEMENTS(strength_names));
    return strength_names[strength];
}

typedef struct {
    DaichoEnforcer *enforcer;
    SubjectReader *reader;
    const DaichoSubjectSink *sink;
    DaichoSubjectTotals *totals;
    SubjectLinks *links; /* NULL when nobody asks for proposals */
} Finding;

static gint compare_places(gconstpointer one, gconstpointer other, gpointer data)
{
    const SubjectPlace *a = one;
    const SubjectPlace *b = other;
    const GPtrArray *items = data;
    const DaichoItem *a_item = g_ptr_array_index(items, a->item);
    const DaichoItem *b_item = g_ptr_array_index(items, b->item);
    int order = strcmp(a_item->part, b_item->part);
    const gint64 pairs[][2] = {
        {a->item, b->item},
        {a->finding->record, b->finding->record},
        {a->finding->start, b->finding->start},
    };
    for (gsize i = 0; order == 0 && i < G_N_ELEMENTS(pairs); i++) {
        order = pairs[i][0] < pairs[i][1] ? -1 : pairs[i][0] > pairs[i][1];
    }
    return order;
}

static void count(DaichoSubjectTotals *totals, const DaichoHit *hit)
{
    guint *const counters[] = {
        [DAICHO_HIT_POSSIBLE] = &totals->possible,
        [DAICHO_HIT_STRONG] = &totals->strong,
        [DAICHO_HIT_CERTAIN] = &totals->certain,
    };
    ++*counters[hit->strength];
    totals->hits++;
    totals->decided += hit->is_decided ? 1 : 0;
}

static gboolean report(Finding *finding, const SubjectScan *scan, GError **error)
{
    if (scan->places == NULL || scan->places->len == 0) {
        return TRUE;
    }
    finding->totals->files++;
    g_array_sort_with_data(scan->places, compare_places, scan->items);
    for (guint i = 0; i < scan->places->len; i++) {
        const SubjectPlace *place = &g_array_index(scan->places, SubjectPlace, i);
        g_autofree char *remark = subject_place_describe(place, finding->enforcer);
        const DaichoHit hit = {
            .item = g_ptr_array_index(scan->items, place->item),
            .finding = place->finding,
            .kind = place->kind,
            .strength = place->strength,
            .remark = remark,
            .is_decided = place->decision != NULL && !place->is_changed,
        };
        count(finding->totals, &hit);
        if (!finding->sink->hit(&hit, finding->sink->data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static void note_unread(Finding *finding, const SubjectCandidate *candidate, const char *why)
{
    g_autofree char *place = plan_place(candidate->share, candidate->path, "", 0);
    finding->totals->unread++;
    if (finding->sink->unread != NULL) {
        finding->sink->unread(place, why, finding->sink->data);
    }
}

/* A file that changed meanwhile is told, and what was found in it as well. */
static gboolean link_up(Finding *finding, const SubjectCandidate *candidate,
                        const SubjectScan *scan, int fd, GError **error)
{
    g_autoptr(GError) failed = NULL;
    if (finding->links == NULL ||
        subject_links_note(finding->links, scan, fd, candidate->path, &failed)) {
        return TRUE;
    }
    if (!g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_FILE)) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    note_unread(finding, candidate, failed->message);
    return TRUE;
}

static gboolean find_in(Finding *finding, const SubjectCandidate *candidate, GError **error)
{
    g_autofree char *root = NULL;
    g_autofree char *unread = NULL;
    g_autoptr(GError) failed = NULL;
    g_auto(SubjectScan) scan = {0};
    DAICHO_AUTO_FD int fd = subject_candidate_open(finding->enforcer, candidate, &root, &failed);
    if (fd < 0) {
        /* It may be gone for good, or be on a share that is not mounted. */
        note_unread(finding, candidate, failed->message);
        return TRUE;
    }
    if (!subject_candidate_search(finding->enforcer, finding->reader, candidate, fd, &scan, &unread,
                                  error)) {
        return FALSE;
    }
    if (unread != NULL) {
        note_unread(finding, candidate, unread);
    }
    finding->totals->read++;
    return link_up(finding, candidate, &scan, fd, error) && report(finding, &scan, error);
}

static gboolean find_in_all(Finding *finding, const GPtrArray *candidates, GError **error)
{
    DaichoEnforcer *enforcer = finding->enforcer;
    DaichoSubjectTotals *totals = finding->totals;
    totals->candidates = candidates->len;
    for (guint i = 0; i < candidates->len; i++) {
        totals->is_stopped = enforcer->stop != NULL && *enforcer->stop != 0;
        if (totals->is_stopped) {
            return TRUE;
        }
        if (enforcer->progress != NULL) {
            enforcer->progress(i, candidates->len, enforcer->progress_data);
        }
        if (!find_in(finding, g_ptr_array_index(candidates, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_subject_find(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                             const DaichoSubjectSink *sink, DaichoSubjectTotals *totals,
                             GError **error)
{
    gint64 unread_items = 0;
    *totals = (DaichoSubjectTotals){0};
    if (!daicho_subject_check(subject, enforcer->rules, error) ||
        !daicho_catalog_count_unread(enforcer->catalog, &unread_items, error)) {
        return FALSE;
    }
    g_autoptr(SubjectReader) reader = subject_reader_new(enforcer, subject, error);
    g_autoptr(GPtrArray)
        candidates = reader != NULL ? subject_candidates_new(enforcer, subject, error) : NULL;
    g_autoptr(SubjectLinks) links = NULL;
    if (candidates == NULL) {
        return FALSE;
    }
    if (sink->proposals != NULL) {
        links = subject_links_new(enforcer, subject_reader_get_identity(reader), subject,
                                  sink->proposals);
        subject_links_want(links, sink->accepted, sink->n_accepted, sink->values);
    }
    Finding finding = {enforcer, reader, sink, totals, links};
    totals->unread_items = (guint)unread_items;
    return find_in_all(&finding, candidates, error);
}

gboolean daicho_subject_undecide(DaichoEnforcer *enforcer, gint64 decision, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    return transaction != NULL && subject_decisions_end(enforcer, decision, error) &&
           daicho_transaction_commit(transaction, error);
}
