#ifndef DAICHO_SCANNER_TEXT_VIEW_H
#define DAICHO_SCANNER_TEXT_VIEW_H

#include "scanner/reader.h"

/*
 * The text of a document, as its reader takes it out, handed to the rules in windows of bounded
 * size. A record is what belongs together: a paragraph, a row of a table, a contact. Each record,
 * and each cell if it wants, has a locator: words by which people find the place in the document
 * ("Sheet2:B14", "page 3"). What is given here has no place in the original bytes, but a whole record
 * may have.
 *
 * Text of any bytes is taken: what is not UTF-8 is replaced, NULs become spaces. A record too long
 * for a window is cut where nothing is lost: each match is seen whole in one of two windows that
 * overlap.
 */
typedef struct TextView TextView;

/* Records are counted on from the item's. */
TextView *text_view_new(Item *item);
void text_view_free(TextView *view); /* drops what was not given: see text_view_end */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextView, text_view_free)

/* Begins a record, ending the one before. Its number is the next, from 1. */
void text_view_begin_record(TextView *view, const char *locator);

/* From here on the record, which must be open, has another locator. */
void text_view_set_locator(TextView *view, const char *locator);

/*
 * Where in a document the reader stands, for what is given later than it is read; nowhere when nobody
 * wants to know. Valid as long as the view.
 */
ExtractOrigin text_view_here(TextView *view);

/* The open record comes from there, rather than from where the reader stood when it began. */
void text_view_set_origin(TextView *view, const ExtractOrigin *origin);

/* And from there. */
void text_view_add_origin(TextView *view, const ExtractOrigin *origin);

/* Ends the record, if one is open. One without text counts for nothing. */
void text_view_end_record(TextView *view);

/* The same for a record that is a run of bytes of the original, for those who want to cut it out:
 * begin and end are its exact offsets. */
void text_view_begin_record_at(TextView *view, const char *locator, gint64 begin);
void text_view_end_record_at(TextView *view, gint64 end);

/* Running text of the open record (one without locator is begun when none is). length -1: up to the
 * NUL. A line break is added at a record's end, not here. */
void text_view_append(TextView *view, const char *text, gssize length);

enum { TEXT_VIEW_NO_LABEL = G_MAXUINT32 };

/* What follows is seen by the rules without what came before. No record may be open. */
void text_view_begin_window(TextView *view);

/* Names of columns for the cells that follow, copied; n 0 for none. */
void text_view_set_labels(TextView *view, const char *const *labels, guint32 n_labels);

/* The cells that follow are of a table of their own, until labels are taken away (n 0). Its columns are
 * its labels, in their order. */
void text_view_begin_table(TextView *view);

/* Another column for the next cell, from 1, whatever its label. */
void text_view_set_column(TextView *view, guint32 column);

/* A cell of the open record: a match lies within one cell. label is an index into the labels or
 * TEXT_VIEW_NO_LABEL; locator is the cell's own, or NULL for the record's. */
void text_view_add_cell(TextView *view, const char *locator, guint32 label, const char *text,
                        gssize length);

/* Gives all that is left, and sets the item's number of records. */
void text_view_end(TextView *view);

/* FALSE when a limit of the file is reached and reading should end. */
gboolean text_view_goes_on(const TextView *view);

#endif
