#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/rule.h"
#include "rules/rule_gate.h"
#include "tests/unit/rules/fixture_rules.h"

/* R1: both engines find the same. The witness is plain PCRE2, rule by rule, over the whole text. */

/* Leaves one rule, so that no other can hide a difference; returns all, for put_back. */
static GPtrArray *take_one(DaichoRules *rules, guint index)
{
    GPtrArray *all = rules->rules;
    rules->rules = g_ptr_array_new();
    g_ptr_array_add(rules->rules, g_ptr_array_index(all, index));
    rules_make_plans(rules);
    return all;
}

static void put_back(DaichoRules *rules, GPtrArray *all)
{
    g_ptr_array_unref(rules->rules);
    rules->rules = all;
    rules_make_plans(rules);
}

/* Pieces of what rules look for, whole and broken, with what stands between them. */
static const char *const pieces[] = {
    "090-1234-5678",
    "03-0000-1234",
    "(03) 0000-1234",
    "+81 90 0000 1234",
    "4111 1111 1111 1111",
    "4111111111111111",
    "GB82 WEST 1234 5698 7654 32",
    "123456789018",
    "1234-5678-9018",
    "T7000012050002",
    "〒100-0000",
    "100-0000",
    "東京都架空区見本町1-2-3",
    "架空市見本町一丁目2番3号",
    "氏名：架空 花子",
    "Name: Hanako Kaku",
    "見本 太郎 様",
    "昭和60年1月2日",
    "S60.1.2",
    "1985-01-02",
    "19850102",
    "TK1234567",
    "AB12345678CD",
    "1234-567890",
    "普通預金 口座番号 1234567",
    "11940 12345671",
    "123-45-6789",
    "hanako@example.com",
    "a@b",
    "@",
    "0",
    "1",
    "12",
    "345",
    "0x12345678,",
    "1.5",
    "-",
    "-",
    ".",
    " ",
    " ",
    " ",
    "\n",
    "a",
    "word and another ",
    "漢字",
    "１２３",
    "：",
    "(",
    ")",
    "/",
};

/* One piece in eight is an example of the rule's (NULL: of none). */
static char *make_text(guint32 seed, guint n_pieces, char **examples)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    g_autoptr(GString) text = g_string_new(NULL);
    gint32 n_examples = examples == NULL ? 0 : (gint32)g_strv_length(examples);
    for (guint i = 0; i < n_pieces; i++) {
        gint32 piece = g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(pieces));
        gboolean is_example = n_examples > 0 && g_rand_int_range(random, 0, 8) == 0;
        g_string_append(text, is_example ? examples[piece % n_examples] : pieces[piece]);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *find_places(DaichoRules *rules, const char *text);

static void expect_same(DaichoRules *gated, DaichoRules *plain, const char *text)
{
    g_autofree char *found = find_places(gated, text);
    g_autofree char *wanted = find_places(plain, text);
    if (strcmp(found, wanted) != 0) {
        fail_msg("%s\nfound:\n%swanted:\n%s", text, found, wanted);
    }
}

static void list_place(const DaichoMatch *match, gpointer data)
{
    g_string_append_printf(data, "%s %u %zu-%zu\n", match->rule->id, match->confidence,
                           match->start, match->end);
}

/* "limit" alone where a rule gave up. */
static char *find_places(DaichoRules *rules, const char *text)
{
    GString *lines = g_string_new(NULL);
    g_autoptr(GPtrArray) limited = g_ptr_array_new();
    const DaichoText whole = {.text = text, .length = strlen(text)};
    daicho_rules_match(rules, &whole, 0, list_place, lines, limited);
    if (limited->len > 0) {
        g_string_assign(lines, "limit\n");
    }
    return g_string_free(lines, FALSE);
}

/* Few of its bytes are beyond ASCII then. */
static void make_mostly_ascii(GString *text)
{
    enum { MANY = 64 };
    gsize wides = 0;
    for (gsize i = 0; i < text->len; i++) {
        wides += (guint8)text->str[i] >> 7;
    }
    g_autofree char *more = g_strnfill((wides + 1) * MANY, '-');
    g_string_append(text, more);
}

/* Returns how much was found. */
static gsize compare_one(DaichoRules *gated, DaichoRules *plain)
{
    const Rule *rule = g_ptr_array_index(plain->rules, 0);
    gsize found = 0;
    for (guint32 seed = 0; seed < 60; seed++) {
        g_autofree char *text = make_text(seed, 60, rule->matches);
        expect_same(gated, plain, text);
        if (seed % 6 == 0) {
            g_autoptr(GString) mostly = g_string_new(text);
            make_mostly_ascii(mostly);
            expect_same(gated, plain, mostly->str);
        }
        g_autofree char *places = find_places(plain, text);
        found += strlen(places);
    }
    return found;
}

static void each_rule_finds_the_same_with_and_without_its_gate(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) gated = fixture_rules_load_packs();
    g_autoptr(DaichoRules) plain = fixture_rules_load_packs();
    daicho_rules_set_engine(plain, DAICHO_ENGINE_PCRE2);
    for (guint i = 0; i < daicho_rules_get_length(plain); i++) {
        const char *id = daicho_rules_get(plain, i)->id;
        GPtrArray *all_gated = take_one(gated, i);
        GPtrArray *all_plain = take_one(plain, i);
        /* A rule of columns alone has no gate. */
        if (daicho_rules_get(plain, 0)->pattern != NULL && compare_one(gated, plain) == 0) {
            fail_msg("%s is not tried at all", id);
        }
        put_back(gated, all_gated);
        put_back(plain, all_plain);
    }
}

static void the_packs_find_the_same_with_and_without_gates(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) gated = fixture_rules_load_packs();
    g_autoptr(DaichoRules) plain = fixture_rules_load_packs();
    daicho_rules_set_engine(plain, DAICHO_ENGINE_PCRE2);
    for (guint32 seed = 0; seed < 100; seed++) {
        g_autofree char *text = make_text(1000 + seed, 300, NULL);
        expect_same(gated, plain, text);
    }
}

static void what_is_matched_before_there_are_plans_is_the_same(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) delayed = fixture_rules_load_packs();
    g_autoptr(DaichoRules) plain = fixture_rules_load_packs();
    daicho_rules_set_engine(plain, DAICHO_ENGINE_PCRE2);
    daicho_rules_delay(delayed, 1 << 20);
    daicho_rules_prepare(delayed, 0);
    for (guint32 seed = 0; seed < 20; seed++) {
        g_autofree char *text = make_text(2000 + seed, 300, NULL);
        expect_same(delayed, plain, text);
    }
    assert_null(delayed->twins);
    daicho_rules_prepare(delayed, 1 << 20);
    assert_non_null(delayed->twins);
    daicho_rules_delay(delayed, 10);
    expect_same(delayed, plain, "hanako@example.com");
    assert_int_equal(delayed->delay, 0);
}

static void expect_gate(const DaichoRules *rules, GateKind kind)
{
    const Rule *rule = g_ptr_array_index(rules->rules, 0);
    if (rule->gate.kinds[TEXT_ANY] != kind && rule->gate.kinds[TEXT_ASCII] != kind) {
        fail_msg("%s is tried by other gates: %d, %d", rule->info.pattern,
                 rule->gate.kinds[TEXT_ANY], rule->gate.kinds[TEXT_ASCII]);
    }
}

/* Random texts of some characters: edges of blocks are where a mistake would be. */
static void compare_gate(const char *pattern, GateKind kind, const char *letters)
{
    g_autofree char *yaml = g_strdup_printf(
        "- {id: m, category: name, pattern: '%s', confidence: 50}\n", pattern);
    g_autoptr(DaichoRules) gated = fixture_rules_load(yaml);
    g_autoptr(DaichoRules) plain = fixture_rules_load(yaml);
    g_autoptr(GRand) random = g_rand_new_with_seed(g_str_hash(pattern));
    daicho_rules_prepare(gated, 0);
    expect_gate(gated, kind);
    daicho_rules_set_engine(plain, DAICHO_ENGINE_PCRE2);
    for (guint round = 0; round < 1000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (guint j = 0; j < 24 + round % 100; j++) {
            glong at = g_rand_int_range(random, 0, (gint32)g_utf8_strlen(letters, -1));
            g_string_append_unichar(text, g_utf8_get_char(g_utf8_offset_to_pointer(letters, at)));
        }
        expect_same(gated, plain, text->str);
    }
}

static void starts_are_weighed_exactly(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "\\d{3}",
        "\\d-?\\d-?\\d",
        "[xy]\\d[a-z]{0,3}\\d",
        "(?<![0-9])\\d{2}[a-c]{1,2}\\d(?!\\d)",
        "\\d{2}..\\d",
        "(?<![a-z])(?:\\d|[ab]\\d\\d)\\d?c?\\d",
        "(?<!1)2[1-2]{1,40}(?=-|x)",
        "-[^x]\\d|\\d[^-]{1,2}\\d",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        compare_gate(patterns[i], GATE_STARTS, "1112-xab漢c");
    }
}

static void places_near_digits_are_weighed_exactly(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "[a漢]{0,3}\\d",
        ".{1,6}\\d{2}.",
        ".?\\d(?:.\\d.)?",
        "[a-z漢]{2,4}(?:\\d[a-z漢]{0,4}){3}",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        compare_gate(patterns[i], GATE_DIGITS, "1a漢a漢漢b");
    }
}

static void places_of_literals_are_weighed_exactly(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "abab",
        "b?(?:aaa|bbb漢?a)[ab]{1,3}",
        "[ab漢]{0,5}漢kk",
        "(?i)k[sa]ks",
        "(?i:ska)b{0,2}(?=[ab]{0,4}漢kb)",
        "(?:漢{2}|kb)(?:sk|ab){2}",
        ".{0,3}kk[sS]|(?<=k)漢ab",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        compare_gate(patterns[i], GATE_LITERALS, "aabb漢kkKsS");
        compare_gate(patterns[i], GATE_LITERALS, "aabkks\xc5\xbf\xe2\x84\xaa漢");
    }
}

static void places_near_an_at_are_weighed_exactly(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "[ab]{1,4}@[a-z]",
        "(?i)[f-v]{2}@.",
        "(?<!b)a?(?:ab)?@[a-z@]{0,3}@",
        "[^@]{0,5}@[^b]",
        "(?:[a-z]@|漢{1,2}@)[ab]{1,30}",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        compare_gate(patterns[i], GATE_AT, "aabb@@漢k");
        compare_gate(patterns[i], GATE_AT, "aab@@ks\xc5\xbf\xe2\x84\xaa");
    }
}

/* --- any pattern --- */

static const char *pick(GRand *random, const char *const *from, guint n)
{
    return from[g_rand_int_range(random, 0, (gint32)n)];
}

static void append_pattern(GString *pattern, GRand *random, guint depth);

static void append_atom(GString *pattern, GRand *random, guint depth)
{
    static const char *const atoms[] = {"a",   "b",     "ab",  "k",    "s",    "1",        "12",
                                        "-",   "漢",    "字",  "[ab]", "[^a]", "[1a漢]",   "[k-s]",
                                        "\\d", "\\w",   ".",   "@",    "\\D",  "\\p{Han}", "[A-Z]",
                                        "\\b", "[0-2]", "aab", "1-2",  "Ks",   "[^\\d漢]"};
    static const char *const groups[] = {"(?:", "(?:", "(?i:", "(?=", "(?!", "(", "(?:(?i)"};
    static const char *const behind[] = {"(?<=a)",    "(?<![1a])",  "(?<=k|12)", "(?<!漢)",
                                         "(?<=[-a])", "(?<![a-z])", "(?<![K-S])"};
    gint32 kind = g_rand_int_range(random, 0, depth > 0 ? 10 : 7);
    if (kind < 7) {
        g_string_append(pattern, pick(random, atoms, G_N_ELEMENTS(atoms)));
    } else if (kind == 7) {
        g_string_append(pattern, pick(random, behind, G_N_ELEMENTS(behind)));
    } else {
        g_string_append(pattern, pick(random, groups, G_N_ELEMENTS(groups)));
        append_pattern(pattern, random, depth - 1);
        g_string_append_c(pattern, ')');
    }
}

static void append_pattern(GString *pattern, GRand *random, guint depth)
{
    static const char *const times[] = {"",  "",    "",      "",     "",   "?",    "*",
                                        "+", "{2}", "{1,3}", "{2,}", "+?", "{3}+", "{0,2}?"};
    gint32 n_ways = g_rand_int_range(random, 0, 3) == 0 ? 2 : 1;
    for (gint32 way = 0; way < n_ways; way++) {
        g_string_append(pattern, way > 0 ? "|" : "");
        for (gint32 n = g_rand_int_range(random, 1, 4); n > 0; n--) {
            append_atom(pattern, random, depth);
            g_string_append(pattern, pick(random, times, G_N_ELEMENTS(times)));
        }
    }
}

static int match_without_jit(const pcre2_code *code, PCRE2_SPTR text, PCRE2_SIZE length,
                             PCRE2_SIZE start, uint32_t options, pcre2_match_data *data,
                             pcre2_match_context *context)
{
    return pcre2_match(code, text, length, start, options | PCRE2_NO_JIT, data, context);
}

/*
 * The JIT of PCRE2 10.42 is not always its interpreter's equal: in two of 84,000 patterns it found, in a
 * search over the text, what it did not find when asked at that very place, or saw no limit reached. The
 * interpreter is the judge then.
 */
static gboolean interpreter_finds(DaichoRules *plain, const char *text, const char *places)
{
    Rule *rule = g_ptr_array_index(plain->rules, 0);
    daicho_rules_prepare(plain, 0);
    RuleMatch with_jit = rule->match;
    rule->match = match_without_jit;
    g_autofree char *found = find_places(plain, text);
    rule->match = with_jit;
    return strcmp(found, places) == 0;
}

static void where_jit_errs_the_interpreter_is_the_judge(void **state)
{
    (void)state;
    static const char yaml[] =
        "- {id: m, category: name, confidence: 50, pattern: "
        "'[0-2](?i:.+?|[^\\d漢]{2}[0-2]){3}+(?i:1[^\\d漢]?|aab?){2}|[A-Z]'}\n";
    static const char text[] =
        "2aaa2b22ba22abbb1211b22b1aa222112a2ab222a12ba12a111aa2ba21ba1aa221a2";
    g_autoptr(DaichoRules) gated = fixture_rules_load(yaml);
    g_autoptr(DaichoRules) plain = fixture_rules_load(yaml);
    daicho_rules_set_engine(plain, DAICHO_ENGINE_PCRE2);
    g_autofree char *found = find_places(gated, text);
    assert_string_equal(found, "m 50 45-52\nm 50 56-63\n");
    assert_true(interpreter_finds(plain, text, found));
    assert_false(interpreter_finds(plain, text, "m 50 56-63\n"));
}

/* Returns how it was tried in texts that are not of ASCII alone. */
static GateKind compare_pattern(const char *pattern, GRand *random)
{
    static const char *const letters[] = {"aabb1122--kKsS@漢字", "ab12",
                                          "a1-k\xc5\xbf\xe2\x84\xaa漢"};
    g_autofree char *yaml = g_strdup_printf(
        "- {id: m, category: name, pattern: '%s', confidence: 50}\n", pattern);
    g_autoptr(DaichoRules) gated = fixture_rules_load(yaml);
    g_autoptr(DaichoRules) plain = fixture_rules_load(yaml);
    daicho_rules_set_engine(plain, DAICHO_ENGINE_PCRE2);
    for (guint round = 0; round < 30; round++) {
        const char *from = letters[round % G_N_ELEMENTS(letters)];
        g_autoptr(GString) text = g_string_new(NULL);
        for (gint32 n = g_rand_int_range(random, 0, 90); n > 0; n--) {
            glong at = g_rand_int_range(random, 0, (gint32)g_utf8_strlen(from, -1));
            g_string_append_unichar(text, g_utf8_get_char(g_utf8_offset_to_pointer(from, at)));
        }
        if (round % 5 == 4) {
            make_mostly_ascii(text);
        }
        g_autofree char *found = find_places(gated, text->str);
        g_autofree char *wanted = find_places(plain, text->str);
        /* Where plain PCRE2 reaches its limit, it says nothing. */
        if (strcmp(wanted, "limit\n") != 0 && strcmp(found, wanted) != 0 &&
            !interpreter_finds(plain, text->str, found)) {
            fail_msg("%s in \"%s\"\nfound:\n%swanted:\n%s", pattern, text->str, found, wanted);
        }
    }
    return ((const Rule *)g_ptr_array_index(gated->rules, 0))->gate.kinds[TEXT_ANY];
}

/* Not behind every atom a quantifier may stand. */
static gboolean compiles(const char *pattern)
{
    g_autofree char *message = NULL;
    pcre2_code *code = rule_compile(pattern, 0, &message);
    pcre2_code_free(code);
    return code != NULL;
}

static void any_pattern_finds_the_same_with_and_without_its_gate(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    guint kinds[GATE_STARTS + 1] = {0};
    for (guint i = 0; i < 600; i++) {
        g_autoptr(GString) pattern = g_string_new(NULL);
        append_pattern(pattern, random, 2);
        if (compiles(pattern->str)) {
            kinds[compare_pattern(pattern->str, random)]++;
        }
    }
    static const GateKind wanted[] = {GATE_NONE, GATE_DIGITS, GATE_LITERALS, GATE_STARTS};
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        assert_true(kinds[wanted[i]] >= 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_finds_the_same_with_and_without_its_gate),
        cmocka_unit_test(the_packs_find_the_same_with_and_without_gates),
        cmocka_unit_test(what_is_matched_before_there_are_plans_is_the_same),
        cmocka_unit_test(where_jit_errs_the_interpreter_is_the_judge),
        cmocka_unit_test(any_pattern_finds_the_same_with_and_without_its_gate),
        cmocka_unit_test(starts_are_weighed_exactly),
        cmocka_unit_test(places_near_digits_are_weighed_exactly),
        cmocka_unit_test(places_near_an_at_are_weighed_exactly),
        cmocka_unit_test(places_of_literals_are_weighed_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
