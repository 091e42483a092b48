#ifndef DAICHO_ENFORCER_EDITS_MAIL_CODE_H
#define DAICHO_ENFORCER_EDITS_MAIL_CODE_H

#include "scanner/scanner.h"

/* What a part of a mail holds; NULL when its encoding is none that is written here. Whether it is what
 * the scanner saw is told by its digest. */
GBytes *edit_mail_decode(GBytes *mail, const DaichoMailPart *part);

/* The bytes for the part's place that hold content instead, with its encoding, its line length and the
 * blank lines at its end. NULL when its charset cannot hold it. */
GBytes *edit_mail_encode(GBytes *mail, const DaichoMailPart *part, GBytes *content);

#endif
