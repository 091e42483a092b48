#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

static gboolean is_one_digit(const char *digits)
{
    const char first[] = {digits[0], '\0'};
    return strspn(digits, first) == strlen(digits);
}

/* Nine digits, Luhn; 0 and 8 in front are not given to persons. */
gboolean ca_sin_accepts(const char *value)
{
    char digits[10];
    return validator_take_digits(value, digits, 9) && strchr("08", digits[0]) == NULL &&
           checksum_luhn(digits);
}

/* 11 less the rest by 11 of the weighted digits; 0 for 10 and 11. */
static char modulo_11_digit(const char *digits, const int *weights, gsize n)
{
    return (char)('0' + (11 - checksum_weighted(digits, weights, n) % 11) % 11 % 10);
}

/* Eleven digits, the last two for checking; the same digit eleven times passes and is nobody's. */
gboolean br_cpf_accepts(const char *value)
{
    static const int weights[] = {11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
    char digits[12];
    return validator_take_digits(value, digits, 11) && !is_one_digit(digits) &&
           modulo_11_digit(digits, weights + 1, 9) == digits[9] &&
           modulo_11_digit(digits, weights, 10) == digits[10];
}

/* Twelve digits, or since July 2026 letters too, which count as their ASCII code less 48; two digits for
 * checking. */
gboolean br_cnpj_accepts(const char *value)
{
    static const int weights[] = {6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2};
    char code[15];
    int sums[2] = {0, 0};
    if (!validator_take_code(value, code, "XXXXXXXXXXXXDD") || is_one_digit(code)) {
        return FALSE;
    }
    for (gsize i = 0; i < 13; i++) {
        sums[0] += i < 12 ? (code[i] - '0') * weights[i + 1] : 0;
        sums[1] += (code[i] - '0') * weights[i];
    }
    return '0' + (11 - sums[0] % 11) % 11 % 10 == code[12] &&
           '0' + (11 - sums[1] % 11) % 11 % 10 == code[13];
}

/* Letters of the names, birth date, sex, state, consonants, a character for the century (a digit
 * before 2000), check digit: weights 18 to 2 in an alphabet with Ñ, which never occurs in a CURP. */
gboolean mx_curp_accepts(const char *value)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMN?OPQRSTUVWXYZ";
    static const char states[] =
        "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT "
        "QR SP SL SR TC TS TL VZ YN ZS NE ";
    char code[19];
    int sum = 0;
    if (!validator_take_code(value, code, "AAAADDDDDDAAAAAAXD") ||
        strchr("HMX", code[10]) == NULL || !validator_lists(states, code + 11, 2)) {
        return FALSE;
    }
    for (gsize i = 0; i < 17; i++) {
        sum += (int)(strchr(alphabet, code[i]) - alphabet) * (int)(18 - i);
    }
    return (10 - sum % 10) % 10 == code[17] - '0' &&
           checksum_has_day(g_ascii_isdigit(code[16]) ? 1900 : 2000, validator_number(code + 4, 2),
                            validator_number(code + 6, 2), validator_number(code + 8, 2));
}

/* Four letters of a person's names, date, homonym and check: weights 13 to 2 modulo 11, A for 10. */
gboolean mx_rfc_accepts(const char *value)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ";
    char code[14];
    int sum = 0;
    if (!validator_take_code(value, code, "AAAADDDDDDXXX")) {
        return FALSE;
    }
    for (gsize i = 0; i < 12; i++) {
        sum += (int)(strchr(alphabet, code[i]) - alphabet) * (int)(13 - i);
    }
    return "0123456789A"[(11 - sum % 11) % 11] == code[12] &&
           checksum_has_day(0, validator_number(code + 4, 2), validator_number(code + 6, 2),
                            validator_number(code + 8, 2));
}

/* Kind of holder, number, check: weights 5 4 3 2 7 6 5 4 3 2; 9 for 10. */
gboolean ar_cuit_accepts(const char *value)
{
    static const int weights[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    char digits[12];
    return validator_take_digits(value, digits, 11) &&
           validator_lists("20 23 24 27 30 33 34 ", digits, 2) &&
           "012345678990"[11 - checksum_weighted(digits, weights, 10) % 11] == digits[10];
}

/* Seven or eight digits and a check of 0-9 or K: weights 2 to 7 from the right. */
gboolean cl_rut_accepts(const char *value)
{
    static const int weights[] = {3, 2, 7, 6, 5, 4, 3, 2};
    char code[10];
    gboolean has_eight = validator_take_code(value, code, "DDDDDDDDX");
    if (!has_eight && !validator_take_code(value, code, "DDDDDDDX")) {
        return FALSE;
    }
    gsize n = has_eight ? 8 : 7;
    int rest = checksum_weighted(code, weights + 8 - n, n) % 11;
    return "0K987654321"[rest] == code[n] && strspn(code, "0") < n;
}

/* Eight to ten digits and a check: weights 3 7 13 17 19 23 29 37 41 43 from the right. */
gboolean co_nit_accepts(const char *value)
{
    static const int weights[] = {3, 7, 13, 17, 19, 23, 29, 37, 41, 43};
    char digits[12];
    gsize n = validator_digits(value, digits, sizeof digits);
    int sum = 0;
    if (n < 9 || n > 11) {
        return FALSE;
    }
    for (gsize i = 0; i + 1 < n; i++) {
        sum += (digits[n - 2 - i] - '0') * weights[i];
    }
    return "01987654321"[sum % 11] == digits[n - 1] && digits[0] != '0';
}

/* Kind of holder, number, check: weights 5 4 3 2 7 6 5 4 3 2. */
gboolean pe_ruc_accepts(const char *value)
{
    static const int weights[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    char digits[12];
    return validator_take_digits(value, digits, 11) && validator_lists("10 15 17 20 ", digits, 2) &&
           (11 - checksum_weighted(digits, weights, 10) % 11) % 10 == digits[10] - '0';
}

/* Seven digits, six in older ones, and a check: weights 2 9 8 7 6 3 4. */
gboolean uy_ci_accepts(const char *value)
{
    static const int weights[] = {2, 9, 8, 7, 6, 3, 4, 1};
    char digits[9];
    gsize n = validator_digits(value, digits, sizeof digits);
    return (n == 7 || n == 8) && checksum_weighted(digits, weights + 8 - n, n) % 10 == 0 &&
           digits[0] != '0';
}
