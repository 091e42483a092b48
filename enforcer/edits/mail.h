#ifndef DAICHO_ENFORCER_EDITS_MAIL_H
#define DAICHO_ENFORCER_EDITS_MAIL_H

#include "enforcer/edits/step.h"

/*
 * A mail or an mbox after the edits in it: a part goes with the boundary in front of it, a part that
 * changes is encoded as it was, messages of an mbox (ranges of a step without chain) go with all that
 * is in them; every other byte stays. The parts of the result are held against those before. Refused,
 * as DAICHO_ERROR_FILE: the only part of a multipart, what is signed or encrypted, and contents in
 * another encoding than base64 or none. Parses foreign bytes: for the sandbox alone.
 */
GBytes *edit_mail_rewrite(GBytes *mail, const GArray *steps, const EditPlace *place,
                          GError **error);

#endif
