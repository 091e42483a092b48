#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "rules/validator.h"

enum { BODIES = 10000 };

static gboolean accepts(const char *name, const char *value)
{
    const Validator *validator = validator_find(name);
    assert_non_null(validator);
    return validator->accepts(value);
}

static void random_digits(GRand *random, char *digits, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        digits[i] = (char)('0' + g_rand_int_range(random, 0, 10));
    }
}

/* For each of many random bodies, of the ten check digits at place exactly one is accepted; the
 * number is left accepted for check. */
static void expect_one_check_digit(const char *name, const char *prefix, gsize length, gsize place,
                                   void (*check)(const char *number))
{
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    for (guint body = 0; body < BODIES; body++) {
        char number[32] = {0};
        random_digits(random, number, length);
        memcpy(number, prefix, strlen(prefix));
        char good = '\0';
        guint accepted = 0;
        for (char digit = '0'; digit <= '9'; digit++) {
            number[place] = digit;
            if (accepts(name, number)) {
                good = digit;
                accepted++;
            }
        }
        assert_int_equal(accepted, 1);
        number[place] = good;
        check(number);
    }
}

/* Calls wrong for the number with each digit replaced by each other. */
static void each_single_error(const char *number,
                              void (*wrong)(const char *number, gsize place, char was))
{
    char changed[32];
    g_strlcpy(changed, number, sizeof changed);
    for (gsize place = 0; changed[place] != '\0'; place++) {
        char was = changed[place];
        for (char digit = '0'; digit <= '9'; digit++) {
            changed[place] = digit;
            if (digit != was) {
                wrong(changed, place, was);
            }
        }
        changed[place] = was;
    }
}

/*
 * 12345678901: from the right 1 0 9 8 7 6 times 2 3 4 5 6 7 is 2 + 0 + 36 + 40 + 42 + 42 = 162, then
 * 5 4 3 2 1 times 2 3 4 5 6 is 10 + 12 + 12 + 10 + 6 = 50. 212 mod 11 is 3, and 11 - 3 = 8.
 */
static void my_number_has_its_check_digit(void **state)
{
    (void)state;
    assert_true(accepts("jp-my-number", "123456789018"));
    assert_true(accepts("jp-my-number", "1234-5678 9018"));
    assert_false(accepts("jp-my-number", "123456789010"));
    assert_false(accepts("jp-my-number", "12345678901"));
    assert_false(accepts("jp-my-number", "1234567890180"));
    assert_false(accepts("jp-my-number", ""));
}

/* The scheme gives 0 for the rests 0 and 1, so an error can hide there and nowhere else. */
static void check_my_number_error(const char *number, gsize place, char was)
{
    (void)was;
    assert_true(!accepts("jp-my-number", number) || (place < 11 && number[11] == '0'));
}

static void check_my_number(const char *number)
{
    each_single_error(number, check_my_number_error);
}

static void my_number_catches_single_errors(void **state)
{
    (void)state;
    expect_one_check_digit("jp-my-number", "", 12, 11, check_my_number);
}

/*
 * 7 000012050002: from the right 2 0 0 0 5 0 2 1 0 0 0 0 times 1 2 1 2 … is 2 + 5 + 2 + 2 = 11;
 * 11 mod 9 is 2, and 9 - 2 = 7.
 */
static void a_corporate_number_has_its_check_digit(void **state)
{
    (void)state;
    assert_true(accepts("jp-corporate-number", "7000012050002"));
    assert_true(accepts("jp-corporate-number", "T7000012050002"));
    assert_false(accepts("jp-corporate-number", "8000012050002"));
    assert_false(accepts("jp-corporate-number", "700001205000"));
}

/* Modulo 9, a 0 and a 9 are the same; all other errors are caught. */
static void check_corporate_error(const char *number, gsize place, char was)
{
    gboolean is_blind = place > 0 && (was == '0' || was == '9') &&
                        (number[place] == '0' || number[place] == '9');
    assert_int_equal(accepts("jp-corporate-number", number), is_blind);
}

static void check_corporate_number(const char *number)
{
    each_single_error(number, check_corporate_error);
}

static void a_corporate_number_catches_single_errors(void **state)
{
    (void)state;
    expect_one_check_digit("jp-corporate-number", "", 13, 0, check_corporate_number);
}

/*
 * 4111 1111 1111 1111: from the right the 2nd, 4th, …, 16th are doubled: seven ones give 14 and the 4
 * gives 8; the other eight ones give 8; 14 + 8 + 8 = 30 ends in 0.
 * 3782 822463 10005: not doubled 5 + 0 + 1 + 6 + 2 + 8 + 8 + 3 = 33 from the right; doubled 0, 0,
 * 3 → 6, 4 → 8, 2 → 4, 2 → 4, 7 → 14 → 5, in all 27; 33 + 27 = 60 ends in 0.
 */
static void a_payment_card_has_luhn_and_a_brand(void **state)
{
    (void)state;
    assert_true(accepts("payment-card", "4123 4567 8901 2349"));
    assert_true(accepts("payment-card", "341234567890127"));
    assert_true(accepts("payment-card", "5123-4567-8901-2346"));
    assert_true(accepts("payment-card", "3541123456789015"));
    assert_true(accepts("payment-card", "36123456789013"));
    assert_true(accepts("payment-card", "6011123456789019"));
    assert_false(accepts("payment-card", "4111 1111 1111 1112"));
    assert_false(accepts("payment-card", "1111 1111 1111 1117")); /* Luhn, but nobody's */
    assert_false(accepts("payment-card", "41111111111111"));
    assert_false(accepts("payment-card", "0000000000000000"));
}

static void a_card_number_published_for_tests_is_one_for_tests_alone(void **state)
{
    (void)state;
    static const char *const numbers[] = {
        "4111 1111 1111 1111", "378282246310005",  "5555-5555-5555-4444", "3530111333300000",
        "30569309025904",      "6011111111111117", "4242424242424242",    "4000 0027 6000 3184"};
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        assert_true(accepts("payment-card-test", numbers[i]));
        assert_false(accepts("payment-card", numbers[i]));
    }
    assert_false(accepts("payment-card-test", "4123 4567 8901 2349"));
    assert_false(accepts("payment-card-test", "4111 1111 1111 1112"));
}

static void check_card_error(const char *number, gsize place, char was)
{
    (void)place;
    (void)was;
    assert_false(accepts("payment-card", number));
}

static void check_card(const char *number)
{
    each_single_error(number, check_card_error);
}

static void a_payment_card_catches_single_errors(void **state)
{
    (void)state;
    expect_one_check_digit("payment-card", "4", 16, 15, check_card);
    expect_one_check_digit("payment-card", "37", 15, 14, check_card);
}

/*
 * GB82 WEST 1234 5698 7654 32: W E S T are 32 14 28 29, G B are 16 11, so the number is
 * 3214282912345698765432161182. In pieces: 3214282 mod 97 = 90; 909123456 mod 97 = 74;
 * 749876543 mod 97 = 1; 12161182 mod 97 = 1.
 */
static void an_iban_has_its_check_digits_and_length(void **state)
{
    (void)state;
    assert_true(accepts("iban", "GB82 WEST 1234 5698 7654 32"));
    assert_true(accepts("iban", "gb82west12345698765432"));
    assert_true(accepts("iban", "DE89370400440532013000"));
    assert_false(accepts("iban", "GB82 WEST 1234 5698 7654 33"));
    assert_false(accepts("iban", "DE8937040044053201300"));
    assert_false(accepts("iban", "XX89370400440532013000"));
    assert_false(accepts("iban", "DE"));
}

static void one_in_a_hundred_check_digits_makes_an_iban(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(2);
    for (guint body = 0; body < BODIES; body++) {
        char iban[] = "DE00000000000000000000";
        guint accepted = 0;
        random_digits(random, iban + 4, strlen(iban) - 4);
        for (guint check = 0; check < 100; check++) {
            iban[2] = (char)('0' + check / 10);
            iban[3] = (char)('0' + check % 10);
            accepted += accepts("iban", iban) ? 1 : 0;
        }
        assert_int_equal(accepted, 1);
    }
}

static void check_iban_error(const char *number, gsize place, char was)
{
    (void)place;
    (void)was;
    assert_false(accepts("iban", number));
}

static void an_iban_catches_single_errors(void **state)
{
    (void)state;
    each_single_error("DE89370400440532013000", check_iban_error);
    each_single_error("GB82WEST12345698765432", check_iban_error);
}

static void a_date_exists_and_lies_in_its_era(void **state)
{
    (void)state;
    static const char *const good[] = {
        "1985-04-01",       "1985/4/1",         "1985年4月1日",    "1985.4.1",
        "19850401",         "昭和60年4月1日",   "S60.4.1",         "s60/4/1",
        "昭和元年12月25日", "大正15年12月25日", "明治45年7月30日", "大正元年7月30日",
        "昭和64年1月7日",   "平成元年1月8日",   "平成31年4月30日", "令和元年5月1日",
        "2000-02-29",       "R6.2.29",          "明治元年1月25日",
    };
    static const char *const bad[] = {
        "1985-13-01",
        "1985-02-29",
        "1900-02-29",
        "昭和64年1月8日",
        "平成元年1月7日",
        "平成31年5月1日",
        "令和元年4月30日",
        "昭和70年1月1日",
        "昭和元年12月24日",
        "1985-04",
        "0000-00-00",
        "",
        "昭和",
        "S2147483647/1/1",
        "S99999999999/1/1",
        "4294969281-04-01", /* 1985 and the whole range of an int */
        "1867-12-31",
        "2100-01-01",
        "明治元年1月24日",
        "平成0年1月8日",
        "85-04-01",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        if (!accepts("birth-date", good[i])) {
            fail_msg("%s", good[i]);
        }
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (accepts("birth-date", bad[i])) {
            fail_msg("%s", bad[i]);
        }
    }
}

static void a_western_date_is_read_in_its_language(void **state)
{
    (void)state;
    static const char *const dates[][2] = {
        {"01/04/1985", "1985-04-01"},
        {"4/13/1985", "1985-04-13"},
        {"13.4.1985", "1985-04-13"},
        {"1. April 1985", "1985-04-01"},
        {"April 1, 1985", "1985-04-01"},
        {"Mar. 5th, 1985", "1985-03-05"},
        {"1er août 1985", "1985-08-01"},
        {"31 MÄRZ 1985", "1985-03-31"},
        {"1 de abril de 1985", "1985-04-01"},
        {"1 kwietnia 1985", "1985-04-01"},
        {"1 апреля 1985", "1985-04-01"},
        {"Sept 1, 1985", "1985-09-01"},
        {"1985년 4월 1일", "1985-04-01"},
        {"31 April 1985", NULL},
        {"1 Smarch 1985", NULL},
        {"13/13/1985", NULL},
        {"April 1985", NULL},
        {"29 February 1900", NULL},
        {"M40.4.1", "1907-04-01"},
        {"1 listopada 1985", "1985-11-01"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
        g_autofree char *iso = birth_date_to_iso(dates[i][0]);
        if (g_strcmp0(iso, dates[i][1]) != 0) {
            fail_msg("%s is %s", dates[i][0], iso);
        }
    }
}

/* The calendar of GLib is the witness. */
static void every_day_of_a_century_is_the_same_in_its_era(void **state)
{
    (void)state;
    GDate *date = g_date_new_dmy(25, G_DATE_DECEMBER, 1926);
    GDate *end = g_date_new_dmy(7, G_DATE_JANUARY, 1989);
    for (; g_date_compare(date, end) <= 0; g_date_add_days(date, 1)) {
        int year = g_date_get_year(date);
        int month = (int)g_date_get_month(date);
        int day = g_date_get_day(date);
        g_autofree char *western = g_strdup_printf("%04d-%02d-%02d", year, month, day);
        g_autofree char *era = g_strdup_printf("昭和%d年%d月%d日", year - 1925, month, day);
        g_autofree char *iso = birth_date_to_iso(era);
        assert_string_equal(iso, western);
    }
    g_date_free(date);
    g_date_free(end);
}

static void an_address_of_mail_has_its_lengths(void **state)
{
    (void)state;
    g_autofree char *local64 = g_strnfill(64, 'a');
    g_autofree char *local65 = g_strnfill(65, 'a');
    g_autofree char *label63 = g_strnfill(63, 'b');
    g_autofree char *label64 = g_strnfill(64, 'b');
    g_autofree char *good = g_strdup_printf("%s@%s.example.com", local64, label63);
    g_autofree char *long_local = g_strdup_printf("%s@example.com", local65);
    g_autofree char *long_label = g_strdup_printf("a@%s.example.com", label64);
    assert_true(accepts("email", good));
    assert_true(accepts("email", "hanako+a.b@mail.example.co.jp"));
    assert_false(accepts("email", long_local));
    assert_false(accepts("email", long_label));
    static const char *const bad[] = {
        "a",
        "@example.com",
        "a@b",
        "a..b@example.com",
        "a.@example.com",
        ".a@example.com",
        "a@.com",
        "a@b..com",
        "a@-b.com",
        "a@b-.com",
        "icon@2x.png",
        "a@b.c",
        "a@b.local",
        "x@y.service",
        "a@x.b@c.de",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (accepts("email", bad[i])) {
            fail_msg("%s", bad[i]);
        }
    }
}

static void a_japanese_telephone_number_has_the_length_of_its_plan(void **state)
{
    (void)state;
    static const char *const good[] = {"06-0000-3333",    "(06) 0000-3333",   "03-0000-1234",
                                       "0300001234",      "090-0000-1234",    "070-0000-1234",
                                       "050-0000-1234",   "0120-000-123",     "0800-000-1234",
                                       "0570-000-123",    "+81 90 0000 1234", "+81 (0)3 0000 1234",
                                       "0081 3 0000 1234"};
    static const char *const bad[] = {"090-0000-123",
                                      "03-0000-12345",
                                      "0000001234",
                                      "0800-000-123",
                                      "110",
                                      "",
                                      "+",
                                      "+0",
                                      "+81",
                                      "+1 212 000 0100",
                                      "00000000000000000000000"};
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        if (!accepts("jp-phone", good[i])) {
            fail_msg("%s", good[i]);
        }
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (accepts("jp-phone", bad[i])) {
            fail_msg("%s", bad[i]);
        }
    }
}

/* Of all prefixes, those that are in use, counted by hand. */
static void codes_pass_by_their_prefixes_only(void **state)
{
    (void)state;
    guint licences = 0;
    guint areas = 0;
    guint postal = 0;
    for (guint i = 0; i < 1000; i++) {
        char text[24];
        g_snprintf(text, sizeof text, "%03d-4567", i);
        postal += accepts("jp-postal-code", text) ? 1 : 0;
        g_snprintf(text, sizeof text, "%03d-45-6789", i);
        areas += accepts("us-ssn", text) ? 1 : 0;
        g_snprintf(text, sizeof text, "%02d1234567890", i % 100);
        licences += i < 100 && accepts("jp-driver-licence", text) ? 1 : 0;
    }
    assert_int_equal(postal, 999);  /* all but 000 */
    assert_int_equal(areas, 898);   /* 001 to 899 but 666 */
    assert_int_equal(licences, 51); /* 47 prefectures, five commissions in Hokkaido: 46 + 5 */
    assert_false(accepts("us-ssn", "123-00-6789"));
    assert_false(accepts("us-ssn", "123-45-0000"));
    assert_false(accepts("us-ssn", "078-05-1120")); /* printed on wallets in 1938 */
    assert_false(accepts("us-ssn", "12-345-678"));
    assert_false(accepts("jp-postal-code", "100-000"));
}

static void an_unknown_validator_is_none(void **state)
{
    (void)state;
    assert_null(validator_find("luhm"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(my_number_has_its_check_digit),
        cmocka_unit_test(my_number_catches_single_errors),
        cmocka_unit_test(a_corporate_number_has_its_check_digit),
        cmocka_unit_test(a_corporate_number_catches_single_errors),
        cmocka_unit_test(a_payment_card_has_luhn_and_a_brand),
        cmocka_unit_test(a_card_number_published_for_tests_is_one_for_tests_alone),
        cmocka_unit_test(a_payment_card_catches_single_errors),
        cmocka_unit_test(an_iban_has_its_check_digits_and_length),
        cmocka_unit_test(one_in_a_hundred_check_digits_makes_an_iban),
        cmocka_unit_test(an_iban_catches_single_errors),
        cmocka_unit_test(a_date_exists_and_lies_in_its_era),
        cmocka_unit_test(a_western_date_is_read_in_its_language),
        cmocka_unit_test(every_day_of_a_century_is_the_same_in_its_era),
        cmocka_unit_test(an_address_of_mail_has_its_lengths),
        cmocka_unit_test(a_japanese_telephone_number_has_the_length_of_its_plan),
        cmocka_unit_test(codes_pass_by_their_prefixes_only),
        cmocka_unit_test(an_unknown_validator_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
