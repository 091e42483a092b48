#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "tests/unit/rules/fixture_rules.h"

#define RULE(rest) "- id: own.a\n  category: none\n" rest

static void expect_error(const char *yaml, const char *message)
{
    g_autofree char *got = NULL;
    g_autoptr(DaichoRules) rules = fixture_rules_try(yaml, &got);
    assert_null(rules);
    if (!g_str_has_prefix(got, message)) {
        fail_msg("\"%s\" instead of \"%s\"", got, message);
    }
}

static void an_error_names_file_line_and_column(void **state)
{
    (void)state;
    expect_error("rules:\n- idd: a\n", "own.yaml:2:3: unknown key \"idd\"; did you mean \"id\"?");
    expect_error("rule: []\n", "own.yaml:1:1: unknown key \"rule\"; did you mean \"rules\"?");
    expect_error("title: x\n", "own.yaml:1:1: the pack has no rules");
    expect_error("word\n", "own.yaml:1:1: a single value stands where a list is needed");
    expect_error("- word\n", "own.yaml:1:3: a single value stands where a mapping of keys");
    expect_error("- title: x\n", "own.yaml:1:3: the rule has no id");
    expect_error("- id: a\n", "own.yaml:1:3: the rule has no category");
    expect_error("- id: a\n  category: nane\n", "own.yaml:2:13: \"nane\" is no data category");
    expect_error(RULE(""), "own.yaml:1:3: the rule has neither a pattern nor a column");
    expect_error(RULE("  pattern: x\n"), "own.yaml:1:3: the rule has no confidence");
    expect_error(RULE("  pattern: x\n  confidence: 101\n"),
                 "own.yaml:4:15: \"101\" is not a whole");
    expect_error(RULE("  pattern: x\n  confidence: high\n"), "own.yaml:4:15: \"high\" is not a");
    expect_error(RULE("  pattern: x\n  validator: luhm\n"),
                 "own.yaml:4:14: there is no validator \"luhm\"");
    expect_error(RULE("  title: [x]\n"), "own.yaml:3:10: a list stands where");
    expect_error(RULE("  title: {de: x}\n"), "own.yaml:3:11: unknown key \"de\"");
    expect_error("- id: a\n  enabled: maybe\n", "own.yaml:2:12: \"maybe\" is neither");
}

static void a_bad_pattern_is_shown_where_it_is_wrong(void **state)
{
    (void)state;
    expect_error(RULE("  pattern: 'a('\n"),
                 "own.yaml:3:12: the pattern is wrong at its character 3: missing closing");
    expect_error(RULE("  column: ['a', 'b)']\n"), "own.yaml:3:11: \"b)\": the pattern is wrong at");
    expect_error(RULE("  column: a\n  cell: '['\n"), "own.yaml:4:9: the pattern is wrong at");
    expect_error(RULE("  pattern: '\\C'\n"), "own.yaml:3:12: the pattern is wrong");
}

/* An empty list would match everything. */
static void a_list_without_words_is_refused(void **state)
{
    (void)state;
    expect_error(RULE("  column: []\n"), "own.yaml:3:11: the list has no words");
    expect_error(RULE("  pattern: x\n  confidence: 1\n  context: {raise: {5: []}}\n"),
                 "own.yaml:5:24: the list has no words");
    expect_error(RULE("  column: ['']\n"), "own.yaml:3:11: \"\": an empty word");
}

static void context_is_checked(void **state)
{
    (void)state;
    expect_error(RULE("  pattern: x\n  confidence: 1\n  context: {nera: 5}\n"),
                 "own.yaml:5:13: unknown key \"nera\"; did you mean \"near\"?");
    expect_error(RULE("  pattern: x\n  confidence: 1\n  context: {near: 1001}\n"),
                 "own.yaml:5:19: \"1001\" is not");
    expect_error(RULE("  pattern: x\n  confidence: 1\n  context: {raise: {0: [x]}}\n"),
                 "own.yaml:5:21: \"0\" is not");
    expect_error(RULE("  pattern: x\n  confidence: 1\n  context: {lower: [x]}\n"),
                 "own.yaml:5:20: a list stands where");
    expect_error(RULE("  pattern: x\n  confidence: 1\n  examples: {matches: [x]}\n"),
                 "own.yaml:5:14: unknown key \"matches\"; did you mean \"match\"?");
}

static void a_rule_comes_with_all_that_is_said_of_it(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        "title: Own\ndescription: x\nrules:\n- id: own.staff\n"
        "  title: {en: Staff, ja: 社員}\n  category: employment\n  kind: staff\n"
        "  pattern: 'E\\d{4}'\n  validator: email\n  confidence: 60\n  source: us\n");
    const DaichoRule *rule = daicho_rules_find(rules, "own.staff");
    assert_string_equal(rule->title_en, "Staff");
    assert_string_equal(rule->title_ja, "社員");
    assert_string_equal(rule->category, "employment");
    assert_string_equal(rule->kind, "staff");
    assert_string_equal(rule->pattern, "E\\d{4}");
    assert_string_equal(rule->validator, "email");
    assert_string_equal(rule->source, "us");
    assert_int_equal(rule->line, 4);
    assert_int_equal(rule->confidence, 60);
    assert_true(g_str_has_suffix(rule->file, "/own.yaml"));
    assert_null(daicho_rules_find(rules, "own.other"));
}

static void what_is_not_said_has_its_default(void **state)
{
    (void)state;
    g_autoptr(DaichoRules)
        rules = fixture_rules_load("- id: own.a\n  category: name\n  column: x\n  confidence: 0\n");
    const DaichoRule *rule = daicho_rules_get(rules, 0);
    assert_string_equal(rule->title_en, "own.a");
    assert_string_equal(rule->kind, "own.a");
    assert_null(rule->title_ja);
    assert_null(rule->pattern);
    assert_null(rule->validator);
}

static void a_later_rule_replaces_and_can_switch_off(void **state)
{
    (void)state;
    g_autoptr(DaichoRules)
        rules = fixture_rules_load("- {id: a, category: none, pattern: x, confidence: 1}\n"
                                   "- {id: b, category: none, pattern: x, confidence: 1}\n"
                                   "- {id: a, category: none, pattern: y, confidence: 2}\n"
                                   "- {id: b, enabled: false}\n");
    assert_int_equal(daicho_rules_get_length(rules), 1);
    assert_string_equal(daicho_rules_find(rules, "a")->pattern, "y");
    assert_null(daicho_rules_find(rules, "b"));
}

static void an_empty_pack_has_no_rules(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) empty = fixture_rules_load("");
    g_autoptr(DaichoRules) list = fixture_rules_load("rules: []\n");
    assert_int_equal(daicho_rules_get_length(empty), 0);
    assert_int_equal(daicho_rules_get_length(list), 0);
    fixture_rules_expect(empty, "hanako@example.com", "");
}

static void the_digest_tells_definitions_apart(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) one = fixture_rules_load(RULE("  pattern: x\n  confidence: 1\n"));
    g_autoptr(DaichoRules) same = fixture_rules_load(RULE("  pattern: x\n  confidence: 1\n"));
    g_autoptr(DaichoRules) other = fixture_rules_load(RULE("  pattern: x\n  confidence: 2\n"));
    assert_int_equal(strlen(daicho_rules_get_digest(one)), 64);
    assert_string_equal(daicho_rules_get_digest(one), daicho_rules_get_digest(same));
    assert_string_not_equal(daicho_rules_get_digest(one), daicho_rules_get_digest(other));
}

static void what_is_no_pack_is_refused(void **state)
{
    (void)state;
    static const char *const paths[][2] = {{"/nowhere/packs", NULL}, {"/nowhere/a.yaml", NULL}};
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(daicho_rules_load(paths[i], NULL, &error));
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
        assert_non_null(strstr(error->message, paths[i][0]));
    }
}

static void packs_are_chosen_by_name(void **state)
{
    (void)state;
    static const char *const paths[] = {DAICHO_SOURCE_DIR "/rules/packs", NULL};
    static const char *const names[] = {"us", NULL};
    g_autoptr(DaichoRules) rules = daicho_rules_load(paths, names, NULL);
    assert_non_null(daicho_rules_find(rules, "us.ssn"));
    assert_null(daicho_rules_find(rules, "common.email"));
}

static void levels_have_names(void **state)
{
    (void)state;
    static const struct {
        guint confidence;
        const char *level;
    } levels[] = {{0, "low"},     {39, "low"},  {40, "medium"},
                  {74, "medium"}, {75, "high"}, {100, "high"}};
    for (gsize i = 0; i < G_N_ELEMENTS(levels); i++) {
        assert_string_equal(daicho_confidence_level(levels[i].confidence), levels[i].level);
    }
    guint confidence = 1;
    assert_true(daicho_confidence_parse("high", &confidence));
    assert_int_equal(confidence, 75);
    assert_true(daicho_confidence_parse("100", &confidence));
    assert_int_equal(confidence, 100);
    assert_false(daicho_confidence_parse("101", &confidence));
    assert_false(daicho_confidence_parse("-1", &confidence));
    assert_false(daicho_confidence_parse("", &confidence));
    assert_false(daicho_confidence_parse("hi", &confidence));
}

static void a_pattern_of_too_many_groups_is_refused(void **state)
{
    (void)state;
    g_autoptr(GString) groups = g_string_new(NULL);
    for (guint i = 0; i < 63; i++) {
        g_string_append(groups, "(a)");
    }
    g_autofree char *good = g_strdup_printf(
        "- {id: x, category: name, confidence: 50, pattern: '%s'}\n", groups->str);
    g_autofree char *bad = g_strdup_printf(
        "- {id: x, category: name, confidence: 50, pattern: '%s(a)'}\n", groups->str);
    g_autoptr(DaichoRules) rules = fixture_rules_load(good);
    g_autofree char *text = g_strnfill(63, 'a');
    g_autofree char *found = fixture_rules_find(rules, text, 0);
    assert_true(g_str_has_prefix(found, "x 50: aaa"));
    expect_error(bad, "own.yaml:1:52: the pattern has 64 groups, and 63 are allowed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_names_file_line_and_column),
        cmocka_unit_test(a_bad_pattern_is_shown_where_it_is_wrong),
        cmocka_unit_test(a_list_without_words_is_refused),
        cmocka_unit_test(context_is_checked),
        cmocka_unit_test(a_rule_comes_with_all_that_is_said_of_it),
        cmocka_unit_test(what_is_not_said_has_its_default),
        cmocka_unit_test(a_later_rule_replaces_and_can_switch_off),
        cmocka_unit_test(an_empty_pack_has_no_rules),
        cmocka_unit_test(the_digest_tells_definitions_apart),
        cmocka_unit_test(what_is_no_pack_is_refused),
        cmocka_unit_test(packs_are_chosen_by_name),
        cmocka_unit_test(levels_have_names),
        cmocka_unit_test(a_pattern_of_too_many_groups_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
