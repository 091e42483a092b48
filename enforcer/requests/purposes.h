#ifndef DAICHO_ENFORCER_REQUESTS_PURPOSES_H
#define DAICHO_ENFORCER_REQUESTS_PURPOSES_H

#include "enforcer/context.h"
#include "paper/paper.h"

/*
 * Appends to a letter under which purposes of use the person's data is held now: title, department,
 * records, kinds of data. The shares are searched for it; what is no more than possible is not
 * counted. What earlier requests left in the vault is counted apart. Appends nothing to the letter of another kind of request, or of one that was refused.
 */
gboolean request_purposes_add(DaichoPaper *paper, DaichoEnforcer *enforcer,
                              const DaichoRequest *request, GError **error);

#endif
