#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "enforcer/enforcer.h"
#include "tests/unit/enforcer/fixture_plan.h"

static const char table[] = "氏名,部署\n架空 花子,営業\n架空 花子,経理\n";
static const char decided[] =
    "  (decided by handler on 1970-01-01: another person (other department))";

static DaichoSubject *make_subject(void)
{
    return fixture_find_subject("name=架空花子", "email=hanako.kaku@example.com",
                                "birth-date=1985-04-01", NULL);
}

static gint64 plan(FixtureFind *find, gint64 request, const char *include, const char *exclude)
{
    g_autoptr(GError) error = NULL;
    const char *const includes[] = {include, NULL};
    const char *const excludes[] = {exclude, NULL};
    const DaichoPlanChoice choice = {
        .include = includes, .exclude = excludes, .reason = "other department"};
    gint64 number = daicho_plan_make_chosen(&find->enforcer, request, &choice, &error);
    if (number == 0) {
        fail_msg("%s", error->message);
    }
    return number;
}

static void expect(FixtureFind *find, gint64 number, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void expect(FixtureFind *find, gint64 number, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    g_autofree char *expected = g_strdup_vprintf(format, words);
    va_end(words);
    g_autoptr(DaichoPlan) made = fixture_plan_load(find, number);
    fixture_plan_expect(made, expected);
}

static gint64 request(FixtureFind *find, DaichoSubject *subject)
{
    return fixture_plan_request(find, "erasure", "decided", "accept", subject);
}

static void a_namesake_is_remembered_for_the_request(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", table, -1);
    fixture_find_scan(find);
    gint64 first = request(find, fixture_find_subject("name=架空花子", NULL));
    expect(find, plan(find, first, NULL, "t:a.csv#2"), "? t:a.csv#3\n! t:a.csv#2%s\n", decided);
    expect(find, plan(find, first, NULL, NULL), "? t:a.csv#3\n! t:a.csv#2%s\n", decided);
}

/* Both may be called 架空花子: a name alone does not tell whose request it is. */
static void another_request_by_name_alone_asks_again(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", table, -1);
    fixture_find_scan(find);
    gint64 first = request(find, fixture_find_subject("name=架空花子", NULL));
    plan(find, first, NULL, "t:a.csv#2");
    gint64 second = request(find, fixture_find_subject("name=架空花子", NULL));
    expect(find, plan(find, second, NULL, NULL), "? t:a.csv#2\n? t:a.csv#3\n");
}

static void a_later_request_of_the_same_person_knows_it(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", table, -1);
    fixture_find_scan(find);
    plan(find, request(find, make_subject()), NULL, "t:a.csv#2");
    gint64 later = request(find,
                           fixture_find_subject("name=架空 花子", "birth-date=S60.4.1", NULL));
    expect(find, plan(find, later, NULL, NULL), "? t:a.csv#3\n! t:a.csv#2%s\n", decided);
    gint64 namesake = request(find,
                              fixture_find_subject("name=架空 花子", "birth-date=H2.1.1", NULL));
    expect(find, plan(find, namesake, NULL, NULL), "? t:a.csv#2\n? t:a.csv#3\n");
}

/* A family reads its mail together: the decision of the one is not the other's. */
static void who_shares_a_mailbox_is_asked_too(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", "メール\nkaku@example.com\n", -1);
    fixture_find_scan(find);
    gint64 first = request(find,
                           fixture_find_subject("name=架空花子", "email=kaku@example.com", NULL));
    expect(find, plan(find, first, NULL, "t:a.csv#2"), "! t:a.csv#2%s\n", decided);
    gint64 other = request(find,
                           fixture_find_subject("name=架空太郎", "email=kaku@example.com", NULL));
    expect(find, plan(find, other, NULL, NULL), "1 delete-file a.csv 0\n");
    gint64 same = request(find, fixture_find_subject("email=kaku@example.com", NULL));
    expect(find, plan(find, same, NULL, NULL), "! t:a.csv#2%s\n", decided);
}

static void a_record_that_moved_is_known_and_one_that_changed_is_asked_again(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", table, -1);
    fixture_find_scan(find);
    gint64 first = request(find, make_subject());
    plan(find, first, NULL, "t:a.csv#3");
    fixture_find_put(find, "a.csv", "氏名,部署\n見本 太郎,営業\n架空 花子,営業\n架空 花子,経理\n",
                     -1);
    expect(find, plan(find, first, NULL, NULL), "? t:a.csv#3\n! t:a.csv#4%s\n", decided);
    fixture_find_put(find, "a.csv", "氏名,部署\n見本 太郎,営業\n架空 花子,人事\n", -1);
    expect(find, plan(find, first, NULL, NULL),
           "? t:a.csv#3  (changed since handler decided on 1970-01-01 that it is another person's: "
           "decide again)\n");
}

/* Of two rows that read the same one may be the namesake's and the other the subject's. */
static void a_row_that_reads_the_same_is_decided_by_itself(void **state)
{
    static const char twice[] = "氏名,出席\n架空 花子,出席\n見本 太郎,出席\n架空 花子,出席\n";
    static const char changed[] =
        "  (changed since handler decided on 1970-01-01 that it is another person's: decide again)";
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", twice, -1);
    fixture_find_scan(find);
    gint64 first = request(find, fixture_find_subject("name=架空花子", NULL));
    plan(find, first, NULL, "t:a.csv#2");
    expect(find, plan(find, first, NULL, NULL), "? t:a.csv#4\n! t:a.csv#2%s\n", decided);
    /* Which of them moved where cannot be told. */
    g_autofree char *moved = g_strconcat("氏名,出席\n見本 次郎,出席\n", strchr(twice, '\n') + 1,
                                         NULL);
    fixture_find_put(find, "a.csv", moved, -1);
    expect(find, plan(find, first, NULL, NULL), "? t:a.csv#3%s\n? t:a.csv#5%s\n", changed, changed);
    fixture_find_put(find, "a.csv", twice, -1);
    plan(find, first, NULL, "t:a.csv#4");
    fixture_find_put(find, "a.csv", moved, -1);
    expect(find, plan(find, first, NULL, NULL), "! t:a.csv#3%s\n! t:a.csv#5%s\n", decided, decided);
}

/* What was decided once is not erased because somebody corrected a cell. */
static void a_strong_record_that_changed_is_asked_too(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", "氏名,生年月日,部署\n架空 花子,1985-04-01,営業\n", -1);
    fixture_find_scan(find);
    gint64 first = request(find, make_subject());
    expect(find, plan(find, first, NULL, NULL), "1 delete-file a.csv 0\n");
    expect(find, plan(find, first, NULL, "t:a.csv#2"), "! t:a.csv#2%s\n", decided);
    fixture_find_put(find, "a.csv", "氏名,生年月日,部署\n架空 花子,1985-04-01,人事\n", -1);
    expect(find, plan(find, first, NULL, NULL),
           "? t:a.csv#2  (changed since handler decided on 1970-01-01 that it is another person's: "
           "decide again)\n");
}

static void a_decision_is_taken_back(void **state)
{
    FixtureFind *find = *state;
    g_autoptr(GError) error = NULL;
    fixture_find_put(find, "a.csv", table, -1);
    fixture_find_scan(find);
    gint64 first = request(find, make_subject());
    plan(find, first, NULL, "t:a.csv#2");
    assert_true(daicho_subject_undecide(&find->enforcer, 1, NULL));
    expect(find, plan(find, first, NULL, NULL), "? t:a.csv#2\n? t:a.csv#3\n");
    assert_false(daicho_subject_undecide(&find->enforcer, 1, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
}

static void including_it_takes_it_back(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "a.csv", table, -1);
    fixture_find_scan(find);
    gint64 first = request(find, make_subject());
    plan(find, first, NULL, "t:a.csv#2");
    expect(find, plan(find, first, "t:a.csv#2", NULL), "1 delete-parts a.csv 1 #2\n? t:a.csv#3\n");
    g_autoptr(GPtrArray) standing = daicho_catalog_load_namesakes(find->catalog, FALSE, NULL);
    assert_int_equal(standing->len, 0);
}

/* A file that is named after the person goes whole, but not with a line of somebody else. */
static void a_file_with_a_namesake_in_it_does_not_go_whole(void **state)
{
    FixtureFind *find = *state;
    fixture_find_put(find, "架空花子.txt", "hanako.kaku@example.com\n架空花子 (同姓同名)\n", -1);
    fixture_find_scan(find);
    gint64 first = request(find, make_subject());
    expect(find, plan(find, first, NULL, NULL), "1 delete-file 架空花子.txt 0\n");
    g_autoptr(DaichoPlan)
        made = fixture_plan_load(find, plan(find, first, NULL, "t:架空花子.txt#2"));
    const DaichoTarget *target = g_ptr_array_index(made->targets, 0);
    assert_int_not_equal(target->action, DAICHO_ACTION_DELETE_FILE);
    assert_int_equal(made->excluded->len, 1);
}

static void a_decision_needs_a_reason_and_a_place(void **state)
{
    FixtureFind *find = *state;
    static const char *const places[] = {"t:a.csv#2", NULL};
    static const char *const nowhere[] = {"t:a.csv#9", NULL};
    const struct {
        DaichoPlanChoice choice;
        const char *words;
    } rows[] = {
        {{.exclude = places}, "--reason"},
        {{.exclude = places, .reason = "taro@example.com"}, "holds personal data"},
        {{.exclude = places, .include = places, .reason = "no"}, "both included and left out"},
        {{.exclude = nowhere, .reason = "no"}, "is not among the places"},
    };
    fixture_find_put(find, "a.csv", table, -1);
    fixture_find_scan(find);
    gint64 first = request(find, make_subject());
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_int_equal(daicho_plan_make_chosen(&find->enforcer, first, &rows[i].choice, &error),
                         0);
        if (strstr(error->message, rows[i].words) == NULL) {
            fail_msg("%s", error->message);
        }
    }
    g_autoptr(GPtrArray) standing = daicho_catalog_load_namesakes(find->catalog, TRUE, NULL);
    assert_int_equal(standing->len, 0);
}

#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_find_set_up, fixture_find_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_namesake_is_remembered_for_the_request),
        CASE(another_request_by_name_alone_asks_again),
        CASE(a_later_request_of_the_same_person_knows_it),
        CASE(who_shares_a_mailbox_is_asked_too),
        CASE(a_record_that_moved_is_known_and_one_that_changed_is_asked_again),
        CASE(a_row_that_reads_the_same_is_decided_by_itself),
        CASE(a_strong_record_that_changed_is_asked_too),
        CASE(a_decision_is_taken_back),
        CASE(including_it_takes_it_back),
        CASE(a_file_with_a_namesake_in_it_does_not_go_whole),
        CASE(a_decision_needs_a_reason_and_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
