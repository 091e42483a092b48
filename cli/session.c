#include "cli/session.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/message.h"

const Config *session_load_config(Cli *cli, GError **error)
{
    if (cli->config != NULL) {
        return cli->config;
    }
    if (!config_locate(cli->config_file, g_getenv("DAICHO_CONFIG"), &cli->config_path, error)) {
        return NULL;
    }
    message_tell_more(cli, "configuration: %s",
                      cli->config_path != NULL ? cli->config_path : "none, the defaults count");
    cli->config = cli->config_path != NULL ? config_load(cli->config_path, error) : config_new();
    return cli->config;
}

/* Rules and key come in either order: the second of them brings them together. */
static gboolean give_key(Cli *cli, GError **error)
{
    return cli->rules == NULL || cli->key == NULL ||
           daicho_rules_set_key(cli->rules, cli->key, error);
}

DaichoRules *session_load_rules(Cli *cli, GError **error)
{
    const Config *config = session_load_config(cli, error);
    if (config == NULL || cli->rules != NULL) {
        return cli->rules;
    }
    cli->rules = daicho_rules_load_builtin((const char *const *)config->packs,
                                           (const char *const *)config->folders, error);
    if (cli->rules != NULL) {
        message_tell_more(cli, "rules: %u", daicho_rules_get_length(cli->rules));
    }
    return cli->rules != NULL && give_key(cli, error) ? cli->rules : NULL;
}

DaichoPolicy *session_load_policy(Cli *cli, GError **error)
{
    const Config *config = session_load_config(cli, error);
    if (config == NULL || cli->policy != NULL) {
        return cli->policy;
    }
    g_autoptr(DaichoPolicy) policy = config->policy != NULL
                                         ? daicho_policy_load_file(config->policy, error)
                                         : daicho_policy_load_default(error);
    if (policy != NULL &&
        daicho_policy_check_words(policy, daicho_categories, daicho_request_kinds, error)) {
        cli->policy = g_steal_pointer(&policy);
    }
    return cli->policy;
}

char *session_dup_catalog_path(Cli *cli, GError **error)
{
    const Config *config = session_load_config(cli, error);
    if (config == NULL) {
        return NULL;
    }
    if (cli->catalog_file != NULL) {
        return g_strdup(cli->catalog_file);
    }
    if (config->catalog == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no catalog: run daicho init, or name one with --catalog FILE%s%s%s",
                    cli->config_path != NULL ? " or \"catalog:\" in " : "",
                    cli->config_path != NULL ? cli->config_path : "",
                    cli->config_path != NULL ? "" : " (no daicho.yaml was found)");
        return NULL;
    }
    return g_strdup(config->catalog);
}

/* Whether the catalog in use is the one that the configuration names. */
static gboolean is_configured(const Cli *cli)
{
    if (cli->catalog_file == NULL) {
        return TRUE;
    }
    g_autofree char *path = g_canonicalize_filename(cli->catalog_file, NULL);
    return g_strcmp0(path, cli->config->catalog) == 0;
}

/* The file that belongs to the catalog in use: the configuration's, or beside it. */
static char *dup_companion(Cli *cli, const char *ending, const char *configured, GError **error)
{
    g_autofree char *catalog = session_dup_catalog_path(cli, error);
    if (catalog == NULL) {
        return NULL;
    }
    return configured != NULL && is_configured(cli) ? g_strdup(configured)
                                                    : g_strconcat(catalog, ending, NULL);
}

char *session_dup_key_path(Cli *cli, GError **error)
{
    const Config *config = session_load_config(cli, error);
    g_autofree char *key = config != NULL ? dup_companion(cli, ".key", config->key, error) : NULL;
    if (key == NULL) {
        return NULL;
    }
    gboolean is_elsewhere = config->key != NULL && cli->catalog_file != NULL &&
                            g_file_test(cli->catalog_file, G_FILE_TEST_EXISTS) &&
                            !g_file_test(key, G_FILE_TEST_EXISTS);
    return is_elsewhere ? g_strdup(config->key) : g_steal_pointer(&key);
}

char *session_dup_vault_path(Cli *cli, GError **error)
{
    const Config *config = session_load_config(cli, error);
    return config != NULL ? dup_companion(cli, ".vault", config->vault, error) : NULL;
}

/* What may not be looked at is not missing: opening it says why not. */
static gboolean is_missing(const char *path)
{
    struct stat status;
    return stat(path, &status) < 0 && errno == ENOENT;
}

/* A catalog without its key is not to be given a new one: it could never be read again. */
static gboolean open_key(Cli *cli, const char *catalog, gboolean create, GError **error)
{
    g_autofree char *path = session_dup_key_path(cli, error);
    if (path == NULL) {
        return FALSE;
    }
    gboolean is_new = is_missing(path);
    if (cli->key != NULL) {
        return TRUE;
    }
    if (is_new && !is_missing(catalog)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the key %s of the catalog %s is missing: restore it, or name the "
                    "configuration that knows the key with --config FILE",
                    path, catalog);
        return FALSE;
    }
    cli->key = create && is_new ? daicho_key_create(path, error) : daicho_key_load(path, error);
    return cli->key != NULL;
}

DaichoKey *session_load_key(Cli *cli, GError **error)
{
    if (cli->key == NULL) {
        g_autofree char *path = session_dup_key_path(cli, error);
        cli->key = path != NULL ? daicho_key_load(path, error) : NULL;
    }
    return cli->key;
}

DaichoRules *session_load_keyed_rules(Cli *cli, GError **error)
{
    DaichoRules *rules = session_load_rules(cli, error);
    if (rules == NULL || !daicho_rules_need_key(rules)) {
        return rules;
    }
    return session_load_key(cli, error) != NULL && daicho_rules_set_key(rules, cli->key, error)
               ? rules
               : NULL;
}

static char *dup_user(void)
{
    const struct passwd *account = getpwuid(getuid());
    return account != NULL ? g_strdup(account->pw_name) : g_strdup_printf("uid %u", getuid());
}

static gboolean check_as(const Cli *cli, const char *catalog, GError **error)
{
    struct stat status;
    if (cli->as_user == NULL || getuid() == 0) {
        return TRUE;
    }
    if (stat(catalog, &status) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", catalog);
    }
    if (status.st_uid == getuid()) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "only root and the owner of the catalog %s may act for another with --as", catalog);
    return FALSE;
}

/* Root and the owner of the catalog, acting for nobody else. */
static gboolean is_keeper(const Cli *cli, const char *catalog)
{
    struct stat status;
    return cli->as_user == NULL &&
           (getuid() == 0 || (stat(catalog, &status) == 0 && status.st_uid == getuid()));
}

static gboolean check_name(const Cli *cli, GError **error)
{
    if (cli->as_user == NULL) {
        return TRUE;
    }
    for (const char *at = cli->as_user; *at != '\0'; at++) {
        if (g_ascii_iscntrl(*at)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "--as takes the name of a user");
            return FALSE;
        }
    }
    if (*cli->as_user == '\0') {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "--as takes the name of a user");
        return FALSE;
    }
    return TRUE;
}

DaichoActor session_get_actor(Cli *cli)
{
    if (cli->user == NULL) {
        cli->user = dup_user();
    }
    return (DaichoActor){cli->user, cli->as_user, cli->now_s};
}

DaichoCatalog *session_open_catalog(Cli *cli, DaichoCatalogMode mode, GError **error)
{
    g_autofree char *path = session_dup_catalog_path(cli, error);
    if (path == NULL || !check_name(cli, error)) {
        return NULL;
    }
    if (mode != DAICHO_CATALOG_CREATE && is_missing(path)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no catalog %s: make one with daicho init or daicho scan", path);
        return NULL;
    }
    if (!open_key(cli, path, mode == DAICHO_CATALOG_CREATE, error) || !give_key(cli, error)) {
        return NULL;
    }
    message_tell_more(cli, "catalog: %s", path);
    cli->catalog = daicho_catalog_open(path, mode, cli->key, error);
    if (cli->catalog == NULL || !check_as(cli, path, error)) {
        return NULL;
    }
    cli->enforcer.actor = session_get_actor(cli);
    g_clear_pointer(&cli->enforcer.time_zone, g_time_zone_unref);
    cli->enforcer.time_zone = g_time_zone_new_local();
    cli->is_keeper = is_keeper(cli, path);
    return daicho_role_check(cli->catalog, daicho_actor_name(&cli->enforcer.actor), cli->is_keeper,
                             cli->right, error)
               ? cli->catalog
               : NULL;
}

gboolean session_may(const Cli *cli, DaichoRight right)
{
    return daicho_role_check(cli->catalog, daicho_actor_name(&cli->enforcer.actor), cli->is_keeper,
                             right, NULL);
}

gboolean session_check_right(Cli *cli, GError **error)
{
    const Config *config = session_load_config(cli, error);
    if (config == NULL) {
        return FALSE;
    }
    gboolean has_catalog = cli->catalog_file != NULL || config->catalog != NULL;
    g_autofree char *path = has_catalog ? session_dup_catalog_path(cli, error) : NULL;
    return path == NULL ? !has_catalog
                        : access(path, R_OK) != 0 ||
                              session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL;
}

static gboolean make_vault(Cli *cli, GError **error)
{
    cli->vault_dir = session_dup_vault_path(cli, error);
    if (cli->vault_dir == NULL) {
        return FALSE;
    }
    return g_mkdir(cli->vault_dir, 0700) == 0 || errno == EEXIST ||
           daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot make the vault %s",
                                  cli->vault_dir);
}

gboolean session_tidy(Cli *cli, GError **error)
{
    guint lapsed = 0;
    gint64 shredded = 0;
    gint64 plans = 0;
    cli->enforcer.catalog = cli->catalog;
    cli->enforcer.policy = session_load_policy(cli, error);
    if (cli->enforcer.policy == NULL || !daicho_request_lapse(&cli->enforcer, &lapsed, error) ||
        !daicho_request_shred(&cli->enforcer, &shredded, error) ||
        !daicho_retention_shred(&cli->enforcer, &plans, error)) {
        return FALSE;
    }
    if (shredded > 0) {
        g_autofree char *closed = message_counted((guint64)shredded, "closed request",
                                                  "closed requests");
        message_tell(cli, "The policy's time has passed: what %s knew of the person is destroyed.",
                     closed);
    }
    return TRUE;
}

/* The files of one person or request are few, as a rule, and small. */
enum { FEW_BYTES = 32 << 10 };

DaichoEnforcer *session_open_enforcer(Cli *cli, DaichoCatalogMode mode, GError **error)
{
    if (session_open_catalog(cli, mode, error) == NULL || session_load_policy(cli, error) == NULL ||
        session_load_rules(cli, error) == NULL || !make_vault(cli, error) ||
        (mode != DAICHO_CATALOG_READ && !session_tidy(cli, error))) {
        return NULL;
    }
    cli->enforcer.catalog = cli->catalog;
    daicho_rules_delay(cli->rules, FEW_BYTES);
    cli->enforcer.rules = cli->rules;
    cli->enforcer.policy = cli->policy;
    cli->enforcer.fs = daicho_fs_system();
    cli->enforcer.reading = &cli->config->reading;
    cli->enforcer.vault_dir = cli->vault_dir;
    return &cli->enforcer;
}

void cli_clear(Cli *cli)
{
    g_clear_pointer(&cli->enforcer.time_zone, g_time_zone_unref);
    daicho_catalog_close(cli->catalog);
    daicho_key_free(cli->key);
    daicho_policy_free(cli->policy);
    daicho_rules_free(cli->rules);
    config_free(cli->config);
    g_free(cli->config_path);
    g_free(cli->vault_dir);
    g_free(cli->user);
    g_free(cli->config_file);
    g_free(cli->catalog_file);
    g_free(cli->as_user);
    g_free(cli->format_name);
    g_free(cli->output_file);
    g_free(cli->language_name);
}

DaichoConfiguredShares session_list_shares(const Cli *cli, DaichoConfiguredShare **buffer)
{
    const GPtrArray *all = cli->config->shares;
    *buffer = g_new0(DaichoConfiguredShare, all->len);
    for (guint i = 0; i < all->len; i++) {
        const ConfigShare *share = g_ptr_array_index(all, i);
        (*buffer)[i] = (DaichoConfiguredShare){share->name, share->path};
    }
    return (DaichoConfiguredShares){*buffer, all->len};
}
