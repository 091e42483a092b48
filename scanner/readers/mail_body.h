#ifndef DAICHO_SCANNER_READERS_MAIL_BODY_H
#define DAICHO_SCANNER_READERS_MAIL_BODY_H

#include "scanner/readers/mail_header.h"
#include "scanner/readers/mail_message.h"

/* The text of a part, at the place that was begun. Lines that were broken only for the mail are whole
 * again (RFC 3676), files written into it by uuencode are members, and what PGP encrypted in it is one
 * that cannot be read. */
void mail_body_read(MailMessage *message, const MailHeader *header, Source *content);

/* The same for text in memory, such as what stands outside of all parts. */
void mail_body_give(MailMessage *message, const char *bytes, gsize length);

#endif
