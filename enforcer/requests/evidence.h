#ifndef DAICHO_ENFORCER_REQUESTS_EVIDENCE_H
#define DAICHO_ENFORCER_REQUESTS_EVIDENCE_H

#include <glib.h>

/* Whether a text holds seven digits or more, of any width and with or without separators: the number
 * of a licence, a passport or a card. A date or a telephone number with hyphens is none. */
gboolean request_evidence_has_number(const char *text);

#endif
