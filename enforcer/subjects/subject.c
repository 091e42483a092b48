#include "enforcer/subjects/subject.h"

#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/subjects/candidates.h"

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
    DaichoHitFunc each;
    gpointer data;
    DaichoSubjectTotals *totals;
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

static void count(DaichoSubjectTotals *totals, DaichoHitStrength strength)
{
    guint *const counters[] = {
        [DAICHO_HIT_POSSIBLE] = &totals->possible,
        [DAICHO_HIT_STRONG] = &totals->strong,
        [DAICHO_HIT_CERTAIN] = &totals->certain,
    };
    ++*counters[strength];
    totals->hits++;
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
        const DaichoHit hit = {
            .item = g_ptr_array_index(scan->items, place->item),
            .finding = place->finding,
            .kind = place->kind,
            .strength = place->strength,
            .remark = place->remark,
        };
        count(finding->totals, hit.strength);
        if (!finding->each(&hit, finding->data, error)) {
            return FALSE;
        }
    }
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
        /* It is told in the totals: gone, closed to us, or on a share that is not mounted. */
        finding->totals->unread++;
        return TRUE;
    }
    if (!subject_candidate_search(finding->enforcer, finding->reader, candidate, fd, &scan, &unread,
                                  error)) {
        return FALSE;
    }
    finding->totals->unread += unread != NULL ? 1 : 0;
    return report(finding, &scan, error);
}

static gboolean count_unread(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    *(guint *)data += item->state != DAICHO_ITEM_READ ? 1 : 0;
    return TRUE;
}

gboolean daicho_subject_find(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                             DaichoHitFunc each, gpointer data, DaichoSubjectTotals *totals,
                             GError **error)
{
    *totals = (DaichoSubjectTotals){0};
    Finding finding = {enforcer, NULL, each, data, totals};
    const DaichoItemQuery all = {0};
    if (!daicho_subject_check(subject, enforcer->rules, error) ||
        !daicho_catalog_each_item(enforcer->catalog, &all, count_unread, &totals->unread_items,
                                  error)) {
        return FALSE;
    }
    g_autoptr(SubjectReader) reader = subject_reader_new(enforcer, subject, error);
    g_autoptr(GPtrArray)
        candidates = reader != NULL ? subject_candidates_new(enforcer, subject, error) : NULL;
    finding.reader = reader;
    for (guint i = 0; candidates != NULL && i < candidates->len; i++) {
        if (!find_in(&finding, g_ptr_array_index(candidates, i), error)) {
            return FALSE;
        }
    }
    return candidates != NULL;
}
