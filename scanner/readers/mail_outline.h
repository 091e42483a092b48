#ifndef DAICHO_SCANNER_READERS_MAIL_OUTLINE_H
#define DAICHO_SCANNER_READERS_MAIL_OUTLINE_H

#include "scanner/source.h"

#include "scanner/readers/mail_transfer.h"

/* Where the parts of a mail lie, for daicho_mail_outline; told by who reads it. */
typedef struct MailOutline MailOutline;

/* A multipart begins and ends; those within it are its parts. */
void mail_outline_begin_multipart(MailOutline *outline, gboolean is_sealed);
void mail_outline_end_multipart(MailOutline *outline);

/* A part of it begins, with the boundary line at start; -1 when that was not told. */
void mail_outline_begin_part(MailOutline *outline, gint64 start);

/* Its content, as the item has it. */
void mail_outline_add(MailOutline *outline, const char *name, MailTransferKind kind,
                      Source *content);

/* The last part that was added is told as UTF-8 behind a mark, from this charset (static). */
void mail_outline_set_charset(MailOutline *outline, const char *charset);

/* A text of the message itself, in a charset that may be NULL: told where bodies are asked for. */
void mail_outline_add_body(MailOutline *outline, MailTransferKind kind, const char *charset);

/* Where the encoded content of the last part that was added lies. */
void mail_outline_set_place(MailOutline *outline, gint64 content, gint64 end);

#endif
