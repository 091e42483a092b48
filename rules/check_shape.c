#include "rules/check.h"

#include <string.h>

static void check_reach(RuleCheck *check)
{
    gint raise = 0;
    for (guint i = 0; i < check->rule->contexts->len; i++) {
        raise = MAX(raise, g_array_index(check->rule->contexts, RuleContext, i).points);
    }
    guint most = check->rule->info.confidence + (guint)raise;
    if (most < DAICHO_CONFIDENCE_MEDIUM) {
        rule_check_warn(check, g_strdup_printf("its confidence never passes %u", most),
                        "findings below 40 are left out of reports unless they are asked for",
                        "raise the confidence, or the points of the words that raise it");
    }
}

static void check_empty(RuleCheck *check)
{
    guint32 matches_empty = 0;
    if (check->rule->pattern != NULL &&
        pcre2_pattern_info(check->rule->pattern, PCRE2_INFO_MATCHEMPTY, &matches_empty) == 0 &&
        matches_empty != 0 && check->rule->value_group == 0) {
        rule_check_warn(check, g_strdup("the pattern also fits nothing at all"),
                        "it is tried at every place, and such matches are dropped",
                        "make at least one part necessary: + instead of *, no ? on the last part");
    }
}

static void check_beginning(RuleCheck *check)
{
    static const char *const beginnings[] = {".*", ".+", "(?i).*", "(?i).+", "(.*", "(.+"};
    for (gsize i = 0; check->rule->pattern != NULL && i < G_N_ELEMENTS(beginnings); i++) {
        if (g_str_has_prefix(check->rule->info.pattern, beginnings[i])) {
            rule_check_warn(check, g_strdup_printf("the pattern begins with %s", beginnings[i]),
                            "it takes in all of the line before the value, and is slow",
                            "leave it out: a pattern may match anywhere");
            return;
        }
    }
}

/* --- edges --- */

/* The value in a text; FALSE when the pattern does not fit. */
static gboolean find_value(RuleCheck *check, const char *text, gsize *start, gsize *end)
{
    DaichoRules *rules = check->alone;
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(rules->match_data);
    gsize group = (gsize)check->rule->value_group;
    int status = pcre2_match(check->rule->pattern, (PCRE2_SPTR)text, strlen(text), 0, 0,
                             rules->match_data, rules->match_context);
    *start = status > 0 ? places[2 * group] : 0;
    *end = status > 0 ? places[2 * group + 1] : 0;
    return status > 0 && *start != PCRE2_UNSET && *end > *start;
}

/* Whether the same value is still found with a character put at a place. */
static gboolean still_fits(RuleCheck *check, const char *text, gsize place, char added, gsize start,
                           gsize end)
{
    gsize found_start = 0;
    gsize found_end = 0;
    g_autoptr(GString) changed = g_string_new(text);
    g_string_insert_c(changed, (gssize)place, added);
    gsize moved = place <= start ? 1 : 0;
    return find_value(check, changed->str, &found_start, &found_end) &&
           found_start == start + moved && found_end == end + moved;
}

static gboolean check_edges_of(RuleCheck *check, const char *example)
{
    gsize length = 0;
    gsize start = 0;
    gsize end = 0;
    g_autofree char *text = daicho_rules_fold(example, strlen(example), &length);
    if (!find_value(check, text, &start, &end)) {
        return FALSE;
    }
    gboolean before = g_ascii_isdigit(text[start]) &&
                      still_fits(check, text, start, '7', start, end);
    gboolean behind = g_ascii_isdigit(text[end - 1]) &&
                      still_fits(check, text, end, '7', start, end);
    if (!before && !behind) {
        return FALSE;
    }
    rule_check_warn(check,
                    g_strdup_printf("it matches inside longer numbers: there is no edge %s",
                                    before && behind ? "on either side"
                                    : before         ? "before the value"
                                                     : "behind the value"),
                    "parts of order numbers, of hashes and of amounts are found",
                    "put (?<![\\d.-]) before the value and (?![\\d-]) behind it, as needed");
    return TRUE;
}

static void check_edges(RuleCheck *check)
{
    const Rule *rule = check->rule;
    for (char **example = rule->matches; rule->pattern != NULL && example != NULL; example++) {
        if (*example == NULL || check_edges_of(check, *example)) {
            return;
        }
    }
}

/* --- what decides --- */

static gboolean is_number(const char *text)
{
    guint digits = 0;
    for (; *text != '\0'; text++) {
        if (g_ascii_isalpha(*text) || (guint8)*text >= 0x80) {
            return FALSE;
        }
        digits += g_ascii_isdigit(*text) ? 1 : 0;
    }
    return digits > 0;
}

/* A number that nothing but its form tells from another. */
static void check_proof(RuleCheck *check)
{
    const Rule *rule = check->rule;
    gsize start = 0;
    gsize end = 0;
    gsize length = 0;
    if (rule->pattern == NULL || rule->validator != NULL || rule->known != NULL ||
        rule->contexts->len > 0 || rule->value_group > 0 ||
        rule->info.confidence < DAICHO_CONFIDENCE_MEDIUM || rule->matches == NULL ||
        rule->matches[0] == NULL) {
        return;
    }
    g_autofree char *text = daicho_rules_fold(rule->matches[0], strlen(rule->matches[0]), &length);
    if (!find_value(check, text, &start, &end)) {
        return;
    }
    g_autofree char *value = g_strndup(text + start, end - start);
    if (is_number(value)) {
        rule_check_warn(
            check, g_strdup("the form of the number alone makes it a finding"),
            "other numbers have the same form",
            "give it less than 40 and let words near it raise that (context), or name a "
            "validator or a dictionary");
    }
}

/* --- words of context --- */

/* A dot that was meant as one: not escaped, in no class, and without a repetition. */
static gboolean has_bare_dot(const char *word)
{
    gboolean in_class = FALSE;
    for (const char *at = word; *at != '\0'; at++) {
        if (*at == '\\' && at[1] != '\0') {
            at++;
        } else if (*at == '[' || *at == ']') {
            in_class = *at == '[';
        } else if (*at == '.' && !in_class && (at[1] == '\0' || strchr("*+?{", at[1]) == NULL)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_letters(const char *word)
{
    for (; *word != '\0'; word++) {
        if (!g_ascii_isalpha(*word)) {
            return FALSE;
        }
    }
    return TRUE;
}

static void check_word(RuleCheck *check, const char *word)
{
    enum { SHORT_WORD = 2 };
    if (has_bare_dot(word)) {
        rule_check_warn(check, g_strdup_printf("the dot in the word \"%s\" is any character", word),
                        "words of context are patterns", "write \\. for a dot");
    } else if (is_letters(word) && strlen(word) <= SHORT_WORD) {
        rule_check_warn(
            check, g_strdup_printf("the word \"%s\" also stands inside other words", word),
            "words of context count wherever their letters stand", "mark its edges: '\\bno\\b'");
    }
}

static void check_words(RuleCheck *check)
{
    for (guint i = 0; i < check->rule->contexts->len; i++) {
        const RuleContext *context = &g_array_index(check->rule->contexts, RuleContext, i);
        for (char **word = context->texts; word != NULL && *word != NULL; word++) {
            check_word(check, *word);
        }
    }
}

/* --- examples --- */

static void check_doubles(RuleCheck *check, char **examples)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (; examples != NULL && *examples != NULL; examples++) {
        if (!g_hash_table_add(seen, g_strdup(*examples))) {
            rule_check_warn(check, g_strdup_printf("the example \"%s\" stands twice", *examples),
                            "the second says nothing more", "give another form of it, or leave it");
        }
    }
}

static void check_examples(RuleCheck *check)
{
    const Rule *rule = check->rule;
    gboolean needs_some = rule->keywords == NULL;
    if (needs_some && (rule->matches == NULL || *rule->matches == NULL)) {
        rule_check_warn(check, g_strdup("it has no example to match"),
                        "nobody notices when it finds nothing",
                        "add examples: {match: [...]} with invented values");
    }
    if (needs_some && (rule->no_matches == NULL || *rule->no_matches == NULL)) {
        rule_check_warn(check, g_strdup("it has no example that must not match"),
                        "nobody notices when it finds too much",
                        "add examples: {no_match: [...]} with what looks like it");
    }
    check_doubles(check, rule->matches);
    check_doubles(check, rule->no_matches);
}

void rule_check_shape(RuleCheck *check)
{
    static void (*const checks[])(RuleCheck *) = {
        check_reach, check_empty, check_beginning, check_edges,
        check_proof, check_words, check_examples,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
        checks[i](check);
    }
}
