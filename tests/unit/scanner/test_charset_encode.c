#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/scanner.h"

static void text_comes_back_as_it_was(void **state)
{
    (void)state;
    static const char *const charsets[] = {"UTF-8",  "UTF-8-BOM",    "Shift_JIS",
                                           "EUC-JP", "UTF-16LE-BOM", "UTF-16BE"};
    static const char *const texts[] = {"", "03-0000-1234", "０３－００００", "架空 花子", "髙﨑"};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        for (gsize k = 0; k < G_N_ELEMENTS(texts); k++) {
            g_autoptr(GBytes) bytes = daicho_charset_encode(charsets[i], texts[k]);
            assert_non_null(bytes);
            g_autofree char *text = daicho_charset_decode(
                charsets[i], g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
            assert_string_equal(text, texts[k]);
        }
    }
    g_autoptr(GBytes) bytes = daicho_charset_encode("Shift_JIS", "表");
    assert_int_equal(g_bytes_get_size(bytes), 2);
    assert_memory_equal(g_bytes_get_data(bytes, NULL), "\x95\x5c", 2);
    g_autoptr(GBytes) wide = daicho_charset_encode("UTF-16LE-BOM", "a");
    assert_int_equal(g_bytes_get_size(wide), 2);
}

static void what_cannot_be_expressed_is_never_another_sign(void **state)
{
    (void)state;
    static const struct {
        const char *charset, *text;
    } rows[] = {{"Shift_JIS", "𠮷"},     {"Shift_JIS", "é"}, {"EUC-JP", "𠮷"}, {"ISO-8859-1", "架"},
                {"ISO-2022-JP", "架空"}, {"UTF-7", "a"},     {"nowhere", "a"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) bytes = daicho_charset_encode(rows[i].charset, rows[i].text);
        assert_null(bytes);
    }
    assert_null(daicho_charset_decode("Shift_JIS", "\x95", 1));
    assert_null(daicho_charset_decode("UTF-8", "\xff", 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_comes_back_as_it_was),
        cmocka_unit_test(what_cannot_be_expressed_is_never_another_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
