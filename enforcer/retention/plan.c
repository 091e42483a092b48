#include "enforcer/retention/retention.h"

#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/plans/document.h"
#include "enforcer/plans/store.h"
#include "enforcer/plans/target.h"
#include "enforcer/edits/range.h"
#include "enforcer/retention/records.h"
#include "enforcer/subjects/candidates.h"

typedef struct {
    DaichoEnforcer *enforcer;
    RetentionClock clock;
    DaichoPlan *plan;
    GHashTable *readers; /* of RetentionReader by field */
} Planning;

/* A file that is being looked at, open. */
typedef struct {
    const DaichoRetention *retention;
    char *root;
    int fd;
    struct stat status;
} Open;

static void set_text(char **text, const char *value)
{
    g_free(*text);
    *text = g_strdup(value);
}

static void open_clear(Open *open)
{
    daicho_fd_clear(&open->fd);
    g_free(open->root);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Open, open_clear)

/* FALSE when it is not there as the catalog has it: the next scan tells. */
static gboolean open_file(Planning *planning, Open *open)
{
    const DaichoRetentionFile *file = open->retention->file;
    const SubjectCandidate candidate = {.share = file->share, .path = file->path};
    open->fd = subject_candidate_open(planning->enforcer, &candidate, &open->root, NULL);
    if (open->fd < 0 || !daicho_fs_stat(planning->enforcer->fs, open->fd, &open->status, NULL)) {
        return FALSE;
    }
    const DaichoIdentity identity = daicho_identity_of(&open->status);
    return identity.mtime_ns == file->mtime_ns && identity.size_bytes == file->size_bytes;
}

static DaichoTarget *new_target(const Open *open)
{
    const DaichoRetention *retention = open->retention;
    DaichoTarget *target = daicho_target_new();
    set_text(&target->share, retention->file->share);
    set_text(&target->root, open->root);
    set_text(&target->path, retention->file->path);
    set_text(&target->purpose, retention->purpose->id);
    target->identity = daicho_identity_of(&open->status);
    return target;
}

/* A file that moved while it was read is left to the next plan. */
static gboolean add_target(Planning *planning, const Open *open, DaichoTarget *owned,
                           GError **error)
{
    g_autoptr(DaichoTarget) target = owned;
    struct stat now;
    g_free(target->digest);
    target->digest = range_digest_file(open->fd, NULL);
    if (target->digest == NULL || !daicho_fs_stat(planning->enforcer->fs, open->fd, &now, NULL) ||
        !daicho_identity_is_same(&open->status, &now)) {
        planning->plan->unread++;
        return TRUE;
    }
    if (!plan_store_hold(planning->enforcer, target, error)) {
        return FALSE;
    }
    target->number = planning->plan->targets->len + 1;
    g_ptr_array_add(planning->plan->targets, g_steal_pointer(&target));
    return TRUE;
}

static gboolean plan_whole(Planning *planning, const Open *open, GError **error)
{
    const DaichoRetention *retention = open->retention;
    gboolean is_suspend = strcmp(retention->then, "suspend") == 0;
    DaichoTarget *target = new_target(open);
    g_autofree char *file_system = daicho_fs_describe(open->fd);
    target->action = is_suspend ? DAICHO_ACTION_SUSPEND_FILE : DAICHO_ACTION_DELETE_FILE;
    if (open->status.st_nlink > 1) {
        target->action = DAICHO_ACTION_MANUAL;
        set_text(&target->instructions,
                 "the same file has other names as well (hard links), where its content would "
                 "stay. Ask the system's administrator to find them, then make the plan again");
    }
    g_free(target->why);
    target->why = g_strdup_printf("%s; findings: %" G_GINT64_FORMAT, retention->why,
                                  retention->file->findings);
    g_free(target->disposal);
    target->disposal = plan_words_disposal(file_system, target->action);
    return add_target(planning, open, target, error);
}

/* The place, and why a person has to decide. */
static void add_possible(Planning *planning, const DaichoRetention *retention, const char *why)
{
    g_autofree char *place = plan_place(retention->file->share, retention->file->path, "", 0);
    g_ptr_array_add(planning->plan->possible, g_strdup_printf("%s  (%s)", place, why));
}

/* --- record by record --- */

static RetentionReader *get_reader(Planning *planning, const char *field, GError **error)
{
    RetentionReader *reader = g_hash_table_lookup(planning->readers, field);
    if (reader == NULL) {
        reader = retention_reader_new(planning->enforcer, field, error);
        if (reader != NULL) {
            g_hash_table_insert(planning->readers, g_strdup(field), reader);
        }
    }
    return reader;
}

/* NULL for what ends the run. */
static DaichoTarget *choose_records(Planning *planning, const Open *open,
                                    const RetentionRecords *records, GError **error)
{
    const DaichoRetention *retention = open->retention;
    g_autofree char *file_system = daicho_fs_describe(open->fd);
    const PlanFileFacts facts = {open->status.st_nlink, open->status.st_size, file_system,
                                 "the records whose period has ended",
                                 "take the records whose period has ended out"};
    PlanWish wish = strcmp(retention->then, "suspend") == 0 ? PLAN_SUSPEND : PLAN_DELETE;
    const DaichoLimits *limits = &planning->enforcer->reading->limits;
    g_autoptr(DaichoTarget) target = new_target(open);
    plan_target_choose(target, &records->file, wish, &facts, limits);
    if (!plan_document_try(target, &records->file, planning->enforcer->fs, open->fd, limits,
                           error)) {
        return NULL;
    }
    g_free(target->why);
    target->why = g_strdup_printf(
        "%s; field %s: records whose period has ended: %" G_GINT64_FORMAT ", all others stay "
        "(%" G_GINT64_FORMAT " by their date, %" G_GINT64_FORMAT " whose date cannot be read)",
        retention->why, retention->purpose->retention_field, records->ended, records->kept,
        records->undated);
    return g_steal_pointer(&target);
}

/* Whether a person decided that what has ended goes. */
static gboolean is_decided(const DaichoRetention *retention)
{
    const DaichoDisposition *disposition = retention->disposition;
    return disposition != NULL && strcmp(disposition->decision, "delete") == 0 &&
           disposition->mtime_ns == retention->file->mtime_ns &&
           disposition->size_bytes == retention->file->size_bytes;
}

static gboolean plan_records(Planning *planning, const Open *open, GError **error)
{
    const DaichoRetention *retention = open->retention;
    g_autoptr(GError) failed = NULL;
    g_auto(RetentionRecords) records = {0};
    RetentionReader *reader = get_reader(planning, retention->purpose->retention_field, error);
    if (reader == NULL) {
        return FALSE;
    }
    if (!retention_records_read(reader, &planning->clock, retention->purpose, open->fd,
                                retention->file, &records, &failed)) {
        if (!g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_FILE)) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return FALSE;
        }
        planning->plan->unread++;
        return TRUE;
    }
    planning->plan->unread += records.unread != NULL ? 1 : 0;
    gboolean is_review = strcmp(retention->then, "review") == 0 && !is_decided(retention);
    gboolean has_no_date = records.ended + records.kept == 0;
    if (has_no_date || (records.ended > 0 && is_review)) {
        g_autofree char *why = g_strdup_printf(
            has_no_date
                ? "no record in it has a date in the field %s"
                : "the policy wants a person to decide: records whose period has ended by the "
                  "field %s: %" G_GINT64_FORMAT,
            retention->purpose->retention_field, records.ended);
        add_possible(planning, retention, why);
        return TRUE;
    }
    if (records.ended == 0) {
        return TRUE;
    }
    DaichoTarget *target = choose_records(planning, open, &records, error);
    return target != NULL && add_target(planning, open, target, error);
}

/* --- the whole --- */

static gboolean plan_file(const DaichoRetention *retention, gpointer data, GError **error)
{
    Planning *planning = data;
    if (retention->state == DAICHO_RETENTION_REVIEW) {
        planning->plan->unread += retention->file->findings == 0 ? 1 : 0;
        add_possible(planning, retention, retention->why);
        return TRUE;
    }
    if (retention->state != DAICHO_RETENTION_DUE && retention->state != DAICHO_RETENTION_HELD &&
        retention->state != DAICHO_RETENTION_BY_RECORD) {
        return TRUE;
    }
    g_auto(Open) open = {.retention = retention, .fd = -1};
    if (!open_file(planning, &open)) {
        planning->plan->unread++;
        return TRUE;
    }
    return retention->state == DAICHO_RETENTION_BY_RECORD ? plan_records(planning, &open, error)
                                                          : plan_whole(planning, &open, error);
}

static DaichoPlan *new_plan(DaichoEnforcer *enforcer, const char *purpose)
{
    DaichoPlan *plan = daicho_plan_new();
    plan->made_s = enforcer->actor.now_s;
    g_free(plan->kind);
    plan->kind = purpose != NULL ? g_strconcat("retention of ", purpose, NULL)
                                 : g_strdup("retention");
    set_text(&plan->policy_digest, daicho_policy_get_digest(enforcer->policy));
    set_text(&plan->made_by, daicho_actor_name(&enforcer->actor));
    return plan;
}

gint64 daicho_retention_plan(DaichoEnforcer *enforcer, const char *purpose, GError **error)
{
    g_auto(RetentionClock) clock = {0};
    if (!retention_clock_init(&clock, enforcer, error)) {
        return 0;
    }
    g_autoptr(DaichoPlan) plan = new_plan(enforcer, purpose);
    g_autoptr(GHashTable) readers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                                          (GDestroyNotify)retention_reader_free);
    Planning planning = {enforcer, clock, plan, readers};
    return daicho_retention_each(enforcer, purpose, plan_file, &planning, error)
               ? plan_store(enforcer, plan, error)
               : 0;
}
