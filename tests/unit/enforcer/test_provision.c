#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/acts/apply.h"
#include "enforcer/consignees/consignee.h"
#include "enforcer/consignees/provision.h"
#include "tests/unit/enforcer/fixture_find.h"

#define NOW G_GINT64_CONSTANT(1795564800) /* 2026-11-25 */

static int set_up(void **state)
{
    int failed = fixture_find_set_up(state);
    FixtureFind *find = *state;
    find->enforcer.actor.now_s = NOW;
    return failed || !daicho_catalog_put_share(find->catalog, "t", find->root, NULL);
}

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static void add_consignee(FixtureFind *find, const char *name, const char *folder)
{
    static const char *const categories[] = {"name", "contact", NULL};
    const char *const folders[] = {folder, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoConsignee) consignee = daicho_consignee_alloc();
    set(&consignee->name, name);
    set(&consignee->task, "printing");
    set(&consignee->agreement, "2026-04-01");
    set(&consignee->reconsignment, "forbidden");
    consignee->is_confidential = TRUE;
    g_strfreev(consignee->categories);
    g_strfreev(consignee->folders);
    consignee->categories = g_strdupv((char **)(guintptr)categories);
    consignee->folders = g_strdupv((char **)(guintptr)folders);
    if (daicho_consignee_add(&find->enforcer, consignee, &error) == 0) {
        fail_msg("%s", error->message);
    }
}

static gint64 record(FixtureFind *find, const char *to, const char *ground, const char *category,
                     const DaichoSubject *subject)
{
    const char *const categories[] = {category, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoProvision) provision = daicho_provision_alloc();
    set(&provision->recipient, to);
    set(&provision->ground, ground);
    set(&provision->basis, "form of 2026");
    g_strfreev(provision->categories);
    provision->categories = g_strdupv((char **)(guintptr)categories);
    gint64 number = daicho_provision_record(&find->enforcer, provision, subject, -1, NULL, &error);
    if (number == 0) {
        fail_msg("%s", error->message);
    }
    return number;
}

static void tell(const DaichoProblem *problem, gpointer data)
{
    g_string_append_printf(data, "%s %s#%d\n", daicho_problem_name(problem->kind), problem->part,
                           (int)problem->record);
}

/* "problem part#record" of every problem. */
static void expect_problems(FixtureFind *find, const char *path, const char *to, gboolean namesakes,
                            const char *wanted)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) told = g_string_new(NULL);
    DaichoProvisionVerdict verdict;
    DAICHO_AUTO_FD int fd = fixture_find_open(find, path);
    if (!daicho_provision_check(&find->enforcer, fd, path, to, namesakes, tell, told, &verdict,
                                &error)) {
        fail_msg("%s", error->message);
    }
    assert_string_equal(told->str, wanted);
    assert_int_equal(verdict.problems + verdict.unread > 0, *wanted != '\0');
}

#define TABLE "氏名,メール\n架空花子,hanako.kaku@example.com\n見本太郎,taro@example.com\n"

static void an_agreement_covers_its_categories_and_no_others(void **state)
{
    FixtureFind *find = *state;
    add_consignee(find, "見本印刷", "t:out");
    fixture_find_put(find, "a.csv", TABLE, -1);
    fixture_find_put(find, "b.txt", "氏名: 架空 花子\n生年月日: 1985-04-01\n", -1);
    fixture_find_put(find, "c.txt", "教材\n", -1);
    expect_problems(find, "a.csv", "見本印刷", FALSE, "");
    expect_problems(find, "b.txt", "見本印刷", FALSE, "category #0\n");
    expect_problems(find, "a.csv", "例示商会", FALSE, "no-ground #0\n");
    expect_problems(find, "c.txt", "例示商会", FALSE, "");
}

static void consent_is_of_persons_one_by_one(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject) taro = fixture_find_subject("email=taro@example.com", NULL);
    g_autoptr(DaichoSubject) hanako = fixture_find_subject("email=hanako.kaku@example.com", NULL);
    fixture_find_put(find, "a.csv", TABLE, -1);
    record(find, "例示商会", "consent", "contact", taro);
    expect_problems(find, "a.csv", "例示商会", FALSE, "no-ground #2\ncategory #3\n");
    record(find, "例示商会", "law", "name", taro);
    expect_problems(find, "a.csv", "例示商会", FALSE, "no-ground #2\n");
    record(find, "見本商店", "consent", "contact", hanako); /* to another */
    expect_problems(find, "a.csv", "例示商会", FALSE, "no-ground #2\n");
}

static void who_is_on_the_list_stops_the_file_wherever_it_stands(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject) hanako = fixture_find_hanako();
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    g_autoptr(GError) error = NULL;
    assert_true(daicho_catalog_put_request(find->catalog, request, &error));
    add_consignee(find, "見本印刷", "t:out");
    fixture_find_put(find, "in/a.csv", TABLE, -1);
    fixture_find_put(find, "name.txt", "氏名: 架空花子\n", -1);
    fixture_find_put(find, "phone.txt", "電話 03-0000-1234\n", -1);
    fixture_find_put(find, "hanako.kaku@example.com/a.txt", "教材\n", -1);
    fixture_find_run(find, "cd share && zip -q a.zip in/a.csv");
    expect_problems(find, "a.zip", "見本印刷", FALSE, "");
    assert_true(daicho_provision_suspend(&find->enforcer, request->number, hanako, &error));
    expect_problems(find, "a.zip", "見本印刷", FALSE, "suspended in/a.csv#2\n");
    expect_problems(find, "phone.txt", "見本印刷", FALSE, "suspended #1\n");
    expect_problems(find, "hanako.kaku@example.com/a.txt", "見本印刷", FALSE, "suspended #0\n");
    expect_problems(find, "name.txt", "見本印刷", FALSE, "namesake #1\n");
    expect_problems(find, "name.txt", "見本印刷", TRUE, "");
    expect_problems(find, "a.zip", "見本印刷", TRUE, "suspended in/a.csv#2\n");
    assert_true(
        daicho_provision_resume(&find->enforcer, request->number, "asked in writing", &error));
    expect_problems(find, "a.zip", "見本印刷", FALSE, "");
    assert_false(daicho_provision_resume(&find->enforcer, request->number, "again", &error));
    assert_non_null(strstr(error->message, "nobody on the list"));
}

/* While the request knows the person, a name without a label is found as well. */
static void a_name_in_running_text_is_found_while_the_request_knows_it(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    add_consignee(find, "見本印刷", "t:out");
    request->subject = fixture_find_hanako();
    set(&request->kind, "suspension-of-provision");
    set(&request->state, "executed");
    assert_true(daicho_catalog_put_request(find->catalog, request, NULL));
    assert_true(daicho_provision_suspend(&find->enforcer, request->number, request->subject, NULL));
    fixture_find_put(find, "memo.txt", "参加者架空花子他二名\n", -1);
    expect_problems(find, "memo.txt", "見本印刷", FALSE, "namesake #1\n");
    g_clear_pointer(&request->subject, daicho_subject_free);
    assert_true(daicho_catalog_put_request(find->catalog, request, NULL));
    expect_problems(find, "memo.txt", "見本印刷", FALSE, "");
}

static void what_is_unread_is_never_fine(void **state)
{
    FixtureFind *find = *state;
    add_consignee(find, "見本印刷", "t:out");
    fixture_find_put(find, "broken.zip", "PK\003\004", -1);
    expect_problems(find, "broken.zip", "見本印刷", FALSE, "unread #0\n");
}

static void many_problems_are_counted_and_the_first_told(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GString) text = g_string_new("氏名,メール\n");
    g_autoptr(GString) told = g_string_new(NULL);
    g_autoptr(DaichoSubject) taro = fixture_find_subject("email=taro@example.com", NULL);
    DaichoProvisionVerdict verdict;
    for (guint i = 0; i < 150; i++) {
        g_string_append_printf(text, "例示一郎,ichiro%u@example.com\n", i);
    }
    fixture_find_put(find, "a.csv", text->str, -1);
    record(find, "例示商会", "consent", "contact", taro);
    DAICHO_AUTO_FD int fd = fixture_find_open(find, "a.csv");
    assert_true(daicho_provision_check(&find->enforcer, fd, "a.csv", "例示商会", FALSE, tell, told,
                                       &verdict, NULL));
    assert_int_equal(verdict.problems, 150);
    assert_int_equal(verdict.untold, 50);
}

static void a_record_keeps_whose_it_was_as_fingerprints(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoProvision) provision = daicho_provision_alloc();
    g_autoptr(DaichoSubject) taro = fixture_find_subject("email=taro@example.com", NULL);
    g_autoptr(DaichoSubject) other = fixture_find_subject("email=ichiro@example.com", NULL);
    g_autofree char *kinds = NULL;
    g_autofree char *none = NULL;
    add_consignee(find, "見本印刷", "t:out");
    fixture_find_put(find, "a.csv", TABLE, -1);
    set(&provision->recipient, "見本印刷");
    set(&provision->ground, "consignment");
    DAICHO_AUTO_FD int fd = fixture_find_open(find, "a.csv");
    assert_int_equal(daicho_provision_record(&find->enforcer, provision, NULL, fd, "a.csv", &error),
                     1);
    assert_int_equal(provision->persons, 2);
    assert_string_equal(provision->provided, "2026-11-25");
    assert_int_equal(provision->consignee, 1);
    assert_int_equal(g_strv_length(provision->categories), 2);
    assert_true(daicho_provision_is_of(&find->enforcer, provision, taro, &kinds, NULL));
    assert_string_equal(kinds, "email");
    assert_true(daicho_provision_is_of(&find->enforcer, provision, other, &none, NULL));
    assert_null(none);
}

/* --- the request --- */

static gint64 decide(FixtureFind *find)
{
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    set(&request->kind, "suspension-of-provision");
    set(&request->state, "decided");
    set(&request->decision, "accept");
    request->subject = fixture_find_hanako();
    assert_true(daicho_catalog_put_request(find->catalog, request, NULL));
    return request->number;
}

static void a_request_takes_the_person_out_of_outgoing_folders_alone(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GError) error = NULL;
    DaichoApplyResult result;
    add_consignee(find, "見本印刷", "t:out/printer");
    fixture_find_put(find, "out/printer/a.csv", TABLE, -1);
    fixture_find_put(find, "out/printer/broken.zip", "PK\003\004", -1);
    fixture_find_put(find, "out/printers/a.csv", TABLE "x\n", -1);
    fixture_find_put(find, "in/a.csv", TABLE "y\n", -1);
    fixture_find_put(find, "in/broken.zip", "PK\003\004", -1);
    fixture_find_scan(find);
    gint64 request = decide(find);
    gint64 number = daicho_plan_make(&find->enforcer, request, NULL, &error);
    g_autoptr(DaichoPlan) plan = daicho_plan_load(&find->enforcer, number, NULL, &error);
    assert_int_equal(plan->targets->len, 1);
    const DaichoTarget *target = g_ptr_array_index(plan->targets, 0);
    assert_string_equal(target->path, "out/printer/a.csv");
    assert_int_equal(target->action, DAICHO_ACTION_SUSPEND_PARTS);
    assert_int_equal(plan->unread, 1);
    DaichoEnforcer officer = find->enforcer;
    officer.actor.user = "officer";
    assert_true(daicho_plan_approve(&officer, number, &error));
    assert_true(daicho_plan_apply(&find->enforcer, number, TRUE, NULL, NULL, &result, &error));
    assert_int_equal(result.done, 1);
    g_autoptr(GHashTable) listed = daicho_catalog_load_suspensions(find->catalog, NULL);
    assert_int_equal(g_hash_table_size(listed), 3); /* e-mail, telephone, name */
    g_autoptr(DaichoRequest) after = daicho_catalog_get_request(find->catalog, request, NULL);
    assert_string_equal(after->state, "executed");
}

static void a_request_without_outgoing_folders_lists_the_person_all_the_same(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GError) error = NULL;
    DaichoApplyResult result;
    fixture_find_put(find, "in/a.csv", TABLE, -1);
    fixture_find_scan(find);
    gint64 number = daicho_plan_make(&find->enforcer, decide(find), NULL, &error);
    DaichoEnforcer officer = find->enforcer;
    officer.actor.user = "officer";
    assert_true(daicho_plan_approve(&officer, number, &error));
    assert_true(daicho_plan_apply(&find->enforcer, number, TRUE, NULL, NULL, &result, &error));
    assert_int_equal(result.done, 0);
    g_autoptr(GHashTable) listed = daicho_catalog_load_suspensions(find->catalog, NULL);
    assert_int_equal(g_hash_table_size(listed), 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_find_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_agreement_covers_its_categories_and_no_others),
        TEST(consent_is_of_persons_one_by_one),
        TEST(who_is_on_the_list_stops_the_file_wherever_it_stands),
        TEST(a_name_in_running_text_is_found_while_the_request_knows_it),
        TEST(what_is_unread_is_never_fine),
        TEST(many_problems_are_counted_and_the_first_told),
        TEST(a_record_keeps_whose_it_was_as_fingerprints),
        TEST(a_request_takes_the_person_out_of_outgoing_folders_alone),
        TEST(a_request_without_outgoing_folders_lists_the_person_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
