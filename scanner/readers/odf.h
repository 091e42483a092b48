#ifndef DAICHO_SCANNER_READERS_ODF_H
#define DAICHO_SCANNER_READERS_ODF_H

#include "scanner/readers/flow.h"
#include "scanner/readers/sheet_grid.h"
#include "scanner/readers/xml_events.h"

/* What files of the ODF reader share: reader_odf, odf_content, odf_sheet, odf_elements. */

/* What an element does. Those that are not listed only hold others. */
typedef enum {
    ODF_SKIP, /* with all that is in it */
    ODF_META,
    ODF_SPREADSHEET,
    ODF_SLIDES,
    ODF_PAGE,
    ODF_MASTER,
    ODF_STORY,
    ODF_PAGE_STORY, /* named after the page, too */
    ODF_NOTE,
    ODF_COMMENT,
    ODF_CHANGE,
    ODF_BOX, /* a text of its own when it hangs on a paragraph */
    ODF_PARAGRAPH,
    ODF_CHARACTER,
    ODF_SPACES,
    ODF_ASIDE,
    ODF_LINK,
    ODF_SOURCE, /* says where something comes from */
    ODF_DESCRIPTION,
    ODF_ATTRIBUTES, /* that are text, joined by spaces */
    ODF_BINARY,     /* base64 */
    ODF_TABLE,
    ODF_ROW,
    ODF_CELL,
} OdfAction;

typedef struct {
    const char *name;
    OdfAction action;
    const char *argument;
} OdfElement;

/* NULL when the element is not listed. */
const OdfElement *odf_element_find(const char *name);
extern const XmlNamespace odf_namespaces[];

/* A spreadsheet's sheets. A row that is repeated, and a cell that is, is given some times over, since
 * it is there so often; rows and columns are counted in full. */
typedef struct OdfSheet OdfSheet;
OdfSheet *odf_sheet_new(TextView *view, Flow *flow);
void odf_sheet_free(OdfSheet *sheet);

void odf_sheet_begin(OdfSheet *sheet, const char *name);
void odf_sheet_end(OdfSheet *sheet);
gboolean odf_sheet_is_open(const OdfSheet *sheet);
void odf_sheet_begin_row(OdfSheet *sheet, const XmlElement *element);
void odf_sheet_end_row(OdfSheet *sheet);
void odf_sheet_begin_cell(OdfSheet *sheet, const XmlElement *element);
void odf_sheet_end_cell(OdfSheet *sheet); /* takes the text at hand of the flow */

/* "Sheet1:B12 comment" (g_free). */
char *odf_sheet_describe(const OdfSheet *sheet, const char *what);

/* An attribute that counts; 1 when it is missing or wrong, and at most limit. */
guint32 odf_get_count(const XmlElement *element, const char *name, guint32 limit);

/* What a cell is when nothing is shown of it (g_free); NULL when that is nothing. */
char *odf_dup_cell_value(const XmlElement *element);

/* The text of a document's parts. */
typedef struct OdfContent OdfContent;
OdfContent *odf_content_new(Item *item, TextView *view);
void odf_content_free(OdfContent *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OdfContent, odf_content_free)

/* It is read from one file: what it says of itself comes from a part "meta.xml" nevertheless. */
void odf_content_set_flat(OdfContent *content);

/* object: of the object that the part belongs to, "" for the document itself. Files that are written
 * into the XML become members. */
void odf_content_read(OdfContent *content, const char *part, const char *object, Source *source);

#endif
