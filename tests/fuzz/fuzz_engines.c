/* A pattern and, behind a line feed, a text: both engines find the same. */
#include "rules/match.h"
#include "rules/rule_gate.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void list_place(const DaichoMatch *match, gpointer data)
{
    g_string_append_printf(data, "%zu-%zu\n", match->start, match->end);
}

/* One rule, which finds whatever the pattern matches; NULL when that does not compile. */
static DaichoRules *make_rules(const char *pattern)
{
    g_autofree char *message = NULL;
    pcre2_code *code = rule_compile(pattern, 0, &message);
    uint32_t groups = 0;
    if (code == NULL || pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups) != 0 ||
        groups > RULE_GROUPS_MAX) {
        pcre2_code_free(code);
        return NULL;
    }
    Rule *rule = rule_new();
    rule->info = (DaichoRule){
        .id = g_strdup("fuzz"),
        .category = g_strdup("name"),
        .kind = g_strdup("fuzz"),
        .pattern = g_strdup(pattern),
        .confidence = 50,
    };
    rule_set_pattern(rule, code);
    DaichoRules *rules = rules_new();
    g_ptr_array_add(rules->rules, rule);
    rules_make_plans(rules);
    return rules;
}

/* FALSE when the pattern gave up. */
static gboolean find(DaichoRules *rules, DaichoEngine engine, const DaichoText *text,
                     GString *places)
{
    g_autoptr(GPtrArray) limited = g_ptr_array_new();
    daicho_rules_set_engine(rules, engine);
    daicho_rules_match(rules, text, 0, list_place, places, limited);
    return limited->len == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    g_autofree char *valid = g_utf8_make_valid((const char *)data, (gssize)length);
    char *behind = strchr(valid, '\n');
    if (behind == NULL) {
        return 0;
    }
    *behind = '\0';
    DaichoRules *rules = make_rules(valid);
    const DaichoText text = {.text = behind + 1, .length = strlen(behind + 1)};
    g_autoptr(GString) fast = g_string_new(NULL);
    g_autoptr(GString) plain = g_string_new(NULL);
    if (rules != NULL && find(rules, DAICHO_ENGINE_PCRE2, &text, plain) &&
        find(rules, DAICHO_ENGINE_FAST, &text, fast)) {
        g_assert_cmpstr(fast->str, ==, plain->str);
    }
    daicho_rules_free(rules);
    return 0;
}
