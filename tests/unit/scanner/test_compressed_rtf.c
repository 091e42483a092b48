#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/readers/compressed_rtf.h"

/* The examples of MS-OXRTFCP 4.1 and 4.2. */
static const guint8 hello[] = {0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a,
                               0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00,
                               0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a,
                               0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77,
                               0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0};
static const guint8 crossing[] = {0x1a, 0x00, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x00, 0x4c, 0x5a,
                                  0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20,
                                  0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0};

static char *expand(const guint8 *bytes, gsize length, gboolean *is_whole)
{
    g_autoptr(GBytes) out = compressed_rtf_expand(bytes, length, is_whole);
    gsize size = g_bytes_get_size(out);
    return size > 0 ? g_strndup(g_bytes_get_data(out, NULL), size) : g_strdup("");
}

static void the_examples_of_the_specification_expand(void **state)
{
    (void)state;
    gboolean is_whole = FALSE;
    g_autofree char *one = expand(hello, sizeof hello, &is_whole);
    assert_string_equal(one, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    assert_true(is_whole);
    g_autofree char *other = expand(crossing, sizeof crossing, &is_whole);
    assert_string_equal(other, "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
    assert_true(is_whole);
}

static void what_is_not_compressed_is_as_it_is(void **state)
{
    (void)state;
    static const char plain[] = "\x10\0\0\0\4\0\0\0MELA\0\0\0\0{\\a}";
    gboolean is_whole = FALSE;
    g_autofree char *text = expand((const guint8 *)plain, sizeof plain - 1, &is_whole);
    assert_string_equal(text, "{\\a}");
    assert_true(is_whole);
}

static void what_is_cut_off_is_not_whole(void **state)
{
    (void)state;
    for (gsize cut = 0; cut < sizeof hello; cut++) {
        gboolean is_whole = TRUE;
        g_autofree char *text = expand(hello, cut, &is_whole);
        assert_false(is_whole);
        assert_true(g_str_has_prefix("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_specification_expand),
        cmocka_unit_test(what_is_not_compressed_is_as_it_is),
        cmocka_unit_test(what_is_cut_off_is_not_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
