#ifndef DAICHO_ENFORCER_VAULT_ENTRY_H
#define DAICHO_ENFORCER_VAULT_ENTRY_H

#include "enforcer/acts/place.h"
#include "enforcer/vault/vault.h"

/* The vault's folder as a place without a name; made with mode 0700 when it is missing. */
gboolean vault_open(DaichoEnforcer *enforcer, Place *vault, GError **error);

/* The stored entry of a plan's target, NULL in *row when there is none, and how many entries it had
 * so far. */
gboolean vault_find(DaichoEnforcer *enforcer, gint64 plan, gint64 target, DaichoVaultRow **row,
                    guint *entries, GError **error);

/*
 * Ends an entry: its state, the destruction of its key and an audit row in one transaction, and the
 * rows of the file (may be NULL: none) with them; then the blob goes. Once the key is gone a blob
 * that is left is only noise, which the next call removes.
 */
gboolean vault_end(DaichoEnforcer *enforcer, DaichoVaultRow *row, const char *state,
                   GPtrArray *items, GError **error);
gboolean vault_sweep(DaichoEnforcer *enforcer, const DaichoVaultRow *row, GError **error);

/* Whether no hold keeps an entry; DAICHO_ERROR_USAGE names the one that does. */
gboolean vault_check_purge(DaichoEnforcer *enforcer, const DaichoVaultRow *row, GError **error);

/* Ends the entry of a target that was put back as it was, if there is one. */
gboolean vault_discard(DaichoEnforcer *enforcer, gint64 plan, gint64 target, GError **error);

#endif
