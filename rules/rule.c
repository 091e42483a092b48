#include "rules/rule.h"

#include <string.h>

#include "base/digest.h"
#include "rules/columns.h"

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
    start_plan_free(rules->starts);
    start_plan_free(rules->ascii_starts);
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
        return NULL;
    }
    /* Without JIT the same matches are found, more slowly. */
    pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);
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

/* The shapes of matches that a text of ASCII can have. */
static gboolean can_be_ascii(const Shape *shape)
{
    return shape->wides == 0;
}

static GateKind derive_kind(const Shapes *shapes, gboolean is_ascii)
{
    gboolean has_at = TRUE;
    gboolean is_bounded = TRUE;
    gboolean is_rare = TRUE;
    for (guint i = 0; i < shapes->n; i++) {
        const Shape *shape = &shapes->shapes[i];
        if (is_ascii && !can_be_ascii(shape)) {
            continue;
        }
        has_at = has_at && shape->ats > 0;
        is_bounded = is_bounded && shape->most < G_MAXSIZE;
        is_rare = is_rare && shape_is_rare(shape) && (shape->lengths & 1) == 0;
    }
    return has_at && is_bounded ? GATE_AT : is_rare ? GATE_STARTS : GATE_NONE;
}

/* Only what is sure not to change the matches may make them faster (R1). An "@" is rarer than any
 * number of digits. */
static MatchGate derive_gate(const char *pattern)
{
    MatchGate gate = {.shapes = pattern_shapes(pattern), .least = G_MAXUINT, .is_wide_only = TRUE};
    for (guint i = 0; i < gate.shapes.n; i++) {
        const Shape *shape = &gate.shapes.shapes[i];
        gate.least = MIN(gate.least, shape->ats);
        gate.most_bytes = MAX(gate.most_bytes, shape->most);
        gate.is_wide_only = gate.is_wide_only && !can_be_ascii(shape);
    }
    gate.kind = derive_kind(&gate.shapes, FALSE);
    gate.ascii_kind = derive_kind(&gate.shapes, TRUE);
    return gate;
}

void rule_set_pattern(Rule *rule, pcre2_code *pattern)
{
    rule->pattern = pattern;
    int group = pcre2_substring_number_from_name(pattern, (PCRE2_SPTR) "value");
    rule->value_group = group > 0 ? group : 0;
    rule->gate = derive_gate(rule->info.pattern);
}

static StartPlan *make_plan(const DaichoRules *rules, gboolean is_ascii)
{
    StartPlan *plan = start_plan_new(rules->rules->len);
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        const MatchGate *gate = &rule->gate;
        gboolean is_wanted = (is_ascii ? gate->ascii_kind : gate->kind) == GATE_STARTS;
        for (guint j = 0; is_wanted && j < gate->shapes.n; j++) {
            if (!is_ascii || can_be_ascii(&gate->shapes.shapes[j])) {
                start_plan_add(plan, i, &gate->shapes.shapes[j]);
            }
        }
    }
    return plan;
}

void rules_prepare(DaichoRules *rules)
{
    start_plan_free(rules->starts);
    start_plan_free(rules->ascii_starts);
    rules->starts = make_plan(rules, FALSE);
    rules->ascii_starts = make_plan(rules, TRUE);
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
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (rule->known != NULL && !known_check_key(rule->known, key, error)) {
            return FALSE;
        }
    }
    rules->key = key;
    return TRUE;
}
