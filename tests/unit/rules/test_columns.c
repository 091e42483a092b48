#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/validator.h"
#include "tests/unit/rules/fixture_rules.h"

/* A table, the cells of which are made by their row. */
typedef char *(*MakeFunc)(guint row);

typedef struct {
    const char *header; /* NULL: none */
    MakeFunc make;
} Made;

typedef struct {
    DaichoRules *rules;
    DaichoColumns *columns;
    GPtrArray *found; /* of "column rule confidence" */
} Findings;

static char *make_any_number(guint row)
{
    return g_strdup_printf("%012" G_GUINT64_FORMAT, (row + 1) * G_GUINT64_CONSTANT(97003861733) %
                                                        G_GUINT64_CONSTANT(1000000000000));
}

static char *make_my_number(guint row)
{
    char *number = make_any_number(row % 5000);
    number[0] = (char)('1' + row % 9);
    const Validator *validator = validator_find("jp-my-number");
    for (number[11] = '0'; number[11] < '9' && !validator->accepts(number); number[11]++) {
    }
    return number;
}

static char *make_every_other(guint row)
{
    return row % 2 == 0 ? make_my_number(row) : make_any_number(row);
}

static char *make_mobile(guint row)
{
    return g_strdup_printf("0900000%04u", row);
}

static char *make_fixed(guint row)
{
    return g_strdup_printf("030000%04u", row);
}

static char *make_name(guint row)
{
    static const char *const names[] = {"架空花子", "見本太郎", "架空次郎"};
    return g_strdup(names[row % G_N_ELEMENTS(names)]);
}

static char *make_small_number(guint row)
{
    return g_strdup_printf("%u", row % 90);
}

static char *make_iban(guint row)
{
    (void)row;
    return g_strdup("DE89370400440532013000");
}

static char *make_nothing(guint row)
{
    (void)row;
    return g_strdup("");
}

static void take(const DaichoMatch *match, gpointer data)
{
    Findings *findings = data;
    guint confidence = daicho_columns_judge(findings->columns, match->table, match->column,
                                            match->rule, match->confidence);
    if (confidence > 0) {
        g_ptr_array_add(findings->found,
                        g_strdup_printf("%u %s %u", match->column, match->rule->id, confidence));
    }
}

/* Whole tables are short here: what is counted in the end is counted before the first is judged. */
static void read_table(Findings *findings, const Made *made, guint n_made, guint rows)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(DaichoCell));
    g_autofree const char **labels = g_new0(const char *, n_made + 1);
    for (guint row = 0; row < rows; row++) {
        for (guint i = 0; i < n_made; i++) {
            g_autofree char *value = made[i].make(row);
            DaichoCell cell = {.start = text->len, .record = row, .table = 1, .column = i + 1};
            labels[i] = made[i].header != NULL ? made[i].header : "";
            cell.label = made[i].header != NULL ? i : G_MAXUINT32;
            g_string_append(text, value);
            cell.end = text->len;
            g_string_append_c(text, i + 1 < n_made ? ',' : '\n');
            g_array_append_val(cells, cell);
        }
    }
    const DaichoText whole = {
        .text = text->str,
        .length = text->len,
        .cells = (const DaichoCell *)(gpointer)cells->data,
        .n_cells = cells->len,
        .labels = labels,
        .n_labels = n_made,
        .columns = findings->columns,
    };
    daicho_rules_match(findings->rules, &whole, 1, take, findings, NULL);
}

/* How many findings are as "column rule confidence" says; of all rules and columns when it is "". */
static guint count(const Made *made, guint n_made, guint rows, const char *wanted)
{
    static const char *const packs[] = {"common", "jp", NULL};
    static const char *const no_paths[] = {NULL};
    g_autoptr(DaichoRules) rules = daicho_rules_load_builtin(packs, no_paths, NULL);
    g_autoptr(DaichoColumns) columns = daicho_columns_new(rules);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    Findings findings = {rules, columns, found};
    read_table(&findings, made, n_made, rows);
    guint n = 0;
    for (guint i = 0; i < found->len; i++) {
        n += g_str_has_prefix(g_ptr_array_index(found, i), wanted) ? 1 : 0;
    }
    return n;
}

static guint count_one(const char *header, MakeFunc make, guint rows, const char *wanted)
{
    const Made made = {header, make};
    return count(&made, 1, rows, wanted);
}

/* 1,000 valid My Numbers in a column named 注文番号 are not. */
static void a_header_of_things_decides_for_all_its_numbers(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "注文番号",   "伝票番号",       "管理番号",     "JAN",
        "JANコード",  "Serial No.",     "order no.",    "品番",
        "受注No",     "ロット番号",     "数量",         "会員番号",
        "請求書番号", "注文番号（旧）", "Artikel",      "Transaction ID",
        "Réf.",       "Nº Factura",     "Bestellnummer"};
    for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
        assert_int_equal(count_one(headers[i], make_my_number, 1000, ""), 0);
    }
    assert_int_equal(count_one("個人番号", make_my_number, 1000, "1 jp.my-number 90"), 1000);
}

/* A column of 11-digit strings headed 携帯 is. */
static void a_header_of_the_kind_raises_all(void **state)
{
    (void)state;
    static const char *const headers[] = {"携帯", "携帯電話", "TEL", "電話", "連絡先", "Phone"};
    for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
        assert_int_equal(count_one(headers[i], make_mobile, 1000, "1 jp.phone-digits 95"), 1000);
    }
}

static void a_header_of_another_kind_refutes(void **state)
{
    (void)state;
    assert_int_equal(count_one("口座番号", make_fixed, 100, "1 jp.phone"), 0);
    assert_int_equal(count_one("法人番号", make_my_number, 100, ""), 0);
    assert_int_equal(count_one("運転免許証番号", make_my_number, 100, "1 jp.my-number"), 0);
}

/* An IBAN proves itself, and has its own words; so may a user's rule that is sure. */
static void proof_needs_no_header(void **state)
{
    (void)state;
    assert_true(count_one("注文番号", make_iban, 30, "1 common.iban") == 30);
}

static void certainty_needs_no_header(void **state)
{
    (void)state;
    static const char *const headers[] = {NULL, "列1", "value", "F3", "データ"};
    for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
        assert_int_equal(count_one(headers[i], make_my_number, 1000, "1 jp.my-number 80"), 1000);
        assert_int_equal(count_one(headers[i], make_my_number, 8, "1 jp.my-number 80"), 8);
        assert_int_equal(count_one(headers[i], make_my_number, 5, "1 jp.my-number 30"), 5);
    }
}

/* Some 90 of 1,000; in some of their cells another rule of no more weight takes the place. */
static void chance_stays_low(void **state)
{
    (void)state;
    guint all = count_one(NULL, make_any_number, 1000, "1 jp.my-number");
    assert_in_range(all, 20, 130);
    assert_int_equal(count_one(NULL, make_any_number, 1000, "1 jp.my-number 20"), all);
}

/* Half of them real, half of them not: neither is certain, each cell stands by itself. */
static void what_is_neither_is_left_alone(void **state)
{
    (void)state;
    assert_true(count_one(NULL, make_every_other, 1000, "1 jp.my-number 30") >= 500);
}

static void a_table_of_persons_raises_its_numbers(void **state)
{
    (void)state;
    static const Made persons[] = {{"氏名", make_name}, {"列2", make_fixed}};
    static const Made alone[] = {{"列1", make_small_number}, {"列2", make_fixed}};
    assert_int_equal(count(persons, 2, 10, "2 jp.phone-digits 40"), 10);
    assert_int_equal(count(alone, 2, 10, "2 jp.phone-digits 25"), 10);
    assert_int_equal(count(persons, 2, 2, "2 jp.phone-digits 25"), 2);
}

static void a_catalogue_lowers_them(void **state)
{
    (void)state;
    static const Made catalogue[] = {
        {"品番", make_small_number}, {"単価", make_small_number}, {"列3", make_fixed}};
    static const Made certain[] = {
        {"品番", make_small_number}, {"単価", make_small_number}, {"列3", make_my_number}};
    static const Made labelled[] = {
        {"品番", make_small_number}, {"単価", make_small_number}, {"担当者TEL", make_fixed}};
    assert_int_equal(count(catalogue, 3, 10, "3 jp.phone-digits 1"), 10);
    assert_int_equal(count(certain, 3, 100, "3 jp.my-number 30"), 100);
    assert_int_equal(count(labelled, 3, 10, "3 jp.phone-digits 95"), 10);
}

/* Whoever is looked for is found under any header. */
static void literals_heed_no_header(void **state)
{
    (void)state;
    static const char *const kinds[] = {"phone", NULL};
    static const char *const values[] = {"0300000003", NULL};
    static const Made made[] = {
        {"品番", make_small_number}, {"単価", make_small_number}, {"注文番号", make_fixed}};
    g_autoptr(DaichoRules) rules = daicho_rules_new_literals(kinds, values, NULL);
    g_autoptr(DaichoColumns) columns = daicho_columns_new(rules);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    Findings findings = {rules, columns, found};
    read_table(&findings, made, 3, 30);
    assert_int_equal(found->len, 1);
    assert_string_equal(g_ptr_array_index(found, 0), "3 subject.phone 100");
}

static void empty_cells_do_not_count(void **state)
{
    (void)state;
    static const Made made[] = {{NULL, make_nothing}, {NULL, make_my_number}};
    assert_int_equal(count(made, 2, 100, "2 jp.my-number 80"), 100);
}

/* With all packs one in eleven fits another country's number, too: the column knows better. */
static void of_many_rules_the_certain_one_has_the_cells(void **state)
{
    (void)state;
    static const char *const no_paths[] = {NULL};
    static const Made made = {NULL, make_my_number};
    g_autoptr(DaichoRules)
        rules = daicho_rules_load_builtin(daicho_rules_builtin_packs, no_paths, NULL);
    g_autoptr(DaichoColumns) columns = daicho_columns_new(rules);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    Findings findings = {rules, columns, found};
    read_table(&findings, &made, 1, 1000);
    assert_int_equal(found->len, 1000);
    for (guint i = 0; i < found->len; i++) {
        assert_string_equal(g_ptr_array_index(found, i), "1 jp.my-number 80");
    }
}

/* One that is as good a number of another country. */
static char *make_ambiguous(guint row)
{
    (void)row;
    return make_my_number(12);
}

/* Of a text with few rows the first one of the table tells what they are; what is between does not. */
static void what_the_first_text_says_holds_for_the_last(void **state)
{
    (void)state;
    static const char *const no_paths[] = {NULL};
    static const Made numbers = {NULL, make_my_number};
    static const Made ambiguous = {NULL, make_ambiguous};
    g_autoptr(DaichoRules)
        rules = daicho_rules_load_builtin(daicho_rules_builtin_packs, no_paths, NULL);
    g_autoptr(DaichoColumns) columns = daicho_columns_new(rules);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    Findings findings = {rules, columns, found};
    read_table(&findings, &numbers, 1, 1000);
    read_table(&findings, &ambiguous, 1, 1);
    assert_int_equal(found->len, 1001);
    assert_string_equal(g_ptr_array_index(found, 1000), "1 jp.my-number 80");
    g_autoptr(DaichoColumns) others = daicho_columns_new(rules);
    findings.columns = others;
    read_table(&findings, &ambiguous, 1, 1);
    read_table(&findings, &numbers, 1, 1000);
    read_table(&findings, &ambiguous, 1, 1);
    assert_int_equal(found->len, 2003);
    assert_true(g_str_has_prefix(g_ptr_array_index(found, 2002), "1 in.aadhaar"));
}

/* What is counted apart, sent and added is as if it had been counted at once. */
static void counts_that_are_sent_and_added_are_the_counts(void **state)
{
    (void)state;
    static const Made made[] = {
        {"氏名", make_name}, {NULL, make_every_other}, {"注文番号", make_fixed}};
    static const guint rows[] = {3, 40, 1, 9};
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(DaichoColumns) whole = daicho_columns_new(rules);
    g_autoptr(DaichoColumns) sum = daicho_columns_new(rules);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(DaichoColumns) part = daicho_columns_new(rules);
        read_table(&(Findings){rules, whole, found}, made, 3, rows[i]);
        read_table(&(Findings){rules, part, found}, made, 3, rows[i]);
        g_autoptr(GByteArray) bytes = daicho_columns_to_bytes(part);
        g_autoptr(DaichoColumns) sent = daicho_columns_from_bytes(rules, bytes->data, bytes->len);
        assert_non_null(sent);
        daicho_columns_add(sum, sent);
    }
    g_autoptr(GByteArray) wanted = daicho_columns_to_bytes(whole);
    g_autoptr(GByteArray) got = daicho_columns_to_bytes(sum);
    assert_int_equal(got->len, wanted->len);
    assert_memory_equal(got->data, wanted->data, wanted->len);
}

static void damaged_counts_are_refused(void **state)
{
    (void)state;
    static const Made made[] = {{"氏名", make_name}, {NULL, make_every_other}};
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(DaichoColumns) columns = daicho_columns_new(rules);
    read_table(&(Findings){rules, columns, found}, made, 1, 9);
    g_autoptr(GByteArray) bytes = daicho_columns_to_bytes(columns);
    for (guint length = 2; length < bytes->len; length++) {
        assert_null(daicho_columns_from_bytes(rules, bytes->data, length));
    }
    for (guint i = 0; i < bytes->len; i++) {
        const guint8 before = bytes->data[i];
        bytes->data[i] = 0xff;
        g_autoptr(DaichoColumns) other = daicho_columns_from_bytes(rules, bytes->data, bytes->len);
        bytes->data[i] = before;
    }
    g_autoptr(GByteArray) twice = g_byte_array_new();
    g_byte_array_append(twice, bytes->data, bytes->len);
    g_byte_array_append(twice, bytes->data + 1, bytes->len - 1);
    assert_null(daicho_columns_from_bytes(rules, twice->data, twice->len));
}

/* Nothing of it is counted. */
static void of_a_head_that_was_shown_only_verdicts_are_kept(void **state)
{
    (void)state;
    static const Made numbers = {NULL, make_my_number};
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(DaichoColumns) columns = daicho_columns_new(rules);
    read_table(&(Findings){rules, columns, found}, &numbers, 1, 1000);
    daicho_columns_keep_head(columns);
    read_table(&(Findings){rules, columns, found}, &numbers, 1, 3);
    const DaichoRule *rule = daicho_rules_find(rules, "jp.my-number");
    assert_int_equal(daicho_columns_judge(columns, 1, 1, rule, 30), 30);
}

/* A second text goes on where the first ended; what is not counted is not judged. */
static void counts_go_on_over_texts(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    g_autoptr(DaichoColumns) columns = daicho_columns_new(rules);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    Findings findings = {rules, columns, found};
    static const Made made = {NULL, make_my_number};
    const DaichoRule *rule = daicho_rules_find(rules, "jp.my-number");
    read_table(&findings, &made, 1, 5);
    assert_int_equal(daicho_columns_judge(columns, 1, 1, rule, 30), 30);
    read_table(&findings, &made, 1, 5);
    assert_int_equal(daicho_columns_judge(columns, 1, 1, rule, 30), 80);
    assert_int_equal(daicho_columns_judge(columns, 1, 2, rule, 30), 30);
    assert_int_equal(daicho_columns_judge(columns, 9, 1, rule, 30), 30);
    assert_int_equal(daicho_columns_judge(columns, 0, 0, rule, 30), 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_of_things_decides_for_all_its_numbers),
        cmocka_unit_test(a_header_of_the_kind_raises_all),
        cmocka_unit_test(a_header_of_another_kind_refutes),
        cmocka_unit_test(proof_needs_no_header),
        cmocka_unit_test(certainty_needs_no_header),
        cmocka_unit_test(chance_stays_low),
        cmocka_unit_test(what_is_neither_is_left_alone),
        cmocka_unit_test(a_table_of_persons_raises_its_numbers),
        cmocka_unit_test(a_catalogue_lowers_them),
        cmocka_unit_test(literals_heed_no_header),
        cmocka_unit_test(empty_cells_do_not_count),
        cmocka_unit_test(of_many_rules_the_certain_one_has_the_cells),
        cmocka_unit_test(what_the_first_text_says_holds_for_the_last),
        cmocka_unit_test(counts_that_are_sent_and_added_are_the_counts),
        cmocka_unit_test(damaged_counts_are_refused),
        cmocka_unit_test(of_a_head_that_was_shown_only_verdicts_are_kept),
        cmocka_unit_test(counts_go_on_over_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
