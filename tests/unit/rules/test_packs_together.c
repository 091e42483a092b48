#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/context.h"
#include "rules/rule.h"

/*
 * However many packs are on, what is found is what each rule finds alone, and of those that meet the one
 * with the better claim as rules.h has it: the order is written here once more, by other means. So
 * another pack takes a place by its claim only.
 */

enum { TEXTS = 120, PIECES = 40, CELLS = 3000, N_KEYS = 7 };

typedef struct {
    const Rule *rule;
    gsize start, end;
    guint confidence;
    guint keys[N_KEYS];
} Place;

/* A text in its matching view, or one cell under its header. */
typedef struct {
    DaichoText whole;
    DaichoCell cell;
    const char *labels[1];
} Sample;

static void sample_init(Sample *sample, const char *text, const char *header)
{
    *sample = (Sample){.whole = {.text = text, .length = strlen(text)}, .labels = {header}};
    if (header != NULL) {
        sample->cell.end = sample->whole.length;
        sample->whole.cells = &sample->cell;
        sample->whole.n_cells = 1;
        sample->whole.labels = sample->labels;
        sample->whole.n_labels = 1;
    }
}

static void take_place(const DaichoMatch *match, gpointer data)
{
    const Place place = {
        .rule = (const Rule *)match->rule, /* its first member */
        .start = match->start,
        .end = match->end,
        .confidence = match->confidence,
    };
    g_array_append_val((GArray *)data, place);
}

static GArray *find_places(DaichoRules *rules, const Sample *sample)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
    daicho_rules_match(rules, &sample->whole, 0, take_place, places, NULL);
    return places;
}

/* Whether the rule's pattern asks for something before the place. */
static gboolean pattern_has_label(DaichoRules *rules, const Sample *sample, const Place *place)
{
    const Rule *rule = place->rule;
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(rules->match_data);
    for (gsize from = 0; rule->pattern != NULL && from < sample->whole.length;) {
        if (pcre2_match(rule->pattern, (PCRE2_SPTR)sample->whole.text, sample->whole.length, from,
                        0, rules->match_data, rules->match_context) <= 0) {
            return FALSE;
        }
        gsize start = at[2 * rule->value_group];
        gsize end = at[2 * rule->value_group + 1];
        if (start == place->start ||
            (rule->cut != NULL && start < place->start && place->start < end)) {
            return at[0] < start;
        }
        from = MAX(rule->cut != NULL ? start : at[1], from + 1);
    }
    return FALSE;
}

static ContextPlace make_context(const Sample *sample, const Place *place)
{
    return (ContextPlace){
        .text = sample->whole.text,
        .length = sample->whole.length,
        .start = place->start,
        .end = place->end,
        .label = sample->labels[0],
    };
}

static gboolean is_labelled(DaichoRules *rules, const Sample *sample, const Place *place)
{
    const ContextPlace context = make_context(sample, place);
    gboolean is_column = sample->labels[0] != NULL && place->rule->column != NULL &&
                         context_occurs(rules, place->rule->column, sample->labels[0],
                                        strlen(sample->labels[0]));
    return is_column || context_is_label(rules, place->rule, &context) ||
           pattern_has_label(rules, sample, place);
}

static void set_claim(DaichoRules *rules, const Sample *sample, Place *place)
{
    const Rule *rule = place->rule;
    guint one_in = rule->validator == NULL ? 1 : rule->validator->one_in;
    guint strength = one_in >= 5000 ? 3 : one_in >= 50 ? 2 : one_in >= 4 ? 1 : 0;
    gboolean labelled = is_labelled(rules, sample, place);
    const ContextPlace context = make_context(sample, place);
    guint weighed = context_confidence(rules, rule, &context);
    guint evidence = strength == 3                     ? 5
                     : weighed < rule->info.confidence ? 0
                     : labelled                        ? 4
                                                       : strength + 1;
    const guint keys[N_KEYS] = {
        place->confidence >= 40,
        evidence,
        strength,
        labelled || weighed > rule->info.confidence,
        (guint)(place->end - place->start),
        place->confidence,
        1000 - rule->order,
    };
    memcpy(place->keys, keys, sizeof keys);
}

static gint compare_claims(gconstpointer one, gconstpointer other)
{
    const Place *a = one;
    const Place *b = other;
    for (guint i = 0; i < N_KEYS; i++) {
        if (a->keys[i] != b->keys[i]) {
            return a->keys[i] > b->keys[i] ? -1 : 1;
        }
    }
    return 0;
}

/* What each rule finds without the others, the best claim first. */
static GArray *find_claims(DaichoRules *rules, const Sample *sample)
{
    GArray *claims = g_array_new(FALSE, FALSE, sizeof(Place));
    GPtrArray *all = rules->rules;
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_ptr_array_set_size(one, 1);
    rules->rules = one;
    daicho_rules_set_engine(rules, DAICHO_ENGINE_PCRE2);
    for (guint i = 0; i < all->len; i++) {
        one->pdata[0] = all->pdata[i];
        g_autoptr(GArray) places = find_places(rules, sample);
        for (guint k = 0; k < places->len; k++) {
            set_claim(rules, sample, &g_array_index(places, Place, k));
        }
        g_array_append_vals(claims, places->data, places->len);
    }
    rules->rules = all;
    daicho_rules_set_engine(rules, DAICHO_ENGINE_FAST);
    g_array_sort(claims, compare_claims);
    return claims;
}

static const Place *find_meeting(const GArray *places, const Place *wanted)
{
    for (guint i = 0; i < places->len; i++) {
        const Place *place = &g_array_index(places, Place, i);
        if (place->start < wanted->end && wanted->start < place->end) {
            return place;
        }
    }
    return NULL;
}

/* The number of claims that were lost. */
static guint expect_best_claims(DaichoRules *rules, const Sample *sample)
{
    g_autoptr(GArray) together = find_places(rules, sample);
    g_autoptr(GArray) claims = find_claims(rules, sample);
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(Place));
    for (guint i = 0; i < claims->len; i++) {
        const Place *claim = &g_array_index(claims, Place, i);
        if (find_meeting(kept, claim) == NULL) {
            g_array_append_vals(kept, claim, 1);
        }
    }
    for (guint i = 0; i < kept->len; i++) {
        const Place *place = &g_array_index(kept, Place, i);
        const Place *found = find_meeting(together, place);
        if (found == NULL || found->rule != place->rule || found->start != place->start ||
            found->confidence != place->confidence) {
            fail_msg("%s %zu-%zu is lost to %s in %s|\n%s", place->rule->info.id, place->start,
                     place->end, found == NULL ? "nothing" : found->rule->info.id,
                     sample->labels[0], sample->whole.text);
        }
    }
    assert_int_equal(together->len, kept->len);
    return claims->len - kept->len;
}

static const char *take_example(DaichoRules *rules, GRand *random)
{
    gint32 which = g_rand_int_range(random, 0, (gint32)rules->rules->len);
    const Rule *rule = g_ptr_array_index(rules->rules, (guint)which);
    char **examples = g_rand_boolean(random) ? rule->matches : rule->no_matches;
    guint n = examples == NULL ? 0 : g_strv_length(examples);
    return n == 0 ? "" : examples[g_rand_int_range(random, 0, (gint32)n)];
}

static char *make_text(DaichoRules *rules, GRand *random)
{
    static const char *const between[] = {" ", "\n", "、", ", ", "。\n"};
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < PIECES; i++) {
        g_string_append(text, take_example(rules, random));
        g_string_append(text, between[i % G_N_ELEMENTS(between)]);
    }
    gsize length = 0;
    return daicho_rules_fold(text->str, text->len, &length);
}

static void each_place_of_a_text_has_its_best_claim(void **state)
{
    (void)state;
    static const char *const both[] = {"common", "jp", NULL};
    static const char *const no_paths[] = {NULL};
    g_autoptr(DaichoRules) few = daicho_rules_load_builtin(both, no_paths, NULL);
    g_autoptr(DaichoRules)
        all = daicho_rules_load_builtin(daicho_rules_builtin_packs, no_paths, NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    guint lost = 0;
    for (guint i = 0; i < TEXTS; i++) {
        g_autofree char *text = make_text(all, random);
        Sample sample;
        sample_init(&sample, text, NULL);
        lost += expect_best_claims(all, &sample);
        (void)expect_best_claims(few, &sample);
    }
    assert_true(lost > TEXTS);
}

/* The header of one example over the cell of another. */
static void each_cell_has_its_best_claim(void **state)
{
    (void)state;
    static const char *const no_paths[] = {NULL};
    g_autoptr(DaichoRules)
        all = daicho_rules_load_builtin(daicho_rules_builtin_packs, no_paths, NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(2);
    g_autofree char *header = g_strdup("");
    guint lost = 0;
    for (guint i = 0; i < CELLS; i++) {
        g_auto(GStrv) parts = g_strsplit(take_example(all, random), "|", 2);
        gsize length = 0;
        if (g_strv_length(parts) < 2) {
            continue;
        }
        if (g_rand_boolean(random)) {
            g_free(header);
            header = daicho_rules_fold(parts[0], strlen(parts[0]), &length);
        }
        g_autofree char *cell = daicho_rules_fold(parts[1], strlen(parts[1]), &length);
        Sample sample;
        sample_init(&sample, cell, header);
        lost += expect_best_claims(all, &sample);
    }
    assert_true(lost > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_place_of_a_text_has_its_best_claim),
        cmocka_unit_test(each_cell_has_its_best_claim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
