#include "enforcer/acts/step.h"

#include <fcntl.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/acts/step_beside.h"
#include "enforcer/acts/step_busy.h"
#include "enforcer/holds/hold.h"
#include "enforcer/edits/range.h"
#include "enforcer/retention/weigh.h"

gboolean step_is_passable(const GError *error)
{
    return error->domain != DAICHO_ERROR || error->code == DAICHO_ERROR_FILE ||
           error->code == DAICHO_ERROR_MEMBER;
}

gboolean step_is_of_values(const DaichoTarget *target)
{
    return target->action == DAICHO_ACTION_DELETE_VALUES ||
           target->action == DAICHO_ACTION_CHANGE_VALUES;
}

gboolean step_rewrites(const Step *step)
{
    return step->target->action == DAICHO_ACTION_DELETE_PARTS ||
           step->target->action == DAICHO_ACTION_SUSPEND_PARTS || step_is_of_values(step->target);
}

gboolean step_suspends(const Step *step)
{
    return step->target->action == DAICHO_ACTION_SUSPEND_FILE ||
           step->target->action == DAICHO_ACTION_SUSPEND_PARTS;
}

gboolean identity_matches(const DaichoIdentity *identity, const struct stat *status)
{
    gint64 mtime_ns = (gint64)status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
    /* Not ctime: renaming and linking move it, and content cannot change behind the digest. */
    return S_ISREG(status->st_mode) && identity->device == status->st_dev &&
           identity->inode == status->st_ino && identity->size_bytes == status->st_size &&
           identity->mtime_ns == mtime_ns;
}

gboolean step_check_planned(const Step *step, int fd, GError **error)
{
    struct stat status;
    if (!daicho_fs_stat(step->enforcer->fs, fd, &status, error)) {
        return FALSE;
    }
    g_autofree char *digest = NULL;
    if (identity_matches(&step->target->identity, &status)) {
        digest = range_digest_file(fd, error);
        if (digest == NULL) {
            return FALSE;
        }
    }
    if (digest == NULL || strcmp(digest, step->target->digest) != 0) {
        g_autofree char *shown = daicho_text_escape(step->target->path, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "%s changed since the plan: it was left alone; make a new plan", shown);
        return FALSE;
    }
    return TRUE;
}

gboolean step_check_hold(Step *step, GError **error)
{
    g_autofree char *reason = NULL;
    gboolean held = FALSE;
    step->doing = "held";
    if (!daicho_hold_covers(step->enforcer, step->target, &reason, &held, error)) {
        return FALSE;
    }
    /* The catalog may not have seen all of the person's data in it. */
    if (!held && step->subject != NULL &&
        !daicho_hold_covers_subject(step->enforcer, step->subject, &reason, &held, error)) {
        return FALSE;
    }
    if (held) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "held: %s", reason);
    }
    return !held;
}

gboolean step_check_links(Step *step, const struct stat *status, GError **error)
{
    guint planned = overlap_count_names(step->overlap, step->target);
    step->doing = "the content has other hard links";
    if (status->st_nlink > planned) {
        g_autofree char *shown = daicho_text_escape(step->target->path, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the content of %s has %u names (hard links), of which the plan has %u: it "
                    "would stay under the others; delete those, or scan their folder and make a "
                    "new plan",
                    shown, (guint)status->st_nlink, planned);
        return FALSE;
    }
    return TRUE;
}

gboolean step_open(Step *step, GError **error)
{
    step->doing = "the folder cannot be opened";
    return place_open(step->enforcer->fs, step->target->root, step->target->path,
                      step->target->identity.device, &step->place, error) &&
           journal_check_folder(step, error);
}

static gboolean refuse_marked(const char *what, const char *path, const char *mark, GError **error)
{
    g_autofree char *shown = daicho_text_escape(path, -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "%s %s is %s: whoever set that must take it away before anything can change", what,
                shown, mark);
    return FALSE;
}

/* E1: what an administrator has marked against changes stops an act before it is begun: in a folder
 * that only grows not even the copy could be taken away again. */
static gboolean check_marks(const char *what, int fd, const char *path, GError **error)
{
    struct statx status;
    if (statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status) < 0) {
        return TRUE; /* the act itself will tell */
    }
    if ((status.stx_attributes & STATX_ATTR_IMMUTABLE) != 0) {
        return refuse_marked(what, path, "immutable (chattr +i)", error);
    }
    return (status.stx_attributes & STATX_ATTR_APPEND) == 0 ||
           refuse_marked(what, path, "append-only (chattr +a)", error);
}

/* A period that was made longer since keeps what the plan would take. */
static gboolean check_policy(Step *step, GError **error)
{
    const char *digest = daicho_policy_get_digest(step->enforcer->policy);
    step->doing = "the policy changed since the plan";
    if (strcmp(step->plan->policy_digest, digest) != 0) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                            "the policy changed since the plan, and with it may have what has "
                            "ended: make a new plan");
        return FALSE;
    }
    return TRUE;
}

/* Who decided after the plan was made that the file is kept has the last word. */
static gboolean check_kept(Step *step, GError **error)
{
    g_autofree char *until = NULL;
    gboolean kept = FALSE;
    if (!g_str_has_prefix(step->plan->kind, "retention")) {
        return TRUE;
    }
    if (!check_policy(step, error)) {
        return FALSE;
    }
    step->doing = "a person decided to keep it";
    if (!retention_is_kept(step->enforcer, step->target->share, step->target->path, &until, &kept,
                           error)) {
        return FALSE;
    }
    if (kept) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "a person decided since the plan to keep it until %s", until);
    }
    return !kept;
}

gboolean step_check(Step *step, GError **error)
{
    struct stat status;
    if (!step_check_hold(step, error) || !check_kept(step, error)) {
        return FALSE;
    }
    step->doing = "the file cannot be opened";
    step->fd = place_open_file(&step->place, step->place.name, &status, error);
    if (step->fd < 0 || !step_check_links(step, &status, error)) {
        return FALSE;
    }
    step->doing = "immutable or append-only";
    if (!check_marks("the file", step->fd, step->target->path, error) ||
        !check_marks("the folder of", step->place.dir_fd, step->target->path, error)) {
        return FALSE;
    }
    step->doing = "in use";
    if (!step_beside_check(&step->place, step->fd, error) ||
        !step_busy_check(step->fd, step->target->path, error)) {
        return FALSE;
    }
    step->doing = "changed since the plan";
    return step_check_planned(step, step->fd, error);
}
