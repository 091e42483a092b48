#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fnmatch.h>
#include <locale.h>
#include <string.h>

#include "base/text.h"

static void escapes_come_back_as_they_were(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *shown;
    } cases[] = {
        {"a.txt", "a.txt"},
        {"a\tb\nc\rd\\e", "a\\tb\\nc\\rd\\\\e"},
        {"\x8e\x96\x96\xbc.txt", "\\x8E\\x96\\x96\\xBC.txt"},
        {"名簿.csv", "名簿.csv"},
        {"\x1b[31m", "\\x1B[31m"},
        {"a\xe2\x80\xae"
         "b",
         "a\\xE2\\x80\\xAE"
         "b"}, /* right-to-left override */
        {"\xe2\x80\x8f\xe2\x80\x8e\xd8\x9c",
         "\\xE2\\x80\\x8F\\xE2\\x80\\x8E\\xD8\\x9C"}, /* marks */
        {"\xe2\x81\xa7\xe2\x80\xa9",
         "\\xE2\\x81\\xA7\\xE2\\x80\\xA9"}, /* isolate; end of paragraph */
        {"\xef\xbf\xbe\xef\xbf\xbf", "\\xEF\\xBF\\xBE\\xEF\\xBF\\xBF"}, /* no XML has them */
        {"\xe2\x80\x8d\xe2\x80\xaf\xef\xbf\xbd",
         "\xe2\x80\x8d\xe2\x80\xaf\xef\xbf\xbd"}, /* harmless */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *shown = daicho_text_escape(cases[i].bytes, -1);
        assert_string_equal(shown, cases[i].shown);
        gsize length = 0;
        g_autofree char *back = daicho_text_unescape(shown, &length);
        assert_string_equal(back, cases[i].bytes);
        assert_int_equal(length, strlen(cases[i].bytes));
    }
}

static void a_nul_byte_is_escaped_too(void **state)
{
    (void)state;
    g_autofree char *shown = daicho_text_escape("a\0b", 3);
    assert_string_equal(shown, "a\\x00b");
}

static void what_is_no_escape_is_refused(void **state)
{
    (void)state;
    assert_null(daicho_text_unescape("a\\q", NULL));
    assert_null(daicho_text_unescape("a\\x1", NULL));
    assert_null(daicho_text_unescape("a\\", NULL));
}

static void the_nearest_word_is_near(void **state)
{
    (void)state;
    static const char *const words[] = {"scan", "findings", "items", NULL};
    assert_string_equal(daicho_text_nearest("scna", words), "scan");
    assert_string_equal(daicho_text_nearest("finding", words), "findings");
    assert_null(daicho_text_nearest("xyzzy", words));
}

static void a_star_crosses_folders(void **state)
{
    (void)state;
    assert_true(daicho_text_glob("*.csv", "a/b/c.csv"));
    assert_true(daicho_text_glob("**/recruiting/**", "recruiting/a.txt"));
    assert_true(daicho_text_glob("**/recruiting/**", "x/recruiting/a.txt"));
    assert_false(daicho_text_glob("hr/*", "other/hr.txt"));
    assert_true(daicho_text_glob("*人事*", "2023/人事部/a.txt"));
}

/* Stars are matched without fnmatch, which is the measure. */
static void globs_of_stars_match_as_fnmatch_has_it(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",  "b",  "ab",       "/", ".",
                                         "人", "事", "\xe4\xba", "*", "**"};
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    guint matched = 0;
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    for (int i = 0; i < 20000; i++) {
        g_autoptr(GString) glob = g_string_new(NULL);
        g_autoptr(GString) path = g_string_new(NULL);
        for (int n = g_rand_int_range(random, 0, 6); n > 0; n--) {
            g_string_append(glob, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
        }
        for (int n = g_rand_int_range(random, 0, 6); n > 0; n--) {
            g_string_append(path, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces) - 2)]);
        }
        gboolean expected = fnmatch(glob->str, path->str, 0) == 0;
        matched += expected ? 1 : 0;
        if (!g_str_has_prefix(glob->str, "**/") &&
            daicho_text_glob(glob->str, path->str) != expected) {
            fail_msg("%s, %s", glob->str, path->str);
        }
    }
    assert_true(matched > 1000);
}

static void wide_characters_take_two_columns(void **state)
{
    (void)state;
    assert_int_equal(daicho_text_width("abc"), 3);
    assert_int_equal(daicho_text_width("台帳"), 4);
    assert_int_equal(daicho_text_width("か\xe3\x82\x99"), 2); /* combining mark */
}

static void times_are_utc(void **state)
{
    (void)state;
    g_autofree char *time = daicho_time_format(1795623945);
    g_autofree char *date = daicho_date_format(0);
    assert_string_equal(time, "2026-11-25T16:25:45Z");
    assert_string_equal(date, "1970-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_come_back_as_they_were),
        cmocka_unit_test(a_nul_byte_is_escaped_too),
        cmocka_unit_test(what_is_no_escape_is_refused),
        cmocka_unit_test(the_nearest_word_is_near),
        cmocka_unit_test(a_star_crosses_folders),
        cmocka_unit_test(globs_of_stars_match_as_fnmatch_has_it),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(times_are_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
