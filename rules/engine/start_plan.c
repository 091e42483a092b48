#include "rules/engine/start_plan.h"

#include <string.h>

/* So many bytes of a shape are looked at for all that share them; digits are counted so far on. */
enum { SHARED_BYTES = 4, COUNTED_BYTES = 64 };

/* What is left to look at for one shape, where its group allows a start. */
typedef struct {
    guint rule;
    guint least;    /* digits */
    guint64 within; /* bit i: they may be at i bytes from the start */
    guint16 at[SHAPE_BYTES];
} StartMember;

/* Shapes that begin alike. Sets are indexes into the plan's. */
typedef struct {
    guint16 not_before; /* classes */
    guint not_before_set;
    guint16 at[SHARED_BYTES]; /* classes */
    guint at_sets[SHARED_BYTES];
    guint least;     /* digits that each member wants */
    GArray *members; /* of StartMember */
} StartGroup;

struct StartPlan {
    guint n_rules;
    gboolean *is_added; /* for each rule */
    GArray *sets;       /* of guint16: the sets of classes that are looked for */
    GArray *groups;     /* of StartGroup */
    guint16 class_of[256];
};

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
    plan->sets = g_array_new(FALSE, FALSE, sizeof(guint16));
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
    g_array_unref(plan->groups);
    g_free(plan);
}

static guint add_set(StartPlan *plan, guint16 set)
{
    for (guint i = 0; i < plan->sets->len; i++) {
        if (g_array_index(plan->sets, guint16, i) == set) {
            return i;
        }
    }
    g_array_append_val(plan->sets, set);
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

/* --- the pass --- */

/* Masks of one block, of each class and of each of the plan's sets. */
typedef struct {
    guint64 classes[N_BYTE_CLASSES];
    guint64 *sets;
    guint64 digits;
} Block;

typedef struct {
    const StartPlan *plan;
    ByteClassifier classify;
    const guint8 *text;
    gsize length;
    Block before, block, next;
    gsize offset; /* of block in the text */
    GArray **places;
} Pass;

/* What lies behind the text's end is of no class. */
static void read_block(const Pass *pass, gsize offset, Block *block)
{
    guint8 last[BYTE_BLOCK] = {0};
    const guint8 *bytes = pass->text + offset;
    guint64 there = G_MAXUINT64;
    if (offset >= pass->length) {
        memset(block->classes, 0, sizeof block->classes);
        there = 0;
    } else if (pass->length - offset < BYTE_BLOCK) {
        gsize n = pass->length - offset;
        memcpy(last, bytes, n);
        bytes = last;
        there = (G_GUINT64_CONSTANT(1) << n) - 1;
    }
    if (there != 0) {
        pass->classify(bytes, block->classes);
    }
    for (guint i = 0; there != G_MAXUINT64 && i < N_BYTE_CLASSES; i++) {
        block->classes[i] &= there;
    }
    block->digits = block->classes[BYTE_ZERO] | block->classes[BYTE_ONE_TWO] |
                    block->classes[BYTE_THREE_NINE];
}

static guint64 unite_classes(const Block *block, guint16 set)
{
    guint64 mask = 0;
    for (guint classes = set; classes != 0; classes &= classes - 1) {
        mask |= block->classes[__builtin_ctz(classes)];
    }
    return mask;
}

/* Of a set that allows everything, the end of the text too. */
static void unite_sets(const StartPlan *plan, Block *block)
{
    for (guint i = 0; i < plan->sets->len; i++) {
        guint16 set = g_array_index(plan->sets, guint16, i);
        block->sets[i] = set == BYTE_SET_ANY ? G_MAXUINT64 : unite_classes(block, set);
    }
}

/* Bit i: what mask and then next have at i + n. */
static guint64 look_ahead(guint64 mask, guint64 next, guint n)
{
    return n == 0 ? mask : mask >> n | next << (BYTE_BLOCK - n);
}

static gboolean fits(const Pass *pass, const StartMember *member, gsize place)
{
    for (guint i = SHARED_BYTES; i < SHAPE_BYTES; i++) {
        if (member->at[i] == BYTE_SET_ANY) {
            continue;
        }
        if (place + i >= pass->length ||
            (member->at[i] & pass->plan->class_of[pass->text[place + i]]) == 0) {
            return FALSE;
        }
    }
    return TRUE;
}

static void add_place(GArray **places, guint32 place)
{
    if (*places == NULL) {
        *places = g_array_new(FALSE, FALSE, sizeof(guint32));
    }
    g_array_append_val(*places, place);
}

/* UTF-8's later bytes begin no character. */
static gboolean begins_character(guint8 byte)
{
    return (byte & 0xc0) != 0x80;
}

static void try_members(const Pass *pass, const StartGroup *group, guint bit)
{
    guint64 digits = look_ahead(pass->block.digits, pass->next.digits, bit);
    if ((guint)__builtin_popcountll(digits) < group->least ||
        !begins_character(pass->text[pass->offset + bit])) {
        return;
    }
    for (guint i = 0; i < group->members->len; i++) {
        const StartMember *member = &g_array_index(group->members, StartMember, i);
        gsize place = pass->offset + bit;
        if ((guint)__builtin_popcountll(digits & member->within) >= member->least &&
            fits(pass, member, place)) {
            add_place(&pass->places[member->rule], (guint32)place);
        }
    }
}

static void try_group(const Pass *pass, const StartGroup *group)
{
    guint64 starts = pass->block.sets[group->at_sets[0]];
    if (starts == 0) {
        return;
    }
    guint64 before = pass->block.sets[group->not_before_set] << 1 |
                     pass->before.sets[group->not_before_set] >> (BYTE_BLOCK - 1);
    starts &= group->not_before == 0 ? G_MAXUINT64 : ~before;
    for (guint i = 1; i < SHARED_BYTES; i++) {
        guint set = group->at_sets[i];
        starts &= look_ahead(pass->block.sets[set], pass->next.sets[set], i);
    }
    for (; starts != 0; starts &= starts - 1) {
        try_members(pass, group, (guint)__builtin_ctzll(starts));
    }
}

static void move_on(Pass *pass)
{
    Block spare = pass->before;
    pass->before = pass->block;
    pass->block = pass->next;
    pass->next = spare;
    pass->offset += BYTE_BLOCK;
}

static gint compare_places(gconstpointer one, gconstpointer other)
{
    guint32 a = *(const guint32 *)one;
    guint32 b = *(const guint32 *)other;
    return a < b ? -1 : a > b;
}

/* Shapes of one rule in several groups give its places of a block one group after the other. */
static void put_in_order(GArray *places)
{
    g_array_sort(places, compare_places);
    guint kept = 0;
    for (guint i = 0; i < places->len; i++) {
        guint32 place = g_array_index(places, guint32, i);
        if (kept == 0 || g_array_index(places, guint32, kept - 1) != place) {
            g_array_index(places, guint32, kept++) = place;
        }
    }
    g_array_set_size(places, kept);
}

GArray **start_plan_run_with(const StartPlan *plan, ByteClassifier classify, const char *text,
                             gsize length)
{
    GArray **places = g_new0(GArray *, plan->n_rules + 1);
    g_autofree guint64 *sets = g_new0(guint64, 3 * (plan->sets->len + 1));
    Pass pass = {
        .plan = plan,
        .classify = classify,
        .text = (const guint8 *)text,
        .length = length,
        .before.sets = sets,
        .block.sets = sets + plan->sets->len,
        .next.sets = sets + 2 * (gsize)plan->sets->len,
        .places = places,
    };
    read_block(&pass, 0, &pass.block);
    unite_sets(plan, &pass.block);
    while (pass.offset < length) {
        read_block(&pass, pass.offset + BYTE_BLOCK, &pass.next);
        unite_sets(plan, &pass.next);
        for (guint i = 0; i < plan->groups->len; i++) {
            try_group(&pass, &g_array_index(plan->groups, StartGroup, i));
        }
        move_on(&pass);
    }
    for (guint i = 0; i < plan->n_rules; i++) {
        if (places[i] != NULL) {
            put_in_order(places[i]);
        }
    }
    return places;
}

GArray **start_plan_run(const StartPlan *plan, const char *text, gsize length)
{
    return start_plan_run_with(plan, byte_classifier_best(), text, length);
}

void start_places_free(const StartPlan *plan, GArray **places)
{
    for (guint i = 0; places != NULL && i < plan->n_rules; i++) {
        g_clear_pointer(&places[i], g_array_unref);
    }
    g_free(places);
}
