#include "rules/rule_gate.h"

#include <string.h>

/* Up to so many of its literals a byte a rule is looked for by them before all else; and up to so many
 * when nothing better is there. */
static const double literals_are_best = 0.0005;
static const double literals_are_good = 0.002;
static const double literals_are_useful = 0.03;

/* More texts than these make the search for all of them dearer than looking for starts that are rare. */
enum { TEXTS_FEW = 32 };

static gboolean can_be_in(const Shape *shape, TextKind text)
{
    return text != TEXT_ASCII || shape->wides == 0;
}

static GateKind choose(const MatchGate *gate, TextKind text)
{
    gboolean has_at = TRUE;
    gboolean is_rare = TRUE;
    gboolean is_there = FALSE;
    for (guint i = 0; i < gate->shapes.n; i++) {
        const Shape *shape = &gate->shapes.shapes[i];
        if (can_be_in(shape, text)) {
            has_at = has_at && shape->ats > 0;
            is_rare = is_rare && shape_is_rare(shape, text != TEXT_ANY) &&
                      (shape->lengths & 1) == 0;
            is_there = TRUE;
        }
    }
    gboolean is_bounded = gate->most_bytes < G_MAXSIZE;
    guint n_texts = gate->literals.texts != NULL ? gate->literals.texts->len : 0;
    double literals = gate->literals.texts != NULL ? gate->literals.rate : 1;
    const struct {
        gboolean holds;
        GateKind kind;
    } rows[] = {
        {!is_there, GATE_NOWHERE},
        {literals <= literals_are_best && (!is_rare || n_texts <= TEXTS_FEW), GATE_LITERALS},
        {has_at && is_bounded && gate->least_ats > 0, GATE_AT},
        {is_rare, GATE_STARTS},
        {literals <= literals_are_good, GATE_LITERALS},
        {gate->least_digits > 0 && is_bounded, GATE_DIGITS},
        {literals <= literals_are_useful, GATE_LITERALS},
        {TRUE, GATE_NONE},
    };
    guint row = 0;
    while (!rows[row].holds) {
        row++;
    }
    return rows[row].kind;
}

/* A letter may stand there in a form of so many bytes (literal_set.h). */
enum { KELVIN_BYTES = 3 };

/* Bytes from the start of a match to its first "@", at most: known where each of its texts has one. */
static gsize count_bytes_to_at(const MatchGate *gate)
{
    gsize most = 0;
    const GArray *texts = gate->literals.texts;
    for (guint i = 0; texts != NULL && i < texts->len; i++) {
        const Literal *literal = &g_array_index(texts, Literal, i);
        const char *at = memchr(literal->text, '@', literal->length);
        if (at == NULL) {
            return G_MAXSIZE;
        }
        gsize before = (gsize)(at - literal->text) * (literal->ignores_case ? KELVIN_BYTES : 1);
        most = MAX(most, literal->reach + before + 1);
    }
    return most > 0 ? most : G_MAXSIZE;
}

static MatchGate derive(const char *pattern)
{
    g_autoptr(PatternNode) tree = pattern_tree_read(pattern);
    MatchGate gate = {
        .least_ats = G_MAXUINT,
        .least_digits = G_MAXUINT,
        .shapes = pattern_shapes(tree),
        .literals = pattern_literals(tree),
    };
    for (guint i = 0; i < gate.shapes.n; i++) {
        const Shape *shape = &gate.shapes.shapes[i];
        gate.least_ats = MIN(gate.least_ats, shape->ats);
        gate.least_digits = MIN(gate.least_digits, shape->digits);
        gate.most_bytes = MAX(gate.most_bytes, shape->most);
    }
    gate.bytes_to_at = count_bytes_to_at(&gate);
    for (guint text = 0; text < N_TEXT_KINDS; text++) {
        gate.kinds[text] = choose(&gate, (TextKind)text);
    }
    return gate;
}

static void add_starts(StartPlan *plan, guint index, const MatchGate *gate, TextKind text)
{
    for (guint i = 0; i < gate->shapes.n; i++) {
        if (can_be_in(&gate->shapes.shapes[i], text)) {
            start_plan_add(plan, index, &gate->shapes.shapes[i]);
        }
    }
}

static GateKind get_kind(const Rule *rule, TextKind text)
{
    return rule->pattern != NULL ? rule->gate.kinds[text] : GATE_NONE;
}

static StartPlan *make_starts(const DaichoRules *rules, TextKind text)
{
    StartPlan *starts = start_plan_new(rules->rules->len);
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (get_kind(rule, text) == GATE_STARTS && rules->twins[i] == i) {
            add_starts(starts, i, &rule->gate, text);
        }
    }
    start_plan_finish(starts);
    return starts;
}

/* For texts of the kinds from first to last. */
static LiteralPlan *make_literals(const DaichoRules *rules, guint first, guint last)
{
    LiteralPlan *literals = literal_plan_new(rules->rules->len);
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        guint kinds = 0;
        for (guint text = first; text <= last; text++) {
            kinds |= get_kind(rule, (TextKind)text) == GATE_LITERALS ? 1U << text : 0;
        }
        if (kinds != 0) {
            literal_plan_add(literals, i, kinds, &rule->gate.literals);
        }
    }
    return literals;
}

static guint find_twin(const DaichoRules *rules, guint index)
{
    const Rule *rule = g_ptr_array_index(rules->rules, index);
    for (guint i = 0; i < index; i++) {
        const Rule *other = g_ptr_array_index(rules->rules, i);
        if (g_strcmp0(other->info.pattern, rule->info.pattern) == 0) {
            return i;
        }
    }
    return index;
}

void rules_forget_plans(DaichoRules *rules)
{
    for (guint i = 0; i < N_TEXT_KINDS; i++) {
        start_plan_free(g_steal_pointer(&rules->starts[i]));
    }
    literal_plan_free(g_steal_pointer(&rules->literals));
    literal_plan_free(g_steal_pointer(&rules->ascii_literals));
    g_clear_pointer(&rules->twins, g_free);
}

void rules_make_plans(DaichoRules *rules)
{
    rules_forget_plans(rules);
    rules_translate(rules);
    rules->twins = g_new(guint, rules->rules->len + 1);
    for (guint i = 0; i < rules->rules->len; i++) {
        Rule *rule = g_ptr_array_index(rules->rules, i);
        if (rule->pattern != NULL && rule->gate.shapes.n == 0) {
            rule->gate = derive(rule->info.pattern);
        }
        rules->twins[i] = find_twin(rules, i);
    }
    for (guint text = 0; text < N_TEXT_KINDS; text++) {
        rules->starts[text] = make_starts(rules, (TextKind)text);
    }
    rules->literals = make_literals(rules, TEXT_ANY, TEXT_ANY);
    rules->ascii_literals = make_literals(rules, TEXT_MOSTLY_ASCII, TEXT_ASCII);
}

void daicho_rules_delay(DaichoRules *rules, gsize bytes)
{
    rules->delay = bytes;
}

void daicho_rules_prepare(DaichoRules *rules, gsize bytes)
{
    if (bytes < rules->delay) {
        rules->delay -= bytes;
        return;
    }
    rules->delay = 0;
    if (rules->twins == NULL) {
        rules_make_plans(rules);
    }
    literal_plan_prepare(rules->literals);
    literal_plan_prepare(rules->ascii_literals);
}

LiteralPlan *rules_get_literals(const DaichoRules *rules, TextKind text)
{
    return text == TEXT_ANY ? rules->literals : rules->ascii_literals;
}
