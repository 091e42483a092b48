#include "enforcer/acts/step.h"

#include <sodium.h>

#include "base/fd.h"
#include "enforcer/acts/step_busy.h"
#include "enforcer/edits/edit.h"
#include "enforcer/edits/range.h"
#include "enforcer/vault/vault.h"

/* Hidden, in the same folder so that an exchange is one rename, and not to be guessed. */
static char *make_hidden_name(const Step *step)
{
    guint8 random[8];
    randombytes_buf(random, sizeof random);
    g_autofree char *hex = daicho_hex_encode(random, sizeof random);
    return g_strdup_printf(".daicho-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%s", step->row->plan,
                           step->row->target, hex);
}

static void set_text(char **target, char *text)
{
    g_free(*target);
    *target = text;
}

/* J2: what will stand in the folder is on disk before anything does. */
static gboolean begin(Step *step, GError **error)
{
    step->copy_inode = 0;
    step->row->vault = 0;
    set_text(&step->row->staged_name, make_hidden_name(step));
    set_text(&step->row->result_digest, g_strdup(""));
    return journal_move_on(step, "intent", error);
}

static gboolean store(Step *step, GError **error)
{
    step->doing = "the vault could not take it";
    step->row->vault = daicho_vault_store(step->enforcer, step->row->plan, step->target, step->fd,
                                          error);
    return step->row->vault != 0;
}

gboolean step_check_out(Step *step, GError **error)
{
    struct stat status;
    DAICHO_AUTO_FD int fd = place_open_file(&step->place, step->row->staged_name, &status, error);
    if (fd < 0 || !step_check_links(step, &status, error)) {
        return FALSE;
    }
    step->doing = "another file came out";
    if (!identity_matches(&step->target->identity, &status) || step->fd < 0) {
        return step_check_planned(step, fd, error) &&
               step_busy_check(fd, step->target->path, error);
    }
    /* One description of ours, so that another is somebody else's; and once there is none, what the
     * digest is taken of can no longer be changed. */
    daicho_fd_clear(&fd);
    return step_busy_check(step->fd, step->target->path, error) &&
           step_check_planned(step, step->fd, error);
}

static char *describe_disposal(const Step *step)
{
    static const char *const ways[] = {
        [DAICHO_ACTION_DELETE_FILE] = "unlinked",
        [DAICHO_ACTION_DELETE_PARTS] = "rewritten, the version before unlinked",
        [DAICHO_ACTION_SUSPEND_FILE] = "encrypted in the vault, unlinked",
        [DAICHO_ACTION_SUSPEND_PARTS] = "encrypted in the vault, the version before unlinked",
        [DAICHO_ACTION_DELETE_VALUES] = "rewritten, the version before unlinked",
        [DAICHO_ACTION_CHANGE_VALUES] = "rewritten, the version before unlinked",
        [DAICHO_ACTION_MANUAL] = "",
        [DAICHO_ACTION_HELD] = "",
    };
    g_autofree char *type = daicho_fs_describe(step->place.dir_fd);
    return g_strdup_printf("%s on %s", ways[step->target->action], type);
}

gboolean step_dispose(Step *step, GError **error)
{
    struct stat status;
    gboolean exists = FALSE;
    g_autoptr(GPtrArray) items = NULL;
    step->doing = "the version before could not be unlinked";
    if (!place_look(&step->place, step->row->staged_name, &exists, &status, error) ||
        /* Gone, but perhaps not yet on disk: the run that unlinked it may have been stopped there. */
        !(exists ? place_remove(&step->place, step->row->staged_name, error)
                 : place_sync(&step->place, error)) ||
        (step_rewrites(step) && !refresh_read(step->enforcer, step->reader, step->target->share,
                                              step->target->path, &step->place, &items, error))) {
        return FALSE;
    }
    g_autofree char *disposal = describe_disposal(step);
    return journal_finish(step, disposal, items, error);
}

static gboolean finish_exchange(Step *step, GError **error)
{
    return step_check_out(step, error) && place_sync(&step->place, error) &&
           journal_move_on(step, "exchanged", error) && step_dispose(step, error);
}

gboolean step_remove(Step *step, GError **error)
{
    if (!begin(step, error)) {
        return FALSE;
    }
    if (step_suspends(step) && (!store(step, error) || !journal_move_on(step, "staged", error))) {
        return FALSE;
    }
    step->doing = "the file could not be renamed";
    return daicho_fs_rename(step->place.fs, step->place.dir_fd, step->place.name,
                            step->row->staged_name, error) &&
           finish_exchange(step, error);
}

static int write_copy(Step *step, GError **error)
{
    DaichoFs *fs = step->place.fs;
    struct stat status;
    step->doing = "the copy could not be written";
    DAICHO_AUTO_FD int fd = daicho_fs_create(fs, step->place.dir_fd, step->row->staged_name, error);
    if (fd < 0) {
        g_prefix_error(error, "its folder does not let a copy be made beside it: ");
        return -1;
    }
    if (!daicho_fs_stat(fs, fd, &status, error)) {
        return -1;
    }
    step->copy_inode = status.st_ino;
    gboolean written = edit_apply(fs, step->fd, fd, step->target->path, step->target->edits,
                                  &step->enforcer->reading->limits, error) &&
                       daicho_fs_copy_attributes(fs, step->fd, fd, error) &&
                       daicho_fs_sync(fs, fd, error) && place_sync(&step->place, error);
    return written ? daicho_fd_steal(&fd) : -1;
}

static gboolean stage(Step *step, int copy_fd, GError **error)
{
    char *digest = range_digest_file(copy_fd, error);
    if (digest == NULL) {
        return FALSE;
    }
    set_text(&step->row->result_digest, digest);
    if (!journal_move_on(step, "staged", error)) {
        return FALSE;
    }
    step->doing = "the copy did not stand the verification";
    return verify_copy(step, copy_fd, error) && journal_move_on(step, "verified", error);
}

gboolean step_rewrite(Step *step, GError **error)
{
    DaichoFs *fs = step->place.fs;
    if (!begin(step, error) || (step_suspends(step) && !store(step, error))) {
        return FALSE;
    }
    DAICHO_AUTO_FD int copy_fd = write_copy(step, error);
    if (copy_fd < 0 || !stage(step, copy_fd, error) || !daicho_fs_close(fs, &copy_fd, error)) {
        return FALSE;
    }
    step->doing = "the files could not be exchanged";
    return daicho_fs_exchange(fs, step->place.dir_fd, step->row->staged_name, step->place.name,
                              error) &&
           finish_exchange(step, error);
}
