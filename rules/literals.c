#include "rules/normalise.h"
#include "rules/rule.h"

#include <string.h>

#include "base/error.h"

/* The category that values of a kind belong to. */
static const char *category_of(const char *kind)
{
    static const struct {
        const char *kind, *category;
    } categories[] = {
        {"email", "contact"},
        {"phone", "contact"},
        {"name", "name"},
        {"kana", "name"},
        {"romaji", "name"},
        {"address", "address"},
        {"birth-date", "birth-date"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(categories); i++) {
        if (strcmp(categories[i].kind, kind) == 0) {
            return categories[i].category;
        }
    }
    return "government-id";
}

/* Where a name is written in kanji or katakana, a neighbour of the same script may make it another
 * name (見本一 in 見本一郎): such a match says less. Honorifics and labels are no part of a name. */
static gboolean add_edges(Rule *rule, const char *kind, char **message)
{
    static const char *const words[] = {
        "^(?![様殿氏君先儀名姓サド])[\\p{sc:Han}々\\p{sc:Katakana}ー]", NULL};
    if (strcmp(kind, "name") != 0 && strcmp(kind, "kana") != 0) {
        return TRUE;
    }
    const RuleContext edges = {.points = -50, .words = rule_compile_words(words, message)};
    if (edges.words == NULL) {
        return FALSE;
    }
    rule->near = 1;
    g_array_append_val(rule->contexts, edges);
    return TRUE;
}

static Rule *make_rule(const char *kind, const char *value, guint order, GError **error)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(value, strlen(value), &length);
    const ValueKind *value_kind = value_kind_find(kind);
    g_autofree char *normalised = value_kind->normalise(folded);
    if (normalised == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "\"%s\" is no value of kind %s", value,
                    kind);
        return NULL;
    }
    g_autofree char *pattern = value_kind->spell(folded);
    g_autofree char *message = NULL;
    pcre2_code *compiled = rule_compile(pattern, 0, &message);
    if (compiled == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "\"%s\": %s", value, message);
        return NULL;
    }
    g_autoptr(Rule) rule = rule_new();
    rule->order = order;
    rule->info.id = g_strconcat("subject.", kind, NULL);
    rule->info.title_en = g_strdup(kind);
    rule->info.category = g_strdup(category_of(kind));
    rule->info.kind = g_strdup(kind);
    rule->info.pattern = g_strdup(pattern);
    rule->info.confidence = 100;
    rule_set_pattern(rule, compiled);
    if (!add_edges(rule, kind, &message)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "\"%s\": %s", value, message);
        return NULL;
    }
    return g_steal_pointer(&rule);
}

DaichoRules *daicho_rules_new_literals(const char *const *kinds, const char *const *values,
                                       GError **error)
{
    g_autoptr(DaichoRules) rules = rules_new();
    g_autoptr(GPtrArray) definitions = g_ptr_array_new();
    for (guint i = 0; kinds[i] != NULL; i++) {
        Rule *rule = make_rule(kinds[i], values[i], i, error);
        if (rule == NULL) {
            return NULL;
        }
        g_ptr_array_add(rules->rules, rule);
        g_ptr_array_add(definitions, (gpointer)(guintptr)rule->info.id);
        g_ptr_array_add(definitions, (gpointer)(guintptr)rule->info.pattern);
    }
    g_ptr_array_add(definitions, NULL);
    rules_compute_digest(rules, (const char *const *)definitions->pdata);
    return g_steal_pointer(&rules);
}
