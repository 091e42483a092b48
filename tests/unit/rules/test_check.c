#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/check.h"
#include "tests/unit/rules/fixture_rules.h"

static void note_warning(const DaichoRuleWarning *warning, gpointer data)
{
    assert_true(*warning->why != '\0' && *warning->advice != '\0');
    g_string_append_printf(data, "%s\n", warning->what);
}

static void expect(const char *rest, const char *lines)
{
    g_autofree char *yaml = g_strconcat("- {id: a, category: name, ", rest, "}\n", NULL);
    g_autoptr(DaichoRules) rules = fixture_rules_load(yaml);
    g_autoptr(GString) seen = g_string_new(NULL);
    guint n = daicho_rules_check(rules, note_warning, seen);
    if (strcmp(seen->str, lines) != 0) {
        fail_msg("%s\nwarned:\n%sexpected:\n%s", rest, seen->str, lines);
    }
    guint n_lines = 0;
    for (const char *at = lines; *at != '\0'; at++) {
        n_lines += *at == '\n' ? 1 : 0;
    }
    assert_int_equal(n, n_lines);
}

#define EXAMPLES(match) "examples: {match: ['" match "'], no_match: [x]}"

static void a_good_rule_has_no_warnings(void **state)
{
    (void)state;
    expect("pattern: '(?<![\\dA-Za-z])E-\\d{5}(?!\\d)', confidence: 50, "
           "context: {raise: {40: [社員番号, 'staff ?no']}}, " EXAMPLES("E-12345"),
           "");
    expect("pattern: '(?<!\\d)\\d{8}(?!\\d)', confidence: 30, "
           "context: {raise: {40: [会員番号]}}, " EXAMPLES("会員番号 12345678"),
           "");
    expect("keywords: [aurora]", "");
}

static void slow_patterns_are_named_with_what_makes_them_slow(void **state)
{
    (void)state;
    expect("pattern: '(?<!A)A(?:\\d+)+B', confidence: 50, " EXAMPLES("A123B"),
           "the pattern gives up, after 500000 steps, on \"A\" and many \"1\"\n");
    expect("pattern: 'A(?:[a-z]+-?)+[0-9]', confidence: 50, " EXAMPLES("Aab-c1"),
           "it matches inside longer numbers: there is no edge behind the value\n"
           "the pattern gives up, after 500000 steps, on \"A\" and many \"a\"\n");
    expect("pattern: '[a-z\\d]+\\d@x', confidence: 50, " EXAMPLES("ab1@x"),
           "in a text twice as long the pattern takes 3.9 times the steps: on \"ab\" and many "
           "\"1\"\n");
}

/* PCRE2 sees at once that a text without the last character has no match: it is put there. */
static void a_slow_pattern_needs_no_example_to_be_told(void **state)
{
    (void)state;
    expect("pattern: '(?<!z)(?:a+)+q', confidence: 50",
           "it has no example to match\n"
           "it has no example that must not match\n"
           "the pattern gives up, after 500000 steps, on many \"a\"\n");
}

static void bounded_repetitions_are_no_matter(void **state)
{
    (void)state;
    expect("pattern: '(?<!\\w)\\w{1,20}@x', confidence: 50, " EXAMPLES("ab@x"), "");
}

static void what_finds_much_elsewhere_is_told(void **state)
{
    (void)state;
    expect("pattern: '(?<!\\d)[1-4]\\d{7}(?!\\d)', confidence: 50, "
           "context: {lower: {10: [注文]}}, " EXAMPLES("12345678"),
           "with medium confidence or more it finds 1 in 2 of random numbers of 8 digits\n");
    expect("pattern: '(?<![A-Za-z])order(?![a-z])', confidence: 50, " EXAMPLES("order"),
           "with medium confidence or more it finds 1 in 4 of English sentences\n");
    expect("pattern: '報告書', confidence: 50, " EXAMPLES("報告書"),
           "with medium confidence or more it finds 1 in 4 of Japanese sentences\n");
}

static void the_form_of_a_rule_is_looked_at(void **state)
{
    (void)state;
    expect("pattern: 'AB\\d{5}Q?', confidence: 20, context: {raise: {10: [abc]}}, " EXAMPLES(
               "AB12345"),
           "its confidence never passes 30\n"
           "it matches inside longer numbers: there is no edge behind the value\n");
    expect("pattern: '(?:xq\\d{9})?', confidence: 50, " EXAMPLES("xq123456789"),
           "the pattern also fits nothing at all\n"
           "it matches inside longer numbers: there is no edge behind the value\n");
    expect("pattern: '(?<!\\d)9{5}8(?!\\d)', confidence: 50, " EXAMPLES("999998"),
           "the form of the number alone makes it a finding\n");
    expect("pattern: '.*qz', confidence: 50, " EXAMPLES("a qz"),
           "the pattern begins with .*\n"
           "in a text twice as long the pattern takes 3.8 times the steps: on \"a q\" and many "
           "\"z\"\n");
}

static void words_of_context_are_looked_at(void **state)
{
    (void)state;
    expect("pattern: 'qz', confidence: 50, "
           "context: {raise: {10: ['No.', 'a.*b', '[.]x', 'a\\.b'], 20: [id]}}, " EXAMPLES("qz"),
           "the dot in the word \"No.\" is any character\n"
           "the word \"id\" also stands inside other words\n");
}

static void missing_and_double_examples_are_told(void **state)
{
    (void)state;
    expect("pattern: 'qz', confidence: 50",
           "it has no example to match\nit has no example that must not match\n");
    expect("pattern: 'qz', confidence: 50, examples: {match: [qz, qz], no_match: [x]}",
           "the example \"qz\" stands twice\n");
}

/* Nor do they take more than twice the work for twice the text. */
static void the_rules_of_the_program_give_up_nowhere(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (rule->pattern == NULL) {
            continue;
        }
        PatternCost cost = pattern_cost_measure(rule);
        if (cost.gave_up || cost.growth > 3) {
            fail_msg("%s: growth %.1f on %s", rule->info.id, cost.growth, cost.worst);
        }
        g_free(cost.worst);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_rule_has_no_warnings),
        cmocka_unit_test(slow_patterns_are_named_with_what_makes_them_slow),
        cmocka_unit_test(a_slow_pattern_needs_no_example_to_be_told),
        cmocka_unit_test(bounded_repetitions_are_no_matter),
        cmocka_unit_test(what_finds_much_elsewhere_is_told),
        cmocka_unit_test(the_form_of_a_rule_is_looked_at),
        cmocka_unit_test(words_of_context_are_looked_at),
        cmocka_unit_test(missing_and_double_examples_are_told),
        cmocka_unit_test(the_rules_of_the_program_give_up_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
