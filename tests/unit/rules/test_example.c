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
           "failed match a1: \"a1\": confidence 30; no word that raises it is near: low\n"
           "failed match b: the pattern does not match: nothing fits its beginning\n"
           "ok no-match a1: -\n"
           "failed no-match 番号a1: \"a1\": confidence 30 + 20 (\"番号\" is near) = 50: medium\n"
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
           "failed match 123456789010: \"123456789010\": the validator jp-my-number refuses it "
           "(Ordinance of the Ministry of Internal Affairs and Communications No. 85 of 2014, "
           "article 5)\n"
           "failed match x12: \"x1\": confidence 50: the rule other takes its place with "
           "confidence 60\n");
}

static void how_far_a_pattern_came_is_told(void **state)
{
    (void)state;
    expect("- id: e\n  category: name\n  pattern: '(?<!\\d)E-\\d{5}(?!\\d)'\n  confidence: 50\n"
           "  examples: {match: [see E-123, E-12x45, E-123456]}\n"
           "- id: g\n  category: name\n  pattern: 'No(?<value>\\d)?'\n  confidence: 50\n"
           "  examples: {match: [No]}\n",
           4,
           "failed match see E-123: the pattern does not match: after \"E-123\" more is needed\n"
           "failed match E-12x45: the pattern does not match: after \"E-12\" it does not allow "
           "\"x\"\n"
           "failed match E-123456: the pattern does not match: after \"E-12345\" it does not allow "
           "\"6\"\n"
           "failed match No: \"\": the pattern fits, but its group \"value\" is empty there\n");
}

static void columns_and_keywords_say_what_is_missing(void **state)
{
    (void)state;
    expect("- {id: e, category: name, column: ['^名$'], cell: '^\\D+$', confidence: 80, "
           "examples: {match: ['花子', '姓|花子', '名|1']}}\n"
           "- {id: w, keywords: [aurora], examples: {match: [auroras]}}\n",
           4,
           "failed match 花子: the rule reads only columns: write the example as \"header|cell\"\n"
           "failed match 姓|花子: no word of \"column\" fits the header \"姓\"\n"
           "failed match 名|1: the cell is empty or does not look as \"cell\" says\n"
           "failed match auroras: none of the keywords stands there by itself\n");
}

static void note_explanation(const DaichoExplanation *explanation, gpointer data)
{
    g_string_append_printf(data, "%s %s %s %u: %s\n", explanation->is_found ? "found" : "not",
                           explanation->rule->id, explanation->sample, explanation->confidence,
                           explanation->steps);
}

static void every_place_is_explained_masked(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        "- {id: a, category: name, pattern: 'E-\\d+', confidence: 30, "
        "context: {raise: {60: [staff]}, lower: {30: [serial]}}}\n"
        "- {id: b, category: none, pattern: '\\d{6}', confidence: 20}\n"
        "- {id: c, category: name, pattern: '\\d{6}', validator: jp-my-number, confidence: 50}\n");
    g_autoptr(GString) seen = g_string_new(NULL);
    static const char text[] = "staff E-123456 serial, 123457";
    const DaichoText whole = {.text = text, .length = strlen(text)};
    daicho_rules_explain(rules, &whole, note_explanation, seen);
    assert_string_equal(
        seen->str,
        "found a E-****56 60: confidence 30 + 60 (\"staff\" is near) - 30 (\"serial\" is near) = "
        "60: medium\n"
        "not b 1***56 20: confidence 20: the rule a takes its place with confidence 60\n"
        "not b 1***57 20: confidence 20: the category is none, so that it is not reported\n"
        "not c 1***56 0: the validator jp-my-number refuses it (Ordinance of the Ministry of "
        "Internal Affairs and Communications No. 85 of 2014, article 5)\n"
        "not c 1***57 0: the validator jp-my-number refuses it (Ordinance of the Ministry of "
        "Internal Affairs and Communications No. 85 of 2014, article 5)\n");
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
        cmocka_unit_test(how_far_a_pattern_came_is_told),
        cmocka_unit_test(columns_and_keywords_say_what_is_missing),
        cmocka_unit_test(every_place_is_explained_masked),
        cmocka_unit_test(a_header_and_a_cell_stand_for_a_table),
        cmocka_unit_test(only_the_asked_pack_is_tested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
