#include "base/language.h"

#include <string.h>

extern const unsigned char daicho_words_ja[];
extern const size_t daicho_words_ja_length;

const char *const daicho_languages[] = {"en", "ja", NULL};

gboolean daicho_language_parse(const char *name, DaichoLanguage *language)
{
    for (gsize i = 0; daicho_languages[i] != NULL; i++) {
        if (strcmp(daicho_languages[i], name) == 0) {
            *language = (DaichoLanguage)i;
            return TRUE;
        }
    }
    return FALSE;
}

DaichoLanguage daicho_language_of_locale(const char *locale)
{
    DaichoLanguage language = DAICHO_LANGUAGE_EN;
    if (locale != NULL) {
        g_autofree char *name = g_strndup(locale, strcspn(locale, "_.@"));
        daicho_language_parse(name, &language);
    }
    return language;
}

/* A number of an MO file, which is little-endian as msgfmt writes it; see the gettext manual, "The Format
 * of GNU MO Files". */
static guint32 number_at(gsize offset)
{
    guint32 number = 0;
    g_assert(offset + sizeof number <= daicho_words_ja_length);
    memcpy(&number, daicho_words_ja + offset, sizeof number);
    return GUINT32_FROM_LE(number);
}

enum { N_STRINGS_AT = 8, ORIGINALS_AT = 12, TRANSLATIONS_AT = 16, DESCRIPTOR_BYTES = 8 };

/* Descriptors are length and offset; the string ends with NUL. */
static const char *string_at(gsize table, guint32 index)
{
    guint32 offset = number_at(table + (gsize)index * DESCRIPTOR_BYTES + sizeof offset);
    return (const char *)daicho_words_ja + offset;
}

const char *daicho_language_say(DaichoLanguage language, const char *words)
{
    /* The empty text is the header's key. */
    guint32 from = 0,
            to = language == DAICHO_LANGUAGE_JA && *words != '\0' ? number_at(N_STRINGS_AT) : 0;
    while (from < to) {
        guint32 middle = from + (to - from) / 2;
        gint order = strcmp(words, string_at(number_at(ORIGINALS_AT), middle));
        if (order == 0) {
            return string_at(number_at(TRANSLATIONS_AT), middle);
        }
        from = order > 0 ? middle + 1 : from;
        to = order > 0 ? to : middle;
    }
    return words;
}
