#ifndef DAICHO_SCANNER_READERS_TNEF_WORDS_H
#define DAICHO_SCANNER_READERS_TNEF_WORDS_H

#include "scanner/charset.h"
#include "scanner/readers/tnef_properties.h"
#include "scanner/text_view.h"

/* The texts and dates of one list of properties, as cells with the names that people call them by. */
typedef struct TnefWords TnefWords;

/* charset: of strings of bytes; NULL when the file does not tell. */
TnefWords *tnef_words_new(const Charset *charset);
void tnef_words_free(TnefWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TnefWords, tnef_words_free)

/* FALSE when the property is neither text nor date. */
gboolean tnef_words_add(TnefWords *words, const TnefProperty *property);

/* Gives them as one record. */
void tnef_words_give(const TnefWords *words, TextView *view, const char *locator);

/* A string of bytes (g_free), up to its NUL. */
char *tnef_words_dup(const Charset *charset, const guint8 *bytes, gsize length);

/* A property's text (g_free); NULL when it is none. */
char *tnef_words_dup_text(const Charset *charset, const TnefProperty *property);

#endif
