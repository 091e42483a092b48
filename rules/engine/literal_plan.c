#include "rules/engine/literal_plan.h"

#include <hs/hs.h>
#include <string.h>

#include "rules/engine/literal_check.h"

/* Who looks for a text, in which kinds of text, and how far before it a match of theirs may start. */
typedef struct {
    guint rule;
    guint kinds;
    gsize reach;
} LiteralUser;

typedef struct {
    Literal literal;
    GArray *users; /* of LiteralUser; none: where it stands the plan does not hold */
} LiteralEntry;

struct LiteralPlan {
    guint n_rules;
    GArray *entries;   /* of LiteralEntry; its index is the text's id */
    GHashTable *index; /* of Literal (borrowed from keys) to index + 1 */
    gboolean is_prepared;
    hs_database_t *database; /* NULL: none is needed, or none can be had */
    hs_scratch_t *scratch;
};

static guint hash_literal(gconstpointer data)
{
    const Literal *literal = data;
    guint hash = literal->ignores_case ? 1 : 0;
    for (guint i = 0; i < literal->length; i++) {
        hash = hash * 31 + (guint8)literal->text[i];
    }
    return hash;
}

static gboolean are_equal(gconstpointer one, gconstpointer other)
{
    const Literal *a = one;
    const Literal *b = other;
    return a->length == b->length && a->ignores_case == b->ignores_case &&
           memcmp(a->text, b->text, a->length) == 0;
}

static void entry_clear(gpointer data)
{
    LiteralEntry *entry = data;
    g_array_unref(entry->users);
}

LiteralPlan *literal_plan_new(guint n_rules)
{
    LiteralPlan *plan = g_new0(LiteralPlan, 1);
    plan->n_rules = n_rules;
    plan->entries = g_array_new(FALSE, FALSE, sizeof(LiteralEntry));
    g_array_set_clear_func(plan->entries, entry_clear);
    plan->index = g_hash_table_new_full(hash_literal, are_equal, g_free, NULL);
    return plan;
}

void literal_plan_free(LiteralPlan *plan)
{
    if (plan == NULL) {
        return;
    }
    hs_free_scratch(plan->scratch);
    hs_free_database(plan->database);
    g_hash_table_unref(plan->index);
    g_array_unref(plan->entries);
    g_free(plan);
}

static LiteralEntry *get_entry(LiteralPlan *plan, const Literal *literal)
{
    guint found = GPOINTER_TO_UINT(g_hash_table_lookup(plan->index, literal));
    if (found == 0) {
        LiteralEntry entry = {*literal, g_array_new(FALSE, FALSE, sizeof(LiteralUser))};
        g_array_append_val(plan->entries, entry);
        found = plan->entries->len;
        g_hash_table_insert(plan->index, g_memdup2(literal, sizeof *literal),
                            GUINT_TO_POINTER(found));
    }
    return &g_array_index(plan->entries, LiteralEntry, found - 1);
}

/* A rule may have the same text in several places. */
static void add_user(LiteralEntry *entry, guint rule, guint kinds, gsize reach)
{
    for (guint i = 0; i < entry->users->len; i++) {
        LiteralUser *user = &g_array_index(entry->users, LiteralUser, i);
        if (user->rule == rule) {
            user->reach = MAX(user->reach, reach);
            return;
        }
    }
    const LiteralUser user = {rule, kinds, reach};
    g_array_append_val(entry->users, user);
}

void literal_plan_add(LiteralPlan *plan, guint rule, guint kinds, const PatternLiterals *literals)
{
    for (guint i = 0; i < literals->texts->len; i++) {
        const Literal *literal = &g_array_index(literals->texts, Literal, i);
        LiteralEntry *entry = get_entry(plan, literal);
        add_user(entry, rule, kinds, literal->reach);
    }
}

/* Texts that nobody looks for: where they stand, letters have more forms than the literals know. */
static void add_other_cases(LiteralPlan *plan)
{
    static const gunichar others[] = {KELVIN_SIGN, LONG_S};
    gboolean ignores_case = FALSE;
    for (guint i = 0; i < plan->entries->len; i++) {
        ignores_case = ignores_case ||
                       g_array_index(plan->entries, LiteralEntry, i).literal.ignores_case;
    }
    for (gsize i = 0; ignores_case && i < G_N_ELEMENTS(others); i++) {
        Literal literal = {0};
        literal.length = (guint8)g_unichar_to_utf8(others[i], literal.text);
        get_entry(plan, &literal);
    }
}

/*
 * Vectorscan 5.4.9 on AVX-512 misses places behind the first 64 bytes when it looks for two or three
 * texts (measured: 5 of 500,000 random searches; none with more). Bytes that are in no UTF-8 make up
 * the number.
 */
enum { TEXTS_LEAST = 32 };

static void add_fillers(LiteralPlan *plan, guint least)
{
    while (plan->entries->len > 0 && plan->entries->len < least) {
        const guint number = plan->entries->len;
        Literal literal = {.text = {'\xff', '\xfe', (char)number, (char)(number >> 8)},
                           .length = 4};
        get_entry(plan, &literal);
    }
}

static GArray *list_literals(const LiteralPlan *plan)
{
    GArray *literals = literal_set_new();
    for (guint i = 0; i < plan->entries->len; i++) {
        g_array_append_val(literals, g_array_index(plan->entries, LiteralEntry, i).literal);
    }
    return literals;
}

static void drop(LiteralPlan *plan)
{
    g_clear_pointer(&plan->scratch, hs_free_scratch);
    g_clear_pointer(&plan->database, hs_free_database);
}

/* FALSE, without a database, when there can be none, or one that is not to be relied on. */
static gboolean compile(LiteralPlan *plan)
{
    g_autoptr(GArray) literals = list_literals(plan);
    const guint n = literals->len;
    g_autofree const char **texts = g_new0(const char *, n + 1);
    g_autofree size_t *lengths = g_new0(size_t, n + 1);
    g_autofree unsigned *flags = g_new0(unsigned, n + 1);
    g_autofree unsigned *ids = g_new0(unsigned, n + 1);
    for (guint i = 0; i < n; i++) {
        const Literal *literal = &g_array_index(literals, Literal, i);
        texts[i] = literal->text;
        lengths[i] = literal->length;
        flags[i] = literal->ignores_case ? HS_FLAG_CASELESS : 0;
        ids[i] = i;
    }
    hs_compile_error_t *error = NULL;
    gboolean done = hs_compile_lit_multi(texts, flags, ids, lengths, n, HS_MODE_BLOCK, NULL,
                                         &plan->database, &error) == HS_SUCCESS &&
                    hs_alloc_scratch(plan->database, &plan->scratch) == HS_SUCCESS &&
                    literal_check(plan->database, plan->scratch, literals);
    hs_free_compile_error(error);
    if (!done) {
        drop(plan);
    }
    return done;
}

/* Other fillers make other sets of those that the library looks for together. */
static void compile_until_right(LiteralPlan *plan)
{
    enum { TRIES = 4, MORE = 61 };
    add_other_cases(plan);
    add_fillers(plan, TEXTS_LEAST);
    gboolean can = plan->entries->len > 0 && hs_valid_platform() == HS_SUCCESS;
    for (guint i = 0; can && i < TRIES && !compile(plan); i++) {
        add_fillers(plan, plan->entries->len + MORE);
    }
}

void literal_plan_prepare(LiteralPlan *plan)
{
    if (!plan->is_prepared) {
        compile_until_right(plan);
        plan->is_prepared = TRUE;
    }
}

typedef struct {
    const LiteralPlan *plan;
    guint kind;
    GArray **ranges;
} Run;

/* What ends a scan: it must not be relied on. */
enum { STOP = 1 };

static int on_text(unsigned id, unsigned long long from, unsigned long long end, unsigned flags,
                   void *data)
{
    (void)from;
    (void)flags;
    Run *run = data;
    const LiteralEntry *entry = &g_array_index(run->plan->entries, LiteralEntry, id);
    if (entry->users->len == 0) {
        return STOP;
    }
    gsize start = (gsize)end - entry->literal.length;
    for (guint i = 0; i < entry->users->len; i++) {
        const LiteralUser *user = &g_array_index(entry->users, LiteralUser, i);
        if ((user->kinds & run->kind) == 0) {
            continue;
        }
        gsize first = start > user->reach ? start - user->reach : 0;
        match_ranges_add(&run->ranges[user->rule], (MatchRange){(guint32)first, (guint32)start});
    }
    return 0;
}

GArray **literal_plan_run(LiteralPlan *plan, guint kind, const char *text, gsize length)
{
    literal_plan_prepare(plan);
    if (plan->database == NULL && plan->entries->len > 0) {
        return NULL;
    }
    GArray **ranges = g_new0(GArray *, plan->n_rules + 1);
    Run run = {plan, kind, ranges};
    if (plan->database != NULL && hs_scan(plan->database, text, (unsigned)length, 0, plan->scratch,
                                          on_text, &run) != HS_SUCCESS) {
        literal_ranges_free(plan, ranges);
        return NULL;
    }
    for (guint i = 0; i < plan->n_rules; i++) {
        if (ranges[i] != NULL) {
            match_ranges_settle(ranges[i]);
        }
    }
    return ranges;
}

void literal_ranges_free(const LiteralPlan *plan, GArray **ranges)
{
    for (guint i = 0; ranges != NULL && i < plan->n_rules; i++) {
        g_clear_pointer(&ranges[i], g_array_unref);
    }
    g_free(ranges);
}
