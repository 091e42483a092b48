#ifndef DAICHO_BASE_LANGUAGE_H
#define DAICHO_BASE_LANGUAGE_H

#include <glib.h>

/*
 * Words for people in their language. The program is written in English; po/ja.po has the same in
 * Japanese, made into a catalogue of GNU gettext (MO) that is part of the program. The language goes
 * along as an argument, so that one run may write a report in each.
 */
typedef enum {
    DAICHO_LANGUAGE_EN,
    DAICHO_LANGUAGE_JA,
} DaichoLanguage;
enum { DAICHO_N_LANGUAGES = DAICHO_LANGUAGE_JA + 1 };

/* NULL-terminated, in the order of the enumeration: "en", "ja" (BCP 47). */
extern const char *const daicho_languages[];

/* "ja"; FALSE for what is none of daicho_languages. */
gboolean daicho_language_parse(const char *name, DaichoLanguage *language);

/* Of the name of a locale, as "ja_JP.UTF-8"; English for every other one, and for NULL. */
DaichoLanguage daicho_language_of_locale(const char *locale);

/* Marks a constant as words that are translated when they are said. */
#define N_(words) words

/* The words in that language; as they are where there is no translation. Borrowed: lives as long as
 * the program, or as long as words. */
const char *daicho_language_say(DaichoLanguage language, const char *words) G_GNUC_FORMAT(2);

#endif
