#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

static gboolean de_accepts(const char *code)
{
    return code[0] != '0' && checksum_iso7064_11_10(code);
}

/* 96 less the sum modulo 10, of digit sums as Luhn has them. */
static gboolean at_accepts(const char *code)
{
    int sum = 4;
    for (gsize i = 1; i <= 7; i++) {
        int digit = code[i] - '0';
        sum += i % 2 == 1 ? digit : digit / 5 + digit * 2 % 10;
    }
    return code[0] == 'U' && (10 - sum % 10) % 10 == code[8] - '0';
}

static gboolean be_accepts(const char *code)
{
    return code[0] <= '1' && 97 - checksum_modulo(code, 8, 97) == validator_number(code + 8, 2);
}

static gboolean dk_accepts(const char *code)
{
    static const int weights[] = {2, 7, 6, 5, 4, 3, 2, 1};
    return code[0] != '0' && checksum_weighted(code, weights, 8) % 11 == 0;
}

static gboolean fi_accepts(const char *code)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1};
    return checksum_weighted(code, weights, 8) % 11 == 0;
}

/* Two digits: 12 and three times the rest of the company's number by 97, modulo 97. */
static gboolean fr_accepts(const char *code)
{
    return checksum_luhn(code + 2) &&
           (12 + 3 * checksum_modulo(code + 2, 9, 97)) % 97 == validator_number(code, 2);
}

/* The eighth to tenth digits are the province's office. */
static gboolean it_accepts(const char *code)
{
    int office = validator_number(code + 7, 3);
    return strspn(code, "0") < 7 && checksum_luhn(code) &&
           ((office >= 1 && office <= 100) || office == 120 || office == 121 || office == 888 ||
            office == 999);
}

static gboolean lu_accepts(const char *code)
{
    return checksum_modulo(code, 6, 89) == validator_number(code + 6, 2);
}

static gboolean se_accepts(const char *code)
{
    char number[11] = {0};
    memcpy(number, code, 10);
    return checksum_luhn(number) && strcmp(code + 10, "01") == 0;
}

static gboolean ee_accepts(const char *code)
{
    static const int weights[] = {3, 7, 1, 3, 7, 1, 3, 7, 1};
    return checksum_weighted(code, weights, 9) % 10 == 0;
}

static gboolean si_accepts(const char *code)
{
    static const int weights[] = {8, 7, 6, 5, 4, 3, 2};
    int check = 11 - checksum_weighted(code, weights, 7) % 11;
    return code[0] != '0' && check != 11 && check % 10 == code[7] - '0';
}

static const struct {
    char country[3];
    const char *form; /* as validator_take_code() has it */
    gboolean (*accepts)(const char *code);
} countries[] = {
    {"AT", "ADDDDDDDD", at_accepts},       {"BE", "DDDDDDDDDD", be_accepts},
    {"DE", "DDDDDDDDD", de_accepts},       {"DK", "DDDDDDDD", dk_accepts},
    {"EE", "DDDDDDDDD", ee_accepts},       {"EL", "DDDDDDDDD", gr_afm_accepts},
    {"FI", "DDDDDDDD", fi_accepts},        {"FR", "DDDDDDDDDDD", fr_accepts},
    {"HR", "DDDDDDDDDDD", hr_oib_accepts}, {"IT", "DDDDDDDDDDD", it_accepts},
    {"LU", "DDDDDDDD", lu_accepts},        {"PL", "DDDDDDDDDD", pl_nip_accepts},
    {"SE", "DDDDDDDDDDDD", se_accepts},    {"SI", "DDDDDDDD", si_accepts},
};

/* The country's letters, its form and its check. */
gboolean eu_vat_accepts(const char *value)
{
    char code[16];
    for (gsize i = 0; i < G_N_ELEMENTS(countries); i++) {
        if (g_ascii_strncasecmp(value, countries[i].country, 2) == 0) {
            return validator_take_code(value + 2, code, countries[i].form) &&
                   countries[i].accepts(code);
        }
    }
    return FALSE;
}
