#ifndef DAICHO_SCANNER_READERS_OOXML_RULES_H
#define DAICHO_SCANNER_READERS_OOXML_RULES_H

#include "scanner/readers/xml_events.h"

/* What the elements of OOXML mean for text: tables only. */

/* How a part is read, by its root element. */
typedef enum {
    OOXML_DATA,  /* every element and attribute: what no other row is for */
    OOXML_TEXT,  /* every element, no attribute */
    OOXML_STORY, /* by the rules below */
    OOXML_LOOK,  /* styles, fonts, themes: no text of a document */
} OoxmlMode;

typedef struct {
    const char *root;
    OoxmlMode mode;
    const char *place; /* of a part that nothing links to */
} OoxmlRoot;

typedef enum {
    OOXML_IS_PARAGRAPH = 1 << 0,
    OOXML_IS_TABLE = 1 << 1,
    OOXML_IS_ROW = 1 << 2,
    OOXML_IS_CELL = 1 << 3,
    OOXML_IS_CHARACTERS = 1 << 4, /* its content is text of the paragraph */
    OOXML_IS_FIELD = 1 << 5,      /* its content is part of a field's instruction */
    OOXML_IS_INSERTED = 1 << 6,
    OOXML_IS_DELETED = 1 << 7,
    OOXML_IS_RUBY = 1 << 8,
    OOXML_IS_ENTRY = 1 << 9,       /* a note, a comment */
    OOXML_IS_ALTERNATES = 1 << 10, /* ways to show the same */
    OOXML_IS_ALTERNATE = 1 << 11,  /* one of them */
    OOXML_ENDS_FIELD = 1 << 12,
    OOXML_IS_VALUE = 1 << 13, /* a tab follows it */
    OOXML_IS_SYMBOL = 1 << 14,
    OOXML_IS_LOOK = 1 << 15, /* holds no text */
} OoxmlMeaning;

enum { OOXML_ATTRIBUTES = 3 };

typedef struct {
    const char *name;
    guint meaning;                            /* of OoxmlMeaning */
    const char *text;                         /* that it stands for; NULL for none */
    const char *attributes[OOXML_ATTRIBUTES]; /* whose values are text, or ids of links */
} OoxmlRule;

extern const XmlNamespace ooxml_namespaces[];

/* NULL for roots that no row is for. */
const OoxmlRoot *ooxml_find_root(const char *name);

/* By name (g_hash_table_unref), of OoxmlRule. */
GHashTable *ooxml_new_rules(void);

#endif
