#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/scanner/fixture_extract.h"
#include "scanner/text_window.h"

enum { WINDOW = 4 << 20 };

/* One line of length units of filler, with marks "<N>" every step units. */
static GString *make_long_line(gsize length, gsize step, const char *filler)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0, next = step; text->len < length; i++) {
        if (text->len >= next) {
            g_string_append_printf(text, "<%" G_GSIZE_FORMAT ">", i);
            next += step;
        }
        g_string_append(text, filler);
    }
    return text;
}

/* Every "<" that is to be reported must be seen with all that belongs to it. */
static void collect_marks(const TextWindows *windows, GString *reported)
{
    gsize length = 0;
    gsize from = 0;
    gsize to = 0;
    const char *text = text_windows_get_text(windows, &length);
    text_windows_get_report(windows, &from, &to);
    for (const char *at = memchr(text + from, '<', to - from); at != NULL;
         at = memchr(at + 1, '<', (gsize)(text + to - at - 1))) {
        const char *close = memchr(at, '>', (gsize)(text + length - at));
        assert_non_null(close);
        g_string_append_len(reported, at, close - at + 1);
    }
}

static void assert_marks_are_found_once(const char *charset, const GString *text)
{
    gsize length = 0;
    const Charset *known = charset_find(charset);
    g_autofree char *bytes = fixture_convert(known->iconv, text->str, &length);
    g_autoptr(GBytes) held = g_bytes_new(bytes, length);
    g_autoptr(Source) source = source_new_for_bytes(held, FALSE);
    g_autoptr(TextWindows) windows = text_windows_new(source, known, FALSE);
    g_autoptr(GString) reported = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    guint n_windows = 0;
    for (; text_windows_next(windows, &error); n_windows++) {
        collect_marks(windows, reported);
    }
    assert_null(error);
    assert_true(n_windows > 1);
    assert_int_equal(text_windows_get_invalid(windows), 0);
    g_autoptr(GString) expected = g_string_new(NULL);
    for (const char *at = strchr(text->str, '<'); at != NULL; at = strchr(at + 1, '<')) {
        g_string_append_len(expected, at, strchr(at, '>') - at + 1);
    }
    assert_string_equal(reported->str, expected->str);
}

static void a_line_without_end_is_seen_whole_at_every_cut(void **state)
{
    (void)state;
    static const char *const fillers[] = {"x", "名", "\xf0\xa0\xae\xb7", "名簿ab"};
    static const char *const charsets[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-8"};
    for (gsize i = 0; i < G_N_ELEMENTS(fillers); i++) {
        g_autoptr(GString) text = make_long_line(13 << 20, 997, fillers[i]);
        assert_marks_are_found_once(charsets[i], text);
    }
    g_autoptr(GString) japanese = make_long_line(13 << 20, 997, "表簿");
    assert_marks_are_found_once("Shift_JIS", japanese);
    assert_marks_are_found_once("EUC-JP", japanese);
    g_autoptr(GString) bare = make_long_line(13 << 20, 1 << 30, "表簿");
    assert_marks_are_found_once("Shift_JIS", bare);
}

static void whole_lines_come_once_with_their_bytes(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; text->len < 9 << 20; i++) {
        g_string_append_printf(text, "%d 架空\r\n", i);
    }
    gsize length = 0;
    g_autofree char *bytes = fixture_convert("CP932", text->str, &length);
    g_autoptr(GBytes) held = g_bytes_new(bytes, length);
    g_autoptr(Source) source = source_new_for_bytes(held, FALSE);
    g_autoptr(TextWindows) windows = text_windows_new(source, charset_find("Shift_JIS"), FALSE);
    gint64 expected_start = 0;
    guint64 expected_number = 1;
    while (text_windows_next(windows, NULL)) {
        gsize n_lines = 0;
        const DaichoRecord *lines = text_windows_get_lines(windows, &n_lines);
        for (gsize i = 0; i < n_lines; i++) {
            const ExtractMap *map = text_windows_get_map(windows);
            gint64 start = extract_map_offset(map, lines[i].start);
            assert_int_equal(start, expected_start);
            assert_int_equal(lines[i].number, expected_number++);
            expected_start = extract_map_offset(map, lines[i].end);
            gint64 end = (const char *)memchr(bytes + start, '\n', length) - bytes + 1;
            assert_int_equal(expected_start, end);
        }
    }
    assert_int_equal(expected_start, length);
}

/* Each mark of a long line, with a byte before it that is of no charset, is found at its own byte. */
static void every_place_of_a_long_line_has_its_byte(void **state)
{
    (void)state;
    static const char *const charsets[] = {"Shift_JIS", "EUC-JP",   "UTF-8",
                                           "GB18030",   "UTF-16LE", "ISO-2022-JP"};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        const Charset *charset = charset_find(charsets[i]);
        g_autoptr(GString) words = make_long_line(200000, 3001, "表簿a架空ﾃ");
        gsize length = 0;
        g_autofree char *bytes = fixture_convert(charset->iconv, words->str, &length);
        gboolean may_break = charset->unit == 1 && !charset->has_shift_states;
        for (char *mark = strchr(bytes, '<'); may_break && mark != NULL;
             mark = strchr(mark + 1, '<')) {
            *mark = (char)0xff;
        }
        g_autoptr(GBytes) held = g_bytes_new(bytes, length);
        g_autoptr(Source) source = source_new_for_bytes(held, FALSE);
        g_autoptr(TextWindows) windows = text_windows_new(source, charset, FALSE);
        assert_true(text_windows_next(windows, NULL));
        gsize text_length = 0;
        const char *text = text_windows_get_text(windows, &text_length);
        const ExtractMap *map = text_windows_get_map(windows);
        const char *expected = bytes;
        guint n = 0;
        for (const char *at = strchr(text, '>'); at != NULL; at = strchr(at + 1, '>'), n++) {
            expected = memchr(expected + 1, '>', length - (gsize)(expected + 1 - bytes));
            gint64 place = expected - bytes;
            assert_int_equal(extract_map_offset(map, (gsize)(at - text)), place);
            assert_int_equal(extract_map_offset(map, (gsize)(at - text) + 1),
                             place + charset->unit);
        }
        assert_true(n > 50);
    }
}

/* Shifted from one end of the line to the other, with an escape that is none, and characters that are two
 * in Unicode: they may lie where a piece of the conversion ends. */
static void a_long_line_of_iso_2022_jp_has_many_points(void **state)
{
    (void)state;
    const Charset *charset = charset_find("ISO-2022-JP");
    static const char *const words[] = {"表簿架空か゚き゚ト゚花子", "かか゚表", "表"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autoptr(GString) line = g_string_new("a\n表b\x1bz");
        for (gsize n = 0; line->len < 100000; n++) {
            g_string_append(line, words[i]);
            g_string_append(line, n % 50 == 49 ? "■" : "");
        }
        gsize length = 0;
        g_autofree char *bytes = fixture_convert(charset->iconv, line->str, &length);
        g_autoptr(GBytes) held = g_bytes_new(bytes, length);
        g_autoptr(Source) source = source_new_for_bytes(held, FALSE);
        g_autoptr(TextWindows) windows = text_windows_new(source, charset, FALSE);
        assert_true(text_windows_next(windows, NULL));
        gsize text_length = 0;
        const char *text = text_windows_get_text(windows, &text_length);
        const ExtractMap *map = text_windows_get_map(windows);
        assert_in_range(map->points->len, 10, 100);
        gint64 last = 0;
        guint n = 0;
        for (const char *at = strstr(text, "■"); at != NULL; at = strstr(at + 1, "■"), n++) {
            gint64 place = extract_map_offset(map, (gsize)(at - text));
            assert_true(place > last && bytes[place] == 0x22 && bytes[place + 1] == 0x23);
            assert_int_equal(extract_map_offset(map, (gsize)(at - text) + strlen("■")), place + 2);
            last = place;
        }
        assert_true(n > 10);
    }
}

static void lines_after_a_long_one_keep_their_numbers(void **state)
{
    (void)state;
    g_autoptr(GString) text = make_long_line(WINDOW + 100000, 997, "x");
    g_string_append(text, "\nsecond\nthird\n");
    g_autoptr(Extracted) extracted = fixture_extract("a.txt", text->str, -1, NULL);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "text/plain UTF-8 3\n");
    assert_string_equal(extracted->text->str, text->str);
}

/* A table may give lines back in a window that began within a long line. */
static void lines_can_be_left_for_the_next_window_after_a_long_one(void **state)
{
    (void)state;
    g_autoptr(GString) text = make_long_line(WINDOW + 100000, 997, "x");
    g_string_append(text, "\n");
    gsize first = text->len;
    for (int i = 0; text->len < (gsize)WINDOW * 2 + 200000; i++) {
        g_string_append_printf(text, "%d,\"架空\nhanako@example.com\"\n", i);
    }
    g_autoptr(Extracted) extracted = fixture_extract("a.csv", text->str, -1, NULL);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->text->str + first, text->str + first);
}

/* What the last window of a text is taken for, and how many bytes of the whole are not of it. */
static const Charset *charset_of(const GByteArray *text, guint64 *invalid)
{
    g_autoptr(GBytes) held = g_bytes_new(text->data, text->len);
    g_autoptr(Source) source = source_new_for_bytes(held, FALSE);
    gsize length = 0;
    gboolean ascii_only = FALSE;
    const guint8 *peeked = source_peek(source, &length, NULL);
    const Charset *charset = charset_detect(peeked, length, &ascii_only);
    assert_non_null(charset);
    g_autoptr(TextWindows) windows = text_windows_new(source, charset, ascii_only);
    while (text_windows_next(windows, NULL)) {
    }
    *invalid = text_windows_get_invalid(windows);
    return text_windows_get_charset(windows);
}

static void fill_with(GByteArray *text, const char *filler, gsize length)
{
    while (text->len < length) {
        gsize piece = MIN(strlen(filler), length - text->len);
        g_byte_array_append(text, (const guint8 *)filler + strlen(filler) - piece, (guint)piece);
    }
}

static void add_in(GByteArray *text, const char *charset, const char *words)
{
    gsize length = 0;
    g_autofree char *bytes = fixture_convert(charset_find(charset)->iconv, words, &length);
    g_byte_array_append(text, (const guint8 *)bytes, (guint)length);
}

static void a_charset_that_shows_late_is_found(void **state)
{
    (void)state;
    static const char *const names[] = {"Shift_JIS", "EUC-JP", "ISO-2022-JP", "UTF-8"};
    static const char *const heads[] = {"an ASCII line\n", "a \x1b[31mred\x1b[0m line\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(names) * 2; i++) {
        const char *name = names[i / 2];
        guint64 invalid = 0;
        g_autoptr(GByteArray) text = g_byte_array_new();
        fill_with(text, heads[i % 2], 100000);
        add_in(text, name, "お名前は架空花子です。\n");
        assert_string_equal(charset_of(text, &invalid)->name, name);
        assert_int_equal(invalid, 0);
    }
}

/* Few of its bytes are among those that are looked at first. */
static void a_charset_that_shows_at_the_end_of_the_first_look_is_found(void **state)
{
    (void)state;
    static const char words[] = "架空県見本市中央の架空花子";
    for (gsize shown = 0; shown <= 26; shown++) {
        guint64 invalid = 0;
        g_autoptr(GByteArray) text = g_byte_array_new();
        fill_with(text, "an ASCII line\n", SOURCE_PEEK_BYTES - shown);
        add_in(text, "EUC-JP", words);
        assert_string_equal(charset_of(text, &invalid)->name, "EUC-JP");
        assert_int_equal(invalid, 0);
    }
}

/* A character that could be of several charsets, and far behind it a text that tells. */
static void a_character_by_itself_does_not_decide_for_what_follows(void **state)
{
    (void)state;
    static const char *const names[] = {"Shift_JIS", "EUC-JP", "UTF-8"};
    static const char *const heads[] = {"user 、\n", "user 天\n", "user 御中\n", "user ア\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(names) * G_N_ELEMENTS(heads); i++) {
        const char *name = names[i / G_N_ELEMENTS(heads)];
        guint64 invalid = 0;
        g_autoptr(GByteArray) text = g_byte_array_new();
        add_in(text, name, heads[i % G_N_ELEMENTS(heads)]);
        fill_with(text, "an ASCII line\n", 200000);
        add_in(text, name, "お名前は架空花子です。\n");
        assert_string_equal(charset_of(text, &invalid)->name, name);
        assert_int_equal(invalid, 0);
    }
}

static void lines_of_another_charset_are_told(void **state)
{
    (void)state;
    gsize length = 0;
    g_autofree char *sjis = fixture_convert("CP932", "お名前は架空花子です。\n", &length);
    g_autofree char *one = g_strconcat(sjis, sjis, "見本太郎\n", NULL);
    g_autoptr(Extracted) extracted = fixture_extract("a.txt", one, -1, NULL);
    assert_true(g_str_has_prefix(extracted->items->str, "partly-read: "));
    guint64 invalid = 0;
    g_autoptr(GByteArray) late = g_byte_array_new();
    fill_with(late, "見本の行\n", 100000);
    add_in(late, "Shift_JIS", "お名前は架空花子です。\n");
    charset_of(late, &invalid);
    assert_true(invalid > 0);
    g_autoptr(GByteArray) early = g_byte_array_new();
    fill_with(early, sjis, 100000);
    add_in(early, "UTF-8", "見本の行\n");
    charset_of(early, &invalid);
    assert_true(invalid > 0);
}

static void nuls_within_text_hide_nothing(void **state)
{
    (void)state;
    g_autoptr(GString) text = make_long_line(100000, 1 << 30, "an ASCII line\n");
    g_string_append_len(text, "a\0hanako@example.com\n", 21);
    g_autoptr(Extracted) extracted = fixture_extract("a.txt", text->str, (gssize)text->len, NULL);
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(strstr(extracted->text->str, "a hanako@example.com\n"));
}

typedef struct {
    gsize left;
} Failing;

static gssize read_and_fail(gpointer data, void *buffer, gsize length, GError **error)
{
    Failing *failing = data;
    if (failing->left == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "the disk is gone");
        return -1;
    }
    gsize got = MIN(length, failing->left);
    memset(buffer, 'x', got);
    failing->left -= got;
    return (gssize)got;
}

static void what_came_before_a_failure_is_given_and_the_failure_told(void **state)
{
    (void)state;
    Failing failing = {100};
    g_autoptr(Source) source = source_new(read_and_fail, &failing, -1, FALSE);
    gsize length = 0;
    g_autoptr(GError) error = NULL;
    assert_non_null(source_peek(source, &length, NULL));
    assert_int_equal(length, 100);
    g_autoptr(TextWindows) windows = text_windows_new(source, charset_find("UTF-8"), TRUE);
    assert_true(text_windows_next(windows, &error));
    text_windows_get_text(windows, &length);
    assert_int_equal(length, 100);
    assert_false(text_windows_next(windows, &error));
    assert_string_equal(error->message, "the disk is gone");
    char byte;
    assert_int_equal(source_read(source, &byte, 1, NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_without_end_is_seen_whole_at_every_cut),
        cmocka_unit_test(whole_lines_come_once_with_their_bytes),
        cmocka_unit_test(every_place_of_a_long_line_has_its_byte),
        cmocka_unit_test(a_long_line_of_iso_2022_jp_has_many_points),
        cmocka_unit_test(lines_after_a_long_one_keep_their_numbers),
        cmocka_unit_test(lines_can_be_left_for_the_next_window_after_a_long_one),
        cmocka_unit_test(a_charset_that_shows_late_is_found),
        cmocka_unit_test(a_charset_that_shows_at_the_end_of_the_first_look_is_found),
        cmocka_unit_test(a_character_by_itself_does_not_decide_for_what_follows),
        cmocka_unit_test(lines_of_another_charset_are_told),
        cmocka_unit_test(nuls_within_text_hide_nothing),
        cmocka_unit_test(what_came_before_a_failure_is_given_and_the_failure_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
