#include "rules/rule.h"

#include <string.h>

#include "base/error.h"

/* The header or key as a whole, however wide its characters are. */
static pcre2_code *compile_header(const char *field, char **message)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(field, strlen(field), &length);
    g_strstrip(folded);
    g_autofree char *escaped = g_regex_escape_string(folded, -1);
    g_autofree char *pattern = g_strconcat("^\\s*", escaped, "\\s*$", NULL);
    const char *const words[] = {pattern, NULL};
    return rule_compile_words(words, message);
}

DaichoRules *daicho_rules_new_field_dates(const char *field, GError **error)
{
    g_autofree char *message = NULL;
    g_autoptr(DaichoRules) rules = rules_new();
    Rule *rule = rule_new();
    g_ptr_array_add(rules->rules, rule);
    rule->info.id = g_strdup("field.date");
    rule->info.title_en = g_strdup(field);
    rule->info.category = g_strdup("birth-date"); /* a record with such a date is somebody's */
    rule->info.kind = g_strdup("named-date");
    rule->info.confidence = 100;
    rule->column = compile_header(field, &message);
    if (rule->column == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "the field \"%s\": %s", field,
                    message);
        return NULL;
    }
    const char *const definitions[] = {rule->info.id, field, NULL};
    rules_compute_digest(rules, definitions);
    return g_steal_pointer(&rules);
}
