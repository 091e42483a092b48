#include "enforcer/holds/hold.h"

#include <string.h>

#include "base/error.h"
#include "base/period.h"
#include "enforcer/holds/prints.h"
#include "enforcer/reason.h"
#include "enforcer/subjects/subject.h"

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

static gboolean check_day(const char *text, GDate *day, GError **error)
{
    if (!is_blank(text) && !daicho_day_parse(text, day)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "\"%s\" is no day such as 2016-04-01",
                    text);
        return FALSE;
    }
    return TRUE;
}

static gboolean check_period(const DaichoHoldScope *scope, GError **error)
{
    GDate since;
    GDate until;
    if (!check_day(scope->since, &since, error) || !check_day(scope->until, &until, error)) {
        return FALSE;
    }
    return is_blank(scope->since) || is_blank(scope->until) ||
           g_date_compare(&since, &until) <= 0 ||
           refuse(error, "the period of a hold ends before it begins");
}

static gboolean has_files(const DaichoHoldScope *scope)
{
    return !is_blank(scope->share) || !is_blank(scope->path_glob) || !is_blank(scope->purpose) ||
           !is_blank(scope->since) || !is_blank(scope->until);
}

static gboolean check_files(DaichoEnforcer *enforcer, const DaichoHoldScope *scope, GError **error)
{
    if (!is_blank(scope->share)) {
        g_autofree char *root = daicho_catalog_dup_share_root(enforcer->catalog, scope->share,
                                                              error);
        if (root == NULL) {
            return FALSE;
        }
    }
    if (!is_blank(scope->purpose) &&
        daicho_policy_find_purpose(enforcer->policy, scope->purpose) == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the policy has no purpose \"%s\" (see daicho purposes list)", scope->purpose);
        return FALSE;
    }
    return check_period(scope, error);
}

static gboolean check_hold(DaichoEnforcer *enforcer, const DaichoHoldScope *scope, GError **error)
{
    if (is_blank(scope->reason)) {
        return refuse(error, "a hold needs a reason: add --reason TEXT");
    }
    if (!has_files(scope) && !has_subject(scope->subject)) {
        return refuse(error,
                      "a hold needs what it holds: a share, a path, a purpose, a period or a "
                      "person");
    }
    return check_files(enforcer, scope, error) &&
           (!has_subject(scope->subject) ||
            daicho_subject_check(scope->subject, enforcer->rules, error)) &&
           (is_blank(scope->owner) ||
            reason_check(enforcer, "the owner of a hold", scope->owner, scope->subject, error)) &&
           reason_check(enforcer, "the reason of a hold", scope->reason, scope->subject, error);
}

static gboolean append_audit(DaichoEnforcer *enforcer, const char *act, gint64 number,
                             const char *detail, GError **error)
{
    g_autofree char *object = g_strdup_printf("hold %" G_GINT64_FORMAT, number);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, act, object, detail,
                                       error);
}

static void fill_row(DaichoEnforcer *enforcer, const DaichoHoldScope *scope, DaichoHoldRow *row)
{
    const char *actor = daicho_actor_name(&enforcer->actor);
    set_text(&row->share, scope->share);
    set_text(&row->path_glob, scope->path_glob);
    set_text(&row->purpose, scope->purpose);
    set_text(&row->since, scope->since);
    set_text(&row->until, scope->until);
    set_text(&row->reason, scope->reason);
    set_text(&row->owner, is_blank(scope->owner) ? actor : scope->owner);
    set_text(&row->placed_by, actor);
    row->placed_s = enforcer->actor.now_s;
}

static const char *tell_scope(const DaichoHoldScope *scope)
{
    return !has_subject(scope->subject) ? "paths" : has_files(scope) ? "paths, subject" : "subject";
}

gint64 daicho_hold_place(DaichoEnforcer *enforcer, const DaichoHoldScope *scope, GError **error)
{
    if (!check_hold(enforcer, scope, error)) {
        return 0;
    }
    g_autoptr(DaichoHoldRow) row = daicho_hold_row_new();
    if (has_subject(scope->subject)) {
        g_ptr_array_unref(row->fingerprints);
        row->fingerprints = hold_prints_new(enforcer, scope->subject, error);
        if (row->fingerprints == NULL) {
            row->fingerprints = g_ptr_array_new();
            return 0;
        }
    }
    fill_row(enforcer, scope, row);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    gboolean done = transaction != NULL && daicho_catalog_put_hold(enforcer->catalog, row, error) &&
                    append_audit(enforcer, "hold-add", row->number, tell_scope(scope), error) &&
                    daicho_transaction_commit(transaction, error);
    return done ? row->number : 0;
}

gint64 daicho_hold_add(DaichoEnforcer *enforcer, const char *share, const char *path_glob,
                       const DaichoSubject *subject, const char *reason, GError **error)
{
    const DaichoHoldScope scope = {
        .share = share, .path_glob = path_glob, .subject = subject, .reason = reason};
    return daicho_hold_place(enforcer, &scope, error);
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

gboolean daicho_hold_release(DaichoEnforcer *enforcer, gint64 number, const char *reason,
                             GError **error)
{
    Wanted wanted = {.number = number};
    if (is_blank(reason)) {
        return refuse(error, "say why it is released: add --reason TEXT");
    }
    if (!reason_check(enforcer, "the reason of a release", reason, NULL, error)) {
        return FALSE;
    }
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
    set_text(&row->release_reason, reason);
    set_text(&row->released_by, daicho_actor_name(&enforcer->actor));
    return daicho_catalog_put_hold(enforcer->catalog, row, error) &&
           append_audit(enforcer, "hold-release", number, reason, error) &&
           daicho_transaction_commit(transaction, error);
}
