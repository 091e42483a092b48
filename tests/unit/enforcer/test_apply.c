#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "enforcer/holds/hold.h"
#include "tests/unit/enforcer/fixture_enforcer.h"

static void assert_content(const Fixture *fixture, const char *path, const char *expected)
{
    g_autofree char *text = fixture_enforcer_read(fixture, path);
    if (expected == NULL) {
        assert_null(text);
    } else {
        assert_non_null(text);
        assert_string_equal(text, expected);
    }
}

static void assert_step(const Fixture *fixture, gint64 plan, const char *expected)
{
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    assert_string_equal(step, expected);
}

static void assert_state(const Fixture *fixture, gint64 plan, const char *expected)
{
    g_autofree char *state = fixture_enforcer_get_state(fixture, plan);
    assert_string_equal(state, expected);
}

static gboolean count_one(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    *(gint64 *)data += item->n_findings + 1000;
    return TRUE;
}

/* Findings of a file in the catalog, and 1000 for the file itself. */
static gint64 count_rows(const Fixture *fixture, const char *path)
{
    gint64 rows = 0;
    const DaichoItemQuery query = {.share = "t", .path = path};
    assert_true(daicho_catalog_each_item(fixture->catalog, &query, count_one, &rows, NULL));
    return rows;
}

static void a_file_is_deleted(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    fixture_enforcer_put(fixture, "b.csv", FIXTURE_BEFORE);
    fixture_enforcer_scan(fixture);
    assert_true(count_rows(fixture, "a.csv") > 1000);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "a.csv");
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_true(g_str_has_prefix(fixture->told->str, "done unlinked on "));
    assert_content(fixture, "a.csv", NULL);
    assert_content(fixture, "b.csv", FIXTURE_BEFORE);
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    assert_int_equal(count_rows(fixture, "a.csv"), 0);
    assert_true(count_rows(fixture, "b.csv") > 1000);
    assert_step(fixture, plan, "done");
    assert_state(fixture, plan, "applied");
    assert_int_not_equal(fixture->result.certificate, 0);
    fixture_enforcer_assert_audit_holds(fixture);
}

static void a_record_is_cut_and_the_rest_stays(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "d/a.csv", FIXTURE_BEFORE);
    g_autofree char *whole = g_build_filename(fixture->root, "d/a.csv", NULL);
    const struct timespec times[] = {{1000, 5}, {2000, 7}};
    assert_int_equal(chmod(whole, 0640), 0);
    assert_int_equal(utimensat(AT_FDCWD, whole, times, 0), 0);
    fixture_enforcer_scan(fixture);
    gint64 rows = count_rows(fixture, "d/a.csv");
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_PARTS, "d/a.csv");
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_true(g_str_has_prefix(fixture->told->str, "done rewritten"));
    assert_content(fixture, "d/a.csv", FIXTURE_AFTER);
    struct stat status;
    assert_int_equal(stat(whole, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0640);
    assert_int_equal(status.st_mtim.tv_sec, 2000);
    assert_int_equal(status.st_mtim.tv_nsec, 7);
    assert_true(count_rows(fixture, "d/a.csv") < rows);
    assert_true(count_rows(fixture, "d/a.csv") > 1000);
    assert_state(fixture, plan, "applied");
}

static gboolean collect_tombstone(gint64 request, const char *kind, const guint8 *fingerprint,
                                  gpointer data, GError **error)
{
    (void)fingerprint;
    (void)error;
    g_string_append_printf(data, "%" G_GINT64_FORMAT " %s\n", request, kind);
    return TRUE;
}

static void an_erased_person_leaves_tombstones(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_PARTS, "a.csv");
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autoptr(GString) list = g_string_new(NULL);
    assert_true(daicho_catalog_each_tombstone(fixture->catalog, collect_tombstone, list, NULL));
    assert_string_equal(list->str, "1 email\n1 name\n");
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(fixture->catalog, 1, NULL);
    assert_string_equal(request->state, "executed");
}

static void a_plan_that_was_applied_does_nothing_again(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "a.csv");
    fixture_enforcer_apply(fixture, plan, TRUE);
    gint64 certificate = fixture->result.certificate;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.already, 1);
    assert_int_equal(fixture->result.certificate, certificate);
    assert_content(fixture, "a.csv", FIXTURE_BEFORE);
}

/* P1, P2 */
static void what_is_manual_or_held_is_not_touched(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    fixture_enforcer_put(fixture, "b.csv", FIXTURE_BEFORE);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    fixture_enforcer_add(fixture, plan, DAICHO_ACTION_MANUAL, "a.csv");
    fixture_enforcer_add(fixture, plan, DAICHO_ACTION_HELD, "b.csv");
    gint64 number = fixture_enforcer_store(fixture, plan, TRUE);
    g_autofree char *before = fixture_enforcer_dump(fixture);
    fixture_enforcer_apply(fixture, number, TRUE);
    g_autofree char *after = fixture_enforcer_dump(fixture);
    assert_string_equal(before, after);
    assert_string_equal(fixture->told->str, "manual \nrefused \n");
    assert_state(fixture, number, "partly");
    assert_int_not_equal(fixture->result.certificate, 0);
}

/* The change is told and nothing is touched: J4. */
static void assert_refused(Fixture *fixture, gint64 plan, const char *why)
{
    g_autofree char *before = fixture_enforcer_dump(fixture);
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *after = fixture_enforcer_dump(fixture);
    assert_string_equal(before, after);
    assert_int_equal(fixture->result.refused, 1);
    assert_non_null(strstr(fixture->told->str, why));
    assert_int_equal(fixture->result.certificate, 0);
    assert_step(fixture, plan, "refused");
    assert_state(fixture, plan, "partly");
}

static void run_in_root(const Fixture *fixture, const char *command)
{
    g_autofree char *whole = g_strdup_printf("cd %s && %s", fixture->root, command);
    assert_int_equal(system(whole), 0);
}

/* P3 */
static void a_target_that_changed_is_refused(void **state)
{
    Fixture *fixture = *state;
    static const char *const changes[] = {
        "printf x >> a.csv",
        "touch a.csv",
        "cp -p a.csv b && mv b a.csv",
        /* other bytes, same size and time: only the digest tells */
        ("touch -r a.csv t && printf X | dd of=a.csv bs=1 seek=60 conv=notrunc status=none && "
         "touch -r t a.csv && rm t"),
    };
    static const DaichoAction actions[] = {DAICHO_ACTION_DELETE_FILE, DAICHO_ACTION_DELETE_PARTS,
                                           DAICHO_ACTION_SUSPEND_FILE, DAICHO_ACTION_SUSPEND_PARTS};
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(actions); j++) {
            fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
            gint64 plan = fixture_enforcer_plan_one(fixture, actions[j], "a.csv");
            run_in_root(fixture, changes[i]);
            assert_refused(fixture, plan, "changed since the plan");
            assert_int_equal(fixture_enforcer_find_stored(fixture), 0);
        }
    }
}

/* P3 */
static void a_target_that_is_gone_or_no_file_is_refused(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        const char *command, *why;
    } changes[] = {
        {"rm d/a.csv", "No such file"},
        {"mv d e", "No such file"},
        {"rm d/a.csv && mkdir d/a.csv", "not a regular file"},
        {"rm d/a.csv && mkfifo d/a.csv", "not a regular file"},
        {"mv d e && ln -s e d", "symbolic link"},
        {"mv d/a.csv b && ln -s ../b d/a.csv", "symbolic link"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        fixture_enforcer_put(fixture, "d/a.csv", FIXTURE_BEFORE);
        gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "d/a.csv");
        run_in_root(fixture, changes[i].command);
        assert_refused(fixture, plan, changes[i].why);
        run_in_root(fixture, "rm -rf d e b");
    }
}

/* S3 */
static void a_file_with_other_names_is_refused(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    run_in_root(fixture, "ln a.csv b.csv");
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "a.csv");
    assert_refused(fixture, plan, "hard links");
    DaichoPlan *both = fixture_enforcer_plan(fixture);
    fixture_enforcer_add(fixture, both, DAICHO_ACTION_DELETE_FILE, "a.csv");
    fixture_enforcer_add(fixture, both, DAICHO_ACTION_DELETE_PARTS, "b.csv");
    gint64 number = fixture_enforcer_store(fixture, both, TRUE);
    fixture_enforcer_apply(fixture, number, TRUE);
    assert_int_equal(fixture->result.done, 2);
    assert_content(fixture, "a.csv", NULL);
    assert_content(fixture, "b.csv", FIXTURE_AFTER);
}

/* P2 */
static void a_hold_placed_since_stops_it_until_it_is_released(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "a.csv");
    gint64 hold = daicho_hold_add(&fixture->enforcer, "t", "a.csv", NULL, "law suit", NULL);
    assert_int_not_equal(hold, 0);
    assert_refused(fixture, plan, "held");
    assert_true(daicho_hold_release(&fixture->enforcer, hold, "it is over", NULL));
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
    assert_state(fixture, plan, "applied");
}

/* P2 */
static void a_hold_on_the_person_stops_it(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "a.csv");
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    daicho_subject_add(subject, "email", "hanako@example.com");
    assert_int_not_equal(daicho_hold_add(&fixture->enforcer, NULL, NULL, subject, "law suit", NULL),
                         0);
    assert_refused(fixture, plan, "held");
}

static void a_copy_in_which_the_person_is_left_is_thrown_away(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE "架空花子,,hanako@example.com\n");
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_PARTS, "a.csv");
    g_autofree char *before = fixture_enforcer_dump(fixture);
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *after = fixture_enforcer_dump(fixture);
    /* The folder's own times moved: a copy came and went. */
    assert_string_equal(strstr(before, "./a.csv"), strstr(after, "./a.csv"));
    assert_non_null(strstr(fixture->told->str, "the person is still found"));
    assert_step(fixture, plan, "undone");
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
}

static void one_target_that_fails_does_not_stop_the_others(void **state)
{
    Fixture *fixture = *state;
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    fixture_enforcer_put(fixture, "b.csv", FIXTURE_BEFORE);
    fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_FILE, "a.csv");
    fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_FILE, "b.csv");
    gint64 number = fixture_enforcer_store(fixture, plan, TRUE);
    run_in_root(fixture, "touch a.csv");
    fixture_enforcer_apply(fixture, number, TRUE);
    assert_int_equal(fixture->result.refused, 1);
    assert_int_equal(fixture->result.done, 1);
    assert_content(fixture, "b.csv", NULL);
    assert_state(fixture, number, "partly");
}

/* P1 */
static void only_an_approved_plan_is_applied(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_FILE, "a.csv");
    gint64 number = fixture_enforcer_store(fixture, plan, FALSE);
    g_autoptr(GError) error = NULL;
    DaichoApplyResult result;
    assert_false(daicho_plan_apply(&fixture->enforcer, number, TRUE, NULL, NULL, &result, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_non_null(strstr(error->message, "approve"));
    assert_content(fixture, "a.csv", FIXTURE_BEFORE);
    assert_state(fixture, number, "planned");
}

static void a_plan_of_a_withdrawn_request_is_not_applied(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 number = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "a.csv");
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(fixture->catalog, 1, NULL);
    g_free(request->state);
    request->state = g_strdup("withdrawn");
    assert_true(daicho_catalog_put_request(fixture->catalog, request, NULL));
    g_autoptr(GError) error = NULL;
    DaichoApplyResult result;
    assert_false(daicho_plan_apply(&fixture->enforcer, number, TRUE, NULL, NULL, &result, &error));
    assert_non_null(strstr(error->message, "withdrawn"));
    assert_content(fixture, "a.csv", FIXTURE_BEFORE);
    assert_state(fixture, number, "approved");
}

/* P1 */
static void a_plan_changed_after_its_approval_is_not_applied(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 number = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "a.csv");
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(fixture->catalog, number, NULL);
    g_free(row->approved_by);
    row->approved_by = g_strdup("somebody");
    assert_true(daicho_catalog_put_plan(fixture->catalog, row, NULL));
    g_autoptr(GError) error = NULL;
    DaichoApplyResult result;
    assert_false(daicho_plan_apply(&fixture->enforcer, number, TRUE, NULL, NULL, &result, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
    assert_content(fixture, "a.csv", FIXTURE_BEFORE);
}

/* The catalog as SQL text. */
static char *dump_catalog(Fixture *fixture)
{
    char *bytes = NULL;
    gsize length = 0;
    assert_true(daicho_catalog_flush(fixture->catalog, NULL));
    assert_true(g_file_get_contents(fixture->catalog_path, &bytes, &length, NULL));
    char *hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (guchar *)bytes, length);
    g_free(bytes);
    return hash;
}

/* P1 */
static void a_dry_run_changes_nothing(void **state)
{
    Fixture *fixture = *state;
    static const char *const names[] = {"a.csv", "b.csv", "c.csv", "d.csv", "e.csv", "f.csv"};
    static const DaichoAction actions[] = {DAICHO_ACTION_DELETE_FILE,  DAICHO_ACTION_DELETE_PARTS,
                                           DAICHO_ACTION_SUSPEND_FILE, DAICHO_ACTION_SUSPEND_PARTS,
                                           DAICHO_ACTION_MANUAL,       DAICHO_ACTION_DELETE_FILE};
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        fixture_enforcer_put(fixture, names[i], FIXTURE_BEFORE);
        fixture_enforcer_add(fixture, plan, actions[i], names[i]);
    }
    run_in_root(fixture, "touch f.csv");
    gint64 number = fixture_enforcer_store(fixture, plan, FALSE);
    g_autofree char *shares = fixture_enforcer_dump(fixture);
    g_autofree char *catalog = dump_catalog(fixture);
    fixture_enforcer_apply(fixture, number, FALSE);
    assert_int_equal(fixture->result.dry, 4);
    assert_int_equal(fixture->result.manual, 1);
    assert_int_equal(fixture->result.refused, 1);
    g_autofree char *shares_after = fixture_enforcer_dump(fixture);
    g_autofree char *catalog_after = dump_catalog(fixture);
    assert_string_equal(shares, shares_after);
    assert_string_equal(catalog, catalog_after);
    assert_false(g_file_test(fixture->vault, G_FILE_TEST_EXISTS));
}

/* J7 */
static void a_second_process_does_not_act_at_the_same_time(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 number = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "a.csv");
    g_autoptr(DaichoCatalogLock) lock = daicho_catalog_lock(fixture->catalog, NULL);
    g_autoptr(GError) error = NULL;
    DaichoApplyResult result;
    assert_false(daicho_plan_apply(&fixture->enforcer, number, TRUE, NULL, NULL, &result, &error));
    assert_non_null(strstr(error->message, "another daicho"));
    assert_content(fixture, "a.csv", FIXTURE_BEFORE);
    assert_state(fixture, number, "approved");
}

static gboolean find_path(const DaichoAuditRow *row, gpointer data, GError **error)
{
    (void)data;
    (void)error;
    assert_null(strstr(row->detail, "secret"));
    return TRUE;
}

/* R1 */
static void audit_and_journal_hold_no_paths(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "secret.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_FILE, "secret.csv");
    run_in_root(fixture, "touch secret.csv");
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_non_null(strstr(fixture->told->str, "secret"));
    g_autoptr(DaichoJournalRow) row = daicho_catalog_get_journal(fixture->catalog, plan, 1, NULL);
    assert_string_equal(row->note, "changed since the plan");
    assert_true(daicho_catalog_each_audit(fixture->catalog, find_path, NULL, NULL));
}

static gboolean count_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                              GError **error)
{
    (void)finding;
    (void)error;
    *(guint *)data += g_str_has_prefix(item->path, ".daicho-") ? 1 : 0;
    return TRUE;
}

/* After a crash a hidden copy may hold personal data: a scan finds it like any other. */
static void what_a_crash_left_hidden_is_scanned(void **state)
{
    Fixture *fixture = *state;
    guint findings = 0;
    const DaichoFindingQuery all = {0};
    fixture_enforcer_put(fixture, ".daicho-1-1-0123456789abcdef", FIXTURE_BEFORE);
    fixture_enforcer_scan(fixture);
    assert_true(
        daicho_catalog_each_finding(fixture->catalog, &all, count_finding, &findings, NULL));
    assert_true(findings >= 4);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up, fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_file_is_deleted),
        IN_SHARE(a_record_is_cut_and_the_rest_stays),
        IN_SHARE(an_erased_person_leaves_tombstones),
        IN_SHARE(what_a_crash_left_hidden_is_scanned),
        IN_SHARE(a_plan_that_was_applied_does_nothing_again),
        IN_SHARE(what_is_manual_or_held_is_not_touched),
        IN_SHARE(a_target_that_changed_is_refused),
        IN_SHARE(a_target_that_is_gone_or_no_file_is_refused),
        IN_SHARE(a_file_with_other_names_is_refused),
        IN_SHARE(a_hold_placed_since_stops_it_until_it_is_released),
        IN_SHARE(a_hold_on_the_person_stops_it),
        IN_SHARE(a_copy_in_which_the_person_is_left_is_thrown_away),
        IN_SHARE(one_target_that_fails_does_not_stop_the_others),
        IN_SHARE(only_an_approved_plan_is_applied),
        IN_SHARE(a_plan_of_a_withdrawn_request_is_not_applied),
        IN_SHARE(a_plan_changed_after_its_approval_is_not_applied),
        IN_SHARE(a_dry_run_changes_nothing),
        IN_SHARE(a_second_process_does_not_act_at_the_same_time),
        IN_SHARE(audit_and_journal_hold_no_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
