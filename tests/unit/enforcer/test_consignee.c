#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "enforcer/consignees/consignee.h"
#include "tests/unit/enforcer/fixture_request.h"

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

/* 見本印刷 with an agreement of April 2026 for names and contacts, and one outgoing folder. */
static DaichoConsignee *printer(void)
{
    static const char *const categories[] = {"name", "contact", NULL};
    static const char *const folders[] = {"hr:out/printer", NULL};
    DaichoConsignee *consignee = daicho_consignee_alloc();
    set(&consignee->name, "見本印刷");
    set(&consignee->task, "printing and posting");
    set(&consignee->agreement, "2026-04-01");
    set(&consignee->reconsignment, "forbidden");
    set(&consignee->contact, "例示 一郎 ichiro@example.com");
    set(&consignee->next_review, "2027-03-31");
    consignee->is_confidential = TRUE;
    g_strfreev(consignee->categories);
    g_strfreev(consignee->folders);
    consignee->categories = g_strdupv((char **)(guintptr)categories);
    consignee->folders = g_strdupv((char **)(guintptr)folders);
    return consignee;
}

static gint64 add(FixtureRequest *fixture, DaichoConsignee *consignee)
{
    g_autoptr(GError) error = NULL;
    gint64 number = daicho_consignee_add(&fixture->enforcer, consignee, &error);
    if (number == 0) {
        fail_msg("%s", error->message);
    }
    return number;
}

static void a_consignee_is_kept_and_found_by_its_name(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(DaichoConsignee) consignee = printer();
    assert_int_equal(add(fixture, consignee), 1);
    g_autoptr(DaichoConsignee)
        found = daicho_consignee_load(&fixture->enforcer, " 見本印刷 ", NULL);
    assert_non_null(found);
    assert_string_equal(found->contact, "例示 一郎 ichiro@example.com");
    assert_string_equal(found->categories[1], "contact");
    assert_string_equal(found->made_by, "handler");
    g_autoptr(GError) error = NULL;
    assert_null(daicho_consignee_load(&fixture->enforcer, "見本印副", &error));
    assert_non_null(strstr(error->message, "did you mean \"見本印刷\"?"));
    assert_false(fixture_request_holds(fixture, "ichiro@example.com")); /* C1 */
    assert_false(fixture_request_holds(fixture, "見本印刷"));
}

static void expect_refused(FixtureRequest *fixture, DaichoConsignee *owned, const char *words)
{
    g_autoptr(DaichoConsignee) consignee = owned;
    g_autoptr(GError) error = NULL;
    assert_int_equal(daicho_consignee_add(&fixture->enforcer, consignee, &error), 0);
    fixture_request_assert_refused(&error, words);
}

static void what_is_missing_or_wrong_is_refused(void **state)
{
    FixtureRequest *fixture = *state;
    static const struct {
        gsize offset;
        const char *value, *words;
    } cases[] = {
        {G_STRUCT_OFFSET(DaichoConsignee, name), " ", "needs a name"},
        {G_STRUCT_OFFSET(DaichoConsignee, task), "", "what is entrusted"},
        {G_STRUCT_OFFSET(DaichoConsignee, task), "calls 03-0000-1234", "personal data"},
        {G_STRUCT_OFFSET(DaichoConsignee, agreement), "2026-04-31", "no day"},
        {G_STRUCT_OFFSET(DaichoConsignee, next_review), "soon", "no day"},
        {G_STRUCT_OFFSET(DaichoConsignee, reconsignment), "", "entrust the work to others"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        DaichoConsignee *consignee = printer();
        set(G_STRUCT_MEMBER_P(consignee, cases[i].offset), cases[i].value);
        expect_refused(fixture, consignee, cases[i].words);
    }
    DaichoConsignee *elsewhere = printer();
    set(&elsewhere->folders[0], "nowhere:out");
    expect_refused(fixture, elsewhere, "no share \"nowhere\"");
    DaichoConsignee *nothing = printer();
    set(&nothing->folders[0], "out");
    expect_refused(fixture, nothing, "SHARE:PATH");
    DaichoConsignee *unknown = printer();
    set(&unknown->categories[0], "shoes");
    expect_refused(fixture, unknown, "no data category");
    g_autoptr(DaichoConsignee) first = printer();
    add(fixture, first);
    expect_refused(fixture, printer(), "of this name already, number 1");
}

static void expect_lack(FixtureRequest *fixture, const DaichoConsignee *consignee,
                        const char *words)
{
    g_autofree char *lack = daicho_consignee_find_lack(&fixture->enforcer, consignee);
    if (words == NULL ? lack != NULL : lack == NULL || strstr(lack, words) == NULL) {
        fail_msg("%s, not %s", lack != NULL ? lack : "nothing", words != NULL ? words : "nothing");
    }
}

static void an_agreement_must_be_of_force_and_confidential(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(DaichoConsignee) consignee = printer();
    expect_lack(fixture, consignee, NULL);
    set(&consignee->agreement, "2026-11-26");
    expect_lack(fixture, consignee, "still to come");
    set(&consignee->agreement, "2026-11-25");
    expect_lack(fixture, consignee, NULL);
    set(&consignee->agreement, "");
    expect_lack(fixture, consignee, "no agreement");
    set(&consignee->agreement, "2026-04-01");
    consignee->is_confidential = FALSE;
    expect_lack(fixture, consignee, "confidentiality");
    consignee->ended_s = 1;
    expect_lack(fixture, consignee, "no more");
}

static void categories_and_folders_say_what_belongs_to_it(void **state)
{
    (void)state;
    g_autoptr(DaichoConsignee) consignee = printer();
    assert_true(daicho_consignee_covers(consignee, "contact"));
    assert_false(daicho_consignee_covers(consignee, "health"));
    set(&consignee->categories[0], "any");
    assert_true(daicho_consignee_covers(consignee, "health"));
    assert_true(daicho_consignee_has_file(consignee, "hr", "out/printer/list.csv"));
    assert_false(daicho_consignee_has_file(consignee, "hr", "out/printers/list.csv"));
    assert_false(daicho_consignee_has_file(consignee, "h", "out/printer/list.csv"));
    assert_false(daicho_consignee_has_file(consignee, "hrx", "out/printer/list.csv"));
    set(&consignee->folders[0], "hr:out/printer/");
    assert_true(daicho_consignee_has_file(consignee, "hr", "out/printer/list.csv"));
    set(&consignee->folders[0], "hr:");
    assert_true(daicho_consignee_has_file(consignee, "hr", "list.csv"));
}

static const char *standing(FixtureRequest *fixture)
{
    g_autoptr(DaichoConsignee)
        consignee = daicho_consignee_load(&fixture->enforcer, "見本印刷", NULL);
    return daicho_consignee_standing(&fixture->enforcer, consignee);
}

static void a_review_is_due_and_then_overdue_until_it_is_done(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(DaichoConsignee) consignee = printer();
    g_autoptr(GError) error = NULL;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    add(fixture, consignee);
    assert_string_equal(standing(fixture), "reviewed");
    enforcer->actor.now_s += 36 * FIXTURE_REQUEST_DAY; /* 90 days before the end of March */
    assert_string_equal(standing(fixture), "due-soon");
    enforcer->actor.now_s += 90 * FIXTURE_REQUEST_DAY;
    assert_string_equal(standing(fixture), "due-soon");
    enforcer->actor.now_s += FIXTURE_REQUEST_DAY;
    assert_string_equal(standing(fixture), "overdue");
    assert_false(daicho_consignee_review(enforcer, "見本印刷", NULL, NULL, &error));
    fixture_request_assert_refused(&error, "--found");
    assert_false(daicho_consignee_review(enforcer, "見本印刷", "2027-04-01", "in order", &error));
    fixture_request_assert_refused(&error, "after today");
    assert_true(daicho_consignee_review(enforcer, "見本印刷", "2028-03-31", "in order", &error));
    assert_string_equal(standing(fixture), "reviewed");
    assert_true(daicho_consignee_end(enforcer, "見本印刷", &error));
    assert_string_equal(standing(fixture), "ended");
    assert_false(daicho_consignee_end(enforcer, "見本印刷", &error));
    fixture_request_assert_refused(&error, "ended before");
    assert_false(daicho_consignee_review(enforcer, "見本印刷", NULL, "in order", &error));
    fixture_request_assert_refused(&error, "ended before");
}

static void a_change_keeps_the_number_and_may_not_take_a_name(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(DaichoConsignee) one = printer();
    g_autoptr(DaichoConsignee) two = printer();
    g_autoptr(GError) error = NULL;
    set(&two->name, "例示運送");
    add(fixture, one);
    assert_int_equal(add(fixture, two), 2);
    set(&two->name, "見本印刷");
    assert_false(daicho_consignee_change(&fixture->enforcer, two, &error));
    fixture_request_assert_refused(&error, "number 1");
    set(&two->name, "例示運輸");
    assert_true(daicho_consignee_change(&fixture->enforcer, two, &error));
    g_autoptr(DaichoConsignee) found = daicho_consignee_load(&fixture->enforcer, "例示運輸", NULL);
    assert_int_equal(found->number, 2);
    assert_null(daicho_catalog_find_consignee(fixture->catalog, "例示運送", NULL));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_consignee_is_kept_and_found_by_its_name),
        TEST(what_is_missing_or_wrong_is_refused),
        TEST(an_agreement_must_be_of_force_and_confidential),
        TEST(categories_and_folders_say_what_belongs_to_it),
        TEST(a_review_is_due_and_then_overdue_until_it_is_done),
        TEST(a_change_keeps_the_number_and_may_not_take_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
