#include "enforcer/acts/step.h"

#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/text.h"
#include "enforcer/edits/range.h"
#include "enforcer/vault/entry.h"

/* What stands under a name. */
typedef enum {
    FOUND_NOTHING,
    FOUND_ORIGINAL, /* the planned file, unchanged */
    FOUND_COPY,     /* the staged copy */
    FOUND_OTHER,
} Found;

static gboolean look(const Step *step, const char *name, Found *found, GError **error)
{
    gboolean exists = FALSE;
    struct stat status;
    if (!place_look(&step->place, name, &exists, &status, error)) {
        return FALSE;
    }
    if (!exists) {
        *found = FOUND_NOTHING;
    } else if (identity_matches(&step->target->identity, &status)) {
        *found = FOUND_ORIGINAL;
    } else {
        gboolean is_copy = step->copy_inode != 0 && status.st_ino == step->copy_inode &&
                           status.st_dev == step->target->identity.device;
        *found = is_copy ? FOUND_COPY : FOUND_OTHER;
    }
    return TRUE;
}

static gboolean look_hidden(const Step *step, Found *found, GError **error)
{
    if (!look(step, step->row->staged_name, found, error)) {
        return FALSE;
    }
    /* Before "staged" nothing was exchanged: what stands under a name that nobody else knows is a
     * copy that was never finished. */
    if (*found == FOUND_OTHER && step_rewrites(step) && journal_is(step, "intent")) {
        *found = FOUND_COPY;
    }
    return TRUE;
}

/* The copy under the file's name belongs to people: once they wrote into it, it is a file of theirs. */
static gboolean look_standing(const Step *step, Found *found, GError **error)
{
    if (!look(step, step->place.name, found, error)) {
        return FALSE;
    }
    if (*found != FOUND_COPY) {
        return TRUE;
    }
    struct stat status;
    DAICHO_AUTO_FD int fd = place_open_file(&step->place, step->place.name, &status, error);
    g_autofree char *digest = fd >= 0 ? range_digest_file(fd, error) : NULL;
    if (digest == NULL) {
        return FALSE;
    }
    *found = strcmp(digest, step->row->result_digest) == 0 ? FOUND_COPY : FOUND_OTHER;
    return TRUE;
}

static gboolean rename_back(const Step *step, GError **error)
{
    Found standing = FOUND_NOTHING;
    if (!look(step, step->place.name, &standing, error)) {
        return FALSE;
    }
    if (standing != FOUND_NOTHING) {
        g_autofree char *shown = daicho_text_escape(step->target->path, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "another file took the name %s: the one before is kept beside it as %s", shown,
                    step->row->staged_name);
        return FALSE;
    }
    return daicho_fs_rename(step->place.fs, step->place.dir_fd, step->row->staged_name,
                            step->place.name, error) &&
           place_sync(&step->place, error);
}

static gboolean put_back(const Step *step, GError **error)
{
    Found hidden = FOUND_NOTHING;
    Found standing = FOUND_NOTHING;
    if (!look_hidden(step, &hidden, error) || !look_standing(step, &standing, error)) {
        return FALSE;
    }
    if (hidden == FOUND_NOTHING) {
        /* What an earlier run took back may not be on disk yet. */
        return place_sync(&step->place, error);
    }
    if (!step_rewrites(step) || (hidden != FOUND_COPY && standing != FOUND_COPY)) {
        return rename_back(step, error);
    }
    if (standing == FOUND_COPY &&
        !(daicho_fs_exchange(step->place.fs, step->place.dir_fd, step->row->staged_name,
                             step->place.name, error) &&
          place_sync(&step->place, error))) {
        return FALSE;
    }
    return place_remove(&step->place, step->row->staged_name, error);
}

gboolean step_undo(Step *step, GError **error)
{
    return put_back(step, error) &&
           (!step_suspends(step) ||
            vault_discard(step->enforcer, step->row->plan, step->row->target, error));
}

static gboolean check_may_go_on(Step *step, gboolean *may, GError **error)
{
    g_autoptr(GError) held = NULL;
    *may = step_check_hold(step, &held);
    if (held != NULL && !step_is_passable(held)) {
        g_propagate_error(error, g_steal_pointer(&held));
        return FALSE;
    }
    return TRUE;
}

/* Whether the exchange took place and cannot, or need not, be taken back. */
static gboolean check_is_past(const Step *step, Found hidden, gboolean *past, GError **error)
{
    Found standing = FOUND_NOTHING;
    if (!look_standing(step, &standing, error)) {
        return FALSE;
    }
    gboolean is_taken = standing == FOUND_OTHER || standing == FOUND_ORIGINAL;
    *past = journal_is(step, "exchanged") ? hidden == FOUND_ORIGINAL || hidden == FOUND_NOTHING
                                          : hidden == FOUND_ORIGINAL && is_taken;
    return TRUE;
}

static gboolean go_on(Step *step, GError **error)
{
    if (!journal_is(step, "exchanged") &&
        !(place_sync(&step->place, error) && journal_move_on(step, "exchanged", error))) {
        return FALSE;
    }
    return step_dispose(step, error);
}

gboolean step_recover(Step *step, gboolean *done, GError **error)
{
    Found hidden = FOUND_NOTHING;
    gboolean past = FALSE;
    gboolean may = FALSE;
    step->doing = "what an earlier run began could not be finished";
    if (!look_hidden(step, &hidden, error) || !check_is_past(step, hidden, &past, error) ||
        !check_may_go_on(step, &may, error)) {
        return FALSE;
    }
    /* A hold wins as long as there is something to hold; so does a file that is not the planned. */
    g_autoptr(GError) other = NULL;
    *done = past && (hidden == FOUND_NOTHING || (may && step_check_out(step, &other)));
    if (*done) {
        return go_on(step, error);
    }
    step->doing = "what an earlier run began could not be undone";
    return step_undo(step, error) &&
           journal_move(step, "undone", "an interrupted run was undone", error);
}
