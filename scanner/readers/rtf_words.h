#ifndef DAICHO_SCANNER_READERS_RTF_WORDS_H
#define DAICHO_SCANNER_READERS_RTF_WORDS_H

#include <glib.h>

/* What a control word does. Those that are not listed only shape how text looks. */
typedef enum {
    RTF_DO_CHARACTER, /* text: a character of Unicode */
    RTF_DO_DESTINATION,
    RTF_DO_PARAGRAPH,
    RTF_DO_CELL,
    RTF_DO_ROW,
    RTF_DO_NESTED_CELL,
    RTF_DO_NESTED_ROW,
    RTF_DO_ROW_BEGINS,
    RTF_DO_IN_TABLE,
    RTF_DO_PLAIN_PARAGRAPH,
    RTF_DO_PLAIN,
    RTF_DO_UNICODE,
    RTF_DO_UNICODE_SKIP,
    RTF_DO_FONT,
    RTF_DO_DEFAULT_FONT,
    RTF_DO_FONT_CHARSET,
    RTF_DO_CODEPAGE, /* of the document, or of a font */
    RTF_DO_CHARSET,  /* the same, in words */
    RTF_DO_DELETED,
    RTF_DO_ENDNOTE,
    RTF_DO_PICTURE_KIND,
    RTF_DO_STARRED,
    RTF_DO_VARIANTS,
    RTF_DO_UNICODE_VARIANT,
} RtfAction;

/* Where the text of a group goes. */
typedef enum {
    RTF_TO_SAME,       /* where that of the group around it goes */
    RTF_TO_NOTHING,    /* nor that of the groups in it */
    RTF_TO_PARTS_ONLY, /* what is known of the groups in it, its own text nowhere */
    RTF_TO_FONTS,
    RTF_TO_STORY,    /* of its own: a note */
    RTF_TO_PROPERTY, /* a record, behind the property's name */
    RTF_TO_PROPERTY_NAME,
    RTF_TO_LIST,   /* a property of which each group in it is a part */
    RTF_TO_LINE,   /* behind the paragraph */
    RTF_TO_FIELD,  /* an instruction, of which targets of links are kept */
    RTF_TO_AUTHOR, /* of the comment to come */
    RTF_TO_HTML,   /* tags, of which attributes are kept */
    RTF_TO_SHAPE_NAME,
    RTF_TO_SHAPE_VALUE,
    RTF_TO_OBJECT,
    RTF_TO_PICTURE,
} RtfDestination;

typedef struct {
    const char *word;
    RtfAction action;
    gint32 value; /* character or destination */
    const char *name;
} RtfWord;

/* NULL when the word is not known. */
const RtfWord *rtf_word_find(const char *word);

#endif
