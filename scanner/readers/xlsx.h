#ifndef DAICHO_SCANNER_READERS_XLSX_H
#define DAICHO_SCANNER_READERS_XLSX_H

#include "scanner/readers/ooxml_part.h"
#include "scanner/readers/sheet_grid.h"
#include "scanner/readers/xlsx_strings.h"
#include "scanner/readers/xlsx_styles.h"
#include "scanner/readers/xml_events.h"

/* A workbook of Excel being read (ECMA-376 part 1, 18; binary: MS-XLSB). */

typedef struct {
    const char *name;  /* in the package */
    const char *role;  /* the last word of the relation that leads to it; "" when none does */
    const char *sheet; /* the name of the sheet that it belongs to; "" for the whole workbook */
    gboolean is_sheet;
} XlsxPart;

typedef struct {
    Item *item;
    Package *package;
    Opc *opc;
    TextView *view;
    SheetGrid *grid;
    OoxmlContext context; /* of the parts that are like those of other documents */
    GHashTable *names;    /* of parts, by their lower-case form: OPC does not tell case */
    GHashTable *parts;    /* of XlsxPart, by name */
    GHashTable *sheets;   /* names of sheets by the part that has them */
    GHashTable *people;   /* who wrote threaded comments: names by id */
    GStringChunk *texts;
    XlsxStyles *styles;
    XlsxStrings *strings;
    gboolean is_1904;
} XlsxBook;

extern const XmlNamespace xlsx_namespaces[];

/* "c" of "x:c". */
const char *xlsx_get_local(const char *name);

/* Whether a part is in the binary form. */
gboolean xlsx_is_binary(const XlsxPart *part);

/* "Sheet1 chart", or "chart" for what belongs to no sheet (g_free). */
char *xlsx_dup_place(const XlsxPart *part, const char *what);

/* A record of running text; empty text is none. */
void xlsx_give_text(const XlsxBook *book, const char *locator, const char *text);

/* Adds text to what may not grow without bound: then the item is set partly read. */
void xlsx_add_text(const XlsxBook *book, GString *out, const char *text, gsize length);

/* That the sheet of a name is the part which a link leads to; either may be NULL. */
void xlsx_set_sheet(XlsxBook *book, const OpcLink *link, const char *name);

/* The next shared string; where there is no room left for it, it is given at once. */
void xlsx_add_shared(XlsxBook *book, const char *text, const char *phonetic);

/* Lists the parts; then, when the names of sheets are known, finds out what each is. */
void xlsx_parts_add(XlsxBook *book);
void xlsx_parts_find(XlsxBook *book);

/* As the package has it, whatever the case; NULL when it has none. */
XlsxPart *xlsx_find_part(const XlsxBook *book, const char *name);

/* What a cell shows. */
void xlsx_give_number(const XlsxBook *book, guint32 row, guint32 column, guint32 style,
                      double value);
void xlsx_give_string(const XlsxBook *book, guint32 row, guint32 column, guint32 style,
                      const char *text, const char *phonetic);
void xlsx_give_shared(const XlsxBook *book, guint32 row, guint32 column, guint32 style,
                      guint32 index);

/* The texts in quotation marks of a formula: its result may not show them. */
void xlsx_give_literals(const XlsxBook *book, guint32 row, guint32 column, const char *formula);

/* A comment, or a link: "Sheet1:B12 comment". */
void xlsx_give_note(const XlsxBook *book, const XlsxPart *part, guint32 row, guint32 column,
                    const char *what, const char *text);

/* With its author, who may be NULL. */
void xlsx_give_comment(const XlsxBook *book, const XlsxPart *part, guint32 row, guint32 column,
                       const char *author, const char *text);

/* Where a link leads to, as people write it. */
void xlsx_give_link(const XlsxBook *book, const XlsxPart *part, guint32 row, guint32 column,
                    const OpcLink *link);

/* The text of a page's header or footer without its codes (18.3.1.46). */
void xlsx_give_margin(const XlsxBook *book, const XlsxPart *part, const char *what,
                      const char *text);

/* The parts, each in its XML form; then any in the binary one. */
void xlsx_workbook_read(XlsxBook *book, const XlsxPart *part, Source *source);
void xlsx_sheet_read(XlsxBook *book, const XlsxPart *part, Source *source);
void xlsx_comments_read(XlsxBook *book, const XlsxPart *part, Source *source);
void xlsx_people_read(XlsxBook *book, const XlsxPart *part, Source *source);
void xlsx_shared_strings_read(XlsxBook *book, const XlsxPart *part, Source *source);
void xlsx_styles_read(XlsxBook *book, const XlsxPart *part, Source *source);
void xlsx_binary_read(XlsxBook *book, const XlsxPart *part, Source *source);

#endif
