#ifndef DAICHO_RULES_VALIDATORS_JP_NAME_TEXT_H
#define DAICHO_RULES_VALIDATORS_JP_NAME_TEXT_H

#include "rules/name_list.h"

/* A short text of Japanese, as letters and words, and what a word of it can be. */

enum { NAME_LETTERS_MAX = 32, NAME_WORDS_MAX = 6 };

typedef struct {
    gunichar letters[NAME_LETTERS_MAX];
    gsize at[NAME_LETTERS_MAX + 1]; /* offsets in bytes */
    gsize n;
} NameText;

typedef struct {
    const gunichar *letters; /* borrowed */
    gsize n;
    gsize start; /* offset in bytes */
} NameWord;

typedef enum {
    NAME_SCRIPT_KANJI,
    NAME_SCRIPT_HIRAGANA,
    NAME_SCRIPT_KATAKANA,
    NAME_SCRIPT_MIXED, /* kanji with kana */
    NAME_SCRIPT_OTHER,
} NameScript;

/* As much as there is room for. */
void name_text_read(NameText *text, const char *value);

/* Words between spaces, up to what is neither kanji nor kana; returns how many. */
gsize name_text_split(const NameText *text, NameWord words[NAME_WORDS_MAX]);

/* Offset in bytes behind the word. */
gsize name_word_end(const NameText *text, const NameWord *word);

NameScript name_word_script(const NameWord *word);

typedef struct {
    guint surname, given; /* as name_list_weigh; one letter is at most 1 */
} NameParts;

guint name_word_weigh(const NameWord *word, NameList list);

/* A surname and a given name without anything between them; of several ways the surest. Both are 0
 * when there is no way. */
NameParts name_word_split(const NameWord *word);

/* Whether it splits and is no word. */
gboolean name_word_is_full(const NameWord *word);

/* The word without the title or honorific at its end, when something is left: 架空 of 架空課長. */
NameWord name_word_trim(const NameWord *word);

/* Whether it stands where names stand and is none: 未定, 営業部, 電話番号. */
gboolean name_word_is_none(const NameWord *word);

/* Whether it ends as no name does that is not listed: 部, 会社, センター. */
gboolean name_word_ends_as_none(const NameWord *word);

/* A part of an organisation, or a title, behind which a name may follow: 営業部, 部長. */
gboolean name_word_is_office(const NameWord *word);

#endif
