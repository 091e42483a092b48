#include "rules/engine/pattern_shape.h"

#include <string.h>

#include "rules/engine/pattern_tree.h"

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

static Shapes repeat(const Shapes *atom, guint least, guint most)
{
    Shape once = unite_all(atom);
    Shape all = nothing();
    for (guint i = 0; i < least && i < SHAPE_BYTES; i++) {
        all = join(&all, &once);
    }
    Shape more = all;
    for (guint i = least; i < most && i < least + SHAPE_BYTES; i++) {
        more = join(&more, &once);
        all = shape_unite(&all, &more);
    }
    all.digits = once.digits * least;
    all.ats = once.ats * least;
    all.wides = once.wides * least;
    gboolean is_endless = most == G_MAXUINT || once.most > G_MAXUINT32;
    all.most = is_endless ? G_MAXSIZE : once.most * most;
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

static Shapes shapes_of(const PatternNode *node);

static Shapes shapes_of_sequence(const PatternNode *node)
{
    Shapes sequence = only(nothing());
    for (guint i = 0; i < node->parts->len; i++) {
        Shapes part = shapes_of(pattern_tree_part(node, i));
        sequence = join_all(&sequence, &part);
    }
    return sequence;
}

static Shapes shapes_of_choice(const PatternNode *node)
{
    Shapes all = shapes_of(pattern_tree_part(node, 0));
    for (guint i = 1; i < node->parts->len; i++) {
        Shapes branch = shapes_of(pattern_tree_part(node, i));
        for (guint j = 0; j < branch.n; j++) {
            add_shape(&all, branch.shapes[j]);
        }
    }
    return all;
}

static Shapes shapes_of_repeat(const PatternNode *node)
{
    Shapes atom = shapes_of(pattern_tree_part(node, 0));
    return repeat(&atom, node->least, node->most);
}

static Shapes shapes_of(const PatternNode *node)
{
    Shape empty = nothing();
    empty.not_before = node->not_before;
    switch (node->kind) {
    case NODE_SET:
        return only(shape_of(&node->set));
    case NODE_SEQUENCE:
        return shapes_of_sequence(node);
    case NODE_CHOICE:
        return shapes_of_choice(node);
    case NODE_REPEAT:
        return shapes_of_repeat(node);
    case NODE_AHEAD:
    case NODE_EDGE:
        return only(empty);
    }
    return only(everything());
}

Shapes pattern_shapes(const PatternNode *pattern)
{
    return pattern != NULL ? shapes_of(pattern) : only(everything());
}
