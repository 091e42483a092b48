#ifndef DAICHO_SCANNER_CHARSET_H
#define DAICHO_SCANNER_CHARSET_H

#include <glib.h>

/* A charset as daicho names it, and what iconv calls it. */
typedef struct {
    const char *name;  /* "Shift_JIS" */
    const char *iconv; /* "CP932" */
    guint unit;        /* bytes of a code unit: 1, 2, 4 */
    gboolean is_big_endian;
    gboolean has_shift_states; /* ISO-2022 */
    guint bom;                 /* bytes to leave out at the start */
} Charset;

/* The charset of a text that begins with these bytes; NULL when they are no text. ascii_only: so far
 * any extension of ASCII would do. */
const Charset *charset_detect(const guint8 *bytes, gsize length, gboolean *ascii_only);
const Charset *charset_find(const char *name);

/* Opens the common converters while files may still be opened; the second, those that write. */
void charset_init(void);
void charset_init_encoders(void);

typedef struct CharsetConverter CharsetConverter;
CharsetConverter *charset_converter_new(const Charset *charset);
void charset_converter_free(CharsetConverter *converter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CharsetConverter, charset_converter_free)

/* Whether it goes on after any character as at the start of a text, and gives every character at once.
 * The state of the others is in the converter. */
gboolean charset_converter_is_stateless(const CharsetConverter *converter);

/* Whether all its state is the last escape in the line (ISO/IEC 2022), and, between the two characters
 * that Unicode has for one, the second of them. */
gboolean charset_converter_is_escaped(const CharsetConverter *converter);

/* How many bytes an escape has, of which the first three at least are there. */
gsize charset_escape_length(const guint8 *escape);

/*
 * Converts bytes to UTF-8, appending at most limit bytes to out, and returns how many bytes it
 * took. What is not of the charset becomes U+FFFD, byte by byte, and is counted in *invalid. The
 * converter starts without shift when fresh is set.
 */
gsize charset_convert(CharsetConverter *converter, const guint8 *bytes, gsize length,
                      gboolean fresh, gsize limit, GString *out, guint64 *invalid);

/* The same for a part of a text that goes on in the next call: a character that the part's end cuts is
 * left, and the shift is kept. */
gsize charset_convert_part(CharsetConverter *converter, const guint8 *bytes, gsize length,
                           GString *out, guint64 *invalid);

/* The last place up to wanted where a character begins, counted from the start of bytes, where one
 * does. For charsets of single-byte units without shift states. */
gsize charset_find_boundary(const Charset *charset, const guint8 *bytes, gsize wanted);

#endif
