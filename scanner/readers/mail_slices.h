#ifndef DAICHO_SCANNER_READERS_MAIL_SLICES_H
#define DAICHO_SCANNER_READERS_MAIL_SLICES_H

#include "scanner/reader.h"
#include "scanner/readers/mail_lines.h"

/*
 * A big mbox in slices: runs of its messages. What the rules see of a message depends on those that share
 * a window with it, so windows begin at messages that are told by their offset alone, and slices at some
 * of these. A slice knows the number of its first message, and which messages begin is told by the lines
 * alone, whatever parts they have.
 */

/* Plans the slices of an mbox when that is asked for and worth it: then nothing is to be read. */
gboolean mail_slices_plan(Item *item);

/* The lines of the slice that is asked for, which begin in *source, or of the whole mbox; and the number
 * of the first message. */
MailLines *mail_slices_open(Item *item, Source **source, guint64 *number);

/* Passes over what stands before the first message of the slice, unless it is a message. */
void mail_slices_begin(Item *item, MailLines *lines);

/* Whether the message that begins at offset has a window without the one before it, which begins at
 * before. */
gboolean mail_slices_begins_window(gint64 before, gint64 offset);

/* Whether the message just read was the last one of the slice. */
gboolean mail_slices_has_ended(Item *item, const MailLines *lines);

#endif
