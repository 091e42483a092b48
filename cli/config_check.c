#include "cli/config_check.h"

#include <sys/stat.h>

#include "base/fd.h"
#include "base/fs.h"
#include "base/yaml.h"
#include "catalog/catalog.h"
#include "enforcer/enforcer.h"
#include "rules/rules.h"

typedef struct {
    const DaichoYamlNode *root;
    GPtrArray *problems;
} Check;

static void add(const Check *check, const DaichoYamlNode *node, const char *message)
{
    g_autoptr(GError) error = NULL;
    daicho_yaml_node_set_error(node, &error, "%s", message);
    g_ptr_array_add(check->problems, g_strdup(error->message));
}

static void check_shares(const Check *check, const Config *config)
{
    const DaichoYamlNode *shares = daicho_yaml_node_find(check->root, "shares");
    for (guint i = 0; i < config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(config->shares, i);
        const DaichoYamlNode *node = daicho_yaml_node_find(shares, share->name);
        const DaichoYamlNode *path = daicho_yaml_node_find(node, "path");
        g_autoptr(GError) error = NULL;
        DAICHO_AUTO_FD int fd = share->path != NULL ? daicho_fs_open_root(share->path, &error) : -1;
        if (share->path != NULL && fd < 0) {
            g_autofree char *message = g_strdup_printf(
                "share \"%s\": %s: mount it, or mend its path", share->name, error->message);
            add(check, path, message);
        }
    }
}

/* The file itself may be made later, its folder must be there. */
static void check_folder_of(const Check *check, const char *key, const char *path)
{
    g_autofree char *folder = path != NULL ? g_path_get_dirname(path) : NULL;
    if (folder == NULL || g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        return;
    }
    g_autofree char *message = g_strdup_printf(
        "\"%s\": there is no folder %s: make it, or mend the path", key, folder);
    add(check, daicho_yaml_node_find(check->root, key), message);
}

static void check_policy(const Check *check, const Config *config)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoPolicy)
        policy = config->policy != NULL ? daicho_policy_load_file(config->policy, &error) : NULL;
    if (policy != NULL) {
        daicho_policy_check_words(policy, daicho_categories, daicho_request_kinds, &error);
    }
    if (error != NULL) {
        g_ptr_array_add(check->problems, g_strdup(error->message));
    }
}

static void check_rules(const Check *check, const Config *config)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoRules) rules = daicho_rules_load_builtin(
        (const char *const *)config->packs, (const char *const *)config->folders, &error);
    if (rules == NULL) {
        g_ptr_array_add(check->problems, g_strdup(error->message));
    }
}

void config_check_places(const char *file, const Config *config, GPtrArray *problems)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoYaml) yaml = daicho_yaml_load_file(file, &error);
    if (yaml == NULL) {
        g_ptr_array_add(problems, g_strdup(error->message));
        return;
    }
    const Check check = {daicho_yaml_get_root(yaml), problems};
    if (check.root == NULL) {
        return;
    }
    check_shares(&check, config);
    check_folder_of(&check, "catalog", config->catalog);
    check_folder_of(&check, "key", config->key);
    check_folder_of(&check, "vault", config->vault);
    check_policy(&check, config);
    check_rules(&check, config);
}
