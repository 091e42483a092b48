#include "enforcer/subjects/proposal.h"

#include "base/error.h"
#include "enforcer/subjects/subject.h"

static gboolean ignore_hit(const DaichoHit *hit, gpointer data, GError **error)
{
    (void)hit;
    (void)data;
    (void)error;
    return TRUE;
}

/* Each number is of exactly one proposal. */
static gboolean check_numbers(const GPtrArray *proposals, const guint *numbers, gsize n_numbers,
                              GError **error)
{
    for (gsize i = 0; i < n_numbers; i++) {
        guint found = 0;
        for (guint k = 0; k < proposals->len; k++) {
            const DaichoProposal *proposal = g_ptr_array_index(proposals, k);
            found += proposal->number == numbers[i] ? 1 : 0;
        }
        if (found != 1) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        found == 0
                            ? "%u is not among what is proposed: give the number as the "
                              "search, or the plan, tells it"
                            : "%u is the number of several proposals: give the values by hand",
                        numbers[i]);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_proposals_accept(DaichoEnforcer *enforcer, DaichoSubject *subject,
                                 const guint *numbers, gsize n_numbers, GError **error)
{
    DaichoSubjectTotals totals = {0};
    g_autoptr(GPtrArray) proposals = daicho_proposals_new();
    g_autoptr(DaichoSubject) values = daicho_subject_new();
    const DaichoSubjectSink sink = {.hit = ignore_hit,
                                    .proposals = proposals,
                                    .accepted = numbers,
                                    .n_accepted = n_numbers,
                                    .values = values};
    if (!daicho_subject_find(enforcer, subject, &sink, &totals, error)) {
        return FALSE;
    }
    if (totals.is_stopped) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "stopped before all places were looked into: nothing was added");
        return FALSE;
    }
    if (!check_numbers(proposals, numbers, n_numbers, error) ||
        !daicho_subject_check(values, enforcer->rules, error)) {
        return FALSE;
    }
    for (guint i = 0; i < values->identifiers->len; i++) {
        const DaichoIdentifier *value = g_ptr_array_index(values->identifiers, i);
        daicho_subject_add(subject, value->kind, value->value);
    }
    return TRUE;
}
