#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "scanner/charset_declared.h"

/* Bytes of text in one charset, declared as another one, are read as the first. */
static void assert_read(const char *text, const char *iconv, const char *declared,
                        const char *expected)
{
    gsize length = 0;
    gsize out_length = 0;
    guint64 invalid = 0;
    const char *used = NULL;
    g_autofree char *bytes = fixture_convert(iconv, text, &length);
    g_autofree char *read = charset_declared_convert(declared, (const guint8 *)bytes, length,
                                                     &out_length, &invalid, &used);
    if (strcmp(read, text) != 0 || strcmp(used, expected) != 0 || invalid != 0) {
        fail_msg("%s in %s declared as %s: %s in %s, %d invalid", text, iconv,
                 declared != NULL ? declared : "nothing", read, used, (int)invalid);
    }
    assert_int_equal(out_length, strlen(text));
}

static const char sentence[] = "お名前は架空花子です。髙橋①";
static const char plain_name[] = "架空花子";

static void labels_mean_what_their_writers_mean(void **state)
{
    (void)state;
    static const char *const labels[][2] = {
        {"shift_jis", "Shift_JIS"},
        {"X-SJIS", "Shift_JIS"},
        {"Windows-31J", "Shift_JIS"},
        {"cp932", "Shift_JIS"},
        {"MS932", "Shift_JIS"},
        {" \"EUC-JP\" ", "EUC-JP"},
        {"x-euc-jp", "EUC-JP"},
        {"iso-2022-jp", "ISO-2022-JP"},
        {"csISO2022JP", "ISO-2022-JP"},
        {"gb2312", "GB18030"},
        {"gbk", "GB18030"},
        {"big5", "BIG5"},
        {"ks_c_5601-1987", "EUC-KR"},
        {"latin1", "WINDOWS-1252"},
        {"us-ascii", "WINDOWS-1252"},
        {"iso-8859-1", "WINDOWS-1252"},
        {"ISO8859-2", "ISO-8859-2"},
        {"iso_8859-15", "ISO-8859-15"},
        {"cp1251", "WINDOWS-1251"},
        {"x-cp1251", "WINDOWS-1251"},
        {"utf8", "UTF-8"},
        {"utf-7", "UTF-7"},
        {"utf-16be", "UTF-16BE"},
        {"cp850", "IBM850"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
        const Charset *found = charset_declared_find(labels[i][0]);
        if (found == NULL || strcmp(found->name, labels[i][1]) != 0) {
            fail_msg("%s: %s", labels[i][0], found != NULL ? found->name : "nothing");
        }
    }
    assert_null(charset_declared_find("klingon"));
    assert_null(charset_declared_find(""));
}

static void right_declarations_are_believed(void **state)
{
    (void)state;
    assert_read(sentence, "CP932", "shift_jis", "Shift_JIS");
    assert_read(plain_name, "CP932", "shift_jis", "Shift_JIS");
    assert_read("ｶｸｳ", "CP932", "windows-31j", "Shift_JIS");
    assert_read(plain_name, "EUC-JP-MS", "euc-jp", "EUC-JP");
    assert_read(plain_name, "ISO-2022-JP", "iso-2022-jp", "ISO-2022-JP");
    assert_read("\xc3\xa9t\xc3\xa9", "ISO-8859-1", "iso-8859-1", "WINDOWS-1252");
    assert_read("Иван", "KOI8-R", "koi8-r", "KOI8-R");
    assert_read("Иван", "WINDOWS-1251", "windows-1251", "WINDOWS-1251");
    assert_read("张三", "GB18030", "gb2312", "GB18030");
    assert_read("홍길동", "CP949", "ks_c_5601-1987", "EUC-KR");
    assert_read("hanako@example.com, 架空", "UTF-7", "utf-7", "UTF-7");
    assert_read(plain_name, "UTF-16LE", "utf-16", "UTF-16LE");
    assert_read(plain_name, "UTF-8", "utf-8", "UTF-8");
    assert_read("hanako", "UTF-8", "shift_jis", "Shift_JIS");
    assert_read("hanako", "UTF-8", "UTF-8-BOM", "UTF-8");
}

static void wrong_declarations_lose_nothing(void **state)
{
    (void)state;
    assert_read(sentence, "UTF-8", "shift_jis", "UTF-8");
    assert_read(plain_name, "UTF-8", "euc-jp", "UTF-8");
    assert_read(sentence, "UTF-8", "iso-8859-1", "UTF-8");
    assert_read("\xc3\xa9t\xc3\xa9", "UTF-8", "us-ascii", "UTF-8");
    assert_read(sentence, "CP932", "utf-8", "Shift_JIS");
    assert_read(sentence, "CP932", "us-ascii", "Shift_JIS");
    assert_read(sentence, "CP932", "iso-8859-1", "Shift_JIS");
    assert_read(sentence, "EUC-JP-MS", "utf-8", "EUC-JP");
    assert_read(sentence, "EUC-JP-MS", "shift_jis", "EUC-JP");
    assert_read(plain_name, "ISO-2022-JP", "utf-8", "ISO-2022-JP");
    assert_read(plain_name, "ISO-2022-JP", "shift_jis", "ISO-2022-JP");
    assert_read(sentence, "UTF-8", "utf-16", "UTF-8");
    assert_read("hanako", "UTF-8", "utf-16", "UTF-8");
    assert_read(sentence, "CP932", "klingon", "Shift_JIS");
    assert_read(sentence, "CP932", NULL, "Shift_JIS");
}

static void marks_at_the_start_come_first(void **state)
{
    (void)state;
    gsize length = 0;
    const char *used = NULL;
    static const char bytes[] = "\xef\xbb\xbf\xe6\x9e\xb6\0x";
    g_autofree char *text = charset_declared_convert("shift_jis", (const guint8 *)bytes,
                                                     sizeof bytes - 1, &length, NULL, &used);
    assert_string_equal(text, "架 x");
    assert_int_equal(length, 5);
    assert_string_equal(used, "UTF-8-BOM");
    static const char wide[] = "\xff\xfe\xb6\x67";
    g_autofree char *from_wide = charset_declared_convert("utf-8", (const guint8 *)wide, 4, NULL,
                                                          NULL, NULL);
    assert_string_equal(from_wide, "架");
}

static void what_no_charset_has_is_counted(void **state)
{
    (void)state;
    guint64 invalid = 0;
    static const char bytes[] = "\xe6\x9e\xb6\xe7\xa9\xba\xff hanako@example.com";
    g_autofree char *text = charset_declared_convert("utf-8", (const guint8 *)bytes,
                                                     sizeof bytes - 1, NULL, &invalid, NULL);
    assert_string_equal(text, "架空\xef\xbf\xbd hanako@example.com");
    assert_int_equal(invalid, 1);
    g_autofree char *empty = charset_declared_convert("utf-8", (const guint8 *)"", 0, NULL,
                                                      &invalid, NULL);
    assert_string_equal(empty, "");
    assert_int_equal(invalid, 0);
}

/* Read piece by piece, of any size, a text is the same as at once. */
static void parts_make_the_whole(void **state)
{
    (void)state;
    static const char *const charsets[][2] = {
        {"CP932", "Shift_JIS"},   {"EUC-JP-MS", "EUC-JP"}, {"ISO-2022-JP-3", "ISO-2022-JP"},
        {"UTF-16BE", "UTF-16BE"}, {"GB18030", "GB18030"},  {"UTF-8", "UTF-8"}};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        gsize length = 0;
        g_autofree char *bytes = fixture_convert(charsets[i][0], "x架空る花子y", &length);
        for (gsize size = 1; size < length; size++) {
            g_autoptr(CharsetConverter)
                converter = charset_converter_new(charset_find(charsets[i][1]));
            g_autoptr(GString) text = g_string_new(NULL);
            guint64 invalid = 0;
            gsize at = 0;
            for (gsize end = MIN(size, length); at < length; end = MIN(end + size, length)) {
                at += charset_convert_part(converter, (const guint8 *)bytes + at, end - at, text,
                                           &invalid);
            }
            assert_string_equal(text->str, "x架空る花子y");
            assert_int_equal(invalid, 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_mean_what_their_writers_mean),
        cmocka_unit_test(right_declarations_are_believed),
        cmocka_unit_test(wrong_declarations_lose_nothing),
        cmocka_unit_test(marks_at_the_start_come_first),
        cmocka_unit_test(what_no_charset_has_is_counted),
        cmocka_unit_test(parts_make_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
