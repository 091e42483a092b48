#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Issuer ranges by their first four digits, with the lengths in use. */
static const struct {
    int from, to;
    const char *lengths;
} brands[] = {
    {4000, 4999, "13 16 19"},                        /* Visa */
    {5100, 5599, "16"},          {2221, 2720, "16"}, /* Mastercard */
    {3400, 3499, "15"},          {3700, 3799, "15"}, /* American Express */
    {3528, 3589, "16"},                              /* JCB */
    {3000, 3059, "14"},          {3600, 3699, "14"}, /* Diners Club */
    {3800, 3999, "14"},          {6011, 6011, "16 19"}, {6440, 6599, "16 19"}, /* Discover */
    {6200, 6299, "16 17 18 19"},                                               /* UnionPay */
};

static gboolean has_brand(const char *digits, gsize length)
{
    char number[8];
    g_snprintf(number, sizeof number, "%zu", length);
    int prefix = validator_number(digits, 4);
    for (gsize i = 0; i < G_N_ELEMENTS(brands); i++) {
        if (prefix >= brands[i].from && prefix <= brands[i].to &&
            strstr(brands[i].lengths, number) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Published by card schemes and payment services for tests. */
static const char *const published[] = {
    "4111111111111111", "4242424242424242", "4012888888881881", "4222222222222",
    "4917610000000000", "4005550000000019", "5454545454545454", "5105105105105100",
    "5200828282828210", "2223003122003222", "2223000048410010", "378282246310005",
    "371449635398431",  "378734493671000",  "6011000990139424", "6011981111111113",
    "30569309025904",   "38520000023237",   "36227206271667",   "3566002020360505",
    "3530111333300000", "5506900140100305", "4988438843884305", "3569990010095841",
};

/* So many times the same digit is made up: 55555555 and 00000000 stand in 1 of 10,000,000 numbers. */
enum { SAME_DIGITS = 8 };

static gboolean repeats_a_digit(const char *digits)
{
    guint run = 1;
    for (gsize i = 1; digits[i] != '\0' && run < SAME_DIGITS; i++) {
        run = digits[i] == digits[i - 1] ? run + 1 : 1;
    }
    return run >= SAME_DIGITS;
}

static gboolean is_for_tests(const char *digits)
{
    gboolean is_published = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(published); i++) {
        is_published = is_published || strcmp(published[i], digits) == 0;
    }
    return is_published || g_str_has_prefix(digits, "400000") || repeats_a_digit(digits);
}

static gboolean take_card(const char *value, char digits[20])
{
    gsize length = validator_digits(value, digits, 20);
    return length >= 13 && length <= 19 && has_brand(digits, length) && checksum_luhn(digits);
}

gboolean payment_card_accepts(const char *value)
{
    char digits[20];
    return take_card(value, digits) && !is_for_tests(digits);
}

gboolean payment_card_test_accepts(const char *value)
{
    char digits[20];
    return take_card(value, digits) && is_for_tests(digits);
}
