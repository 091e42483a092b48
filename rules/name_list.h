#ifndef DAICHO_RULES_NAME_LIST_H
#define DAICHO_RULES_NAME_LIST_H

#include <glib.h>

/*
 * The lists of rules/names: Japanese surnames and given names, in kanji, kana and as readings in
 * katakana. Kanji count as their usual form (name_forms.h); hiragana is also looked for as a reading.
 */

typedef enum {
    NAME_LIST_SURNAMES,
    NAME_LIST_GIVENS,
    NAME_LIST_WORDS, /* that only look like a surname and a given name */
} NameList;

/* How sure a name it is: 3 is hardly anything else, 2 also a place, 1 also a word; 0: not listed.
 * A listed word is 1. */
guint name_list_weigh(NameList list, const gunichar *letters, gsize n);

#endif
