#include "rules/engine/start_groups.h"

#include <string.h>

/* Blocks that are looked at together. Of a mask the first word is of the block before them, the last of
 * the block behind. */
enum { MASK_BLOCKS = 64, MASK_WORDS = MASK_BLOCKS + 2 };

typedef guint64 Mask[MASK_WORDS];

typedef struct {
    const StartPlan *plan;
    ByteClassifier classify;
    const guint8 *text;
    gsize length;
    gsize offset; /* of the first of the blocks in the text */
    Mask classes[N_BYTE_CLASSES];
    Mask digits;
    Mask *sets;                        /* one for each of the plan's */
    guint64 enough[COUNTED_BYTES + 1]; /* bit i: block i and the next have so many digits */
    GArray **places;
} Pass;

/* What lies outside of the text is of no class. */
static void read_word(Pass *pass, guint word)
{
    guint64 masks[N_BYTE_CLASSES] = {0};
    guint8 last[BYTE_BLOCK] = {0};
    gsize offset = pass->offset + (gsize)word * BYTE_BLOCK - BYTE_BLOCK;
    gboolean is_outside = (word == 0 && pass->offset == 0) || offset >= pass->length;
    guint64 there = G_MAXUINT64;
    if (!is_outside && pass->length - offset < BYTE_BLOCK) {
        gsize n = pass->length - offset;
        memcpy(last, pass->text + offset, n);
        pass->classify(last, masks);
        there = (G_GUINT64_CONSTANT(1) << n) - 1;
    } else if (!is_outside) {
        pass->classify(pass->text + offset, masks);
    }
    for (guint i = 0; i < N_BYTE_CLASSES; i++) {
        pass->classes[i][word] = masks[i] & there;
    }
}

static void add_mask(guint64 *restrict sum, const guint64 *restrict more)
{
    for (guint i = 0; i < MASK_WORDS; i++) {
        sum[i] |= more[i];
    }
}

static void add_classes(const Pass *pass, guint16 set, Mask sum)
{
    for (guint classes = set; classes != 0; classes &= classes - 1) {
        add_mask(sum, pass->classes[__builtin_ctz(classes)]);
    }
}

/* Of a set that allows everything, the end of the text too. */
static void read_set(const Pass *pass, guint index)
{
    const StartSet *set = &g_array_index(pass->plan->sets, StartSet, index);
    guint64 *mask = pass->sets[index];
    if (set->set == BYTE_SET_ANY) {
        memset(mask, 0xff, sizeof(Mask));
        return;
    }
    if (set->base != index) {
        memcpy(mask, pass->sets[set->base], sizeof(Mask));
    } else {
        memset(mask, 0, sizeof(Mask));
    }
    add_classes(pass, set->rest, mask);
}

/* Without an instruction for it, which not every x86-64 has, the compiler would call a function. */
static guint count_bits(guint64 bits)
{
    bits -= bits >> 1 & G_GUINT64_CONSTANT(0x5555555555555555);
    bits = (bits & G_GUINT64_CONSTANT(0x3333333333333333)) +
           (bits >> 2 & G_GUINT64_CONSTANT(0x3333333333333333));
    bits = (bits + (bits >> 4)) & G_GUINT64_CONSTANT(0x0f0f0f0f0f0f0f0f);
    return (guint)(bits * G_GUINT64_CONSTANT(0x0101010101010101) >> 56);
}

/* A start in a block sees no more digits than that block and the next have. */
static void count_digits(Pass *pass)
{
    guint counts[MASK_WORDS];
    for (guint i = 0; i < MASK_WORDS; i++) {
        counts[i] = count_bits(pass->digits[i]);
    }
    memset(pass->enough, 0, sizeof pass->enough);
    for (guint i = 0; i < MASK_BLOCKS; i++) {
        guint seen = MIN(counts[i + 1] + counts[i + 2], COUNTED_BYTES);
        pass->enough[seen] |= G_GUINT64_CONSTANT(1) << i;
    }
    for (guint i = COUNTED_BYTES; i > 0; i--) {
        pass->enough[i - 1] |= pass->enough[i];
    }
}

static void read_blocks(Pass *pass)
{
    for (guint word = 0; word < MASK_WORDS; word++) {
        read_word(pass, word);
    }
    memset(pass->digits, 0, sizeof pass->digits);
    add_classes(pass, BYTE_SET_DIGITS, pass->digits);
    count_digits(pass);
    for (guint i = 0; i < pass->plan->order->len; i++) {
        read_set(pass, g_array_index(pass->plan->order, guint, i));
    }
}

/* Bit i: what a mask has n bytes behind the i-th of the block. */
static guint64 look_ahead(const Mask mask, guint block, guint n)
{
    const guint64 *words = mask + block + 1;
    return n == 0 ? words[0] : words[0] >> n | words[1] << (BYTE_BLOCK - n);
}

static guint64 look_behind(const Mask mask, guint block)
{
    return mask[block + 1] << 1 | mask[block] >> (BYTE_BLOCK - 1);
}

static gboolean fits(const Pass *pass, const StartMember *member, gsize place)
{
    for (guint i = SHARED_BYTES; i < SHAPE_BYTES; i++) {
        if (member->at[i] == BYTE_SET_ANY) {
            continue;
        }
        if (place + i >= pass->length ||
            (member->at[i] & BYTE_SET(pass->plan->class_of[pass->text[place + i]])) == 0) {
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

static void try_members(const Pass *pass, const StartGroup *group, guint64 digits, gsize place)
{
    for (guint i = 0; i < group->members->len; i++) {
        const StartMember *member = &g_array_index(group->members, StartMember, i);
        if (count_bits(digits & member->within) >= member->least && fits(pass, member, place)) {
            add_place(&pass->places[member->rule], (guint32)place);
        }
    }
}

static gsize get_kind(const Pass *pass, gsize place)
{
    return place < pass->length ? pass->plan->class_of[pass->text[place]] : OUTSIDE;
}

/* The groups whose first bytes, byte before and digits stand here. */
static void try_place(const Pass *pass, guint block, guint bit)
{
    const StartPlan *plan = pass->plan;
    gsize place = pass->offset + (gsize)block * BYTE_BLOCK + bit;
    guint64 digits = look_ahead(pass->digits, block, bit);
    gsize before = place > 0 ? get_kind(pass, place - 1) : OUTSIDE;
    const guint64 *first = plan->first + (before * N_KINDS + get_kind(pass, place)) * plan->words;
    const guint64 *second = plan->second +
                            (get_kind(pass, place + 1) * N_KINDS + get_kind(pass, place + 2)) *
                                plan->words;
    const guint64 *fourth = plan->fourth + get_kind(pass, place + 3) * plan->words;
    const guint64 *enough = plan->digits + count_bits(digits) * plan->words;
    for (gsize i = 0; i < plan->words; i++) {
        guint64 groups = first[i] & second[i] & fourth[i] & enough[i];
        for (; groups != 0; groups &= groups - 1) {
            gsize index = i * 64 + (gsize)__builtin_ctzll(groups);
            try_members(pass, &g_array_index(plan->groups, StartGroup, index), digits, place);
        }
    }
}

static guint64 follow(const Pass *pass, const StartLeader *leader, guint block)
{
    guint64 starts = pass->sets[leader->at_sets[0]][block + 1];
    if (leader->not_before != 0) {
        starts &= ~look_behind(pass->sets[leader->not_before_set], block);
    }
    for (guint i = 1; i < SHAPE_BYTES && starts != 0; i++) {
        if (leader->at[i] != BYTE_SET_ANY) {
            starts &= look_ahead(pass->sets[leader->at_sets[i]], block, i);
        }
    }
    return starts;
}

/* Where in a block one of the leaders leads. */
static guint64 find_candidates(const Pass *pass, guint block)
{
    guint64 all = 0;
    for (guint i = 0; i < pass->plan->leaders->len; i++) {
        const StartLeader *leader = &g_array_index(pass->plan->leaders, StartLeader, i);
        if ((pass->enough[leader->least] >> block & 1) != 0) {
            all |= follow(pass, leader, block);
        }
    }
    return all;
}

static void try_block(const Pass *pass, guint block)
{
    guint64 candidates = find_candidates(pass, block);
    for (; candidates != 0; candidates &= candidates - 1) {
        guint bit = (guint)__builtin_ctzll(candidates);
        gsize place = pass->offset + (gsize)block * BYTE_BLOCK + bit;
        if (place < pass->length && begins_character(pass->text[place])) {
            try_place(pass, block, bit);
        }
    }
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
    g_autofree Pass *pass = g_new(Pass, 1);
    g_autofree Mask *sets = g_new(Mask, plan->sets->len + 1);
    pass->plan = plan;
    pass->classify = classify;
    pass->text = (const guint8 *)text;
    pass->length = length;
    pass->sets = sets;
    pass->places = places;
    for (pass->offset = 0; pass->offset < length; pass->offset += (gsize)MASK_BLOCKS * BYTE_BLOCK) {
        read_blocks(pass);
        for (guint block = 0; block < MASK_BLOCKS; block++) {
            try_block(pass, block);
        }
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
