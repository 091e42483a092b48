#ifndef DAICHO_RULES_VALIDATORS_CHECKSUM_H
#define DAICHO_RULES_VALIDATORS_CHECKSUM_H

#include <glib.h>

/* The sums that many schemes share. Digits are ASCII digits and nothing else. */

/* Sum of digit times weight over the first n digits. */
int checksum_weighted(const char *digits, const int *weights, gsize n);

/* The number that the first n digits make, modulo modulus (at most 1,000,000); n may be any. */
int checksum_modulo(const char *digits, gsize n, int modulus);

/* ISO/IEC 7812-1 annex B: from the right every second digit is doubled and its digits summed; the
 * total of all ends in 0. */
gboolean checksum_luhn(const char *digits);

/* Verhoeff, "Error detecting decimal codes" (1969): the dihedral group of order 10. */
gboolean checksum_verhoeff(const char *digits);

/* ISO/IEC 7064 MOD 11,10: all digits, the last one for checking. */
gboolean checksum_iso7064_11_10(const char *digits);

/* ICAO Doc 9303-3, 4.9: weights 7 3 1 over 0-9, A-Z as 10-35 and '<' as 0, modulo 10; -1 when another
 * character is among the n. */
int checksum_icao(const char *text, gsize n);

/* Whether the day exists in the year of the century (1900), or in any century when it is 0. */
gboolean checksum_has_day(int century, int year, int month, int day);

#endif
