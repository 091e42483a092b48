#include "rules/engine/start_groups.h"

#include <string.h>

static void group_clear(gpointer data)
{
    StartGroup *group = data;
    g_array_unref(group->members);
}

StartPlan *start_plan_new(guint n_rules)
{
    StartPlan *plan = g_new0(StartPlan, 1);
    plan->n_rules = n_rules;
    plan->is_added = g_new0(gboolean, n_rules + 1);
    plan->sets = g_array_new(FALSE, FALSE, sizeof(StartSet));
    plan->order = g_array_new(FALSE, FALSE, sizeof(guint));
    plan->groups = g_array_new(FALSE, FALSE, sizeof(StartGroup));
    g_array_set_clear_func(plan->groups, group_clear);
    for (guint byte = 0; byte < 256; byte++) {
        plan->class_of[byte] = BYTE_SET(byte_class_of((guint8)byte));
    }
    return plan;
}

void start_plan_free(StartPlan *plan)
{
    if (plan == NULL) {
        return;
    }
    g_free(plan->is_added);
    g_array_unref(plan->sets);
    g_array_unref(plan->order);
    g_array_unref(plan->groups);
    g_free(plan);
}

static const StartSet *get_set(const StartPlan *plan, guint index)
{
    return &g_array_index(plan->sets, StartSet, index);
}

static guint add_set(StartPlan *plan, guint16 set)
{
    for (guint i = 0; i < plan->sets->len; i++) {
        if (get_set(plan, i)->set == set) {
            return i;
        }
    }
    g_array_append_val(plan->sets, (StartSet){.set = set});
    return plan->sets->len - 1;
}

static StartGroup *get_group(StartPlan *plan, const Shape *shape)
{
    StartGroup wanted = {.not_before = shape->not_before, .least = G_MAXUINT};
    for (guint i = 0; i < SHARED_BYTES; i++) {
        wanted.at[i] = shape_at(shape, i);
    }
    for (guint i = 0; i < plan->groups->len; i++) {
        StartGroup *group = &g_array_index(plan->groups, StartGroup, i);
        if (group->not_before == wanted.not_before &&
            memcmp(group->at, wanted.at, sizeof wanted.at) == 0) {
            return group;
        }
    }
    wanted.not_before_set = add_set(plan, wanted.not_before);
    for (guint i = 0; i < SHARED_BYTES; i++) {
        wanted.at_sets[i] = add_set(plan, wanted.at[i]);
    }
    wanted.members = g_array_new(FALSE, FALSE, sizeof(StartMember));
    g_array_append_val(plan->groups, wanted);
    return &g_array_index(plan->groups, StartGroup, plan->groups->len - 1);
}

void start_plan_add(StartPlan *plan, guint rule, const Shape *shape)
{
    StartMember member = {.rule = rule, .within = G_MAXUINT64};
    if (shape->most <= COUNTED_BYTES) {
        member.least = shape->digits;
        member.within = shape->most == COUNTED_BYTES ? G_MAXUINT64
                                                     : (G_GUINT64_CONSTANT(1) << shape->most) - 1;
    }
    for (guint i = 0; i < SHAPE_BYTES; i++) {
        member.at[i] = shape_at(shape, i);
    }
    StartGroup *group = get_group(plan, shape);
    group->least = MIN(group->least, member.least);
    g_array_append_val(group->members, member);
    plan->is_added[rule] = TRUE;
}

gboolean start_plan_has(const StartPlan *plan, guint rule)
{
    return plan->is_added[rule];
}

/* Of a thousand bytes of usual text, about so many are of a class. */
static guint count_usual(guint16 set)
{
    static const guint8 usual[N_BYTE_CLASSES] = {
        [BYTE_ZERO] = 15,   [BYTE_ONE_TWO] = 15,    [BYTE_THREE_NINE] = 20, [BYTE_UPPER] = 50,
        [BYTE_LOWER] = 250, [BYTE_SPACE] = 150,     [BYTE_DOT] = 10,        [BYTE_HYPHEN] = 10,
        [BYTE_COLON] = 5,   [BYTE_SLASH] = 10,      [BYTE_AT] = 1,          [BYTE_OPEN] = 10,
        [BYTE_PLUS] = 2,    [BYTE_UNDERSCORE] = 15, [BYTE_WIDE] = 250,      [BYTE_OTHER] = 60,
    };
    guint sum = 0;
    for (guint i = 0; i < N_BYTE_CLASSES; i++) {
        sum += (set & BYTE_SET(i)) != 0 ? usual[i] : 0;
    }
    return MIN(sum, 1000);
}

/* Letters come in words, and characters beyond ASCII in texts: a second one says little. */
gboolean shape_is_rare(const Shape *shape)
{
    double share = 1;
    if ((shape_at(shape, 0) & BYTE_SET(BYTE_WIDE)) != 0) {
        return FALSE;
    }
    for (guint i = 0; i < SHARED_BYTES; i++) {
        guint16 set = shape_at(shape, i);
        gboolean says_little = i > 0 && (set & BYTE_SET(BYTE_LOWER)) != 0;
        share *= set == BYTE_SET_ANY || says_little ? 1 : count_usual(set) / 1000.0;
    }
    return share < 0.06;
}

static gint compare_sizes(gconstpointer one, gconstpointer other, gpointer data)
{
    const StartSet *a = get_set(data, *(const guint *)one);
    const StartSet *b = get_set(data, *(const guint *)other);
    return __builtin_popcount(a->set) - __builtin_popcount(b->set);
}

/* The largest set that this one has in it, among those that come before it. */
static void find_base(StartPlan *plan, guint place)
{
    guint index = g_array_index(plan->order, guint, place);
    StartSet *set = &g_array_index(plan->sets, StartSet, index);
    set->base = index;
    set->rest = set->set;
    for (guint i = 0; i < place; i++) {
        guint other = g_array_index(plan->order, guint, i);
        guint16 classes = get_set(plan, other)->set;
        if ((classes & ~set->set) == 0) {
            set->base = other;
            set->rest = set->set & (guint16)~classes;
        }
    }
}

void start_plan_finish(StartPlan *plan)
{
    g_array_set_size(plan->order, 0);
    for (guint i = 0; i < plan->sets->len; i++) {
        g_array_append_val(plan->order, i);
    }
    g_array_sort_with_data(plan->order, compare_sizes, plan);
    for (guint i = 0; i < plan->order->len; i++) {
        find_base(plan, i);
    }
}
