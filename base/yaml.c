#include "base/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/error.h"
#include "base/text.h"

struct DaichoYamlNode {
    DaichoYaml *document;
    DaichoYamlKind kind;
    guint line, column;
    char *scalar;
    GPtrArray *keys;     /* of nodes; mappings only */
    GPtrArray *children; /* of nodes */
};

struct DaichoYaml {
    char *name;
    GPtrArray *nodes; /* owns every node */
    DaichoYamlNode *root;
};

static void node_free(gpointer data)
{
    DaichoYamlNode *node = data;
    g_free(node->scalar);
    g_clear_pointer(&node->keys, g_ptr_array_unref);
    g_clear_pointer(&node->children, g_ptr_array_unref);
    g_free(node);
}

void daicho_yaml_free(DaichoYaml *yaml)
{
    if (yaml == NULL) {
        return;
    }
    g_free(yaml->name);
    g_ptr_array_unref(yaml->nodes);
    g_free(yaml);
}

/* A byte that is not UTF-8 is reported by libyaml's reader with its offset alone. */
static yaml_mark_t find_mark(const yaml_parser_t *parser)
{
    yaml_mark_t mark = parser->problem_mark;
    if (parser->error != YAML_READER_ERROR) {
        return mark;
    }
    mark = (yaml_mark_t){0};
    const unsigned char *text = parser->input.string.start;
    for (gsize i = 0; i < parser->problem_offset; i++) {
        mark.column = text[i] == '\n' ? 0 : mark.column + 1;
        mark.line += text[i] == '\n' ? 1 : 0;
    }
    return mark;
}

/* A tab looks like spaces, and so is hard to see. */
static gboolean is_at_tab(const yaml_parser_t *parser, const yaml_mark_t *mark)
{
    gsize length = (gsize)(parser->input.string.end - parser->input.string.start);
    return parser->error == YAML_SCANNER_ERROR && mark->index < length &&
           parser->input.string.start[mark->index] == '\t';
}

static gboolean set_parser_error(const DaichoYaml *yaml, const yaml_parser_t *parser,
                                 GError **error)
{
    yaml_mark_t mark = find_mark(parser);
    g_autoptr(GString) context = g_string_new(NULL);
    if (parser->context != NULL) {
        g_string_printf(context, " (%s that begins in line %zu)", parser->context,
                        parser->context_mark.line + 1);
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s:%zu:%zu: %s%s%s", yaml->name,
                mark.line + 1, mark.column + 1,
                parser->problem != NULL ? parser->problem : "not valid YAML", context->str,
                is_at_tab(parser, &mark) ? " (YAML is indented with spaces: here is a tab)" : "");
    return FALSE;
}

static DaichoYamlNode *node_new(DaichoYaml *yaml, DaichoYamlKind kind, const yaml_mark_t *mark)
{
    DaichoYamlNode *node = g_new0(DaichoYamlNode, 1);
    node->document = yaml;
    node->kind = kind;
    node->line = (guint)mark->line + 1;
    node->column = (guint)mark->column + 1;
    g_ptr_array_add(yaml->nodes, node);
    return node;
}

/* Deep enough for any configuration; a file nested deeper must not exhaust the stack. */
enum { DEPTH_LIMIT = 64 };

static DaichoYamlNode *build(DaichoYaml *yaml, yaml_document_t *document, int index, int depth,
                             GError **error);

static gboolean build_sequence(DaichoYamlNode *node, yaml_document_t *document,
                               const yaml_node_t *from, int depth, GError **error)
{
    for (const yaml_node_item_t *item = from->data.sequence.items.start;
         item < from->data.sequence.items.top; item++) {
        DaichoYamlNode *child = build(node->document, document, *item, depth, error);
        if (child == NULL) {
            return FALSE;
        }
        g_ptr_array_add(node->children, child);
    }
    return TRUE;
}

static gboolean add_pair(DaichoYamlNode *node, DaichoYamlNode *key, DaichoYamlNode *child,
                         GError **error)
{
    if (key->kind != DAICHO_YAML_SCALAR) {
        return daicho_yaml_node_set_error(key, error, "a key must be a single word or text");
    }
    if (daicho_yaml_node_find(node, key->scalar) != NULL) {
        return daicho_yaml_node_set_error(key, error, "the key \"%s\" stands here twice",
                                          key->scalar);
    }
    g_ptr_array_add(node->keys, key);
    g_ptr_array_add(node->children, child);
    return TRUE;
}

static gboolean build_mapping(DaichoYamlNode *node, yaml_document_t *document,
                              const yaml_node_t *from, int depth, GError **error)
{
    node->keys = g_ptr_array_new();
    for (const yaml_node_pair_t *pair = from->data.mapping.pairs.start;
         pair < from->data.mapping.pairs.top; pair++) {
        DaichoYamlNode *key = build(node->document, document, pair->key, depth, error);
        if (key == NULL) {
            return FALSE;
        }
        DaichoYamlNode *child = build(node->document, document, pair->value, depth, error);
        if (child == NULL || !add_pair(node, key, child, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static DaichoYamlNode *build_container(DaichoYaml *yaml, yaml_document_t *document,
                                       const yaml_node_t *from, int depth, GError **error)
{
    gboolean is_mapping = from->type == YAML_MAPPING_NODE;
    DaichoYamlNode *node = node_new(yaml, is_mapping ? DAICHO_YAML_MAPPING : DAICHO_YAML_SEQUENCE,
                                    &from->start_mark);
    node->children = g_ptr_array_new();
    gboolean built = is_mapping ? build_mapping(node, document, from, depth + 1, error)
                                : build_sequence(node, document, from, depth + 1, error);
    return built ? node : NULL;
}

static DaichoYamlNode *build(DaichoYaml *yaml, yaml_document_t *document, int index, int depth,
                             GError **error)
{
    const yaml_node_t *from = yaml_document_get_node(document, index);
    if (depth > DEPTH_LIMIT || yaml->nodes->len > 1000000) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s:%zu:%zu: nested too deep, or an alias repeats too much", yaml->name,
                    from->start_mark.line + 1, from->start_mark.column + 1);
        return NULL;
    }
    if (from->type != YAML_SCALAR_NODE) {
        return build_container(yaml, document, from, depth, error);
    }
    DaichoYamlNode *node = node_new(yaml, DAICHO_YAML_SCALAR, &from->start_mark);
    node->scalar = g_strndup((const char *)from->data.scalar.value, from->data.scalar.length);
    return node;
}

static gboolean load_document(DaichoYaml *yaml, yaml_parser_t *parser, GError **error)
{
    yaml_document_t document;
    if (!yaml_parser_load(parser, &document)) {
        return set_parser_error(yaml, parser, error);
    }
    gboolean loaded = TRUE;
    if (yaml_document_get_root_node(&document) != NULL) {
        yaml->root = build(yaml, &document, 1, 0, error);
        loaded = yaml->root != NULL;
    }
    yaml_document_delete(&document);
    return loaded;
}

static gboolean check_single(const DaichoYaml *yaml, yaml_parser_t *parser, GError **error)
{
    yaml_document_t document;
    if (!yaml_parser_load(parser, &document)) {
        return set_parser_error(yaml, parser, error);
    }
    const yaml_node_t *root = yaml_document_get_root_node(&document);
    if (root != NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s:%zu:1: a second document begins here; put all into the first", yaml->name,
                    root->start_mark.line + 1);
    }
    yaml_document_delete(&document);
    return root == NULL;
}

DaichoYaml *daicho_yaml_load_data(const char *name, const char *data, gsize length, GError **error)
{
    g_autoptr(DaichoYaml) yaml = g_new0(DaichoYaml, 1);
    yaml->name = g_strdup(name);
    yaml->nodes = g_ptr_array_new_with_free_func(node_free);
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "%s: out of memory", name);
        return NULL;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)data, length);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    gboolean loaded = load_document(yaml, &parser, error) &&
                      (yaml->root == NULL || check_single(yaml, &parser, error));
    yaml_parser_delete(&parser);
    return loaded ? g_steal_pointer(&yaml) : NULL;
}

DaichoYaml *daicho_yaml_load_file(const char *path, GError **error)
{
    g_autofree char *data = NULL;
    gsize length = 0;
    g_autoptr(GError) read_error = NULL;
    if (!g_file_get_contents(path, &data, &length, &read_error)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s", read_error->message);
        return NULL;
    }
    return daicho_yaml_load_data(path, data, length, error);
}

const DaichoYamlNode *daicho_yaml_get_root(const DaichoYaml *yaml)
{
    return yaml->root;
}

DaichoYamlKind daicho_yaml_node_get_kind(const DaichoYamlNode *node)
{
    return node->kind;
}

guint daicho_yaml_node_get_line(const DaichoYamlNode *node)
{
    return node->line;
}

guint daicho_yaml_node_get_column(const DaichoYamlNode *node)
{
    return node->column;
}

guint daicho_yaml_node_get_length(const DaichoYamlNode *node)
{
    return node->children != NULL ? node->children->len : 0;
}

const DaichoYamlNode *daicho_yaml_node_get_child(const DaichoYamlNode *node, guint index)
{
    return g_ptr_array_index(node->children, index);
}

const DaichoYamlNode *daicho_yaml_node_get_key(const DaichoYamlNode *node, guint index)
{
    return g_ptr_array_index(node->keys, index);
}

const DaichoYamlNode *daicho_yaml_node_find(const DaichoYamlNode *node, const char *key)
{
    if (node->kind != DAICHO_YAML_MAPPING) {
        return NULL;
    }
    for (guint i = 0; i < node->keys->len; i++) {
        if (strcmp(daicho_yaml_node_get_key(node, i)->scalar, key) == 0) {
            return daicho_yaml_node_get_child(node, i);
        }
    }
    return NULL;
}

gboolean daicho_yaml_node_set_error(const DaichoYamlNode *node, GError **error, const char *format,
                                    ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s:%u:%u: %s", node->document->name,
                node->line, node->column, message);
    return FALSE;
}

gboolean daicho_yaml_node_check_kind(const DaichoYamlNode *node, DaichoYamlKind kind,
                                     GError **error)
{
    static const char *const names[] = {"a single value", "a list", "a mapping of keys"};
    if (node->kind == kind) {
        return TRUE;
    }
    return daicho_yaml_node_set_error(node, error, "%s stands where %s is needed",
                                      names[node->kind], names[kind]);
}

static char *join(const char *const *words)
{
    GString *joined = g_string_new(NULL);
    for (; *words != NULL; words++) {
        g_string_append_printf(joined, "%s%s", joined->len > 0 ? ", " : "", *words);
    }
    return g_string_free(joined, FALSE);
}

gboolean daicho_yaml_node_check_key(const DaichoYamlNode *node, guint index,
                                    const char *const *allowed, GError **error)
{
    const DaichoYamlNode *key = daicho_yaml_node_get_key(node, index);
    if (g_strv_contains(allowed, key->scalar)) {
        return TRUE;
    }
    const char *nearest = daicho_text_nearest(key->scalar, allowed);
    g_autofree char *all = join(allowed);
    return nearest != NULL
               ? daicho_yaml_node_set_error(key, error, "unknown key \"%s\"; did you mean \"%s\"?",
                                            key->scalar, nearest)
               : daicho_yaml_node_set_error(key, error, "unknown key \"%s\"; known are: %s",
                                            key->scalar, all);
}

gboolean daicho_yaml_node_check_keys(const DaichoYamlNode *node, const char *const *allowed,
                                     GError **error)
{
    if (!daicho_yaml_node_check_kind(node, DAICHO_YAML_MAPPING, error)) {
        return FALSE;
    }
    for (guint i = 0; i < node->keys->len; i++) {
        if (!daicho_yaml_node_check_key(node, i, allowed, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_yaml_node_get_string(const DaichoYamlNode *node, const char **out, GError **error)
{
    if (!daicho_yaml_node_check_kind(node, DAICHO_YAML_SCALAR, error)) {
        return FALSE;
    }
    *out = node->scalar;
    return TRUE;
}

gboolean daicho_yaml_node_get_int(const DaichoYamlNode *node, gint64 minimum, gint64 maximum,
                                  gint64 *out, GError **error)
{
    const char *text = NULL;
    if (!daicho_yaml_node_get_string(node, &text, error)) {
        return FALSE;
    }
    if (!g_ascii_string_to_signed(text, 10, minimum, maximum, out, NULL)) {
        return daicho_yaml_node_set_error(node, error,
                                          "\"%s\" is not a whole number from %" G_GINT64_FORMAT
                                          " to %" G_GINT64_FORMAT,
                                          text, minimum, maximum);
    }
    return TRUE;
}

gboolean daicho_yaml_node_get_boolean(const DaichoYamlNode *node, gboolean *out, GError **error)
{
    static const char *const yes[] = {"true", "yes", "on", NULL};
    static const char *const no[] = {"false", "no", "off", NULL};
    const char *text = NULL;
    if (!daicho_yaml_node_get_string(node, &text, error)) {
        return FALSE;
    }
    gboolean is_yes = g_strv_contains(yes, text);
    if (!is_yes && !g_strv_contains(no, text)) {
        return daicho_yaml_node_set_error(node, error, "\"%s\" is neither true nor false", text);
    }
    *out = is_yes;
    return TRUE;
}

/* A list within a list counts as its items, so that an alias may stand for some of them. */
static gboolean add_strings(const DaichoYamlNode *node, GStrvBuilder *builder, GError **error)
{
    if (node->kind == DAICHO_YAML_SCALAR) {
        g_strv_builder_add(builder, node->scalar);
        return TRUE;
    }
    gboolean added = daicho_yaml_node_check_kind(node, DAICHO_YAML_SEQUENCE, error);
    for (guint i = 0; added && i < node->children->len; i++) {
        added = add_strings(daicho_yaml_node_get_child(node, i), builder, error);
    }
    return added;
}

char **daicho_yaml_node_dup_strings(const DaichoYamlNode *node, GError **error)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    return add_strings(node, builder, error) ? g_strv_builder_end(builder) : NULL;
}
