#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/engine/literal_plan.h"
#include "rules/rule.h"

static PatternLiterals read_literals(const char *pattern)
{
    g_autoptr(PatternNode) tree = pattern_tree_read(pattern);
    return pattern_literals(tree);
}

/* "text+reach" of each, in order; "i:" before those in any case; "-" when there are none. */
static char *list_literals(const char *pattern)
{
    PatternLiterals literals = read_literals(pattern);
    GString *list = g_string_new(literals.texts == NULL ? "-" : "");
    for (guint i = 0; literals.texts != NULL && i < literals.texts->len; i++) {
        const Literal *literal = &g_array_index(literals.texts, Literal, i);
        g_string_append_printf(list, "%s%s%.*s+%u", i > 0 ? " " : "",
                               literal->ignores_case ? "i:" : "", literal->length, literal->text,
                               literal->reach);
    }
    pattern_literals_clear(&literals);
    return g_string_free(list, FALSE);
}

static void each_match_holds_one_of_the_literals(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *literals;
    } rows[] = {
        {"abc", "abc+0"},
        {"ab|cd", "ab+0 cd+0"},
        {"ab|abc", "ab+0"},
        {"ab|.", "-"},
        {"a?bcd", "abcd+0 bcd+0"},
        {"\\w{2,5}abc", "abc+5"},
        {".{2}abc", "abc+8"},
        {"\\w*abc", "-"},
        {"abc\\w*", "abc+0"},
        {"(?:abc){2}.", "abcabc+0"},
        {"(?:abc)+\\d", "abc+0"},
        {"(?:abc)*\\d{9}", "-"},
        {"(?:ab|cd){2}", "abab+0 abcd+0 cdab+0 cdcd+0"},
        {"[ab]c[de]", "acd+0 ace+0 bcd+0 bce+0"},
        {"(?i)abc", "i:abc+0"},
        {"(?i:ab)C", "i:abc+0"},
        {"(?i)ks", "i:ks+0"},
        {"[Aa]b", "i:ab+0"},
        {"(?i)aéb.", "i:a+0"},
        {"漢字[様殿]", "漢字様+0 漢字殿+0"},
        {"\\p{Han}{1,4}(?=様|殿)", "様+16 殿+16"},
        {"\\p{Han}(?!様)", "-"},
        {"(?<=様)\\p{Han}", "-"},
        {"x(?=yz)[a-z]", "yz+1"},
        {"TEL|[0-9]{3}-.", "-+3 TEL+0"},
        {"(?:https?|ftp)://x", "ftp://x+0 http://x+0 https://x+0"},
        {"(?x) a b # c\n c", "abc+0"},
        {"(a)\\1", "-"},
        {"abcdefghijklmnopqrstuvwxyzabc", "abcdefghijklmnopqrstuvwx+0"},
        {"(?>ab)++", "ab+0"},
        {"", "-"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *list = list_literals(rows[i].pattern);
        if (strcmp(list, rows[i].literals) != 0) {
            fail_msg("%s: \"%s\", wanted \"%s\"", rows[i].pattern, list, rows[i].literals);
        }
    }
}

static void the_rarest_literals_are_taken(void **state)
{
    (void)state;
    g_autofree char *list = list_literals("(?:19|20)\\d\\d[ a-z]{1,9}zqxj");
    assert_string_equal(list, "zqxj+13");
    PatternLiterals often = read_literals("e");
    PatternLiterals seldom = read_literals("東京都");
    assert_true(often.rate > 100 * seldom.rate && seldom.rate > 0);
    pattern_literals_clear(&often);
    pattern_literals_clear(&seldom);
}

/* Were there others, a literal in any case would not find them. */
static void only_two_characters_are_another_case_of_ascii(void **state)
{
    (void)state;
    char *message = NULL;
    pcre2_code *letters = rule_compile("[a-z]", PCRE2_CASELESS, &message);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    for (gunichar c = 0x80; c <= 0x10ffff; c++) {
        char text[8] = {0};
        int length = g_unichar_validate(c) ? g_unichar_to_utf8(c, text) : 0;
        int found = length == 0
                        ? PCRE2_ERROR_NOMATCH
                        : pcre2_match(letters, (PCRE2_SPTR)text, (gsize)length, 0, 0, data, NULL);
        assert_int_equal(found > 0, c == KELVIN_SIGN || c == LONG_S);
    }
    pcre2_match_data_free(data);
    pcre2_code_free(letters);
}

/* "first-last" of each range of one pattern; "everywhere" where the plan does not hold. */
static char *list_ranges(const char *pattern, const char *text)
{
    g_autoptr(LiteralPlan) plan = literal_plan_new(2);
    PatternLiterals literals = read_literals(pattern);
    literal_plan_add(plan, 1, 2 | 4, &literals);
    pattern_literals_clear(&literals);
    GArray **ranges = literal_plan_run(plan, 4, text, strlen(text));
    GString *list = g_string_new(ranges == NULL ? "everywhere" : "");
    for (guint i = 0; ranges != NULL && ranges[1] != NULL && i < ranges[1]->len; i++) {
        const MatchRange *range = &g_array_index(ranges[1], MatchRange, i);
        g_string_append_printf(list, "%s%u-%u", i > 0 ? " " : "", range->first, range->last);
    }
    literal_ranges_free(plan, ranges);
    return g_string_free(list, FALSE);
}

static void ranges_reach_back_from_each_literal(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text, *ranges;
    } rows[] = {
        {"abc", "abc xabc ABC", "0-0 5-5"},
        {"(?i)abc", "abc xabc ABC", "0-0 5-5 9-9"},
        {"\\w{0,3}xyz", "xyz", "0-0"},
        {"\\w{0,3}xyz", "     xyz      xyz", "2-5 11-14"},
        {"\\w{0,3}xyz", "     xyzxyz", "2-8"},
        {"\\w{0,9}abc|xyz", "xyz.....abc", "0-8"},
        {"\\w{0,9}xyz|abc", "abc..........xyz", "0-0 4-13"},
        {"abc", "", ""},
        {"(?i)abc", "abc \xe2\x84\xaa", "everywhere"},
        {"(?i)abc", "abc \xc5\xbf", "everywhere"},
        {"abc", "abc \xe2\x84\xaa", "0-0"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *list = list_ranges(rows[i].pattern, rows[i].text);
        if (strcmp(list, rows[i].ranges) != 0) {
            fail_msg("%s in \"%s\": %s, wanted %s", rows[i].pattern, rows[i].text, list,
                     rows[i].ranges);
        }
    }
}

static void other_kinds_of_text_have_no_ranges(void **state)
{
    (void)state;
    g_autoptr(LiteralPlan) plan = literal_plan_new(1);
    PatternLiterals literals = read_literals("abc");
    literal_plan_add(plan, 0, 2, &literals);
    pattern_literals_clear(&literals);
    GArray **ranges = literal_plan_run(plan, 1, "abc", 3);
    assert_null(ranges[0]);
    literal_ranges_free(plan, ranges);
    ranges = literal_plan_run(plan, 2, "abc", 3);
    assert_int_equal(ranges[0]->len, 1);
    literal_ranges_free(plan, ranges);
}

static void ranges_near_many_places_are_joined(void **state)
{
    (void)state;
    const char *text = "1..22....3.4......5";
    g_autoptr(GArray) digits = match_places_of(text, strlen(text), '0', '9');
    static const struct {
        guint least;
        gsize most;
        const char *ranges;
    } rows[] = {
        {1, 1, "0-0 3-4 9-9 11-11 18-18"},
        {1, 3, "0-4 7-11 16-18"},
        {2, 2, "3-3"},
        {2, 4, "0-3 8-9"},
        {3, 5, "0-0"},
        {7, 99, ""},
        {5, 99, "0-3"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GArray) ranges = match_ranges_near(digits, rows[i].least, rows[i].most);
        g_autoptr(GString) list = g_string_new(NULL);
        for (guint j = 0; ranges != NULL && j < ranges->len; j++) {
            const MatchRange *range = &g_array_index(ranges, MatchRange, j);
            g_string_append_printf(list, "%s%u-%u", j > 0 ? " " : "", range->first, range->last);
        }
        assert_string_equal(list->str, rows[i].ranges);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_match_holds_one_of_the_literals),
        cmocka_unit_test(the_rarest_literals_are_taken),
        cmocka_unit_test(only_two_characters_are_another_case_of_ascii),
        cmocka_unit_test(ranges_reach_back_from_each_literal),
        cmocka_unit_test(other_kinds_of_text_have_no_ranges),
        cmocka_unit_test(ranges_near_many_places_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
