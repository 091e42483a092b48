#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/rule.h"

/* What common and jp find alone, all packs at once find too, unless another pack's rule has the better
 * claim to the place. */

enum { TEXTS = 400, PIECES = 40 };

typedef struct {
    char *id;
    guint confidence;
    gsize start, end;
} Place;

static void place_clear(Place *place)
{
    g_free(place->id);
}

static void take_place(const DaichoMatch *match, gpointer data)
{
    const Place place = {g_strdup(match->rule->id), match->confidence, match->start, match->end};
    g_array_append_val((GArray *)data, place);
}

static GArray *find_places(DaichoRules *rules, const char *text)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
    const DaichoText whole = {.text = text, .length = strlen(text)};
    g_array_set_clear_func(places, (GDestroyNotify)place_clear);
    daicho_rules_match(rules, &whole, 0, take_place, places, NULL);
    return places;
}

static gboolean is_of(const char *id)
{
    return g_str_has_prefix(id, "jp.") || g_str_has_prefix(id, "common.");
}

static gboolean has(const GArray *places, const Place *wanted)
{
    for (guint i = 0; i < places->len; i++) {
        const Place *place = &g_array_index(places, Place, i);
        if (strcmp(place->id, wanted->id) == 0 && place->start == wanted->start &&
            place->end == wanted->end && place->confidence == wanted->confidence) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean meets(const Place *one, const Place *other)
{
    return one->start < other->end && other->start < one->end;
}

/* A place in places that meets this one and has at least its claim. */
static gboolean is_outdone(const GArray *places, const Place *loser)
{
    for (guint i = 0; i < places->len; i++) {
        const Place *place = &g_array_index(places, Place, i);
        if (meets(place, loser) && place->confidence >= loser->confidence) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Whether a place that stood in its way is gone from places. */
static gboolean is_freed(const GArray *alone, const GArray *together, const Place *place)
{
    for (guint i = 0; i < alone->len; i++) {
        const Place *other = &g_array_index(alone, Place, i);
        if (meets(other, place) && !has(together, other)) {
            return TRUE;
        }
    }
    return FALSE;
}

static char *make_text(DaichoRules *rules, GRand *random)
{
    static const char *const between[] = {" ", "\n", "、", ", ", "。\n"};
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < PIECES; i++) {
        gint32 which = g_rand_int_range(random, 0, (gint32)rules->rules->len);
        const Rule *rule = g_ptr_array_index(rules->rules, (guint)which);
        char **examples = g_rand_boolean(random) ? rule->matches : rule->no_matches;
        guint n = examples == NULL ? 0 : g_strv_length(examples);
        if (n > 0) {
            g_string_append(text, examples[g_rand_int_range(random, 0, (gint32)n)]);
        }
        g_string_append(text, between[i % G_N_ELEMENTS(between)]);
    }
    return g_string_free(text, FALSE);
}

static void expect_same(const char *text, const GArray *alone, const GArray *together)
{
    for (guint i = 0; i < alone->len; i++) {
        const Place *place = &g_array_index(alone, Place, i);
        if (!has(together, place) && !is_outdone(together, place)) {
            fail_msg("%s %zu-%zu is lost in\n%s", place->id, place->start, place->end, text);
        }
    }
    for (guint i = 0; i < together->len; i++) {
        const Place *place = &g_array_index(together, Place, i);
        if (is_of(place->id) && !has(alone, place) && !is_freed(alone, together, place)) {
            fail_msg("%s %zu-%zu is new in\n%s", place->id, place->start, place->end, text);
        }
    }
}

static void other_packs_change_a_finding_by_a_better_claim_only(void **state)
{
    (void)state;
    static const char *const both[] = {"common", "jp", NULL};
    static const char *const no_paths[] = {NULL};
    g_autoptr(DaichoRules) few = daicho_rules_load_builtin(both, no_paths, NULL);
    g_autoptr(DaichoRules)
        all = daicho_rules_load_builtin(daicho_rules_builtin_packs, no_paths, NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    guint kept = 0;
    for (guint i = 0; i < TEXTS; i++) {
        g_autofree char *text = make_text(all, random);
        g_autoptr(GArray) alone = find_places(few, text);
        g_autoptr(GArray) together = find_places(all, text);
        expect_same(text, alone, together);
        kept += alone->len;
    }
    assert_true(kept > TEXTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_packs_change_a_finding_by_a_better_claim_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
