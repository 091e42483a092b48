#ifndef DAICHO_SCANNER_READERS_RTF_H
#define DAICHO_SCANNER_READERS_RTF_H

#include "scanner/readers/flow.h"
#include "scanner/readers/rtf_decode.h"
#include "scanner/readers/rtf_words.h"

/* What files of the RTF reader share: reader_rtf, rtf_destination, rtf_field, rtf_object. */

/* A group, with what ends with it. */
typedef struct {
    RtfDestination to;
    const RtfWord *word;     /* of the destination; NULL for the body */
    gboolean begins;         /* the destination ends with this group */
    GString *capture;        /* NULL when text goes to the flow; owned when begins */
    RtfDestination variants; /* of the group before \upr */
    gboolean is_fresh;       /* nothing came in it yet */
    gboolean has_variants, is_starred, is_deleted, in_table;
    gint font;
    guint skip;          /* characters behind a \u */
    guint cells_outside; /* of the row that a story interrupts */
} RtfGroup;

/* Hexadecimal digits of an object or picture. */
typedef struct {
    GByteArray *bytes;
    gint digit; /* the first one of a byte; -1 when none is waiting */
    gboolean is_too_large;
    const char *kind; /* of a picture; NULL when it was not told */
} RtfHex;

typedef struct {
    Item *item;
    TextView *view;
    Flow *flow;
    RtfDecoder *decoder;
    GArray *groups; /* of RtfGroup; the first is what stands around the document */
    guint64 too_deep;
    GString *text;       /* decoded, and not yet where it goes */
    GString *text_to;    /* where it goes: a capture, or NULL for the flow */
    gboolean text_aside; /* within the flow */
    gint default_font, font_entry;
    guint64 skip_left;
    guint cells;        /* of the open row */
    gboolean row_begun; /* by \trowd, since the last row */
    guint notes[4];     /* how many there were: see rtf_destination.c */
    guint objects, pictures;
    char *author, *shape_name, *property_name;
    RtfHex hex;
} RtfReader;

/* The text that was read so far goes where it belongs. */
void rtf_settle(RtfReader *reader);

/* A table ends where a paragraph that is in none begins. */
void rtf_leave_table(RtfReader *reader);

/* group is the last one; it was told to be a destination. */
void rtf_begin_destination(RtfReader *reader, RtfGroup *group, const RtfWord *word,
                           RtfDestination to);
void rtf_end_destination(RtfReader *reader, RtfGroup *group);
void rtf_make_endnote(RtfReader *reader);

/* What an instruction of a field, or a tag of HTML, says besides the text that is shown. */
void rtf_give_field(Flow *flow, const char *instruction);
void rtf_give_tag(Flow *flow, const char *tag);

void rtf_hex_add(RtfHex *hex, const guint8 *bytes, gsize length);
void rtf_hex_add_binary(RtfHex *hex, const guint8 *bytes, gsize length);
void rtf_give_object(RtfReader *reader);
void rtf_give_picture(RtfReader *reader);

#endif
