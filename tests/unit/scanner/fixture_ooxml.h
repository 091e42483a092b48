#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_OOXML_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_OOXML_H

#include <glib.h>

/* A part of a document, with the kind of the link that leads to it from owner ("" for the package,
 * NULL for no link at all). A link to elsewhere has an xml of NULL. */
typedef struct {
    const char *name, *xml;
    const char *owner, *kind, *id;
} FixturePart;

/* A document of such parts, the last of which has a name of NULL (g_bytes_unref). */
GBytes *fixture_ooxml(const FixturePart *parts);

/* A workbook of one sheet "S" and another part that leads from the workbook: "sharedStrings" or
 * "styles" (g_bytes_unref). */
GBytes *fixture_ooxml_workbook(const char *sheet, const char *kind, const char *part);

#endif
