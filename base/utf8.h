#ifndef DAICHO_BASE_UTF8_H
#define DAICHO_BASE_UTF8_H

#include <glib.h>

/* How many bytes of ASCII, NUL among it, a text begins with. */
gsize daicho_ascii_count(const void *text, gsize length);

/* How many bytes of valid UTF-8 without NUL a text begins with (RFC 3629): length when it is nothing
 * else. As g_utf8_validate_len, which it is faster than. */
gsize daicho_utf8_count(const void *text, gsize length);

/* How many bytes there are of the C0 controls that plain text has not: all but backspace, tab, line feed,
 * form feed, carriage return, SUB and ESC. */
gsize daicho_control_count(const void *text, gsize length);

#endif
