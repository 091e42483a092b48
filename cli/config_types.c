#include "cli/config_options.h"

#include <string.h>

#include "base/text.h"

static gboolean take_path(const ConfigReading *reading, const ConfigOption *option,
                          const DaichoYamlNode *value, gpointer field, GError **error)
{
    const char *text = NULL;
    char **out = field;
    if (!daicho_yaml_node_get_string(value, &text, error)) {
        return FALSE;
    }
    if (*text == '\0') {
        return daicho_yaml_node_set_error(value, error, "the path of \"%s\" is empty", option->key);
    }
    g_free(*out);
    *out = g_canonicalize_filename(text, reading->folder);
    return TRUE;
}

static gboolean check_word(const ConfigOption *option, const DaichoYamlNode *node, GError **error)
{
    const char *word = NULL;
    if (!daicho_yaml_node_get_string(node, &word, error)) {
        return FALSE;
    }
    if (g_strv_contains(option->words, word)) {
        return TRUE;
    }
    const char *nearest = daicho_text_nearest(word, option->words);
    g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)option->words);
    return daicho_yaml_node_set_error(
        node, error, "there is no \"%s\" for \"%s\"; did you mean \"%s\"? There are: %s", word,
        option->key, nearest != NULL ? nearest : option->words[0], all);
}

/* A list may be one word, too. */
static gboolean check_words(const ConfigOption *option, const DaichoYamlNode *value, GError **error)
{
    if (option->words == NULL || daicho_yaml_node_get_kind(value) == DAICHO_YAML_SCALAR) {
        return option->words == NULL || check_word(option, value, error);
    }
    for (guint i = 0; i < daicho_yaml_node_get_length(value); i++) {
        if (!check_word(option, daicho_yaml_node_get_child(value, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean take_strings(const ConfigReading *reading, const ConfigOption *option,
                             const DaichoYamlNode *value, gpointer field, GError **error)
{
    (void)reading;
    char ***out = field;
    char **list = check_words(option, value, error) ? daicho_yaml_node_dup_strings(value, error)
                                                    : NULL;
    if (list == NULL) {
        return FALSE;
    }
    g_strfreev(*out);
    *out = list;
    return TRUE;
}

static gboolean take_paths(const ConfigReading *reading, const ConfigOption *option,
                           const DaichoYamlNode *value, gpointer field, GError **error)
{
    if (!take_strings(reading, option, value, field, error)) {
        return FALSE;
    }
    for (char **path = *(char ***)field; *path != NULL; path++) {
        char *whole = g_canonicalize_filename(*path, reading->folder);
        g_free(*path);
        *path = whole;
    }
    return TRUE;
}

static gboolean take_boolean(const ConfigReading *reading, const ConfigOption *option,
                             const DaichoYamlNode *value, gpointer field, GError **error)
{
    (void)reading;
    (void)option;
    return daicho_yaml_node_get_boolean(value, field, error);
}

static gboolean take_count(const ConfigReading *reading, const ConfigOption *option,
                           const DaichoYamlNode *value, gpointer field, GError **error)
{
    (void)reading;
    gint64 number = 0;
    if (!daicho_yaml_node_get_int(value, 1, option->type->maximum, &number, error)) {
        return FALSE;
    }
    *(guint *)field = (guint)number;
    return TRUE;
}

static gboolean take_size(const ConfigReading *reading, const ConfigOption *option,
                          const DaichoYamlNode *value, gpointer field, GError **error)
{
    (void)reading;
    gint64 number = 0;
    if (!daicho_yaml_node_get_int(value, 1, option->type->maximum, &number, error)) {
        return FALSE;
    }
    *(guint64 *)field = (guint64)number;
    return TRUE;
}

/* The same for JSON and YAML. */
static void append_quoted(GString *text, const char *value)
{
    g_string_append_c(text, '"');
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\') {
            g_string_append_c(text, '\\');
        }
        if (g_ascii_iscntrl(*value)) {
            g_string_append_printf(text, "\\u%04x", (guchar)*value);
        } else {
            g_string_append_c(text, *value);
        }
    }
    g_string_append_c(text, '"');
}

char *config_quote(const char *value)
{
    GString *text = g_string_new(NULL);
    append_quoted(text, value);
    return g_string_free(text, FALSE);
}

static char *dup_path(gconstpointer field)
{
    const char *const *path = field;
    return *path != NULL ? config_quote(*path) : NULL;
}

static char *dup_strings(gconstpointer field)
{
    GString *text = g_string_new("[");
    for (char **word = *(char **const *)field; *word != NULL; word++) {
        g_string_append(text, text->len > 1 ? ", " : "");
        append_quoted(text, *word);
    }
    g_string_append_c(text, ']');
    return g_string_free(text, FALSE);
}

static char *dup_boolean(gconstpointer field)
{
    return g_strdup(*(const gboolean *)field ? "true" : "false");
}

static char *dup_count(gconstpointer field)
{
    return g_strdup_printf("%u", *(const guint *)field);
}

static char *dup_size(gconstpointer field)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT, *(const guint64 *)field);
}

const ConfigType config_type_path = {"string", FALSE, 0, take_path, dup_path};
const ConfigType config_type_paths = {"string", TRUE, 0, take_paths, dup_strings};
const ConfigType config_type_strings = {"string", TRUE, 0, take_strings, dup_strings};
const ConfigType config_type_boolean = {"boolean", FALSE, 0, take_boolean, dup_boolean};
const ConfigType config_type_count = {"integer", FALSE, G_MAXINT, take_count, dup_count};
const ConfigType config_type_size = {"integer", FALSE, G_MAXINT64, take_size, dup_size};
