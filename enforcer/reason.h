#ifndef DAICHO_ENFORCER_REASON_H
#define DAICHO_ENFORCER_REASON_H

#include "enforcer/context.h"

/*
 * A text that stands readable in the catalog must not name a person: what the rules find in it with
 * medium confidence, or an identifier of the subject (NULL: of nobody), is DAICHO_ERROR_USAGE. what
 * names it in the message ("the reason of a hold").
 */
gboolean reason_check(DaichoEnforcer *enforcer, const char *what, const char *text,
                      const DaichoSubject *subject, GError **error);

#endif
