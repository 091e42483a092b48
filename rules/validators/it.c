#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

enum { LENGTH = 16 };

/* Where two persons would have one code, digits from the right become letters. */
static gboolean take_number(const char *code, gsize place, gsize n, int *number)
{
    static const char letters[] = "LMNPQRSTUV";
    *number = 0;
    for (gsize i = place; i < place + n; i++) {
        const char *letter = strchr(letters, code[i]);
        if (!g_ascii_isdigit(code[i]) && letter == NULL) {
            return FALSE;
        }
        *number = *number * 10 + (int)(letter != NULL ? letter - letters : code[i] - '0');
    }
    return TRUE;
}

/* Values of 0-9 and of A-Z at odd places; A and 0 are the same, and so on to J and 9. */
static int odd_value(int rank)
{
    static const int values[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    return values[rank];
}

static gboolean has_check_letter(const char *code)
{
    int sum = 0;
    for (gsize i = 0; i < LENGTH - 1; i++) {
        int rank = g_ascii_isdigit(code[i]) ? code[i] - '0' : code[i] - 'A';
        sum += i % 2 == 0 ? odd_value(rank) : rank;
    }
    return code[LENGTH - 1] - 'A' == sum % 26;
}

/* Surname, given name, year, month letter, day (a woman's and 40), municipality, check letter. */
gboolean it_codice_fiscale_accepts(const char *value)
{
    static const char months[] = "ABCDEHLMPRST";
    char code[LENGTH + 1];
    int year = 0;
    int day = 0;
    int town = 0;
    if (!validator_take_code(value, code, "AAAAAAXXAXXAXXXA")) {
        return FALSE;
    }
    const char *month = strchr(months, code[8]);
    return month != NULL && take_number(code, 6, 2, &year) && take_number(code, 9, 2, &day) &&
           take_number(code, 12, 3, &town) &&
           checksum_has_day(0, year, (int)(month - months) + 1, day > 40 ? day - 40 : day) &&
           has_check_letter(code);
}
