#include "enforcer/retention/retention.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/reason.h"
#include "enforcer/retention/weigh.h"

enum { DAY_S = 24 * 60 * 60 };

static gboolean refuse(GError **error, const char *message)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, message);
    return FALSE;
}

/* --- every file --- */

static gboolean check_purpose(DaichoEnforcer *enforcer, const char *id, GError **error)
{
    const DaichoPurpose *purpose = id != NULL ? daicho_policy_find_purpose(enforcer->policy, id)
                                              : NULL;
    if (id != NULL && (purpose == NULL || purpose->retention_keep == NULL)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    purpose == NULL ? "the policy has no purpose \"%s\" (see daicho purposes list)"
                                    : "the policy does not say how long data of the purpose \"%s\" "
                                      "is kept: give it a retention",
                    id);
        return FALSE;
    }
    return TRUE;
}

gboolean daicho_retention_each(DaichoEnforcer *enforcer, const char *purpose,
                               DaichoRetentionFunc each, gpointer data, GError **error)
{
    g_auto(RetentionClock) clock = {0};
    if (!check_purpose(enforcer, purpose, error) ||
        !retention_clock_init(&clock, enforcer, error)) {
        return FALSE;
    }
    g_autoptr(GPtrArray) files = daicho_catalog_load_retention(enforcer->catalog, error);
    for (guint i = 0; files != NULL && i < files->len; i++) {
        g_auto(DaichoRetention) retention = {0};
        const DaichoRetentionFile *file = g_ptr_array_index(files, i);
        if (purpose != NULL && !g_strv_contains((const char *const *)file->purposes, purpose)) {
            continue;
        }
        if (!retention_weigh(&clock, file, &retention, error) || !each(&retention, data, error)) {
            return FALSE;
        }
    }
    return files != NULL;
}

gboolean daicho_retention_shred(DaichoEnforcer *enforcer, gint64 *shredded, GError **error)
{
    gint64 keep_s = daicho_policy_get_keep_days(enforcer->policy) * DAY_S;
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    *shredded = 0;
    if (transaction == NULL ||
        !daicho_catalog_shred_retention(enforcer->catalog, enforcer->actor.now_s - keep_s, shredded,
                                        error)) {
        return FALSE;
    }
    g_autofree char *detail = g_strdup_printf("%" G_GINT64_FORMAT " plans", *shredded);
    return *shredded == 0 ||
           (daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "retention-shred",
                                        "plans", detail, error) &&
            daicho_transaction_commit(transaction, error) &&
            daicho_catalog_flush(enforcer->catalog, error));
}

/* --- a decision --- */

typedef struct {
    DaichoEnforcer *enforcer;
    const char *share, *path, *decision, *until, *reason;
    gboolean found;
    gint64 number;
} Deciding;

static gboolean may_delete(const DaichoRetention *retention, GError **error)
{
    switch (retention->state) {
    case DAICHO_RETENTION_DUE:
    case DAICHO_RETENTION_REVIEW:
    case DAICHO_RETENTION_BY_RECORD:
    case DAICHO_RETENTION_REVIEWED:
        return TRUE;
    case DAICHO_RETENTION_HELD:
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "a legal hold keeps it (%s): it can be decided when that is released",
                    retention->why);
        return FALSE;
    case DAICHO_RETENTION_NO_PERIOD:
        return refuse(error, "the policy gives it no period that could have ended: give its folder "
                             "a purpose, or the purpose a retention");
    case DAICHO_RETENTION_SOON:
    case DAICHO_RETENTION_KEPT:
    default:
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "its period has not ended yet (%s): nothing is to be decided before",
                    retention->why);
        return FALSE;
    }
}

static gboolean append_audit(DaichoEnforcer *enforcer, const DaichoDisposition *disposition,
                             GError **error)
{
    gboolean keeps = *disposition->until != '\0';
    g_autofree char *object = g_strdup_printf("disposition %" G_GINT64_FORMAT, disposition->number);
    g_autofree char *detail = g_strdup_printf("%s%s%s, purpose %s: %s", disposition->decision,
                                              keeps ? " until " : "", disposition->until,
                                              disposition->purpose, disposition->reason);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "retention-review",
                                       object, detail, error);
}

static gboolean decide(const DaichoRetention *retention, Deciding *deciding, GError **error)
{
    const DaichoRetentionFile *file = retention->file;
    DaichoEnforcer *enforcer = deciding->enforcer;
    gboolean is_delete = strcmp(deciding->decision, "delete") == 0;
    if (is_delete && !may_delete(retention, error)) {
        return FALSE;
    }
    g_autoptr(DaichoDisposition) row = daicho_disposition_new();
    const struct {
        char **field;
        const char *value;
    } texts[] = {
        {&row->purpose, retention->purpose != NULL ? retention->purpose->id : ""},
        {&row->decision, deciding->decision},
        {&row->until, is_delete ? "" : deciding->until},
        {&row->reason, deciding->reason},
        {&row->made_by, daicho_actor_name(&enforcer->actor)},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(*texts[i].field);
        *texts[i].field = g_strdup(texts[i].value);
    }
    row->mtime_ns = file->mtime_ns;
    row->size_bytes = file->size_bytes;
    row->made_s = enforcer->actor.now_s;
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    gboolean done = transaction != NULL &&
                    daicho_catalog_put_disposition(enforcer->catalog, file->share, file->path, row,
                                                   error) &&
                    append_audit(enforcer, row, error) &&
                    daicho_transaction_commit(transaction, error);
    deciding->number = done ? row->number : 0;
    return done;
}

static gboolean decide_if_it(const DaichoRetention *retention, gpointer data, GError **error)
{
    Deciding *deciding = data;
    if (deciding->found || strcmp(retention->file->share, deciding->share) != 0 ||
        strcmp(retention->file->path, deciding->path) != 0) {
        return TRUE;
    }
    deciding->found = TRUE;
    return decide(retention, deciding, error);
}

static gboolean check_until(DaichoEnforcer *enforcer, const char *until, GError **error)
{
    g_auto(RetentionClock) clock = {0};
    GDate day;
    if (!retention_clock_init(&clock, enforcer, error)) {
        return FALSE;
    }
    if (until == NULL || !daicho_day_parse(until, &day)) {
        return refuse(error, "say until when it is kept: --keep-until 2027-03-31");
    }
    return g_date_compare(&day, &clock.today) >= 0 ||
           refuse(error, "the day until which it is kept has passed");
}

static gboolean check_decision(const Deciding *deciding, GError **error)
{
    gboolean is_delete = strcmp(deciding->decision, "delete") == 0;
    gboolean is_keep = strcmp(deciding->decision, "keep") == 0;
    const char *reason = deciding->reason;
    if (!is_delete && !is_keep) {
        return refuse(error, "a decision is \"delete\" or \"keep\"");
    }
    if (reason == NULL || reason[strspn(reason, " \t\r\n")] == '\0') {
        return refuse(error, "a decision needs a reason: add --reason TEXT");
    }
    return (is_delete || check_until(deciding->enforcer, deciding->until, error)) &&
           reason_check(deciding->enforcer, "the reason of a decision", reason, NULL, error);
}

gint64 daicho_retention_review(DaichoEnforcer *enforcer, const char *share, const char *path,
                               const char *decision, const char *until, const char *reason,
                               GError **error)
{
    Deciding deciding = {
        .enforcer = enforcer,
        .share = share,
        .path = path,
        .decision = decision,
        .until = until,
        .reason = reason,
    };
    if (!check_decision(&deciding, error) ||
        !daicho_retention_each(enforcer, NULL, decide_if_it, &deciding, error)) {
        return 0;
    }
    if (!deciding.found) {
        g_autofree char *shown = daicho_text_escape(path, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the catalog has no file with personal data at %s:%s (see daicho report "
                    "retention)",
                    share, shown);
    }
    return deciding.number;
}
