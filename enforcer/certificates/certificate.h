#ifndef DAICHO_ENFORCER_CERTIFICATES_CERTIFICATE_H
#define DAICHO_ENFORCER_CERTIFICATES_CERTIFICATE_H

#include "enforcer/plans/plan.h"
#include "paper/paper.h"

/*
 * States what an applied plan did, target by target, at which disposal level and on which file
 * system, with the verification that the subject is found no more; JSON, signed with Ed25519.
 */

/* Makes and stores the certificate of an approved plan whose targets are done, on hold or left to a
 * person. It holds no personal data: where a file is gone, or its path names the person, the path's
 * fingerprint stands for it. Returns its number, or 0. */
gint64 daicho_certificate_make(DaichoEnforcer *enforcer, gint64 plan, GError **error);

/* Verifies signature, public key and that the plan's hash, its approval and the journal in the catalog
 * still agree; the texts of plan and request are not needed and may have been shredded.
 * *broken is NULL when it holds, else says what does not (g_free). */
gboolean daicho_certificate_verify(DaichoEnforcer *enforcer, gint64 number, char **broken,
                                   GError **error);

/* The certificate as a file of its own (base/signed.h; g_free), for who has no catalog. */
char *daicho_certificate_export(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* T1: verifies such a file with the public key alone: no catalog, no secret key. *broken is NULL when
 * it holds, else says what does not; *summary says in a line what it certifies (both g_free). That
 * nothing changed since is for daicho_certificate_verify to say. */
gboolean daicho_certificate_verify_offline(const char *bytes, gsize length,
                                           const guint8 key[DAICHO_PUBLIC_KEY_BYTES],
                                           char **summary, char **broken, GError **error);

/* The certificate as a paper, and the same in plain text (g_free). */
DaichoPaper *daicho_certificate_sheet(DaichoEnforcer *enforcer, gint64 number, GError **error);
char *daicho_certificate_to_text(DaichoEnforcer *enforcer, gint64 number, GError **error);

#endif
