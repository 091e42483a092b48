#ifndef DAICHO_RULES_WORD_SET_H
#define DAICHO_RULES_WORD_SET_H

#include <glib.h>

/*
 * Literal words, thousands of them, found in one pass. Case and width do not matter. Where a word
 * begins or ends with a letter or digit of a script that puts spaces between words, no such character
 * may stand beside it there; words of Chinese characters, kana, Hangul, Thai and the like are found
 * anywhere. A trie rather than one PCRE2 alternation: that cannot hold more than 64 KiB.
 */
typedef struct WordSet WordSet;

/* words: not empty, valid UTF-8; what is written twice counts once. NULL with *message when one of
 * them holds neither letter nor digit, or when there are none. */
WordSet *word_set_new(const char *const *words, char **message);
void word_set_free(WordSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WordSet, word_set_free)

/* The words of a file: one a line, blanks around it and lines that begin with # left out (g_strfreev). */
char **word_set_split_lines(const char *text);

guint word_set_get_length(const WordSet *set);

/* Folded text as word_set_next wants it: in lower case, every character in its old place (g_free). */
char *word_set_prepare(const char *folded, gsize length);

/* The first word at offset or later, of those that begin there the longest. */
gboolean word_set_next(const WordSet *set, const char *prepared, gsize length, gsize offset,
                       gsize *start, gsize *end);

#endif
