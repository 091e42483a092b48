#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/utf8.h"

static void assert_same(const guint8 *bytes, gsize length)
{
    /* A copy of just its length shows what is read beyond. */
    g_autofree guint8 *copy = g_memdup2(bytes, length);
    const char *end = NULL;
    g_utf8_validate_len((const char *)bytes, length, &end);
    assert_int_equal(daicho_utf8_count(copy, length), end - (const char *)bytes);
    gsize ascii = 0;
    while (ascii < length && bytes[ascii] < 0x80) {
        ascii++;
    }
    assert_int_equal(daicho_ascii_count(copy, length), ascii);
}

/* The bounds of each range in RFC 3629, and their neighbours. */
static const guint8 edges[] = {0x00, 0x01, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
                               0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
                               0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff};

static void every_sequence_of_bounds_is_judged_as_by_glib(void **state)
{
    (void)state;
    enum { N = G_N_ELEMENTS(edges) };
    for (gsize i = 0; i < (gsize)N * N * N * N; i++) {
        const guint8 bytes[] = {edges[i % N], edges[i / N % N], edges[i / N / N % N],
                                edges[i / N / N / N]};
        const char *end = NULL;
        g_utf8_validate_len((const char *)bytes, sizeof bytes, &end);
        assert_int_equal(daicho_utf8_count(bytes, sizeof bytes), end - (const char *)bytes);
    }
}

static void every_character_is_valid_and_no_surrogate(void **state)
{
    (void)state;
    for (gunichar character = 1; character <= 0x110000; character++) {
        char text[8] = {0};
        gsize length = (gsize)g_unichar_to_utf8(character, text);
        gboolean is_surrogate = character >= 0xd800 && character <= 0xdfff;
        gsize expected = is_surrogate || character > 0x10ffff ? 0 : length;
        assert_int_equal(daicho_utf8_count(text, length), expected);
    }
}

static void a_fault_is_found_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",  "é",          "あ",           "漢字かな",
                                         "𠮷", "0123456789", "\xed\x9f\xbf", "\xe0\xa0\x80"};
    static const char *const faults[] = {"",         "\xff",         "\xe3\x81", "\xed\xa0\x80",
                                         "\xc0\x80", "\xe0\x9f\xbf", "\xf0\x9f", "\x80"};
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    for (guint i = 0; i < 4000; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (gint n = g_rand_int_range(random, 0, 12); n > 0; n--) {
            g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
        }
        g_string_append(text, faults[i % G_N_ELEMENTS(faults)]);
        static const gssize tails[] = {0, 4, 5}; /* nothing, two letters, and a NUL behind them */
        g_string_append_len(text, "あz", tails[g_rand_int_range(random, 0, 3)]);
        assert_same((const guint8 *)text->str, text->len);
    }
}

static void controls_are_counted_wherever_they_stand(void **state)
{
    (void)state;
    guint8 bytes[256 + 40];
    for (gsize before = 0; before < 40; before++) {
        memset(bytes, 'a', before);
        for (guint byte = 0; byte < 256; byte++) {
            bytes[before + byte] = (guint8)byte;
        }
        assert_int_equal(daicho_control_count(bytes, before + 256), 32 - 7);
        for (guint byte = 0; byte < 256; byte++) {
            bytes[before] = (guint8)byte;
            gboolean is_control = byte < 0x20 && memchr("\b\t\n\f\r\x1a\x1b", (int)byte, 7) == NULL;
            assert_int_equal(daicho_control_count(bytes, before + 1), is_control ? 1 : 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence_of_bounds_is_judged_as_by_glib),
        cmocka_unit_test(every_character_is_valid_and_no_surrogate),
        cmocka_unit_test(controls_are_counted_wherever_they_stand),
        cmocka_unit_test(a_fault_is_found_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
