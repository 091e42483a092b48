#include "rules/rule.h"

#include <string.h>

#include "base/digest.h"
#include "rules/columns.h"
#include "rules/rule_gate.h"

enum {
    MATCH_LIMIT = 500000, /* backtracking steps of one match; a sane pattern needs a few hundred */
    DEPTH_LIMIT = 20000,
    JIT_STACK_MIN = 32 << 10,
    JIT_STACK_MAX = 1 << 20,
};

/* Part of every digest: what was found by another matcher must be read again. */
static const char matcher_version[] = "matcher 6";

static void context_clear(gpointer data)
{
    RuleContext *context = data;
    pcre2_code_free(context->words);
    g_strfreev(context->texts);
}

Rule *rule_new(void)
{
    Rule *rule = g_new0(Rule, 1);
    rule->attached = g_ptr_array_new_with_free_func(g_free);
    rule->contexts = g_array_new(FALSE, TRUE, sizeof(RuleContext));
    g_array_set_clear_func(rule->contexts, context_clear);
    return rule;
}

void rule_free(Rule *rule)
{
    if (rule == NULL) {
        return;
    }
    const char *const owned[] = {
        rule->info.id,        rule->info.title_en, rule->info.title_ja,
        rule->info.category,  rule->info.kind,     rule->info.pattern,
        rule->info.validator, rule->info.source,   rule->info.file,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(owned); i++) {
        g_free((gpointer)(guintptr)owned[i]);
    }
    g_free(rule->pack);
    pcre2_code_free(rule->pattern);
    pattern_literals_clear(&rule->gate.literals);
    pcre2_code_free(rule->column);
    pcre2_code_free(rule->cell);
    g_free(rule->prefix);
    word_set_free(rule->keywords);
    daicho_known_free(rule->known);
    g_free(rule->mapping);
    g_ptr_array_unref(rule->attached);
    g_array_unref(rule->contexts);
    g_strfreev(rule->matches);
    g_strfreev(rule->no_matches);
    g_free(rule);
}

DaichoRules *rules_new(void)
{
    DaichoRules *rules = g_new0(DaichoRules, 1);
    rules->rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
    rules->match_data = pcre2_match_data_create(RULE_GROUPS_MAX + 1, NULL);
    rules->match_context = pcre2_match_context_create(NULL);
    rules->jit_stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
    pcre2_set_match_limit(rules->match_context, MATCH_LIMIT);
    pcre2_set_depth_limit(rules->match_context, DEPTH_LIMIT);
    pcre2_jit_stack_assign(rules->match_context, NULL, rules->jit_stack);
    rules->things = columns_compile_things();
    return rules;
}

void daicho_rules_free(DaichoRules *rules)
{
    if (rules == NULL) {
        return;
    }
    g_ptr_array_unref(rules->rules);
    pcre2_match_data_free(rules->match_data);
    pcre2_match_context_free(rules->match_context);
    pcre2_jit_stack_free(rules->jit_stack);
    rules_forget_plans(rules);
    pcre2_code_free(rules->things);
    g_free(rules->digest);
    g_free(rules);
}

void rules_compute_digest(DaichoRules *rules, const char *const *definitions)
{
    guint8 digest[DAICHO_DIGEST_BYTES];
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    daicho_digester_update(digester, matcher_version, sizeof matcher_version);
    for (; *definitions != NULL; definitions++) {
        daicho_digester_update(digester, *definitions, strlen(*definitions) + 1);
    }
    daicho_digester_finish(digester, digest);
    g_free(rules->digest);
    rules->digest = daicho_hex_encode(digest, sizeof digest);
}

pcre2_code *rule_compile(const char *pattern, guint32 more_options, char **message)
{
    int code = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                                         PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C |
                                             PCRE2_USE_OFFSET_LIMIT | more_options,
                                         &code, &offset, NULL);
    if (compiled == NULL) {
        PCRE2_UCHAR text[160];
        pcre2_get_error_message(code, text, sizeof text);
        *message = g_strdup_printf("the pattern is wrong at its character %zu: %s",
                                   (size_t)offset + 1, (const char *)text);
    }
    return compiled;
}

/* Each word must stand by itself: in the whole a parenthesis too many could pair with another's. */
static gboolean check_word(const char *word, char **message)
{
    g_autofree char *why = NULL;
    pcre2_code *compiled = rule_compile(word, PCRE2_CASELESS, &why);
    gboolean is_good = compiled != NULL && *word != '\0';
    if (!is_good) {
        *message = g_strdup_printf("\"%s\": %s", word,
                                   compiled == NULL ? why : "an empty word stands everywhere");
    }
    pcre2_code_free(compiled);
    return is_good;
}

pcre2_code *rule_compile_words(const char *const *words, char **message)
{
    g_autoptr(GString) pattern = g_string_new("(?:");
    if (words[0] == NULL) {
        *message = g_strdup("the list has no words");
        return NULL;
    }
    for (gsize i = 0; words[i] != NULL; i++) {
        if (!check_word(words[i], message)) {
            return NULL;
        }
        g_string_append_printf(pattern, "%s(?:%s)", i > 0 ? "|" : "", words[i]);
    }
    g_string_append_c(pattern, ')');
    return rule_compile(pattern->str, PCRE2_CASELESS, message);
}

void rule_set_pattern(Rule *rule, pcre2_code *pattern)
{
    rule->pattern = pattern;
    int group = pcre2_substring_number_from_name(pattern, (PCRE2_SPTR) "value");
    rule->value_group = group > 0 ? group : 0;
    rule->match = pcre2_match;
}

static gboolean translate(pcre2_code *code)
{
    return code != NULL && pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
}

static void translate_rule(Rule *rule)
{
    if (translate(rule->pattern)) {
        rule->match = pcre2_jit_match;
    }
    translate(rule->column);
    translate(rule->cell);
    for (guint i = 0; i < rule->contexts->len; i++) {
        translate(g_array_index(rule->contexts, RuleContext, i).words);
    }
}

void rules_translate(DaichoRules *rules)
{
    for (guint i = 0; i < rules->rules->len; i++) {
        translate_rule(g_ptr_array_index(rules->rules, i));
    }
    translate(rules->things);
}

void daicho_rules_set_engine(DaichoRules *rules, DaichoEngine engine)
{
    rules->engine = engine;
}

guint daicho_rules_get_length(const DaichoRules *rules)
{
    return rules->rules->len;
}

const DaichoRule *daicho_rules_get(const DaichoRules *rules, guint index)
{
    const Rule *rule = g_ptr_array_index(rules->rules, index);
    return &rule->info;
}

const DaichoRule *daicho_rules_find(const DaichoRules *rules, const char *id)
{
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (strcmp(rule->info.id, id) == 0) {
            return &rule->info;
        }
    }
    return NULL;
}

const char *daicho_rules_get_digest(const DaichoRules *rules)
{
    return rules->digest;
}

gboolean daicho_rules_need_key(const DaichoRules *rules)
{
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (rule->known != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean daicho_rules_set_key(DaichoRules *rules, const DaichoKey *key, GError **error)
{
    for (guint i = 0; i < rules->rules->len; i++) {
        Rule *rule = g_ptr_array_index(rules->rules, i);
        rule->known_key = rule->known != NULL ? known_find_key(rule->known, key, error) : NULL;
        if (rule->known != NULL && rule->known_key == NULL) {
            return FALSE;
        }
    }
    rules->key = key;
    return TRUE;
}
