#ifndef DAICHO_SCANNER_READERS_MARKUP_TAG_H
#define DAICHO_SCANNER_READERS_MARKUP_TAG_H

#include "scanner/readers/markup_scan.h"

/* One tag of HTML or XML, from "<" to ">". */

/* How far a tag was looked at that had no end yet; begins as zeros. */
typedef struct {
    gsize looked_at;
    char quote;          /* within a value; '\0' outside */
    gboolean has_equal;  /* a quote that follows begins a value */
    guint brackets;      /* of a DOCTYPE */
    gboolean in_comment; /* of a DOCTYPE */
} MarkupTagEnd;

/* The length of the tag that text begins with; 0 when it does not end here. A declaration ends
 * behind its brackets, and has quotes anywhere. */
gsize markup_tag_find_end(const char *text, gsize length, gboolean is_declaration,
                          MarkupTagEnd *end);

typedef struct MarkupTagParser MarkupTagParser;
MarkupTagParser *markup_tag_parser_new(MarkupKind kind, GHashTable *entities); /* borrowed */
void markup_tag_parser_free(MarkupTagParser *parser);

/* Sets tag, valid until the next call. FALSE when it is no tag at all but text in angle brackets,
 * such as an address. */
gboolean markup_tag_parse(MarkupTagParser *parser, const char *text, gsize length, MarkupTag *tag);

/* By how many bytes references have made the last tag longer. */
gsize markup_tag_get_expanded(const MarkupTagParser *parser);

/* The name that text begins with (g_free). */
char *markup_tag_dup_name(MarkupKind kind, const char *text, gsize length);

/* Names of elements that somebody defined have letters, digits and little else. */
gboolean markup_tag_is_name(MarkupKind kind, const char *name);

#endif
