#ifndef DAICHO_ENFORCER_VAULT_VAULT_H
#define DAICHO_ENFORCER_VAULT_VAULT_H

#include "enforcer/plans/plan.h"

/*
 * The vault holds suspended data, each entry encrypted (secretstream XChaCha20-Poly1305) under a
 * key of its own that is sealed in the catalog: whole files with owner, mode, times, xattrs and
 * ACL, or the records cut from a plain file. Only the subject's bytes go in.
 */

/* Encrypts the target's bytes from fd into a new entry, synced, read back and compared. */
gint64 daicho_vault_store(DaichoEnforcer *enforcer, gint64 plan, const DaichoTarget *target, int fd,
                          GError **error);

/*
 * Puts an entry back byte for byte: a file where nothing stands under its name, records where the
 * file is still as the suspension left it. Otherwise DAICHO_ERROR_FILE says what to do.
 */
gboolean daicho_vault_restore(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* Destroys the entry's key and its blob. */
gboolean daicho_vault_purge(DaichoEnforcer *enforcer, gint64 number, GError **error);

#endif
