#ifndef DAICHO_RULES_NORMALISE_H
#define DAICHO_RULES_NORMALISE_H

#include <glib.h>

/* What daicho knows of a kind of value. Kinds that are not in the table are official numbers and
 * the like: letters and digits count, nothing else. */
typedef struct {
    const char *kind;
    char *(*normalise)(const char *folded); /* NULL when it is no such value */
    char *(*mask)(const char *folded);
    /* A PCRE2 pattern that finds the value however it is written (g_free). */
    char *(*spell)(const char *folded);
} ValueKind;

const ValueKind *value_kind_find(const char *kind);

/* Addresses, as ValueKind says. */
char *address_normalise(const char *folded);
char *address_spell(const char *folded);

/* Kanji numerals as digits: 五五 and 五十五 as 55 (g_free). */
char *numerals_to_digits(const char *text);

/* Appends a PCRE2 pattern of a number below 100, in digits or kanji. */
void numerals_spell(GString *out, guint number);

#endif
