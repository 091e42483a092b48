#include "cli/rules_json.h"

#include <json-glib/json-glib.h>

static void add_text(JsonBuilder *builder, const char *name, const char *text)
{
    json_builder_set_member_name(builder, name);
    if (text != NULL) {
        json_builder_add_string_value(builder, text);
    } else {
        json_builder_add_null_value(builder);
    }
}

static void add_number(JsonBuilder *builder, const char *name, guint number)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, number);
}

static void add_rule(JsonBuilder *builder, const DaichoRule *rule)
{
    json_builder_begin_object(builder);
    add_text(builder, "id", rule->id);
    add_text(builder, "title", rule->title_en);
    add_text(builder, "title_ja", rule->title_ja);
    add_text(builder, "category", rule->category);
    add_text(builder, "kind", rule->kind);
    add_number(builder, "confidence", rule->confidence);
    add_text(builder, "validator", rule->validator);
    add_number(builder, "keywords", rule->n_keywords);
    add_text(builder, "known", rule->known);
    add_text(builder, "file", rule->file);
    add_number(builder, "line", rule->line);
    add_text(builder, "pattern", rule->pattern);
    add_text(builder, "source", rule->source);
    json_builder_end_object(builder);
}

char *rules_json_new(const DaichoRules *rules, const DaichoRule *only)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    json_builder_begin_object(builder);
    add_text(builder, "schema", "daicho/rules/1");
    json_builder_set_member_name(builder, "rows");
    json_builder_begin_array(builder);
    for (guint i = 0; i < daicho_rules_get_length(rules); i++) {
        const DaichoRule *rule = daicho_rules_get(rules, i);
        if (only == NULL || only == rule) {
            add_rule(builder, rule);
        }
    }
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *text = json_to_string(root, FALSE);
    return g_strconcat(text, "\n", NULL);
}
