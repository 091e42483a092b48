#ifndef DAICHO_CLI_SESSION_H
#define DAICHO_CLI_SESSION_H

#include "cli/cli.h"

/*
 * Opens what a command needs, once; all of it is closed by cli_clear. The configuration counts where
 * there is one. A catalog named with --catalog FILE has its key in FILE.key and its vault in
 * FILE.vault, wherever one stands, unless it is the configuration's own; an older FILE without
 * FILE.key is opened with the configuration's key.
 */
const Config *session_load_config(Cli *cli, GError **error);
/* With the catalog open they have its key. */
DaichoRules *session_load_rules(Cli *cli, GError **error);

/* The catalog's key without the catalog, and rules that have it where one of them needs it. */
DaichoKey *session_load_key(Cli *cli, GError **error);
DaichoRules *session_load_keyed_rules(Cli *cli, GError **error);
DaichoPolicy *session_load_policy(Cli *cli, GError **error);

/* Where the catalog, its key and its vault are (g_free); NULL with DAICHO_ERROR_USAGE when nothing
 * says so. */
char *session_dup_catalog_path(Cli *cli, GError **error);
char *session_dup_key_path(Cli *cli, GError **error);
char *session_dup_vault_path(Cli *cli, GError **error);

/* With DAICHO_CATALOG_CREATE a missing key is made too. Checks --as, and that the user has the right
 * which the command needs. */
DaichoCatalog *session_open_catalog(Cli *cli, DaichoCatalogMode mode, GError **error);

/* Who acts; borrowed from cli. */
DaichoActor session_get_actor(Cli *cli);

/* With the catalog open: whether the user has another right, too. */
gboolean session_may(const Cli *cli, DaichoRight right);

/* The right alone, for a command that works without a catalog: TRUE where there is none, or none that
 * may be opened. */
gboolean session_check_right(Cli *cli, GError **error);

/* With the catalog open for writing: requests whose form is overdue lapse, and what requests closed
 * for longer than the policy says know of their persons is destroyed. */
gboolean session_tidy(Cli *cli, GError **error);

/* Catalog, policy, rules and actor, tidied when for writing, for the enforcer's functions. The vault is made when missing. */
DaichoEnforcer *session_open_enforcer(Cli *cli, DaichoCatalogMode mode, GError **error);

/* The shares that the configuration names, for reports; what it points to is in *buffer (g_free). */
DaichoConfiguredShares session_list_shares(const Cli *cli, DaichoConfiguredShare **buffer);

#endif
