#include "rules/engine/pattern_shape.h"

#include <string.h>

#include "rules/engine/pattern_reading.h"

/* A repetition of more than this is as good as unbounded. */
enum { TIMES_MAX = 1 << 16, DEPTH_MAX = 100 };

static Shape nothing(void)
{
    return (Shape){.lengths = 1};
}

static Shape everything(void)
{
    Shape shape = {.most = G_MAXSIZE, .lengths = (1U << (SHAPE_BYTES + 1)) - 1};
    for (guint i = 0; i < SHAPE_BYTES; i++) {
        shape.at[i] = BYTE_SET_ANY;
    }
    return shape;
}

static Shapes only(Shape shape)
{
    return (Shapes){.n = 1, .shapes = {shape}};
}

guint16 shape_at(const Shape *shape, guint n)
{
    guint may_have_ended = shape->lengths & ((1U << (n + 1)) - 1);
    return may_have_ended != 0 ? BYTE_SET_ANY : shape->at[n];
}

Shape shape_unite(const Shape *one, const Shape *other)
{
    Shape both = {
        .most = MAX(one->most, other->most),
        .digits = MIN(one->digits, other->digits),
        .ats = MIN(one->ats, other->ats),
        .wides = MIN(one->wides, other->wides),
        .lengths = one->lengths | other->lengths,
        .not_before = one->not_before & other->not_before,
    };
    for (guint i = 0; i < SHAPE_BYTES; i++) {
        both.at[i] = one->at[i] | other->at[i];
    }
    return both;
}

static gsize add_sizes(gsize one, gsize other)
{
    return one > G_MAXSIZE - other ? G_MAXSIZE : one + other;
}

/* One behind the other. */
static Shape join(const Shape *one, const Shape *other)
{
    Shape both = {
        .most = add_sizes(one->most, other->most),
        .digits = one->digits + other->digits,
        .ats = one->ats + other->ats,
        .wides = one->wides + other->wides,
        .not_before = one->not_before | (one->lengths == 1 ? other->not_before : 0),
    };
    memcpy(both.at, one->at, sizeof both.at);
    for (guint length = 0; length <= SHAPE_BYTES; length++) {
        if ((one->lengths & (1U << length)) == 0) {
            continue;
        }
        guint sum = (guint)other->lengths << length;
        guint kept = sum & ((1U << SHAPE_BYTES) - 1);
        both.lengths |= (guint16)(kept | (sum != kept ? 1U << SHAPE_BYTES : 0));
        for (guint i = length; i < SHAPE_BYTES; i++) {
            both.at[i] |= other->at[i - length];
        }
    }
    return both;
}

static Shape unite_all(const Shapes *shapes)
{
    Shape all = shapes->shapes[0];
    for (guint i = 1; i < shapes->n; i++) {
        all = shape_unite(&all, &shapes->shapes[i]);
    }
    return all;
}

/* How many of the first bytes two shapes allow the same classes for. */
static guint count_alike(const Shape *one, const Shape *other)
{
    guint n = 0;
    while (n < SHAPE_BYTES && one->at[n] == other->at[n] && one->not_before == other->not_before) {
        n++;
    }
    return n;
}

/* Ways that begin alike are one, and where there are too many, those that are most alike. */
static void add_shape(Shapes *shapes, Shape shape)
{
    guint most = 0;
    guint nearest = 0;
    for (guint i = 0; i < shapes->n; i++) {
        guint alike = count_alike(&shapes->shapes[i], &shape);
        if (alike >= most) {
            most = alike;
            nearest = i;
        }
    }
    if (shapes->n < SHAPES_MAX && most < SHAPE_BYTES / 2) {
        shapes->shapes[shapes->n++] = shape;
        return;
    }
    Shape *target = &shapes->shapes[nearest];
    *target = shape_unite(target, &shape);
}

static Shapes join_all(const Shapes *one, const Shapes *other)
{
    Shapes joined = {0};
    Shapes narrowed = *other;
    if (one->n * other->n > SHAPES_MAX) {
        narrowed = only(unite_all(other));
    }
    for (guint i = 0; i < one->n; i++) {
        for (guint j = 0; j < narrowed.n; j++) {
            add_shape(&joined, join(&one->shapes[i], &narrowed.shapes[j]));
        }
    }
    return joined;
}

typedef struct {
    guint least, most; /* G_MAXUINT: without end */
} Times;

static Shapes repeat(const Shapes *atom, Times times)
{
    if (times.least == 1 && times.most == 1) {
        return *atom;
    }
    Shape once = unite_all(atom);
    Shape all = nothing();
    for (guint i = 0; i < times.least && i < SHAPE_BYTES; i++) {
        all = join(&all, &once);
    }
    Shape more = all;
    for (guint i = times.least; i < times.most && i < times.least + SHAPE_BYTES; i++) {
        more = join(&more, &once);
        all = shape_unite(&all, &more);
    }
    all.digits = once.digits * times.least;
    all.ats = once.ats * times.least;
    all.wides = once.wides * times.least;
    gboolean is_endless = times.most == G_MAXUINT || once.most > G_MAXUINT32;
    all.most = is_endless ? G_MAXSIZE : once.most * times.most;
    return only(all);
}

static Shape shape_of(const CharacterSet *set)
{
    guint16 classes = character_set_classes(set, FALSE);
    Shape shape = {
        .most = set->is_wide ? set->most : 1,
        .digits = !set->is_wide && (classes & ~BYTE_SET_DIGITS) == 0 ? 1 : 0,
        .ats = !set->is_wide && classes == BYTE_SET(BYTE_AT) ? 1 : 0,
        .wides = set->is_wide && classes == 0 ? 1 : 0,
        .lengths = classes != 0 ? 1U << 1 : 0,
    };
    shape.at[0] = classes;
    for (guint length = set->least; set->is_wide && length <= set->most; length++) {
        shape.lengths |= (guint16)(1U << length);
    }
    for (guint i = 0; set->is_wide && i < set->most; i++) {
        shape.at[i] |= BYTE_SET(BYTE_WIDE);
    }
    return shape;
}

static Shapes read_alternatives(Reading *reading);

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

/* How often an atom inside of what looks around is there does not matter. */
static Shapes read_around(Reading *reading, gboolean is_negative_behind)
{
    Shape shape = nothing();
    shape.not_before = is_negative_behind ? read_not_before(reading) : 0;
    read_alternatives(reading);
    return only(shape);
}

/* A group, its ( being read. */
static Shapes read_inside(Reading *reading)
{
    static const char *const around[] = {"?<=", "?=", "?!", NULL};
    static const char *const named[] = {"?<", "?P<", NULL};
    static const char *const plain[] = {"?:", "?>", "?|", NULL};
    if (reading_take(reading, "?i:")) {
        reading->ignores_case = TRUE; /* from here on: more is allowed than need be */
        return read_alternatives(reading);
    }
    if (reading_take(reading, "?<!")) {
        return read_around(reading, TRUE);
    }
    if (take_any(reading, around)) {
        return read_around(reading, FALSE);
    }
    if (take_any(reading, named)) {
        reading_skip_behind(reading, '>');
    } else if (!take_any(reading, plain) && (*reading->at == '?' || *reading->at == '*')) {
        reading_give_up(reading);
    }
    return read_alternatives(reading);
}

static Shapes read_group(Reading *reading)
{
    if (reading_take(reading, "?i)")) {
        reading->ignores_case = TRUE;
        return only(nothing());
    }
    if (reading->depth == 0 && reading_take(reading, "?x)")) {
        reading->is_extended = TRUE;
        return only(nothing());
    }
    if (!reading->is_known || reading->depth > DEPTH_MAX) {
        reading_give_up(reading);
        return only(everything());
    }
    reading->depth++;
    Shapes inside = read_inside(reading);
    reading->depth--;
    if (!reading_take(reading, ")")) {
        reading_give_up(reading);
    }
    return inside;
}

static Shapes read_atom(Reading *reading)
{
    if (reading_take(reading, "(")) {
        return read_group(reading);
    }
    if (reading_take(reading, "^") || reading_take(reading, "$")) {
        return only(nothing());
    }
    static const char *const edges[] = {"\\b", "\\B", "\\A", "\\Z", "\\z", "\\G", NULL};
    if (take_any(reading, edges)) {
        return only(nothing());
    }
    CharacterSet set;
    if (reading_take(reading, "[")) {
        set = reading_class(reading);
    } else if (reading_take(reading, "\\")) {
        set = reading_escape(reading);
    } else if (reading_take(reading, ".")) {
        set = reading_any(reading);
    } else {
        gunichar character = g_utf8_get_char(reading->at);
        reading->at = g_utf8_next_char(reading->at);
        set = reading_character(reading, character);
    }
    return only(shape_of(&set));
}

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

static Shapes read_branch(Reading *reading)
{
    Shapes branch = only(nothing());
    reading_skip_spaces(reading);
    while (reading->is_known && *reading->at != '\0' && *reading->at != '|' &&
           *reading->at != ')') {
        Shapes atom = read_atom(reading);
        reading_skip_spaces(reading);
        Times times = read_quantifier(reading);
        reading_skip_spaces(reading);
        Shapes repeated = repeat(&atom, times);
        branch = join_all(&branch, &repeated);
    }
    return branch;
}

static Shapes read_alternatives(Reading *reading)
{
    Shapes all = read_branch(reading);
    while (reading->is_known && reading_take(reading, "|")) {
        Shapes branch = read_branch(reading);
        for (guint i = 0; i < branch.n; i++) {
            add_shape(&all, branch.shapes[i]);
        }
    }
    return all;
}

Shapes pattern_shapes(const char *pattern)
{
    Reading reading = {.at = pattern, .is_known = TRUE};
    Shapes shapes = read_alternatives(&reading);
    return reading.is_known && *reading.at == '\0' ? shapes : only(everything());
}
