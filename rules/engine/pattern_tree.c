#include "rules/engine/pattern_tree.h"

#include <string.h>

/* A repetition of more than this is as good as unbounded. */
enum { TIMES_MAX = 1 << 16, DEPTH_MAX = 100 };

static void free_part(gpointer data)
{
    pattern_tree_free(data);
}

static PatternNode *node_new(PatternNodeKind kind)
{
    PatternNode *node = g_new0(PatternNode, 1);
    node->kind = kind;
    node->parts = g_ptr_array_new_with_free_func(free_part);
    return node;
}

void pattern_tree_free(PatternNode *node)
{
    if (node == NULL) {
        return;
    }
    g_ptr_array_unref(node->parts);
    g_free(node);
}

const PatternNode *pattern_tree_part(const PatternNode *node, guint index)
{
    return g_ptr_array_index(node->parts, index);
}

static void add_part(PatternNode *node, PatternNode *part)
{
    g_ptr_array_add(node->parts, part);
}

static PatternNode *read_alternatives(Reading *reading);

static gboolean take_any(Reading *reading, const char *const *texts)
{
    gboolean taken = FALSE;
    for (; *texts != NULL && !taken; texts++) {
        taken = reading_take(reading, *texts);
    }
    return taken;
}

/* Classes that surely do not stand before, from the class of characters within (?<!…). */
static guint16 read_not_before(const Reading *reading)
{
    Reading inside = *reading;
    inside.is_exact = TRUE;
    if (!reading_take(&inside, "[")) {
        return 0;
    }
    CharacterSet set = reading_class(&inside);
    gboolean is_all = inside.is_known && inside.is_exact && *inside.at == ')';
    return is_all ? character_set_classes(&set, TRUE) : 0;
}

/* What looks behind, or is not to follow: read, and known to consume nothing. */
static PatternNode *read_edge(Reading *reading, guint16 not_before)
{
    PatternNode *edge = node_new(NODE_EDGE);
    edge->not_before = not_before;
    pattern_tree_free(read_alternatives(reading));
    return edge;
}

/* The classes that the last byte may be of. */
static guint16 get_last(const PatternNode *node)
{
    guint16 set = 0;
    switch (node->kind) {
    case NODE_SET:
        return character_set_classes(&node->set, FALSE) |
               (node->set.is_wide ? BYTE_SET(BYTE_WIDE) : 0);
    case NODE_SEQUENCE:
        return node->parts->len > 0 ? get_last(pattern_tree_part(node, node->parts->len - 1))
                                    : BYTE_SET_ANY;
    case NODE_CHOICE:
        for (guint i = 0; i < node->parts->len; i++) {
            set |= get_last(pattern_tree_part(node, i));
        }
        return set;
    case NODE_REPEAT:
        return node->least > 0 ? get_last(pattern_tree_part(node, 0)) : BYTE_SET_ANY;
    case NODE_AHEAD:
    case NODE_EDGE:
        break;
    }
    return BYTE_SET_ANY;
}

/* (?<=…) */
static PatternNode *read_behind(Reading *reading)
{
    g_autoptr(PatternNode) inside = read_alternatives(reading);
    PatternNode *edge = node_new(NODE_EDGE);
    edge->not_before = (guint16)~get_last(inside);
    return edge;
}

/* A group, its ( being read. */
static PatternNode *read_inside(Reading *reading)
{
    static const char *const named[] = {"?<", "?P<", NULL};
    static const char *const plain[] = {"?:", "?>", "?|", NULL};
    if (reading_take(reading, "?i:")) {
        reading->ignores_case = TRUE;
        return read_alternatives(reading);
    }
    if (reading_take(reading, "?=")) {
        PatternNode *ahead = node_new(NODE_AHEAD);
        add_part(ahead, read_alternatives(reading));
        return ahead;
    }
    if (reading_take(reading, "?<!")) {
        return read_edge(reading, read_not_before(reading));
    }
    if (reading_take(reading, "?<=")) {
        return read_behind(reading);
    }
    if (reading_take(reading, "?!")) {
        return read_edge(reading, 0);
    }
    if (take_any(reading, named)) {
        reading_skip_behind(reading, '>');
    } else if (!take_any(reading, plain) && (*reading->at == '?' || *reading->at == '*')) {
        reading_give_up(reading);
    }
    return read_alternatives(reading);
}

static PatternNode *read_group(Reading *reading)
{
    if (reading_take(reading, "?i)")) {
        reading->ignores_case = TRUE;
        return node_new(NODE_SEQUENCE);
    }
    if (reading->depth == 0 && reading_take(reading, "?x)")) {
        reading->is_extended = TRUE;
        return node_new(NODE_SEQUENCE);
    }
    if (!reading->is_known || reading->depth > DEPTH_MAX) {
        reading_give_up(reading);
        return node_new(NODE_SEQUENCE);
    }
    gboolean ignored_case = reading->ignores_case;
    reading->depth++;
    PatternNode *inside = read_inside(reading);
    reading->depth--;
    reading->ignores_case = ignored_case; /* an option ends with its group */
    if (!reading_take(reading, ")")) {
        reading_give_up(reading);
    }
    return inside;
}

static PatternNode *read_atom(Reading *reading)
{
    static const char *const edges[] = {"^", "$", "\\b", "\\B", "\\A", "\\Z", "\\z", "\\G", NULL};
    if (reading_take(reading, "(")) {
        return read_group(reading);
    }
    if (take_any(reading, edges)) {
        return node_new(NODE_EDGE);
    }
    PatternNode *node = node_new(NODE_SET);
    if (reading_take(reading, "[")) {
        node->set = reading_class(reading);
    } else if (reading_take(reading, "\\")) {
        node->set = reading_escape(reading);
    } else if (reading_take(reading, ".")) {
        node->set = reading_any(reading);
    } else {
        gunichar character = g_utf8_get_char(reading->at);
        reading->at = g_utf8_next_char(reading->at);
        node->set = reading_character(reading, character);
    }
    return node;
}

typedef struct {
    guint least, most;
} Times;

/* A quantifier in braces; FALSE when it is none. */
static gboolean take_braces(Reading *reading, Times *times)
{
    if (g_str_has_prefix(reading->at, "{,") || g_str_has_prefix(reading->at, "{ ")) {
        reading_give_up(reading); /* a quantifier to newer libraries only */
    }
    if (*reading->at != '{' || !g_ascii_isdigit(reading->at[1])) {
        return FALSE;
    }
    char *end = NULL;
    guint64 least = g_ascii_strtoull(reading->at + 1, &end, 10);
    guint64 most = *end == ',' && end[1] == '}' ? G_MAXUINT : least;
    if (*end == ',') {
        most = most == G_MAXUINT ? most : g_ascii_strtoull(end + 1, &end, 10);
        end += most == G_MAXUINT ? 1 : 0;
    }
    if (*end != '}' || most < least || least > TIMES_MAX) {
        reading_give_up(reading);
        return FALSE;
    }
    *times = (Times){(guint)least, (guint)most};
    reading->at = end + 1;
    return TRUE;
}

/* How often; what is no quantifier leaves 1. */
static Times read_quantifier(Reading *reading)
{
    Times times = {1, 1};
    if (reading_take(reading, "?")) {
        times.least = 0;
    } else if (reading_take(reading, "*")) {
        times = (Times){0, G_MAXUINT};
    } else if (reading_take(reading, "+")) {
        times.most = G_MAXUINT;
    } else if (!take_braces(reading, &times)) {
        return times;
    }
    if (*reading->at == '?' || *reading->at == '+') {
        reading->at++;
    }
    return times;
}

static PatternNode *repeat(PatternNode *atom, Times times)
{
    if (times.least == 1 && times.most == 1) {
        return atom;
    }
    PatternNode *node = node_new(NODE_REPEAT);
    node->least = times.least;
    node->most = times.most;
    add_part(node, atom);
    return node;
}

static PatternNode *read_branch(Reading *reading)
{
    PatternNode *branch = node_new(NODE_SEQUENCE);
    reading_skip_spaces(reading);
    while (reading->is_known && *reading->at != '\0' && *reading->at != '|' &&
           *reading->at != ')') {
        PatternNode *atom = read_atom(reading);
        reading_skip_spaces(reading);
        Times times = read_quantifier(reading);
        reading_skip_spaces(reading);
        add_part(branch, repeat(atom, times));
    }
    return branch;
}

static PatternNode *read_alternatives(Reading *reading)
{
    PatternNode *branch = read_branch(reading);
    if (*reading->at != '|' || !reading->is_known) {
        return branch;
    }
    PatternNode *choice = node_new(NODE_CHOICE);
    add_part(choice, branch);
    while (reading->is_known && reading_take(reading, "|")) {
        add_part(choice, read_branch(reading));
    }
    return choice;
}

PatternNode *pattern_tree_read(const char *pattern)
{
    Reading reading = {.at = pattern, .is_known = TRUE};
    g_autoptr(PatternNode) whole = read_alternatives(&reading);
    gboolean is_read = reading.is_known && *reading.at == '\0';
    return is_read ? g_steal_pointer(&whole) : NULL;
}
