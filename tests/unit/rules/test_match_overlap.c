#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/rules/fixture_rules.h"

/* One test for each line of the order in rules.h, over rules that differ in it. */

#define RULE(id, pattern, confidence, more)                                                        \
    "- {id: " id ", category: financial, pattern: '" pattern "', confidence: " confidence more "}" \
    "\n"
#define CHECK ", validator: jp-my-number" /* one in 10 */
#define CHECKS ", validator: br-cpf"      /* one in 100 */
#define PROOF ", validator: iban"         /* one in 7,000 */
#define RAISE(word) ", context: {raise: {5: [" word "]}}"
#define LOWER(word) ", context: {lower: {5: [" word "]}}"

/* What is kept of one text, under the rules. */
static void expect_kept(const char *yaml, const char *text, const char *lines)
{
    g_autoptr(DaichoRules) rules = fixture_rules_load(yaml);
    fixture_rules_expect(rules, text, lines);
}

/* 注文番号 before a number that passes: what its words lowered must not stand in the way of another. */
static void what_is_shown_does_not_give_way_to_what_is_not(void **state)
{
    (void)state;
    static const char rules[] = RULE("check", "\\d{12}", "39", CHECK)
        RULE("form", "\\d{12}", "40", "");
    expect_kept(rules, "123456789018", "form 40: 123456789018\n");
    static const char lowered[] = RULE("check", "\\d{12}", "42", CHECK LOWER("注文"))
        RULE("form", "\\d{12}", "40", "");
    expect_kept(lowered, "123456789018", "check 42: 123456789018\n");
    expect_kept(lowered, "注文番号 123456789018", "form 40: 123456789018\n");
}

static void a_stronger_validator_wins_over_confidence_and_length(void **state)
{
    (void)state;
    expect_kept(RULE("form", "x\\d{12}", "90", "") RULE("check", "\\d{12}", "50", CHECK),
                "x123456789018", "check 50: 123456789018\n");
    expect_kept(RULE("check", "\\d{12}", "90", CHECK) RULE("checks", "\\d{11}", "50", CHECKS),
                "111444777352", "checks 50: 11144477735\n");
}

/* Steps, not figures: one in 10 and one in 13 say the same. */
static void validators_of_one_step_are_equal(void **state)
{
    (void)state;
    static const char rules[] = RULE("ten", "\\d{12}", "50", CHECK)
        RULE("thirteen", "\\d{12}", "60", ", validator: in-aadhaar");
    g_autoptr(DaichoRules) loaded = fixture_rules_load(rules);
    fixture_rules_expect(loaded, "234567890124", "thirteen 60: 234567890124\n");
}

static void a_label_wins_over_a_check_digit_but_not_over_proof(void **state)
{
    (void)state;
    static const char check[] = RULE("check", "\\d{12}", "90", CHECK)
        RULE("label", "\\d{12}", "40", RAISE("免許証"));
    expect_kept(check, "123456789018", "check 90: 123456789018\n");
    expect_kept(check, "運転免許証番号 123456789018", "label 45: 123456789018\n");
    expect_kept(check, "運転免許証番号 1、123456789018", "check 90: 123456789018\n");
    expect_kept(check, "運転免許証番号\n123456789018", "check 90: 123456789018\n");
    expect_kept(check, "123456789018 免許証", "check 90: 123456789018\n");
    expect_kept(RULE("proof", "[A-Z]{2}\\d{20}", "40", PROOF)
                    RULE("label", "[A-Z]{2}\\d{20}", "90", RAISE("口座")),
                "口座 DE89370400440532013000", "proof 40: DE89370400440532013000\n");
}

/* Of two with a label, and of two without. */
static void of_equal_evidence_the_validator_decides(void **state)
{
    (void)state;
    expect_kept(RULE("form", "\\d{12}", "90", RAISE("番号"))
                    RULE("check", "\\d{12}", "50", CHECK RAISE("番号")),
                "番号 123456789018", "check 55: 123456789018\n");
    expect_kept(RULE("proof", "[A-Z]{2}\\d{20}", "90", PROOF)
                    RULE("raised", "[A-Z]{2}\\d{20}", "40", PROOF RAISE("口座")),
                "口座 DE89370400440532013000", "raised 45: DE89370400440532013000\n");
}

static void what_its_words_lowered_stands_behind_the_others(void **state)
{
    (void)state;
    static const char rules[] = RULE("check", "\\d{12}", "95", CHECK LOWER("伝票"))
        RULE("form", "\\d{12}", "40", "");
    expect_kept(rules, "123456789018", "check 95: 123456789018\n");
    expect_kept(rules, "伝票 123456789018", "form 40: 123456789018\n");
    expect_kept(RULE("proof", "[A-Z]{2}\\d{20}", "90", PROOF LOWER("伝票"))
                    RULE("form", "[A-Z]{2}\\d{20}", "90", ""),
                "伝票 DE89370400440532013000", "proof 85: DE89370400440532013000\n");
}

/* Behind it a word is no label, but still counts. */
static void raised_wins_over_not_raised(void **state)
{
    (void)state;
    static const char rules[] = RULE("plain", "x\\d{12}", "90", "")
        RULE("raised", "\\d{12}", "40", RAISE("免許証"));
    expect_kept(rules, "x123456789012", "plain 90: x123456789012\n");
    expect_kept(rules, "x123456789012 免許証", "raised 45: 123456789012\n");
}

static void then_length_then_confidence_then_the_earlier_rule(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        RULE("long", "abcdef", "50", "") RULE("short", "bcd", "60", "")
            RULE("less", "xyz", "50", "") RULE("more", "xyz", "60", "")
                RULE("first", "p+", "50", "") RULE("second", "ppp", "50", ""));
    fixture_rules_expect(rules, "abcdef", "long 50: abcdef\n");
    fixture_rules_expect(rules, "abcd", "short 60: bcd\n");
    fixture_rules_expect(rules, "xyz", "more 60: xyz\n");
    fixture_rules_expect(rules, "ppp", "first 50: ppp\n");
    fixture_rules_expect(rules, "abcdefxyzppp", "long 50: abcdef\nmore 60: xyz\nfirst 50: ppp\n");
}

/* A column's cell, and the words that a pattern asks for before its value. */
static void a_label_is_also_a_column_or_a_part_of_the_pattern(void **state)
{
    (void)state;
    expect_kept(RULE("check", "\\d{12}", "90", CHECK)
                    RULE("pattern", "免許: ?(?<value>\\d{12})", "40", ""),
                "免許: 123456789018", "pattern 40: 123456789018\n");
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        RULE("check", "\\d{12}", "90", CHECK) "- {id: column, category: financial, column: [免許], "
                                              "confidence: 40}\n" RULE("header", "\\d{12}", "40",
                                                                       RAISE("証書")));
    static const char *const headers[] = {"免許", "証書", "番号"};
    static const char *const found[] = {"column 40: 123456789018\n", "header 45: 123456789018\n",
                                        "check 90: 123456789018\n"};
    for (guint32 i = 0; i < G_N_ELEMENTS(headers); i++) {
        const DaichoCell cell = {.end = 12, .label = i};
        const DaichoText text = {.text = "123456789018",
                                 .length = 12,
                                 .cells = &cell,
                                 .n_cells = 1,
                                 .labels = headers,
                                 .n_labels = G_N_ELEMENTS(headers)};
        g_autofree char *lines = fixture_rules_match(rules, &text, 1);
        assert_string_equal(lines, found[i]);
    }
}

static void the_packs_settle_what_people_write(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"運転免許証番号 301234567890", "jp.driver-licence 80: 301234567890\n"},
        /* the same number passes as My Number, too */
        {"運転免許証番号 301234567891", "jp.driver-licence 80: 301234567891\n"},
        {"個人番号 123456789018", "jp.my-number 90: 123456789018\n"},
        {"法人番号 7000012050002", ""},
        {"口座 DE89 3704 0044 0532 0130 00", "common.iban 80: DE89 3704 0044 0532 0130 00\n"},
    };
    static const char *const no_paths[] = {NULL};
    g_autoptr(DaichoRules)
        rules = daicho_rules_load_builtin(daicho_rules_builtin_packs, no_paths, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        fixture_rules_expect(rules, cases[i][0], cases[i][1]);
    }
}

/* aaa loses to aab's rule, which loses in turn: aaa is not overlapped by what stays. */
static void a_loser_takes_nobody_with_it(void **state)
{
    (void)state;
    g_autoptr(DaichoRules)
        rules = fixture_rules_load("- {id: one, category: name, pattern: aab, confidence: 50}\n"
                                   "- {id: two, category: name, pattern: bcd, confidence: 60}\n"
                                   "- {id: three, category: name, pattern: dee, confidence: 70}\n");
    fixture_rules_expect(rules, "aabcdee", "one 50: aab\nthree 70: dee\n");
    fixture_rules_expect(rules, "aabcd", "two 60: bcd\n");
}

static void a_rule_of_no_category_only_keeps_others_off(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        "- {id: company, category: none, pattern: '\\d{6}', confidence: 60}\n"
        "- {id: person, category: name, pattern: '\\d{4}', confidence: 50}\n");
    fixture_rules_expect(rules, "123456", "");
    fixture_rules_expect(rules, "12345", "person 50: 1234\n");
    g_autofree char *all = fixture_rules_find(rules, "123456", 0);
    assert_string_equal(all, "company 60: 123456\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shown_does_not_give_way_to_what_is_not),
        cmocka_unit_test(a_stronger_validator_wins_over_confidence_and_length),
        cmocka_unit_test(validators_of_one_step_are_equal),
        cmocka_unit_test(a_label_wins_over_a_check_digit_but_not_over_proof),
        cmocka_unit_test(of_equal_evidence_the_validator_decides),
        cmocka_unit_test(what_its_words_lowered_stands_behind_the_others),
        cmocka_unit_test(raised_wins_over_not_raised),
        cmocka_unit_test(then_length_then_confidence_then_the_earlier_rule),
        cmocka_unit_test(a_label_is_also_a_column_or_a_part_of_the_pattern),
        cmocka_unit_test(the_packs_settle_what_people_write),
        cmocka_unit_test(a_loser_takes_nobody_with_it),
        cmocka_unit_test(a_rule_of_no_category_only_keeps_others_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
