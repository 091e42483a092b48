#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/rules/fixture_rules.h"

static DaichoRules *search(const char *kind, const char *value)
{
    const char *const kinds[] = {kind, NULL};
    const char *const values[] = {value, NULL};
    g_autoptr(GError) error = NULL;
    DaichoRules *rules = daicho_rules_new_literals(kinds, values, &error);
    if (rules == NULL) {
        fail_msg("%s", error->message);
    }
    return rules;
}

static guint count_lines(const char *lines)
{
    guint count = 0;
    for (; *lines != '\0'; lines++) {
        count += *lines == '\n' ? 1 : 0;
    }
    return count;
}

/* The value is found once in each of the texts that follow; its form there is the same. */
static void expect_found(const char *kind, const char *value, guint times, const char *const *texts)
{
    g_autoptr(DaichoRules) rules = search(kind, value);
    for (; *texts != NULL; texts++) {
        g_autofree char *found = fixture_rules_find(rules, *texts, 0);
        if (count_lines(found) != times) {
            fail_msg("%s \"%s\" in \"%s\": %s", kind, value, *texts, found);
        }
    }
}

#define FOUND(kind, value, ...)                                                                    \
    expect_found(kind, value, 1, (const char *const[]){__VA_ARGS__, NULL})
#define NOT_FOUND(kind, value, ...)                                                                \
    expect_found(kind, value, 0, (const char *const[]){__VA_ARGS__, NULL})

static void mail_is_found_in_any_case_and_width(void **state)
{
    (void)state;
    FOUND("email", "hanako@example.com", "hanako@example.com", "<HANAKO@EXAMPLE.COM>",
          "宛先：ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ。", "mailto:hanako@example.com?x",
          "Write to hanako@example.com.");
    NOT_FOUND("email", "hanako@example.com", "xhanako@example.com", "a.hanako@example.com",
              "hanako@example.com.jp", "hanako@example.community", "hanako@example-com");
}

static void a_telephone_number_is_found_however_it_is_written(void **state)
{
    (void)state;
    FOUND("phone", "03-0000-1234", "03-0000-1234", "0300001234", "03(0000)1234", "(03)0000-1234",
          "(03) 0000-1234", "０３－００００－１２３４", "03ー0000ー1234", "03 0000 1234",
          "03 - 0000 - 1234", "03.0000.1234", "03/0000/1234", "+81 3 0000 1234", "+81-3-0000-1234",
          "+81 (0)3 0000 1234", "+81(0)3-0000-1234", "+81300001234", "0081 3 0000 1234",
          "TEL03-0000-1234FAX");
    FOUND("phone", "+81 3 0000 1234", "03-0000-1234");
    NOT_FOUND("phone", "03-0000-1234", "103-0000-1234", "03-0000-12345", "03-0000-1235",
              "130000123", "03\n0000\n1234");
    FOUND("phone", "+1 212 000 0100", "+1 (212) 000-0100", "1-212-000-0100");
    NOT_FOUND("phone", "+1 212 000 0100", "+81 212 000 0100");
    FOUND("phone", "+44 20 7946 0018", "+44 20 7946 0018", "0044 20 7946 0018", "020 7946 0018",
          "+44 (0)20 7946 0018", "(020) 7946-0018", "011 44 20 7946 0018", "02079460018");
    NOT_FOUND("phone", "+44 20 7946 0018", "+81 20 7946 0018", "+49 20 7946 0018", "020 7946 00181",
              "20 7946 0019");
    FOUND("phone", "+1 212 555 0102", "(212) 555-0102", "1-212-555-0102", "+1.212.555.0102",
          "2125550102");
    FOUND("phone", "(212) 555-0102", "+1 212 555 0102", "212 555 0102");
    NOT_FOUND("phone", "+1 212 555 0102", "+49 212 555 0102", "+852 212 555 0102");
}

static void a_name_is_found_with_and_without_spaces(void **state)
{
    (void)state;
    FOUND("name", "架空花子", "架空花子", "架空 花子様", "架空　花子", "担当:架空・花子");
    FOUND("name", "架空 花子", "架空花子");
    NOT_FOUND("name", "架空花子", "架空\n花子", "架空花", "花子架空");
    FOUND("name", "Hanako Kaku", "hanako kaku", "HANAKO KAKU", "Hanako, Kaku",
          "ＨＡＮＡＫＯ　ＫＡＫＵ");
    NOT_FOUND("name", "Ann", "Anna", "Joann", "planning");
}

static void a_name_in_kana_is_found_in_any_width(void **state)
{
    (void)state;
    FOUND("kana", "アン", "アン", "ｱﾝ", "アンさん", "氏名アン 様");
    FOUND("kana", "カクウ ハナコ", "ｶｸｳ ﾊﾅｺ", "カクウハナコ", "カクウ・ハナコ");
    FOUND("kana", "かくう はなこ", "かくうはなこです");
}

static void an_address_is_found_however_its_blocks_are_written(void **state)
{
    (void)state;
    FOUND("address", "東京都架空区見本町1-2-3", "東京都架空区見本町1-2-3",
          "東京都架空区見本町１－２－３", "東京都架空区見本町1丁目2番3号",
          "東京都架空区見本町一丁目二番三号", "東京都 架空区 見本町 1-2-3",
          "東京都架空区見本町1丁目2番地の3 見本ビル");
    FOUND("address", "東京都架空区見本町一丁目二番十二号", "東京都架空区見本町1-2-12",
          "東京都架空区見本町1丁目2番十二号", "東京都架空区見本町1丁目2番一二号");
    NOT_FOUND("address", "東京都架空区見本町1-2-3", "東京都架空区見本町1-2-34",
              "東京都架空区見本町1-23", "東京都架空区見本町1-2-三十", "東京都架空区見本町12-3");
}

static void a_birth_date_is_found_in_any_era(void **state)
{
    (void)state;
    FOUND("birth-date", "1985-04-01", "1985-04-01", "1985/4/1", "1985.04.01", "１９８５年４月１日",
          "1985年 4月 1日", "19850401", "昭和60年4月1日", "昭和 60年4月1日生", "S60.4.1", "s60/4/1",
          "S.60.4.1");
    FOUND("birth-date", "平成元年1月8日", "1989-01-08", "平成元年1月8日", "平成1年1月8日",
          "H01.01.08");
    NOT_FOUND("birth-date", "1985-04-01", "1985-04-10", "1985-04-011", "21985-04-01",
              "昭和61年4月1日", "119850401", "ITEMS60.4.1", "1985-14-01");
}

static void an_address_is_found_without_prefecture_and_building(void **state)
{
    (void)state;
    FOUND("address", "東京都架空区見本町1-2-3 見本ビル101", "東京都架空区見本町1-2-3",
          "東京都架空区見本町1-2-3 別ビル202", "架空区見本町一丁目二番三号",
          "住所:架空区見本町1-2-3 見本ビル101", "東京都架空区大字見本町1-2-3");
    FOUND("address", "千葉県架空市大字見本1234番地5", "架空市見本1234-5",
          "千葉県架空市字見本1234-5");
    FOUND("address", "千葉県架空市見本23-5", "架空市見本二十三番五号", "架空市見本二三番五");
    NOT_FOUND("address", "東京都架空区見本町1-2-3", "大阪府架空区見本町1-2-3",
              "大阪府 架空区見本町1-2-3", "東架空区見本町1-2-3", "架空区見本町1-2");
}

static void a_birth_date_is_found_in_kanji_numerals(void **state)
{
    (void)state;
    FOUND("birth-date", "1980-04-01", "昭五五・四・一", "昭和五十五年四月一日", "昭55.4.1",
          "一九八〇年四月一日", "S55.4.1", "昭五五・四・一生");
    FOUND("birth-date", "昭五五・四・一", "1980/4/1");
    NOT_FOUND("birth-date", "1980-04-01", "昭五五・四・十一", "昭五五・四・一二", "平五五・四・一",
              "昭和五十五年十四月一日");
}

static void a_number_is_found_with_and_without_separators(void **state)
{
    (void)state;
    FOUND("jp.my-number", "1234 5678 9018", "123456789018", "1234-5678-9018",
          "１２３４　５６７８　９０１８");
    NOT_FOUND("jp.my-number", "1234 5678 9018", "1234567890180", "0123456789018", "A123456789018");
    FOUND("jp.passport", "TK0000001", "tk0000001", "ＴＫ００００００１");
}

static void characters_of_patterns_are_only_characters(void **state)
{
    (void)state;
    FOUND("email", "a.b+c@example.com", "a.b+c@example.com");
    NOT_FOUND("email", "a.b+c@example.com", "aXb+c@example.com", "a.bbc@example.com");
}

static void each_value_has_its_own_rule(void **state)
{
    (void)state;
    static const char *const kinds[] = {"email", "phone", NULL};
    static const char *const values[] = {"hanako@example.com", "090-0000-1234", NULL};
    static const char *const others[] = {"phone", "email", NULL};
    static const char *const turned[] = {"090-0000-1234", "hanako@example.com", NULL};
    g_autoptr(DaichoRules) rules = daicho_rules_new_literals(kinds, values, NULL);
    g_autoptr(DaichoRules) other = daicho_rules_new_literals(others, turned, NULL);
    fixture_rules_expect(rules, "hanako@example.com 09000001234",
                         "subject.email 100: hanako@example.com\n"
                         "subject.phone 100: 09000001234\n");
    assert_string_equal(daicho_rules_find(rules, "subject.phone")->category, "contact");
    assert_string_not_equal(daicho_rules_get_digest(rules), daicho_rules_get_digest(other));
}

static void what_is_no_value_is_refused(void **state)
{
    (void)state;
    static const char *const kinds[] = {"email", NULL};
    static const char *const values[] = {"hanako", NULL};
    g_autoptr(GError) error = NULL;
    assert_null(daicho_rules_new_literals(kinds, values, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mail_is_found_in_any_case_and_width),
        cmocka_unit_test(a_telephone_number_is_found_however_it_is_written),
        cmocka_unit_test(a_name_is_found_with_and_without_spaces),
        cmocka_unit_test(a_name_in_kana_is_found_in_any_width),
        cmocka_unit_test(an_address_is_found_however_its_blocks_are_written),
        cmocka_unit_test(a_birth_date_is_found_in_any_era),
        cmocka_unit_test(an_address_is_found_without_prefecture_and_building),
        cmocka_unit_test(a_birth_date_is_found_in_kanji_numerals),
        cmocka_unit_test(a_number_is_found_with_and_without_separators),
        cmocka_unit_test(characters_of_patterns_are_only_characters),
        cmocka_unit_test(each_value_has_its_own_rule),
        cmocka_unit_test(what_is_no_value_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
