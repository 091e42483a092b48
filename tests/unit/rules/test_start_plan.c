#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/engine/start_plan.h"

static void every_classifier_says_the_same_of_every_byte(void **state)
{
    (void)state;
    for (guint first = 0; first < 256; first += BYTE_BLOCK) {
        guint8 block[BYTE_BLOCK];
        for (guint i = 0; i < BYTE_BLOCK; i++) {
            block[i] = (guint8)(first + i);
        }
        gsize n = 0;
        const ByteClassifier *all = byte_classifiers(&n);
        for (const ByteClassifier *each = all; each < all + n; each++) {
            enum { STRIDE = 3 };
            guint64 masks[N_BYTE_CLASSES * STRIDE];
            (*each)(block, masks, STRIDE);
            for (guint i = 0; i < BYTE_BLOCK; i++) {
                for (guint class = 0; class < N_BYTE_CLASSES; class ++) {
                    gboolean is_there = (masks[class * STRIDE] >> i & 1) != 0;
                    assert_int_equal(is_there, byte_class_of(block[i]) == class);
                }
            }
        }
    }
}

/* The places of one rule, with every classifier, as a list. */
static char *find_starts(const char *pattern, const char *text)
{
    g_autoptr(StartPlan) plan = start_plan_new(2);
    g_autoptr(PatternNode) tree = pattern_tree_read(pattern);
    Shapes shapes = pattern_shapes(tree);
    char *list = NULL;
    for (guint i = 0; i < shapes.n; i++) {
        start_plan_add(plan, 1, &shapes.shapes[i]);
    }
    start_plan_finish(plan);
    gsize n = 0;
    byte_classifiers(&n);
    for (gsize classifier = 0; classifier < n; classifier++) {
        GArray **places = start_plan_run_with(plan, classifier, text, strlen(text));
        g_autoptr(GString) line = g_string_new(NULL);
        for (guint i = 0; places[1] != NULL && i < places[1]->len; i++) {
            g_string_append_printf(line, "%u ", g_array_index(places[1], guint32, i));
        }
        assert_null(places[0]);
        start_places_free(plan, places);
        if (list != NULL) {
            assert_string_equal(list, line->str);
        }
        g_free(list);
        list = g_string_free(g_steal_pointer(&line), FALSE);
    }
    return list;
}

static void expect_starts(const char *pattern, const char *text, const char *starts)
{
    g_autofree char *found = find_starts(pattern, text);
    if (strcmp(found, starts) != 0) {
        fail_msg("%s in \"%s\": %s, wanted %s", pattern, text, found, starts);
    }
}

static void starts_are_where_bytes_before_behind_and_digits_allow(void **state)
{
    (void)state;
    expect_starts("\\d{2}a", "12a 3 45a", "0 6 ");
    expect_starts("(?<![a-z])\\d{2}", "12 a34 56", "0 7 ");
    expect_starts("\\d{5}", "1234 12345", "5 ");
    expect_starts("\\d-?\\d-?\\d{6}", "1-2-345678", "0 ");
    expect_starts("\\d-?\\d-?\\d{6}", "1-2-34567", "");
    expect_starts("[A-Z]{2}\\d", "AB1 ABC Ab1", "0 ");
    expect_starts("12345678", "12345678 1234567A", "0 ");
    expect_starts("12|--3", "-- --3 12", "3 7 ");
    expect_starts("漢1|1", "漢1", "0 3 ");
    expect_starts("\\d{2}", "", "");
    expect_starts("\\d{2}", "1", "");
}

/* A start at each place around the edges of blocks, and the end of the text at each. */
static void edges_of_blocks_and_of_the_text_lose_nothing(void **state)
{
    (void)state;
    static const guint fars[] = {0, 4096 - 150}; /* so many bytes are looked at together */
    for (guint i = 0; i < 2 * 200; i++) {
        guint place = fars[i / 200] + i % 200;
        for (guint tail = 0; tail < 3; tail++) {
            g_autofree char *before = g_strnfill(place, 'x');
            g_autofree char *after = g_strnfill(tail * 40, 'x');
            g_autofree char *text = g_strdup_printf("%s 123-456-7890%s", before, after);
            g_autofree char *wanted = g_strdup_printf("%u ", place + 1);
            expect_starts("(?<![0-9a-z\\-])\\d{3}-?\\d{3}-?\\d{4}", text, wanted);
            expect_starts("(?<![0-9])1\\d{2}-\\d", text, wanted);
        }
    }
}

static void only_what_is_rare_pays(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        gboolean is_rare;
    } rows[] = {
        {"\\d{4}", TRUE},        {"[A-Z]{2}\\d", TRUE}, {"-----", TRUE},
        {"[a-z]{4}", FALSE},     {"[a-z]{1,4}", FALSE}, {"漢字", FALSE},
        {"\\d{1,3}[a-z]", TRUE}, {".{4}", FALSE},       {"[A-Za-z0-9]", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(PatternNode) tree = pattern_tree_read(rows[i].pattern);
        Shapes shapes = pattern_shapes(tree);
        if (shape_is_rare(&shapes.shapes[0], FALSE) != rows[i].is_rare) {
            fail_msg("%s", rows[i].pattern);
        }
    }
}

static void a_first_character_beyond_ascii_is_rare_in_some_texts(void **state)
{
    (void)state;
    g_autoptr(PatternNode) tree = pattern_tree_read("漢[a-z]");
    Shapes shapes = pattern_shapes(tree);
    assert_false(shape_is_rare(&shapes.shapes[0], FALSE));
    assert_true(shape_is_rare(&shapes.shapes[0], TRUE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_classifier_says_the_same_of_every_byte),
        cmocka_unit_test(starts_are_where_bytes_before_behind_and_digits_allow),
        cmocka_unit_test(edges_of_blocks_and_of_the_text_lose_nothing),
        cmocka_unit_test(only_what_is_rare_pays),
        cmocka_unit_test(a_first_character_beyond_ascii_is_rare_in_some_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
