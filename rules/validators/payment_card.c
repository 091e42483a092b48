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

gboolean payment_card_accepts(const char *value)
{
    char digits[20];
    gsize length = validator_digits(value, digits, sizeof digits);
    return length >= 13 && length <= 19 && has_brand(digits, length) && checksum_luhn(digits);
}
