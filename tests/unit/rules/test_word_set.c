#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <glib/gstdio.h>

#include "tests/unit/rules/fixture_rules.h"

#include "rules/word_set.h"

static const char pack[] = "- {id: w, keywords: [Aurora, 社外秘, 極秘プロジェクト, 極秘, "
                           "'R&D', 'Ａ－９', straße, 'two words']}\n";

static void expect(const char *text, const char *lines)
{
    g_autoptr(DaichoRules) rules = fixture_rules_load(pack);
    fixture_rules_expect(rules, text, lines);
}

static void words_are_found_in_any_case_and_width(void **state)
{
    (void)state;
    expect("aurora AURORA Ａｕｒｏｒａ", "w 80: aurora\nw 80: AURORA\nw 80: Ａｕｒｏｒａ\n");
    expect("a-9 Ａ－９", "w 80: a-9\nw 80: Ａ－９\n");
    expect("STRAßE r&d Two Words", "w 80: STRAßE\nw 80: r&d\nw 80: Two Words\n");
    expect("極秘プロジェクト ﾌﾟﾛｼﾞｪｸﾄ", "w 80: 極秘プロジェクト\n");
    expect("極秘ﾌﾟﾛｼﾞｪｸﾄ", "w 80: 極秘ﾌﾟﾛｼﾞｪｸﾄ\n");
}

static void latin_words_end_at_their_edges_and_japanese_anywhere(void **state)
{
    (void)state;
    expect("auroras xaurora aurora2 2aurora éaurora", "");
    expect("_aurora_ (aurora) auroraの計画 計画aurora",
           "w 80: aurora\nw 80: aurora\nw 80: aurora\nw 80: aurora\n");
    expect("弊社社外秘資料", "w 80: 社外秘\n");
    expect("xA-9 A-91", "");
}

static void the_longest_word_counts(void **state)
{
    (void)state;
    expect("極秘プロジェクトと極秘", "w 80: 極秘プロジェクト\nw 80: 極秘\n");
    expect("極秘プロジェ", "w 80: 極秘\n");
    expect("極極秘秘", "w 80: 極秘\n");
}

static void a_word_of_one_letter_is_found_at_the_end(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load("- {id: w, keywords: [x, x, 秘]}\n");
    fixture_rules_expect(rules, "秘 x", "w 80: 秘\nw 80: x\n");
}

static void two_lines_are_a_rule_and_the_rest_can_be_said(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load(
        "- {id: a, keywords: [x]}\n"
        "- {id: b, keywords: [y1], category: employment, confidence: 30, "
        "context: {raise: {20: [staff]}}}\n");
    assert_string_equal(daicho_rules_find(rules, "a")->category, "confidential");
    assert_string_equal(daicho_rules_find(rules, "b")->category, "employment");
    fixture_rules_expect(rules, "staff y1", "b 50: y1\n");
    fixture_rules_expect(rules, "y1", "b 30: y1\n");
}

static void expect_refusal(const char *yaml, const char *message)
{
    g_autofree char *got = NULL;
    g_autoptr(DaichoRules) rules = fixture_rules_try(yaml, &got);
    assert_null(rules);
    if (!g_str_has_prefix(got, message)) {
        fail_msg("\"%s\" instead of \"%s\"", got, message);
    }
}

static void what_is_no_word_is_refused(void **state)
{
    (void)state;
    expect_refusal("- {id: w, keywords: []}\n", "own.yaml:1:21: the list has no words");
    expect_refusal("- {id: w, keywords: ['--']}\n", "own.yaml:1:21: \"--\" is no keyword");
    expect_refusal("- {id: w, keywords: [a], pattern: b}\n",
                   "own.yaml:1:3: a rule has one of pattern, keywords and keywords_file");
    expect_refusal("- {id: w, keywords_file: nowhere.txt}\n", "own.yaml:1:26: Failed to open file");
    expect_refusal("- {id: w, pattern: b, confidence: 1}\n", "own.yaml:1:3: the rule has no cat");
}

typedef struct {
    char *folder, *pack, *words;
} Files;

static void files_clear(Files *files)
{
    g_remove(files->pack);
    g_remove(files->words);
    g_rmdir(files->folder);
    g_free(files->folder);
    g_free(files->pack);
    g_free(files->words);
}

static Files files_new(void)
{
    Files files = {.folder = g_dir_make_tmp("daicho-rules-XXXXXX", NULL)};
    files.pack = g_build_filename(files.folder, "own.yaml", NULL);
    files.words = g_build_filename(files.folder, "words.txt", NULL);
    assert_true(g_file_set_contents(files.pack, "- {id: w, keywords_file: words.txt}\n", -1, NULL));
    return files;
}

static void a_file_of_words_stands_beside_its_pack_and_counts_in_the_digest(void **state)
{
    (void)state;
    Files files = files_new();
    const char *const paths[] = {files.folder, NULL};
    assert_true(g_file_set_contents(files.words, "\xef\xbb\xbf# codes\r\nAurora\r\n\r\n 社外秘 \n",
                                    -1, NULL));
    g_autoptr(DaichoRules) one = daicho_rules_load(paths, NULL, NULL);
    fixture_rules_expect(one, "aurora codes 社外秘", "w 80: aurora\nw 80: 社外秘\n");
    assert_true(g_file_set_contents(files.words, "Borealis\n", -1, NULL));
    g_autoptr(DaichoRules) other = daicho_rules_load(paths, NULL, NULL);
    assert_string_not_equal(daicho_rules_get_digest(one), daicho_rules_get_digest(other));
    assert_true(g_file_set_contents(files.words, "\x83\x41\n", -1, NULL));
    g_autoptr(GError) error = NULL;
    assert_null(daicho_rules_load(paths, NULL, &error));
    assert_non_null(strstr(error->message, "own.yaml:1:26: the file of keywords is not UTF-8"));
    files_clear(&files);
}

/* Each of many words at its own place, and none between. */
static void of_many_words_each_is_found(void **state)
{
    (void)state;
    enum { WORDS = 5000 };
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < WORDS; i++) {
        char *word = g_strdup_printf("%s%x", i % 2 == 0 ? "k" : "計画", i * 2654435761U);
        g_ptr_array_add(words, word);
        g_string_append_printf(text, "%s %x, ", word, i);
    }
    g_ptr_array_add(words, NULL);
    g_autofree char *message = NULL;
    g_autoptr(WordSet) set = word_set_new((const char *const *)words->pdata, &message);
    assert_int_equal(word_set_get_length(set), WORDS);
    g_autofree char *prepared = word_set_prepare(text->str, text->len);
    gsize start = 0;
    gsize end = 0;
    for (guint i = 0; i < WORDS; i++) {
        const char *word = g_ptr_array_index(words, i);
        assert_true(word_set_next(set, prepared, text->len, end, &start, &end));
        assert_int_equal(end - start, strlen(word));
        assert_memory_equal(text->str + start, word, end - start);
    }
    assert_false(word_set_next(set, prepared, text->len, end, &start, &end));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_in_any_case_and_width),
        cmocka_unit_test(latin_words_end_at_their_edges_and_japanese_anywhere),
        cmocka_unit_test(the_longest_word_counts),
        cmocka_unit_test(a_word_of_one_letter_is_found_at_the_end),
        cmocka_unit_test(two_lines_are_a_rule_and_the_rest_can_be_said),
        cmocka_unit_test(what_is_no_word_is_refused),
        cmocka_unit_test(a_file_of_words_stands_beside_its_pack_and_counts_in_the_digest),
        cmocka_unit_test(of_many_words_each_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
