#include "rules/engine/start_groups.h"

#include <string.h>

#include "base/neon.h"

/* Blocks that are looked at together, and how many are one vector. Of a mask the first word is of the
 * block before them; behind them at least one more is read. */
enum { MASK_BLOCKS = 64, BLOCKS_AROUND = 2, LANES = 8, MASK_WORDS = MASK_BLOCKS + LANES };

typedef guint64 Lanes __attribute__((vector_size(LANES * sizeof(guint64))));
typedef union {
    guint64 words[MASK_WORDS];
    Lanes lanes[MASK_WORDS / LANES];
} Mask;

typedef struct {
    const StartPlan *plan;
    ByteClassifier classify;
    const guint8 *text;
    gsize length;
    gsize offset;   /* of the first of the blocks in the text */
    guint n_blocks; /* of the text, from there on */
    guint n_lanes;  /* vectors of a mask that are used */
    Mask *sets;     /* one for each of the plan's */
    GArray **places;
    Mask classes[N_BYTE_CLASSES];
    Mask digits;
    Mask seen;       /* digits in a block and the next: word i is of block i, as in candidates */
    Mask candidates; /* where one of the leaders leads */
} Pass;

/* What lies outside of the text is of no class. */
static void read_word(Pass *pass, guint word)
{
    guint64 *masks = pass->classes[0].words + word;
    guint8 last[BYTE_BLOCK] = {0};
    gsize offset = pass->offset + (gsize)word * BYTE_BLOCK - BYTE_BLOCK;
    gboolean is_outside = (word == 0 && pass->offset == 0) || offset >= pass->length;
    gsize n = is_outside ? 0 : pass->length - offset;
    if (n >= BYTE_BLOCK) {
        pass->classify(pass->text + offset, masks, MASK_WORDS);
        return;
    }
    if (n > 0) {
        memcpy(last, pass->text + offset, n);
        pass->classify(last, masks, MASK_WORDS);
    }
    for (guint i = 0; i < N_BYTE_CLASSES; i++) {
        guint64 *mask = masks + (gsize)i * MASK_WORDS;
        *mask = n > 0 ? *mask & ((G_GUINT64_CONSTANT(1) << n) - 1) : 0;
    }
}

/* What is done to whole masks is compiled for each kind of processor. */
#define INLINE static inline __attribute__((always_inline))

INLINE void add_mask(const Pass *pass, const Mask *more, Mask *sum)
{
    for (guint i = 0; i < pass->n_lanes; i++) {
        sum->lanes[i] |= more->lanes[i];
    }
}

INLINE void add_classes(const Pass *pass, guint16 set, Mask *sum)
{
    for (guint classes = set; classes != 0; classes &= classes - 1) {
        add_mask(pass, &pass->classes[__builtin_ctz(classes)], sum);
    }
}

INLINE void fill_mask(const Pass *pass, guint64 word, Mask *mask)
{
    for (guint i = 0; i < pass->n_lanes; i++) {
        mask->lanes[i] = (Lanes){0} + word;
    }
}

/* Of a set that allows everything, the end of the text too. */
INLINE void read_set(const Pass *pass, guint index)
{
    const StartSet *set = &g_array_index(pass->plan->sets, StartSet, index);
    Mask *mask = &pass->sets[index];
    if (set->set == BYTE_SET_ANY) {
        fill_mask(pass, G_MAXUINT64, mask);
        return;
    }
    fill_mask(pass, 0, mask);
    if (set->base != index) {
        add_mask(pass, &pass->sets[set->base], mask);
    }
    add_classes(pass, set->rest, mask);
}

/* Without an instruction for it, which not every x86-64 has, the compiler would call a function. */
INLINE guint count_bits(guint64 bits)
{
#ifdef __POPCNT__
    return (guint)__builtin_popcountll(bits);
#else
    bits -= bits >> 1 & G_GUINT64_CONSTANT(0x5555555555555555);
    bits = (bits & G_GUINT64_CONSTANT(0x3333333333333333)) +
           (bits >> 2 & G_GUINT64_CONSTANT(0x3333333333333333));
    bits = (bits + (bits >> 4)) & G_GUINT64_CONSTANT(0x0f0f0f0f0f0f0f0f);
    return (guint)(bits * G_GUINT64_CONSTANT(0x0101010101010101) >> 56);
#endif
}

/* A start in a block sees no more digits than that block and the next have. */
INLINE void count_digits(Pass *pass)
{
    guint64 *seen = pass->seen.words;
    fill_mask(pass, 0, &pass->digits);
    add_classes(pass, BYTE_SET_DIGITS, &pass->digits);
    for (guint i = 0; i < pass->n_lanes * LANES; i++) {
        seen[i] = count_bits(pass->digits.words[i]);
    }
    for (guint i = 0; i < pass->n_blocks; i++) {
        seen[i] = seen[i + 1] + seen[i + 2];
    }
}

/* Lane i of found: what a mask has n bytes behind those of block first + i. */
INLINE void look_ahead_all(const Mask *mask, guint first, guint n, Lanes *found)
{
    Lanes here, next;
    memcpy(&here, mask->words + first + 1, sizeof here);
    memcpy(&next, mask->words + first + 2, sizeof next);
    *found = n == 0 ? here : here >> n | next << (BYTE_BLOCK - n);
}

INLINE void look_behind_all(const Mask *mask, guint first, Lanes *found)
{
    Lanes here, last;
    memcpy(&here, mask->words + first + 1, sizeof here);
    memcpy(&last, mask->words + first, sizeof last);
    *found = here << 1 | last >> (BYTE_BLOCK - 1);
}

INLINE gboolean is_any(const Lanes *lanes)
{
    guint64 any = 0;
    for (guint i = 0; i < LANES; i++) {
        any |= (*lanes)[i];
    }
    return any != 0;
}

/* Adds where the leader leads in the LANES blocks from first on. */
INLINE void follow(Pass *pass, const StartLeader *leader, guint first)
{
    Lanes found;
    Lanes starts = (Lanes)(pass->seen.lanes[first / LANES] >= leader->least);
    for (guint i = 0; i < leader->n_looks; i++) {
        const StartLook *look = &leader->looks[i];
        look_ahead_all(&pass->sets[look->set], first, look->at, &found);
        starts &= found;
        if (i == LOOKS_FIRST && !is_any(&starts)) {
            return;
        }
    }
    if (leader->not_before != 0) {
        look_behind_all(&pass->sets[leader->not_before_set], first, &found);
        starts &= ~found;
    }
    pass->candidates.lanes[first / LANES] |= starts;
}

INLINE void find_candidates(Pass *pass)
{
    count_digits(pass);
    for (guint i = 0; i < pass->plan->order->len; i++) {
        read_set(pass, g_array_index(pass->plan->order, guint, i));
    }
    fill_mask(pass, 0, &pass->candidates);
    for (guint i = 0; i < pass->plan->leaders->len; i++) {
        const StartLeader *leader = &g_array_index(pass->plan->leaders, StartLeader, i);
        for (guint first = 0; first < pass->n_blocks; first += LANES) {
            follow(pass, leader, first);
        }
    }
}

static guint64 look_ahead(const Mask *mask, guint block, guint n)
{
    const guint64 *words = mask->words + block + 1;
    return n == 0 ? words[0] : words[0] >> n | words[1] << (BYTE_BLOCK - n);
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
        if (count_bits(digits & member->within) >= member->least) {
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
    guint64 digits = look_ahead(&pass->digits, block, bit);
    const guint64 *pairs[START_PAIRS];
    gsize one = place > 0 ? get_kind(pass, place - 1) : OUTSIDE;
    for (guint i = 0; i < START_PAIRS; i++) {
        gsize other = get_kind(pass, place + (gsize)2 * i);
        pairs[i] = plan->pairs[i] + (one * N_KINDS + other) * plan->words;
        one = get_kind(pass, place + (gsize)2 * i + 1);
    }
    const guint64 *last = plan->last + one * plan->words;
    const guint64 *enough = plan->digits + count_bits(digits) * plan->words;
    for (gsize i = 0; i < plan->words; i++) {
        guint64 groups = last[i] & enough[i];
        for (guint j = 0; j < START_PAIRS; j++) {
            groups &= pairs[j][i];
        }
        for (; groups != 0; groups &= groups - 1) {
            gsize index = i * 64 + (gsize)__builtin_ctzll(groups);
            try_members(pass, &g_array_index(plan->groups, StartGroup, index), digits, place);
        }
    }
}

static void try_block(const Pass *pass, guint block)
{
    guint64 candidates = pass->candidates.words[block];
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

static gboolean is_in_order(const GArray *places)
{
    const guint32 *at = &g_array_index(places, guint32, 0);
    guint n = 1;
    while (n < places->len && at[n - 1] <= at[n]) {
        n++;
    }
    return n >= places->len;
}

/* Shapes of one rule in several groups give its places of a block one group after the other. */
static void put_in_order(GArray *places)
{
    if (!is_in_order(places)) {
        g_array_sort(places, compare_places);
    }
    guint kept = 0;
    for (guint i = 0; i < places->len; i++) {
        guint32 place = g_array_index(places, guint32, i);
        if (kept == 0 || g_array_index(places, guint32, kept - 1) != place) {
            g_array_index(places, guint32, kept++) = place;
        }
    }
    g_array_set_size(places, kept);
}

INLINE void run(Pass *pass)
{
    gsize bytes = (gsize)MASK_BLOCKS * BYTE_BLOCK;
    for (pass->offset = 0; pass->offset < pass->length; pass->offset += bytes) {
        gsize left = MIN(pass->length - pass->offset, bytes);
        pass->n_blocks = (guint)((left + BYTE_BLOCK - 1) / BYTE_BLOCK);
        pass->n_lanes = (pass->n_blocks + BLOCKS_AROUND + LANES - 1) / LANES;
        for (guint word = 0; word < pass->n_lanes * LANES; word++) {
            read_word(pass, word);
        }
        find_candidates(pass);
        for (guint block = 0; block < pass->n_blocks; block++) {
            try_block(pass, block);
        }
    }
}

static void run_as_compiled(Pass *pass)
{
    run(pass);
}

#ifdef __x86_64__
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static void run_avx2(Pass *pass)
{
    run(pass);
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,popcnt"))) static void
run_avx512(Pass *pass)
{
    run(pass);
}
#endif

/* One for each of byte_classifiers. */
static void (*const runs[])(Pass *pass) = {
    run_as_compiled,
#ifdef __x86_64__
    run_as_compiled,
    run_avx2,
    run_avx512,
#elif defined(DAICHO_HAS_NEON)
    run_as_compiled,
#endif
};

GArray **start_plan_run_with(const StartPlan *plan, gsize classifier, const char *text,
                             gsize length)
{
    GArray **places = g_new0(GArray *, plan->n_rules + 1);
    Pass *pass = g_aligned_alloc(1, sizeof(Pass), sizeof(Lanes));
    gsize n = 0;
    pass->plan = plan;
    pass->classify = byte_classifiers(&n)[classifier];
    pass->text = (const guint8 *)text;
    pass->length = length;
    pass->sets = g_aligned_alloc(plan->sets->len + 1, sizeof(Mask), sizeof(Lanes));
    pass->places = places;
    runs[classifier](pass);
    for (guint i = 0; i < plan->n_rules; i++) {
        if (places[i] != NULL) {
            put_in_order(places[i]);
        }
    }
    g_aligned_free(pass->sets);
    g_aligned_free(pass);
    return places;
}

GArray **start_plan_run(const StartPlan *plan, const char *text, gsize length)
{
    gsize n = 0;
    byte_classifiers(&n);
    return start_plan_run_with(plan, n - 1, text, length);
}

void start_places_free(const StartPlan *plan, GArray **places)
{
    for (guint i = 0; places != NULL && i < plan->n_rules; i++) {
        g_clear_pointer(&places[i], g_array_unref);
    }
    g_free(places);
}
