#ifndef DAICHO_SCANNER_READERS_PST_MESSAGE_H
#define DAICHO_SCANNER_READERS_PST_MESSAGE_H

#include "scanner/readers/pst_file.h"
#include "scanner/readers/pst_names.h"

/* Reads a message, contact, appointment, task or note, with its attachments and what is attached to
 * those, as members. place: where people find it, "Inbox/12". */
void pst_message_read(PstFile *file, const PstNames *names, const PstNode *node, const char *place);

#endif
