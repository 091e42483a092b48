#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/rules/fixture_rules.h"

#define NUMBER_RULE(context)                                                                       \
    "- id: n\n  category: government-id\n  pattern: '\\d{4}'\n  confidence: 50\n"                  \
    "  context: {" context "}\n"

static void words_near_raise_and_lower_once(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        NUMBER_RULE("near: 4, raise: {10: [ab, cd], 20: [番号]}, lower: {15: [注文], 5: [x]}"));
    fixture_rules_expect(rules, "1234", "n 50: 1234\n");
    fixture_rules_expect(rules, "ab cd 1234", "n 60: 1234\n");
    fixture_rules_expect(rules, "ab番号1234", "n 70: 1234\n");
    fixture_rules_expect(rules, "1234 番号", "n 70: 1234\n");
    fixture_rules_expect(rules, "AB 1234", "n 60: 1234\n");
    fixture_rules_expect(rules, "注文1234x", "n 35: 1234\n");
    fixture_rules_expect(rules, "注文1234ab", "n 45: 1234\n");
}

/* Near counts characters, not bytes, on either side. */
static void near_ends_where_it_says(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(NUMBER_RULE("near: 4, raise: {10: [番号]}"));
    fixture_rules_expect(rules, "番号漢字1234", "n 60: 1234\n");
    fixture_rules_expect(rules, "番号漢字漢1234", "n 50: 1234\n");
    fixture_rules_expect(rules, "1234漢字番号", "n 60: 1234\n");
    fixture_rules_expect(rules, "1234漢字漢番号", "n 50: 1234\n");
}

static void context_holds_confidence_between_0_and_100(void **state)
{
    (void)state;
    g_autoptr(DaichoRules)
        rules = fixture_rules_load(NUMBER_RULE("raise: {90: [up]}, lower: {90: [down]}"));
    fixture_rules_expect(rules, "up 1234", "n 100: 1234\n");
    g_autofree char *none = fixture_rules_find(rules, "down 1234", 0);
    assert_string_equal(none, "");
}

static void the_folder_is_context_for_all(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(NUMBER_RULE("near: 4, raise: {10: [人事]}"));
    const DaichoText text = {.text = "1234", .length = 4, .folder_label = "人事部"};
    g_autofree char *found = fixture_rules_match(rules, &text, 1);
    assert_string_equal(found, "n 60: 1234\n");
}

/* Cells of "1234|番号|1234" under the headers 番号, "", 番号; full width where wide is set. */
static char *match_cells(DaichoRules *rules, gboolean wide)
{
    const char *row = wide ? "１２３４|番号|１２３４" : "1234|番号|1234";
    gsize width = wide ? 12 : 4;
    const DaichoCell cells[] = {
        {.start = 0, .end = width, .label = 0},
        {.start = width + 1, .end = width + 7, .label = 1},
        {.start = width + 8, .end = 2 * width + 8, .label = G_MAXUINT32},
    };
    static const char *const labels[] = {"ﾊﾞﾝｺﾞｳ", "その他"};
    const DaichoText text = {
        .text = row,
        .length = strlen(row),
        .cells = cells,
        .n_cells = 3,
        .labels = labels,
        .n_labels = 2,
    };
    return fixture_rules_match(rules, &text, 1);
}

static void only_its_own_label_and_cell_are_context_of_a_cell(void **state)
{
    (void)state;
    g_autoptr(DaichoRules)
        rules = fixture_rules_load(NUMBER_RULE("near: 40, raise: {10: [バンゴウ], 30: [番号]}"));
    g_autofree char *plain = match_cells(rules, FALSE);
    assert_string_equal(plain, "n 60: 1234\nn 50: 1234\n");
    g_autofree char *wide = match_cells(rules, TRUE);
    assert_string_equal(wide, "n 60: １２３４\nn 50: １２３４\n");
}

static void what_nothing_speaks_for_is_no_finding(void **state)
{
    (void)state;
    g_autoptr(DaichoRules)
        rules = fixture_rules_load("- {id: labelled, category: name, pattern: '\\d{4} ?\\d', "
                                   "confidence: 0, context: {raise: {60: [番号]}}}\n"
                                   "- {id: weak, category: name, pattern: '\\d{4}', confidence: "
                                   "20, context: {lower: {20: [注文]}}}\n");
    fixture_rules_expect(rules, "番号 1234 5", "labelled 60: 1234 5\n");
    fixture_rules_expect(rules, "1234 5", "weak 20: 1234\n");
    fixture_rules_expect(rules, "注文 1234 5", "");
}

static void a_match_lies_within_one_cell(void **state)
{
    (void)state;
    g_autoptr(DaichoRules)
        rules = fixture_rules_load("- {id: two, category: name, pattern: 'a.b', confidence: 50}\n");
    static const DaichoCell cells[] = {{.start = 0, .end = 1, .label = G_MAXUINT32},
                                       {.start = 2, .end = 3, .label = G_MAXUINT32},
                                       {.start = 4, .end = 7, .label = G_MAXUINT32}};
    const DaichoText text = {.text = "a|b|a-b", .length = 7, .cells = cells, .n_cells = 3};
    g_autofree char *found = fixture_rules_match(rules, &text, 1);
    assert_string_equal(found, "two 50: a-b\n");
}

static void a_column_gives_whole_cells_that_look_right(void **state)
{
    (void)state;
    g_autoptr(DaichoRules)
        rules = fixture_rules_load("- id: c\n  category: name\n  column: ['^氏名$']\n  cell: "
                                   "'^\\p{Han}+$'\n  confidence: 80\n");
    static const char row[] = " 花子 |x花|架空";
    static const DaichoCell cells[] = {{.start = 0, .end = 8, .label = 0},
                                       {.start = 9, .end = 13, .label = 0},
                                       {.start = 14, .end = 20, .label = 1}};
    static const char *const labels[] = {"氏名", "氏名カナ"};
    const DaichoText text = {
        .text = row,
        .length = strlen(row),
        .cells = cells,
        .n_cells = 3,
        .labels = labels,
        .n_labels = 2,
    };
    g_autofree char *found = fixture_rules_match(rules, &text, 1);
    assert_string_equal(found, "c 80:  花子 \n");
}

static void note_record(const DaichoMatch *match, gpointer data)
{
    g_string_append_printf(data, "%zu ", match->record);
}

static void every_match_knows_its_record(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(NUMBER_RULE("near: 1"));
    static const DaichoRecord records[] = {{0, 5, 1}, {5, 10, 2}, {10, 14, 3}};
    const DaichoText text = {
        .text = "1234\nabcd\n1234", .length = 14, .records = records, .n_records = 3};
    g_autoptr(GString) seen = g_string_new(NULL);
    daicho_rules_match(rules, &text, 0, note_record, seen, NULL);
    assert_string_equal(seen->str, "0 2 ");
}

static void the_group_named_value_is_what_is_found(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        "- {id: v, category: name, pattern: '名:(?<value>\\w+)|(\\d)', confidence: 50}\n");
    fixture_rules_expect(rules, "名:hanako 名:taro", "v 50: hanako\nv 50: taro\n");
    fixture_rules_expect(rules, "7", "");
}

static void offsets_are_those_of_the_original(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(NUMBER_RULE("near: 1"));
    fixture_rules_expect(rules, "漢１２３４字1234ｶﾞ１２３４",
                         "n 50: １２３４\nn 50: 1234\nn 50: １２３４\n");
}

static void keep_value(const DaichoMatch *match, gpointer data)
{
    g_string_append_printf(data, "%s %s\n", match->value, match->sample);
}

static void a_match_carries_its_normal_form_and_its_mask(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    static const char text[] = "メール：ＨＡＮＡＫＯ＠ｅｘａｍｐｌｅ．ｃｏｍ";
    const DaichoText whole = {.text = text, .length = strlen(text)};
    g_autoptr(GString) seen = g_string_new(NULL);
    daicho_rules_match(rules, &whole, 1, keep_value, seen, NULL);
    assert_string_equal(seen->str, "hanako@example.com H***@e***.com\n");
}

static void ignore_match(const DaichoMatch *match, gpointer data)
{
    (void)match;
    (*(guint *)data)++;
}

/* The first rule would need ages; the others go on. */
static void a_pattern_without_end_is_reported(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        "- {id: evil, category: name, pattern: '(?:a|a|ab|b)*[cd]', confidence: 50}\n"
        "- {id: cell, category: name, column: [x], cell: '^(a+)+$', confidence: 50}\n"
        "- {id: good, category: name, pattern: 'z', confidence: 50}\n");
    g_autofree char *long_text = g_strnfill(3000, 'a');
    long_text[2999] = 'z';
    g_autoptr(GPtrArray) limited = g_ptr_array_new();
    const DaichoCell cell = {.end = 3000};
    static const char *const labels[] = {"x"};
    const DaichoText text = {
        .text = long_text,
        .length = 3000,
        .cells = &cell,
        .n_cells = 1,
        .labels = labels,
        .n_labels = 1,
    };
    guint found = 0;
    daicho_rules_match(rules, &text, 0, ignore_match, &found, limited);
    assert_int_equal(found, 1);
    assert_int_equal(limited->len, 2);
    assert_string_equal(g_ptr_array_index(limited, 0), "evil");
    assert_string_equal(g_ptr_array_index(limited, 1), "cell");
}

static void a_pattern_that_matches_nothing_moves_on(void **state)
{
    (void)state;
    g_autoptr(DaichoRules)
        rules = fixture_rules_load("- {id: e, category: name, pattern: 'b*', confidence: 50}\n");
    fixture_rules_expect(rules, "漢abb漢b", "e 50: bb\ne 50: b\n");
    fixture_rules_expect(rules, "", "");
}

/* The same pattern with "@" written so that no gate can be derived is the witness (R1). */
static void expect_same_with_and_without_gate(const char *before, const char *text)
{
    g_autofree char *gated = g_strdup_printf(
        "- {id: m, category: name, pattern: '%s@b', confidence: 50}\n", before);
    g_autofree char *plain = g_strdup_printf(
        "- {id: m, category: name, pattern: '%s[@\\x01]b', confidence: 50}\n", before);
    g_autoptr(DaichoRules) with = fixture_rules_load(gated);
    g_autoptr(DaichoRules) without = fixture_rules_load(plain);
    g_autofree char *found = fixture_rules_find(with, text, 0);
    g_autofree char *wanted = fixture_rules_find(without, text, 0);
    assert_string_equal(found, wanted);
    assert_string_not_equal(found, "");
}

static void the_gate_on_a_byte_changes_no_match(void **state)
{
    (void)state;
    static const char *const patterns[] = {"a+",           "a{1,4000}", "(?<!a)a{1,3000}",
                                           "[^@]{1,2000}", "a{1,60}",   "(?<=c)a{1,1500}"};
    static const gsize lengths[] = {1, 59, 60, 61, 1023, 1024, 1025, 2999, 3000, 3001};
    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(lengths); j++) {
            g_autofree char *letters = g_strnfill(lengths[j], 'a');
            g_autofree char *text = g_strdup_printf("@ x@ caaa@b %s 漢c%s@b @@b ca@b@b", letters,
                                                    letters);
            expect_same_with_and_without_gate(patterns[i], text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_near_raise_and_lower_once),
        cmocka_unit_test(near_ends_where_it_says),
        cmocka_unit_test(context_holds_confidence_between_0_and_100),
        cmocka_unit_test(the_folder_is_context_for_all),
        cmocka_unit_test(only_its_own_label_and_cell_are_context_of_a_cell),
        cmocka_unit_test(what_nothing_speaks_for_is_no_finding),
        cmocka_unit_test(a_match_lies_within_one_cell),
        cmocka_unit_test(a_column_gives_whole_cells_that_look_right),
        cmocka_unit_test(every_match_knows_its_record),
        cmocka_unit_test(the_group_named_value_is_what_is_found),
        cmocka_unit_test(offsets_are_those_of_the_original),
        cmocka_unit_test(a_match_carries_its_normal_form_and_its_mask),
        cmocka_unit_test(a_pattern_without_end_is_reported),
        cmocka_unit_test(a_pattern_that_matches_nothing_moves_on),
        cmocka_unit_test(the_gate_on_a_byte_changes_no_match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
