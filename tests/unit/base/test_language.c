#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/language.h"

static void a_language_is_known_by_its_name(void **state)
{
    (void)state;
    DaichoLanguage language = DAICHO_LANGUAGE_EN;
    assert_true(daicho_language_parse("ja", &language));
    assert_int_equal(language, DAICHO_LANGUAGE_JA);
    assert_true(daicho_language_parse("en", &language));
    assert_int_equal(language, DAICHO_LANGUAGE_EN);
    assert_false(daicho_language_parse("fr", &language));
    assert_false(daicho_language_parse("", &language));
    assert_null(daicho_languages[DAICHO_N_LANGUAGES]);
}

static void a_locale_tells_the_language(void **state)
{
    (void)state;
    static const struct {
        const char *locale;
        DaichoLanguage language;
    } cases[] = {
        {"ja_JP.UTF-8", DAICHO_LANGUAGE_JA}, {"ja", DAICHO_LANGUAGE_JA},
        {"ja.eucJP", DAICHO_LANGUAGE_JA},    {"ja@cjknarrow", DAICHO_LANGUAGE_JA},
        {"en_GB.UTF-8", DAICHO_LANGUAGE_EN}, {"C.UTF-8", DAICHO_LANGUAGE_EN},
        {"jav_ID", DAICHO_LANGUAGE_EN},      {"", DAICHO_LANGUAGE_EN},
        {NULL, DAICHO_LANGUAGE_EN},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_int_equal(daicho_language_of_locale(cases[i].locale), cases[i].language);
    }
}

static void words_are_said_in_each_language(void **state)
{
    (void)state;
    const char *words = "government ID";
    assert_ptr_equal(daicho_language_say(DAICHO_LANGUAGE_EN, words), words);
    assert_string_equal(daicho_language_say(DAICHO_LANGUAGE_JA, words), "公的番号");
    assert_string_equal(daicho_language_say(DAICHO_LANGUAGE_JA, ", "), "、");
}

/* The first and the last in the order of the catalogue, and what stands beyond. */
static void what_has_no_translation_stays(void **state)
{
    (void)state;
    static const char *const unknown[] = {"", " ", "government I", "government ID ", "\xff", "~"};
    for (gsize i = 0; i < G_N_ELEMENTS(unknown); i++) {
        const char *words = unknown[i];
        assert_ptr_equal(daicho_language_say(DAICHO_LANGUAGE_JA, words), words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_language_is_known_by_its_name),
        cmocka_unit_test(a_locale_tells_the_language),
        cmocka_unit_test(words_are_said_in_each_language),
        cmocka_unit_test(what_has_no_translation_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
