#ifndef DAICHO_SCANNER_READERS_ODF_CONTENT_H
#define DAICHO_SCANNER_READERS_ODF_CONTENT_H

#include "scanner/readers/odf.h"

/* What files of OdfContent share: odf_content, odf_story, odf_words. */

/* An element that is open. */
typedef struct {
    const OdfElement *element; /* NULL when it only holds others */
    gboolean has_story;        /* that ends with it */
    gboolean has_loose_text;   /* outside of paragraphs */
    gboolean is_sheet, is_property;
    guint32 repeated; /* of a cell */
    char *target;     /* of a link */
} OdfFrame;

/* Where the text of a story stands. */
typedef struct {
    gboolean in_paragraph, after_space;
} OdfPlace;

/* What is counted. */
typedef enum {
    ODF_FOOTNOTES,
    ODF_ENDNOTES,
    ODF_COMMENTS,
    ODF_BOXES,
    ODF_CHANGES,
    ODF_PICTURES,
    ODF_OBJECTS,
    ODF_KINDS,
} OdfKind;

struct OdfContent {
    Item *item;
    Flow *flow;
    OdfSheet *sheet;
    GArray *frames, *places;
    guint skipped;      /* how deep within what is skipped */
    const char *part;   /* at hand */
    gboolean is_flat;   /* it is all of the document */
    const char *object; /* of the part at hand; "" for the document itself */
    char *page;         /* "slide 3", "master Default"; NULL outside of them */
    const char *page_kind;
    guint pages, counts[ODF_KINDS];
    gboolean in_spreadsheet, in_meta;
    guint sheet_depth; /* places, while the sheet's cells are at hand */
    GString *capture;  /* text that goes elsewhere; NULL when it goes to the flow */
    char *label;       /* of the property that is captured */
    GByteArray *binary;
    gint base64_state;
    guint base64_save;
    gboolean in_binary, is_too_large, holds_picture;
};

/* --- odf_story: where text stands --- */

OdfPlace *odf_get_place(const OdfContent *content);
OdfFrame *odf_get_frame(const OdfContent *content);

/* A story that ends with the frame. */
void odf_begin_story(OdfContent *content, OdfFrame *frame, const char *locator);
void odf_begin_story_element(OdfContent *content, OdfFrame *frame, const XmlElement *element);
void odf_end_story(OdfContent *content);

/* A box, a table or a paragraph within a paragraph stands by itself. */
void odf_stand_apart(OdfContent *content, OdfFrame *frame);

/* Whether the cells of a sheet are at hand, and not a note within one. */
gboolean odf_in_sheet(const OdfContent *content);

void odf_end_paragraph(OdfContent *content);

/* Runs of white space are one space, and none at the start (ODF 1.3, part 3, 6.1.2). */
void odf_append_collapsed(OdfContent *content, const char *text, gsize length);
void odf_append_character(OdfContent *content, const char *character);

/* "footnote 3" (g_free). */
char *odf_describe_next(OdfContent *content, OdfKind kind);

/* --- odf_words: what is no running text --- */

void odf_give_attributes(OdfContent *content, const XmlElement *element, const char *names);
void odf_give_source(OdfContent *content, const XmlElement *element);
void odf_begin_property(OdfContent *content, OdfFrame *frame, const XmlElement *element);
void odf_begin_capture(OdfContent *content);
void odf_add_captured(OdfContent *content, const char *text, gsize length);
void odf_end_capture(OdfContent *content, gboolean is_property);
void odf_begin_binary(OdfContent *content);
void odf_add_binary(OdfContent *content, const char *text, gsize length);
void odf_end_binary(OdfContent *content);

#endif
