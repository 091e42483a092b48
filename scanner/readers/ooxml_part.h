#ifndef DAICHO_SCANNER_READERS_OOXML_PART_H
#define DAICHO_SCANNER_READERS_OOXML_PART_H

#include "scanner/readers/ooxml_authors.h"
#include "scanner/readers/opc.h"
#include "scanner/readers/story.h"

/*
 * One XML part of an OOXML document (ISO/IEC 29500-1, transitional and strict). What it is, is told by
 * its root element, whatever its name and type say: running text, data whose every element and
 * attribute is given, or how things look, which holds no text.
 */
typedef struct {
    Item *item;
    const Opc *opc;
    TextView *view;
    Story *story;
    OoxmlAuthors *authors; /* of changes */
    GHashTable *given;     /* of OpcLink: links whose targets stand beside their text */
    gboolean has_diagram;  /* as data: what is drawn of it says the same */
} OoxmlContext;

/* place is how people know the part; NULL to tell it by its root. */
void ooxml_part_read(OoxmlContext *context, const char *part, const char *place, Source *source);

#endif
