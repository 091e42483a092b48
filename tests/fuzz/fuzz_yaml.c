/* Documents: every node that is told can be walked, and has a place. */
#include "base/yaml.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void walk(const DaichoYamlNode *node)
{
    g_assert(node != NULL);
    g_assert(daicho_yaml_node_get_line(node) > 0);
    g_assert(daicho_yaml_node_get_column(node) > 0);
    DaichoYamlKind kind = daicho_yaml_node_get_kind(node);
    for (guint i = 0; kind != DAICHO_YAML_SCALAR && i < daicho_yaml_node_get_length(node); i++) {
        walk(daicho_yaml_node_get_child(node, i));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoYaml) yaml = daicho_yaml_load_data("fuzz", (const char *)data, length, &error);
    g_assert((yaml == NULL) == (error != NULL));
    if (yaml != NULL && daicho_yaml_get_root(yaml) != NULL) {
        walk(daicho_yaml_get_root(yaml));
    }
    return 0;
}
