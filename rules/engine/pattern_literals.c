#include "rules/engine/pattern_literals.h"

#include <string.h>

/* Farther from its start than this a match is not looked for. */
enum { REACH_MAX = 4096 };

/* What is sure of all matches of a node. */
typedef struct {
    GArray *exact; /* of Literal: it matches one of these and nothing else; NULL: not known */
    PatternLiterals best; /* one of these is in every match */
    gsize most;           /* bytes that it takes at most */
} Need;

static const double never_useful = 1;

static void need_clear(Need *need)
{
    g_clear_pointer(&need->exact, g_array_unref);
    pattern_literals_clear(&need->best);
}

void pattern_literals_clear(PatternLiterals *literals)
{
    g_clear_pointer(&literals->texts, g_array_unref);
}

static gsize add_sizes(gsize one, gsize other)
{
    return one > G_MAXSIZE - other ? G_MAXSIZE : one + other;
}

/* So many bytes farther from the start; FALSE when that is too far. */
static gboolean move_away(GArray *literals, gsize bytes)
{
    gboolean is_near = bytes <= REACH_MAX;
    for (guint i = 0; i < literals->len && is_near; i++) {
        Literal *literal = &g_array_index(literals, Literal, i);
        is_near = literal->reach + bytes <= REACH_MAX;
        literal->reach = (guint16)(literal->reach + bytes);
    }
    return is_near;
}

/* Takes literals of which one stands in every match, when they are rarer than what is known. They are
 * as far from where those begin that are given, and so many bytes more. */
static void offer(PatternLiterals *best, const GArray *literals, gsize bytes)
{
    if (literals == NULL) {
        return;
    }
    g_autoptr(GArray) kept = literal_set_shorten(literals);
    double rate = literal_set_rate(kept);
    if (rate >= never_useful || (best->texts != NULL && best->rate <= rate) ||
        !move_away(kept, bytes)) {
        return;
    }
    pattern_literals_clear(best);
    *best = (PatternLiterals){g_steal_pointer(&kept), rate};
}

static Need need_of(const PatternNode *node);

static Need need_nothing(void)
{
    return (Need){.exact = literal_set_of_nothing()};
}

static void add_text(GArray *literals, gunichar character, gboolean ignores_case)
{
    Literal literal = {.ignores_case = ignores_case};
    literal.length = (guint8)g_unichar_to_utf8(character, literal.text);
    g_array_append_val(literals, literal);
}

static gboolean has_ascii(const CharacterSet *set, guint c)
{
    return (set->ascii[c / 64] >> c % 64 & 1) != 0;
}

static gboolean has_both_cases(const CharacterSet *set, guint c)
{
    return g_ascii_isalpha((char)c) && has_ascii(set, c) && has_ascii(set, c ^ 0x20);
}

/* Whether a character is found as the letter of ASCII that it is where case is ignored. */
static gboolean is_other_case(const CharacterSet *set, gunichar character)
{
    return (character == KELVIN_SIGN && has_both_cases(set, 'k')) ||
           (character == LONG_S && has_both_cases(set, 's'));
}

/* A letter that stands there in both cases is one text. */
static Need need_of_set(const CharacterSet *set)
{
    Need need = {.exact = literal_set_new(), .most = set->is_wide ? set->most : 1};
    for (guint c = 0; c < 128; c++) {
        gboolean has_both = has_both_cases(set, c);
        if (has_ascii(set, c) && !(has_both && g_ascii_isupper((char)c))) {
            add_text(need.exact, c, has_both);
        }
    }
    for (guint i = 0; i < set->n_listed; i++) {
        if (!is_other_case(set, set->listed[i])) {
            add_text(need.exact, set->listed[i], FALSE);
        }
    }
    if (set->is_open) {
        g_clear_pointer(&need.exact, g_array_unref);
    }
    return need;
}

/* What is known of a sequence so far. */
typedef struct {
    Need whole;
    GArray *run;     /* what stands at the end of what was read, in full */
    gsize run_start; /* bytes before it, at most */
    gboolean is_one; /* the run is all that was read */
} Sequence;

/* What stands behind cannot be joined to the run. */
static void end_run(Sequence *sequence)
{
    offer(&sequence->whole.best, sequence->run, sequence->run_start);
    g_array_unref(sequence->run);
    sequence->run = literal_set_of_nothing();
    sequence->run_start = sequence->whole.most;
    sequence->is_one = FALSE;
}

static void add_to_sequence(Sequence *sequence, const Need *part)
{
    offer(&sequence->whole.best, part->best.texts, sequence->whole.most);
    GArray *joined = part->exact != NULL ? literal_set_multiply(sequence->run, part->exact) : NULL;
    if (joined == NULL) {
        end_run(sequence);
        joined = part->exact != NULL ? g_array_ref(part->exact) : NULL;
    }
    sequence->whole.most = add_sizes(sequence->whole.most, part->most);
    if (joined == NULL) {
        sequence->run_start = sequence->whole.most;
        return;
    }
    g_array_unref(sequence->run);
    sequence->run = joined;
}

static Need need_of_sequence(const PatternNode *node)
{
    Sequence sequence = {.run = literal_set_of_nothing(), .is_one = TRUE};
    for (guint i = 0; i < node->parts->len; i++) {
        Need part = need_of(pattern_tree_part(node, i));
        add_to_sequence(&sequence, &part);
        need_clear(&part);
    }
    if (sequence.is_one) {
        sequence.whole.exact = sequence.run;
    } else {
        end_run(&sequence);
        g_array_unref(sequence.run);
    }
    return sequence.whole;
}

static Need need_of_choice(const PatternNode *node)
{
    Need whole = {.exact = literal_set_new()};
    PatternLiterals best = {.texts = literal_set_new()};
    gboolean has_best = TRUE;
    for (guint i = 0; i < node->parts->len; i++) {
        Need part = need_of(pattern_tree_part(node, i));
        if (whole.exact != NULL && !literal_set_add(whole.exact, part.exact)) {
            g_clear_pointer(&whole.exact, g_array_unref);
        }
        offer(&part.best, part.exact, 0);
        has_best = has_best && literal_set_add(best.texts, part.best.texts);
        whole.most = MAX(whole.most, part.most);
        need_clear(&part);
    }
    offer(&whole.best, has_best ? best.texts : NULL, 0);
    pattern_literals_clear(&best);
    return whole;
}

/* Once or not at all. */
static GArray *make_optional(const GArray *texts)
{
    GArray *all = literal_set_of_nothing();
    if (!literal_set_add(all, texts)) {
        g_clear_pointer(&all, g_array_unref);
    }
    return all;
}

static Need need_of_repeat(const PatternNode *node)
{
    Need once = need_of(pattern_tree_part(node, 0));
    Need whole = {0};
    gboolean is_endless = node->most == G_MAXUINT || once.most > G_MAXUINT32;
    whole.most = is_endless ? G_MAXSIZE : once.most * node->most;
    if (once.exact != NULL && node->least == node->most) {
        whole.exact = literal_set_raise(once.exact, node->most);
    } else if (once.exact != NULL && node->least == 0 && node->most == 1) {
        whole.exact = make_optional(once.exact);
    }
    if (node->least > 0) {
        g_autoptr(GArray) least = once.exact != NULL ? literal_set_raise(once.exact, node->least)
                                                     : NULL;
        offer(&whole.best, least != NULL ? least : once.exact, 0);
        offer(&whole.best, once.best.texts, 0);
    }
    need_clear(&once);
    return whole;
}

/* What follows is in the text, though not in the match. */
static Need need_of_ahead(const PatternNode *node)
{
    Need inside = need_of(pattern_tree_part(node, 0));
    Need whole = need_nothing();
    offer(&whole.best, inside.exact, 0);
    offer(&whole.best, inside.best.texts, 0);
    need_clear(&inside);
    return whole;
}

static Need need_of(const PatternNode *node)
{
    switch (node->kind) {
    case NODE_SET:
        return need_of_set(&node->set);
    case NODE_SEQUENCE:
        return need_of_sequence(node);
    case NODE_CHOICE:
        return need_of_choice(node);
    case NODE_REPEAT:
        return need_of_repeat(node);
    case NODE_AHEAD:
        return need_of_ahead(node);
    case NODE_EDGE:
        break;
    }
    return need_nothing();
}

PatternLiterals pattern_literals(const PatternNode *pattern)
{
    PatternLiterals best = {0};
    if (pattern == NULL) {
        return best;
    }
    Need whole = need_of(pattern);
    offer(&whole.best, whole.exact, 0);
    best = whole.best;
    whole.best.texts = NULL;
    need_clear(&whole);
    if (best.texts != NULL) {
        literal_set_fold_case(best.texts);
    }
    return best;
}
