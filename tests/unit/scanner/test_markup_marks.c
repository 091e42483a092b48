#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/readers/markup_marks.h"
#include "tests/unit/scanner/fixture_extract.h"

/* "<" is a byte of some of these kanji in UTF-16 and in ISO-2022-JP. */
static const char text[] = "<p>架空 花子 弼 㰀 㸼 車 >< ｱ<b>見本</b>次\n<i>";

static GArray *find_all(const char *bytes, gsize length, const char *charset, gsize piece)
{
    g_autoptr(MarkupMarks) marks = markup_marks_new();
    GArray *places = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (gsize at = 0; at < length; at += piece) {
        markup_marks_pass(marks, charset_find(charset), (const guint8 *)bytes + at,
                          MIN(piece, length - at));
    }
    for (guint64 i = 0; i < 32; i++) {
        gint64 place[2] = {markup_marks_find(marks, i), markup_marks_find_end(marks, i)};
        if (place[0] >= 0) {
            g_array_append_vals(places, place, 2);
        }
    }
    return places;
}

/* Each mark lies where the text up to it ends when it is converted by itself. */
static void assert_places(const char *iconv, const char *charset)
{
    gsize length = 0;
    g_autofree char *bytes = fixture_convert(iconv, text, &length);
    g_autoptr(GArray) places = find_all(bytes, length, charset, length);
    guint found = 0;
    for (const char *at = strpbrk(text, "<>"); at != NULL; at = strpbrk(at + 1, "<>")) {
        gsize start = 0;
        gsize end = 0;
        g_autofree char *before = g_strndup(text, (gsize)(at - text));
        g_autofree char *with = g_strndup(text, (gsize)(at + 1 - text));
        g_free(fixture_convert(iconv, before, &start));
        g_free(fixture_convert(iconv, with, &end));
        assert_true(found + 1 < places->len);
        assert_int_equal(g_array_index(places, gint64, found), start);
        assert_int_equal(g_array_index(places, gint64, found + 1), end);
        found += 2;
    }
    assert_int_equal(found, places->len);
}

static void marks_are_found_in_charsets_of_any_width(void **state)
{
    (void)state;
    assert_places("UTF-8", "UTF-8");
    assert_places("UTF-16LE", "UTF-16LE");
    assert_places("UTF-16BE", "UTF-16BE");
    assert_places("UTF-32LE", "UTF-32LE-BOM");
}

/* Kanji there are pairs of the bytes of letters. */
static void marks_are_told_from_kanji_in_iso_2022_jp(void **state)
{
    (void)state;
    static const char bytes[] = "<p>\x1b$B2M6uVYZ<<<<>\x1b(B</p>\x1b(I<>1\x1b(B\n<b>";
    g_autoptr(GArray) places = find_all(bytes, strlen(bytes), "ISO-2022-JP", strlen(bytes));
    static const char *const tags[] = {"<p>", ">\x1b$", "</p>", ">\x1b(I", "<b>"};
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++) {
        assert_int_equal(g_array_index(places, gint64, (gsize)i * 2),
                         strstr(bytes, tags[i]) - bytes);
    }
    assert_int_equal(places->len, 12);
}

/* What was cut between two of its letters would leave the rest to be read in another way. */
static void nothing_is_cut_at_letters_of_another_set(void **state)
{
    (void)state;
    static const char roman[] = "<p>\x1b(J<b>\x1b(B</p>";
    g_autoptr(GArray) places = find_all(roman, strlen(roman), "ISO-2022-JP", strlen(roman));
    assert_int_equal(places->len, 8);
    assert_int_equal(g_array_index(places, gint64, 4), strstr(roman, "</p>") - roman);
    static const char unknown[] = "<p>\x1b$+Z<b>";
    g_autoptr(GArray) lost = find_all(unknown, strlen(unknown), "ISO-2022-JP", strlen(unknown));
    assert_int_equal(lost->len, 0);
    g_autoptr(GArray) shifted = find_all("<p>+AGE-</p>", 12, "UTF-7", 12);
    assert_int_equal(shifted->len, 0);
}

static void marks_that_were_forgotten_are_nowhere(void **state)
{
    (void)state;
    g_autoptr(MarkupMarks) marks = markup_marks_new();
    markup_marks_pass(marks, NULL, (const guint8 *)"<a><b>", 6);
    markup_marks_forget(marks, 2);
    assert_int_equal(markup_marks_find(marks, 1), -1);
    assert_int_equal(markup_marks_find(marks, 2), 3);
    assert_int_equal(markup_marks_find_end(marks, 3), 6);
    assert_int_equal(markup_marks_find(marks, 4), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_found_in_charsets_of_any_width),
        cmocka_unit_test(marks_are_told_from_kanji_in_iso_2022_jp),
        cmocka_unit_test(nothing_is_cut_at_letters_of_another_set),
        cmocka_unit_test(marks_that_were_forgotten_are_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
