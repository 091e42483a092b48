#include "enforcer/acts/step.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* While a target is open its note is "folder DEVICE INODE copy INODE". */
#define NOTE_FORMAT "folder %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " copy %" G_GUINT64_FORMAT

/* The number behind a word; at is then behind both. */
static gboolean take_number(const char **at, const char *word, guint64 *number)
{
    if (!g_str_has_prefix(*at, word) || !g_ascii_isdigit((*at)[strlen(word)])) {
        return FALSE;
    }
    char *end = NULL;
    *number = g_ascii_strtoull(*at + strlen(word), &end, 10);
    *at = end;
    return TRUE;
}

static void read_note(Step *step)
{
    const char *at = step->row->note;
    if (!take_number(&at, "folder ", &step->folder_device) ||
        !take_number(&at, " ", &step->folder_inode) ||
        !take_number(&at, " copy ", &step->copy_inode)) {
        const char *copy = strstr(step->row->note, "copy "); /* all that stood there before */
        step->copy_inode = copy != NULL ? g_ascii_strtoull(copy + strlen("copy "), NULL, 10) : 0;
    }
}

static char *make_note(const Step *step)
{
    return g_strdup_printf(NOTE_FORMAT, step->folder_device, step->folder_inode, step->copy_inode);
}

gboolean journal_load(Step *step, GError **error)
{
    g_autoptr(GError) failed = NULL;
    gint64 plan = step->plan_row->number;
    gint64 target = step->target->number;
    step->row = daicho_catalog_get_journal(step->enforcer->catalog, plan, target, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    if (step->row == NULL) {
        step->row = daicho_journal_row_new();
        step->row->plan = plan;
        step->row->target = target;
    }
    if (journal_is_open(step)) {
        read_note(step);
    }
    return TRUE;
}

gboolean journal_is(const Step *step, const char *name)
{
    return strcmp(step->row->step, name) == 0;
}

gboolean journal_is_open(const Step *step)
{
    return journal_is(step, "intent") || journal_is(step, "staged") ||
           journal_is(step, "verified") || journal_is(step, "exchanged");
}

gboolean journal_check_folder(Step *step, GError **error)
{
    struct stat status;
    if (!daicho_fs_stat(step->place.fs, step->place.dir_fd, &status, error)) {
        return FALSE;
    }
    if (journal_is_open(step) && step->folder_inode != 0 &&
        (step->folder_inode != status.st_ino || step->folder_device != status.st_dev)) {
        g_autofree char *shown = daicho_text_escape(step->target->path, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "an earlier run began %s in another folder than the one that stands there now: "
                    "bring that back (was it moved, or is something mounted over it?)",
                    shown);
        return FALSE;
    }
    step->folder_device = status.st_dev;
    step->folder_inode = status.st_ino;
    return TRUE;
}

static gboolean append_audit(Step *step, GError **error)
{
    g_autofree char *act = g_strconcat("target-", step->row->step, NULL);
    g_autofree char *object = g_strdup_printf("plan %" G_GINT64_FORMAT, step->row->plan);
    g_autofree char *detail = g_strdup_printf(
        "target %" G_GINT64_FORMAT ", %s: %s", step->row->target,
        daicho_action_name(step->target->action), step->row->note);
    return daicho_catalog_append_audit(step->enforcer->catalog, &step->enforcer->actor, act, object,
                                       detail, error);
}

static gboolean put_items(Step *step, GPtrArray *items, GError **error)
{
    DaichoCatalog *catalog = step->enforcer->catalog;
    return items != NULL ? daicho_catalog_replace_file(catalog, items, error)
                         : daicho_catalog_forget_file(catalog, step->target->share,
                                                      step->target->path, error);
}

static gboolean move(Step *step, const char *name, const char *note, gboolean finishes,
                     GPtrArray *items, GError **error)
{
    DaichoEnforcer *enforcer = step->enforcer;
    static const char *const last[] = {"done", "refused", "undone", "by-hand", NULL};
    gboolean is_last = g_strv_contains(last, name);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    if (transaction == NULL) {
        return FALSE;
    }
    g_free(step->row->step);
    g_free(step->row->note);
    step->row->step = g_strdup(name);
    step->row->note = g_strdup(note);
    step->row->at_s = enforcer->actor.now_s;
    if ((finishes && !put_items(step, items, error)) ||
        !daicho_catalog_put_journal(enforcer->catalog, step->row, error) ||
        (is_last && !append_audit(step, error)) || !daicho_transaction_commit(transaction, error)) {
        return FALSE;
    }
    if (enforcer->after_step != NULL) {
        enforcer->after_step(step->row->plan, step->row->target, name, enforcer->after_step_data);
    }
    return TRUE;
}

gboolean journal_move(Step *step, const char *name, const char *note, GError **error)
{
    return move(step, name, note, FALSE, NULL, error);
}

gboolean journal_move_on(Step *step, const char *name, GError **error)
{
    g_autofree char *note = make_note(step);
    return move(step, name, note, FALSE, NULL, error);
}

gboolean journal_finish(Step *step, const char *note, GPtrArray *items, GError **error)
{
    return move(step, "done", note, TRUE, items, error);
}

gboolean journal_finish_by_hand(Step *step, const char *note, GPtrArray *items, GError **error)
{
    return move(step, "by-hand", note, TRUE, items, error);
}
