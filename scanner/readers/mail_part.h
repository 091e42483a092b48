#ifndef DAICHO_SCANNER_READERS_MAIL_PART_H
#define DAICHO_SCANNER_READERS_MAIL_PART_H

#include "scanner/reader.h"
#include "scanner/readers/mail_lines.h"
#include "scanner/readers/mail_transfer.h"

/* The content of a part as a stream, up to the next stop of its lines, its transfer encoding undone.
 * Damage to that is told as a failure, after all that could be had. */
Source *mail_part_open(MailLines *lines, MailTransferKind kind, Extraction *extraction);

/* Takes what of the part was not read. */
void mail_part_skip(MailLines *lines);

#endif
