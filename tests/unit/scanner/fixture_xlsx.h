#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_XLSX_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_XLSX_H

#include "tests/unit/scanner/fixture_extract.h"

/* A part of a workbook; length -1: a string. */
typedef struct {
    const char *name;
    const void *bytes;
    gssize length;
} FixturePart;

#define FIXTURE_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define FIXTURE_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define FIXTURE_XLSX(root, content)                                                                \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" root " xmlns=\"" FIXTURE_MAIN                    \
    "\" xmlns:r=\"" FIXTURE_RELATION "\">" content "</" root ">"
#define FIXTURE_RELATIONS(content)                                                                 \
    "<Relationships "                                                                              \
    "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" content              \
    "</Relationships>"
#define FIXTURE_LINK(id, kind, target)                                                             \
    "<Relationship Id=\"" id "\" Type=\"" FIXTURE_RELATION "/" kind "\" Target=\"" target "\"/>"
#define FIXTURE_LINK_OUT(id, kind, target)                                                         \
    "<Relationship Id=\"" id "\" Type=\"" FIXTURE_RELATION "/" kind "\" Target=\"" target          \
    "\" TargetMode=\"External\"/>"

/* A package of the parts, up to one without name, whose main part is main_part: the list of types and
 * the links of the package are added (g_bytes_unref). */
GBytes *fixture_xlsx_make(const char *main_part, const FixturePart *parts);
Extracted *fixture_xlsx_extract(const char *main_part, const FixturePart *parts);

/* The same of one sheet "S" with what its element holds, and shared strings (NULL for none). */
Extracted *fixture_xlsx_extract_sheet(const char *sheet, const char *strings);

#endif
