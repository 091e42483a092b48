#include "cli/config_schema.h"

#include <json-glib/json-glib.h>

#include "cli/config_options.h"

static void add(JsonBuilder *builder, const char *key, const char *value)
{
    json_builder_set_member_name(builder, key);
    json_builder_add_string_value(builder, value);
}

/* What one value is, or each of a list. */
static void add_simple(JsonBuilder *builder, const ConfigOption *option)
{
    add(builder, "type", option->type->json_type);
    if (option->type->maximum > 0) {
        json_builder_set_member_name(builder, "minimum");
        json_builder_add_int_value(builder, 1);
        json_builder_set_member_name(builder, "maximum");
        json_builder_add_int_value(builder, option->type->maximum);
    }
    if (option->words != NULL) {
        json_builder_set_member_name(builder, "enum");
        json_builder_begin_array(builder);
        for (const char *const *word = option->words; *word != NULL; word++) {
            json_builder_add_string_value(builder, *word);
        }
        json_builder_end_array(builder);
    }
}

/* A section of which nothing is set is null. */
static void add_mapping(JsonBuilder *builder)
{
    json_builder_set_member_name(builder, "type");
    json_builder_begin_array(builder);
    json_builder_add_string_value(builder, "object");
    json_builder_add_string_value(builder, "null");
    json_builder_end_array(builder);
}

/* A list may be one value, too. */
static void add_list(JsonBuilder *builder, const ConfigOption *option)
{
    json_builder_set_member_name(builder, "anyOf");
    json_builder_begin_array(builder);
    json_builder_begin_object(builder);
    add(builder, "type", "array");
    json_builder_set_member_name(builder, "items");
    json_builder_begin_object(builder);
    add_simple(builder, option);
    json_builder_end_object(builder);
    json_builder_end_object(builder);
    json_builder_begin_object(builder);
    add_simple(builder, option);
    json_builder_end_object(builder);
    json_builder_end_array(builder);
}

static void add_value(JsonBuilder *builder, const ConfigOption *option, gconstpointer field)
{
    g_autofree char *fallback = option->type->dup_text(field);
    if (option->type->is_list) {
        add_list(builder, option);
    } else {
        add_simple(builder, option);
    }
    if (fallback != NULL) {
        json_builder_set_member_name(builder, "default");
        json_builder_add_value(builder, json_from_string(fallback, NULL));
    }
}

static void add_needed(JsonBuilder *builder, const ConfigOption *options)
{
    json_builder_set_member_name(builder, "required");
    json_builder_begin_array(builder);
    for (const ConfigOption *option = options; option->key != NULL; option++) {
        if (option->is_needed) {
            json_builder_add_string_value(builder, option->key);
        }
    }
    json_builder_end_array(builder);
}

static void add_section(JsonBuilder *builder, const ConfigOption *options, gconstpointer base);

/* A mapping from names of shares to what each may have. */
static void add_named(JsonBuilder *builder, const ConfigOption *option)
{
    ConfigShare *share = config_share_new("");
    add_mapping(builder);
    json_builder_set_member_name(builder, "propertyNames");
    json_builder_begin_object(builder);
    add(builder, "pattern", "^[^:/\\u0000-\\u001f\\u007f]+$");
    json_builder_end_object(builder);
    json_builder_set_member_name(builder, "additionalProperties");
    json_builder_begin_object(builder);
    add_section(builder, option->options, share);
    json_builder_end_object(builder);
    config_share_free(share);
}

static void add_option(JsonBuilder *builder, const ConfigOption *option, gconstpointer field)
{
    json_builder_set_member_name(builder, option->key);
    json_builder_begin_object(builder);
    add(builder, "description", option->help);
    if (option->is_named) {
        add_named(builder, option);
    } else if (option->options != NULL) {
        add_section(builder, option->options, field);
    } else {
        add_value(builder, option, field);
    }
    json_builder_end_object(builder);
}

static void add_section(JsonBuilder *builder, const ConfigOption *options, gconstpointer base)
{
    add_mapping(builder);
    json_builder_set_member_name(builder, "properties");
    json_builder_begin_object(builder);
    for (const ConfigOption *option = options; option->key != NULL; option++) {
        add_option(builder, option, (const guint8 *)base + option->offset);
    }
    json_builder_end_object(builder);
    add_needed(builder, options);
    json_builder_set_member_name(builder, "additionalProperties");
    json_builder_add_boolean_value(builder, FALSE);
}

char *config_schema_new(void)
{
    g_autoptr(Config) config = config_new();
    g_autoptr(JsonBuilder) builder = json_builder_new();
    json_builder_begin_object(builder);
    add(builder, "$schema", "https://json-schema.org/draft/2020-12/schema");
    add(builder, "title", "daicho.yaml");
    add_section(builder, config_options, config);
    json_builder_end_object(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    return json_to_string(root, TRUE);
}
