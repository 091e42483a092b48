#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "enforcer/certificates/certificate.h"
#include "enforcer/plans/task.h"
#include "tests/unit/enforcer/fixture_enforcer.h"

#define NAME "list.csv"

/* A plan that leaves one file to a person; applied: as far as daicho can. */
static gint64 plan_task(Fixture *fixture, gboolean approve, gboolean applied)
{
    fixture_enforcer_put(fixture, NAME, FIXTURE_BEFORE);
    fixture_enforcer_scan(fixture);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    fixture_enforcer_add(fixture, plan, DAICHO_ACTION_MANUAL, NAME);
    gint64 number = fixture_enforcer_store(fixture, plan, approve);
    if (applied) {
        fixture_enforcer_apply(fixture, number, TRUE);
        assert_string_equal(fixture->told->str, "manual \n");
    }
    return number;
}

static char *record(Fixture *fixture, gint64 plan, gint64 *certificate)
{
    g_autoptr(GError) error = NULL;
    char *note = NULL;
    if (!daicho_plan_task_done(&fixture->enforcer, plan, 1, &note, certificate, &error)) {
        fail_msg("%s", error->message);
    }
    return note;
}

static void assert_refused(Fixture *fixture, gint64 plan, gint64 target, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *note = NULL;
    gint64 certificate = 0;
    assert_false(
        daicho_plan_task_done(&fixture->enforcer, plan, target, &note, &certificate, &error));
    if (strstr(error->message, words) == NULL) {
        fail_msg("\"%s\" is not in: %s", words, error->message);
    }
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    assert_true(step == NULL || strcmp(step, "by-hand") != 0);
}

static void a_file_that_is_as_it_was_is_not_recorded(void **state)
{
    gint64 plan = plan_task(*state, TRUE, TRUE);
    assert_refused(*state, plan, 1, "it is as it was when the plan was made");
}

/* A step in the wrong order, not a failure: it ends as the others do. */
static void what_is_not_done_yet_is_wrong_usage(void **state)
{
    Fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    g_autofree char *note = NULL;
    gint64 certificate = 0;
    gint64 plan = plan_task(fixture, TRUE, TRUE);
    assert_false(daicho_plan_task_done(&fixture->enforcer, plan, 1, &note, &certificate, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
}

static void a_file_with_the_person_in_it_is_not_recorded(void **state)
{
    gint64 plan = plan_task(*state, TRUE, TRUE);
    fixture_enforcer_put(*state, NAME, FIXTURE_BEFORE "見本次郎,03-0000-9999,jiro@example.com\n");
    assert_refused(*state, plan, 1, "the person is still found in it");
}

static void what_was_taken_out_is_recorded_and_certified(void **state)
{
    Fixture *fixture = *state;
    gint64 certificate = 0;
    g_autofree char *broken = NULL;
    gint64 plan = plan_task(fixture, TRUE, TRUE);
    gint64 before = fixture->result.certificate;
    fixture_enforcer_put(fixture, NAME, FIXTURE_AFTER);
    g_autofree char *note = record(fixture, plan, &certificate);
    assert_string_equal(note, "the person is found in the file no more");
    g_autofree char *is = fixture_enforcer_get_state(fixture, plan);
    assert_string_equal(is, "applied");
    assert_true(certificate > before && before > 0);
    g_autofree char *text = daicho_certificate_to_text(&fixture->enforcer, certificate, NULL);
    assert_non_null(strstr(text, "done by a person, as recorded"));
    /* The one before said "left to a person", which was so: it holds, too. */
    for (gint64 number = before; number <= certificate; number++) {
        assert_true(daicho_certificate_verify(&fixture->enforcer, number, &broken, NULL));
        assert_null(broken);
    }
    fixture_enforcer_assert_audit_holds(fixture);
}

static void a_file_that_is_gone_is_recorded(void **state)
{
    Fixture *fixture = *state;
    gint64 certificate = 0;
    gint64 plan = plan_task(fixture, TRUE, TRUE);
    g_autofree char *path = g_build_filename(fixture->root, NAME, NULL);
    assert_int_equal(g_unlink(path), 0);
    g_autofree char *note = record(fixture, plan, &certificate);
    assert_string_equal(note, "the file is gone");
    assert_true(certificate != 0);
}

/* The share's folder without what was mounted there. */
static void unmount(const Fixture *fixture)
{
    g_autofree char *away = g_strconcat(fixture->root, ".away", NULL);
    assert_int_equal(g_rename(fixture->root, away), 0);
}

static void in_a_share_that_is_not_mounted_nothing_is_gone(void **state)
{
    Fixture *fixture = *state;
    gint64 certificate = 0;
    fixture_enforcer_put(fixture, "other.csv", FIXTURE_AFTER);
    gint64 plan = plan_task(fixture, TRUE, TRUE);
    unmount(fixture);
    assert_refused(fixture, plan, 1, "cannot open the folder");
    assert_int_equal(g_mkdir(fixture->root, 0700), 0);
    assert_refused(fixture, plan, 1, "mount the share, or scan it");
    fixture_enforcer_put(fixture, "lost.txt", "nothing the catalog knows");
    assert_refused(fixture, plan, 1, "mount the share, or scan it");
    fixture_enforcer_put(fixture, "other.csv", FIXTURE_AFTER);
    g_autofree char *note = record(fixture, plan, &certificate);
    assert_string_equal(note, "the file is gone");
}

static void on_another_file_system_the_last_file_is_not_gone(void **state)
{
    Fixture *fixture = *state;
    g_autofree char *memory = g_mkdtemp(g_strdup("/dev/shm/daicho-task-XXXXXX"));
    if (memory == NULL) {
        skip(); /* no second file system to put the folder on */
    }
    gint64 plan = plan_task(fixture, TRUE, TRUE);
    unmount(fixture);
    assert_int_equal(symlink(memory, fixture->root), 0);
    assert_refused(fixture, plan, 1, "mount the share, or scan it");
    assert_int_equal(g_unlink(fixture->root), 0);
    assert_int_equal(g_rmdir(memory), 0);
}

static void what_is_no_file_in_its_place_is_not_recorded(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "other.csv", FIXTURE_AFTER);
    gint64 plan = plan_task(fixture, TRUE, TRUE);
    g_autofree char *path = g_build_filename(fixture->root, NAME, NULL);
    assert_int_equal(g_unlink(path), 0);
    assert_int_equal(symlink("other.csv", path), 0);
    assert_refused(fixture, plan, 1, "a symbolic link stands on the way");
    assert_int_equal(g_unlink(path), 0);
    assert_int_equal(symlink("nowhere", path), 0);
    assert_refused(fixture, plan, 1, "a symbolic link stands on the way");
    assert_int_equal(g_unlink(path), 0);
    assert_int_equal(g_mkdir(path, 0700), 0);
    assert_refused(fixture, plan, 1, "is not a regular file");
}

static void a_copy_of_the_same_content_is_not_recorded(void **state)
{
    Fixture *fixture = *state;
    gint64 plan = plan_task(fixture, TRUE, TRUE);
    g_autofree char *path = g_build_filename(fixture->root, NAME, NULL);
    assert_int_equal(g_unlink(path), 0);
    fixture_enforcer_put(fixture, "in_between", "x");
    fixture_enforcer_put(fixture, NAME, FIXTURE_BEFORE);
    assert_refused(fixture, plan, 1, "its content is what it was");
}

static void what_cannot_be_read_is_taken_on_a_persons_word(void **state)
{
    gint64 certificate = 0;
    gint64 plan = plan_task(*state, TRUE, TRUE);
    fixture_enforcer_put(*state, NAME, "PK\3\4");
    g_autofree char *note = record(*state, plan, &certificate);
    assert_non_null(strstr(note, "nothing was verified"));
}

static void a_task_done_before_the_plan_is_applied_is_certified_with_it(void **state)
{
    Fixture *fixture = *state;
    gint64 certificate = 0;
    gint64 plan = plan_task(fixture, TRUE, FALSE);
    fixture_enforcer_put(fixture, NAME, FIXTURE_AFTER);
    g_autofree char *note = record(fixture, plan, &certificate);
    assert_int_equal(certificate, 0);
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *is = fixture_enforcer_get_state(fixture, plan);
    assert_string_equal(is, "applied");
    assert_true(fixture->result.certificate != 0);
}

static void only_tasks_of_approved_plans_are_recorded(void **state)
{
    gint64 plan = plan_task(*state, FALSE, FALSE);
    fixture_enforcer_put(*state, NAME, FIXTURE_AFTER);
    assert_refused(*state, plan, 1, "only what an approved plan asks for");
}

static void only_what_is_left_to_a_person_is_recorded_and_once(void **state)
{
    Fixture *fixture = *state;
    gint64 certificate = 0;
    g_autoptr(GError) error = NULL;
    g_autofree char *again = NULL;
    gint64 plan = plan_task(fixture, TRUE, TRUE);
    assert_refused(fixture, plan, 2, "leaves no target 2 to a person");
    fixture_enforcer_put(fixture, NAME, FIXTURE_AFTER);
    g_autofree char *note = record(fixture, plan, &certificate);
    assert_false(daicho_plan_task_done(&fixture->enforcer, plan, 1, &again, &certificate, &error));
    assert_non_null(strstr(error->message, "was recorded as done before"));
}

static void open_tasks_are_counted(void **state)
{
    Fixture *fixture = *state;
    guint open = 0;
    gint64 plan = 0;
    gint64 certificate = 0;
    gint64 number = plan_task(fixture, TRUE, TRUE);
    assert_true(daicho_plan_task_count(&fixture->enforcer, 1, &plan, &open, NULL));
    assert_int_equal(plan, number);
    assert_int_equal(open, 1);
    fixture_enforcer_put(fixture, NAME, FIXTURE_AFTER);
    g_autofree char *note = record(fixture, number, &certificate);
    assert_true(daicho_plan_task_count(&fixture->enforcer, 1, &plan, &open, NULL));
    assert_int_equal(open, 0);
}

#define TEST(function)                                                                             \
    cmocka_unit_test_setup_teardown(function, fixture_enforcer_set_up, fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_that_is_as_it_was_is_not_recorded),
        TEST(what_is_not_done_yet_is_wrong_usage),
        TEST(a_file_with_the_person_in_it_is_not_recorded),
        TEST(what_was_taken_out_is_recorded_and_certified),
        TEST(a_file_that_is_gone_is_recorded),
        TEST(in_a_share_that_is_not_mounted_nothing_is_gone),
        TEST(on_another_file_system_the_last_file_is_not_gone),
        TEST(what_is_no_file_in_its_place_is_not_recorded),
        TEST(a_copy_of_the_same_content_is_not_recorded),
        TEST(what_cannot_be_read_is_taken_on_a_persons_word),
        TEST(a_task_done_before_the_plan_is_applied_is_certified_with_it),
        TEST(only_tasks_of_approved_plans_are_recorded),
        TEST(only_what_is_left_to_a_person_is_recorded_and_once),
        TEST(open_tasks_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
