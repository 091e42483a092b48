#include "enforcer/hold.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/hold_prints.h"
#include "enforcer/reason.h"
#include "enforcer/subject.h"

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text != NULL ? text : "");
}

static gboolean is_blank(const char *text)
{
    return text == NULL || *text == '\0';
}

static gboolean refuse(GError **error, const char *message)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, message);
    return FALSE;
}

static gboolean has_subject(const DaichoSubject *subject)
{
    return subject != NULL && subject->identifiers->len > 0;
}

static gboolean check_hold(DaichoEnforcer *enforcer, const char *share, const char *path_glob,
                           const DaichoSubject *subject, const char *reason, GError **error)
{
    if (is_blank(reason)) {
        return refuse(error, "a hold needs a reason: add --reason TEXT");
    }
    if (is_blank(share) && is_blank(path_glob) && !has_subject(subject)) {
        return refuse(error, "a hold needs what it holds: a share, a path or a person");
    }
    if (!is_blank(share)) {
        g_autofree char *root = daicho_catalog_dup_share_root(enforcer->catalog, share, error);
        if (root == NULL) {
            return FALSE;
        }
    }
    return (!has_subject(subject) || daicho_subject_check(subject, enforcer->rules, error)) &&
           reason_check(enforcer, "the reason of a hold", reason, subject, error);
}

static gboolean append_audit(DaichoEnforcer *enforcer, const char *act, gint64 number,
                             const char *detail, GError **error)
{
    g_autofree char *object = g_strdup_printf("hold %" G_GINT64_FORMAT, number);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, act, object, detail,
                                       error);
}

gint64 daicho_hold_add(DaichoEnforcer *enforcer, const char *share, const char *path_glob,
                       const DaichoSubject *subject, const char *reason, GError **error)
{
    if (!check_hold(enforcer, share, path_glob, subject, reason, error)) {
        return 0;
    }
    g_autoptr(DaichoHoldRow) row = daicho_hold_row_new();
    if (has_subject(subject)) {
        g_ptr_array_unref(row->fingerprints);
        row->fingerprints = hold_prints_new(enforcer, subject, error);
        if (row->fingerprints == NULL) {
            row->fingerprints = g_ptr_array_new();
            return 0;
        }
    }
    set_text(&row->share, share);
    set_text(&row->path_glob, path_glob);
    set_text(&row->reason, reason);
    set_text(&row->placed_by, daicho_actor_name(&enforcer->actor));
    row->placed_s = enforcer->actor.now_s;
    gboolean has_paths = !is_blank(share) || !is_blank(path_glob);
    const char *what = !has_subject(subject) ? "paths" : has_paths ? "paths, subject" : "subject";
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    gboolean done = transaction != NULL && daicho_catalog_put_hold(enforcer->catalog, row, error) &&
                    append_audit(enforcer, "hold-add", row->number, what, error) &&
                    daicho_transaction_commit(transaction, error);
    return done ? row->number : 0;
}

typedef struct {
    gint64 number;
    DaichoHoldRow *row; /* NULL when there is none */
} Wanted;

static gboolean take_hold(const DaichoHoldRow *row, gpointer data, GError **error)
{
    (void)error;
    Wanted *wanted = data;
    if (row->number == wanted->number) {
        wanted->row = daicho_hold_row_new();
        wanted->row->number = row->number;
        wanted->row->released_s = row->released_s;
    }
    return TRUE;
}

gboolean daicho_hold_release(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    Wanted wanted = {.number = number};
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    gboolean read = transaction != NULL &&
                    daicho_catalog_each_hold(enforcer->catalog, take_hold, &wanted, error);
    g_autoptr(DaichoHoldRow) row = wanted.row;
    if (!read) {
        return FALSE;
    }
    if (row == NULL || row->released_s != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    row == NULL ? "there is no hold %" G_GINT64_FORMAT " (see daicho hold list)"
                                : "hold %" G_GINT64_FORMAT " was released before",
                    number);
        return FALSE;
    }
    row->released_s = enforcer->actor.now_s;
    return daicho_catalog_put_hold(enforcer->catalog, row, error) &&
           append_audit(enforcer, "hold-release", number, "", error) &&
           daicho_transaction_commit(transaction, error);
}
