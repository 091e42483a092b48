#ifndef DAICHO_SCANNER_READERS_METAFILE_H
#define DAICHO_SCANNER_READERS_METAFILE_H

#include "scanner/readers/content.h"
#include "scanner/text_view.h"

/* From the coordinates of a string to those of the picture; what is turned is taken as if it was not. */
typedef struct {
    double width, height, x, y;
} MetafileTransform;

/*
 * A picture as the calls that drew it (MS-EMF, MS-WMF): what an embedded sheet or drawing looked like,
 * with its text as text. Strings that stand behind each other are a line.
 */
typedef struct {
    Item *item;
    TextView *view;
    const Content *content;
    guint64 lines;          /* begun */
    gint64 x, y;            /* where the last string ended, and its line */
    gboolean x_is_known;    /* the string told the widths of its characters */
    guint64 glyphs;         /* strings that are numbers of glyphs, not of characters */
    GHashTable *fonts;      /* EMF: charset by handle */
    GArray *transforms;     /* EMF: of MetafileTransform, the one in use the last of those kept */
    const Charset *charset; /* of the font in use */
} Metafile;

/* A string drawn at a point; width: how far the next one begins, negative when it is not known. */
typedef struct {
    gint64 x, y, width;
    guint characters;
} MetafilePlace;

/* Hands over a string of a metafile. */
void metafile_give(Metafile *metafile, const MetafilePlace *place, const char *text);

/* The charset of the strings that follow, by that of a font. */
void metafile_set_font(Metafile *metafile, guint charset);

/* Read all records from a place on, until one says that it is the last. told: where the header says
 * that the picture ends, in bytes. */
void metafile_emf_read(Metafile *metafile, guint64 told);
void metafile_wmf_read(Metafile *metafile, guint64 offset, guint64 told);

/* The item is partly read: text is cut off; or the last record ends behind the file, or before the
 * place that the header tells of. */
void metafile_note_cut(const Metafile *metafile);
void metafile_check_end(const Metafile *metafile, guint64 end, guint64 told);

/* A record of EMF about coordinates; others are left alone. */
void metafile_transform_read(Metafile *metafile, guint32 type, const guint8 *bytes, guint32 length);

/* Where a point is in the picture, and how wide what is there. */
void metafile_transform_place(const Metafile *metafile, MetafilePlace *place);

/* Bytes of a record, its first `length` at most (g_free); NULL when they are not all there. */
guint8 *metafile_dup_record(const Metafile *metafile, guint64 offset, guint64 length);

guint16 metafile_get_u16(const guint8 *bytes);
guint32 metafile_get_u32(const guint8 *bytes);

#endif
