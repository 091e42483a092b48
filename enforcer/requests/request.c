#include "enforcer/requests/request.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/consignees/notice.h"
#include "enforcer/plans/task.h"
#include "enforcer/plans/progress.h"
#include "enforcer/requests/age.h"
#include "enforcer/requests/code.h"
#include "enforcer/requests/evidence.h"
#include "enforcer/requests/step.h"
#include "enforcer/subjects/subject.h"
#include "enforcer/vault/person.h"

static gboolean is_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

static gboolean is_word(const char *text, const char *word)
{
    return text != NULL && strcmp(text, word) == 0;
}

static gboolean refuse(GError **error, const char *message)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, message);
    return FALSE;
}

/* One of the words, or an error that suggests the nearest. */
static gboolean check_word(const char *what, const char *word, const char *const *words,
                           GError **error)
{
    if (word != NULL && g_strv_contains(words, word)) {
        return TRUE;
    }
    g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)words);
    const char *nearest = word != NULL ? daicho_text_nearest(word, words) : NULL;
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "there is no %s \"%s\"%s%s%s%s", what,
                word != NULL ? word : "", nearest != NULL ? "; did you mean \"" : "",
                nearest != NULL ? nearest : "", nearest != NULL ? "\"? Use " : ": use ", all);
    return FALSE;
}

/* Until when it is to be answered; 0 when its clock does not run yet. returned_s: when the form came
 * back, 0 when it did not. */
static gint64 answer_due(const DaichoEnforcer *enforcer, const DaichoRequest *request,
                         gint64 returned_s)
{
    const DaichoDeadlines *deadlines = daicho_policy_get_deadlines(enforcer->policy);
    const DaichoRequestKind *kind = daicho_policy_find_request_kind(enforcer->policy,
                                                                    request->kind);
    gboolean is_running = deadlines->from_receipt || request_step_is_short(request);
    gint64 from_s = is_running ? request->received_s : returned_s;
    return kind != NULL && from_s > 0
               ? request_step_deadline(enforcer, from_s, kind->months, kind->days)
               : 0;
}

/* --- new --- */

static DaichoSubject *copy_subject(const DaichoSubject *subject)
{
    DaichoSubject *copy = daicho_subject_new();
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        daicho_subject_add(copy, identifier->kind, identifier->value);
    }
    return copy;
}

static gboolean check_new(DaichoEnforcer *enforcer, const char *kind, const DaichoSubject *subject,
                          const char *agent, const char *authority, GError **error)
{
    if (!check_word("kind of request", kind, daicho_request_kinds, error) ||
        !daicho_subject_check(subject, enforcer->rules, error)) {
        return FALSE;
    }
    if (daicho_policy_find_request_kind(enforcer->policy, kind) == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the policy gives no days for requests of kind \"%s\": add it under "
                    "\"requests\" in policy.yaml",
                    kind);
        return FALSE;
    }
    if (!is_blank(agent) && is_blank(authority)) {
        return refuse(error, "an agent needs an authority to act: add --authority TEXT (statutory "
                             "representative, or the mandate that was shown)");
    }
    if (is_blank(agent) && !is_blank(authority)) {
        return refuse(error, "an authority was given and no agent: add --agent NAME");
    }
    return request_age_check(enforcer, subject, is_blank(agent) ? "" : agent,
                             is_blank(agent) ? "" : authority, error);
}

gint64 daicho_request_new(DaichoEnforcer *enforcer, const char *kind, DaichoSubject *subject,
                          const char *agent, const char *authority, GError **error)
{
    if (!check_new(enforcer, kind, subject, agent, authority, error)) {
        return 0;
    }
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    request_step_set(&request->kind, kind);
    request_step_set(&request->state, "received");
    request_step_set(&request->agent, is_blank(agent) ? "" : agent);
    request_step_set(&request->authority, is_blank(agent) ? "" : authority);
    request_step_set(&request->made_by, daicho_actor_name(&enforcer->actor));
    g_free(request->check_code);
    request->check_code = request_code_new();
    request->subject = copy_subject(subject);
    request->received_s = enforcer->actor.now_s;
    request->due_s = answer_due(enforcer, request, 0);
    g_autofree char *detail = g_strconcat("kind ", kind,
                                          is_blank(agent) ? ""
                                          : request_age_is_statutory(authority)
                                              ? ", by a statutory representative"
                                              : ", by an agent",
                                          NULL);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    gboolean done = transaction != NULL &&
                    daicho_catalog_put_request(enforcer->catalog, request, error) &&
                    request_step_append_audit(enforcer, "request-new", request->number, detail,
                                              error) &&
                    daicho_transaction_commit(transaction, error);
    return done ? request->number : 0;
}

/* --- identity --- */

static gboolean check_evidence(const char *evidence, GError **error)
{
    if (is_blank(evidence) || !g_utf8_validate(evidence, -1, NULL)) {
        return refuse(error, "say what was checked, and by whom: add --evidence TEXT");
    }
    return !request_evidence_has_number(evidence) ||
           refuse(error, "the evidence holds a long number: the number of a document must never be "
                         "kept, so say which document was seen, and write telephone numbers and "
                         "dates with hyphens");
}

/* Name, address, telephone number and date of birth: all four. */
static gboolean check_attributes(const DaichoRequest *request, GError **error)
{
    static const char *const needed[] = {"name", "address", "phone", "birth-date"};
    for (gsize i = 0; i < G_N_ELEMENTS(needed); i++) {
        if (request->subject == NULL || daicho_subject_get(request->subject, needed[i]) == NULL) {
            g_autofree char *why = g_strdup_printf(
                "the method \"attributes\" compares name, address, telephone number and date of "
                "birth, and the request has no %s: use another method",
                needed[i]);
            return request_step_refuse(request, why, error);
        }
    }
    return TRUE;
}

static gboolean check_method(const DaichoRequest *request, const char *method, GError **error)
{
    gboolean in_person = strcmp(method, "agent-in-person") == 0;
    gboolean has_agent = *request->agent != '\0';
    if (in_person && !has_agent) {
        return request_step_refuse(request,
                                   "the method \"agent-in-person\" is for an agent, and the person "
                                   "asks without one: use callback, email-reply or attributes",
                                   error);
    }
    if (!in_person && has_agent) {
        return request_step_refuse(request,
                                   "an agent asks, who must come in person and show a driving "
                                   "licence or passport and the authority to act: use the method "
                                   "agent-in-person",
                                   error);
    }
    return strcmp(method, "attributes") != 0 || check_attributes(request, error);
}

gboolean daicho_request_verify(DaichoEnforcer *enforcer, gint64 number, const char *method,
                               const char *evidence, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    g_autoptr(DaichoRequest)
        request = request_step_begin(enforcer, number, REQUEST_VERIFY, &transaction, error);
    if (request == NULL || !check_word("method", method, daicho_request_methods, error) ||
        !check_method(request, method, error) || !check_evidence(evidence, error)) {
        return FALSE;
    }
    g_autofree char *before = g_steal_pointer(&request->evidence);
    request->evidence = g_strconcat(method, ": ", evidence, *before != '\0' ? "\n" : "", before,
                                    NULL);
    g_autofree char *detail = g_strconcat("method ", method, NULL);
    return request_step_end(enforcer, request, REQUEST_VERIFY, NULL, detail, transaction, error);
}

/* --- the form is back; the decision --- */

gboolean daicho_request_returned(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    g_autoptr(DaichoRequest)
        request = request_step_begin(enforcer, number, REQUEST_RETURN, &transaction, error);
    if (request == NULL) {
        return FALSE;
    }
    const DaichoRequestKind *kind = daicho_policy_find_request_kind(enforcer->policy,
                                                                    request->kind);
    if (kind == NULL) {
        return request_step_refuse(request, "the policy gives no days for its kind any more",
                                   error);
    }
    request->returned_s = enforcer->actor.now_s;
    request->due_s = answer_due(enforcer, request, enforcer->actor.now_s);
    g_autofree char *date = daicho_date_format_in(request->due_s, enforcer->time_zone);
    g_autofree char *detail = g_strconcat("answer due ", date, NULL);
    return request_step_end(enforcer, request, REQUEST_RETURN, NULL, detail, transaction, error);
}

static gboolean check_decision(DaichoEnforcer *enforcer, const DaichoRequest *request,
                               const char *decision, const char *ground, const char *reason,
                               GError **error)
{
    static const char *const decisions[] = {"accept", "partly", "refuse", NULL};
    if (!check_word("decision", decision, decisions, error)) {
        return FALSE;
    }
    if (strcmp(request->state, "received") == 0 && !request_step_is_short(request) &&
        (strcmp(decision, "refuse") != 0 || !is_word(ground, "identity"))) {
        return request_step_refuse(request,
                                   "it cannot be decided, because the identity was not verified "
                                   "yet (when it cannot be: --refuse --ground identity)",
                                   error);
    }
    if (strcmp(decision, "accept") == 0) {
        return is_blank(ground) ||
               refuse(error, "a ground is for what is refused: leave --ground out, or decide "
                             "--partly");
    }
    if (is_blank(ground) || is_blank(reason)) {
        return refuse(error, "the person must be told why: add --ground GROUND and --reason TEXT");
    }
    if (daicho_policy_find_ground(enforcer->policy, ground) == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the policy has no ground \"%s\" (see \"grounds\" in policy.yaml: harm, "
                    "obstruction, law, …)",
                    ground);
        return FALSE;
    }
    return TRUE;
}

gboolean daicho_request_decide(DaichoEnforcer *enforcer, gint64 number, const char *decision,
                               const char *ground, const char *reason, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    g_autoptr(DaichoRequest)
        request = request_step_begin(enforcer, number, REQUEST_DECIDE, &transaction, error);
    if (request == NULL || !check_decision(enforcer, request, decision, ground, reason, error)) {
        return FALSE;
    }
    gboolean has_failed = strcmp(request->state, "received") == 0 &&
                          (!request_step_is_short(request) || is_word(ground, "identity"));
    const char *state = has_failed ? "identity-failed" : NULL;
    request_step_set(&request->decision, decision);
    request_step_set(&request->ground, is_blank(ground) ? "" : ground);
    request_step_set(&request->reason, is_blank(reason) ? "" : reason);
    g_autofree char *detail = g_strconcat("decision ", decision,
                                          is_blank(ground) ? "" : ", ground ",
                                          is_blank(ground) ? "" : ground, NULL);
    return request_step_end(enforcer, request, REQUEST_DECIDE, state, detail, transaction, error);
}

/* --- more time --- */

static gboolean note_extension(const DaichoAuditRow *row, gpointer data, GError **error)
{
    (void)error;
    const char **object = data;
    if (*object != NULL && strcmp(row->act, "request-extend") == 0 &&
        strcmp(row->object, *object) == 0) {
        *object = NULL;
    }
    return TRUE;
}

static gboolean check_extension(DaichoEnforcer *enforcer, const DaichoRequest *request,
                                const char *reason, GError **error)
{
    const DaichoDeadlines *deadlines = daicho_policy_get_deadlines(enforcer->policy);
    g_autofree char *object = g_strdup_printf("request %" G_GINT64_FORMAT, request->number);
    const char *wanted = object;
    if (deadlines->extension_days + deadlines->extension_months == 0) {
        return request_step_refuse(request,
                                   "its deadline cannot be extended, because the policy gives no "
                                   "more time (\"profile\" and \"extension-days\" in policy.yaml)",
                                   error);
    }
    if (strcmp(request->state, "received") == 0 && !request_step_is_short(request)) {
        return request_step_refuse(request, "it can be extended only once the form is back", error);
    }
    if (request->due_s == 0 || enforcer->actor.now_s > request->due_s) {
        return request_step_refuse(request,
                                   request->due_s == 0
                                       ? "no deadline runs yet that could be extended"
                                       : "its deadline has passed, and cannot be extended any more",
                                   error);
    }
    if (is_blank(reason) || !g_utf8_validate(reason, -1, NULL)) {
        return refuse(error, "the person must be told why it takes longer: add --reason TEXT");
    }
    if (!daicho_catalog_each_audit(enforcer->catalog, note_extension, &wanted, error)) {
        return FALSE;
    }
    return wanted != NULL ||
           request_step_refuse(request, "its deadline was extended before, and only once", error);
}

gboolean daicho_request_extend(DaichoEnforcer *enforcer, gint64 number, const char *reason,
                               GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    const DaichoDeadlines *deadlines = daicho_policy_get_deadlines(enforcer->policy);
    g_autoptr(DaichoRequest)
        request = request_step_begin(enforcer, number, REQUEST_EXTEND, &transaction, error);
    if (request == NULL || !check_extension(enforcer, request, reason, error)) {
        return FALSE;
    }
    request->due_s = request_step_deadline(enforcer, request->due_s, deadlines->extension_months,
                                           deadlines->extension_days);
    g_autofree char *date = daicho_date_format_in(request->due_s, enforcer->time_zone);
    g_autofree char *evidence = g_strdup_printf("%s%sextended to %s: %s", request->evidence,
                                                *request->evidence != '\0' ? "\n" : "", date,
                                                reason);
    request_step_set(&request->evidence, evidence);
    g_autofree char *detail = g_strconcat("answer due ", date, NULL);
    g_autofree char *state = g_strdup(request->state);
    return request_step_end(enforcer, request, REQUEST_EXTEND, state, detail, transaction, error);
}

/* --- the answer and the end --- */

static gboolean check_answer(const DaichoRequest *request, const char *by, const char *text,
                             GError **error)
{
    static const char *const ways[] = {"telephone", "post", NULL};
    if (strcmp(request->state, "decided") == 0 && request_step_needs_deed(request)) {
        return request_step_refuse(
            request, "it cannot be answered, because what was accepted was not carried out yet",
            error);
    }
    if (!check_word("way to answer", by, ways, error)) {
        return FALSE;
    }
    return (!is_blank(text) && g_utf8_validate(text, -1, NULL)) ||
           refuse(error, "say what the person was told: add --text TEXT");
}

gboolean daicho_request_respond(DaichoEnforcer *enforcer, gint64 number, const char *by,
                                const char *text, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    g_autoptr(DaichoRequest)
        request = request_step_begin(enforcer, number, REQUEST_RESPOND, &transaction, error);
    if (request == NULL || !check_answer(request, by, text, error)) {
        return FALSE;
    }
    g_autofree char *before = g_steal_pointer(&request->response);
    request->response = g_strconcat(by, ": ", text, *before != '\0' ? "\n" : "", before, NULL);
    g_autofree char *detail = g_strdup_printf(
        "by %s%s", by,
        request->due_s > 0 && enforcer->actor.now_s > request->due_s ? ", late" : "");
    request->due_s = 0;
    return request_step_end(enforcer, request, REQUEST_RESPOND, NULL, detail, transaction, error);
}

typedef struct {
    DaichoEnforcer *enforcer;
    gint64 acting;      /* the plan that is being carried out; 0 when there is none */
    GPtrArray *waiting; /* of DaichoPlanRow */
} Plans;

static gboolean sort_plan(const DaichoPlanRow *row, gpointer data, GError **error)
{
    (void)error;
    static const char *const acting[] = {"applying", "partly", "applied", NULL};
    Plans *plans = data;
    if (g_strv_contains(acting, row->state)) {
        plans->acting = row->number;
    } else if (strcmp(row->state, "superseded") != 0) {
        DaichoPlanRow *waiting = daicho_catalog_get_plan(plans->enforcer->catalog, row->number,
                                                         error);
        if (waiting == NULL) {
            return FALSE;
        }
        g_ptr_array_add(plans->waiting, waiting);
    }
    return TRUE;
}

/* A plan whose request was withdrawn must never be carried out. */
static gboolean supersede_plans(DaichoEnforcer *enforcer, const DaichoRequest *request,
                                GError **error)
{
    g_autoptr(GPtrArray)
        waiting = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_plan_row_free);
    Plans plans = {.enforcer = enforcer, .waiting = waiting};
    if (!daicho_catalog_each_plan(enforcer->catalog, request->number, sort_plan, &plans, error)) {
        return FALSE;
    }
    if (plans.acting != 0) {
        g_autofree char *why = g_strdup_printf(
            "it cannot be withdrawn, because its plan %" G_GINT64_FORMAT " is being carried out",
            plans.acting);
        return request_step_refuse(request, why, error);
    }
    for (guint i = 0; i < waiting->len; i++) {
        DaichoPlanRow *row = g_ptr_array_index(waiting, i);
        g_autofree char *object = g_strdup_printf("plan %" G_GINT64_FORMAT, row->number);
        request_step_set(&row->state, "superseded");
        if (!daicho_catalog_put_plan(enforcer->catalog, row, error) ||
            !daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "plan-supersede",
                                         object, "its request was withdrawn", error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_request_withdraw(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    g_autoptr(DaichoRequest)
        request = request_step_begin(enforcer, number, REQUEST_WITHDRAW, &transaction, error);
    if (request == NULL || !supersede_plans(enforcer, request, error)) {
        return FALSE;
    }
    request->due_s = 0;
    return request_step_end(enforcer, request, REQUEST_WITHDRAW, NULL, "", transaction, error);
}

/* Who holds the person's data is told before the end. */
static gboolean check_told(DaichoEnforcer *enforcer, const DaichoRequest *request, GError **error)
{
    guint sent = 0;
    guint unsent = 0;
    if (!daicho_notice_count(enforcer, request->number, &sent, &unsent, error)) {
        return FALSE;
    }
    if (unsent == 0) {
        return TRUE;
    }
    g_set_error(
        error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
        "request %" G_GINT64_FORMAT ": it cannot be closed, because consignees who hold the "
        "person's data were not told yet: %u. Next: daicho request notice %" G_GINT64_FORMAT,
        request->number, unsent, request->number);
    return FALSE;
}

/* What the plan left to a person is not forgotten with the request. */
static gboolean check_tasks(DaichoEnforcer *enforcer, const DaichoRequest *request, GError **error)
{
    guint open = 0;
    gint64 plan = 0;
    if (strcmp(request->state, "responded") != 0 || !request_step_needs_plan(request)) {
        return TRUE;
    }
    if (!daicho_plan_task_count(enforcer, request->number, &plan, &open, error)) {
        return FALSE;
    }
    if (open == 0) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "request %" G_GINT64_FORMAT ": it cannot be closed, because %u of its plan's "
                "targets are left to a person. Next: do what daicho plan show %" G_GINT64_FORMAT
                " asks for, and record each: daicho plan record %" G_GINT64_FORMAT " TARGET",
                request->number, open, plan, plan);
    return FALSE;
}

/* What was suspended before is not erased while it lies in the vault, unless it must be kept. */
static gboolean check_vault(DaichoEnforcer *enforcer, const DaichoRequest *request, GError **error)
{
    DaichoVaulted vaulted;
    if (strcmp(request->state, "responded") != 0 || strcmp(request->kind, "erasure") != 0 ||
        strcmp(request->decision, "accept") != 0 || request->subject == NULL) {
        return TRUE;
    }
    if (!daicho_vault_count_person(enforcer, request->subject, &vaulted, error)) {
        return FALSE;
    }
    if (vaulted.stored == 0) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "request %" G_GINT64_FORMAT
                ": it cannot be closed, because %u entries of the person lie in the vault. Next: "
                "daicho vault purge %" G_GINT64_FORMAT,
                request->number, vaulted.stored, vaulted.first);
    return FALSE;
}

gboolean daicho_request_close(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    g_autoptr(DaichoRequest)
        request = request_step_begin(enforcer, number, REQUEST_CLOSE, &transaction, error);
    if (request == NULL || !check_told(enforcer, request, error)) {
        return FALSE;
    }
    if (!check_tasks(enforcer, request, error) || !check_vault(enforcer, request, error)) {
        return FALSE;
    }
    g_autofree char *detail = g_strconcat("after ", request->state, NULL);
    request->due_s = 0;
    return request_step_end(enforcer, request, REQUEST_CLOSE, NULL, detail, transaction, error);
}
