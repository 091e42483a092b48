#include "enforcer/plans/task.h"

#include <fcntl.h>
#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/text.h"
#include "enforcer/certificates/certificate.h"
#include "enforcer/plans/progress.h"
#include "enforcer/plans/values.h"
#include "enforcer/edits/range.h"
#include "enforcer/acts/step.h"
#include "enforcer/subjects/scan.h"
#include "scanner/scanner.h"

/* A task, with all that was loaded for it. */
typedef struct {
    DaichoPlan *plan;
    DaichoPlanRow *row;
    DaichoRequest *request; /* NULL when the plan is for none */
    Step step;
} Task;

static void task_clear(Task *task)
{
    daicho_plan_free(task->plan);
    daicho_plan_row_free(task->row);
    daicho_request_free(task->request);
    daicho_journal_row_free(task->step.row);
    place_clear(&task->step.place);
    daicho_fd_clear(&task->step.fd);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Task, task_clear)

/* --- loading --- */

static gboolean check_state(const DaichoPlanRow *row, GError **error)
{
    static const char *const allowed[] = {"approved", "applying", "partly", "applied", NULL};
    if (g_strv_contains(allowed, row->state)) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "plan %" G_GINT64_FORMAT " is %s: only what an approved plan asks for can be done",
                row->number, row->state);
    return FALSE;
}

static gboolean find_target(Task *task, gint64 number, GError **error)
{
    const GPtrArray *targets = task->plan->targets;
    for (guint i = 0; i < targets->len && task->step.target == NULL; i++) {
        const DaichoTarget *target = g_ptr_array_index(targets, i);
        task->step.target = target->number == number ? target : NULL;
    }
    if (task->step.target != NULL && task->step.target->action == DAICHO_ACTION_MANUAL) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "plan %" G_GINT64_FORMAT " leaves no target %" G_GINT64_FORMAT
                " to a person: daicho plan show %" G_GINT64_FORMAT " lists the tasks",
                task->row->number, number, task->row->number);
    return FALSE;
}

static gboolean load_request(Task *task, DaichoEnforcer *enforcer, GError **error)
{
    if (task->row->request == 0) {
        return TRUE;
    }
    task->request = daicho_catalog_get_request(enforcer->catalog, task->row->request, error);
    return task->request != NULL;
}

static gboolean load(Task *task, DaichoEnforcer *enforcer, gint64 number, gint64 target,
                     GError **error)
{
    task->step = (Step){.enforcer = enforcer, .place = {.dir_fd = -1}, .fd = -1};
    task->plan = daicho_plan_load(enforcer, number, &task->row, error);
    if (task->plan == NULL || !check_state(task->row, error) || !find_target(task, target, error) ||
        !load_request(task, enforcer, error)) {
        return FALSE;
    }
    task->step.plan = task->plan;
    task->step.plan_row = task->row;
    task->step.subject = task->request != NULL ? task->request->subject : NULL;
    if (!journal_load(&task->step, error)) {
        return FALSE;
    }
    if (journal_is(&task->step, "by-hand")) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "target %" G_GINT64_FORMAT " of plan %" G_GINT64_FORMAT
                    " was recorded as done before: %s",
                    target, number, task->step.row->note);
        return FALSE;
    }
    return TRUE;
}

/* --- looking --- */

static gboolean refuse(const Step *step, const char *what, GError **error)
{
    g_autofree char *shown = daicho_text_escape(step->target->path, -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "%s: %s; do what the plan says, then record it", shown, what);
    return FALSE;
}

static gboolean is_read(const GPtrArray *items)
{
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        if (item->state != DAICHO_ITEM_READ) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Another name beside it makes an address or number only possible: it is there all the same. Where it
 * is another's, staff decide so first. */
static gboolean is_hers(const SubjectPlace *place)
{
    static const char *const soft[] = {"name", "kana", "address", "birth-date", NULL};
    gboolean is_decided = place->decision != NULL && !place->is_changed;
    return place->strength != DAICHO_HIT_POSSIBLE ||
           (!is_decided && !g_strv_contains(soft, place->kind));
}

static gboolean is_found(const SubjectScan *scan)
{
    for (guint i = 0; i < scan->places->len; i++) {
        if (is_hers(&g_array_index(scan->places, SubjectPlace, i))) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Saved again, or copied back, without a change. */
static gboolean has_old_content(const Step *step, gboolean *is_old, GError **error)
{
    g_autofree char *digest = range_digest_file(step->fd, error);
    *is_old = digest != NULL && strcmp(digest, step->target->digest) == 0;
    return digest != NULL;
}

/* Where values change the person stays: what must be gone are the old values. */
static gboolean look_for_values(Step *step, SubjectScan *scan, const char **note, GError **error)
{
    const GPtrArray *changes = step->plan->changes;
    PlanWish wish = plan_details_guess_wish(changes);
    g_autoptr(PlanDetails) details = plan_details_new(step->enforcer, changes, wish, error);
    g_autoptr(SubjectIdentity)
        identity = details != NULL ? subject_identity_new(step->enforcer, step->subject, error)
                                   : NULL;
    g_autoptr(PlanInclude) none = plan_include_new(NULL);
    g_auto(PlanFile) file = {0};
    g_autoptr(GPtrArray)
        literals = identity != NULL
                       ? plan_details_search(details, step->fd, step->target->path, error)
                       : NULL;
    if (literals == NULL) {
        return FALSE;
    }
    plan_file_init(&file, identity, scan, none);
    if (plan_values_remain(details, &file, literals)) {
        return refuse(step, "the detail still stands in a record of the person's", error);
    }
    if (wish == PLAN_ADD_VALUES && plan_values_stand(details, &file)) {
        *note = "the new value is found in a record of the person's";
    } else if (wish != PLAN_ADD_VALUES && is_read(scan->items)) {
        *note = "the detail is found in the person's records no more";
    }
    return TRUE;
}

static gboolean look_into(Step *step, const char **note, GError **error)
{
    g_auto(SubjectScan) scan = {0};
    gboolean is_old = FALSE;
    *note = "the file was changed, and who recorded it answers for it: nothing was verified";
    if (!has_old_content(step, &is_old, error)) {
        return FALSE;
    }
    if (is_old) {
        return refuse(step, "its content is what it was when the plan was made", error);
    }
    if (step->subject == NULL) {
        return TRUE;
    }
    if (!subject_scan_fd(step->enforcer, step->subject, step->fd, step->target->share,
                         step->target->path, &scan, error)) {
        return FALSE;
    }
    if (step->plan->changes != NULL) {
        return look_for_values(step, &scan, note, error);
    }
    if (is_found(&scan)) {
        return refuse(step, "the person is still found in it", error);
    }
    if (is_read(scan.items)) {
        *note = "the person is found in the file no more";
    }
    return TRUE;
}

/* What else of the share the catalog knows, and whether any of it is there. */
typedef struct {
    const Step *step;
    int root_fd;
    gboolean knows, sees;
} Neighbours;

static gboolean look_for(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    Neighbours *neighbours = data;
    if (!neighbours->sees && strcmp(item->path, neighbours->step->target->path) != 0) {
        DaichoFs *fs = neighbours->step->enforcer->fs;
        /* With both flags a link is opened itself. */
        DAICHO_AUTO_FD int fd = fs->open_beneath(fs, neighbours->root_fd, item->path,
                                                 O_PATH | O_NOFOLLOW | O_CLOEXEC | DAICHO_FS_ACROSS,
                                                 0);
        neighbours->knows = TRUE;
        neighbours->sees = fd >= 0;
    }
    return TRUE;
}

static gboolean is_on_same_device(const Step *step, gboolean *is_same, GError **error)
{
    struct stat folder;
    *is_same = FALSE;
    if (!daicho_fs_stat(step->enforcer->fs, step->place.dir_fd, &folder, error)) {
        return FALSE;
    }
    *is_same = step->target->identity.device == folder.st_dev;
    return TRUE;
}

/* A share that is not mounted is an empty folder, in which every file is gone. */
static gboolean check_share(const Step *step, GError **error)
{
    const DaichoItemQuery files = {.share = step->target->share, .files_only = TRUE};
    DAICHO_AUTO_FD int root_fd = daicho_fs_open_root(step->target->root, error);
    Neighbours neighbours = {.step = step, .root_fd = root_fd};
    gboolean is_same = FALSE;
    if (root_fd < 0 || !is_on_same_device(step, &is_same, error) ||
        !daicho_catalog_each_item(step->enforcer->catalog, &files, look_for, &neighbours, error)) {
        return FALSE;
    }
    return neighbours.sees || (!neighbours.knows && is_same) ||
           refuse(step,
                  "it is gone, but nothing else that the catalog knows of the share is there "
                  "either: mount the share, or scan it when all of that was deleted",
                  error);
}

/* What stands under the file's name now. */
static gboolean look(Step *step, const char **note, GError **error)
{
    gboolean exists = FALSE;
    struct stat status;
    if (!step_open(step, error) ||
        !place_look(&step->place, step->place.name, &exists, &status, error)) {
        return FALSE;
    }
    if (!exists) {
        *note = "the file is gone";
        return check_share(step, error);
    }
    if (identity_matches(&step->target->identity, &status)) {
        return refuse(step, "it is as it was when the plan was made", error);
    }
    step->fd = place_open_file(&step->place, step->place.name, &status, error);
    return step->fd >= 0 && look_into(step, note, error);
}

/* --- recording --- */

static gboolean finish_plan(Task *task, const PlanProgress *progress, gint64 *certificate,
                            GError **error)
{
    if (progress->manual + progress->held + progress->unfinished > 0) {
        return TRUE;
    }
    DaichoEnforcer *enforcer = task->step.enforcer;
    g_autofree char *object = g_strdup_printf("plan %" G_GINT64_FORMAT, task->row->number);
    g_free(task->row->state);
    task->row->state = g_strdup("applied");
    if (!daicho_catalog_put_plan(enforcer->catalog, task->row, error) ||
        !daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "plan-applied", object,
                                     "applied: the last task was done by hand", error)) {
        return FALSE;
    }
    *certificate = daicho_certificate_make(enforcer, task->row->number, error);
    return *certificate != 0;
}

static gboolean record(Task *task, const char *note, gint64 *certificate, GError **error)
{
    Step *step = &task->step;
    DaichoEnforcer *enforcer = step->enforcer;
    PlanProgress progress;
    g_autoptr(GPtrArray) items = NULL;
    if (!refresh_read(enforcer, NULL, step->target->share, step->target->path, &step->place, &items,
                      error)) {
        return FALSE;
    }
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    /* A plan that was not carried out yet is finished, and certified, by its apply. */
    return transaction != NULL && journal_finish_by_hand(step, note, items, error) &&
           plan_progress_read(enforcer, task->row->number, task->plan, &progress, error) &&
           (strcmp(task->row->state, "partly") != 0 ||
            finish_plan(task, &progress, certificate, error)) &&
           daicho_transaction_commit(transaction, error);
}

gboolean daicho_plan_task_done(DaichoEnforcer *enforcer, gint64 number, gint64 target, char **note,
                               gint64 *certificate, GError **error)
{
    const char *seen = NULL;
    *note = NULL;
    *certificate = 0;
    g_autoptr(DaichoCatalogLock) lock = daicho_catalog_lock(enforcer->catalog, error);
    g_auto(Task) task = {.step = {.place = {.dir_fd = -1}, .fd = -1}};
    if (lock == NULL || !load(&task, enforcer, number, target, error) ||
        !look(&task.step, &seen, error) || !record(&task, seen, certificate, error)) {
        return FALSE;
    }
    *note = g_strdup(seen);
    return TRUE;
}

gboolean daicho_plan_task_count(DaichoEnforcer *enforcer, gint64 request, gint64 *plan, guint *open,
                                GError **error)
{
    PlanProgress progress = {0};
    *open = 0;
    if (!plan_progress_find_latest(enforcer, request, plan, error)) {
        return FALSE;
    }
    g_autoptr(DaichoPlanRow)
        row = *plan != 0 ? daicho_catalog_get_plan(enforcer->catalog, *plan, error) : NULL;
    if (row == NULL || *row->text == '\0') {
        return *plan == 0 || row != NULL; /* a shredded one asks nothing of anybody */
    }
    g_autoptr(DaichoPlan) loaded = daicho_plan_load(enforcer, *plan, NULL, error);
    if (loaded == NULL) {
        return FALSE;
    }
    if (!plan_progress_read(enforcer, *plan, loaded, &progress, error)) {
        return FALSE;
    }
    *open = progress.manual;
    return TRUE;
}
