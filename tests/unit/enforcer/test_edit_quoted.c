#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "enforcer/edits/mail_quoted.h"

static char *end_text(GByteArray *out)
{
    g_byte_array_append(out, (const guint8 *)"", 1);
    return g_strdup((const char *)out->data);
}

static char *decode(const char *encoded)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    edit_quoted_decode(encoded, strlen(encoded), out, NULL);
    return end_text(out);
}

static char *encode(const char *before, const char *content)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(GBytes) bytes = g_bytes_new(content, strlen(content));
    edit_quoted_encode(before, strlen(before), bytes, out);
    return end_text(out);
}

static void what_is_encoded_is_decoded(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a=3Db\n", "a=b\n"}, {"a=\nb", "ab"}, {"a= \t\r\nb", "ab"},
        {"=e3=81=82", "あ"},  {"a=4", "a=4"},  {"a=xyz", "a=xyz"},
        {"==41", "=A"},       {"", ""},        {"a \n=", "a \n="},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *decoded = decode(cases[i][0]);
        assert_string_equal(decoded, cases[i][1]);
    }
}

static void lines_that_stay_keep_their_bytes(void **state)
{
    (void)state;
    static const char before[] = "=61\n=\nb=\n=62\n\n=63\n";
    static const char *const cases[][2] = {
        {"a\nbb\n\nc\n", before},
        {"bb\n\nc\n", "=\nb=\n=62\n\n=63\n"},
        {"a\n\nc\n", "=61\n\n=63\n"},
        {"a\nbb\n", "=61\n=\nb=\n=62\n"},
        {"c\n", "=63\n"},
        {"", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *encoded = encode(before, cases[i][0]);
        assert_string_equal(encoded, cases[i][1]);
    }
}

/* What is new reads the same, in lines that any mail may have. */
static void what_is_new_is_encoded(void **state)
{
    (void)state;
    static const char *const contents[] = {
        "架空 花子,hanako@example.com,東京都千代田区見本町1丁目2番3号 見本ビル\r\n",
        "a=b\r\nFrom here\r\n.\r\n..x\r\nblank \r\ntab\t\r\nlone\nfeed\rreturn",
        "0123456789012345678901234567890123456789012345678901234567890123456789012345",
        "01234567890123456789012345678901234567890123456789012345678901234567890123456\r\n",
        "\r\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(contents); i++) {
        g_autofree char *encoded = encode("x\r\n", contents[i]);
        g_autofree char *decoded = decode(encoded);
        g_auto(GStrv) lines = g_strsplit(encoded, "\r\n", -1);
        assert_string_equal(decoded, contents[i]);
        assert_true(g_str_has_suffix(encoded, "\r\n"));
        for (guint k = 0; lines[k] != NULL; k++) {
            assert_true(strlen(lines[k]) <= 76);
            assert_false(g_str_has_prefix(lines[k], "From ") || g_str_has_prefix(lines[k], "."));
            assert_false(g_str_has_suffix(lines[k], " ") || g_str_has_suffix(lines[k], "\t"));
            assert_null(strpbrk(lines[k], "\r\n"));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_encoded_is_decoded),
        cmocka_unit_test(lines_that_stay_keep_their_bytes),
        cmocka_unit_test(what_is_new_is_encoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
