#include "enforcer/acts/apply.h"

#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/acts/apply_finish.h"
#include "enforcer/acts/step.h"

static const char *const outcome_names[] = {
    [DAICHO_OUTCOME_DRY_RUN] = "dry-run", [DAICHO_OUTCOME_DONE] = "done",
    [DAICHO_OUTCOME_ALREADY] = "already", [DAICHO_OUTCOME_REFUSED] = "refused",
    [DAICHO_OUTCOME_MANUAL] = "manual",
};

const char *daicho_outcome_name(DaichoOutcome outcome)
{
    g_assert((gsize)outcome < G_N_ELEMENTS(outcome_names));
    return outcome_names[outcome];
}

static void step_clear(Step *step)
{
    daicho_journal_row_free(step->row);
    place_clear(&step->place);
    daicho_fd_clear(&step->fd);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Step, step_clear)

static void report(Apply *apply, const DaichoTarget *target, DaichoOutcome outcome,
                   const char *note)
{
    guint *const counts[] = {
        [DAICHO_OUTCOME_DRY_RUN] = &apply->result->dry,
        [DAICHO_OUTCOME_DONE] = &apply->result->done,
        [DAICHO_OUTCOME_ALREADY] = &apply->result->already,
        [DAICHO_OUTCOME_REFUSED] = &apply->result->refused,
        [DAICHO_OUTCOME_MANUAL] = &apply->result->manual,
    };
    (*counts[outcome])++;
    if (apply->each != NULL) {
        apply->each(target, outcome, note, apply->data);
    }
}

/* Passable failures are told; others end the run. */
static gboolean report_refused(Apply *apply, Step *step, GError *failed, GError **error)
{
    if (!step_is_passable(failed)) {
        g_propagate_error(error, g_error_copy(failed));
        return FALSE;
    }
    apply->unfinished++;
    report(apply, step->target, DAICHO_OUTCOME_REFUSED, failed->message);
    return TRUE;
}

/* Nothing was begun: the journal says why, without paths. */
static gboolean refuse(Apply *apply, Step *step, GError *failed, GError **error)
{
    if (step_is_passable(failed) && !journal_move(step, "refused", step->doing, error)) {
        return FALSE;
    }
    return report_refused(apply, step, failed, error);
}

/* Something was begun: it is taken back, or left to the next run where that is not possible. */
static gboolean give_up(Apply *apply, Step *step, GError **failed, GError **error)
{
    const char *why = step->doing;
    g_autoptr(GError) left = NULL;
    if (!step_is_passable(*failed)) {
        g_propagate_error(error, g_steal_pointer(failed));
        return FALSE;
    }
    if (journal_is(step, "exchanged")) {
        g_prefix_error(failed, "begun, apply the plan again to finish it: ");
    } else if (step_undo(step, &left)) {
        if (!journal_move(step, "undone", why, error)) {
            return FALSE;
        }
    } else if (step_is_passable(left)) {
        g_prefix_error(
            failed, "begun, and could not be undone (%s), apply the plan again: ", left->message);
    } else {
        g_propagate_error(error, g_steal_pointer(&left));
        return FALSE;
    }
    return report_refused(apply, step, *failed, error);
}

static gboolean act(Apply *apply, Step *step, GError **error)
{
    g_autoptr(GError) failed = NULL;
    if (!step_check(step, &failed)) {
        return refuse(apply, step, failed, error);
    }
    if (!(step_rewrites(step) ? step_rewrite(step, &failed) : step_remove(step, &failed))) {
        return give_up(apply, step, &failed, error);
    }
    report(apply, step->target, DAICHO_OUTCOME_DONE, step->row->note);
    return TRUE;
}

static gboolean execute(Apply *apply, Step *step, GError **error)
{
    g_autoptr(GError) failed = NULL;
    gboolean done = FALSE;
    gboolean is_open = journal_is_open(step);
    if (!step_open(step, &failed)) {
        /* What was begun stays begun until its folder is there again. */
        return is_open ? report_refused(apply, step, failed, error)
                       : refuse(apply, step, failed, error);
    }
    if (is_open && !step_recover(step, &done, &failed)) {
        return report_refused(apply, step, failed, error);
    }
    if (done) {
        report(apply, step->target, DAICHO_OUTCOME_DONE, step->row->note);
        return TRUE;
    }
    return act(apply, step, error);
}

static gboolean look_only(Apply *apply, Step *step, GError **error)
{
    g_autoptr(GError) failed = NULL;
    if (journal_is_open(step)) {
        report(apply, step->target, DAICHO_OUTCOME_DRY_RUN,
               "an earlier run began it: it would be finished, or undone and begun again");
        return TRUE;
    }
    if (!step_open(step, &failed) || !step_check(step, &failed)) {
        return report_refused(apply, step, failed, error);
    }
    report(apply, step->target, DAICHO_OUTCOME_DRY_RUN, step->target->disposal);
    return TRUE;
}

static gboolean apply_target(Apply *apply, const DaichoTarget *target, GError **error)
{
    if (target->action == DAICHO_ACTION_HELD) {
        report(apply, target, DAICHO_OUTCOME_REFUSED, target->instructions);
        return TRUE;
    }
    g_auto(Step) step = {
        .enforcer = apply->enforcer,
        .plan = apply->plan,
        .plan_row = apply->row,
        .overlap = apply->overlap,
        .reader = apply->reader,
        .subject_reader = apply->subject_reader,
        .target = target,
        .subject = apply->request != NULL ? apply->request->subject : NULL,
        .place = {.dir_fd = -1},
        .fd = -1,
    };
    if (!journal_load(&step, error)) {
        return FALSE;
    }
    if (journal_is(&step, "done") || journal_is(&step, "by-hand")) {
        report(apply, target, DAICHO_OUTCOME_ALREADY, step.row->note);
        return TRUE;
    }
    if (target->action == DAICHO_ACTION_MANUAL) {
        report(apply, target, DAICHO_OUTCOME_MANUAL, target->instructions);
        return TRUE;
    }
    return apply->execute ? execute(apply, &step, error) : look_only(apply, &step, error);
}

static gboolean check_state(const DaichoPlanRow *row, GError **error)
{
    static const char *const allowed[] = {"approved", "applying", "partly", "applied", NULL};
    if (g_strv_contains(allowed, row->state)) {
        return TRUE;
    }
    const char *next = strcmp(row->state, "planned") == 0
                           ? "have it approved first (daicho plan approve)"
                           : "a later plan took its place (see daicho plan list)";
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "plan %" G_GINT64_FORMAT " is %s: %s",
                row->number, row->state, next);
    return FALSE;
}

static void set_state(DaichoPlanRow *row, const char *state)
{
    g_free(row->state);
    row->state = g_strdup(state);
}

/* What was withdrawn since, or whose person was shredded, is not carried out. */
static gboolean check_request(const DaichoRequest *request, GError **error)
{
    static const char *const allowed[] = {"decided", "executed", "responded", NULL};
    if (!g_strv_contains(allowed, request->state)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "request %" G_GINT64_FORMAT " is %s: its plan is not carried out",
                    request->number, request->state);
        return FALSE;
    }
    if (request->subject == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the person of request %" G_GINT64_FORMAT
                    " was shredded, so that nothing could be verified: make a new request",
                    request->number);
        return FALSE;
    }
    return TRUE;
}

static gboolean load_request(Apply *apply, GError **error)
{
    if (apply->plan->request == 0) {
        return TRUE;
    }
    apply->request = daicho_catalog_get_request(apply->enforcer->catalog, apply->plan->request,
                                                error);
    return apply->request != NULL &&
           (!apply->execute || apply->was_applied || check_request(apply->request, error));
}

/* The state is read and moved in one transaction, so that of two processes one sees the other. */
static gboolean begin(Apply *apply, GError **error)
{
    DaichoEnforcer *enforcer = apply->enforcer;
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    if (transaction == NULL) {
        return FALSE;
    }
    apply->plan = daicho_plan_load(enforcer, apply->number, &apply->row, error);
    if (apply->plan == NULL || !check_state(apply->row, error)) {
        return FALSE;
    }
    apply->was_applied = strcmp(apply->row->state, "applied") == 0;
    if (!load_request(apply, error)) {
        return FALSE;
    }
    if (apply->was_applied) {
        return TRUE;
    }
    g_autofree char *object = g_strdup_printf("plan %" G_GINT64_FORMAT, apply->number);
    set_state(apply->row, "applying");
    return daicho_catalog_put_plan(enforcer->catalog, apply->row, error) &&
           daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "plan-apply", object,
                                       apply->row->hash, error) &&
           daicho_transaction_commit(transaction, error);
}

static gboolean load(Apply *apply, GError **error)
{
    apply->plan = daicho_plan_load(apply->enforcer, apply->number, &apply->row, error);
    return apply->plan != NULL && load_request(apply, error);
}

static gboolean is_stopped(const Apply *apply)
{
    return apply->enforcer->stop != NULL && *apply->enforcer->stop != 0;
}

static gboolean open_readers(Apply *apply, GError **error)
{
    DaichoEnforcer *enforcer = apply->enforcer;
    if (apply->request != NULL && apply->request->subject != NULL) {
        apply->subject_reader = subject_reader_new(enforcer, apply->request->subject, error);
        apply->reader = apply->subject_reader != NULL
                            ? subject_reader_get_rules(apply->subject_reader)
                            : NULL;
    } else {
        apply->reader = daicho_file_reader_new(
            enforcer->rules, daicho_catalog_get_key(enforcer->catalog), enforcer->reading);
    }
    return apply->reader != NULL;
}

/* What one target's file does to the processes that read it stays with that target. */
static void rest_readers(Apply *apply)
{
    if (apply->subject_reader != NULL) {
        subject_reader_rest(apply->subject_reader);
    } else {
        daicho_file_reader_rest(apply->reader);
    }
}

static void close_readers(Apply *apply)
{
    if (apply->subject_reader != NULL) {
        subject_reader_free(apply->subject_reader);
    } else {
        daicho_file_reader_free(apply->reader);
    }
}

static gboolean run(Apply *apply, GError **error)
{
    if (!(apply->execute ? begin(apply, error) : load(apply, error)) ||
        !open_readers(apply, error)) {
        return FALSE;
    }
    const GPtrArray *targets = apply->plan->targets;
    apply->overlap = overlap_new(apply->plan);
    apply->result->left = targets->len;
    for (guint i = 0; i < targets->len && !is_stopped(apply); i++) {
        apply->result->left--;
        if (!apply_target(apply, g_ptr_array_index(targets, i), error)) {
            return FALSE;
        }
        rest_readers(apply);
    }
    return apply->result->left > 0 || !apply->execute || apply_finish(apply, error);
}

gboolean daicho_plan_apply(DaichoEnforcer *enforcer, gint64 number, gboolean execute,
                           DaichoApplyFunc each, gpointer data, DaichoApplyResult *result,
                           GError **error)
{
    *result = (DaichoApplyResult){0};
    Apply apply = {
        .enforcer = enforcer,
        .number = number,
        .execute = execute,
        .each = each,
        .data = data,
        .result = result,
    };
    /* The lock keeps a second process out for as long as this one acts; the journal is for later
     * ones. */
    g_autoptr(DaichoCatalogLock) lock = execute ? daicho_catalog_lock(enforcer->catalog, error)
                                                : NULL;
    gboolean applied = (lock != NULL || !execute) && run(&apply, error);
    close_readers(&apply);
    overlap_free(apply.overlap);
    daicho_plan_free(apply.plan);
    daicho_plan_row_free(apply.row);
    daicho_request_free(apply.request);
    return applied;
}
