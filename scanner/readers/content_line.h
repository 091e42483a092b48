#ifndef DAICHO_SCANNER_READERS_CONTENT_LINE_H
#define DAICHO_SCANNER_READERS_CONTENT_LINE_H

#include "scanner/readers/entry_lines.h"

/* One property of a vCard or a calendar: "item1.TEL;TYPE=home:03-0000-1234" (RFC 6350, 3.3; RFC 5545,
 * 3.1; vCard 2.1). */
typedef struct {
    char *name; /* UTF-8 in upper case, without its group; "" for what is no property */
    GPtrArray
        *parameters; /* of char *, bytes: "NAME=value", the name in upper case and "" where the line
                            * has only a value */
    char *value;     /* bytes, decoded from quoted-printable; ends with a NUL */
    gsize length;
    gboolean is_base64; /* the value is, and was not decoded */
} ContentLine;

/* Reads the next property, with all the lines that it goes on over. FALSE at the end. */
gboolean content_line_next(EntryLines *lines, EntryLine *line, ContentLine *content);
void content_line_clear(ContentLine *content);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ContentLine, content_line_clear)

/* Borrowed; NULL without one. The first of that name. */
const char *content_line_get(const ContentLine *content, const char *parameter);

/* The value as UTF-8, escapes resolved (g_free). */
char *content_line_dup_text(const ContentLine *content, EntryLines *lines);

/* The components of the value, which are parted by ";" (g_strfreev). */
char **content_line_dup_components(const ContentLine *content, EntryLines *lines);

/* What a base64 value holds (g_bytes_unref). */
GBytes *content_line_decode(const ContentLine *content);

#endif
