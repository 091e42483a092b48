#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/catalog/fixture_catalog.h"

static gint64 put(const FixtureCatalog *fixture, const char *share, gint64 at_s,
                  DaichoRunResult result)
{
    g_autoptr(DaichoRun) run = daicho_run_new(share, at_s);
    assert_true(daicho_catalog_begin_run(fixture->catalog, run, NULL));
    if (result != DAICHO_RUN_RUNNING) {
        run->ended_s = at_s + 10;
        run->result = result;
        run->unread = result == DAICHO_RUN_PARTIAL ? 3 : 0;
        assert_true(daicho_catalog_end_run(fixture->catalog, run, NULL));
    }
    return run->number;
}

static DaichoRun *find(const FixtureCatalog *fixture, gint64 before, gboolean whole_only)
{
    DaichoRun *run = NULL;
    assert_true(daicho_catalog_find_run(fixture->catalog, "hr", before, whole_only, &run, NULL));
    return run;
}

static void the_last_run_and_the_last_whole_one_are_found(void **state)
{
    const FixtureCatalog *fixture = *state;
    assert_null(find(fixture, G_MAXINT64, FALSE));
    gint64 whole = put(fixture, "hr", 1000, DAICHO_RUN_PARTIAL);
    gint64 failed = put(fixture, "hr", 2000, DAICHO_RUN_FAILED);
    put(fixture, "sales", 3000, DAICHO_RUN_DONE);
    g_autoptr(DaichoRun) last = find(fixture, G_MAXINT64, FALSE);
    assert_int_equal(last->number, failed);
    assert_int_equal(last->started_s, 2000);
    g_autoptr(DaichoRun) last_whole = find(fixture, G_MAXINT64, TRUE);
    assert_int_equal(last_whole->number, whole);
    assert_int_equal(last_whole->unread, 3);
    assert_int_equal(last_whole->ended_s, 1010);
    assert_null(find(fixture, whole, FALSE));
}

static void a_run_that_never_ended_was_killed_when_the_next_begins(void **state)
{
    const FixtureCatalog *fixture = *state;
    gint64 killed = put(fixture, "hr", 1000, DAICHO_RUN_RUNNING);
    put(fixture, "sales", 1500, DAICHO_RUN_DONE);
    g_autoptr(DaichoRun) before = find(fixture, killed + 1, FALSE);
    assert_int_equal(before->result, DAICHO_RUN_RUNNING);
    put(fixture, "hr", 2000, DAICHO_RUN_DONE);
    g_autoptr(DaichoRun) after = find(fixture, killed + 1, FALSE);
    assert_int_equal(after->result, DAICHO_RUN_INTERRUPTED);
    assert_string_equal(after->reason, "it was killed");
    assert_int_equal(after->ended_s, 0);
}

static gboolean note(const DaichoRun *run, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s %s %s\n", run->share, daicho_run_result_name(run->result),
                           run->is_scheduled ? "scheduled" : "by hand");
    return TRUE;
}

static void of_each_share_the_last_run_is_told(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(GString) text = g_string_new(NULL);
    put(fixture, "b", 1000, DAICHO_RUN_DONE);
    put(fixture, "a", 1000, DAICHO_RUN_DONE);
    put(fixture, "b", 2000, DAICHO_RUN_FAILED);
    assert_true(daicho_catalog_each_last_run(fixture->catalog, note, text, NULL));
    assert_string_equal(text->str, "a done by hand\nb failed by hand\n");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_last_run_and_the_last_whole_one_are_found),
        TEST(a_run_that_never_ended_was_killed_when_the_next_begins),
        TEST(of_each_share_the_last_run_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
