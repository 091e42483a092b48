#ifndef DAICHO_SCANNER_READERS_MAIL_WORDS_H
#define DAICHO_SCANNER_READERS_MAIL_WORDS_H

#include <glib.h>

/* A header's value, as it stands there in UTF-8 with its line ends, as people read it: unfolded
 * (RFC 5322, 2.2.3), its encoded words decoded (RFC 2047), also those within quotes, those broken over
 * lines, and characters that were split between two words (g_free). */
char *mail_words_decode(const char *text);

#endif
