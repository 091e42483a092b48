#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"

/* Cuts the elements that stand between "{" and "}" with one of the letters in them. */
static GPtrArray *cut(GBytes *source, const char *text, const char *letters)
{
    GPtrArray *edits = fixture_edits_new();
    DaichoEdit *edit = fixture_edit(edits, "", source, FALSE);
    g_free(edit->format);
    edit->format = g_strdup("json");
    for (const char *open = strchr(text, '{'); open != NULL; open = strchr(open + 1, '{')) {
        if (strchr(letters, open[1]) != NULL) {
            fixture_cut(edit, open - text, strchr(open, '}') + 1 - text);
        }
    }
    return edits;
}

static void an_element_goes_with_its_comma(void **state)
{
    (void)state;
    static const struct {
        const char *text, *letters, *left;
    } cases[] = {
        {"[{a},{b},{c}]", "a", "[{b},{c}]"},
        {"[{a},{b},{c}]", "b", "[{a},{c}]"},
        {"[{a},{b},{c}]", "c", "[{a},{b}]"},
        {"[{a},{b},{c}]", "ab", "[{c}]"},
        {"[{a},{b},{c}]", "bc", "[{a}]"},
        {"[{a},{b},{c}]", "ac", "[{b}]"},
        {"[{a},{b},{c}]", "abc", "[]"},
        {"[{a}]", "a", "[]"},
        {"[\n  {a},\n  {b},\r\n\t{c}\n]\n", "a", "[\n  {b},\r\n\t{c}\n]\n"},
        {"[\n  {a},\n  {b},\r\n\t{c}\n]\n", "b", "[\n  {a},\n  {c}\n]\n"},
        {"[\n  {a},\n  {b},\r\n\t{c}\n]\n", "c", "[\n  {a},\n  {b}\n]\n"},
        {"[\n  {a} ,\n  {b} ,\n  {c}\n]\n", "bc", "[\n  {a} \n]\n"},
        {"[\n  {a},\n  {b},\n  {c}\n]\n", "abc", "[\n  \n]\n"},
        {"[\"x\", {a}, 3]", "a", "[\"x\", 3]"},
        {"\xef\xbb\xbf[{a},{b}]", "b", "\xef\xbb\xbf[{a}]"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) source = fixture_bytes(cases[i].text);
        g_autoptr(GPtrArray) edits = cut(source, cases[i].text, cases[i].letters);
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        g_autoptr(GBytes) left = fixture_bytes(cases[i].left);
        fixture_assert_same(got, left);
    }
}

static void what_is_no_element_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{a}", "[{a}", "{a}]", "[1 {a}, 2]", "[{a} 2]", "{\"k\": {a}, \"l\": 1}", "[{a}:1]",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GBytes) source = fixture_bytes(texts[i]);
        g_autoptr(GPtrArray) edits = cut(source, texts[i], "a");
        fixture_expect_refusal(source, edits, "no element of the list");
    }
}

static void a_list_in_an_archive_is_cut(void **state)
{
    (void)state;
    g_autoptr(GBytes) list = fixture_bytes("[{a}, {b}]");
    g_autoptr(GBytes) left = fixture_bytes("[{a}]");
    const FixtureMember members[] = {{.name = "a.json", .content = list}};
    const FixtureMember after[] = {{.name = "a.json", .content = left}};
    g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_ZIP_DEFLATED, members, 1);
    g_autoptr(GBytes) expected = fixture_archive_build(FIXTURE_ZIP_DEFLATED, after, 1);
    g_autoptr(GPtrArray) edits = cut(list, "[{a}, {b}]", "b");
    DaichoEdit *edit = g_ptr_array_index(edits, 0);
    g_free(edit->part);
    edit->part = g_strdup("a.json");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    fixture_assert_same(got, expected);
}

static void a_format_of_another_version_is_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = fixture_bytes("[{a}, {b}]");
    g_autoptr(GPtrArray) edits = cut(source, "[{a}, {b}]", "a");
    DaichoEdit *edit = g_ptr_array_index(edits, 0);
    g_free(edit->format);
    edit->format = g_strdup("toml");
    fixture_expect_refusal(source, edits, "\"toml\" that this version cannot change");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_element_goes_with_its_comma),
        cmocka_unit_test(what_is_no_element_is_refused),
        cmocka_unit_test(a_list_in_an_archive_is_cut),
        cmocka_unit_test(a_format_of_another_version_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
