#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/enforcer/fixture_request.h"

static char *take_letter(FixtureRequest *fixture, gint64 number)
{
    g_autoptr(GError) error = NULL;
    char *letter = fixture_request_letter(fixture, number, &error);
    if (error != NULL) {
        fail_msg("%s", error->message);
    }
    return letter;
}

static void assert_holds(const char *page, const char *text)
{
    if (strstr(page, text) == NULL) {
        fail_msg("the page does not hold \"%s\":\n%s", text, page);
    }
}

static void assert_count(const char *letter, const char *label, const char *count)
{
    g_autofree char *row = g_strdup_printf("%s</span></th><td>%s</td>", label, count);
    assert_holds(letter, row);
}

static void an_erasure_is_told_in_numbers(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "decided");
    DaichoTarget *const targets[] = {
        fixture_request_target(1, DAICHO_ACTION_DELETE_FILE, "a.txt"),
        fixture_request_target(2, DAICHO_ACTION_DELETE_PARTS, "b.csv"),
        fixture_request_target(3, DAICHO_ACTION_DELETE_PARTS, "c.csv"),
        fixture_request_target(4, DAICHO_ACTION_MANUAL, "d.pst"),
        fixture_request_target(5, DAICHO_ACTION_HELD, "e.csv"),
    };
    gint64 plan = fixture_request_plan(fixture, number, targets, G_N_ELEMENTS(targets));
    assert_true(daicho_request_executed(&fixture->enforcer, number, NULL));
    assert_int_equal(daicho_certificate_make(&fixture->enforcer, plan, NULL), 1);
    g_autofree char *letter = take_letter(fixture, number);
    assert_holds(letter, "R-000001");
    assert_holds(letter, "架空 花子 様");
    assert_holds(letter, "We have accepted your request.");
    assert_count(letter, "Files deleted", "1");
    assert_count(letter, "Records deleted", "4");
    assert_count(letter, "Places that our staff deal with by hand", "1");
    assert_count(letter, "Places that must be kept by law", "1");
    assert_count(letter, "Files that could not be searched by machine", "2");
    assert_count(letter, "Number of the certificate", "1");
    assert_holds(letter, "まだ完了しておりません");
    assert_holds(letter, "are not finished yet");
    assert_holds(letter, "we cannot say whether they hold personal data of yours");
    assert_null(strstr(letter, "Files no longer in use"));
    assert_null(strstr(letter, "a.txt"));
}

static void a_suspension_is_told_in_numbers(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_make(fixture, "suspension-of-use", "accept", "decided");
    DaichoTarget *const targets[] = {
        fixture_request_target(1, DAICHO_ACTION_SUSPEND_FILE, "a.txt"),
        fixture_request_target(2, DAICHO_ACTION_SUSPEND_PARTS, "b.csv"),
    };
    fixture_request_plan(fixture, number, targets, G_N_ELEMENTS(targets));
    assert_true(daicho_request_executed(&fixture->enforcer, number, NULL));
    g_autofree char *letter = take_letter(fixture, number);
    assert_count(letter, "Files no longer in use", "1");
    assert_count(letter, "Records no longer in use", "2");
    assert_null(strstr(letter, "not finished yet"));
}

static void where_nothing_was_found_the_letter_says_so(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "executed");
    g_autofree char *letter = take_letter(fixture, number);
    assert_holds(letter, "In all that could be searched, no personal data of yours was found.");
}

static void a_refusal_tells_ground_reason_and_desk(void **state)
{
    static const char *const decisions[] = {"refuse", "partly"};
    FixtureRequest *fixture = *state;
    for (gsize i = 0; i < G_N_ELEMENTS(decisions); i++) {
        gint64 number = fixture_request_make(fixture, "complaint", decisions[i], "decided");
        g_autofree char *letter = take_letter(fixture, number);
        assert_holds(letter, "It would violate another law. (他の法令に違反)");
        assert_holds(letter, "帳簿は7年保存");
        assert_holds(letter, "苦情・相談窓口");
        assert_holds(letter, i == 0 ? "we cannot accept your request"
                                    : "We have accepted your request in part.");
        assert_null(strstr(letter, "What was done"));
    }
}

static void a_letter_about_an_identity_goes_to_the_one_who_asked(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_new(fixture, "disclosure");
    assert_true(daicho_request_decide(&fixture->enforcer, number, "refuse", "identity",
                                      "電話がつながらない", NULL));
    g_autofree char *letter = take_letter(fixture, number);
    assert_holds(letter, "Your identity could not be verified.");
}

static void values_are_escaped(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    daicho_subject_add(subject, "name", "<script>花</script>");
    gint64 number = daicho_request_new(enforcer, "erasure", subject, NULL, NULL, NULL);
    assert_true(daicho_request_decide(enforcer, number, "refuse", "identity",
                                      "\"<b onclick='x'>\" & so on", NULL));
    g_autofree char *letter = take_letter(fixture, number);
    assert_null(strstr(letter, "<script"));
    assert_null(strstr(letter, "<b onclick"));
    assert_holds(letter, "&quot;&lt;b onclick=&apos;x&apos;&gt;&quot; &amp; so on");
}

static void an_agent_is_the_addressee(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(DaichoSubject) subject = fixture_request_subject();
    gint64 number = daicho_request_new(enforcer, "erasure", subject, "見本 太郎", "mandate", NULL);
    assert_true(daicho_request_decide(enforcer, number, "refuse", "identity", "not seen", NULL));
    g_autofree char *letter = take_letter(fixture, number);
    assert_holds(letter, "<strong>見本 太郎 様</strong>（架空 花子 様 代理人");
}

/* A withdrawn one was decided, but never answered; a shredded one has nobody to write to. */
static void there_is_no_letter_without_an_answer_or_a_person(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(GError) error = NULL;
    gint64 shredded = 0;
    gint64 withdrawn = fixture_request_make(fixture, "erasure", "accept", "decided");
    assert_true(daicho_request_withdraw(enforcer, withdrawn, NULL));
    assert_true(daicho_request_close(enforcer, withdrawn, NULL));
    assert_null(fixture_request_letter(fixture, withdrawn, &error));
    fixture_request_assert_refused(&error, "there is no decision to tell");
    gint64 closed = fixture_request_make(fixture, "erasure", "accept", "closed");
    g_autofree char *letter = take_letter(fixture, closed);
    assert_true(daicho_catalog_shred_requests(fixture->catalog, G_MAXINT64, &shredded, NULL));
    assert_int_equal(shredded, 2);
    assert_null(fixture_request_letter(fixture, closed, &error));
    fixture_request_assert_refused(&error, "was destroyed");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_erasure_is_told_in_numbers),
        TEST(a_suspension_is_told_in_numbers),
        TEST(where_nothing_was_found_the_letter_says_so),
        TEST(a_refusal_tells_ground_reason_and_desk),
        TEST(a_letter_about_an_identity_goes_to_the_one_who_asked),
        TEST(values_are_escaped),
        TEST(an_agent_is_the_addressee),
        TEST(there_is_no_letter_without_an_answer_or_a_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
