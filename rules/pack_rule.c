#include "rules/pack.h"

#include <string.h>

/* High: whoever lists a word means it. */
enum { KEYWORD_CONFIDENCE = 80 };

static const char *const rule_keys[] = {
    "id",       "title",         "category",   "kind",   "pattern",  "validator", "confidence",
    "context",  "column",        "cell",       "prefix", "examples", "source",    "enabled",
    "keywords", "keywords_file", "dictionary", "exact",  NULL,
};

/* A key with text, copied; the key may be missing. */
static gboolean take_text(const DaichoYamlNode *node, const char *key, const char **out,
                          GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, key);
    const char *text = NULL;
    if (value == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_get_string(value, &text, error)) {
        return FALSE;
    }
    *out = g_strdup(text);
    return TRUE;
}

static gboolean take_title(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    static const char *const keys[] = {"en", "ja", NULL};
    const DaichoYamlNode *title = daicho_yaml_node_find(node, "title");
    if (title == NULL) {
        rule->info.title_en = g_strdup(rule->info.id);
        return TRUE;
    }
    if (daicho_yaml_node_get_kind(title) == DAICHO_YAML_SCALAR) {
        return take_text(node, "title", &rule->info.title_en, error);
    }
    if (!daicho_yaml_node_check_keys(title, keys, error) ||
        !take_text(title, "en", &rule->info.title_en, error) ||
        !take_text(title, "ja", &rule->info.title_ja, error)) {
        return FALSE;
    }
    if (rule->info.title_en == NULL) {
        rule->info.title_en = g_strdup(rule->info.id);
    }
    return TRUE;
}

static gboolean check_category(const DaichoYamlNode *node, const char *category, GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, "category");
    if (value == NULL) {
        return category != NULL ||
               daicho_yaml_node_set_error(node, error, "the rule has no category");
    }
    return strcmp(category, "none") == 0 || g_strv_contains(daicho_categories, category) ||
           daicho_yaml_node_set_error(value, error,
                                      "\"%s\" is no data category (see docs/rules.md)", category);
}

/* Compiles the pattern under key, if it is there. */
static gboolean take_pattern(const DaichoYamlNode *node, const char *key, pcre2_code **out,
                             GError **error)
{
    const DaichoYamlNode *value = daicho_yaml_node_find(node, key);
    const char *text = NULL;
    if (value == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_get_string(value, &text, error)) {
        return FALSE;
    }
    g_autofree char *message = NULL;
    *out = rule_compile(text, 0, &message);
    guint32 groups = 0;
    if (*out != NULL && pcre2_pattern_info(*out, PCRE2_INFO_CAPTURECOUNT, &groups) == 0 &&
        groups > RULE_GROUPS_MAX) {
        g_clear_pointer(out, pcre2_code_free);
        return daicho_yaml_node_set_error(
            value, error,
            "the pattern has %u groups, and %d are allowed: write (?:…) for those "
            "that only hold together",
            groups, RULE_GROUPS_MAX);
    }
    return *out != NULL || daicho_yaml_node_set_error(value, error, "%s", message);
}

static pcre2_code *compile_words(const DaichoYamlNode *node, GError **error)
{
    g_auto(GStrv) words = daicho_yaml_node_dup_strings(node, error);
    if (words == NULL) {
        return NULL;
    }
    g_autofree char *message = NULL;
    pcre2_code *compiled = rule_compile_words((const char *const *)words, &message);
    if (compiled == NULL) {
        daicho_yaml_node_set_error(node, error, "%s", message);
    }
    return compiled;
}

static gboolean take_prefix(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    const DaichoYamlNode *prefix = daicho_yaml_node_find(node, "prefix");
    const char *text = NULL;
    if (prefix == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_get_string(prefix, &text, error)) {
        return FALSE;
    }
    rule->prefix = g_strdup(text);
    return rule->column != NULL ||
           daicho_yaml_node_set_error(prefix, error,
                                      "a prefix is for cells: the rule needs \"column\"");
}

static gboolean take_column(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    const DaichoYamlNode *column = daicho_yaml_node_find(node, "column");
    if (column != NULL) {
        rule->column = compile_words(column, error);
    }
    return (column == NULL || rule->column != NULL) &&
           take_pattern(node, "cell", &rule->cell, error) && take_prefix(node, rule, error);
}

/* raise: {45: [words…]} and lower: {30: [words…]}. */
static gboolean take_points(const DaichoYamlNode *node, gint sign, Rule *rule, GError **error)
{
    if (!daicho_yaml_node_check_kind(node, DAICHO_YAML_MAPPING, error)) {
        return FALSE;
    }
    for (guint i = 0; i < daicho_yaml_node_get_length(node); i++) {
        gint64 points = 0;
        if (!daicho_yaml_node_get_int(daicho_yaml_node_get_key(node, i), 1, 100, &points, error)) {
            return FALSE;
        }
        const DaichoYamlNode *words = daicho_yaml_node_get_child(node, i);
        RuleContext context = {
            .points = sign * (gint)points,
            .words = compile_words(words, error),
        };
        if (context.words == NULL) {
            return FALSE;
        }
        context.texts = daicho_yaml_node_dup_strings(words, NULL);
        g_array_append_val(rule->contexts, context);
    }
    return TRUE;
}

static gboolean take_context(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    static const char *const keys[] = {"near", "raise", "lower", NULL};
    const DaichoYamlNode *context = daicho_yaml_node_find(node, "context");
    gint64 near = 40;
    if (context == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_check_keys(context, keys, error)) {
        return FALSE;
    }
    const DaichoYamlNode *value = daicho_yaml_node_find(context, "near");
    if (value != NULL && !daicho_yaml_node_get_int(value, 0, 1000, &near, error)) {
        return FALSE;
    }
    rule->near = (guint)near;
    const DaichoYamlNode *raise = daicho_yaml_node_find(context, "raise");
    const DaichoYamlNode *lower = daicho_yaml_node_find(context, "lower");
    return (raise == NULL || take_points(raise, 1, rule, error)) &&
           (lower == NULL || take_points(lower, -1, rule, error));
}

static gboolean take_examples(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    static const char *const keys[] = {"match", "no_match", NULL};
    const DaichoYamlNode *examples = daicho_yaml_node_find(node, "examples");
    if (examples == NULL) {
        return TRUE;
    }
    if (!daicho_yaml_node_check_keys(examples, keys, error)) {
        return FALSE;
    }
    const DaichoYamlNode *matches = daicho_yaml_node_find(examples, "match");
    const DaichoYamlNode *no_matches = daicho_yaml_node_find(examples, "no_match");
    rule->matches = matches != NULL ? daicho_yaml_node_dup_strings(matches, error) : NULL;
    if (matches != NULL && rule->matches == NULL) {
        return FALSE;
    }
    rule->no_matches = no_matches != NULL ? daicho_yaml_node_dup_strings(no_matches, error) : NULL;
    return no_matches == NULL || rule->no_matches != NULL;
}

static gboolean take_validator(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    if (!take_text(node, "validator", &rule->info.validator, error)) {
        return FALSE;
    }
    if (rule->info.validator == NULL) {
        return TRUE;
    }
    rule->validator = validator_find(rule->info.validator);
    rule->locate = rule->validator != NULL ? validator_get_locate(rule->validator) : NULL;
    rule->cut = validator_find_cut(rule->info.validator);
    return rule->validator != NULL ||
           daicho_yaml_node_set_error(daicho_yaml_node_find(node, "validator"), error,
                                      "there is no validator \"%s\" (see docs/rules.md)",
                                      rule->info.validator);
}

static gboolean take_confidence(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    gint64 confidence = 0;
    const DaichoYamlNode *value = daicho_yaml_node_find(node, "confidence");
    if (value == NULL) {
        return rule->keywords != NULL ||
               daicho_yaml_node_set_error(node, error, "the rule has no confidence (0 to 100)");
    }
    if (!daicho_yaml_node_get_int(value, 0, 100, &confidence, error)) {
        return FALSE;
    }
    rule->info.confidence = (guint)confidence;
    return TRUE;
}

/* Keywords are meant as they stand: without another word they are a sign of confidential papers. */
static void set_keyword_defaults(const DaichoYamlNode *node, Rule *rule)
{
    gboolean has_keywords = daicho_yaml_node_find(node, "keywords") != NULL ||
                            daicho_yaml_node_find(node, "keywords_file") != NULL;
    if (has_keywords && daicho_yaml_node_find(node, "category") == NULL) {
        rule->info.category = g_strdup("confidential");
    }
    if (has_keywords && daicho_yaml_node_find(node, "confidence") == NULL) {
        rule->info.confidence = KEYWORD_CONFIDENCE;
    }
}

static gboolean take_keywords(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    const DaichoYamlNode *list = daicho_yaml_node_find(node, "keywords");
    const DaichoYamlNode *file = daicho_yaml_node_find(node, "keywords_file");
    g_auto(GStrv) words = NULL;
    g_autofree char *message = NULL;
    if (list == NULL && file == NULL) {
        return TRUE;
    }
    if ((list != NULL && file != NULL) || rule->pattern != NULL) {
        return daicho_yaml_node_set_error(
            node, error, "a rule has one of pattern, keywords and keywords_file: make two rules");
    }
    words = list != NULL ? daicho_yaml_node_dup_strings(list, error)
                         : pack_read_words(file, rule, error);
    if (words == NULL) {
        return FALSE;
    }
    rule->keywords = word_set_new((const char *const *)words, &message);
    rule->info.n_keywords = rule->keywords != NULL ? word_set_get_length(rule->keywords) : 0;
    return rule->keywords != NULL ||
           daicho_yaml_node_set_error(list != NULL ? list : file, error, "%s", message);
}

static gboolean take_matching(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    pcre2_code *pattern = NULL;
    if (!take_text(node, "pattern", &rule->info.pattern, error) ||
        !take_pattern(node, "pattern", &pattern, error)) {
        return FALSE;
    }
    if (pattern != NULL) {
        rule_set_pattern(rule, pattern);
    }
    if (!take_column(node, rule, error) || !take_keywords(node, rule, error)) {
        return FALSE;
    }
    return rule->pattern != NULL || rule->column != NULL || rule->keywords != NULL ||
           daicho_yaml_node_set_error(node, error,
                                      "the rule has neither a pattern nor a column, nor keywords");
}

static gboolean take_description(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    if (!take_title(node, rule, error) ||
        !take_text(node, "category", &rule->info.category, error) ||
        !take_text(node, "kind", &rule->info.kind, error) ||
        !take_text(node, "source", &rule->info.source, error)) {
        return FALSE;
    }
    if (rule->info.kind == NULL) {
        rule->info.kind = g_strdup(rule->info.id);
    }
    return TRUE;
}

static gboolean take_dictionary(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    const DaichoYamlNode *dictionary = daicho_yaml_node_find(node, "dictionary");
    if (dictionary == NULL) {
        return TRUE;
    }
    if (rule->keywords != NULL || !pack_read_known(dictionary, rule, error)) {
        return rule->keywords == NULL ||
               daicho_yaml_node_set_error(dictionary, error,
                                          "a dictionary goes with a pattern or a column");
    }
    return known_get_n_kinds(rule->known) == 1 ||
           daicho_yaml_node_set_error(dictionary, error,
                                      "the file holds several kinds of values: name it with "
                                      "\"exact\"");
}

/* A mapping with "exact": the kinds of its values say what is looked for. */
static gboolean take_exact(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    static const char *const keys[] = {"id",     "title",   "category", "exact",
                                       "source", "enabled", NULL};
    rule->is_exact = TRUE;
    return daicho_yaml_node_check_keys(node, keys, error) && take_description(node, rule, error) &&
           (rule->info.category == NULL || check_category(node, rule->info.category, error)) &&
           pack_read_known(daicho_yaml_node_find(node, "exact"), rule, error);
}

static gboolean take_all(const DaichoYamlNode *node, Rule *rule, GError **error)
{
    if (daicho_yaml_node_find(node, "exact") != NULL) {
        return take_exact(node, rule, error);
    }
    set_keyword_defaults(node, rule);
    return take_description(node, rule, error) &&
           check_category(node, rule->info.category, error) && take_matching(node, rule, error) &&
           take_validator(node, rule, error) && take_confidence(node, rule, error) &&
           take_context(node, rule, error) && take_examples(node, rule, error) &&
           take_dictionary(node, rule, error);
}

Rule *pack_read_rule(const DaichoYamlNode *node, const char *file, GError **error)
{
    g_autoptr(Rule) rule = rule_new();
    if (!daicho_yaml_node_check_keys(node, rule_keys, error) ||
        !take_text(node, "id", &rule->info.id, error)) {
        return NULL;
    }
    if (rule->info.id == NULL) {
        daicho_yaml_node_set_error(node, error, "the rule has no id");
        return NULL;
    }
    rule->info.file = g_strdup(file);
    rule->info.line = daicho_yaml_node_get_line(node);
    gboolean enabled = TRUE;
    const DaichoYamlNode *value = daicho_yaml_node_find(node, "enabled");
    if (value != NULL && !daicho_yaml_node_get_boolean(value, &enabled, error)) {
        return NULL;
    }
    rule->is_disabled = !enabled;
    return rule->is_disabled || take_all(node, rule, error) ? g_steal_pointer(&rule) : NULL;
}
