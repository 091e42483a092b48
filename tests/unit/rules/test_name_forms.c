#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rules/name_forms.h"

static void has(const char *kana, const char *spelling)
{
    g_auto(GStrv) words = daicho_name_romanise(kana);
    if (!g_strv_contains((const char *const *)words, spelling)) {
        g_autofree char *all = g_strjoinv(" ", words);
        fail_msg("%s: no %s in %s", kana, spelling, all);
    }
}

static void long_vowels_are_spelled_in_every_way(void **state)
{
    (void)state;
    static const char *const spellings[] = {"ōno", "ôno", "oono", "ono", "ohno"};
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        has("オオノ", spellings[i]);
    }
    has("おおの", "ōno");
    has("サトウ", "satou");
    has("サトウ", "sato");
    has("サトウ", "satoh");
    has("ユウキ", "yuki");
    has("ローラ", "roora");
}

static void hepburn_and_kunrei_are_both_known(void **state)
{
    (void)state;
    has("チヅル", "chizuru");
    has("チヅル", "tizuru");
    has("フジシマ", "fujishima");
    has("フジシマ", "huzisima");
    has("リョウジ", "ryoji");
    has("ハットリ", "hattori");
    has("ホッチ", "hotchi");
    has("ホンマ", "homma");
    has("ホンマ", "honma");
}

static void what_is_no_reading_has_no_spelling(void **state)
{
    (void)state;
    static const char *const none[] = {
        "", "架空", "kaku", "カクウ ハナコ", "ッ", "ーア", "アアアアアアアアアアアアアアアアア"};
    for (gsize i = 0; i < G_N_ELEMENTS(none); i++) {
        g_auto(GStrv) words = daicho_name_romanise(none[i]);
        assert_null(words[0]);
    }
}

static void a_name_has_every_form_of_its_kanji(void **state)
{
    (void)state;
    g_auto(GStrv) forms = daicho_name_vary("高崎");
    g_autofree char *all = g_strjoinv(" ", forms);
    assert_string_equal(all, "高﨑 高嵜 髙崎 髙﨑 髙嵜");
    g_auto(GStrv) none = daicho_name_vary("架空 花子");
    assert_null(none[0]);
}

static void forms_are_bounded(void **state)
{
    (void)state;
    g_auto(GStrv) forms = daicho_name_vary("斎斎斎斎斎斎斎斎斎斎斎斎");
    assert_int_equal(g_strv_length(forms), 63);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_vowels_are_spelled_in_every_way),
        cmocka_unit_test(hepburn_and_kunrei_are_both_known),
        cmocka_unit_test(what_is_no_reading_has_no_spelling),
        cmocka_unit_test(a_name_has_every_form_of_its_kanji),
        cmocka_unit_test(forms_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
