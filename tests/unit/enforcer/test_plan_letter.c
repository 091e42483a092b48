#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/enforcer/fixture_plan.h"

static DaichoPlan *make(FixtureFind *find, const char *const *include)
{
    return fixture_plan_make(find, "erasure", fixture_find_hanako(), include);
}

#define HANAKO "hanako.kaku@example.com"
#define TO_OFFICE "From: " HANAKO "\nTo: office@example.com\n"
#define TABLE(rows)                                                                                \
    "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n--x\n"                             \
    "Content-Type: text/csv; name=list.csv\n\nmail\n" rows "--x--\n"

static void put(const FixtureFind *find, const char *path, const char *text)
{
    fixture_find_put(find, path, text, -1);
}

static void a_letter_between_the_person_and_one_other_party_goes(void **state)
{
    FixtureFind *find = *state;
    put(find, "a.eml", TO_OFFICE "\nthanks\n-- \noffice@example.com\n");
    put(find, "b.eml",
        "From: office@example.com\nTo: " HANAKO "\nMessage-ID: <1@host.example.com>\n"
        "References: <2@host.example.com> <3@host.example.com>\n\nthanks\n");
    put(find, "c.mbox",
        "From x Wed May  1 09:00:00 2024\n" TO_OFFICE "\nthanks\n\n"
        "From y Wed May  1 09:00:00 2024\nFrom: taro@example.com\n\nhello\n");
    g_autoptr(DaichoPlan) plan = make(find, NULL);
    fixture_plan_expect(
        plan, "1 delete-file a.eml 0\n2 delete-file b.eml 0\n3 delete-parts c.mbox 1 #1\n");
}

static void a_letter_that_others_are_in_is_left_to_a_person(void **state)
{
    FixtureFind *find = *state;
    put(find, "a.eml", TO_OFFICE "Cc: taro@example.com\n\nthanks\n");
    put(find, "b.eml", TO_OFFICE "\nask taro@example.com\n");
    put(find, "c.eml", "From: office@example.com\n\nask " HANAKO "\n");
    g_autoptr(DaichoPlan) plan = make(find, NULL);
    fixture_plan_expect(plan, "1 manual a.eml 0\n2 manual b.eml 0\n3 manual c.eml 0\n"
                              "? t:a.eml#1\n? t:b.eml#1\n? t:c.eml#2\n");
}

static void what_is_attached_to_a_letter_decides_with_it(void **state)
{
    FixtureFind *find = *state;
    put(find, "a.eml", TO_OFFICE TABLE("-\n-\n"));
    put(find, "b.eml", TO_OFFICE TABLE(HANAKO "\ntaro@example.com\n"));
    put(find, "c.eml", "From: office@example.com\n" TABLE(HANAKO "\ntaro@example.com\n"));
    put(find, "d.eml", "From: office@example.com\n" TABLE(HANAKO "\n"));
    g_autoptr(DaichoPlan) plan = make(find, NULL);
    fixture_plan_expect(
        plan, "1 delete-file a.eml 0\n2 manual b.eml 1\n3 delete-parts c.eml 2 list.csv#2\n"
              "4 delete-parts d.eml 1 list.csv!\n");
}

/* The head of an attachment repeats its name, and goes with it. */
static void an_attachment_named_after_the_person_goes(void **state)
{
    FixtureFind *find = *state;
    static const char text[] = "From: office@example.com\nTo: staff@example.com\n"
                               "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n--x\n"
                               "Content-Type: application/octet-stream; name=\"" HANAKO
                               ".txt\"\n\n" HANAKO "\n--x--\n";
    static const char others[] = "From: office@example.com\nTo: staff@example.com\n"
                                 "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n--x\n"
                                 "Content-Type: application/octet-stream; name=\"" HANAKO ".txt\"\n"
                                 "Content-Description: for " HANAKO
                                 " and taro@example.com\n\ntaro@example.com\n--x--\n";
    g_autofree char *mbox = g_strconcat("From x Wed May  1 09:00:00 2024\n", text, NULL);
    put(find, "a.eml", text);
    put(find, "b.eml", others);
    put(find, "c.mbox", mbox);
    g_autoptr(DaichoPlan) plan = make(find, NULL);
    const DaichoTarget *first = g_ptr_array_index(plan->targets, 0);
    const DaichoTarget *second = g_ptr_array_index(plan->targets, 1);
    const DaichoTarget *third = g_ptr_array_index(plan->targets, 2);
    assert_int_equal(first->action, DAICHO_ACTION_DELETE_PARTS);
    assert_int_equal(first->edits->len, 1);
    assert_true(((const DaichoEdit *)g_ptr_array_index(first->edits, 0))->remove);
    assert_int_equal(second->action, DAICHO_ACTION_MANUAL);
    assert_int_equal(third->action, DAICHO_ACTION_DELETE_PARTS);
}

static void a_message_that_staff_included_goes_with_all_that_is_in_it(void **state)
{
    FixtureFind *find = *state;
    static const char *const include[] = {"t:a.eml#1", "t:b.mbox#1", NULL};
    put(find, "a.eml", TO_OFFICE "Cc: taro@example.com\n\nthanks\n");
    put(find, "b.mbox",
        "From x Wed May  1 09:00:00 2024\n" TO_OFFICE TABLE(
            HANAKO "\ntaro@example.com\n") "\n"
                                           "From y Wed May  1 09:00:00 2024\nFrom: "
                                           "taro@example.com\n\nhello\n");
    g_autoptr(DaichoPlan) plan = make(find, include);
    assert_string_equal(
        daicho_action_name(((DaichoTarget *)g_ptr_array_index(plan->targets, 0))->action),
        "delete-file");
    const DaichoTarget *mbox = g_ptr_array_index(plan->targets, 1);
    assert_string_equal(daicho_action_name(mbox->action), "delete-parts");
    assert_int_equal(mbox->edits->len, 1);
}

/* The only part of a message cannot go alone: this is told when the plan is made. */
static void what_cannot_be_done_is_told_by_the_plan(void **state)
{
    FixtureFind *find = *state;
    put(find, "a.eml",
        "From: office@example.com\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        "Content-Type: text/csv; name=list.csv\n\nmail\n" HANAKO "\n--x--\n");
    /* A comment is a record of its own, and would go with the row that it stands in. */
    put(find, "b.html",
        "<table><tr><td>0<td>1<tr><td>" HANAKO "<!-- seen by taro@example.com --><td>2</table>");
    g_autoptr(DaichoPlan) plan = make(find, NULL);
    const DaichoTarget *mail = g_ptr_array_index(plan->targets, 0);
    assert_int_equal(mail->action, DAICHO_ACTION_MANUAL);
    assert_non_null(strstr(mail->instructions, "nothing would be left of a message"));
    const DaichoTarget *page = g_ptr_array_index(plan->targets, 1);
    assert_int_equal(page->action, DAICHO_ACTION_MANUAL);
    assert_non_null(strstr(page->instructions, "what would be left is not what is there now"));
}

static void words_name_what_it_is(void **state)
{
    FixtureFind *find = *state;
    put(find, "a.ics",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE:mailto:" HANAKO
        "\nATTENDEE:mailto:taro@example.com\nEND:VEVENT\nEND:VCALENDAR\n");
    put(find, "b.html", "<table><tr><td rowspan=2>" HANAKO "<td>1<tr><td>2</table><p>x</p>");
    put(find, "c.html", "<div>" HANAKO "<p>x</p></div>");
    static const char *const words[] = {"this entry is about other persons too",
                                        "cannot cut a single row", "cannot cut a single paragraph"};
    g_autoptr(DaichoPlan) plan = make(find, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        const DaichoTarget *target = g_ptr_array_index(plan->targets, i);
        if (strstr(target->instructions, words[i]) == NULL) {
            fail_msg("%s", target->instructions);
        }
    }
}

#define TEST(test)                                                                                 \
    cmocka_unit_test_setup_teardown(test, fixture_find_set_up, fixture_find_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_between_the_person_and_one_other_party_goes),
        TEST(a_letter_that_others_are_in_is_left_to_a_person),
        TEST(what_is_attached_to_a_letter_decides_with_it),
        TEST(an_attachment_named_after_the_person_goes),
        TEST(a_message_that_staff_included_goes_with_all_that_is_in_it),
        TEST(what_cannot_be_done_is_told_by_the_plan),
        TEST(words_name_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
