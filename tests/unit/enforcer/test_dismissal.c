#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/enforcer/fixture_request.h"

static gint64 make(FixtureRequest *fixture, DaichoDismissalScope scope, gint64 covered)
{
    g_autoptr(GError) error = NULL;
    DaichoDismissalResult result = {0};
    scope.reason = "matter 12";
    if (!daicho_dismissal_make(&fixture->enforcer, &scope, &result, &error)) {
        fail_msg("%s", error->message);
    }
    assert_int_equal(result.covered, covered);
    return result.number;
}

static void refuse(FixtureRequest *fixture, DaichoDismissalScope scope, const char *words)
{
    g_autoptr(GError) error = NULL;
    DaichoDismissalResult result = {0};
    assert_false(daicho_dismissal_make(&fixture->enforcer, &scope, &result, &error));
    fixture_request_assert_refused(&error, words);
}

static void fill(FixtureRequest *fixture)
{
    fixture_request_catalogue(fixture, "a.csv", "email", "hanako@example.com");
    fixture_request_catalogue(fixture, "b.csv", "email", "hanako@example.com");
    fixture_request_catalogue(fixture, "c#3.csv", "email", "taro@example.com");
}

static void a_value_and_a_place_are_found_however_they_are_written(void **state)
{
    FixtureRequest *fixture = *state;
    fill(fixture);
    make(fixture, (DaichoDismissalScope){.value = "email=Hanako@Example.com"}, 2);
    make(fixture, (DaichoDismissalScope){.same_value_as = "hr:a.csv"}, 2);
    make(fixture, (DaichoDismissalScope){.place = "hr:b.csv"}, 1);
    make(fixture, (DaichoDismissalScope){.place = "hr:c#3.csv"}, 1);
    refuse(fixture, (DaichoDismissalScope){.place = "hr:d.csv", .reason = "x"}, "nothing is found");
    refuse(fixture, (DaichoDismissalScope){.place = "b.csv", .reason = "x"}, "SHARE:PATH");
    refuse(fixture, (DaichoDismissalScope){.value = "email=none", .reason = "x"}, "is none");
}

/* What would cover nearly everything, and what lacks something. */
static void what_is_too_broad_needs_a_word_more(void **state)
{
    FixtureRequest *fixture = *state;
    static const DaichoDismissalScope broad[] = {
        {.rule = "common.email", .reason = "x"}, {.category = "contact", .reason = "x"},
        {.path_glob = "*", .reason = "x"},       {.path_glob = "**/*", .reason = "x"},
        {.share = "hr", .reason = "x"},          {.share = "hr", .path_glob = "*", .reason = "x"},
    };
    fill(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(broad); i++) {
        refuse(fixture, broad[i], "--everywhere");
    }
    refuse(fixture, (DaichoDismissalScope){.reason = "x"}, "say what is dismissed");
    refuse(fixture, (DaichoDismissalScope){.path_glob = "a*"}, "--reason is missing");
    make(fixture, (DaichoDismissalScope){.path_glob = "*", .is_everywhere = TRUE}, 3);
    make(fixture, (DaichoDismissalScope){.path_glob = "a*"}, 1);
}

static void a_dismissal_is_in_the_audit_chain_without_its_path(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 rows = 0;
    g_autofree char *broken = NULL;
    fill(fixture);
    gint64 number = make(fixture, (DaichoDismissalScope){.path_glob = "a*"}, 1);
    assert_true(daicho_dismissal_end(&fixture->enforcer, number, "wrong", NULL));
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &rows, &broken, NULL));
    assert_null(broken);
    assert_int_equal(rows, 2);
    assert_false(daicho_dismissal_end(&fixture->enforcer, number, "wrong", NULL));
}

static gboolean is_read(FixtureRequest *fixture, const char *bytes, gsize length)
{
    g_autoptr(DaichoBaseline) baseline = daicho_baseline_read(
        daicho_catalog_get_key(fixture->catalog), "old.json", bytes, length, NULL);
    return baseline != NULL;
}

/* However short: all of it, or none. */
static void a_baseline_that_was_cut_anywhere_is_refused(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GString) text = g_string_new(NULL);
    guint findings = 0;
    fill(fixture);
    assert_true(daicho_baseline_write(fixture->catalog, FALSE, text, &findings, NULL));
    assert_int_equal(findings, 3);
    for (gsize length = 0; length < text->len; length++) {
        assert_false(is_read(fixture, text->str, length));
    }
    assert_true(is_read(fixture, text->str, text->len));
    assert_null(strstr(text->str, "csv"));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_and_a_place_are_found_however_they_are_written),
        TEST(what_is_too_broad_needs_a_word_more),
        TEST(a_dismissal_is_in_the_audit_chain_without_its_path),
        TEST(a_baseline_that_was_cut_anywhere_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
