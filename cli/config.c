#include "cli/config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/config_options.h"

static const char system_file[] = "/etc/daicho/daicho.yaml";
static const char here_file[] = "daicho.yaml";
static const char *const default_packs[] = {"common", "jp", NULL};

ConfigShare *config_share_new(const char *name)
{
    ConfigShare *share = g_new0(ConfigShare, 1);
    share->name = g_strdup(name);
    share->exclude = g_new0(char *, 1);
    share->passwords = g_new0(char *, 1);
    return share;
}

void config_share_free(ConfigShare *share)
{
    g_free(share->name);
    g_free(share->path);
    g_strfreev(share->exclude);
    g_strfreev(share->passwords);
    daicho_schedule_source_clear(&share->schedule);
    g_free(share);
}

static void free_share(gpointer share)
{
    config_share_free(share);
}

Config *config_new(void)
{
    Config *config = g_new0(Config, 1);
    config->shares = g_ptr_array_new_with_free_func(free_share);
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
    daicho_schedule_source_clear(&config->schedule);
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

void config_add_problem(const ConfigReading *reading, GError *error)
{
    g_ptr_array_add(reading->problems, g_strdup(error->message));
    g_error_free(error);
}

static void take_share(const ConfigReading *reading, const ConfigOption *option,
                       const DaichoYamlNode *key, const DaichoYamlNode *node)
{
    const char *name = NULL;
    GError *error = NULL;
    if (!daicho_yaml_node_get_string(key, &name, &error)) {
        config_add_problem(reading, error);
        return;
    }
    if (!config_share_name_is_valid(name)) {
        daicho_yaml_node_set_error(
            key, &error, "\"%s\" cannot name a share: leave out colons and slashes", name);
        config_add_problem(reading, error);
        return;
    }
    ConfigShare *share = config_share_new(name);
    g_ptr_array_add(reading->config->shares, share);
    config_take_section(reading, option->options, node, share);
}

/* A section of which nothing is set ("limits:" with nothing but comments beneath) is none. */
static gboolean has_options(const ConfigReading *reading, const DaichoYamlNode *node)
{
    static const char *const nothing[] = {"", "~", "null", NULL};
    const char *text = NULL;
    GError *error = NULL;
    gboolean is_empty = daicho_yaml_node_get_kind(node) == DAICHO_YAML_SCALAR &&
                        daicho_yaml_node_get_string(node, &text, NULL) &&
                        g_strv_contains(nothing, text);
    if (!is_empty && !daicho_yaml_node_check_kind(node, DAICHO_YAML_MAPPING, &error)) {
        config_add_problem(reading, error);
        return FALSE;
    }
    return TRUE;
}

static void take_shares(const ConfigReading *reading, const ConfigOption *option,
                        const DaichoYamlNode *node)
{
    if (!has_options(reading, node)) {
        return;
    }
    for (guint i = 0; i < daicho_yaml_node_get_length(node); i++) {
        take_share(reading, option, daicho_yaml_node_get_key(node, i),
                   daicho_yaml_node_get_child(node, i));
    }
}

static void take_option(const ConfigReading *reading, const ConfigOption *option,
                        const DaichoYamlNode *value, gpointer field)
{
    GError *error = NULL;
    if (option->is_named) {
        take_shares(reading, option, value);
    } else if (option->options != NULL) {
        config_take_section(reading, option->options, value, field);
    } else if (!option->type->take(reading, option, value, field, &error)) {
        config_add_problem(reading, error);
    }
}

static void check_keys(const ConfigReading *reading, const ConfigOption *options,
                       const DaichoYamlNode *node)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    for (const ConfigOption *option = options; option->key != NULL; option++) {
        g_ptr_array_add(keys, (gpointer)(guintptr)option->key);
    }
    g_ptr_array_add(keys, NULL);
    for (guint i = 0; i < daicho_yaml_node_get_length(node); i++) {
        GError *error = NULL;
        if (!daicho_yaml_node_check_key(node, i, (const char *const *)keys->pdata, &error)) {
            config_add_problem(reading, error);
        }
    }
}

void config_take_section(const ConfigReading *reading, const ConfigOption *options,
                         const DaichoYamlNode *node, gpointer base)
{
    GError *error = NULL;
    if (!has_options(reading, node)) {
        return;
    }
    check_keys(reading, options, node);
    for (const ConfigOption *option = options; option->key != NULL; option++) {
        const DaichoYamlNode *value = daicho_yaml_node_find(node, option->key);
        if (value != NULL) {
            take_option(reading, option, value, (guint8 *)base + option->offset);
        } else if (option->is_needed) {
            daicho_yaml_node_set_error(node, &error, "\"%s\" is missing: %s", option->key,
                                       option->help);
            config_add_problem(reading, g_steal_pointer(&error));
        }
    }
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

/* Whether what a share says of its schedule goes together with what all have. */
static void check_schedules(const ConfigReading *reading)
{
    const Config *config = reading->config;
    for (guint i = 0; i < config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(config->shares, i);
        DaichoSchedule schedule;
        GError *wrong = NULL;
        if (!daicho_schedule_resolve(share->name, &config->schedule, &share->schedule, &schedule,
                                     &wrong)) {
            config_add_problem(reading, wrong);
        }
    }
}

DaichoReading config_get_reading(const Config *config, const ConfigShare *share)
{
    DaichoReading reading = config->reading;
    reading.passwords = share != NULL ? (const char *const *)share->passwords : NULL;
    reading.ocr = share != NULL && share->ocr;
    return reading;
}

Config *config_read(const char *file, GPtrArray *problems, GError **error)
{
    g_autoptr(DaichoYaml) yaml = daicho_yaml_load_file(file, error);
    if (yaml == NULL) {
        return NULL;
    }
    g_autofree char *whole = g_canonicalize_filename(file, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);
    g_autoptr(Config) config = config_new();
    const ConfigReading reading = {config, folder, problems};
    const DaichoYamlNode *root = daicho_yaml_get_root(yaml);
    GError *failed = NULL;
    if (root != NULL) {
        config_take_section(&reading, config_options, root, config);
    }
    if (has_passwords(config) && !check_secrecy(file, &failed)) {
        config_add_problem(&reading, failed);
    }
    check_schedules(&reading);
    gather_reading(config);
    return g_steal_pointer(&config);
}

Config *config_load(const char *file, GError **error)
{
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(Config) config = config_read(file, problems, error);
    if (config != NULL && problems->len > 0) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                            g_ptr_array_index(problems, 0));
        return NULL;
    }
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
