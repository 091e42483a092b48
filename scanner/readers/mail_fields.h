#ifndef DAICHO_SCANNER_READERS_MAIL_FIELDS_H
#define DAICHO_SCANNER_READERS_MAIL_FIELDS_H

#include "scanner/readers/mail_message.h"

/* A report that is written like headers: blocks of fields with empty lines between (RFC 3464, 2.1),
 * decoded, at the place that was begun. A block may say that what follows it is base64 or
 * quoted-printable, as some programs write. */
void mail_fields_give(MailMessage *message, const char *bytes, gsize length);

#endif
