#include "rules/validator.h"

#include <string.h>

static const Validator validators[] = {
    {"birth-date", birth_date_accepts,
     "Era Name Act (Act No. 43 of 1979) and cabinet orders on eras; Gregorian calendar"},
    {"email", email_accepts, "RFC 5321 section 4.5.3.1; RFC 1035 section 2.3.4"},
    {"iban", iban_accepts, "ISO 13616-1; ISO/IEC 7064 MOD 97-10"},
    {"jp-corporate-number", jp_corporate_number_accepts,
     "Ordinance on the Designation of Corporate Numbers (Ministry of Finance No. 70 of 2014), "
     "article 2"},
    {"jp-driver-licence", jp_driver_licence_accepts,
     "Road Traffic Act Enforcement Regulation; codes of the public safety commissions"},
    {"jp-my-number", jp_my_number_accepts,
     "Ordinance of the Ministry of Internal Affairs and Communications No. 85 of 2014, article 5"},
    {"jp-phone", jp_phone_accepts,
     "Telecommunications Number Plan (Ministry of Internal Affairs Notice No. 6 of 2019)"},
    {"jp-postal-code", jp_postal_code_accepts, "Japan Post: postal codes begin with 00 to 99"},
    {"payment-card", payment_card_accepts, "ISO/IEC 7812-1 annex B; published issuer ranges"},
    {"us-ssn", us_ssn_accepts, "Social Security Administration, POMS RM 10201.035"},
};

const Validator *validator_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(validators); i++) {
        if (strcmp(validators[i].name, name) == 0) {
            return &validators[i];
        }
    }
    return NULL;
}

gsize validator_digits(const char *value, char *digits, gsize capacity)
{
    gsize length = 0;
    for (; *value != '\0'; value++) {
        if (!g_ascii_isdigit(*value)) {
            continue;
        }
        if (length + 1 < capacity) {
            digits[length] = *value;
        }
        length++;
    }
    digits[MIN(length, capacity - 1)] = '\0';
    return length;
}

int validator_number(const char *digits, gsize n_digits)
{
    int number = 0;
    for (gsize i = 0; i < n_digits; i++) {
        number = number * 10 + (digits[i] - '0');
    }
    return number;
}
