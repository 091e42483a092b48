#include "enforcer/plans/plan.h"

#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/text.h"
#include "enforcer/acts/step.h"
#include "enforcer/edits/check.h"
#include "enforcer/plans/choice.h"
#include "enforcer/plans/document.h"
#include "enforcer/plans/outgoing.h"
#include "enforcer/plans/request.h"
#include "enforcer/plans/store.h"
#include "enforcer/plans/target.h"
#include "enforcer/plans/trial.h"
#include "enforcer/plans/values.h"
#include "enforcer/subjects/candidates.h"
#include "enforcer/subjects/links.h"

typedef struct {
    DaichoEnforcer *enforcer;
    const DaichoRequest *request;
    const SubjectIdentity *identity;
    SubjectReader *reader;
    DaichoPlan *plan;
    PlanInclude *include;
    SubjectLinks *links; /* NULL when nobody asks for proposals */
    PlanWish wish;
    GPtrArray *outgoing;        /* NULL: all that is on the shares is meant */
    const PlanDetails *details; /* that change; NULL: records go */
} Making;

static void set_text(char **text, const char *value)
{
    g_free(*text);
    *text = g_strdup(value);
}

/* --- one file --- */

static gboolean is_gone_with_target(const DaichoTarget *target, const DaichoItem *item)
{
    gboolean gone = target != NULL && (target->action == DAICHO_ACTION_DELETE_FILE ||
                                       target->action == DAICHO_ACTION_SUSPEND_FILE);
    for (guint i = 0; target != NULL && i < target->edits->len && !gone; i++) {
        gone = edit_takes(g_ptr_array_index(target->edits, i), item->part);
    }
    return gone;
}

/* What is known of it stands behind the place. */
static void add_undone(Making *making, const DaichoItem *item, gint64 record,
                       const SubjectPlace *of, gboolean is_decided)
{
    g_autofree char *place = plan_place(item->share, item->path, item->part, record);
    g_autofree char *known = of != NULL ? subject_place_describe(of, making->enforcer) : NULL;
    g_ptr_array_add(is_decided ? making->plan->excluded : making->plan->possible,
                    known != NULL ? g_strdup_printf("%s  (%s)", place, known)
                                  : g_steal_pointer(&place));
}

/* What a person has to decide: hits that are no more than possible, and lines that the subject
 * shares with others. */
static void list_possible(Making *making, const PlanFile *file, const DaichoTarget *target)
{
    for (guint i = 0; i < file->items->len; i++) {
        const PlanItem *item = &g_array_index(file->items, PlanItem, i);
        if (is_gone_with_target(target, item->item)) {
            continue;
        }
        if (item->is_only_possible && !item->is_named) {
            add_undone(making, item->item, 0, item->name_place, plan_item_name_is_decided(item));
        }
        for (guint k = 0; k < item->records->len; k++) {
            const PlanRecord *record = &g_array_index(item->records, PlanRecord, k);
            if (!record->goes || (record->is_mixed && !record->is_included && target != NULL &&
                                  target->action == DAICHO_ACTION_MANUAL)) {
                add_undone(making, item->item, record->number, record->place,
                           plan_record_is_decided(record));
            }
        }
    }
}

/* *is_meant is FALSE when nothing of the file is. */
static gboolean choose(const Making *making, DaichoTarget *target, const PlanFile *file,
                       const PlanFileFacts *facts, int fd, gboolean *is_meant, GError **error)
{
    const PlanValues values = {making->enforcer, making->details, making->include,
                               making->plan->possible};
    const PlanValuesFile open = {file, facts, fd, target->path};
    *is_meant = TRUE;
    if (making->details != NULL) {
        return plan_values_choose(&values, target, &open, is_meant, error);
    }
    plan_target_choose(target, file, making->wish, facts, &making->enforcer->reading->limits);
    return TRUE;
}

/* FALSE when the run has to end: a file that cannot be looked into is left, as one that was not read. */
static gboolean choose_or_leave(Making *making, DaichoTarget *target, const PlanFile *file,
                                const PlanFileFacts *facts, int fd, gboolean *is_meant,
                                GError **error)
{
    g_autoptr(GError) failed = NULL;
    if (choose(making, target, file, facts, fd, is_meant, &failed)) {
        return TRUE;
    }
    if (!step_is_passable(failed)) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    *is_meant = FALSE;
    making->plan->unread++;
    return TRUE;
}

static const char *get_deed(const Making *making)
{
    static const char *const deeds[] = {
        [PLAN_DELETE] = "take the person's data out",
        [PLAN_SUSPEND] = "take the person's data out",
        [PLAN_DELETE_VALUES] = "take the detail out",
        [PLAN_CORRECT_VALUES] = "put the new value in its place",
        [PLAN_ADD_VALUES] = "add the new value",
    };
    return deeds[making->wish];
}

/* Of single values nothing goes along. */
static gboolean try_target(Making *making, DaichoTarget *target, const PlanFile *file, int fd,
                           const char *type, GError **error)
{
    DaichoEnforcer *enforcer = making->enforcer;
    return (making->details != NULL ||
            plan_document_try(target, file, enforcer->fs, fd, &enforcer->reading->limits, error)) &&
           plan_store_hold(enforcer, target, error) &&
           plan_trial(enforcer, target, fd, type, error);
}

static gboolean add_target(Making *making, const PlanFile *file, const SubjectCandidate *candidate,
                           const char *root, int fd, const struct stat *status, GError **error)
{
    g_autoptr(DaichoTarget) target = NULL;
    if (plan_file_is_target(file)) {
        const DaichoItem *whole = g_ptr_array_index(file->scan->items, 0);
        g_autofree char *file_system = daicho_fs_describe(fd);
        const PlanFileFacts facts = {status->st_nlink, status->st_size, file_system,
                                     making->details != NULL ? "the detail" : "the person's data",
                                     get_deed(making)};
        gboolean is_meant = FALSE;
        target = daicho_target_new();
        set_text(&target->share, candidate->share);
        set_text(&target->root, root);
        set_text(&target->path, candidate->path);
        set_text(&target->digest, whole->digest);
        set_text(&target->purpose, whole->purpose);
        target->identity = daicho_identity_of(status);
        if (!choose_or_leave(making, target, file, &facts, fd, &is_meant, error)) {
            return FALSE;
        }
        if (!is_meant) {
            g_clear_pointer(&target, daicho_target_free);
        } else if (!try_target(making, target, file, fd, whole->type, error)) {
            return FALSE;
        }
    }
    list_possible(making, file, target);
    if (target != NULL) {
        target->number = making->plan->targets->len + 1;
        g_ptr_array_add(making->plan->targets, g_steal_pointer(&target));
    }
    return TRUE;
}

/* Nothing is proposed of a file that cannot be read again: a plan that goes on with it fails there. */
static gboolean link_up(const Making *making, const SubjectCandidate *candidate,
                        const SubjectScan *scan, int fd, GError **error)
{
    g_autoptr(GError) failed = NULL;
    if (making->links == NULL ||
        subject_links_note(making->links, scan, fd, candidate->path, &failed) ||
        g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_FILE)) {
        return TRUE;
    }
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}

/* Sets *unread when the file could not be searched as it is now. */
static gboolean plan_candidate(Making *making, const SubjectCandidate *candidate, gboolean *unread,
                               GError **error)
{
    DaichoEnforcer *enforcer = making->enforcer;
    g_autofree char *root = NULL;
    g_autofree char *why_unread = NULL;
    g_auto(SubjectScan) scan = {0};
    struct stat before;
    struct stat after;
    *unread = TRUE;
    DAICHO_AUTO_FD int fd = subject_candidate_open(enforcer, candidate, &root, NULL);
    if (fd < 0 || !daicho_fs_stat(enforcer->fs, fd, &before, NULL)) {
        return TRUE;
    }
    if (!subject_candidate_search(enforcer, making->reader, candidate, fd, &scan, &why_unread,
                                  error)) {
        return FALSE;
    }
    if (!link_up(making, candidate, &scan, fd, error)) {
        return FALSE;
    }
    if (!daicho_fs_stat(enforcer->fs, fd, &after, NULL)) {
        return TRUE;
    }
    gboolean is_still = daicho_identity_is_same(&before, &after);
    *unread = why_unread != NULL || !is_still;
    if (!is_still || scan.places == NULL || scan.places->len == 0) {
        return TRUE;
    }
    g_auto(PlanFile) file = {0};
    plan_file_init(&file, making->identity, &scan, making->include);
    return add_target(making, &file, candidate, root, fd, &after, error);
}

static gboolean is_meant(const Making *making, const char *share, const char *path)
{
    return making->outgoing == NULL || plan_outgoing_has(making->outgoing, share, path);
}

static gboolean count_unread(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    Making *making = data;
    gboolean counts = item->state != DAICHO_ITEM_READ && is_meant(making, item->share, item->path);
    making->plan->unread += counts ? 1 : 0;
    return TRUE;
}

static gboolean go_on(const DaichoEnforcer *enforcer, guint done, guint all, GError **error)
{
    if (enforcer->stop != NULL && *enforcer->stop != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "stopped after %u of %u files: no plan was made", done, all);
        return FALSE;
    }
    if (enforcer->progress != NULL) {
        enforcer->progress(done, all, enforcer->progress_data);
    }
    return TRUE;
}

static gboolean plan_files(Making *making, GError **error)
{
    DaichoEnforcer *enforcer = making->enforcer;
    const DaichoItemQuery all = {0};
    g_autoptr(GPtrArray)
        candidates = subject_candidates_new(enforcer, making->request->subject, error);
    if (candidates == NULL ||
        !daicho_catalog_each_item(enforcer->catalog, &all, count_unread, making, error)) {
        return FALSE;
    }
    for (guint i = 0; i < candidates->len; i++) {
        gboolean unread = FALSE;
        const SubjectCandidate *candidate = g_ptr_array_index(candidates, i);
        if (!is_meant(making, candidate->share, candidate->path)) {
            continue;
        }
        if (!go_on(enforcer, i, candidates->len, error) ||
            !plan_candidate(making, candidate, &unread, error)) {
            return FALSE;
        }
        making->plan->unread += unread ? 1 : 0;
    }
    return plan_include_check(making->include, error) &&
           subject_decisions_check(subject_reader_get_decisions(making->reader), error);
}

/* --- storing --- */

/* The request may have moved on while the files were read. */
static gboolean check_again(Making *making, GError **error)
{
    PlanWish wish = PLAN_DELETE;
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(making->enforcer->catalog,
                                                                  making->request->number, error);
    return request != NULL && plan_request_check(making->enforcer, request, &wish, error);
}

static gboolean store_decisions(Making *making, GError **error)
{
    const GArray *ended = plan_include_get_ended(making->include);
    gboolean done = subject_decisions_store(subject_reader_get_decisions(making->reader),
                                            making->enforcer, error);
    for (guint i = 0; done && i < ended->len; i++) {
        done = subject_decisions_end(making->enforcer, g_array_index(ended, gint64, i), error);
    }
    return done;
}

static gint64 store(Making *making, GError **error)
{
    g_autoptr(DaichoTransaction)
        transaction = daicho_transaction_begin(making->enforcer->catalog, error);
    gint64 number = transaction != NULL && check_again(making, error) &&
                            store_decisions(making, error)
                        ? plan_store(making->enforcer, making->plan, error)
                        : 0;
    return number != 0 && daicho_transaction_commit(transaction, error) ? number : 0;
}

/* *details stays NULL for a request whose records go. */
static gboolean take_details(DaichoEnforcer *enforcer, const GPtrArray *changes, PlanWish wish,
                             PlanDetails **details, GError **error)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    gboolean has_none = wish == PLAN_DELETE || wish == PLAN_SUSPEND;
    if (has_none && changes == NULL) {
        return TRUE;
    }
    *details = plan_details_new(enforcer, changes != NULL ? changes : none, wish, error);
    return *details != NULL;
}

static gboolean check_choice(DaichoEnforcer *enforcer, const DaichoRequest *request,
                             const DaichoPlanChoice *choice, PlanWish *wish, GError **error)
{
    return plan_request_check(enforcer, request, wish, error) &&
           daicho_subject_check(request->subject, enforcer->rules, error) &&
           plan_choice_check(enforcer, choice, request->subject, error);
}

static DaichoPlan *new_plan(const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    DaichoPlan *plan = daicho_plan_new();
    plan->request = request->number;
    plan->made_s = enforcer->actor.now_s;
    set_text(&plan->kind, request->kind);
    set_text(&plan->policy_digest, daicho_policy_get_digest(enforcer->policy));
    set_text(&plan->made_by, daicho_actor_name(&enforcer->actor));
    return plan;
}

static GPtrArray *copy_changes(const GPtrArray *changes)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_change_free);
    for (guint i = 0; i < changes->len; i++) {
        const DaichoChange *change = g_ptr_array_index(changes, i);
        g_ptr_array_add(copy, daicho_change_new(change->kind, change->old, change->put));
    }
    return copy;
}

gint64 daicho_plan_make_chosen(DaichoEnforcer *enforcer, gint64 request,
                               const DaichoPlanChoice *choice, GError **error)
{
    Making making = {.enforcer = enforcer};
    g_autoptr(PlanDetails) details = NULL;
    g_autoptr(DaichoRequest) row = daicho_catalog_get_request(enforcer->catalog, request, error);
    if (row == NULL || !check_choice(enforcer, row, choice, &making.wish, error) ||
        !take_details(enforcer, choice->changes, making.wish, &details, error)) {
        return 0;
    }
    g_autoptr(SubjectIdentity) identity = subject_identity_new(enforcer, row->subject, error);
    if (identity == NULL) {
        return 0;
    }
    g_autoptr(SubjectReader) reader = subject_reader_new(enforcer, row->subject, error);
    if (reader == NULL) {
        return 0;
    }
    g_autoptr(SubjectLinks)
        links = choice->proposals != NULL
                    ? subject_links_new(enforcer, identity, row->subject, choice->proposals)
                    : NULL;
    g_autoptr(GPtrArray)
        outgoing = plan_request_is_outgoing(row) ? plan_outgoing_load(enforcer, error) : NULL;
    if (outgoing == NULL && plan_request_is_outgoing(row)) {
        return 0;
    }
    g_autoptr(DaichoPlan) plan = new_plan(enforcer, row);
    g_autoptr(PlanInclude) included = plan_include_new(choice->include);
    subject_decisions_exclude(subject_reader_get_decisions(reader), choice->exclude,
                              choice->reason);
    making.request = row;
    making.identity = identity;
    making.reader = reader;
    making.links = links;
    making.plan = plan;
    making.include = included;
    making.outgoing = outgoing;
    making.details = details;
    if (!plan_files(&making, error)) {
        return 0;
    }
    plan->changes = choice->changes != NULL ? copy_changes(choice->changes) : NULL;
    daicho_plan_seal(plan, daicho_catalog_get_key(enforcer->catalog));
    return store(&making, error);
}

gint64 daicho_plan_make(DaichoEnforcer *enforcer, gint64 request, const char *const *include,
                        GError **error)
{
    const DaichoPlanChoice choice = {.include = include};
    return daicho_plan_make_chosen(enforcer, request, &choice, error);
}

gint64 daicho_plan_make_changes(DaichoEnforcer *enforcer, gint64 request, const GPtrArray *changes,
                                const char *const *include, GError **error)
{
    const DaichoPlanChoice choice = {.include = include, .changes = changes};
    return daicho_plan_make_chosen(enforcer, request, &choice, error);
}
