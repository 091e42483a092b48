#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/rules/fixture_rules.h"

static void note_example(const DaichoExample *example, gpointer data)
{
    g_string_append_printf(data, "%s %s %s: %s\n", example->passed ? "ok" : "failed",
                           example->expected ? "match" : "no-match", example->example,
                           example->why != NULL ? example->why : "-");
}

static void expect(const char *yaml, guint failures, const char *lines)
{
    g_autoptr(DaichoRules) rules = fixture_rules_load(yaml);
    g_autoptr(GString) seen = g_string_new(NULL);
    guint failed = daicho_rules_test(rules, NULL, note_example, seen);
    assert_string_equal(seen->str, lines);
    assert_int_equal(failed, failures);
}

static void examples_pass_and_fail_with_their_reason(void **state)
{
    (void)state;
    expect("- id: e\n  category: name\n  pattern: 'a\\d+'\n  confidence: 30\n"
           "  context: {near: 5, raise: {20: [番号]}}\n"
           "  examples: {match: [番号a1, a1, b], no_match: [a1, 番号a1, b]}\n",
           3,
           "ok match 番号a1: -\n"
           "failed match a1: found, but below medium\n"
           "failed match b: the pattern does not match\n"
           "ok no-match a1: -\n"
           "failed no-match 番号a1: it matches at medium confidence or more\n"
           "ok no-match b: -\n");
}

static void a_validator_and_a_better_rule_are_reasons(void **state)
{
    (void)state;
    expect("- id: e\n  category: name\n  pattern: '\\d+'\n  validator: jp-my-number\n"
           "  confidence: 50\n  examples: {match: ['123456789010']}\n"
           "- {id: other, category: name, pattern: 'x\\d+', confidence: 60}\n"
           "- id: f\n  category: name\n  pattern: 'x1'\n  confidence: 50\n"
           "  examples: {match: [x12]}\n",
           2,
           "failed match 123456789010: the validator refused it, or another rule took its place\n"
           "failed match x12: another rule took its place\n");
}

static void a_header_and_a_cell_stand_for_a_table(void **state)
{
    (void)state;
    expect(
        "- id: e\n  category: name\n  column: ['^名$']\n  cell: '^\\p{Han}+$'\n"
        "  confidence: 80\n  examples: {match: ['名|花子'], no_match: ['花子', '姓|花子', "
        "'名|a']}\n",
        0,
        "ok match 名|花子: -\nok no-match 花子: -\nok no-match 姓|花子: -\nok no-match 名|a: -\n");
}

static void only_the_asked_pack_is_tested(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        "- {id: e, category: name, pattern: a, confidence: 50, examples: {match: [a]}}\n");
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_int_equal(daicho_rules_test(rules, "other", note_example, seen), 0);
    assert_string_equal(seen->str, "");
    assert_int_equal(daicho_rules_test(rules, "own", note_example, seen), 0);
    assert_string_equal(seen->str, "ok match a: -\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_pass_and_fail_with_their_reason),
        cmocka_unit_test(a_validator_and_a_better_rule_are_reasons),
        cmocka_unit_test(a_header_and_a_cell_stand_for_a_table),
        cmocka_unit_test(only_the_asked_pack_is_tested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
