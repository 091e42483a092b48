#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "enforcer/enforcer.h"
#include "tests/unit/enforcer/fixture_plan.h"

static gboolean ignore(const DaichoHit *hit, gpointer data, GError **error)
{
    (void)hit;
    (void)data;
    (void)error;
    return TRUE;
}

static GPtrArray *search(FixtureFind *find, const DaichoSubject *subject)
{
    g_autoptr(GError) error = NULL;
    DaichoSubjectTotals totals;
    GPtrArray *proposals = daicho_proposals_new();
    const DaichoSubjectSink sink = {.hit = ignore, .proposals = proposals};
    if (!daicho_subject_find(&find->enforcer, subject, &sink, &totals, &error)) {
        fail_msg("%s", error->message);
    }
    assert_int_equal(totals.unread, 0);
    return proposals;
}

/* "kind sample records place" of each. */
static void expect(FixtureFind *find, const DaichoSubject *subject, const char *expected)
{
    fixture_find_scan(find);
    g_autoptr(GPtrArray) proposals = search(find, subject);
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < proposals->len; i++) {
        const DaichoProposal *proposal = g_ptr_array_index(proposals, i);
        g_string_append_printf(list, "%s %s %u %s\n", proposal->kind, proposal->sample,
                               proposal->records, proposal->place);
    }
    assert_string_equal(list->str, expected);
}

static void what_else_stands_in_her_rows_is_proposed_masked(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv",
                     "氏名,フリガナ,メール,電話番号,住所\n"
                     "架空 花子,カクウ ハナコ,hanako.kaku@example.com,090-0000-9999,"
                     "東京都架空区見本町1-2-3\n"
                     "見本 太郎,ミホン タロウ,taro@example.com,090-0000-8888,\n",
                     -1);
    fixture_find_put(find, "b.csv", "氏名,電話番号,携帯\n架空 花子,03-0000-1234,090-0000-9999\n",
                     -1);
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    expect(find, subject,
           "kana カ****** 1 t:a.csv#2\n"
           "phone 0**-****-*999 2 t:a.csv#2\n"
           "address 東京都*********** 1 t:a.csv#2\n");
}

static void a_former_name_has_the_same_given_name(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv",
                     "氏名,旧氏名,メール,電話番号\n"
                     "架空 花子,見本 花子,hanako.kaku@example.com,090-0000-9999\n",
                     -1);
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    expect(find, subject, "name 見**** 1 t:a.csv#2\nphone 0**-****-*999 1 t:a.csv#2\n");
}

static void a_record_of_two_persons_proposes_nothing(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv",
                     "氏名,保護者,メール,電話番号\n"
                     "架空 花子,架空 太郎,hanako.kaku@example.com,090-0000-9999\n",
                     -1);
    fixture_find_put(find, "b.csv",
                     "氏名,フリガナ,保護者フリガナ,メール,電話番号\n架空 花子,カクウ ハナコ,"
                     "カクウ タロウ,hanako.kaku@example.com,090-0000-9999\n",
                     -1);
    fixture_find_put(find, "c.csv",
                     "氏名,メール,メール2,メール3,電話番号\n架空 花子,hanako.kaku@example.com,"
                     "x@example.com,y@example.com,090-0000-9999\n",
                     -1);
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    expect(find, subject, "");
}

static void what_is_only_possible_and_what_has_no_cells_propose_nothing(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", "氏名,電話番号\n架空 花子,090-0000-9999\n", -1);
    fixture_find_put(find, "b.txt", "架空花子 hanako.kaku@example.com 電話 090-0000-9999\n", -1);
    fixture_find_put(find, "c.eml",
                     "From: hanako.kaku@example.com\nTo: taro@example.com\nSubject: a\n\n"
                     "架空花子 電話 090-0000-9999\n",
                     -1);
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    expect(find, subject, "");
}

static const guint *find_number(const GPtrArray *proposals, const char *kind)
{
    for (guint i = 0; i < proposals->len; i++) {
        const DaichoProposal *proposal = g_ptr_array_index(proposals, i);
        if (strcmp(proposal->kind, kind) == 0) {
            return &proposal->number;
        }
    }
    fail_msg("no %s is proposed", kind);
    return NULL;
}

static void what_staff_accept_is_sealed_in_the_request(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put_as(find, "a.csv", "CP932",
                        "氏名,メール,住所\n架空 花子,hanako.kaku@example.com,"
                        "東京都架空区見本町１－２－３\n");
    fixture_find_put(find, "b.csv", "氏名,住所\n架空 花子,架空区見本町1丁目2番3号\n", -1);
    fixture_find_scan(find);
    gint64 number = fixture_plan_request(find, "erasure", "decided", "accept",
                                         fixture_find_hanako());
    g_autoptr(DaichoSubject) subject = fixture_find_hanako();
    g_autoptr(GPtrArray) proposals = search(find, subject);
    const guint unknown = 1;
    g_autoptr(GError) error = NULL;
    assert_false(daicho_request_add(&find->enforcer, number, NULL, &unknown, 1, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_true(daicho_request_add(&find->enforcer, number, NULL, find_number(proposals, "address"),
                                   1, NULL));
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(find->catalog, number, NULL);
    assert_string_equal(daicho_subject_get(request->subject, "address"),
                        "東京都架空区見本町１－２－３");
    gint64 plan = daicho_plan_make(&find->enforcer, number, NULL, NULL);
    g_autoptr(DaichoPlan) made = fixture_plan_load(find, plan);
    fixture_plan_expect(made, "1 delete-file a.csv 0\n2 delete-file b.csv 0\n");
}

static void nothing_is_added_once_it_is_answered(void **state)
{
    FixtureFind *find = *state;
    static const char *const rows[][2] = {
        {"executed", "accept"}, {"closed", "accept"}, {"withdrawn", ""}, {"decided", "refuse"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(DaichoSubject) more = fixture_find_subject("email=x@example.com", NULL);
        gint64 number = fixture_plan_request(find, "erasure", rows[i][0], rows[i][1],
                                             fixture_find_hanako());
        assert_false(daicho_request_add(&find->enforcer, number, more, NULL, 0, &error));
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    }
}

static void what_is_known_is_not_added_twice(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(DaichoSubject)
        more = fixture_find_subject("email=hanako.kaku@example.com", "email=h@example.com", NULL);
    gint64 number = fixture_plan_request(find, "erasure", "received", "", fixture_find_hanako());
    assert_true(daicho_request_add(&find->enforcer, number, more, NULL, 0, NULL));
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(find->catalog, number, NULL);
    assert_int_equal(request->subject->identifiers->len, 4);
}

#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_find_set_up, fixture_find_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_else_stands_in_her_rows_is_proposed_masked),
        CASE(a_former_name_has_the_same_given_name),
        CASE(a_record_of_two_persons_proposes_nothing),
        CASE(what_is_only_possible_and_what_has_no_cells_propose_nothing),
        CASE(what_staff_accept_is_sealed_in_the_request),
        CASE(nothing_is_added_once_it_is_answered),
        CASE(what_is_known_is_not_added_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
