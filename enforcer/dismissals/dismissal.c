#include "enforcer/dismissals/dismissal.h"

#include <string.h>

#include "base/error.h"
#include "base/period.h"
#include "enforcer/dismissals/known.h"
#include "enforcer/reason.h"

static gboolean is_blank(const char *text)
{
    return text == NULL || *text == '\0';
}

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text != NULL ? text : "");
}

static gboolean refuse(GError **error, const char *message)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, message);
    return FALSE;
}

/* --- what it may cover --- */

static gboolean has_value(const DaichoDismissalScope *scope)
{
    return !is_blank(scope->value) || !is_blank(scope->same_value_as);
}

/* A glob that names nothing, such as "*", "*.*" and "[!x]*", is as good as none. */
static gboolean has_glob(const DaichoDismissalScope *scope)
{
    const char *at = is_blank(scope->path_glob) ? "" : scope->path_glob;
    while (*at != '\0') {
        const char *end = *at == '[' && at[1] != '\0' ? strchr(at + 2, ']') : at;
        if (end == NULL || strchr("*?/.[", *at) == NULL) {
            return TRUE;
        }
        at = end + 1;
    }
    return FALSE;
}

static gboolean is_broad(const DaichoDismissalScope *scope)
{
    gboolean has_sort = !is_blank(scope->rule) || !is_blank(scope->category);
    return is_blank(scope->place) && scope->baseline == NULL && !has_value(scope) &&
           !has_glob(scope) && (is_blank(scope->share) || !has_sort);
}

static gboolean has_any(const DaichoDismissalScope *scope)
{
    return !is_blank(scope->share) || !is_blank(scope->path_glob) || !is_blank(scope->rule) ||
           !is_blank(scope->category) || !is_blank(scope->place) || scope->baseline != NULL ||
           has_value(scope);
}

static gboolean check_scope(const DaichoDismissalScope *scope, GError **error)
{
    if (!has_any(scope)) {
        return refuse(error, "say what is dismissed: at least one of --share, --path, --place, "
                             "--rule, --category, --value, --same-value-as, --baseline");
    }
    if (!is_blank(scope->value) && !is_blank(scope->same_value_as)) {
        return refuse(error, "--value and --same-value-as both say which value: give one of them");
    }
    if (!is_blank(scope->place) && scope->baseline != NULL) {
        return refuse(error, "--place and --baseline both list findings: give one of them");
    }
    if (is_broad(scope) && !scope->is_everywhere) {
        return refuse(error, "this would dismiss nearly everything, and what will be found later, "
                             "too: narrow it with --path, --place or --value, or a --rule with its "
                             "--share; if that is meant, add --everywhere");
    }
    return TRUE;
}

static gboolean check_reason(DaichoEnforcer *enforcer, const char *what, const char *reason,
                             GError **error)
{
    if (is_blank(reason)) {
        return refuse(error, "--reason is missing: whoever reads the list later must know why");
    }
    return reason_check(enforcer, what, reason, NULL, error);
}

/* The moment at which the last day is over for people here. */
static gboolean find_end(DaichoEnforcer *enforcer, const char *until, gint64 *until_s,
                         GError **error)
{
    GDate day;
    if (!daicho_day_parse(until, &day)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--until takes the last day, as 2027-03-31, and \"%s\" is none", until);
        return FALSE;
    }
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) begin = g_date_time_new(
        enforcer->time_zone != NULL ? enforcer->time_zone : utc, g_date_get_year(&day),
        (gint)g_date_get_month(&day), g_date_get_day(&day), 0, 0, 0);
    g_autoptr(GDateTime) end = begin != NULL ? g_date_time_add_days(begin, 1) : NULL;
    *until_s = end != NULL ? g_date_time_to_unix(end) : 0;
    if (*until_s <= enforcer->actor.now_s) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "the day %s is over already", until);
        return FALSE;
    }
    return TRUE;
}

/* --- making it --- */

static gboolean fill_value(DaichoEnforcer *enforcer, const DaichoDismissalScope *scope,
                           DaichoDismissal *dismissal, GError **error)
{
    g_auto(KnownValue) value = {0};
    if (!has_value(scope)) {
        return TRUE;
    }
    if (!(is_blank(scope->value) ? known_find_value(enforcer, scope->same_value_as, scope->rule,
                                                    scope->category, &value, error)
                                 : known_parse_value(enforcer, scope->value, &value, error))) {
        return FALSE;
    }
    set_text(&dismissal->kind, value.kind);
    memcpy(dismissal->fingerprint, value.fingerprint, sizeof value.fingerprint);
    return TRUE;
}

static gboolean fill(DaichoEnforcer *enforcer, const DaichoDismissalScope *scope,
                     DaichoDismissal *dismissal, GError **error)
{
    set_text(&dismissal->share, scope->share);
    set_text(&dismissal->path_glob, scope->path_glob);
    set_text(&dismissal->rule, scope->rule);
    set_text(&dismissal->category, scope->category);
    set_text(&dismissal->place, scope->baseline != NULL ? "a baseline" : scope->place);
    set_text(&dismissal->reason, scope->reason);
    set_text(&dismissal->until, scope->until);
    set_text(&dismissal->made_by, daicho_actor_name(&enforcer->actor));
    dismissal->made_s = enforcer->actor.now_s;
    return (is_blank(scope->until) ||
            find_end(enforcer, scope->until, &dismissal->until_s, error)) &&
           fill_value(enforcer, scope, dismissal, error);
}

static gboolean append_audit(DaichoEnforcer *enforcer, const char *act, gint64 number,
                             const char *detail, GError **error)
{
    g_autofree char *object = g_strdup_printf("dismissal %" G_GINT64_FORMAT, number);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, act, object, detail,
                                       error);
}

/* Which criteria, never what they name: a path or a value may be a person's. */
static char *tell_scope(const DaichoDismissal *dismissal)
{
    const struct {
        const char *word;
        gboolean is_given;
    } criteria[] = {
        {"share", *dismissal->share != '\0'},
        {"path", *dismissal->path_glob != '\0'},
        {"list", dismissal->is_listed},
        {"rule", *dismissal->rule != '\0'},
        {"category", *dismissal->category != '\0'},
        {"value", *dismissal->kind != '\0'},
    };
    GString *text = g_string_new("by");
    for (gsize i = 0; i < G_N_ELEMENTS(criteria); i++) {
        if (criteria[i].is_given) {
            g_string_append_printf(text, "%s %s", text->len > 2 ? "," : "", criteria[i].word);
        }
    }
    g_string_append_printf(text, "%s%s: %s", *dismissal->until != '\0' ? ", until " : "",
                           dismissal->until, dismissal->reason);
    return g_string_free(text, FALSE);
}

static gboolean store(DaichoEnforcer *enforcer, DaichoDismissal *dismissal, const GArray *known,
                      DaichoDismissalResult *result, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    if (transaction == NULL ||
        !daicho_catalog_put_dismissal(enforcer->catalog, dismissal, known, &result->covered,
                                      &result->before, error)) {
        return FALSE;
    }
    g_autofree char *detail = tell_scope(dismissal);
    result->number = dismissal->number;
    return append_audit(enforcer, "finding-dismiss", dismissal->number, detail, error) &&
           daicho_transaction_commit(transaction, error);
}

gboolean daicho_dismissal_make(DaichoEnforcer *enforcer, const DaichoDismissalScope *scope,
                               DaichoDismissalResult *result, GError **error)
{
    g_autoptr(DaichoDismissal) dismissal = daicho_dismissal_alloc();
    g_autoptr(GArray) known = NULL;
    *result = (DaichoDismissalResult){0};
    if (!check_scope(scope, error) ||
        !check_reason(enforcer, "the reason of a dismissal", scope->reason, error) ||
        !fill(enforcer, scope, dismissal, error)) {
        return FALSE;
    }
    if (!is_blank(scope->place)) {
        known = known_find_place(enforcer, scope->place, scope->rule, scope->category, error);
        if (known == NULL) {
            return FALSE;
        }
    }
    return store(enforcer, dismissal,
                 scope->baseline != NULL ? daicho_baseline_get_known(scope->baseline) : known,
                 result, error);
}

gboolean daicho_dismissal_end(DaichoEnforcer *enforcer, gint64 number, const char *reason,
                              GError **error)
{
    if (!check_reason(enforcer, "the reason for which a dismissal ends", reason, error)) {
        return FALSE;
    }
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    return transaction != NULL &&
           daicho_catalog_end_dismissal(enforcer->catalog, number, reason,
                                        daicho_actor_name(&enforcer->actor), enforcer->actor.now_s,
                                        error) &&
           append_audit(enforcer, "finding-undismiss", number, reason, error) &&
           daicho_transaction_commit(transaction, error);
}
