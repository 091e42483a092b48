#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_corpus.h"
#include "tests/unit/scanner/fixture_extract.h"
#include "scanner/charset.h"

static const char *detect(const char *bytes, gsize length)
{
    gboolean ascii_only = FALSE;
    const Charset *charset = charset_detect((const guint8 *)bytes, length, &ascii_only);
    return charset == NULL ? "none" : ascii_only ? "ASCII" : charset->name;
}

static void assert_detected(const char *text, const char *iconv, const char *expected)
{
    gsize length = 0;
    g_autofree char *bytes = fixture_convert(iconv, text, &length);
    const char *found = detect(bytes, length);
    if (strcmp(found, expected) != 0) {
        fail_msg("%s as %s: %s", text, iconv, found);
    }
}

static void japanese_is_told_apart(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "お名前は架空花子です。\n",
        "カタカナ、ひらがな、漢字、ABC、123\n電話\n",
        "氏名,住所\n架空花子,東京都千代田区\n見本太郎,大阪市北区\n",
        "見本太郎\n",
        "氏名\tメール\n見本太郎\ttaro@example.com\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        assert_detected(texts[i], "UTF-8", "UTF-8");
        assert_detected(texts[i], "CP932", "Shift_JIS");
        assert_detected(texts[i], "EUC-JP-MS", "EUC-JP");
        assert_detected(texts[i], "ISO-2022-JP", "ISO-2022-JP");
    }
    assert_detected("氏名\n架空花子,ｶｸｳ ﾊﾅｺ\n見本太郎,ﾐﾎﾝ ﾀﾛｳ\n", "CP932", "Shift_JIS");
    assert_detected("ﾐﾎﾝ ﾀﾛｳ,ｶｸｳ ﾊﾅｺ\n", "CP932", "Shift_JIS");
}

static void marks_at_the_start_decide(void **state)
{
    (void)state;
    assert_string_equal(detect("\xef\xbb\xbfx", 4), "UTF-8-BOM");
    assert_string_equal(detect("\xff\xfex\0", 4), "UTF-16LE-BOM");
    assert_string_equal(detect("\xfe\xff\0x", 4), "UTF-16BE-BOM");
    assert_string_equal(detect("\xff\xfe\0\0x\0\0\0", 8), "UTF-32LE-BOM");
    assert_string_equal(detect("\0\0\xfe\xff\0\0\0x", 8), "UTF-32BE-BOM");
}

static void utf16_without_a_mark_is_found(void **state)
{
    (void)state;
    assert_detected("mail: hanako@example.com\r\n", "UTF-16LE", "UTF-16LE");
    assert_detected("mail: hanako@example.com\r\n", "UTF-16BE", "UTF-16BE");
    assert_detected("架空花子: 03-0000-1234\r\n", "UTF-16LE", "UTF-16LE");
}

static void western_text_is_no_japanese(void **state)
{
    (void)state;
    assert_string_equal(detect("plain ASCII\n", 12), "ASCII");
    assert_string_equal(detect("", 0), "ASCII");
    static const char *const texts[] = {
        "Le café est fermé à Noël, déjà vu.\n",
        "It doesn’t matter — “quoted” words don’t either.\n",
        "Grüße aus München, Straße 5\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        gsize length = 0;
        g_autofree char *bytes = fixture_convert("WINDOWS-1252", texts[i], &length);
        const char *found = detect(bytes, length);
        if (!g_str_has_prefix(found, "WINDOWS-") && !g_str_has_prefix(found, "ISO-8859-")) {
            fail_msg("%s: %s", texts[i], found);
        }
    }
}

static void binary_is_no_text(void **state)
{
    (void)state;
    static const guint8 bytes[256] = {1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 1};
    assert_string_equal(detect((const char *)bytes, sizeof bytes), "none");
    assert_string_equal(detect("\x01\x02\x03\x04\x05\x06\x07\x0e", 8), "none");
}

static void utf8_with_a_wrong_byte_is_still_utf8(void **state)
{
    (void)state;
    static const char text[] = "お名前は架空花子です\xff\n";
    assert_string_equal(detect(text, strlen(text)), "UTF-8");
}

static void half_a_character_at_the_end_changes_nothing(void **state)
{
    (void)state;
    static const char *const charsets[] = {"UTF-8", "CP932", "EUC-JP-MS"};
    static const char *const names[] = {"UTF-8", "Shift_JIS", "EUC-JP"};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        gsize length = 0;
        g_autofree char *bytes = fixture_convert(charsets[i], "お名前は架空花子です", &length);
        assert_string_equal(detect(bytes, length - 1), names[i]);
    }
}

static void bytes_outside_are_replaced_and_counted(void **state)
{
    (void)state;
    g_autoptr(CharsetConverter) converter = charset_converter_new(charset_find("UTF-8"));
    g_autoptr(GString) out = g_string_new(NULL);
    guint64 invalid = 0;
    static const char bytes[] = "a\xff\xfe"
                                "あ\xe3\x81";
    gsize taken = charset_convert(converter, (const guint8 *)bytes, strlen(bytes), TRUE, 1000, out,
                                  &invalid);
    assert_int_equal(taken, strlen(bytes));
    assert_int_equal(invalid, 4);
    assert_string_equal(out->str, "a\xef\xbf\xbd\xef\xbf\xbdあ\xef\xbf\xbd\xef\xbf\xbd");
}

static const char *const all_charsets[] = {
    "UTF-8",       "Shift_JIS",    "EUC-JP",       "ISO-2022-JP",  "UTF-16LE",
    "UTF-16BE",    "UTF-32LE-BOM", "UTF-32BE-BOM", "GB18030",      "BIG5",
    "EUC-KR",      "EUC-TW",       "WINDOWS-1252", "WINDOWS-1255", "WINDOWS-1258",
    "ISO-2022-KR", "ISO-2022-CN",  "UTF-7",        "TIS-620",      "VISCII",
};

/* Bytes of every kind, those behind the leads of UTF-8 most often. */
static void fill(GRand *random, guint8 *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        guint kind = (guint)g_rand_int_range(random, 0, 4);
        bytes[i] = (guint8)(kind == 0   ? g_rand_int_range(random, 0xf0, 0x100)
                            : kind == 1 ? g_rand_int_range(random, 1, 0x100)
                                        : g_rand_int_range(random, 0x80, 0xc0));
    }
}

static void what_comes_out_is_utf8_whatever_goes_in(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    guint8 bytes[512];
    for (gsize i = 0; i < G_N_ELEMENTS(all_charsets) * 100; i++) {
        const char *name = all_charsets[i % G_N_ELEMENTS(all_charsets)];
        g_autoptr(CharsetConverter) converter = charset_converter_new(charset_find(name));
        g_autoptr(GString) out = g_string_new(NULL);
        guint64 invalid = 0;
        fill(random, bytes, sizeof bytes);
        gsize taken = charset_convert(converter, bytes, sizeof bytes, TRUE, G_MAXSSIZE / 2, out,
                                      &invalid);
        assert_int_equal(taken, sizeof bytes);
        for (gsize nul = 0; nul < out->len; nul++) {
            out->str[nul] = out->str[nul] != '\0' ? out->str[nul] : ' ';
        }
        if (!g_utf8_validate_len(out->str, out->len, NULL)) {
            fail_msg("%s", name);
        }
    }
}

static void what_unicode_has_not_is_replaced(void **state)
{
    (void)state;
    g_autoptr(CharsetConverter) converter = charset_converter_new(charset_find("UTF-8"));
    static const char bytes[] = "a\xfb\x82\x82\x82\x82z\xf4\x90\x80\x80\xf4\x8f\xbf\xbf";
    g_autoptr(GString) out = g_string_new(NULL);
    guint64 invalid = 0;
    gsize taken = charset_convert(converter, (const guint8 *)bytes, strlen(bytes), TRUE, 1000, out,
                                  &invalid);
    assert_int_equal(taken, strlen(bytes));
    assert_int_equal(invalid, 9);
    assert_true(g_utf8_validate(out->str, -1, NULL));
    assert_true(g_str_has_prefix(out->str, "a\xef\xbf\xbd"));
    assert_true(g_str_has_suffix(out->str, "\xef\xbf\xbd\xf4\x8f\xbf\xbf"));
}

static void every_charset_of_the_table_has_a_converter(void **state)
{
    (void)state;
    static const char *const names[] = {
        "UTF-8",        "Shift_JIS",   "EUC-JP",      "ISO-2022-JP",  "UTF-16LE",
        "GB18030",      "BIG5",        "EUC-KR",      "EUC-TW",       "WINDOWS-1250",
        "WINDOWS-1258", "ISO-8859-16", "TIS-620",     "KOI8-R",       "IBM866",
        "VISCII",       "ISO-2022-KR", "ISO-2022-CN", "MAC-CYRILLIC", "MAC-CENTRALEUROPE"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(CharsetConverter) converter = charset_converter_new(charset_find(names[i]));
        if (converter == NULL) {
            fail_msg("%s", names[i]);
        }
    }
}

static void boundaries_lie_between_characters(void **state)
{
    (void)state;
    gsize length = 0;
    g_autofree char *bytes = fixture_convert("CP932", "a表b表表", &length);
    const Charset *sjis = charset_find("Shift_JIS");
    static const gsize expected[] = {0, 1, 1, 3, 4, 4, 6, 6, 8};
    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
        assert_int_equal(charset_find_boundary(sjis, (const guint8 *)bytes, i), expected[i]);
    }
}

static void assert_folder_is(const char *folder, const char *const *expected)
{
    g_autofree char *path = fixture_corpus_need(folder);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name = NULL;
    assert_non_null(dir);
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_autofree char *bytes = NULL;
        gsize length = 0;
        assert_true(g_file_get_contents(file, &bytes, &length, NULL));
        const char *found = detect(bytes, MIN(length, 65536));
        if (!g_strv_contains(expected, found)) {
            fail_msg("%s/%s: %s", folder, name, found);
        }
    }
}

static void real_texts_are_what_they_are(void **state)
{
    (void)state;
    static const char *const sjis[] = {"Shift_JIS", NULL};
    static const char *const japanese[] = {
        "Shift_JIS",    "EUC-JP",       "ISO-2022-JP", "UTF-8",    "UTF-8-BOM",
        "UTF-16LE-BOM", "UTF-16BE-BOM", "UTF-16LE",    "UTF-16BE", NULL};
    assert_folder_is("aozora", sjis);
    assert_folder_is("charset/ja", japanese);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(japanese_is_told_apart),
        cmocka_unit_test(marks_at_the_start_decide),
        cmocka_unit_test(utf16_without_a_mark_is_found),
        cmocka_unit_test(western_text_is_no_japanese),
        cmocka_unit_test(binary_is_no_text),
        cmocka_unit_test(utf8_with_a_wrong_byte_is_still_utf8),
        cmocka_unit_test(half_a_character_at_the_end_changes_nothing),
        cmocka_unit_test(bytes_outside_are_replaced_and_counted),
        cmocka_unit_test(what_comes_out_is_utf8_whatever_goes_in),
        cmocka_unit_test(what_unicode_has_not_is_replaced),
        cmocka_unit_test(every_charset_of_the_table_has_a_converter),
        cmocka_unit_test(boundaries_lie_between_characters),
        cmocka_unit_test(real_texts_are_what_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
