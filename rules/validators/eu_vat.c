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

/* Nine digits of a company, or ten of a person, a foreigner or another. */
static gboolean bg_company_accepts(const char *code)
{
    static const int weights[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    int check = checksum_weighted(code, weights, 8) % 11;
    if (check == 10) {
        check = checksum_weighted(code, weights + 2, 8) % 11 % 10;
    }
    return check == code[8] - '0';
}

static gboolean bg_other_accepts(const char *code)
{
    static const int foreigner[] = {21, 19, 17, 13, 11, 9, 7, 3, 1};
    static const int other[] = {4, 3, 2, 7, 6, 5, 4, 3, 2};
    int check = code[9] - '0';
    return checksum_weighted(code, foreigner, 9) % 10 == check ||
           (11 - checksum_weighted(code, other, 9) % 11) % 11 == check || bg_egn_accepts(code);
}

/* Every second digit counts by a table; a letter for the rest by 26. */
static gboolean cy_accepts(const char *code)
{
    static const int values[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
    int sum = 0;
    for (gsize i = 0; i < 8; i++) {
        int digit = code[i] - '0';
        sum += i % 2 == 0 ? values[digit] : digit;
    }
    return strncmp(code, "12", 2) != 0 && 'A' + sum % 26 == code[8];
}

static gboolean cz_company_accepts(const char *code)
{
    static const int weights[] = {8, 7, 6, 5, 4, 3, 2};
    int check = (11 - checksum_weighted(code, weights, 7) % 11) % 11;
    return code[0] != '9' && (check == 0 ? 1 : check % 10) == code[7] - '0';
}

/* Nine digits that begin with 6 are of persons without a birth number. */
static gboolean cz_person_accepts(const char *code)
{
    static const int weights[] = {8, 7, 6, 5, 4, 3, 2};
    int rest = checksum_weighted(code + 1, weights, 7) % 11;
    return (code[0] == '6' && 8 - (10 - rest + 11) % 11 == code[8] - '0') ||
           cz_sk_birth_number_accepts(code);
}

/* A letter for the kind of company, seven digits, and a digit or a letter for checking. */
static gboolean es_company_accepts(const char *code)
{
    char number[] = {code[1], code[2], code[3], code[4], code[5], code[6], code[7], '0', '\0'};
    if (strchr("ABCDEFGHJNPQRSUVW", code[0]) == NULL || strspn(number, "0123456789") != 8) {
        return FALSE;
    }
    for (gsize i = 0; i < 10; i++) {
        number[7] = (char)('0' + i);
        if (checksum_luhn(number)) {
            return code[8] == number[7] || code[8] == "JABCDEFGHI"[i];
        }
    }
    return FALSE;
}

static gboolean es_accepts(const char *code)
{
    return es_company_accepts(code) || es_dni_accepts(code) || es_nie_accepts(code);
}

static gboolean hu_accepts(const char *code)
{
    static const int weights[] = {9, 7, 3, 1, 9, 7, 3, 1};
    return checksum_weighted(code, weights, 8) % 10 == 0;
}

/* The form of before 2013: the second character is a letter, and the first comes last. */
static gboolean ie_old_accepts(const char *code)
{
    static const int weights[] = {7, 6, 5, 4, 3};
    int sum = checksum_weighted(code + 2, weights, 5) + (code[0] - '0') * 2;
    return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == code[7];
}

/* Weights 1 to 9 and again, and if the rest is 10, from 3 on. The digit before the last is 1. */
static gboolean lt_accepts(const char *code)
{
    gsize n = strlen(code) - 1;
    int sums[2] = {0, 0};
    for (gsize i = 0; i < n; i++) {
        sums[0] += (code[i] - '0') * (int)(1 + i % 9);
        sums[1] += (code[i] - '0') * (int)(1 + (i + 2) % 9);
    }
    int check = sums[0] % 11 == 10 ? sums[1] % 11 % 10 : sums[0] % 11;
    return code[n - 1] == '1' && check == code[n] - '0';
}

static gboolean lv_accepts(const char *code)
{
    static const int weights[] = {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1};
    return code[0] > '3' ? checksum_weighted(code, weights, 11) % 11 == 3 : lv_code_accepts(code);
}

static gboolean mt_accepts(const char *code)
{
    static const int weights[] = {3, 4, 6, 7, 8, 9, 10, 1};
    return code[0] != '0' && checksum_weighted(code, weights, 8) % 37 == 0;
}

/* The citizen's number, or since 2020 ISO/IEC 7064 MOD 97-10 over NL and all of it. */
static gboolean nl_accepts(const char *code)
{
    char number[10] = {0};
    char letters[32];
    memcpy(number, code, 9);
    g_snprintf(letters, sizeof letters, "2321%s11%s", number, code + 10);
    return code[9] == 'B' && strcmp(code + 10, "00") != 0 &&
           (nl_bsn_accepts(number) || checksum_modulo(letters, strlen(letters), 97) == 1);
}

static gboolean pt_accepts(const char *code)
{
    static const int weights[] = {9, 8, 7, 6, 5, 4, 3, 2};
    return code[0] != '0' &&
           (11 - checksum_weighted(code, weights, 8) % 11) % 11 % 10 == code[8] - '0';
}

/* Two to ten digits: as if zeros stood in front. */
static gboolean ro_accepts(const char *value)
{
    static const int weights[] = {7, 5, 3, 2, 1, 7, 5, 3, 2};
    char digits[11];
    gsize n = validator_digits(value, digits, sizeof digits);
    return n >= 2 && n <= 10 && digits[0] != '0' &&
           checksum_weighted(digits, &weights[10 - n], n - 1) * 10 % 11 % 10 == digits[n - 1] - '0';
}

static gboolean sk_accepts(const char *code)
{
    return (code[0] != '0' && strchr("234789", code[2]) != NULL &&
            checksum_modulo(code, 10, 11) == 0) ||
           cz_sk_birth_number_accepts(code);
}

/* Of the United Kingdom, and so of Northern Ireland: the rest by 97 is 0, or 42 since 2010. */
static gboolean gb_accepts(const char *code)
{
    static const int weights[] = {8, 7, 6, 5, 4, 3, 2, 10, 1};
    int rest = checksum_weighted(code, weights, 9) % 97;
    return rest == 0 || rest == 42;
}

static const struct {
    char country[3];
    const char *form; /* as validator_take_code() has it */
    gboolean (*accepts)(const char *code);
} countries[] = {
    {"AT", "ADDDDDDDD", at_accepts},         {"BE", "DDDDDDDDDD", be_accepts},
    {"BG", "DDDDDDDDD", bg_company_accepts}, {"BG", "DDDDDDDDDD", bg_other_accepts},
    {"CY", "DDDDDDDDA", cy_accepts},         {"CZ", "DDDDDDDD", cz_company_accepts},
    {"CZ", "DDDDDDDDD", cz_person_accepts},  {"CZ", "DDDDDDDDDD", cz_sk_birth_number_accepts},
    {"DE", "DDDDDDDDD", de_accepts},         {"DK", "DDDDDDDD", dk_accepts},
    {"EE", "DDDDDDDDD", ee_accepts},         {"EL", "DDDDDDDDD", gr_afm_accepts},
    {"ES", "XDDDDDDDX", es_accepts},         {"FI", "DDDDDDDD", fi_accepts},
    {"FR", "DDDDDDDDDDD", fr_accepts},       {"GB", "DDDDDDDDD", gb_accepts},
    {"GB", "DDDDDDDDDDDD", gb_accepts},      {"HR", "DDDDDDDDDDD", hr_oib_accepts},
    {"HU", "DDDDDDDD", hu_accepts},          {"IE", "DDDDDDDA", ie_ppsn_accepts},
    {"IE", "DDDDDDDAA", ie_ppsn_accepts},    {"IE", "DADDDDDA", ie_old_accepts},
    {"IT", "DDDDDDDDDDD", it_accepts},       {"LT", "DDDDDDDDD", lt_accepts},
    {"LT", "DDDDDDDDDDDD", lt_accepts},      {"LU", "DDDDDDDD", lu_accepts},
    {"LV", "DDDDDDDDDDD", lv_accepts},       {"MT", "DDDDDDDD", mt_accepts},
    {"NL", "DDDDDDDDDADD", nl_accepts},      {"PL", "DDDDDDDDDD", pl_nip_accepts},
    {"PT", "DDDDDDDDD", pt_accepts},         {"SE", "DDDDDDDDDDDD", se_accepts},
    {"SI", "DDDDDDDD", si_accepts},          {"SK", "DDDDDDDDDD", sk_accepts},
    {"XI", "DDDDDDDDD", gb_accepts},         {"XI", "DDDDDDDDDDDD", gb_accepts},
};

/* The country's letters, one of its forms and its check. */
gboolean eu_vat_accepts(const char *value)
{
    char code[16];
    if (g_ascii_strncasecmp(value, "RO", 2) == 0) {
        return ro_accepts(value + 2);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(countries); i++) {
        if (g_ascii_strncasecmp(value, countries[i].country, 2) == 0 &&
            validator_take_code(value + 2, code, countries[i].form) && countries[i].accepts(code)) {
            return TRUE;
        }
    }
    return FALSE;
}
