#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/enforcer/fixture_request.h"

/* --- every step from every state --- */

static gboolean verify(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    return daicho_request_verify(enforcer, number, "email-reply", "answered by mail", error);
}

static gboolean take_form(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(GBytes) form = daicho_request_form(enforcer, number, DAICHO_PAPER_HTML, error);
    return form != NULL;
}

static gboolean accept(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    return daicho_request_decide(enforcer, number, "accept", NULL, NULL, error);
}

static gboolean reject_identity(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    return daicho_request_decide(enforcer, number, "refuse", "identity", "no answer", error);
}

static gboolean respond(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    return daicho_request_respond(enforcer, number, "telephone", "told", error);
}

static gboolean take_letter(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(GBytes) letter = daicho_request_letter(enforcer, number, DAICHO_PAPER_HTML, error);
    return letter != NULL;
}

enum { N_STATES = 11 };

static const char *const states[N_STATES] = {
    "received",       "identity-verified", "form-sent", "form-returned", "decided",
    "executed",       "responded",         "closed",    "withdrawn",     "lapsed",
    "identity-failed"};

/* What each step makes of each state of an erasure that is accepted, has a plan that was applied when
 * it is executed, and none before; "" is refused. */
static const struct {
    const char *name;
    gboolean (*step)(DaichoEnforcer *enforcer, gint64 number, GError **error);
    const char *to[N_STATES];
} diagram[] = {
    {"verify", verify, {"identity-verified", "", "", "", "", "", "", "", "", "", ""}},
    {"form", take_form, {"", "form-sent", "form-sent", "", "", "", "", "", "", "", ""}},
    {"returned",
     daicho_request_returned,
     {"", "", "form-returned", "", "", "", "", "", "", "", ""}},
    {"accept", accept, {"", "", "", "decided", "", "", "", "", "", "", ""}},
    {"reject", reject_identity, {"identity-failed", "", "", "decided", "", "", "", "", "", "", ""}},
    {"executed",
     daicho_request_executed,
     {"", "", "", "", "", "executed", "executed", "", "", "", ""}},
    {"respond", respond, {"", "", "", "", "", "responded", "", "", "", "", ""}},
    {"letter",
     take_letter,
     {"", "", "", "", "", "executed", "responded", "closed", "", "", "identity-failed"}},
    {"withdraw",
     daicho_request_withdraw,
     {"withdrawn", "withdrawn", "withdrawn", "withdrawn", "withdrawn", "", "", "", "", "", ""}},
    {"close",
     daicho_request_close,
     {"", "", "", "", "", "", "closed", "", "closed", "closed", "closed"}},
};

static gint64 make_in_state(FixtureRequest *fixture, const char *wanted)
{
    gint64 number = 0;
    if (strcmp(wanted, "withdrawn") == 0) {
        number = fixture_request_make(fixture, "erasure", "accept", "decided");
        assert_true(daicho_request_withdraw(&fixture->enforcer, number, NULL));
    } else if (strcmp(wanted, "lapsed") == 0) {
        guint lapsed = 0;
        number = fixture_request_make(fixture, "erasure", "accept", "form-sent");
        fixture->enforcer.actor.now_s += 61 * FIXTURE_REQUEST_DAY;
        assert_true(daicho_request_lapse(&fixture->enforcer, &lapsed, NULL));
        assert_true(lapsed > 0);
        fixture->enforcer.actor.now_s = FIXTURE_REQUEST_NOW;
    } else if (strcmp(wanted, "identity-failed") == 0) {
        number = fixture_request_new(fixture, "erasure");
        assert_true(reject_identity(&fixture->enforcer, number, NULL));
    } else {
        number = fixture_request_make(fixture, "erasure", "accept", wanted);
    }
    g_autofree char *state = fixture_request_state(fixture, number);
    assert_string_equal(state, wanted);
    return number;
}

static void check_step(FixtureRequest *fixture, gsize step, gsize from)
{
    g_autoptr(GError) error = NULL;
    const char *to = diagram[step].to[from];
    gint64 number = make_in_state(fixture, states[from]);
    gboolean done = diagram[step].step(&fixture->enforcer, number, &error);
    g_autofree char *state = fixture_request_state(fixture, number);
    if (done != (*to != '\0') || strcmp(state, done ? to : states[from]) != 0) {
        fail_msg("%s from %s: %s, now %s", diagram[step].name, states[from],
                 done ? "done" : error->message, state);
    }
    if (!done) {
        g_autofree char *reference = g_strdup_printf("request %" G_GINT64_FORMAT ": ", number);
        assert_true(g_str_has_prefix(error->message, reference));
        fixture_request_assert_refused(&error, "Next: ");
    }
}

static void every_step_is_allowed_just_where_the_diagram_says(void **state)
{
    for (gsize step = 0; step < G_N_ELEMENTS(diagram); step++) {
        for (gsize from = 0; from < N_STATES; from++) {
            check_step(*state, step, from);
        }
    }
}

static void a_refused_step_names_what_is_missing_and_the_next_command(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(GError) error = NULL;
    gint64 number = fixture_request_new(fixture, "erasure");
    assert_false(take_form(enforcer, number, &error));
    assert_non_null(strstr(error->message, "daicho request verify 1 --method callback"));
    fixture_request_assert_refused(&error, "the identity was not verified yet");
    assert_false(accept(enforcer, number, &error));
    fixture_request_assert_refused(&error, "the identity was not verified yet");
    assert_false(daicho_request_close(enforcer, 99, &error));
    fixture_request_assert_refused(&error, "there is no request 99");
}

static void every_state_has_a_next_line_with_its_number(void **state)
{
    FixtureRequest *fixture = *state;
    for (gsize i = 0; i < N_STATES; i++) {
        gint64 number = make_in_state(fixture, states[i]);
        g_autoptr(DaichoRequest)
            request = daicho_catalog_get_request(fixture->catalog, number, NULL);
        g_autofree char *next = daicho_request_next(request);
        g_autofree char *command = g_strdup_printf(" %" G_GINT64_FORMAT, number);
        assert_null(strchr(next, '\n'));
        assert_null(strchr(next, '%'));
        assert_true(strstr(next, command) != NULL || strcmp(states[i], "closed") == 0);
    }
}

/* --- new --- */

static void a_new_request_is_checked(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoSubject) subject = fixture_request_subject();
    g_autoptr(DaichoSubject) nobody = daicho_subject_new();
    assert_int_equal(daicho_request_new(enforcer, "erasrue", subject, NULL, NULL, &error), 0);
    fixture_request_assert_refused(&error, "did you mean \"erasure\"?");
    assert_int_equal(daicho_request_new(enforcer, "erasure", nobody, NULL, NULL, &error), 0);
    fixture_request_assert_refused(&error, "");
    assert_int_equal(daicho_request_new(enforcer, "erasure", subject, "見本 太郎", "", &error), 0);
    fixture_request_assert_refused(&error, "--authority");
    assert_int_equal(daicho_request_new(enforcer, "erasure", subject, NULL, "mandate", &error), 0);
    fixture_request_assert_refused(&error, "--agent");
    assert_int_equal(daicho_request_new(enforcer, "erasure", subject, "", "", &error), 1);
    assert_int_equal(
        daicho_request_new(enforcer, "disclosure", subject, "見本 太郎", "mandate", &error), 2);
    assert_null(error);
}

static void every_kind_can_be_asked_for(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 last = 0;
    for (const char *const *kind = daicho_request_kinds; *kind != NULL; kind++) {
        gint64 number = fixture_request_new(fixture, *kind);
        assert_int_equal(number, last + 1);
        last = number;
    }
    assert_int_equal(last, 10);
}

static void a_check_code_notices_every_wrong_letter(void **state)
{
    static const char alphabet[] = "34679ACDEFGHJKMNPQRTWXY";
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_new(fixture, "erasure");
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(fixture->catalog, number, NULL);
    char *code = request->check_code;
    assert_int_equal(strlen(code), 8);
    assert_true(daicho_request_check_code(code));
    for (gsize i = 0; i < 8; i++) {
        char right = code[i];
        for (const char *letter = alphabet; *letter != '\0'; letter++) {
            code[i] = *letter;
            assert_true(daicho_request_check_code(code) == (*letter == right));
        }
        code[i] = right;
    }
    for (gsize i = 0; i < 7; i++) {
        char swapped[9];
        g_strlcpy(swapped, code, sizeof swapped);
        swapped[i] = code[i + 1];
        swapped[i + 1] = code[i];
        assert_true(daicho_request_check_code(swapped) == (code[i] == code[i + 1]));
    }
    assert_false(daicho_request_check_code(""));
    assert_false(daicho_request_check_code("34679AC"));
    assert_false(daicho_request_check_code("0O1I5S8B"));
}

static void check_codes_differ(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 one = fixture_request_new(fixture, "erasure");
    gint64 other = fixture_request_new(fixture, "erasure");
    g_autoptr(DaichoRequest) first = daicho_catalog_get_request(fixture->catalog, one, NULL);
    g_autoptr(DaichoRequest) second = daicho_catalog_get_request(fixture->catalog, other, NULL);
    assert_string_not_equal(first->check_code, second->check_code);
}

/* --- identity --- */

static void evidence_is_needed_and_holds_no_document_number(void **state)
{
    static const struct {
        const char *evidence, *why;
    } refused[] = {
        {NULL, "--evidence"},
        {"", "--evidence"},
        {"  ", "--evidence"},
        {"licence 301234567890", "number of a document"},
        {"passport TK1234567", "number of a document"},
        {"免許証 ３０１２３４５６７８９０", "number of a document"},
        {"licence 3012 3456 7890", "number of a document"},
        {"免許証 ３０１２－３４５６－７８９０", "number of a document"},
        {"seen on 2026-11-25: 3012.34567890", "number of a document"},
        {"card 3012－2026/11/25", "number of a document"},
        {"seen 0301-23-456789", "number of a document"},
        {"called 0300001234", "with hyphens"},
    };
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    gint64 number = fixture_request_new(fixture, "erasure");
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        assert_false(daicho_request_verify(&fixture->enforcer, number, "callback",
                                           refused[i].evidence, &error));
        fixture_request_assert_refused(&error, refused[i].why);
    }
    assert_false(daicho_request_verify(&fixture->enforcer, number, "calback", "called", &error));
    fixture_request_assert_refused(&error, "did you mean \"callback\"?");
    assert_true(daicho_request_verify(
        &fixture->enforcer, number, "callback",
        "called 03-0000-1234 on 2026-11-25 10:30, then 2026/12/1, 123 456", &error));
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(fixture->catalog, number, NULL);
    assert_string_equal(
        request->evidence,
        "callback: called 03-0000-1234 on 2026-11-25 10:30, then 2026/12/1, 123 456");
}

static void an_agent_comes_in_person_and_nobody_else_does(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoSubject) subject = fixture_request_subject();
    gint64 own = fixture_request_new(fixture, "erasure");
    gint64 agents = daicho_request_new(enforcer, "erasure", subject, "見本 太郎", "mandate",
                                       &error);
    assert_false(daicho_request_verify(enforcer, own, "agent-in-person", "seen", &error));
    fixture_request_assert_refused(&error, "is for an agent");
    for (gsize i = 0; i < 3; i++) {
        assert_false(
            daicho_request_verify(enforcer, agents, daicho_request_methods[i], "seen", &error));
        fixture_request_assert_refused(&error, "must come in person");
    }
    assert_true(daicho_request_verify(enforcer, agents, "agent-in-person",
                                      "driving licence and mandate seen", &error));
}

static void attributes_are_all_four(void **state)
{
    static const char *const needed[] = {"name", "address", "phone", "birth-date"};
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoSubject) whole = fixture_request_subject();
    for (gsize left_out = 0; left_out < G_N_ELEMENTS(needed); left_out++) {
        g_autoptr(DaichoSubject) subject = daicho_subject_new();
        for (gsize i = 0; i < G_N_ELEMENTS(needed); i++) {
            if (i != left_out) {
                daicho_subject_add(subject, needed[i], daicho_subject_get(whole, needed[i]));
            }
        }
        gint64 number = daicho_request_new(enforcer, "erasure", subject, NULL, NULL, &error);
        assert_false(daicho_request_verify(enforcer, number, "attributes", "compared", &error));
        fixture_request_assert_refused(&error, needed[left_out]);
    }
    gint64 number = daicho_request_new(enforcer, "erasure", whole, NULL, NULL, &error);
    assert_true(daicho_request_verify(enforcer, number, "attributes", "compared", &error));
}

/* --- deadlines --- */

static void deadlines_run_to_the_end_of_their_day(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "form-sent");
    g_autoptr(DaichoRequest) sent = daicho_catalog_get_request(fixture->catalog, number, NULL);
    assert_int_equal(sent->due_s, FIXTURE_REQUEST_NOW + 61 * FIXTURE_REQUEST_DAY - 1);
    fixture->enforcer.actor.now_s += 60 * FIXTURE_REQUEST_DAY + 3600;
    assert_true(daicho_request_returned(&fixture->enforcer, number, NULL));
    g_autoptr(DaichoRequest) back = daicho_catalog_get_request(fixture->catalog, number, NULL);
    assert_int_equal(back->returned_s, fixture->enforcer.actor.now_s);
    assert_int_equal(back->due_s, FIXTURE_REQUEST_NOW + 75 * FIXTURE_REQUEST_DAY - 1);
}

static void a_form_that_is_overdue_lapses_when_it_is_touched(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    guint lapsed = 0;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "form-sent");
    gint64 other = fixture_request_make(fixture, "erasure", "accept", "form-returned");
    fixture->enforcer.actor.now_s += 61 * FIXTURE_REQUEST_DAY;
    assert_false(daicho_request_returned(&fixture->enforcer, number, &error));
    fixture_request_assert_refused(&error, "the form did not come back in time");
    g_autofree char *now = fixture_request_state(fixture, number);
    assert_string_equal(now, "lapsed");
    assert_true(daicho_request_lapse(&fixture->enforcer, &lapsed, &error));
    assert_int_equal(lapsed, 0);
    g_autofree char *untouched = fixture_request_state(fixture, other);
    assert_string_equal(untouched, "form-returned");
}

/* 2026-11-25 07:30 in Tokyo is still the 24th in UTC. */
static void a_day_ends_where_the_people_are(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GTimeZone) tokyo = g_time_zone_new_identifier("+09:00");
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "identity-verified");
    fixture->enforcer.time_zone = tokyo;
    fixture->enforcer.actor.now_s = FIXTURE_REQUEST_NOW - 90 * 60;
    g_autofree char *form = fixture_request_take_html(
        daicho_request_form(&fixture->enforcer, number, DAICHO_PAPER_HTML, NULL));
    g_autoptr(DaichoRequest) sent = daicho_catalog_get_request(fixture->catalog, number, NULL);
    assert_int_equal(sent->due_s, FIXTURE_REQUEST_NOW + 61 * FIXTURE_REQUEST_DAY - 9 * 60 * 60 - 1);
    assert_non_null(strstr(form, "<p>2026-11-25（令和8年11月25日）</p>"));
    assert_non_null(strstr(form, "2027-01-24（令和9年1月24日）"));
}

static void printing_again_does_not_prolong_the_deadline(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "form-sent");
    g_autoptr(DaichoRequest) first = daicho_catalog_get_request(fixture->catalog, number, NULL);
    fixture->enforcer.actor.now_s += 30 * FIXTURE_REQUEST_DAY;
    assert_true(take_form(&fixture->enforcer, number, NULL));
    g_autoptr(DaichoRequest) again = daicho_catalog_get_request(fixture->catalog, number, NULL);
    assert_int_equal(again->due_s, first->due_s);
    assert_string_equal(again->check_code, first->check_code);
}

/* --- decision, answer, end --- */

static void a_refusal_needs_a_ground_of_the_policy_and_a_reason(void **state)
{
    static const struct {
        const char *decision, *ground, *reason, *why;
    } refused[] = {
        {"maybe", "law", "r", "there is no decision"},
        {"refuse", NULL, "r", "--ground"},
        {"refuse", "law", NULL, "--reason"},
        {"partly", "", "r", "--ground"},
        {"partly", "law", " ", "--reason"},
        {"refuse", "because", "r", "no ground \"because\""},
        {"accept", "law", NULL, "leave --ground out"},
    };
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "form-returned");
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        assert_false(daicho_request_decide(&fixture->enforcer, number, refused[i].decision,
                                           refused[i].ground, refused[i].reason, &error));
        fixture_request_assert_refused(&error, refused[i].why);
    }
    assert_true(daicho_request_decide(&fixture->enforcer, number, "partly", "law", "帳簿", &error));
}

static void what_has_no_plan_is_answered_after_the_decision(void **state)
{
    static const struct {
        const char *kind, *decision;
        gboolean answered;
    } cases[] = {
        {"erasure", "accept", FALSE},    {"suspension-of-use", "partly", FALSE},
        {"erasure", "refuse", TRUE},     {"suspension-of-use", "refuse", TRUE},
        {"disclosure", "accept", FALSE}, {"disclosure", "refuse", TRUE},
        {"complaint", "accept", TRUE},   {"correction", "partly", FALSE},
        {"addition", "accept", FALSE},   {"provision-disclosure", "partly", FALSE},
    };
    FixtureRequest *fixture = *state;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        gint64 number = fixture_request_make(fixture, cases[i].kind, cases[i].decision, "decided");
        assert_true(respond(&fixture->enforcer, number, &error) == cases[i].answered);
        if (!cases[i].answered) {
            fixture_request_assert_refused(&error, "was not carried out yet");
        }
    }
}

static void an_answer_says_how_and_what(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    gint64 number = fixture_request_make(fixture, "erasure", "refuse", "decided");
    assert_false(daicho_request_respond(&fixture->enforcer, number, "fax", "told", &error));
    fixture_request_assert_refused(&error, "telephone, post");
    assert_false(daicho_request_respond(&fixture->enforcer, number, "post", "", &error));
    fixture_request_assert_refused(&error, "--text");
    assert_true(respond(&fixture->enforcer, number, &error));
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(fixture->catalog, number, NULL);
    assert_string_equal(request->response, "telephone: told");
    assert_int_equal(request->due_s, 0);
}

static void a_plan_that_waits_dies_with_its_request(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "decided");
    gint64 plan = fixture_request_put_plan(fixture, number, NULL, 0);
    assert_true(daicho_request_withdraw(&fixture->enforcer, number, NULL));
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(fixture->catalog, plan, NULL);
    assert_string_equal(row->state, "superseded");
}

static void a_request_cannot_be_withdrawn_under_its_running_plan(void **state)
{
    static const char *const running[] = {"applying", "partly", "applied"};
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "decided");
    gint64 plan = fixture_request_plan(fixture, number, NULL, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(running); i++) {
        fixture_request_set_plan_state(fixture, plan, running[i]);
        assert_false(daicho_request_withdraw(&fixture->enforcer, number, &error));
        fixture_request_assert_refused(&error, "is being carried out");
    }
}

/* --- executed --- */

static void it_is_executed_only_when_no_target_is_left(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(GError) error = NULL;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "decided");
    DaichoTarget *const targets[] = {
        fixture_request_target(1, DAICHO_ACTION_DELETE_FILE, "a.txt"),
        fixture_request_target(2, DAICHO_ACTION_MANUAL, "b.pst"),
        fixture_request_target(3, DAICHO_ACTION_HELD, "c.txt"),
    };
    assert_false(daicho_request_executed(enforcer, number, &error));
    fixture_request_assert_refused(&error, "no plan yet");
    gint64 plan = fixture_request_plan(fixture, number, targets, G_N_ELEMENTS(targets));
    fixture_request_set_journal(fixture, plan, 1, "refused", "");
    assert_false(daicho_request_executed(enforcer, number, &error));
    fixture_request_assert_refused(&error, "with 1 of 3 targets to do");
    fixture_request_set_journal(fixture, plan, 1, "done", "");
    fixture_request_set_plan_state(fixture, plan, "approved");
    assert_false(daicho_request_executed(enforcer, number, &error));
    fixture_request_assert_refused(&error, "is approved");
    fixture_request_set_plan_state(fixture, plan, "partly");
    assert_true(daicho_request_executed(enforcer, number, &error));
    assert_true(daicho_request_executed(enforcer, number, &error));
    g_autofree char *now = fixture_request_state(fixture, number);
    assert_string_equal(now, "executed");
}

/* --- the audit chain --- */

static gboolean list_audit(const DaichoAuditRow *row, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s|%s|%s\n", row->act, row->object, row->detail);
    return TRUE;
}

static void every_step_is_in_the_audit_chain_without_values(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 rows = 0;
    g_autofree char *broken = NULL;
    fixture_request_make(fixture, "erasure", "partly", "closed");
    g_autoptr(GString) list = g_string_new(NULL);
    assert_true(daicho_catalog_each_audit(fixture->catalog, list_audit, list, NULL));
    g_autofree char *expected = g_strdup("request-new|request 1|kind erasure\n"
                                         "request-verify|request 1|method callback\n"
                                         "request-form|request 1|printed, return due 2027-01-24\n"
                                         "request-return|request 1|answer due 2026-12-09\n"
                                         "request-decide|request 1|decision partly, ground law\n");
    assert_true(g_str_has_prefix(list->str, expected));
    assert_non_null(strstr(list->str, "request-execute|request 1|by plan 1\n"
                                      "request-respond|request 1|by post\n"
                                      "request-close|request 1|after responded\n"));
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &rows, &broken, NULL));
    assert_null(broken);
}

static void a_refused_step_leaves_no_trace(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    gint64 before = 0;
    gint64 after = 0;
    char *broken = NULL;
    gint64 number = fixture_request_new(fixture, "erasure");
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &before, &broken, NULL));
    assert_false(respond(&fixture->enforcer, number, &error));
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &after, &broken, NULL));
    assert_int_equal(before, after);
    assert_null(broken);
}

static void a_whole_life_leaves_none_of_the_values_in_the_catalog(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(DaichoSubject) subject = fixture_request_subject();
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "decided");
    DaichoTarget *const targets[] = {
        fixture_request_target(1, DAICHO_ACTION_DELETE_FILE, "履歴書_架空花子.pdf"),
        fixture_request_target(2, DAICHO_ACTION_DELETE_PARTS, "架空 花子/list.csv"),
    };
    gint64 hold = daicho_hold_add(enforcer, NULL, NULL, subject, "matter 12", NULL);
    assert_true(hold != 0 && daicho_hold_release(enforcer, hold, "it is over", NULL));
    gint64 plan = fixture_request_plan(fixture, number, targets, G_N_ELEMENTS(targets));
    assert_true(daicho_request_executed(enforcer, number, NULL));
    assert_true(daicho_certificate_make(enforcer, plan, NULL) != 0);
    assert_true(take_letter(enforcer, number, NULL));
    assert_true(daicho_request_respond(enforcer, number, "telephone",
                                       "told 架空 花子 on 03-0000-1234", NULL));
    assert_true(daicho_request_close(enforcer, number, NULL));
    assert_true(fixture_request_holds(fixture, "request-close"));
    fixture_request_assert_no_leak(fixture);
    assert_true(daicho_catalog_flush(fixture->catalog, NULL));
    fixture_request_assert_no_leak(fixture);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_step_is_allowed_just_where_the_diagram_says),
        TEST(a_refused_step_names_what_is_missing_and_the_next_command),
        TEST(every_state_has_a_next_line_with_its_number),
        TEST(a_new_request_is_checked),
        TEST(every_kind_can_be_asked_for),
        TEST(a_check_code_notices_every_wrong_letter),
        TEST(check_codes_differ),
        TEST(evidence_is_needed_and_holds_no_document_number),
        TEST(an_agent_comes_in_person_and_nobody_else_does),
        TEST(attributes_are_all_four),
        TEST(deadlines_run_to_the_end_of_their_day),
        TEST(a_form_that_is_overdue_lapses_when_it_is_touched),
        TEST(a_day_ends_where_the_people_are),
        TEST(printing_again_does_not_prolong_the_deadline),
        TEST(a_refusal_needs_a_ground_of_the_policy_and_a_reason),
        TEST(what_has_no_plan_is_answered_after_the_decision),
        TEST(an_answer_says_how_and_what),
        TEST(a_plan_that_waits_dies_with_its_request),
        TEST(a_request_cannot_be_withdrawn_under_its_running_plan),
        TEST(it_is_executed_only_when_no_target_is_left),
        TEST(every_step_is_in_the_audit_chain_without_values),
        TEST(a_refused_step_leaves_no_trace),
        TEST(a_whole_life_leaves_none_of_the_values_in_the_catalog),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
