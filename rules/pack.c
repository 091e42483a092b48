#include "rules/pack.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "rules/packs_builtin.h"

typedef struct {
    DaichoRules *rules;
    const char *const *names; /* NULL: all */
    GPtrArray *definitions;   /* the bytes of every file, for the digest */
} Loading;

static void remove_rule(DaichoRules *rules, const char *id)
{
    for (guint i = rules->rules->len; i > 0; i--) {
        const Rule *rule = g_ptr_array_index(rules->rules, i - 1);
        if (g_strcmp0(rule->mapping, id) == 0 || strcmp(rule->info.id, id) == 0) {
            g_ptr_array_remove_index(rules->rules, i - 1);
        }
    }
}

static gboolean add_rule(Loading *loading, const DaichoYamlNode *node, const char *file,
                         const char *pack, GError **error)
{
    g_autoptr(Rule) rule = pack_read_rule(node, file, error);
    if (rule == NULL) {
        return FALSE;
    }
    rule->pack = g_strdup(pack);
    remove_rule(loading->rules, rule->info.id);
    for (guint i = 0; i < rule->attached->len; i++) {
        g_ptr_array_add(loading->definitions, g_strdup(g_ptr_array_index(rule->attached, i)));
    }
    if (rule->is_exact) {
        pack_expand_exact(rule, loading->rules->rules);
    } else if (!rule->is_disabled) {
        g_ptr_array_add(loading->rules->rules, g_steal_pointer(&rule));
    }
    return TRUE;
}

/* A pack is a list of rules, or a mapping whose "rules" is one. Its "words" are lists for aliases. */
static gboolean add_rules(Loading *loading, const DaichoYamlNode *root, const char *file,
                          const char *pack, GError **error)
{
    static const char *const keys[] = {"rules", "title", "description", "words", NULL};
    const DaichoYamlNode *list = root;
    if (daicho_yaml_node_get_kind(root) == DAICHO_YAML_MAPPING) {
        if (!daicho_yaml_node_check_keys(root, keys, error)) {
            return FALSE;
        }
        list = daicho_yaml_node_find(root, "rules");
        if (list == NULL) {
            return daicho_yaml_node_set_error(root, error, "the pack has no rules");
        }
    }
    if (!daicho_yaml_node_check_kind(list, DAICHO_YAML_SEQUENCE, error)) {
        return FALSE;
    }
    for (guint i = 0; i < daicho_yaml_node_get_length(list); i++) {
        if (!add_rule(loading, daicho_yaml_node_get_child(list, i), file, pack, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* A pack that is in memory; path is "…/<pack>.yaml" and need not exist. */
static gboolean load_data(Loading *loading, const char *path, const char *data, gsize length,
                          GError **error)
{
    g_autoptr(DaichoYaml) yaml = daicho_yaml_load_data(path, data, length, error);
    if (yaml == NULL) {
        return FALSE;
    }
    g_autofree char *pack = g_path_get_basename(path);
    pack[strlen(pack) - strlen(".yaml")] = '\0';
    g_ptr_array_add(loading->definitions, g_strndup(data, length));
    const DaichoYamlNode *root = daicho_yaml_get_root(yaml);
    return root == NULL || add_rules(loading, root, path, pack, error);
}

static gboolean load_file(Loading *loading, const char *path, GError **error)
{
    g_autofree char *data = NULL;
    gsize length = 0;
    g_autoptr(GError) read_error = NULL;
    if (!g_file_get_contents(path, &data, &length, &read_error)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s", read_error->message);
        return FALSE;
    }
    return load_data(loading, path, data, length, error);
}

static gboolean load_builtin(Loading *loading, const char *name, GError **error)
{
    gsize length = 0;
    const char *data = packs_builtin_find(name, &length);
    if (data == NULL) {
        const char *nearest = daicho_text_nearest(name, daicho_rules_builtin_packs);
        g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)daicho_rules_builtin_packs);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no pack \"%s\"; did you mean \"%s\"? There are: %s", name,
                    nearest != NULL ? nearest : daicho_rules_builtin_packs[0], all);
        return FALSE;
    }
    g_autofree char *path = g_strdup_printf("packs/%s.yaml", name);
    return load_data(loading, path, data, length, error);
}

static gint compare_names(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static gboolean is_wanted(const Loading *loading, const char *name)
{
    if (!g_str_has_suffix(name, ".yaml")) {
        return FALSE;
    }
    g_autofree char *pack = g_strndup(name, strlen(name) - strlen(".yaml"));
    return loading->names == NULL || g_strv_contains(loading->names, pack);
}

static gboolean load_folder(Loading *loading, const char *path, GError **error)
{
    g_autoptr(GError) open_error = NULL;
    g_autoptr(GDir) folder = g_dir_open(path, 0, &open_error);
    if (folder == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s", open_error->message);
        return FALSE;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = g_dir_read_name(folder); name != NULL; name = g_dir_read_name(folder)) {
        if (is_wanted(loading, name)) {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *file = g_build_filename(path, g_ptr_array_index(names, i), NULL);
        if (!load_file(loading, file, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean load_path(Loading *loading, const char *path, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
        return load_folder(loading, path, error);
    }
    if (!g_str_has_suffix(path, ".yaml")) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s is neither a folder of packs nor a .yaml file", path);
        return FALSE;
    }
    return load_file(loading, path, error);
}

static DaichoRules *load(const char *const *builtin, const char *const *paths,
                         const char *const *names, GError **error)
{
    g_autoptr(DaichoRules) rules = rules_new();
    g_autoptr(GPtrArray) definitions = g_ptr_array_new_with_free_func(g_free);
    Loading loading = {rules, names, definitions};
    for (; *builtin != NULL; builtin++) {
        if (!load_builtin(&loading, *builtin, error)) {
            return NULL;
        }
    }
    for (; *paths != NULL; paths++) {
        if (!load_path(&loading, *paths, error)) {
            return NULL;
        }
    }
    for (guint i = 0; i < rules->rules->len; i++) {
        Rule *rule = g_ptr_array_index(rules->rules, i);
        rule->order = i;
    }
    g_ptr_array_add(definitions, NULL);
    rules_compute_digest(rules, (const char *const *)definitions->pdata);
    return g_steal_pointer(&rules);
}

DaichoRules *daicho_rules_load(const char *const *paths, const char *const *names, GError **error)
{
    static const char *const none[] = {NULL};
    return load(none, paths, names, error);
}

DaichoRules *daicho_rules_load_builtin(const char *const *packs, const char *const *paths,
                                       GError **error)
{
    return load(packs, paths, NULL, error);
}
