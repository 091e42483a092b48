#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "enforcer/consignees/consignee.h"
#include "enforcer/consignees/notice.h"
#include "enforcer/consignees/provision.h"
#include "enforcer/requests/request.h"
#include "tests/unit/enforcer/fixture_request.h"

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static void add_consignee(FixtureRequest *fixture, const char *name, const char *folder)
{
    static const char *const categories[] = {"any", NULL};
    const char *const folders[] = {folder, NULL};
    g_autoptr(DaichoConsignee) consignee = daicho_consignee_alloc();
    set(&consignee->name, name);
    set(&consignee->task, "printing");
    set(&consignee->agreement, "2026-04-01");
    set(&consignee->reconsignment, "forbidden");
    set(&consignee->contact, "東京都架空区例示町9-9");
    consignee->is_confidential = TRUE;
    g_strfreev(consignee->categories);
    g_strfreev(consignee->folders);
    consignee->categories = g_strdupv((char **)(guintptr)categories);
    consignee->folders = g_strdupv((char **)(guintptr)folders);
    assert_true(daicho_consignee_add(&fixture->enforcer, consignee, NULL) > 0);
}

static void provide_subject(FixtureRequest *fixture, const char *to, const DaichoSubject *subject)
{
    static const char *const categories[] = {"contact", NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoProvision) provision = daicho_provision_alloc();
    set(&provision->recipient, to);
    set(&provision->ground, "consignment");
    g_strfreev(provision->categories);
    provision->categories = g_strdupv((char **)(guintptr)categories);
    if (daicho_provision_record(&fixture->enforcer, provision, subject, -1, NULL, &error) == 0) {
        fail_msg("%s", error->message);
    }
}

/* Something of this identifier was handed to a consignee. */
static void provide(FixtureRequest *fixture, const char *to, const char *kind, const char *value)
{
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    daicho_subject_add(subject, kind, value);
    provide_subject(fixture, to, subject);
}

/* A request of 架空 花子 that was carried out, with one target in share "hr". */
static gint64 carry_out(FixtureRequest *fixture, const char *kind, const char *path)
{
    g_autoptr(GError) error = NULL;
    gint64 number = fixture_request_make(fixture, kind, "accept", "decided");
    DaichoTarget *target = fixture_request_target(1, DAICHO_ACTION_DELETE_FILE, path);
    set(&target->share, "hr");
    DaichoTarget *const targets[] = {target};
    gint64 plan_number = fixture_request_plan(fixture, number, targets, G_N_ELEMENTS(targets));
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(fixture->catalog, number, NULL);
    g_autoptr(DaichoPlan) plan = daicho_plan_load(&fixture->enforcer, plan_number, NULL, &error);
    assert_non_null(plan);
    assert_true(daicho_request_executed(&fixture->enforcer, number, NULL));
    assert_true(notice_make(&fixture->enforcer, request, plan, &error));
    return number;
}

static gboolean list_notice(const DaichoNotice *notice, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%d %s by %s%s%s\n", (int)notice->consignee, notice->kind,
                           notice->why, notice->sent_s > 0 ? ", sent" : "",
                           notice->confirmed_s > 0 ? ", confirmed" : "");
    return TRUE;
}

static void expect_notices(const FixtureRequest *fixture, gint64 number, const char *wanted)
{
    g_autoptr(GString) list = g_string_new(NULL);
    assert_true(daicho_catalog_each_notice(fixture->catalog, number, list_notice, list, NULL));
    assert_string_equal(list->str, wanted);
}

static void who_holds_the_data_is_told_and_nobody_else(void **state)
{
    FixtureRequest *fixture = *state;
    add_consignee(fixture, "見本印刷", "hr:out");
    add_consignee(fixture, "例示運送", "hr:other");
    add_consignee(fixture, "例示商会", "hr:third");
    add_consignee(fixture, "見本倉庫", "hr:fourth");
    provide(fixture, "例示運送", "email", "hanako@example.com");
    provide(fixture, "例示商会", "email", "taro@example.com");
    provide(fixture, "見本倉庫", "name", "架空 花子"); /* a namesake's, perhaps */
    gint64 number = carry_out(fixture, "erasure", "out/list.csv");
    expect_notices(fixture, number, "1 erase by folder\n2 erase by provided\n");
    provide(fixture, "見本印刷", "phone", "03-0000-1234");
    gint64 other = carry_out(fixture, "suspension-of-provision", "out/list.csv");
    expect_notices(fixture, other,
                   "1 stop-provision by folder, provided\n2 stop-provision by provided\n");
    gint64 use = carry_out(fixture, "suspension-of-use", "out/list.csv");
    expect_notices(fixture, use, "");
}

/* The letter would name her to who never had her data. */
static void who_has_a_familys_telephone_is_not_told(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(DaichoSubject) husband = daicho_subject_new();
    daicho_subject_add(husband, "name", "架空 一郎");
    daicho_subject_add(husband, "phone", "03-0000-1234");
    g_autoptr(DaichoSubject) wife = daicho_subject_new();
    daicho_subject_add(wife, "name", "架空 花子");
    daicho_subject_add(wife, "phone", "03-0000-1234");
    add_consignee(fixture, "見本印刷", "hr:third");
    add_consignee(fixture, "例示運送", "hr:other");
    provide_subject(fixture, "見本印刷", husband);
    provide_subject(fixture, "例示運送", wife);
    gint64 number = carry_out(fixture, "erasure", "out/list.csv");
    expect_notices(fixture, number, "2 erase by provided\n");
}

static void the_letter_names_the_person_and_what_is_asked(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    add_consignee(fixture, "見本<印刷>", "hr:out");
    gint64 number = carry_out(fixture, "erasure", "out/list.csv");
    g_autofree char *letter = fixture_request_take_html(
        daicho_notice_letter(&fixture->enforcer, number, "見本<印刷>", DAICHO_PAPER_HTML, &error));
    assert_non_null(letter);
    static const char *const words[] = {
        "見本&lt;印刷&gt; 御中", "架空 花子", "hanako@example.com", "Please erase without delay",
        "東京都架空区例示町9-9", "R-000001",  "2026-04-01"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strstr(letter, words[i]) == NULL) {
            fail_msg("the letter does not hold \"%s\":\n%s", words[i], letter);
        }
    }
    fixture_request_assert_no_leak(fixture);
    assert_null(
        daicho_notice_letter(&fixture->enforcer, number, "例示運送", DAICHO_PAPER_HTML, &error));
    fixture_request_assert_refused(&error, "no consignee");
}

static void what_was_told_and_confirmed_is_kept_in_order(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    add_consignee(fixture, "見本印刷", "hr:out");
    add_consignee(fixture, "例示運送", "hr:other");
    gint64 number = carry_out(fixture, "erasure", "out/list.csv");
    assert_false(daicho_notice_confirmed(enforcer, number, "見本印刷", "done", &error));
    fixture_request_assert_refused(&error, "not told yet");
    assert_false(daicho_notice_sent(enforcer, number, "見本印刷", "pigeon", "x", &error));
    fixture_request_assert_refused(&error, "post, e-mail or telephone");
    assert_false(daicho_notice_sent(enforcer, number, "見本印刷", "post", " ", &error));
    fixture_request_assert_refused(&error, "--text");
    assert_false(daicho_notice_sent(enforcer, number, "例示運送", "post", "x", &error));
    fixture_request_assert_refused(&error, "nothing to tell");
    assert_true(
        daicho_notice_sent(enforcer, number, "見本印刷", "post", "letter to 架空 花子", &error));
    expect_notices(fixture, number, "1 erase by folder, sent\n");
    assert_true(daicho_notice_confirmed(enforcer, number, "見本印刷", "erased", &error));
    expect_notices(fixture, number, "1 erase by folder, sent, confirmed\n");
    fixture_request_assert_no_leak(fixture);
}

static void a_request_is_closed_only_when_all_are_told(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    add_consignee(fixture, "見本印刷", "hr:out");
    gint64 number = carry_out(fixture, "erasure", "out/list.csv");
    g_autofree char *letter = fixture_request_letter(fixture, number, &error);
    assert_non_null(strstr(letter, "Contractors still to be told"));
    assert_true(daicho_request_respond(enforcer, number, "post", "erased", &error));
    assert_false(daicho_request_close(enforcer, number, &error));
    fixture_request_assert_refused(&error,
                                   "consignees who hold the person's data were not told yet: 1");
    assert_true(daicho_notice_sent(enforcer, number, "見本印刷", "post", "letter", &error));
    g_autofree char *after = fixture_request_letter(fixture, number, &error);
    assert_non_null(strstr(after, "Contractors told"));
    assert_true(daicho_request_close(enforcer, number, &error));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_holds_the_data_is_told_and_nobody_else),
        TEST(who_has_a_familys_telephone_is_not_told),
        TEST(the_letter_names_the_person_and_what_is_asked),
        TEST(what_was_told_and_confirmed_is_kept_in_order),
        TEST(a_request_is_closed_only_when_all_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
