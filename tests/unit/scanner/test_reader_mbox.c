#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_told.h"

static const char two[] = "From hanako@example.com Sat Nov 28 01:05:09 2026\n"
                          "From: hanako@example.com\n"
                          "Content-Type: multipart/mixed; boundary=b\n"
                          "\n"
                          "--b\n\none\n>From here\n>>From there\n"
                          "--b\nContent-Disposition: attachment; filename=list.csv\n\nmail\n--b--\n"
                          "\n"
                          "From taro@example.com Sat Nov 28 01:06:09 2026\n"
                          "Subject: second\n"
                          "\n"
                          "From here on it is text.\n"
                          "\n"
                          "From there, too.\n";

static void messages_have_places_and_members(void **state)
{
    (void)state;
    g_autofree char *told = fixture_tell("a.mbox", two, -1);
    assert_string_equal(
        told, "message 1/list.csv@ mail\n"
              "message 1/list.csv: read\n"
              "@message 1 From hanako@example.com Sat Nov 28 01:05:09 2026|\n"
              "@message 1 header From: hanako@example.com|"
              "Content-Type: multipart/mixed; boundary=b|\n"
              "@message 1 body one|From here|>From there\n"
              "@message 1 part 2 header Content-Disposition: attachment; filename=list.csv|\n"
              "@message 1 after the parts |\n"
              "@message 2 From taro@example.com Sat Nov 28 01:06:09 2026|\n"
              "@message 2 header Subject: second|\n"
              "@message 2 body From here on it is text.||From there, too.||\n"
              ": read\n");
}

static void a_message_is_a_record_with_its_bytes(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = fixture_extract("a.mbox", two, -1, NULL);
    gsize first = (gsize)(strstr(two, "From taro") - two);
    g_autofree char *records = g_strdup_printf("1:0-4 1:0-%d 2:%d-%d", (int)first, (int)first,
                                               (int)strlen(two));
    assert_string_equal(extracted->records->str, records);
    assert_non_null(strstr(extracted->types->str, "application/mbox  2\n"));
}

/* How many messages there are in an mbox. */
static int count(const char *mbox)
{
    g_autoptr(Extracted) extracted = fixture_extract("a.mbox", mbox, -1, NULL);
    const char *end = strrchr(g_strchomp(extracted->types->str), ' ');
    return atoi(end + 1);
}

static void what_separates_messages_is_known(void **state)
{
    (void)state;
    assert_int_equal(count("From a Sat Nov 28 01:05:09 2026\nA: b\n\nx\n\n"
                           "From b Sat, 28 Nov 2026 01:05:09 +0900\nA: b\n"),
                     2);
    assert_int_equal(count("From - Sat Nov 28 01:05:09 2026\r\nA: b\r\n\r\nx\r\n\r\n"
                           "From ???@??? Sat Nov 28 01:05 2026\r\nA: b\r\n"),
                     2);
    /* No date, but a header behind; no empty line, but a header behind. */
    assert_int_equal(count("From a\nSubject: b\n\nx\n\nFrom nobody\nReceived: by x\n"), 2);
    assert_int_equal(count("From a Sat Nov 28 01:05:09 2026\nA: b\n\nx\n"
                           "From b Sat Nov 28 01:05:09 2026\nFrom: b\n"),
                     2);
    /* Text. */
    assert_int_equal(count("From a Sat Nov 28 01:05:09 2026\nA: b\n\nx\n"
                           "From b Sat Nov 28 01:05:09 2026\nwe go on\n"),
                     1);
    assert_int_equal(count("From a Sat Nov 28 01:05:09 2026\nA: b\n\nFrom Tokyo 12:30\n"), 1);
    /* A separator ends what is open. */
    assert_int_equal(count("From a Sat Nov 28 01:05:09 2026\nContent-Type: multipart/mixed; "
                           "boundary=b\n\n--b\n\nx\n\nFrom b Sat Nov 28 01:05:09 2026\n\n--b\n"),
                     2);
}

static void what_is_no_mbox_is_read_all_the_same(void **state)
{
    (void)state;
    g_autofree char *text = fixture_tell("a.mbox", "hanako@example.com\nis text\n", -1);
    assert_string_equal(text, "@message 1 body hanako@example.com|is text||\n: read\n");
    g_autofree char *blank = fixture_tell("a.mbox", "\n\nFrom a 01:05 2026\nA: b\n\nx\n", -1);
    assert_non_null(strstr(blank, "@message 1 header A: b|"));
    g_autofree char *ahead = fixture_tell(
        "a.mbox", "Subject: first\n\nx\n\nFrom a 01:05 2026\nA: b\n\ny\n", -1);
    assert_non_null(strstr(ahead, "@message 1 header Subject: first|"));
    assert_non_null(strstr(ahead, "@message 2 body y|"));
}

static void damage_ends_in_an_honest_state(void **state)
{
    (void)state;
    fixture_survive_damage("a.mbox", two, strlen(two));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_have_places_and_members),
        cmocka_unit_test(a_message_is_a_record_with_its_bytes),
        cmocka_unit_test(what_separates_messages_is_known),
        cmocka_unit_test(what_is_no_mbox_is_read_all_the_same),
        cmocka_unit_test(damage_ends_in_an_honest_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
