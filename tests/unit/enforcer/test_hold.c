#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/enforcer/fixture_request.h"

static gboolean is_held(FixtureRequest *fixture, const char *path, char **reason)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *why = NULL;
    gboolean held = FALSE;
    g_autoptr(DaichoTarget) target = fixture_request_target(1, DAICHO_ACTION_DELETE_FILE, path);
    assert_true(daicho_hold_covers(&fixture->enforcer, target, &why, &held, &error));
    assert_true(held == (why != NULL));
    if (reason != NULL) {
        *reason = g_steal_pointer(&why);
    }
    return held;
}

static void a_glob_covers_paths_and_folders_of_its_share(void **state)
{
    static const struct {
        const char *share, *glob, *path;
        gboolean held;
    } cases[] = {
        {"hr", "2023/*", "2023/list.csv", TRUE},
        {"hr", "2023/*", "2023/deep/list.csv", TRUE},
        {"hr", "2023", "2023/list.csv", TRUE},
        {"hr", "2023/", "2023/list.csv", TRUE},
        {"hr", "2023", "20233/list.csv", FALSE},
        {"hr", "2023/list.csv", "2023/list.csv", TRUE},
        {"hr", "*.csv", "2023/list.txt", FALSE},
        {"", "*.csv", "2023/list.csv", TRUE},
        {"hr", "", "any", TRUE},
        {"sales", "", "any", FALSE},
        {"sales", "*", "any", FALSE},
        {"hr", "odd[1].csv", "odd[1].csv", TRUE},
        {"hr", "\\xff.csv", "\xff.csv", TRUE},
    };
    FixtureRequest *fixture = *state;
    assert_true(daicho_catalog_put_share(fixture->catalog, "sales", "/srv/sales", NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        gint64 number = daicho_hold_add(&fixture->enforcer, cases[i].share, cases[i].glob, NULL,
                                        "matter 12", &error);
        assert_null(error);
        if (is_held(fixture, cases[i].path, NULL) != cases[i].held) {
            fail_msg("%s:%s and %s", cases[i].share, cases[i].glob, cases[i].path);
        }
        assert_true(daicho_hold_release(&fixture->enforcer, number, "it is over", &error));
    }
}

static void a_held_person_covers_the_files_where_it_was_found(void **state)
{
    FixtureRequest *fixture = *state;
    g_autofree char *reason = NULL;
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    daicho_subject_add(subject, "email", "Hanako@Example.com");
    daicho_subject_add(subject, "phone", "+81 3-0000-1234");
    fixture_request_catalogue(fixture, "a.csv", "email", "hanako@example.com");
    fixture_request_catalogue(fixture, "b.csv", "phone", "03-0000-1234");
    fixture_request_catalogue(fixture, "c.csv", "email", "taro@example.com");
    gint64 number = daicho_hold_add(&fixture->enforcer, NULL, NULL, subject, "matter 12", NULL);
    assert_true(is_held(fixture, "a.csv", &reason));
    assert_string_equal(reason, "hold 1: matter 12");
    assert_true(is_held(fixture, "b.csv", NULL));
    assert_false(is_held(fixture, "c.csv", NULL));
    assert_false(is_held(fixture, "d.csv", NULL));
    assert_true(daicho_hold_release(&fixture->enforcer, number, "it is over", NULL));
    assert_false(is_held(fixture, "a.csv", NULL));
}

static gboolean is_subject_held(FixtureRequest *fixture, const char *kind, const char *value)
{
    g_autofree char *reason = NULL;
    gboolean held = FALSE;
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    daicho_subject_add(subject, kind, value);
    daicho_subject_add(subject, "birth-date", "1985-04-01");
    assert_true(daicho_hold_covers_subject(&fixture->enforcer, subject, &reason, &held, NULL));
    return held;
}

static void one_identifier_in_common_holds_a_person(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(DaichoSubject) subject = fixture_request_subject();
    assert_false(is_subject_held(fixture, "email", "hanako@example.com"));
    assert_true(daicho_hold_add(&fixture->enforcer, NULL, NULL, subject, "matter 12", NULL) != 0);
    assert_true(is_subject_held(fixture, "email", "hanako@example.com"));
    assert_true(is_subject_held(fixture, "name", "架空花子"));
    assert_false(is_subject_held(fixture, "email", "taro@example.com"));
}

static void a_hold_is_refused_when_it_would_hold_nothing_or_tell_too_much(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoSubject) subject = fixture_request_subject();
    g_autoptr(DaichoSubject) nobody = daicho_subject_new();
    g_autoptr(DaichoSubject) born = daicho_subject_new();
    g_autoptr(DaichoSubject) odd = daicho_subject_new();
    daicho_subject_add(born, "birth-date", "1985-04-01");
    daicho_subject_add(odd, "emial", "hanako@example.com");
    const struct {
        const char *share;
        const DaichoSubject *subject;
        const char *reason, *why;
    } cases[] = {
        {NULL, NULL, "matter 12", "what it holds"},
        {NULL, nobody, "matter 12", "what it holds"},
        {"hr", NULL, "", "--reason"},
        {"hr", NULL, NULL, "--reason"},
        {"hrr", NULL, "matter 12", "hrr"},
        {NULL, born, "matter 12", "birth date alone"},
        {NULL, odd, "matter 12", "did you mean \"email\"?"},
        {NULL, subject, "claim of 架空　花子", "personal data"},
        {"hr", NULL, "claim of taro@example.com", "personal data"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_int_equal(daicho_hold_add(enforcer, cases[i].share, NULL, cases[i].subject,
                                         cases[i].reason, &error),
                         0);
        fixture_request_assert_refused(&error, cases[i].why);
    }
    assert_false(is_held(fixture, "any", NULL));
}

typedef struct {
    guint holds;
    gint64 released_s;
} Count;

static gboolean count_hold(const DaichoHoldRow *row, gpointer data, GError **error)
{
    (void)error;
    Count *count = data;
    count->holds++;
    count->released_s = row->released_s;
    return TRUE;
}

static void a_released_hold_stays_on_record(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(GError) error = NULL;
    Count count = {0};
    gint64 number = daicho_hold_add(enforcer, "hr", NULL, NULL, "matter 12", &error);
    assert_true(daicho_hold_release(enforcer, number, "it is over", &error));
    assert_false(daicho_hold_release(enforcer, number, "it is over", &error));
    fixture_request_assert_refused(&error, "was released before");
    assert_false(daicho_hold_release(enforcer, 7, "it is over", &error));
    fixture_request_assert_refused(&error, "there is no hold 7");
    assert_true(daicho_catalog_each_hold(fixture->catalog, count_hold, &count, NULL));
    assert_int_equal(count.holds, 1);
    assert_int_equal(count.released_s, FIXTURE_REQUEST_NOW);
}

static gboolean list_audit(const DaichoAuditRow *row, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s %s %s;", row->act, row->object, row->detail);
    return TRUE;
}

static void holds_are_in_the_audit_chain_and_hold_no_values(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GString) list = g_string_new(NULL);
    g_autoptr(DaichoSubject) subject = fixture_request_subject();
    gint64 number = daicho_hold_add(&fixture->enforcer, "hr", NULL, subject, "matter 12", NULL);
    assert_true(daicho_hold_release(&fixture->enforcer, number, "it is over", NULL));
    assert_true(daicho_catalog_each_audit(fixture->catalog, list_audit, list, NULL));
    assert_string_equal(list->str,
                        "hold-add hold 1 paths, subject;hold-release hold 1 it is over;");
    fixture_request_assert_no_leak(fixture);
}

/* --- tombstones --- */

static gboolean list_return(gint64 request, const DaichoItem *item, const DaichoFinding *finding,
                            gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%" G_GINT64_FORMAT " %s %s;", request, item->path, finding->kind);
    return TRUE;
}

static void bury(FixtureRequest *fixture, gint64 request, const char *kind, const char *value)
{
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    g_autofree char *normalised = daicho_rules_normalise(kind, value);
    daicho_key_fingerprint(fixture->key, kind, normalised, fingerprint);
    assert_true(daicho_catalog_put_tombstone(fixture->catalog, request, kind, fingerprint,
                                             FIXTURE_REQUEST_NOW, NULL));
}

static void an_erased_person_who_comes_back_is_reported_by_item(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GString) list = g_string_new(NULL);
    guint returned = 99;
    bury(fixture, 3, "email", "hanako@example.com");
    bury(fixture, 3, "phone", "03-0000-1234");
    bury(fixture, 5, "email", "taro@example.com");
    assert_true(daicho_tombstones_check(&fixture->enforcer, list_return, list, &returned, NULL));
    assert_int_equal(returned, 0);
    fixture_request_catalogue(fixture, "b.csv", "email", "hanako@example.com");
    fixture_request_catalogue(fixture, "a.csv", "email", "HANAKO@example.com");
    fixture_request_catalogue(fixture, "c.csv", "email", "other@example.com");
    assert_true(daicho_tombstones_check(&fixture->enforcer, list_return, list, &returned, NULL));
    assert_int_equal(returned, 1);
    assert_string_equal(list->str, "3 a.csv email;3 b.csv email;");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

static gint64 place(FixtureRequest *fixture, const DaichoHoldScope *scope)
{
    g_autoptr(GError) error = NULL;
    gint64 number = daicho_hold_place(&fixture->enforcer, scope, &error);
    if (number == 0) {
        fail_msg("%s", error->message);
    }
    return number;
}

/* A target of a purpose, last modified at some second; 0: not known. */
static gboolean is_target_held(FixtureRequest *fixture, const char *path, const char *purpose,
                               gint64 modified_s)
{
    g_autofree char *why = NULL;
    gboolean held = FALSE;
    g_autoptr(DaichoTarget) target = fixture_request_target(1, DAICHO_ACTION_DELETE_FILE, path);
    g_free(target->purpose);
    target->purpose = g_strdup(purpose);
    target->identity.mtime_ns = modified_s * 1000000000;
    assert_true(daicho_hold_covers(&fixture->enforcer, target, &why, &held, NULL));
    return held;
}

static void a_hold_on_a_purpose_covers_what_is_of_it(void **state)
{
    FixtureRequest *fixture = *state;
    fixture_request_catalogue(fixture, "給与/a.csv", "email", "hanako@example.com");
    fixture_request_catalogue(fixture, "研修/b.csv", "email", "hanako@example.com");
    assert_true(daicho_catalog_assign_purposes(fixture->catalog, fixture->policy, NULL));
    const DaichoHoldScope scope = {.purpose = "hr", .reason = "matter 12"};
    gint64 number = place(fixture, &scope);
    assert_true(is_target_held(fixture, "給与/a.csv", "", 1));
    assert_false(is_target_held(fixture, "研修/b.csv", "training", 1));
    assert_true(is_target_held(fixture, "gone.csv", "hr", 1));
    assert_false(is_target_held(fixture, "gone.csv", "training", 1));
    assert_true(is_target_held(fixture, "gone.csv", "", 1)); /* nobody can tell */
    assert_true(daicho_hold_release(&fixture->enforcer, number, "it is over", NULL));
    const DaichoHoldScope narrow = {.path_glob = "2023/*", .purpose = "hr", .reason = "matter 13"};
    place(fixture, &narrow);
    assert_true(is_target_held(fixture, "2023/c.csv", "hr", 1));
    assert_false(is_target_held(fixture, "給与/a.csv", "hr", 1));
}

static void a_hold_on_a_period_covers_what_was_modified_in_it(void **state)
{
    enum { LAST_OF_MARCH = 1459468799 }; /* 2016-03-31 23:59:59 UTC */
    FixtureRequest *fixture = *state;
    const DaichoHoldScope scope = {
        .since = "2016-03-31", .until = "2016-04-30", .reason = "matter 12", .owner = "legal desk"};
    gint64 number = place(fixture, &scope);
    assert_true(is_target_held(fixture, "a", "hr", LAST_OF_MARCH));
    assert_false(is_target_held(fixture, "a", "hr", LAST_OF_MARCH - FIXTURE_REQUEST_DAY));
    assert_true(is_target_held(fixture, "a", "hr", LAST_OF_MARCH + 30 * FIXTURE_REQUEST_DAY));
    assert_false(is_target_held(fixture, "a", "hr", LAST_OF_MARCH + 30 * FIXTURE_REQUEST_DAY + 1));
    assert_true(is_target_held(fixture, "a", "hr", 0)); /* nobody can tell */
    assert_true(daicho_hold_release(&fixture->enforcer, number, "it is over", NULL));
    const DaichoHoldScope open = {.since = "2016-04-01", .reason = "matter 13"};
    place(fixture, &open);
    assert_false(is_target_held(fixture, "a", "hr", LAST_OF_MARCH));
    assert_true(is_target_held(fixture, "a", "hr", LAST_OF_MARCH + 1));
}

static gboolean take_row(const DaichoHoldRow *row, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s %s %s %s;", row->owner, row->placed_by, row->released_by,
                           row->release_reason);
    return TRUE;
}

static void an_owner_answers_for_it_and_a_release_has_its_record(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GString) rows = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    const DaichoHoldScope owned = {.share = "hr", .reason = "matter 12", .owner = "legal desk"};
    const DaichoHoldScope own = {.share = "hr", .reason = "matter 12"};
    place(fixture, &owned);
    gint64 number = place(fixture, &own);
    assert_false(daicho_hold_release(&fixture->enforcer, number, NULL, &error));
    fixture_request_assert_refused(&error, "--reason");
    assert_false(
        daicho_hold_release(&fixture->enforcer, number, "mail hanako@example.com", &error));
    fixture_request_assert_refused(&error, "personal data");
    assert_true(daicho_hold_release(&fixture->enforcer, number, "settled", &error));
    assert_true(daicho_catalog_each_hold(fixture->catalog, take_row, rows, NULL));
    assert_string_equal(rows->str, "legal desk handler  ;handler handler handler settled;");
}

static void a_hold_out_of_order_is_refused(void **state)
{
    FixtureRequest *fixture = *state;
    static const struct {
        DaichoHoldScope scope;
        const char *words;
    } cases[] = {
        {{.purpose = "hrr", .reason = "m"}, "no purpose"},
        {{.since = "2016", .reason = "m"}, "no day"},
        {{.since = "2016-04-01", .until = "2016-03-31", .reason = "m"}, "before it begins"},
        {{.reason = "m"}, "needs what it holds"},
        {{.share = "hr", .reason = "m", .owner = "hanako@example.com"}, "personal data"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        assert_int_equal(daicho_hold_place(&fixture->enforcer, &cases[i].scope, &error), 0);
        fixture_request_assert_refused(&error, cases[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_glob_covers_paths_and_folders_of_its_share),
        TEST(a_held_person_covers_the_files_where_it_was_found),
        TEST(one_identifier_in_common_holds_a_person),
        TEST(a_hold_is_refused_when_it_would_hold_nothing_or_tell_too_much),
        TEST(a_released_hold_stays_on_record),
        TEST(holds_are_in_the_audit_chain_and_hold_no_values),
        TEST(an_erased_person_who_comes_back_is_reported_by_item),
        TEST(a_hold_on_a_purpose_covers_what_is_of_it),
        TEST(a_hold_on_a_period_covers_what_was_modified_in_it),
        TEST(an_owner_answers_for_it_and_a_release_has_its_record),
        TEST(a_hold_out_of_order_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
