#ifndef DAICHO_SCANNER_READERS_HTML_ATTRIBUTE_H
#define DAICHO_SCANNER_READERS_HTML_ATTRIBUTE_H

#include "scanner/readers/markup_scan.h"

/* What a tag's attributes say that its text does not: titles, values, where links lead to. */

const char *html_attribute_get(const MarkupTag *tag, const char *name); /* NULL without one */

/* Appends a line "name: value" for each attribute that holds data; values of links are decoded.
 * What only lays a page out is left out, unless it looks like an address or a number. */
void html_attribute_append_lines(GString *out, const MarkupTag *tag);

/* Whether an attribute holds content of its own, as a "data:" URL in base64. */
gboolean html_attribute_is_data(const MarkupAttribute *attribute);

/* Such content (g_bytes_unref), from the attribute of index *next on, which is moved behind it. NULL
 * when there is no more. extension is what a file of its type would have (g_free). */
GBytes *html_attribute_next_data(const MarkupTag *tag, gsize *next, char **extension);

#endif
