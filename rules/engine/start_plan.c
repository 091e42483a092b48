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
    plan->groups = g_array_new(FALSE, FALSE, sizeof(StartGroup));
    g_array_set_clear_func(plan->groups, group_clear);
    plan->leaders = g_array_new(FALSE, FALSE, sizeof(StartLeader));
    plan->sets = g_array_new(FALSE, FALSE, sizeof(StartSet));
    plan->order = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint byte = 0; byte < 256; byte++) {
        plan->class_of[byte] = (guint8)byte_class_of((guint8)byte);
    }
    return plan;
}

void start_plan_free(StartPlan *plan)
{
    if (plan == NULL) {
        return;
    }
    g_array_unref(plan->groups);
    g_array_unref(plan->leaders);
    g_array_unref(plan->sets);
    g_array_unref(plan->order);
    for (guint i = 0; i < START_PAIRS; i++) {
        g_free(plan->pairs[i]);
    }
    g_free(plan->last);
    g_free(plan->digits);
    g_free(plan);
}

static StartGroup *get_group(StartPlan *plan, const Shape *shape)
{
    StartGroup wanted = {.not_before = shape->not_before, .least = G_MAXUINT};
    for (guint i = 0; i < SHAPE_BYTES; i++) {
        wanted.at[i] = shape_at(shape, i);
    }
    for (guint i = 0; i < plan->groups->len; i++) {
        StartGroup *group = &g_array_index(plan->groups, StartGroup, i);
        if (group->not_before == wanted.not_before &&
            memcmp(group->at, wanted.at, sizeof wanted.at) == 0) {
            return group;
        }
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
    StartGroup *group = get_group(plan, shape);
    group->least = MIN(group->least, member.least);
    g_array_append_val(group->members, member);
}

/* --- how rare --- */

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
gboolean shape_is_rare(const Shape *shape, gboolean wide_is_rare)
{
    double share = 1;
    guint16 first = shape_at(shape, 0);
    if ((first & BYTE_SET(BYTE_WIDE)) != 0 && !wide_is_rare) {
        return FALSE;
    }
    if (first == BYTE_SET(BYTE_WIDE)) {
        return TRUE;
    }
    enum { FIRST_BYTES = 4 };
    for (guint i = 0; i < FIRST_BYTES; i++) {
        guint16 set = shape_at(shape, i);
        gboolean says_little = i > 0 && (set & BYTE_SET(BYTE_LOWER)) != 0;
        share *= set == BYTE_SET_ANY || says_little ? 1 : count_usual(set) / 1000.0;
    }
    return share < 0.06;
}

/* --- leaders --- */

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
    const StartSet added = {.set = set};
    g_array_append_val(plan->sets, added);
    return plan->sets->len - 1;
}

/* The part of a thousand bytes that is of a set behind one of the other: digits come in numbers, letters
 * in words, and what is beyond ASCII in text of that kind. */
static double rate_behind(guint16 before, guint16 set)
{
    static const struct {
        guint16 family;
        guint more;
    } families[] = {
        {BYTE_SET_DIGITS, 450},
        {BYTE_SET(BYTE_UPPER) | BYTE_SET(BYTE_LOWER), 500},
        {BYTE_SET(BYTE_WIDE), 700},
    };
    guint rate = count_usual(set);
    for (gsize i = 0; i < G_N_ELEMENTS(families); i++) {
        guint16 both = before & set & families[i].family;
        rate += both != 0 ? families[i].more : 0;
    }
    return MIN(rate, 1000) / 1000.0;
}

/* How many places of a byte of usual text it leads to, roughly. */
static double rate_leader(const StartLeader *leader)
{
    enum { WORD_BYTES = 4 };
    double rate = count_usual(leader->at[0]) / 1000.0;
    for (guint i = 1; i < SHAPE_BYTES; i++) {
        rate *= rate_behind(leader->at[i - 1], leader->at[i]);
    }
    gboolean begins_word = (leader->at[0] & ~leader->not_before) == 0;
    /* The more digits, the fewer blocks of text have them. */
    rate /= 1 + leader->least / 2.0;
    return begins_word ? rate / WORD_BYTES : rate;
}

static StartLeader unite(const StartLeader *one, const StartLeader *other)
{
    StartLeader both = {
        .not_before = one->not_before & other->not_before,
        .least = MIN(one->least, other->least),
    };
    for (guint i = 0; i < SHAPE_BYTES; i++) {
        both.at[i] = one->at[i] | other->at[i];
    }
    return both;
}

/* So many more places are as dear as a leader is for a byte. */
static const double leader_price = 0.004;

/* What is gained when two leaders become one. Mostly they lead to the same places. */
static double gain(const StartLeader *one, const StartLeader *other)
{
    StartLeader both = unite(one, other);
    return MAX(rate_leader(one), rate_leader(other)) + leader_price - rate_leader(&both);
}

/* Unites the two that gain most by it; FALSE when none gain. */
static gboolean unite_best(StartPlan *plan)
{
    double most = 0;
    guint best[2] = {0};
    for (guint i = 0; i < plan->leaders->len; i++) {
        for (guint j = i + 1; j < plan->leaders->len; j++) {
            double gained = gain(&g_array_index(plan->leaders, StartLeader, i),
                                 &g_array_index(plan->leaders, StartLeader, j));
            if (gained > most) {
                most = gained;
                best[0] = i;
                best[1] = j;
            }
        }
    }
    if (most > 0) {
        StartLeader *one = &g_array_index(plan->leaders, StartLeader, best[0]);
        *one = unite(one, &g_array_index(plan->leaders, StartLeader, best[1]));
        g_array_remove_index_fast(plan->leaders, best[1]);
    }
    return most > 0;
}

/* Unites a leader with the one that gains most by it, or adds it. */
static void add_leader(StartPlan *plan, const StartLeader *leader)
{
    StartLeader *best = NULL;
    double most = 0;
    for (guint i = 0; i < plan->leaders->len; i++) {
        StartLeader *other = &g_array_index(plan->leaders, StartLeader, i);
        double gained = gain(leader, other);
        if (gained > most) {
            most = gained;
            best = other;
        }
    }
    if (best != NULL) {
        *best = unite(best, leader);
    } else {
        g_array_append_vals(plan->leaders, leader, 1);
    }
}

/* The rarest byte first: it leaves the least for the others. */
static void order_looks(StartPlan *plan, StartLeader *leader)
{
    for (guint i = 0; i < SHAPE_BYTES; i++) {
        guint place = leader->n_looks;
        guint usual = count_usual(leader->at[i]);
        if (leader->at[i] == BYTE_SET_ANY) {
            continue;
        }
        while (place > 0 && count_usual(leader->at[leader->looks[place - 1].at]) > usual) {
            leader->looks[place] = leader->looks[place - 1];
            place--;
        }
        leader->looks[place] = (StartLook){.at = i, .set = add_set(plan, leader->at[i])};
        leader->n_looks++;
    }
}

static void make_leaders(StartPlan *plan)
{
    for (guint i = 0; i < plan->groups->len; i++) {
        const StartGroup *group = &g_array_index(plan->groups, StartGroup, i);
        StartLeader leader = {
            .not_before = group->not_before,
            .least = MIN(group->least, COUNTED_BYTES),
        };
        memcpy(leader.at, group->at, sizeof group->at);
        add_leader(plan, &leader);
    }
    while (unite_best(plan)) {
    }
    for (guint i = 0; i < plan->leaders->len; i++) {
        StartLeader *leader = &g_array_index(plan->leaders, StartLeader, i);
        leader->not_before_set = add_set(plan, leader->not_before);
        order_looks(plan, leader);
    }
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

static void order_sets(StartPlan *plan)
{
    for (guint i = 0; i < plan->sets->len; i++) {
        g_array_append_val(plan->order, i);
    }
    g_array_sort_with_data(plan->order, compare_sizes, plan);
    for (guint i = 0; i < plan->order->len; i++) {
        find_base(plan, i);
    }
}

/* --- tables --- */

/* A set that allows everything allows the end of the text, too. */
static gboolean allows(guint16 set, guint kind)
{
    return kind == OUTSIDE ? set == BYTE_SET_ANY : (set & BYTE_SET(kind)) != 0;
}

static gboolean allows_before(guint16 not_before, guint kind)
{
    return kind == OUTSIDE || (not_before & BYTE_SET(kind)) == 0;
}

/* Puts a group into the table's set of this index. */
static void put(const StartPlan *plan, guint64 *table, gsize index, guint group)
{
    table[index * plan->words + group / 64] |= G_GUINT64_CONSTANT(1) << group % 64;
}

/* The byte before a start is the first of the first pair. */
static void put_pair(const StartPlan *plan, guint index, guint pair)
{
    const StartGroup *group = &g_array_index(plan->groups, StartGroup, index);
    for (guint one = 0; one < N_KINDS; one++) {
        for (guint other = 0; other < N_KINDS; other++) {
            gboolean allows_one = pair == 0 ? allows_before(group->not_before, one)
                                            : allows(group->at[(gsize)2 * pair - 1], one);
            if (allows_one && allows(group->at[(gsize)2 * pair], other)) {
                put(plan, plan->pairs[pair], one * N_KINDS + other, index);
            }
        }
    }
}

static void put_group(StartPlan *plan, guint index)
{
    const StartGroup *group = &g_array_index(plan->groups, StartGroup, index);
    for (guint pair = 0; pair < START_PAIRS; pair++) {
        put_pair(plan, index, pair);
    }
    for (guint kind = 0; kind < N_KINDS; kind++) {
        if (allows(group->at[SHAPE_BYTES - 1], kind)) {
            put(plan, plan->last, kind, index);
        }
    }
    for (guint n = group->least; n <= COUNTED_BYTES; n++) {
        put(plan, plan->digits, n, index);
    }
}

void start_plan_finish(StartPlan *plan)
{
    make_leaders(plan);
    order_sets(plan);
    plan->words = (gsize)plan->groups->len / 64 + 1;
    for (guint i = 0; i < START_PAIRS; i++) {
        plan->pairs[i] = g_new0(guint64, plan->words * N_KINDS * N_KINDS);
    }
    plan->last = g_new0(guint64, plan->words * N_KINDS);
    plan->digits = g_new0(guint64, plan->words * (COUNTED_BYTES + 1));
    for (guint i = 0; i < plan->groups->len; i++) {
        put_group(plan, i);
    }
}
