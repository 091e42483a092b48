#include "rules/pack.h"

#include <string.h>

#include "base/digest.h"

/* Reads the file that a key names, relative to the pack, and has it count in the set's digest. */
static gboolean read_attached(const DaichoYamlNode *node, Rule *rule, char **path, char **data,
                              gsize *length, GError **error)
{
    const char *name = NULL;
    if (!daicho_yaml_node_get_string(node, &name, error)) {
        return FALSE;
    }
    g_autofree char *folder = g_path_get_dirname(rule->info.file);
    *path = g_path_is_absolute(name) ? g_strdup(name) : g_build_filename(folder, name, NULL);
    g_autoptr(GError) failed = NULL;
    /* A pipe would be waited for, and a device has no end. */
    if (g_file_test(*path, G_FILE_TEST_EXISTS) && !g_file_test(*path, G_FILE_TEST_IS_REGULAR)) {
        return daicho_yaml_node_set_error(node, error, "%s is no file", *path);
    }
    if (!g_file_get_contents(*path, data, length, &failed)) {
        return daicho_yaml_node_set_error(node, error, "%s", failed->message);
    }
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digest(*data, *length, digest);
    g_ptr_array_add(rule->attached, daicho_hex_encode(digest, sizeof digest));
    return TRUE;
}

char **pack_read_words(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    g_autofree char *path = NULL;
    g_autofree char *data = NULL;
    gsize length = 0;
    if (!read_attached(node, rule, &path, &data, &length, error)) {
        return NULL;
    }
    if (!g_utf8_validate(data, (gssize)length, NULL)) {
        daicho_yaml_node_set_error(node, error,
                                   "the file of keywords is not UTF-8 text: save it as UTF-8");
        return NULL;
    }
    return word_set_split_lines(data);
}

gboolean pack_read_known(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    g_autofree char *path = NULL;
    g_autofree char *data = NULL;
    gsize length = 0;
    if (!read_attached(node, rule, &path, &data, &length, error)) {
        return FALSE;
    }
    g_autoptr(GError) failed = NULL;
    rule->known = known_load(path, data, length, &failed);
    rule->info.known = rule->known != NULL ? known_get_name(rule->known) : NULL;
    return rule->known != NULL || daicho_yaml_node_set_error(node, error, "%s", failed->message);
}
