#include "cli/config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "base/yaml.h"
#include "rules/rules.h"

static const char system_file[] = "/etc/daicho/daicho.yaml";
static const char here_file[] = "daicho.yaml";
static const char *const default_packs[] = {"common", "jp", NULL};

static void share_free(gpointer data)
{
    ConfigShare *share = data;
    g_free(share->name);
    g_free(share->path);
    g_strfreev(share->exclude);
    g_strfreev(share->passwords);
    g_free(share);
}

Config *config_new(void)
{
    Config *config = g_new0(Config, 1);
    config->shares = g_ptr_array_new_with_free_func(share_free);
    config->packs = g_strdupv((char **)(guintptr)default_packs);
    config->folders = g_new0(char *, 1);
    config->passwords = g_ptr_array_new();
    config->reading = daicho_reading_default;
    return config;
}

void config_free(Config *config)
{
    if (config == NULL) {
        return;
    }
    g_ptr_array_unref(config->shares);
    g_ptr_array_unref(config->passwords);
    g_strfreev(config->packs);
    g_strfreev(config->folders);
    g_free(config->policy);
    g_free(config->key);
    g_free(config->catalog);
    g_free(config->vault);
    g_free(config);
}

const ConfigShare *config_find_share(const Config *config, const char *name)
{
    for (guint i = 0; i < config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(config->shares, i);
        if (strcmp(share->name, name) == 0) {
            return share;
        }
    }
    return NULL;
}

gboolean config_share_name_is_valid(const char *name)
{
    if (*name == '\0' || !g_utf8_validate(name, -1, NULL)) {
        return FALSE;
    }
    for (; *name != '\0'; name = g_utf8_next_char(name)) {
        gunichar character = g_utf8_get_char(name);
        if (character == ':' || character == '/' || g_unichar_iscntrl(character)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* --- reading --- */

typedef struct {
    Config *config;
    char *folder; /* of the file */
} Reading;

/* A key with a path; the key may be missing. */
static gboolean take_path(const Reading *reading, const DaichoYamlNode *node, const char *key,
                          char **out, GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, key);
    const char *text = NULL;
    if (value == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_get_string(value, &text, error)) {
        return FALSE;
    }
    if (*text == '\0') {
        return daicho_yaml_node_set_error(value, error, "the path of \"%s\" is empty", key);
    }
    g_free(*out);
    *out = g_canonicalize_filename(text, reading->folder);
    return TRUE;
}

/* A key with a list of words; the key may be missing. */
static gboolean take_list(const DaichoYamlNode *node, const char *key, char ***out, GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, key);
    if (value == NULL) {
        return TRUE;
    }
    char **list = daicho_yaml_node_dup_strings(value, error);
    if (list == NULL) {
        return FALSE;
    }
    g_strfreev(*out);
    *out = list;
    return TRUE;
}

/* A key with yes or no; the key may be missing. */
static gboolean take_boolean(const DaichoYamlNode *node, const char *key, gboolean *out,
                             GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, key);
    return value == NULL || daicho_yaml_node_get_boolean(value, out, error);
}

static gboolean fill_share(const Reading *reading, const DaichoYamlNode *node, ConfigShare *share,
                           GError **error)
{
    static const char *const keys[] = {"path",      "exclude", "cross-devices",
                                       "passwords", "ocr",     NULL};
    if (!daicho_yaml_node_check_kind(node, DAICHO_YAML_MAPPING, error) ||
        !daicho_yaml_node_check_keys(node, keys, error) ||
        !take_path(reading, node, "path", &share->path, error) ||
        !take_list(node, "exclude", &share->exclude, error) ||
        !take_list(node, "passwords", &share->passwords, error) ||
        !take_boolean(node, "cross-devices", &share->cross_devices, error) ||
        !take_boolean(node, "ocr", &share->ocr, error)) {
        return FALSE;
    }
    if (share->path == NULL) {
        return daicho_yaml_node_set_error(node, error, "the share \"%s\" has no path", share->name);
    }
    return TRUE;
}

static gboolean take_share(const Reading *reading, const DaichoYamlNode *key,
                           const DaichoYamlNode *node, GError **error)
{
    const char *name = NULL;
    if (!daicho_yaml_node_get_string(key, &name, error)) {
        return FALSE;
    }
    if (!config_share_name_is_valid(name)) {
        return daicho_yaml_node_set_error(
            key, error, "\"%s\" cannot name a share: leave out colons and slashes", name);
    }
    ConfigShare *share = g_new0(ConfigShare, 1);
    share->name = g_strdup(name);
    share->exclude = g_new0(char *, 1);
    share->passwords = g_new0(char *, 1);
    g_ptr_array_add(reading->config->shares, share);
    return fill_share(reading, node, share, error);
}

static gboolean take_shares(const Reading *reading, const DaichoYamlNode *root, GError **error)
{
    const DaichoYamlNode *shares = daicho_yaml_node_find(root, "shares");
    if (shares == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_check_kind(shares, DAICHO_YAML_MAPPING, error)) {
        return FALSE;
    }
    for (guint i = 0; i < daicho_yaml_node_get_length(shares); i++) {
        if (!take_share(reading, daicho_yaml_node_get_key(shares, i),
                        daicho_yaml_node_get_child(shares, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean check_pack(const DaichoYamlNode *node, GError **error)
{
    const char *name = NULL;
    if (!daicho_yaml_node_get_string(node, &name, error)) {
        return FALSE;
    }
    if (g_strv_contains(daicho_rules_builtin_packs, name)) {
        return TRUE;
    }
    const char *nearest = daicho_text_nearest(name, daicho_rules_builtin_packs);
    g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)daicho_rules_builtin_packs);
    return daicho_yaml_node_set_error(
        node, error, "there is no pack \"%s\"; did you mean \"%s\"? There are: %s", name,
        nearest != NULL ? nearest : daicho_rules_builtin_packs[0], all);
}

static gboolean check_packs(const DaichoYamlNode *rules, GError **error)
{
    const DaichoYamlNode *packs = daicho_yaml_node_find(rules, "packs");
    if (packs == NULL || daicho_yaml_node_get_kind(packs) == DAICHO_YAML_SCALAR) {
        return packs == NULL || check_pack(packs, error);
    }
    for (guint i = 0; i < daicho_yaml_node_get_length(packs); i++) {
        if (!check_pack(daicho_yaml_node_get_child(packs, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean take_rules(const Reading *reading, const DaichoYamlNode *root, GError **error)
{
    static const char *const keys[] = {"packs", "folders", NULL};
    const DaichoYamlNode *rules = daicho_yaml_node_find(root, "rules");
    if (rules == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_check_kind(rules, DAICHO_YAML_MAPPING, error) ||
        !daicho_yaml_node_check_keys(rules, keys, error) ||
        !take_list(rules, "packs", &reading->config->packs, error) || !check_packs(rules, error) ||
        !take_list(rules, "folders", &reading->config->folders, error)) {
        return FALSE;
    }
    for (char **folder = reading->config->folders; *folder != NULL; folder++) {
        char *whole = g_canonicalize_filename(*folder, reading->folder);
        g_free(*folder);
        *folder = whole;
    }
    return TRUE;
}

/* Keys of "limits" and the fields they set. */
typedef struct {
    const char *key;
    gsize offset;
    gboolean is_wide; /* 64 bits */
} Limit;

static const Limit limits[] = {
    {"depth", G_STRUCT_OFFSET(DaichoLimits, depth), FALSE},
    {"expanded-bytes", G_STRUCT_OFFSET(DaichoLimits, expanded_bytes), TRUE},
    {"ratio", G_STRUCT_OFFSET(DaichoLimits, ratio), FALSE},
    {"members", G_STRUCT_OFFSET(DaichoLimits, members), TRUE},
    {"findings", G_STRUCT_OFFSET(DaichoLimits, findings), TRUE},
    {"time-s", G_STRUCT_OFFSET(DaichoLimits, time_s), FALSE},
    {"memory-bytes", G_STRUCT_OFFSET(DaichoLimits, memory_bytes), TRUE},
    {"heap-bytes", G_STRUCT_OFFSET(DaichoLimits, heap_bytes), TRUE},
    {"rewrite-bytes", G_STRUCT_OFFSET(DaichoLimits, rewrite_bytes), TRUE},
};

static gboolean take_limit(const Reading *reading, const DaichoYamlNode *node, const Limit *limit,
                           GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, limit->key);
    gint64 number = 0;
    if (value == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_get_int(value, 1, limit->is_wide ? G_MAXINT64 : G_MAXINT, &number,
                                  error)) {
        return FALSE;
    }
    gpointer field = G_STRUCT_MEMBER_P(&reading->config->reading.limits, limit->offset);
    if (limit->is_wide) {
        *(guint64 *)field = (guint64)number;
    } else {
        *(guint *)field = (guint)number;
    }
    return TRUE;
}

static gboolean take_limits(const Reading *reading, const DaichoYamlNode *root, GError **error)
{
    const char *keys[G_N_ELEMENTS(limits) + 1] = {NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(limits); i++) {
        keys[i] = limits[i].key;
    }
    const DaichoYamlNode *node = daicho_yaml_node_find(root, "limits");
    if (node == NULL) {
        return TRUE;
    }
    gboolean taken = daicho_yaml_node_check_kind(node, DAICHO_YAML_MAPPING, error) &&
                     daicho_yaml_node_check_keys(node, keys, error);
    for (gsize i = 0; i < G_N_ELEMENTS(limits) && taken; i++) {
        taken = take_limit(reading, node, &limits[i], error);
    }
    return taken;
}

static gboolean take_all(const Reading *reading, const DaichoYamlNode *root, GError **error)
{
    static const char *const keys[] = {"shares",  "rules", "policy", "key",
                                       "catalog", "vault", "limits", NULL};
    Config *config = reading->config;
    return daicho_yaml_node_check_kind(root, DAICHO_YAML_MAPPING, error) &&
           daicho_yaml_node_check_keys(root, keys, error) && take_shares(reading, root, error) &&
           take_rules(reading, root, error) &&
           take_path(reading, root, "policy", &config->policy, error) &&
           take_path(reading, root, "key", &config->key, error) &&
           take_path(reading, root, "catalog", &config->catalog, error) &&
           take_path(reading, root, "vault", &config->vault, error) &&
           take_limits(reading, root, error);
}

static gboolean has_passwords(const Config *config)
{
    gboolean any = FALSE;
    for (guint i = 0; i < config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(config->shares, i);
        any = any || *share->passwords != NULL;
    }
    return any;
}

/* A file with passwords is for its owner's eyes. */
static gboolean check_secrecy(const char *file, GError **error)
{
    struct stat status;
    if (stat(file, &status) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", file);
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s holds passwords, and others than its owner have rights on it: chmod 600 %s",
                    file, file);
        return FALSE;
    }
    return TRUE;
}

/* How a file is read that may be of any share. */
static void gather_reading(Config *config)
{
    for (guint i = 0; i < config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(config->shares, i);
        for (char **password = share->passwords; *password != NULL; password++) {
            g_ptr_array_add(config->passwords, *password);
        }
        config->reading.ocr = config->reading.ocr || share->ocr;
    }
    g_ptr_array_add(config->passwords, NULL);
    config->reading.passwords = (const char *const *)(gpointer)config->passwords->pdata;
}

DaichoReading config_get_reading(const Config *config, const ConfigShare *share)
{
    DaichoReading reading = config->reading;
    reading.passwords = share != NULL ? (const char *const *)share->passwords : NULL;
    reading.ocr = share != NULL && share->ocr;
    return reading;
}

Config *config_load(const char *file, GError **error)
{
    g_autoptr(DaichoYaml) yaml = daicho_yaml_load_file(file, error);
    if (yaml == NULL) {
        return NULL;
    }
    g_autofree char *whole = g_canonicalize_filename(file, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);
    g_autoptr(Config) config = config_new();
    const Reading reading = {config, folder};
    const DaichoYamlNode *root = daicho_yaml_get_root(yaml);
    if (root != NULL && (!take_all(&reading, root, error) ||
                         (has_passwords(config) && !check_secrecy(file, error)))) {
        return NULL;
    }
    gather_reading(config);
    return g_steal_pointer(&config);
}

/* --- which file --- */

static gboolean check_owner(const struct stat *status, GError **error)
{
    gboolean is_mine = status->st_uid == 0 || status->st_uid == geteuid();
    if (is_mine && (status->st_mode & S_IWOTH) == 0) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "%s here %s, so it is not used by itself: look at it, and if it is right, name it "
                "with --config %s",
                here_file, is_mine ? "can be changed by everybody" : "belongs to another user",
                here_file);
    return FALSE;
}

gboolean config_locate(const char *given, const char *environment, char **file, GError **error)
{
    struct stat status;
    *file = NULL;
    if (given != NULL) {
        *file = g_strdup(given);
        return TRUE;
    }
    if (stat(here_file, &status) == 0) {
        *file = g_strdup(here_file);
        return check_owner(&status, error);
    }
    if (environment != NULL && *environment != '\0') {
        *file = g_strdup(environment);
    } else if (stat(system_file, &status) == 0) {
        *file = g_strdup(system_file);
    } else if (errno != ENOENT && errno != ENOTDIR) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", system_file);
    }
    return TRUE;
}
