#include "enforcer/plans/trial.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/edits/edit.h"
#include "enforcer/edits/check.h"
#include "enforcer/plans/include.h"
#include "enforcer/acts/step.h"
#include "enforcer/acts/step_beside.h"

/* Lines and values of these are bytes and nothing else: cutting them cannot fail. */
static gboolean is_plain(const DaichoTarget *target, const char *type)
{
    static const char *const types[] = {"text/plain", "text/csv", "text/tab-separated-values",
                                        "application/jsonl", NULL};
    const DaichoEdit *first = g_ptr_array_index(target->edits, 0);
    return target->edits->len == 1 && *first->part == '\0' && *first->format == '\0' &&
           g_strv_contains(types, type);
}

static gboolean try_edits(const DaichoEnforcer *enforcer, const DaichoTarget *target, int fd,
                          GError **error)
{
    DAICHO_AUTO_FD int copy_fd = memfd_create("daicho-trial", MFD_CLOEXEC);
    if (copy_fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot get memory");
    }
    return edit_apply(daicho_fs_system(), fd, copy_fd, target->path, target->edits,
                      &enforcer->reading->limits, error) &&
           edit_check_text(fd, copy_fd, target->path, target->edits, enforcer->reading, error);
}

static void make_manual(DaichoTarget *target, const char *words)
{
    g_autofree char *place = plan_place(target->share, target->path, "", 0);
    g_autofree char *task = g_strdup_printf("%s: %s", place, words);
    g_autofree char *before = g_steal_pointer(&target->instructions);
    target->instructions = *before != '\0' ? g_strdup_printf("%s\n%s", task, before)
                                           : g_steal_pointer(&task);
    target->action = DAICHO_ACTION_MANUAL;
    g_ptr_array_set_size(target->edits, 0);
    g_free(target->disposal);
    target->disposal = g_strdup("");
}

static gboolean check_beside(const DaichoEnforcer *enforcer, const DaichoTarget *target, int fd,
                             GError **error)
{
    g_auto(Place) place = {0};
    return place_open(enforcer->fs, target->root, target->path, target->identity.device, &place,
                      error) &&
           step_beside_check(&place, fd, error);
}

static gboolean try_target(const DaichoEnforcer *enforcer, const DaichoTarget *target, int fd,
                           const char *type, GError **error)
{
    if (target->action == DAICHO_ACTION_MANUAL || target->action == DAICHO_ACTION_HELD) {
        return TRUE;
    }
    return check_beside(enforcer, target, fd, error) &&
           (target->edits->len == 0 || is_plain(target, type) ||
            try_edits(enforcer, target, fd, error));
}

gboolean plan_trial(const DaichoEnforcer *enforcer, DaichoTarget *target, int fd, const char *type,
                    GError **error)
{
    g_autoptr(GError) failed = NULL;
    if (try_target(enforcer, target, fd, type, &failed)) {
        return TRUE;
    }
    if (!step_is_passable(failed)) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    make_manual(target, failed->message);
    return TRUE;
}
