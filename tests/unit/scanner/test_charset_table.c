#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "scanner/charset.h"
#include "scanner/charset_table.h"

static const char *const names[] = {"Shift_JIS", "EUC-JP", "UTF-8"};

/* What we convert by, and the iconv that is the witness. */
typedef struct {
    CharsetConverter *converter;
    iconv_t witness;
} Both;

static Both both_new(const char *name)
{
    const Charset *charset = charset_find(name);
    Both both = {charset_converter_new(charset), iconv_open("UTF-8", charset->iconv)};
    assert_non_null(both.converter);
    assert_true(both.witness != (iconv_t)-1);
    return both;
}

static void both_clear(Both *both)
{
    charset_converter_free(both->converter);
    iconv_close(both->witness);
}

/* iconv, which takes UTF-8 beyond U+10FFFF: those bytes are left out of the tests. */
static gsize convert_by_witness(iconv_t witness, const guint8 *bytes, gsize length, gsize limit,
                                GString *out, guint64 *invalid)
{
    char *in = (char *)(guintptr)bytes;
    gsize left = length;
    iconv(witness, NULL, NULL, NULL, NULL);
    while (left > 0 && out->len < limit) {
        char one[64];
        char *to = one;
        gsize room = MIN(sizeof one, limit - out->len);
        gsize status = iconv(witness, &in, &left, &to, &room);
        int reason = status == (gsize)-1 ? errno : 0;
        g_string_append_len(out, one, to - one);
        if (reason == 0 || (reason == E2BIG && to > one)) {
            continue;
        }
        if (reason == E2BIG || limit - out->len < 3) {
            break;
        }
        g_string_append(out, "\xef\xbf\xbd");
        in++;
        left--;
        (*invalid)++;
    }
    return length - left;
}

static void assert_same(const Both *both, const guint8 *bytes, gsize length, gsize limit)
{
    /* A copy of just its length shows what is read beyond. */
    g_autofree guint8 *copy = g_memdup2(bytes, length);
    g_autoptr(GString) expected = g_string_new(NULL);
    g_autoptr(GString) got = g_string_new(NULL);
    guint64 invalid_expected = 0;
    guint64 invalid = 0;
    gsize taken_expected = convert_by_witness(both->witness, bytes, length, limit, expected,
                                              &invalid_expected);
    gsize taken = charset_convert(both->converter, copy, length, TRUE, limit, got, &invalid);
    if (taken != taken_expected || invalid != invalid_expected || !g_string_equal(got, expected)) {
        fail_msg("%02x %02x %02x … (%zu bytes, limit %zu): took %zu, not %zu", bytes[0],
                 length > 1 ? bytes[1] : 0U, length > 2 ? bytes[2] : 0U, length, limit, taken,
                 taken_expected);
    }
}

static void every_sequence_is_read_as_by_iconv(void **state)
{
    (void)state;
    for (gsize name = 0; name < 2; name++) {
        Both both = both_new(names[name]);
        for (guint code = 0; code < 0x10000; code++) {
            const guint8 bytes[] = {0x8f, (guint8)(code >> 8), (guint8)code};
            assert_same(&both, bytes + 1, 2, 100);
            if (name == 1) {
                assert_same(&both, bytes, 3, 100);
            }
        }
        for (guint code = 0; code < 0x100; code++) {
            const guint8 bytes[] = {(guint8)code};
            assert_same(&both, bytes, 1, 100);
        }
        both_clear(&both);
    }
}

/* Leads and trails of the charset, in no order, and now and then anything. */
static void fill(GRand *random, gsize name, guint8 *bytes, gsize length)
{
    static const guint8 ranges[][2][2] = {
        {{0x81, 0x98}, {0x40, 0xfc}}, {{0x8e, 0xfe}, {0xa1, 0xfe}}, {{0xe0, 0xf3}, {0x80, 0xbf}}};
    for (gsize i = 0; i < length; i++) {
        gint kind = g_rand_int_range(random, 0, 10);
        const guint8 *range = ranges[name][kind % 3 == 0 ? 0 : 1];
        bytes[i] = (guint8)(kind == 0   ? g_rand_int_range(random, 0, 0xf4)
                            : kind <= 3 ? g_rand_int_range(random, 0, 0x80)
                                        : g_rand_int_range(random, range[0], range[1] + 1));
    }
}

static void any_bytes_and_any_limit_are_as_with_iconv(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(11);
    guint8 bytes[80];
    for (gsize name = 0; name < G_N_ELEMENTS(names); name++) {
        Both both = both_new(names[name]);
        for (guint i = 0; i < 6000; i++) {
            gsize length = (gsize)g_rand_int_range(random, 1, (gint32)sizeof bytes);
            fill(random, name, bytes, length);
            gsize limit = i % 2 == 0 ? 1000 : (gsize)g_rand_int_range(random, 1, 100);
            assert_same(&both, bytes, length, limit);
        }
        both_clear(&both);
    }
}

/* Text in parts, cut anywhere, is what it is in one. */
static void parts_are_one_text(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(12);
    guint8 bytes[80];
    for (guint i = 0; i < 6000; i++) {
        gsize name = i % G_N_ELEMENTS(names);
        g_autoptr(CharsetConverter) converter = charset_converter_new(charset_find(names[name]));
        g_autoptr(GString) whole = g_string_new(NULL);
        g_autoptr(GString) parts = g_string_new(NULL);
        guint64 invalid = 0;
        guint64 invalid_parts = 0;
        fill(random, name, bytes, sizeof bytes);
        charset_convert(converter, bytes, sizeof bytes, TRUE, 1000, whole, &invalid);
        gsize cut = (gsize)g_rand_int_range(random, 0, (gint32)sizeof bytes + 1);
        gsize taken = charset_convert_part(converter, bytes, cut, parts, &invalid_parts);
        assert_true(taken <= cut && cut - taken < 4);
        charset_convert(converter, bytes + taken, sizeof bytes - taken, FALSE, 1000, parts,
                        &invalid_parts);
        assert_true(g_string_equal(parts, whole));
        assert_int_equal(invalid_parts, invalid);
    }
}

static void the_common_charsets_have_tables(void **state)
{
    (void)state;
    assert_non_null(charset_table_find(charset_find("Shift_JIS")->iconv));
    assert_non_null(charset_table_find(charset_find("EUC-JP")->iconv));
    assert_null(charset_table_find(charset_find("ISO-2022-JP")->iconv));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence_is_read_as_by_iconv),
        cmocka_unit_test(any_bytes_and_any_limit_are_as_with_iconv),
        cmocka_unit_test(parts_are_one_text),
        cmocka_unit_test(the_common_charsets_have_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
