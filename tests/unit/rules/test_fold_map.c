#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/fold.h"

/* What a text folds to, and for every byte of that and its end the place it came from: character by
 * character, with Unicode's own compositions. */
typedef struct {
    GString *text;
    GArray *places; /* of gsize */
} Folded;

static gunichar get_mark(gunichar character)
{
    return character == 0xff9e || character == 0x3099   ? 0x3099
           : character == 0xff9f || character == 0x309a ? 0x309a
                                                        : 0;
}

static gunichar widen(gunichar character)
{
    if (character < 0xff61 || character > 0xff9f) {
        return character;
    }
    if (character >= 0xff9e) {
        return character == 0xff9e ? 0x309b : 0x309c;
    }
    char text[8] = {0};
    g_unichar_to_utf8(character, text);
    g_autofree char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    return g_utf8_get_char(wide);
}

static gunichar fold_alone(gunichar character, gunichar before, gunichar next)
{
    gboolean is_line = character == 0x30fc || character == 0x2500 || character == 0x2501;
    gboolean is_digit_next = (next >= '0' && next <= '9') || (next >= 0xff10 && next <= 0xff19);
    if (character >= 0xff01 && character <= 0xff5e) {
        return character - 0xff01 + '!';
    }
    if (character == 0x3000 || character == 0xa0 || character == 0x202f || character == 0x205f ||
        (character >= 0x2000 && character <= 0x200a)) {
        return ' ';
    }
    gboolean is_hyphen = (character >= 0x2010 && character <= 0x2015) || character == 0x2212 ||
                         character == 0xfe63;
    gboolean is_in_number = before >= '0' && before <= '9' && is_digit_next;
    return is_hyphen || (is_line && is_in_number) ? '-' : character;
}

static Folded fold_slowly(const char *text, gsize length)
{
    Folded folded = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(gsize))};
    gunichar before = 0;
    const char *end = text + length;
    for (const char *at = text; at < end;) {
        gsize place = (gsize)(at - text);
        const char *next = g_utf8_next_char(at);
        gunichar following = next < end ? g_utf8_get_char(next) : 0;
        gunichar character = widen(g_utf8_get_char(at));
        gunichar joined = 0;
        gunichar mark = get_mark(following);
        if (mark != 0 && g_unichar_compose(character, mark, &joined)) {
            next = g_utf8_next_char(next);
            before = joined;
        } else {
            before = fold_alone(character, before, following);
        }
        g_string_append_unichar(folded.text, before);
        while (folded.places->len < folded.text->len) {
            g_array_append_val(folded.places, place);
        }
        at = next;
    }
    g_array_append_val(folded.places, length);
    return folded;
}

static void folded_clear(Folded *folded)
{
    g_string_free(folded->text, TRUE);
    g_array_unref(folded->places);
}

static gsize find_slowly(const Folded *folded, gsize original)
{
    gsize place = 0;
    while (place < folded->text->len && g_array_index(folded->places, gsize, place) < original) {
        place++;
    }
    return place;
}

static void assert_same(const char *text, gsize length)
{
    g_auto(FoldMap) map = {0};
    gsize size = 0;
    /* A copy of just its length shows what is read beyond. */
    g_autofree char *copy = g_memdup2(text, length);
    g_autofree char *got = fold_with_map(copy, length, &size, &map);
    Folded expected = fold_slowly(text, length);
    assert_int_equal(size, expected.text->len);
    assert_memory_equal(got, expected.text->str, size + 1);
    for (gsize i = 0; i <= size; i++) {
        assert_int_equal(fold_map_to_original(&map, got, i),
                         g_array_index(expected.places, gsize, i));
    }
    for (gsize i = 0; i <= length + 1; i++) {
        assert_int_equal(fold_map_to_folded(&map, got, size, i), find_slowly(&expected, i));
    }
    if (size != length || memcmp(got, text, length) != 0) {
        assert_true(fold_is_needed(copy, length));
    }
    folded_clear(&expected);
}

/* The ranges that fold, what stands next to them, and what else is in a text; the first the more often. */
static const struct {
    gunichar first, last;
} ranges[] = {{'0', '9'},       {0xff10, 0xff19}, {0x30fc, 0x30fc}, {0x3099, 0x309a},
              {0xff9e, 0xff9f}, {0x3041, 0x309f}, {0x30a0, 0x30ff}, {0xff61, 0xff9d},
              {0xff00, 0xff60}, {0x3000, 0x3002}, {0x2500, 0x2502}, {0x1ffe, 0x2016},
              {0x202e, 0x2030}, {0x205e, 0x2060}, {0x2211, 0x2213}, {0xfe62, 0xfe64},
              {0x9f, 0xa1},     {0x4e00, 0x9fff}, {0x20, 0x7e},     {0x80, 0x7ff},
              {0xe000, 0xffff}, {0x800, 0xd7ff},  {0, 0x1f},        {0x10000, 0x10ffff}};

static void append_run(GRand *random, GString *text)
{
    gsize kind = (gsize)g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(ranges));
    gint length = g_rand_int_range(random, 0, 8) == 0 ? g_rand_int_range(random, 1, 40) : 1;
    for (gint i = 0; i < length; i++) {
        g_string_append_unichar(text, (gunichar)g_rand_int_range(random, (gint32)ranges[kind].first,
                                                                 (gint32)ranges[kind].last + 1));
    }
}

static void any_mix_folds_as_character_by_character(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(23);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 3000; i++) {
        g_string_truncate(text, 0);
        gint runs = g_rand_int_range(random, 0, 40);
        for (gint run = 0; run < runs; run++) {
            append_run(random, text);
        }
        assert_same(text->str, text->len);
    }
}

/* All that can depend on a neighbour, three together, at every place of a block. */
static void neighbours_fold_wherever_they_stand(void **state)
{
    (void)state;
    static const char *const pieces[] = {"1",  "１",     "ー", "ｰ",  "─",  "か", "ｶ",
                                         "ハ", "\u3099", "ﾟ",  "　", "漢", "-",  "ａ"};
    enum { N = G_N_ELEMENTS(pieces), PLACES = 17 };
    for (gsize i = 0; i < (gsize)N * N * N; i++) {
        g_autofree char *fill = g_strnfill(i % PLACES, 'x');
        g_autofree char *tail = g_strnfill(i / PLACES % PLACES, 'y');
        g_autofree char *text = g_strconcat(fill, pieces[i % N], pieces[i / N % N],
                                            pieces[i / N / N], tail, NULL);
        assert_same(text, strlen(text));
    }
}

static void both_finders_agree_on_any_bytes(void **state)
{
    (void)state;
    static const guint8 common[] = {0xe3, 0x80, 0x82, 0x83, 0x99, 0x9a, 0xbc, '7', 0xc2, 0xa0, 'a'};
    g_autoptr(GRand) random = g_rand_new_with_seed(5);
    for (guint i = 0; i < 20000; i++) {
        gsize length = (gsize)g_rand_int_range(random, 0, 70);
        g_autofree guint8 *bytes = g_malloc(length);
        for (gsize k = 0; k < length; k++) {
            gboolean is_rare = g_rand_int_range(random, 0, 40) == 0;
            bytes[k] = is_rare ? (guint8)g_rand_int_range(random, 0, 256)
                               : common[g_rand_int_range(random, 0, (gint32)sizeof common)];
        }
        gsize from = (gsize)g_rand_int_range(random, 0, (gint32)length + 1);
        assert_int_equal(fold_find(bytes, from, length), fold_find_plainly(bytes, from, length));
    }
}

/* A text cut within a character, or bytes that are no text: they stay, and nothing behind the end is
 * read or written. */
static void what_is_no_character_stays(void **state)
{
    (void)state;
    static const char *const whole[] = {"１",       "ｶﾞ", "か\u3099", "1ー1",
                                        "\xc2\xa0", "　", "𠮷",       "‐"};
    for (gsize i = 0; i < G_N_ELEMENTS(whole); i++) {
        gsize last = strlen(whole[i]);
        gsize start = last - 1;
        while (((guint8)whole[i][start] & 0xc0) == 0x80) {
            start--;
        }
        for (gsize length = start + 1; length < last; length++) {
            g_autofree char *cut = g_memdup2(whole[i], length);
            gsize size = 0;
            g_autofree char *got = daicho_rules_fold(cut, length, &size);
            assert_true(size >= length - start);
            assert_memory_equal(got + size - (length - start), cut + start, length - start);
        }
    }
    static const char broken[] = "\x80\xff\xe3\xe2z\xef\xef\xc2\xfe";
    gsize size = 0;
    g_autofree char *got = daicho_rules_fold(broken, strlen(broken), &size);
    assert_string_equal(got, broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_mix_folds_as_character_by_character),
        cmocka_unit_test(neighbours_fold_wherever_they_stand),
        cmocka_unit_test(both_finders_agree_on_any_bytes),
        cmocka_unit_test(what_is_no_character_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
