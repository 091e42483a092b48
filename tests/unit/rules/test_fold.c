#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/fold.h"

static void expect(const char *text, const char *folded)
{
    gsize length = 0;
    g_autofree char *got = daicho_rules_fold(text, strlen(text), &length);
    assert_string_equal(got, folded);
    assert_int_equal(length, strlen(folded));
    if (strcmp(text, folded) != 0) {
        assert_true(fold_is_needed(text, strlen(text)));
    }
}

static void plain_text_stays_as_it_is(void **state)
{
    (void)state;
    expect("", "");
    expect("a-z 0-9 ~!\t\r\n", "a-z 0-9 ~!\t\r\n");
    expect("東京都の漢字、かなとカナ。é", "東京都の漢字、かなとカナ。é");
    assert_false(fold_is_needed("東京都カナ", strlen("東京都カナ")));
}

static void every_full_width_ascii_character_folds(void **state)
{
    (void)state;
    for (gunichar character = 0xff01; character <= 0xff5e; character++) {
        char text[8] = {0};
        g_unichar_to_utf8(character, text);
        const char folded[] = {(char)(character - 0xff01 + '!'), '\0'};
        expect(text, folded);
    }
}

static void every_hyphen_and_space_folds(void **state)
{
    (void)state;
    static const gunichar hyphens[] = {0x2010, 0x2011, 0x2012, 0x2013, 0x2014,
                                       0x2015, 0x2212, 0xfe63, 0xff0d};
    static const gunichar spaces[] = {0xa0,   0x2000, 0x2002, 0x2003, 0x2009,
                                      0x200a, 0x202f, 0x205f, 0x3000};
    for (gsize i = 0; i < G_N_ELEMENTS(hyphens); i++) {
        char text[8] = {0};
        g_unichar_to_utf8(hyphens[i], text);
        expect(text, "-");
    }
    for (gsize i = 0; i < G_N_ELEMENTS(spaces); i++) {
        char text[8] = {0};
        g_unichar_to_utf8(spaces[i], text);
        expect(text, " ");
    }
}

/* Unicode's own folding is the witness. It leaves a mark without its kana combining. */
static void half_width_kana_fold_as_unicode_says(void **state)
{
    (void)state;
    for (gunichar character = 0xff61; character <= 0xff9d; character++) {
        char text[8] = {0};
        g_unichar_to_utf8(character, text);
        g_autofree char *folded = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
        expect(text, folded);
    }
    expect("ﾞ", "゛");
    expect("ﾟ", "゜");
}

static void voice_marks_join_their_kana(void **state)
{
    (void)state;
    expect("ｶﾞｷﾞｸﾞｹﾞｺﾞｻﾞｼﾞｽﾞｾﾞｿﾞﾀﾞﾁﾞﾂﾞﾃﾞﾄﾞ", "ガギグゲゴザジズゼゾダヂヅデド");
    expect("ﾊﾞﾋﾞﾌﾞﾍﾞﾎﾞﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟｳﾞ", "バビブベボパピプペポヴ");
    expect("ﾜﾞｦﾞ", "ヷヺ");
    expect("ｱﾞｶﾟﾅﾞ", "ア゛カ゜ナ゛");
    expect("ｶ", "カ");
}

/* Unicode's own composition is the witness, for every kana and both marks. */
static void combining_voice_marks_join_their_kana(void **state)
{
    (void)state;
    static const gunichar marks[] = {0x3099, 0x309a};
    for (gunichar kana = 0x3041; kana <= 0x30ff; kana++) {
        gboolean is_kana = kana <= 0x3096 || kana == 0x309d || kana >= 0x30a1;
        for (gsize i = 0; is_kana && i < G_N_ELEMENTS(marks); i++) {
            char text[16] = {0};
            gint length = g_unichar_to_utf8(kana, text);
            g_unichar_to_utf8(marks[i], text + length);
            g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
            gsize size = 0;
            g_autofree char *got = daicho_rules_fold(text, strlen(text), &size);
            assert_string_equal(got, composed);
            assert_true(fold_is_needed(text, strlen(text)));
        }
    }
    expect("か\u3099", "が");
    expect("ﾊ\u309aﾊ\u3099", "パバ");
}

static void a_long_mark_is_a_hyphen_only_within_a_number(void **state)
{
    (void)state;
    expect("03ー0000ー1234", "03-0000-1234");
    expect("０３ー００００ー１２３４", "03-0000-1234");
    expect("03ｰ0000ｰ1234", "03-0000-1234");
    expect("03─0000━1234", "03-0000-1234");
    expect("データ1ー", "データ1ー");
    expect("ー1", "ー1");
    expect("ｺｰﾄﾞ", "コード");
    expect("──", "──");
}

static void every_place_maps_back_to_where_it_came_from(void **state)
{
    (void)state;
    static const char text[] = "aＡ　ｶﾞ\xc2\xa0漢zは\u309a!";
    static const char folded[] = "aA ガ 漢zぱ!";
    /* a at 0, Ａ at 1, the space at 4, ｶﾞ at 7 to 13, the no-break space at 13, 漢 at 15, z at 18,
     * は and its mark at 19 to 25. */
    static const guint32 places[] = {0, 1, 4, 7, 7, 7, 13, 15, 15, 15, 18, 19, 19, 19, 25, 26};
    gsize length = 0;
    g_auto(FoldMap) map = {0};
    g_autofree char *got = fold_with_map(text, strlen(text), &length, &map);
    assert_string_equal(got, folded);
    assert_int_equal(length + 1, G_N_ELEMENTS(places));
    for (gsize i = 0; i <= length; i++) {
        assert_int_equal(fold_map_to_original(&map, got, i), places[i]);
    }
}

static void a_text_that_ends_early_is_read_to_its_length_only(void **state)
{
    (void)state;
    gsize length = 0;
    /* The mark stands behind the end: it must not be taken. */
    g_autofree char *got = daicho_rules_fold("ｶﾞ", strlen("ｶ"), &length);
    assert_string_equal(got, "カ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays_as_it_is),
        cmocka_unit_test(every_full_width_ascii_character_folds),
        cmocka_unit_test(every_hyphen_and_space_folds),
        cmocka_unit_test(half_width_kana_fold_as_unicode_says),
        cmocka_unit_test(voice_marks_join_their_kana),
        cmocka_unit_test(combining_voice_marks_join_their_kana),
        cmocka_unit_test(a_long_mark_is_a_hyphen_only_within_a_number),
        cmocka_unit_test(every_place_maps_back_to_where_it_came_from),
        cmocka_unit_test(a_text_that_ends_early_is_read_to_its_length_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
