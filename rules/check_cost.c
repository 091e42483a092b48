#include "rules/check.h"

#include <string.h>

/*
 * Steps are those of PCRE2's match limit, not time: they are the same on every machine. The worst of
 * texts of one character, and of the examples with one of their characters repeated, which is where
 * nested and neighbouring repetitions try every way of sharing the text.
 */
enum {
    SHORT_TEXT = 150, /* characters */
    STEPS_LEAST = 16,
    STEPS_MOST = 500000, /* as in matching */
    EXAMPLES_MOST = 2,
    EXAMPLE_CHARACTERS = 24,
    /* Of the built-in rules, by the same measure: the median, and more than any of them needs. */
    BUILTIN_STEPS_PER_100 = 1728,
    STEPS_PER_100_MUCH = 40000,
};

typedef struct {
    const Rule *rule;
    pcre2_match_data *match_data;
    pcre2_match_context *match_context;
    const char
        *ending; /* of every text: a match, without which PCRE2 sees at once that there is none */
    PatternCost cost;
} Measuring;

/* The steps that a match at one place takes, up to a power of two; more than the limit when it gives up. */
static guint64 count_steps(const Measuring *measuring, const char *text, gsize length, gsize at)
{
    guint32 limit = STEPS_LEAST;
    while (limit < STEPS_MOST) {
        pcre2_set_match_limit(measuring->match_context, limit);
        int status = pcre2_match(measuring->rule->pattern, (PCRE2_SPTR)text, length, at,
                                 PCRE2_NO_JIT | PCRE2_NO_UTF_CHECK | PCRE2_ANCHORED,
                                 measuring->match_data, measuring->match_context);
        if (status != PCRE2_ERROR_MATCHLIMIT && status != PCRE2_ERROR_DEPTHLIMIT &&
            status != PCRE2_ERROR_HEAPLIMIT) {
            return limit;
        }
        limit *= 2;
    }
    return G_MAXUINT64;
}

/* Of all places; G_MAXUINT64 when it gives up at one. */
static guint64 count_all_steps(const Measuring *measuring, const char *text)
{
    guint64 sum = 0;
    gsize length = strlen(text);
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        guint64 steps = count_steps(measuring, text, length, (gsize)(at - text));
        if (steps == G_MAXUINT64) {
            return steps;
        }
        sum += steps;
    }
    return sum;
}

/* prefix, then unit over and over, then what fits nothing, then the ending. */
static char *make_text(const Measuring *measuring, const char *prefix, const char *unit,
                       guint characters)
{
    GString *text = g_string_new(prefix);
    guint unit_characters = (guint)g_utf8_strlen(unit, -1);
    for (guint i = 0; i < characters; i += unit_characters) {
        g_string_append(text, unit);
    }
    g_string_append_printf(text, "\x01\n%s", measuring->ending);
    return g_string_free(text, FALSE);
}

static char *describe(const char *prefix, const char *unit)
{
    return *prefix != '\0' ? g_strdup_printf("\"%s\" and many \"%s\"", prefix, unit)
                           : g_strdup_printf("many \"%s\"", unit);
}

static void try_text(Measuring *measuring, const char *prefix, const char *unit)
{
    PatternCost *cost = &measuring->cost;
    g_autofree char *text = make_text(measuring, prefix, unit, SHORT_TEXT);
    g_autofree char *twice = make_text(measuring, prefix, unit, (gsize)2 * SHORT_TEXT);
    if (cost->gave_up) {
        return;
    }
    guint64 steps = count_all_steps(measuring, text);
    guint64 more = steps == G_MAXUINT64 ? steps : count_all_steps(measuring, twice);
    gboolean gave_up = more == G_MAXUINT64;
    guint64 per_100 = gave_up ? G_MAXUINT64 : more * 100 / (2 * (guint64)SHORT_TEXT);
    if (per_100 <= cost->steps_per_100) {
        return;
    }
    g_free(cost->worst);
    cost->worst = describe(prefix, unit);
    cost->steps_per_100 = per_100;
    cost->gave_up = gave_up;
    cost->growth = gave_up ? 0 : (gdouble)more / (gdouble)steps;
}

static void try_example(Measuring *measuring, const char *example)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(example, strlen(example), &length);
    const char *at = folded;
    for (guint i = 0; i < EXAMPLE_CHARACTERS && *at != '\0'; i++, at = g_utf8_next_char(at)) {
        g_autofree char *prefix = g_strndup(folded, (gsize)(at - folded));
        g_autofree char *unit = g_strndup(at, (gsize)g_utf8_skip[(guint8)*at]);
        try_text(measuring, prefix, unit);
    }
}

/* An example, or without one the last character that a match must have, where PCRE2 knows of one. */
static char *dup_ending(const Rule *rule)
{
    guint32 has_last = 0, last = 0;
    if (rule->matches != NULL && rule->matches[0] != NULL) {
        return g_strdup(rule->matches[0]);
    }
    pcre2_pattern_info(rule->pattern, PCRE2_INFO_LASTCODETYPE, &has_last);
    pcre2_pattern_info(rule->pattern, PCRE2_INFO_LASTCODEUNIT, &last);
    return has_last != 0 && last < 0x80 ? g_strdup_printf("%c", (char)last) : g_strdup("");
}

PatternCost pattern_cost_measure(const Rule *rule)
{
    static const char *const units[] = {"0",  "a",  "A",  " ",  "-",  ".",  "@", "/",
                                        "漢", "あ", "ア", "0-", "a.", "a ", "1,"};
    g_autofree char *ending = dup_ending(rule);
    Measuring measuring = {
        .rule = rule,
        .match_data = pcre2_match_data_create(RULE_GROUPS_MAX + 1, NULL),
        .match_context = pcre2_match_context_create(NULL),
        .ending = ending,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        try_text(&measuring, "", units[i]);
    }
    for (guint i = 0; rule->matches != NULL && i < EXAMPLES_MOST && rule->matches[i] != NULL; i++) {
        try_example(&measuring, rule->matches[i]);
    }
    pcre2_match_data_free(measuring.match_data);
    pcre2_match_context_free(measuring.match_context);
    return measuring.cost;
}

void rule_check_cost(RuleCheck *check)
{
    if (check->rule->pattern == NULL) {
        return;
    }
    PatternCost cost = pattern_cost_measure(check->rule);
    if (cost.gave_up) {
        rule_check_warn(
            check,
            g_strdup_printf("the pattern gives up, after %d steps, on %s", STEPS_MOST, cost.worst),
            "a file with such a text is only partly read",
            "take apart nested repetitions such as (a+)+, and repetitions side by side "
            "that fit the same characters; bound them: {1,20} instead of +");
    } else if (cost.growth > 3) {
        rule_check_warn(
            check,
            g_strdup_printf("in a text twice as long the pattern takes %.1f times the steps: on %s",
                            cost.growth, cost.worst),
            "a long run of such characters makes a scan slow",
            "bound the repetition, {1,20} instead of + or *, or let it begin only at an edge: "
            "(?<!\\d) before \\d");
    } else if (cost.steps_per_100 > STEPS_PER_100_MUCH) {
        rule_check_warn(
            check,
            g_strdup_printf("the pattern is slow: %" G_GUINT64_FORMAT
                            " times the steps of the program's own in the median, on %s",
                            cost.steps_per_100 / BUILTIN_STEPS_PER_100, cost.worst),
            "every text of a scan costs that much more",
            "begin with what is rare, and with an edge; make repetitions shorter");
    }
    g_free(cost.worst);
}
