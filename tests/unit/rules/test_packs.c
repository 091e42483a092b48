#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/rule.h"
#include "tests/unit/rules/fixture_rules.h"

static int load(void **state)
{
    *state = fixture_rules_load_packs();
    return 0;
}

static int unload(void **state)
{
    daicho_rules_free(*state);
    return 0;
}

static void show_failure(const DaichoExample *example, gpointer data)
{
    (void)data;
    if (!example->passed) {
        print_error("%s: \"%s\": %s\n", example->rule->id, example->example, example->why);
    }
}

static void every_example_passes(void **state)
{
    assert_int_equal(daicho_rules_test(*state, NULL, show_failure, NULL), 0);
}

static void keep_value(const DaichoMatch *match, gpointer data)
{
    g_string_append_printf(data, "%s %s\n", match->rule->id, match->value);
}

/* \p{Han} alone counts marks that go with kanji: only \p{sc:Han} is letters and nothing else. */
static void marks_beside_a_name_are_no_part_of_it(void **state)
{
    static const char *const lines[] = {"・見本 太郎様", "、見本 太郎様", "氏名：見本 太郎。",
                                        "氏名：「見本 太郎」"};
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GString) found = g_string_new(NULL);
        const DaichoText text = {.text = lines[i], .length = strlen(lines[i])};
        daicho_rules_match(*state, &text, DAICHO_CONFIDENCE_MEDIUM, keep_value, found, NULL);
        const char *rule = i < 2 ? "jp.name-honorific" : "jp.name";
        g_autofree char *expected = g_strdup_printf("%s 見本太郎\n", rule);
        assert_string_equal(found->str, expected);
    }
}

/* Without it every byte of every file would be tried as the beginning of an address. */
static void mail_is_searched_around_its_sign_only(void **state)
{
    daicho_rules_prepare(*state, 0);
    const Rule *rule = (const Rule *)daicho_rules_find(*state, "common.email");
    assert_int_equal(rule->gate.kinds[TEXT_ANY], GATE_AT);
    assert_int_equal(rule->gate.kinds[TEXT_ASCII], GATE_AT);
    assert_true(rule->gate.most_bytes > 0 && rule->gate.most_bytes < 1024);
}

/* Lines of the office and what is found in them at medium confidence or more, by rule and text. */
static const struct {
    const char *text, *found;
} office[] = {
    {"担当：架空 花子　TEL 03-0000-1234（直通）",
     "jp.name 75: 架空 花子\njp.phone 95: 03-0000-1234\n"},
    {"架空株式会社 営業部 部長 見本 太郎 様", "jp.name-honorific 65: 見本 太郎\n"},
    {"〒100-0000 東京都架空区見本町1-2-3 見本ビル5F",
     "jp.postal-code 70: 100-0000\njp.address 90: 東京都架空区見本町1-2-3 見本ビル5F\n"},
    {"本籍：長野県架空郡見本村大字架空123番地4",
     "jp.address 90: 長野県架空郡見本村大字架空123番地4\n"},
    {"生年月日 1985/04/01 (41歳)", "jp.birth-date 85: 1985/04/01\n"},
    {"氏名 架空 花子　フリガナ カクウ ハナコ",
     "jp.name 75: 架空 花子\njp.name 75: カクウ ハナコ\n"},
    {"運転免許証 第 301234567890 号", "jp.driver-licence 80: 301234567890\n"},
    {"振込先：架空銀行見本支店 普通預金 口座番号 1234567", "jp.bank-account 90: 1234567\n"},
    {"クレジットカード 4123 4567 8901 2349 有効期限 12/28",
     "common.payment-card 90: 4123 4567 8901 2349\n"},
    {"クレジットカード 4111 1111 1111 1111 有効期限 12/28", ""}, /* for tests */
    {"試験には 4111 1111 1111 1111 を使う", ""},
    {"DOB 01/04/1985, born on 1 April 1985 in Exampleton",
     "common.birth-date 80: 01/04/1985\ncommon.birth-date 80: 1 April 1985\n"},
    {"<a href=\"mailto:hanako@example.com\">", "common.email 95: hanako@example.com\n"},
    {"Social Security No. 123-45-6789", "us.ssn 90: 123-45-6789\n"},
    {"会議は2026年11月25日 10:00-11:30、第3会議室（内線 1234）", ""},
    {"見積書番号 2026-0012-3456 金額 1,234,567円", ""},
    {"請求書 No. 03-2026-1125 発行日 2026/11/25", ""},
    {"お客様各位 平素は格別のお引き立てを賜り", ""},
    {"皆様 各位 お客様 神様 先生 殿様", ""},
    {"注文番号 4111111111111111", ""},
    {"JANコード 4901234567894", ""},
    {"追跡番号 1234-5678-9012 ISBN 978-4-00-000000-0", ""},
    {"2026-11-25T10:00:00+09:00 ver 1.2.3 192.168.0.1", ""},
    {"sha256 41111111111111114111111111111111aaaa", ""},
    {"icon@2x.png user@localhost git@example.com:foo/bar.git", ""},
    {"担当者：未定 氏名: 別紙参照 担当者：営業部", ""},
    {"千葉県架空市の3年生 福岡県民10人 東京都千代田区", ""},
    {"法人番号 7000012050002 登録番号 T7000012050002", ""},
};

static void office_text_gives_what_it_holds_and_no_more(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(office); i++) {
        g_autofree char *found = fixture_rules_find(*state, office[i].text,
                                                    DAICHO_CONFIDENCE_MEDIUM);
        if (strcmp(found, office[i].found) != 0) {
            fail_msg("\"%s\" gives:\n%s", office[i].text, found);
        }
    }
}

static void count_match(const DaichoMatch *match, gpointer data)
{
    (void)match;
    (*(guint *)data)++;
}

/* 32 KiB: as many as an enforcer has matched without plans, and without machine code. */
static void expect_no_limit(DaichoRules *rules, gsize delay)
{
    static const char *const units[] = {"1",      "12-", "架空 ",    "東京都架空区", "a@", "4111 ",
                                        "氏名：", "ア",  "昭和60年", "普通 ",        "a.", "0",
                                        "a",      " ",   "090-",     "見本太郎",     "-",  "a-"};
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < (32 << 10) - 16) {
            g_string_append(text, units[i]);
        }
        g_autoptr(GPtrArray) limited = g_ptr_array_new();
        const DaichoText whole = {.text = text->str, .length = text->len};
        guint found = 0;
        daicho_rules_delay(rules, delay);
        daicho_rules_match(rules, &whole, 0, count_match, &found, limited);
        if (limited->len > 0) {
            fail_msg("%s: %s", units[i], (const char *)g_ptr_array_index(limited, 0));
        }
    }
}

/* Whatever stands in a file: nothing hangs, and no rule gives up on plain text. */
static void long_monotonous_text_reaches_no_limit(void **state)
{
    expect_no_limit(*state, 0);
}

/* The interpreter has limits that machine code has not. */
static void nor_does_it_without_machine_code(void **state)
{
    (void)state;
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    expect_no_limit(rules, 64 << 10);
    assert_null(rules->twins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_passes),
        cmocka_unit_test(marks_beside_a_name_are_no_part_of_it),
        cmocka_unit_test(mail_is_searched_around_its_sign_only),
        cmocka_unit_test(office_text_gives_what_it_holds_and_no_more),
        cmocka_unit_test(long_monotonous_text_reaches_no_limit),
        cmocka_unit_test(nor_does_it_without_machine_code),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
