#ifndef DAICHO_BASE_YAML_H
#define DAICHO_BASE_YAML_H

#include <glib.h>

/*
 * A YAML document as a tree that remembers where every node stood, so that a wrong value can be
 * reported as "file:line:column: what is wrong". Read with libyaml; a document after the first,
 * a key that stands twice, and nesting past 64 levels are errors.
 *
 * Every function that can fail sets DAICHO_ERROR_USAGE. Nodes and strings are borrowed from the
 * document and live as long as it does.
 */
typedef struct DaichoYaml DaichoYaml;
typedef struct DaichoYamlNode DaichoYamlNode;

typedef enum {
    DAICHO_YAML_SCALAR,
    DAICHO_YAML_SEQUENCE,
    DAICHO_YAML_MAPPING,
} DaichoYamlKind;

DaichoYaml *daicho_yaml_load_file(const char *path, GError **error);

/* name stands for the file in messages. */
DaichoYaml *daicho_yaml_load_data(const char *name, const char *data, gsize length, GError **error);
void daicho_yaml_free(DaichoYaml *yaml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoYaml, daicho_yaml_free)

/* NULL when the document is empty. */
const DaichoYamlNode *daicho_yaml_get_root(const DaichoYaml *yaml);

DaichoYamlKind daicho_yaml_node_get_kind(const DaichoYamlNode *node);
guint daicho_yaml_node_get_line(const DaichoYamlNode *node);   /* from 1 */
guint daicho_yaml_node_get_column(const DaichoYamlNode *node); /* from 1 */

/* Entries of a sequence or a mapping; 0 for a scalar. */
guint daicho_yaml_node_get_length(const DaichoYamlNode *node);

/* The index-th element of a sequence, or value of a mapping. */
const DaichoYamlNode *daicho_yaml_node_get_child(const DaichoYamlNode *node, guint index);

/* The index-th key of a mapping: always a scalar. */
const DaichoYamlNode *daicho_yaml_node_get_key(const DaichoYamlNode *node, guint index);

/* The value under key in a mapping; NULL when node is no mapping or has no such key. */
const DaichoYamlNode *daicho_yaml_node_find(const DaichoYamlNode *node, const char *key);

/* Sets "file:line:column: message"; always returns FALSE. */
gboolean daicho_yaml_node_set_error(const DaichoYamlNode *node, GError **error, const char *format,
                                    ...) G_GNUC_PRINTF(3, 4);

/* Refuses a node of another kind. */
gboolean daicho_yaml_node_check_kind(const DaichoYamlNode *node, DaichoYamlKind kind,
                                     GError **error);

/* Refuses a mapping with a key that is not in the NULL-terminated list; suggests the nearest. */
gboolean daicho_yaml_node_check_keys(const DaichoYamlNode *node, const char *const *allowed,
                                     GError **error);

/* The same of the index-th key alone. */
gboolean daicho_yaml_node_check_key(const DaichoYamlNode *node, guint index,
                                    const char *const *allowed, GError **error);

/* Scalars as values. *out is untouched on failure. The string is borrowed. */
gboolean daicho_yaml_node_get_string(const DaichoYamlNode *node, const char **out, GError **error);
gboolean daicho_yaml_node_get_int(const DaichoYamlNode *node, gint64 minimum, gint64 maximum,
                                  gint64 *out, GError **error);
gboolean daicho_yaml_node_get_boolean(const DaichoYamlNode *node, gboolean *out, GError **error);

/* A sequence of scalars and of such sequences, or one scalar, as a NULL-terminated vector of copies
 * (g_strfreev). */
char **daicho_yaml_node_dup_strings(const DaichoYamlNode *node, GError **error);

#endif
