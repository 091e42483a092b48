#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/phone_plans.h"
#include "rules/validator.h"

/* Of each kind: what the plan has, what is too short or too long for it, what it leaves free. */
static const struct {
    const char *validator, *value;
    gboolean is_accepted;
} numbers[] = {
    /* Behind +, 00 and 011; the trunk prefix is left out or in parentheses. */
    {"phone", "+44 20 7946 0018", TRUE},
    {"phone", "+44 (0)20 7946 0018", TRUE},
    {"phone", "0044-20-7946-0018", TRUE},
    {"phone", "011 44 20 7946 0018", TRUE},
    {"phone", "+442079460018", TRUE},
    {"phone", "44 20 7946 0018", FALSE},
    {"phone", "020 7946 0018", FALSE},
    {"phone", "+44 20 7946 001", FALSE},
    {"phone", "+44 20 7946 00180", FALSE},
    {"phone", "+44 30 7946 0018", TRUE},
    {"phone", "+44 40 7946 0018", FALSE},
    {"phone", "+1 212 555 0102", TRUE},
    {"phone", "+1 212 155 0102", FALSE}, /* an exchange begins with 2 to 9 */
    {"phone", "+1 911 555 0102", FALSE}, /* no area code */
    {"phone", "+39 06 1234 5678", TRUE}, /* the 0 is part of it */
    {"phone", "+39 6 1234 5678", FALSE},
    {"phone", "+36 (06) 1 234 5678", TRUE},
    {"phone", "+7 8 912 345-67-89", TRUE},
    {"phone", "+210 1234 5678", FALSE}, /* no calling code */
    {"phone", "+800 1234 5678", TRUE},  /* freephone of all countries */
    {"phone", "+44 7700 900123", TRUE}, /* for fiction */
    {"phone", "+81 3 0000 1234", TRUE},
    {"phone", "+", FALSE},
    {"phone", "+44", FALSE},
    {"phone", "+123456789012345678901234567890", FALSE},
    {"phone-us", "(212) 555-0102", TRUE},
    {"phone-us", "1-212-555-0102", TRUE},
    {"phone-us", "+1 416 555 0102", TRUE},
    {"phone-us", "+44 20 7946 0018", FALSE},
    {"phone-us", "555-0102", FALSE},
    {"phone-gb", "020 7946 0018", TRUE},
    {"phone-gb", "01632 960001", TRUE},
    {"phone-gb", "20 7946 0018", FALSE},
    {"phone-gb", "0044 20 7946 0018", TRUE},
    {"phone-eu", "030 23125 123", TRUE},
    {"phone-eu", "01 99 00 12 34", TRUE},
    {"phone-eu", "612 34 56 78", TRUE}, /* Spain dials no trunk prefix */
    {"phone-eu", "+49 30 23125123", TRUE},
    {"phone-eu", "+1 212 555 0102", FALSE},
    {"phone-eu", "123456", FALSE},
    {"phone-apac", "131 2345 6789", TRUE},
    {"phone-apac", "131 2345 67", FALSE},
    {"phone-americas", "(11) 96123-4567", TRUE},
    {"phone-mea", "050-234-5678", TRUE},
    /* Area codes of one to four digits, and the hyphen behind them. */
    {"jp-phone", "045-000-1234", TRUE},
    {"jp-phone", "0-45-000-1234", FALSE},
    {"jp-phone", "0450-00-1234", FALSE},
    {"jp-phone-digits", "0450-00-1234", TRUE},
    {"jp-phone", "0466-00-1234", TRUE},
    {"jp-phone", "01267-0-1234", TRUE},
    {"jp-phone", "0312-34-5678", FALSE},
    {"jp-phone", "090-4567-8901", TRUE},
    {"jp-phone", "0904-567-8901", FALSE},
    {"jp-phone", "060-1234-5678", TRUE},
    {"jp-phone", "0120-123-456", TRUE},
    {"jp-phone", "0120-12-3456", TRUE},
    {"jp-phone", "0120123456", TRUE},
    {"jp-phone", "0990-123-456", TRUE},
    {"jp-phone", "0570(000)123", TRUE},
    {"jp-phone", "+81 (0)45 000 1234", TRUE},
    {"jp-phone", "+81-45-000-1234", TRUE},
    {"jp-phone", "+81450001234", TRUE},
    {"jp-phone", "+81-450-00-1234", FALSE},
    {"jp-phone", "0123456789", FALSE},
    {"jp-phone", "09876543210", FALSE},
    {"jp-phone", "0222222222", FALSE},
    {"jp-phone", "0110110110", FALSE},
    {"jp-phone", "0322222222", TRUE},
    {"jp-phone", "0123-45-6789", TRUE},
    {"jp-phone", "020-1234-5678", FALSE},
    {"jp-phone", "0077-12-3456", FALSE},
};

static void a_number_is_one_by_the_plan_of_its_country(void **state)
{
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const Validator *validator = validator_find(numbers[i].validator);
        if (validator->accepts(numbers[i].value) != numbers[i].is_accepted) {
            fail_msg("%s: %s", numbers[i].validator, numbers[i].value);
        }
    }
}

static void a_number_is_dialled_with_the_trunk_prefix_of_its_country(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"+44 20 7946 0018", "02079460018"}, {"+81 3 0000 1234", "0300001234"},
        {"+39 06 1234 5678", "0612345678"},  {"+34 612 34 56 78", "612345678"},
        {"+36 1 234 5678", "0612345678"},    {"+7 912 345 67 89", "89123456789"},
        {"+1 212 555 0102", "2125550102"},   {"+86 131 2345 6789", "13123456789"},
        {"+86 10 1234 5678", "01012345678"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        PhoneNumber number;
        assert_true(phone_read_international(pairs[i][0], &number));
        g_autofree char *dialled = phone_number_to_dialled(&number);
        assert_string_equal(dialled, pairs[i][1]);
    }
}

/* Every edge leads to a state within the table; none but the digits are taken. */
static void the_table_is_whole(void **state)
{
    (void)state;
    assert_null(phone_plan_find("999"));
    assert_null(phone_plan_find("4"));
    assert_null(phone_group_find("nowhere"));
    for (gsize i = 0; i < n_phone_plans; i++) {
        assert_ptr_equal(phone_plan_find(phone_plans[i].calling_code), &phone_plans[i]);
        for (gsize k = 0; k < n_phone_plans; k++) {
            assert_true(i == k || !g_str_has_prefix(phone_plans[i].calling_code,
                                                    phone_plans[k].calling_code));
        }
    }
    for (gsize i = 0; i < n_phone_groups; i++) {
        g_auto(GStrv) codes = g_strsplit(phone_groups[i].calling_codes, " ", -1);
        for (guint k = 0; codes[k] != NULL; k++) {
            assert_non_null(phone_plan_find(codes[k]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_one_by_the_plan_of_its_country),
        cmocka_unit_test(a_number_is_dialled_with_the_trunk_prefix_of_its_country),
        cmocka_unit_test(the_table_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
