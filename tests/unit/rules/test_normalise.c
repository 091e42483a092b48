#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/rules.h"

/* Every spelling of a value has the form of the first. */
static void expect_same(const char *kind, const char *form, const char *const *spellings)
{
    for (; *spellings != NULL; spellings++) {
        g_autofree char *got = daicho_rules_normalise(kind, *spellings);
        if (g_strcmp0(got, form) != 0) {
            fail_msg("%s \"%s\" became \"%s\", not \"%s\"", kind, *spellings, got, form);
        }
    }
}

#define SAME(kind, form, ...) expect_same(kind, form, (const char *const[]){__VA_ARGS__, NULL})

static void equal_values_have_equal_forms(void **state)
{
    (void)state;
    SAME("email", "hanako@example.com", "hanako@example.com", "HANAKO@Example.com",
         "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", "  hanako@example.com ");
    SAME("phone", "09000001234", "090-0000-1234", "09000001234", "０９０－００００－１２３４",
         "090 0000 1234", "090ー0000ー1234", "+81 90 0000 1234", "+81-(0)90-0000-1234",
         "+819000001234", "0081 90 0000 1234", "(090)0000-1234");
    SAME("phone", "12120000100", "+1 212 000 0100", "1-212-000-0100");
    SAME("phone", "12125550102", "+1 212 555 0102", "1-212-555-0102", "(212) 555-0102",
         "011 1 212 555 0102", "001 212 555 0102");
    SAME("phone", "02079460018", "+44 20 7946 0018", "+44 (0)20 7946 0018", "0044 20 7946 0018",
         "020 7946 0018", "(020) 7946-0018", "011-44-20-7946-0018");
    SAME("phone", "0612345678", "+39 06 1234 5678", "06 1234 5678", "06-1234-5678");
    SAME("phone", "612345678", "+34 612 34 56 78", "612 345 678");
    SAME("phone", "13123456789", "+86 131 2345 6789", "131-2345-6789");
    SAME("phone", "0116904123", "011-690-4123"); /* Sapporo, not Tokelau */
    SAME("phone", "29022345", "+290 22345");     /* too short without its calling code */
    SAME("name", "架空花子", "架空花子", "架空 花子", "架空　花子", "架空・花子", " 架空,花子 ");
    SAME("name", "hanakokaku", "Hanako Kaku", "HANAKO KAKU", "Ｈａｎａｋｏ　Ｋａｋｕ");
    SAME("kana", "ガクウハナコ", "ガクウ ハナコ", "ｶﾞｸｳ ﾊﾅｺ");
    SAME("address", "東京都架空区見本町1-2-3", "東京都架空区見本町1-2-3",
         "東京都架空区見本町１丁目２番３号", "東京都 架空区 見本町1丁目2番地3",
         "東京都架空区見本町一丁目二番三号", "東京都架空区見本町1−2−3",
         "東京都架空区見本町1丁目2番地の3", "東京都架空区見本町一丁目2-3");
    SAME("address", "北海道架空市見本12-34", "北海道架空市見本十二番三十四号",
         "北海道架空市見本一二番三四", "北海道架空市見本12の34");
    SAME("address", "東京都架空区見本町1-2-3見本ハイツ101",
         "東京都架空区見本町1-2-3 見本ハイツ101号室",
         "東京都架空区見本町１丁目２番３号　見本ハイツ１０１",
         "東京都架空区見本町1-2-3見本ハイツ101室");
    SAME("address", "東京都架空区見本町1-2-3見本ビル5f", "東京都架空区見本町1-2-3 見本ビル5F",
         "東京都架空区見本町1-2-3 見本ビル5階");
    SAME("birth-date", "1985-04-01", "1985-04-01", "1985/4/1", "１９８５年４月１日",
         "昭和60年4月1日", "昭和６０年４月１日", "S60.4.1", "s60/4/1", "19850401", "1985. 4. 1");
    SAME("birth-date", "1989-01-08", "平成元年1月8日", "H1.1.8", "1989-1-8");
    SAME("jp.my-number", "123456789018", "1234 5678 9018", "１２３４－５６７８－９０１８",
         "123456789018");
    SAME("jp.passport", "TK0000001", "TK0000001", "tk0000001", "ＴＫ００００００１", "TK 0000001");
}

static void names_keep_the_numerals_that_count_nothing(void **state)
{
    (void)state;
    SAME("address", "東京都架空区三田1-2", "東京都架空区三田1-2", "東京都架空区三田一丁目2");
    SAME("address", "東京都八王子市見本町1", "東京都八王子市見本町1");
}

static void a_room_is_a_number_of_its_own(void **state)
{
    (void)state;
    SAME("address", "架空区見本町1-2-3-405", "架空区見本町1-2-3 405号室", "架空区見本町1-2-3　405",
         "架空区見本町1丁目2番3号 405室");
}

/* An address, and what is left of it: "building|prefecture|both", - where there is nothing less. */
static const struct {
    const char *address, *shorter;
} shortened[] = {
    {"東京都架空区見本町1-2-3 見本ビル5F",
     "東京都架空区見本町1-2-3|架空区見本町1-2-3見本ビル5f|架空区見本町1-2-3"},
    {"架空県見本市大字架空1234番地 見本荘2号",
     "架空県見本市大字架空1234|見本市大字架空1234-見本荘2|見本市大字架空1234"},
    {"架空区見本町1-2-3 見本ビル5F", "架空区見本町1-2-3|-|-"},
    {"東京都架空区見本町1-2-3", "-|-|架空区見本町1-2-3"},
    {"東京都架空区見本町1-2-3-405",
     "東京都架空区見本町1-2-3|架空区見本町1-2-3-405|架空区見本町1-2-3"},
    {"架空区見本町1-2-3 405号室", "架空区見本町1-2-3|-|-"},
    {"架空区見本町1-2-3-4", "-|-|-"},
    {"架空区見本町1-2-3", "-|-|-"},
};

static void an_address_has_shorter_forms(void **state)
{
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(shortened); i++) {
        g_autofree char *building = NULL;
        g_autofree char *prefecture = NULL;
        g_autofree char *both = NULL;
        daicho_address_shorten(shortened[i].address, &building, &prefecture, &both);
        g_autofree char *found = g_strdup_printf("%s|%s|%s", building != NULL ? building : "-",
                                                 prefecture != NULL ? prefecture : "-",
                                                 both != NULL ? both : "-");
        assert_string_equal(found, shortened[i].shorter);
    }
}

static void what_is_no_value_has_no_form(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"email", "hanako"},
                                           {"email", "@example.com"},
                                           {"email", "hanako@"},
                                           {"phone", "110"},
                                           {"phone", "電話"},
                                           {"phone", ""},
                                           {"name", " ・"},
                                           {"name", ""},
                                           {"address", "---"},
                                           {"birth-date", "昭和"},
                                           {"jp.passport", "-"},
                                           {"birth-date", ""},
                                           {"birth-date", "1985-13-01"}};
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *form = daicho_rules_normalise(pairs[i][0], pairs[i][1]);
        if (form != NULL) {
            fail_msg("%s \"%s\" became \"%s\"", pairs[i][0], pairs[i][1], form);
        }
    }
}

static void different_values_have_different_forms(void **state)
{
    (void)state;
    static const char *const pairs[][3] = {
        {"phone", "03-0000-1234", "030-000-01235"},
        {"name", "架空花子", "架空花"},
        {"address", "東京都架空区見本町1-23", "東京都架空区見本町12-3"},
        {"address", "東京都架空区見本町一丁目2", "東京都架空区見本町二丁目1"},
        {"birth-date", "1985-04-01", "1985-04-10"},
        {"kana", "カクウハナコ", "ガクウハナコ"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *one = daicho_rules_normalise(pairs[i][0], pairs[i][1]);
        g_autofree char *other = daicho_rules_normalise(pairs[i][0], pairs[i][2]);
        assert_string_not_equal(one, other);
    }
}

static void masks_are_as_the_reports_show_them(void **state)
{
    (void)state;
    static const char *const masks[][3] = {
        {"email", "hanako@example.com", "h***@e***.com"},
        {"email", "花@見本.example.jp", "花***@見***.jp"},
        {"phone", "090-0000-1234", "0**-****-*234"},
        {"name", "架空花子", "架***"},
        {"name", "花", "*"},
        {"address", "東京都架空区見本町1-2-3", "東京都***********"},
        {"birth-date", "昭和60年4月1日", "19**-**-**"},
        {"common.payment-card", "4111 1111 1111 1111", "4*** **** **** 1111"},
        {"jp.my-number", "1234 5678 9018", "1*** **** *018"},
        {"jp.bank-account", "1234567", "1****67"},
        {"jp.other", "12345", "*****"},
        {"secret", "s3cr3t", "********"},
        {"secret", "ghp_MihonMihon-2026!", "********"},
        {"jp.other", "花子", "**"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(masks); i++) {
        g_autofree char *mask = daicho_rules_mask(masks[i][0], masks[i][1]);
        assert_string_equal(mask, masks[i][2]);
    }
}

/* Whatever is masked: the mask is text, and the value cannot be read in it. */
static void a_mask_never_shows_the_value(void **state)
{
    (void)state;
    static const char *const kinds[] = {"email",   "phone",      "name",   "kana",
                                        "address", "birth-date", "secret", "other"};
    static const char *const values[] = {"hanako@example.com",
                                         "090-0000-1234",
                                         "架空花子",
                                         "Hanako Kaku",
                                         "東京都架空区1-2",
                                         "1985-04-01",
                                         "123456789018",
                                         "花子",
                                         "ab",
                                         "é@é",
                                         "@",
                                         "花@花",
                                         "12",
                                         "1234567"};
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(values); j++) {
            g_autofree char *mask = daicho_rules_mask(kinds[i], values[j]);
            assert_true(g_utf8_validate(mask, -1, NULL));
            if (strcmp(values[j], "@") != 0 && strstr(mask, values[j]) != NULL) {
                fail_msg("%s \"%s\" is masked as \"%s\"", kinds[i], values[j], mask);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_values_have_equal_forms),
        cmocka_unit_test(names_keep_the_numerals_that_count_nothing),
        cmocka_unit_test(a_room_is_a_number_of_its_own),
        cmocka_unit_test(an_address_has_shorter_forms),
        cmocka_unit_test(what_is_no_value_has_no_form),
        cmocka_unit_test(different_values_have_different_forms),
        cmocka_unit_test(masks_are_as_the_reports_show_them),
        cmocka_unit_test(a_mask_never_shows_the_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
