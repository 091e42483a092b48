#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"

static Extracted *document(const char *text)
{
    return fixture_extract("a.json", text, -1, NULL);
}

static void keys_are_labels_and_elements_are_records(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document("[{\"mail\": \"a@example.com\", \"n\": [1, true]},\n"
                                              " {\"mail\": null, \"x\": {\"y\": -1.50e3}}]");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/json UTF-8 2\n");
    assert_string_equal(extracted->cells->str, "=mail\nmail=a@example.com\n=n\nn=1\nn=true\n"
                                               "=mail\n=x\n=y\ny=-1.50e3\n");
    assert_string_equal(extracted->records->str, "1:1-42 2:45-80");
}

static void escapes_are_read(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document(
        "{\"a\": \"\\u67b6\\u7a7a\\t\\\"\\\\\\/\", \"b\": \"\\ud842\\udfb7\", \"c\": \"\\ud842x\","
        " \"d\": \"\\udfb7\", \"e\": \"x\\u0000hanako@example.com\", \"f\": \"\\ud842\\u0041\"}");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->cells->str,
                        "=a\na=架空\t\"\\/\n=b\nb=𠮷\n=c\nc=\xef\xbf\xbdx\n=d\nd=\xef\xbf\xbd\n"
                        "=e\ne=x hanako@example.com\n=f\nf=\xef\xbf\xbd"
                        "A\n");
}

static void no_value_is_lost_under_a_key_that_stands_twice(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document("{\"a\": \"one\", \"a\": \"two\"}");
    assert_string_equal(extracted->cells->str, "=a\na=one\n=a\na=two\n");
}

static void long_numbers_stay_as_they_are(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document("[123456789012345678901234567890, 09000001234]");
    assert_string_equal(extracted->cells->str, "=123456789012345678901234567890\n=09000001234\n");
}

static void what_is_not_json_is_read_as_plain_text(void **state)
{
    (void)state;
    static const char *const broken[] = {"{\"a\": \"hanako@example.com\"",
                                         "{\"a\": 1} // hanako@example.com",
                                         "{\"a\": 1} {\"b\": \"hanako@example.com\"}",
                                         "{\"a\": \"\\x hanako@example.com\"}",
                                         "[1, /* hanako@example.com */ 2]",
                                         "{a: \"hanako@example.com\"}",
                                         "[\"hanako@example.com\",]",
                                         "[\"hanako@example.com",
                                         "\"hanako@example.com\\",
                                         "[\"hanako@example.com\", \"\\u12\"]"};
    for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
        g_autoptr(Extracted) extracted = document(broken[i]);
        if (strcmp(extracted->items->str, "partly-read: not valid JSON, read as plain text\n") !=
            0) {
            fail_msg("%s: %s", broken[i], extracted->items->str);
        }
        assert_string_equal(extracted->text->str, broken[i]);
    }
}

static void deep_nesting_is_a_limit(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 200000; i++) {
        g_string_append_c(text, '[');
    }
    g_string_append(text, "\"hanako@example.com\"");
    g_autoptr(Extracted) extracted = document(text->str);
    assert_string_equal(extracted->items->str,
                        "partly-read: limit: JSON nesting, read as plain text\n");
    assert_string_equal(extracted->text->str, text->str);
}

static void lines_are_records_with_their_bytes(void **state)
{
    (void)state;
    static const char text[] = "{\"a\": \"架空\"}\r\n\n[1, 2]\nnot json\n{\"a\": 5}";
    g_autoptr(Extracted) extracted = fixture_extract("a.jsonl", text, -1, NULL);
    assert_string_equal(extracted->items->str,
                        "partly-read: line 4 is not valid JSON, read as plain text\n");
    assert_string_equal(extracted->cells->str, "=a\na=架空\n=1\n=2\n=not json\n=a\na=5\n");
    assert_string_equal(extracted->records->str, "1:0-17 3:18-25 4:25-34 5:34-42");
}

static void lines_in_shift_jis_have_their_bytes_too(void **state)
{
    (void)state;
    gsize length = 0;
    g_autofree char *bytes = fixture_convert(
        "CP932", "{\"お名前\": \"架空 花子です\"}\n{\"お名前\": \"見本\"}\n", &length);
    g_autoptr(Extracted) extracted = fixture_extract("a.jsonl", bytes, (gssize)length, NULL);
    assert_string_equal(extracted->records->str, "1:0-28 2:28-47");
    assert_string_equal(extracted->items->str, "read\n");
}

static void bytes_outside_the_charset_are_counted(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = document("{\"あ\": \"いうえ\", \"a\": \"\xff\"}");
    assert_string_equal(extracted->items->str, "partly-read: 1 bytes are not UTF-8\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_labels_and_elements_are_records),
        cmocka_unit_test(escapes_are_read),
        cmocka_unit_test(no_value_is_lost_under_a_key_that_stands_twice),
        cmocka_unit_test(long_numbers_stay_as_they_are),
        cmocka_unit_test(what_is_not_json_is_read_as_plain_text),
        cmocka_unit_test(deep_nesting_is_a_limit),
        cmocka_unit_test(lines_are_records_with_their_bytes),
        cmocka_unit_test(lines_in_shift_jis_have_their_bytes_too),
        cmocka_unit_test(bytes_outside_the_charset_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
