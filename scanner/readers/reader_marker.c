#include "scanner/reader.h"

#include "base/yaml.h"

/* A .daicho.yaml in a folder names the purpose of what lies below it: "purpose: hr". It is read for
 * personal data like any other text. */
void reader_marker_read(Item *item)
{
    gsize length = 0;
    const guint8 *head = source_peek(item->source, &length, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoYaml)
        yaml = daicho_yaml_load_data(item->name, (const char *)head, length, &error);
    const DaichoYamlNode *root = yaml != NULL ? daicho_yaml_get_root(yaml) : NULL;
    const DaichoYamlNode *purpose = root != NULL ? daicho_yaml_node_find(root, "purpose") : NULL;
    const char *id = NULL;
    if (purpose != NULL && daicho_yaml_node_get_string(purpose, &id, NULL)) {
        item->marker = g_strdup(id);
    }
    reader_text_read(item);
    if (id == NULL) {
        item_set_partly(item, "it names no purpose%s%s", error != NULL ? ": " : "",
                        error != NULL ? error->message : "");
    }
}
