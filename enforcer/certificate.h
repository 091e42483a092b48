#ifndef DAICHO_ENFORCER_CERTIFICATE_H
#define DAICHO_ENFORCER_CERTIFICATE_H

#include "enforcer/plan.h"

/*
 * States what an applied plan did, target by target, at which disposal level and on which file
 * system, with the verification that the subject is found no more; JSON, signed with Ed25519.
 */

/* Makes and stores the certificate of a plan whose targets are done or left to a person. Returns
 * its number, or 0. */
gint64 daicho_certificate_make(DaichoEnforcer *enforcer, gint64 plan, GError **error);

/* Verifies signature, public key and that the plan and journal in the catalog still agree.
 * *broken is NULL when it holds, else says what does not (g_free). */
gboolean daicho_certificate_verify(DaichoEnforcer *enforcer, gint64 number, char **broken,
                                   GError **error);

/* The certificate in words, for printing (g_free). */
char *daicho_certificate_to_text(DaichoEnforcer *enforcer, gint64 number, GError **error);

#endif
