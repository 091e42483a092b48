#include "enforcer/requests/step.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/requests/kind.h"

enum { DAYS_MAX = 100 * 366, MONTHS_MAX = 100 * 12 };

/* The diagram of the life cycle. */
static const struct {
    const char *act;
    const char *cannot; /* "…", in words, when the state is none of these */
    const char *from[6];
    const char *to;
} steps[] = {
    [REQUEST_VERIFY] = {"request-verify",
                        "an identity check cannot be recorded",
                        {"received"},
                        "identity-verified"},
    [REQUEST_FORM] = {"request-form",
                      "the form cannot be made",
                      {"identity-verified", "form-sent"},
                      "form-sent"},
    [REQUEST_RETURN] = {"request-return",
                        "the form's return cannot be recorded",
                        {"form-sent"},
                        "form-returned"},
    /* From received it can only end, when the identity cannot be verified. */
    [REQUEST_DECIDE] = {"request-decide",
                        "it cannot be decided",
                        {"received", "form-returned"},
                        "decided"},
    /* From responded when a hold stopped a part of it and was released: it is answered again. */
    [REQUEST_EXECUTE] = {"request-execute",
                         "it cannot be carried out",
                         {"decided", "responded"},
                         "executed"},
    [REQUEST_RESPOND] = {"request-respond",
                         "it cannot be answered",
                         {"decided", "executed"},
                         "responded"},
    [REQUEST_WITHDRAW] = {"request-withdraw",
                          "it cannot be withdrawn",
                          {"received", "identity-verified", "form-sent", "form-returned",
                           "decided"},
                          "withdrawn"},
    [REQUEST_CLOSE] = {"request-close",
                       "it cannot be closed",
                       {"responded", "withdrawn", "lapsed", "identity-failed"},
                       "closed"},
    /* It stays where it is. */
    [REQUEST_EXTEND] = {"request-extend",
                        "its deadline cannot be extended",
                        {"received", "form-returned", "decided", "executed"},
                        "decided"},
};

/* Where a request stands, as the reason why a step is not its turn. */
static const struct {
    const char *state, *words;
} standings[] = {
    {"received", "the identity was not verified yet"},
    {"identity-verified", "the identity is verified, and the form was not sent yet"},
    {"form-sent", "the form was sent, and is not back yet"},
    {"form-returned", "the form is back, and nothing was decided yet"},
    {"decided", "it is decided, and not finished yet"},
    {"executed", "it was carried out, and not answered yet"},
    {"responded", "it was answered"},
    {"closed", "it is closed"},
    {"withdrawn", "it was withdrawn"},
    {"lapsed", "the form did not come back in time and the request has lapsed"},
    {"identity-failed", "the identity could not be verified"},
};

static const char *find_standing(const char *state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(standings); i++) {
        if (strcmp(standings[i].state, state) == 0) {
            return standings[i].words;
        }
    }
    return state;
}

void request_step_set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text != NULL ? text : "");
}

gint64 request_step_deadline(const DaichoEnforcer *enforcer, gint64 from_s, gint64 months,
                             gint64 days)
{
    g_autoptr(GTimeZone) zone = enforcer->time_zone != NULL ? g_time_zone_ref(enforcer->time_zone)
                                                            : g_time_zone_new_utc();
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(from_s);
    g_autoptr(GDateTime) now = g_date_time_to_timezone(utc, zone);
    g_autoptr(GDateTime) later = g_date_time_add_months(now, (int)CLAMP(months, 0, MONTHS_MAX));
    g_autoptr(GDateTime) day = g_date_time_add_days(later, (int)CLAMP(days, 0, DAYS_MAX) + 1);
    g_autoptr(GDateTime)
        midnight = g_date_time_new(zone, g_date_time_get_year(day), g_date_time_get_month(day),
                                   g_date_time_get_day_of_month(day), 0, 0, 0);
    return g_date_time_to_unix(midnight) - 1;
}

gboolean request_step_needs_plan(const DaichoRequest *request)
{
    return request_kind_is(request->kind, REQUEST_KIND_HAS_PLAN) &&
           strcmp(request->decision, "refuse") != 0;
}

gboolean request_step_needs_deed(const DaichoRequest *request)
{
    return request_kind_is(request->kind, REQUEST_KIND_HAS_PLAN | REQUEST_KIND_HAS_PACKAGE) &&
           strcmp(request->decision, "refuse") != 0;
}

gboolean request_step_refuse(const DaichoRequest *request, const char *why, GError **error)
{
    g_autofree char *next = daicho_request_next(request);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "request %" G_GINT64_FORMAT ": %s. Next: %s", request->number, why, next);
    return FALSE;
}

gboolean request_step_append_audit(DaichoEnforcer *enforcer, const char *act, gint64 number,
                                   const char *detail, GError **error)
{
    g_autofree char *object = g_strdup_printf("request %" G_GINT64_FORMAT, number);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, act, object, detail,
                                       error);
}

static gboolean is_overdue(const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    return strcmp(request->state, "form-sent") == 0 && request->due_s > 0 &&
           enforcer->actor.now_s > request->due_s;
}

/* Nothing of these goes on: from here the days count after which the person is forgotten. */
static void note_end(const DaichoEnforcer *enforcer, DaichoRequest *request)
{
    static const char *const ended[] = {"withdrawn", "lapsed", "identity-failed", "closed", NULL};
    if (request->closed_s == 0 && g_strv_contains(ended, request->state)) {
        request->closed_s = enforcer->actor.now_s;
    }
}

static gboolean lapse(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    g_autoptr(DaichoRequest)
        request = transaction != NULL ? daicho_catalog_get_request(enforcer->catalog, number, error)
                                      : NULL;
    if (request == NULL) {
        return FALSE;
    }
    g_autofree char *date = daicho_date_format_in(request->due_s, enforcer->time_zone);
    g_autofree char *detail = g_strdup_printf("form not returned by %s", date);
    request_step_set(&request->state, "lapsed");
    request->due_s = 0;
    note_end(enforcer, request);
    return daicho_catalog_put_request(enforcer->catalog, request, error) &&
           request_step_append_audit(enforcer, "request-lapse", number, detail, error) &&
           daicho_transaction_commit(transaction, error);
}

typedef struct {
    const DaichoEnforcer *enforcer;
    GArray *numbers;
} Overdue;

static gboolean collect_overdue(const DaichoRequest *request, gpointer data, GError **error)
{
    (void)error;
    Overdue *overdue = data;
    if (is_overdue(overdue->enforcer, request)) {
        g_array_append_val(overdue->numbers, request->number);
    }
    return TRUE;
}

gboolean daicho_request_lapse(DaichoEnforcer *enforcer, guint *lapsed, GError **error)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(gint64));
    Overdue overdue = {.enforcer = enforcer, .numbers = numbers};
    *lapsed = 0;
    if (!daicho_catalog_each_request(enforcer->catalog, collect_overdue, &overdue, error)) {
        return FALSE;
    }
    for (; *lapsed < numbers->len; ++*lapsed) {
        if (!lapse(enforcer, g_array_index(numbers, gint64, *lapsed), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

DaichoRequest *daicho_request_load(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(enforcer->catalog, number, error);
    if (request == NULL || !is_overdue(enforcer, request)) {
        return g_steal_pointer(&request);
    }
    return lapse(enforcer, number, error)
               ? daicho_catalog_get_request(enforcer->catalog, number, error)
               : NULL;
}

gboolean request_step_is_short(const DaichoRequest *request)
{
    return request_kind_is(request->kind, REQUEST_KIND_IS_SHORT);
}

static gboolean may_step(const DaichoRequest *request, RequestStep step)
{
    if (step == REQUEST_DECIDE && request_step_is_short(request) &&
        strcmp(request->state, "identity-verified") == 0) {
        return TRUE;
    }
    for (const char *const *from = steps[step].from; *from != NULL; from++) {
        if (strcmp(*from, request->state) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

DaichoRequest *request_step_begin(DaichoEnforcer *enforcer, gint64 number, RequestStep step,
                                  DaichoTransaction **transaction, GError **error)
{
    g_autoptr(DaichoRequest) before = daicho_request_load(enforcer, number, error);
    *transaction = before != NULL ? daicho_transaction_begin(enforcer->catalog, error) : NULL;
    g_autoptr(DaichoRequest)
        request = *transaction != NULL
                      ? daicho_catalog_get_request(enforcer->catalog, number, error)
                      : NULL;
    if (request == NULL) {
        return NULL;
    }
    if (!may_step(request, step)) {
        g_autofree char *why = g_strdup_printf("%s, because %s", steps[step].cannot,
                                               find_standing(request->state));
        request_step_refuse(request, why, error);
        return NULL;
    }
    return g_steal_pointer(&request);
}

gboolean request_step_end(DaichoEnforcer *enforcer, DaichoRequest *request, RequestStep step,
                          const char *state, const char *detail, DaichoTransaction *transaction,
                          GError **error)
{
    request_step_set(&request->state, state != NULL ? state : steps[step].to);
    note_end(enforcer, request);
    return daicho_catalog_put_request(enforcer->catalog, request, error) &&
           request_step_append_audit(enforcer, steps[step].act, request->number, detail, error) &&
           daicho_transaction_commit(transaction, error);
}
