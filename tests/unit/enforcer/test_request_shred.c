#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/enforcer/fixture_request.h"

static gboolean knows_person(const FixtureRequest *fixture, gint64 number)
{
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(fixture->catalog, number, NULL);
    assert_non_null(request);
    return request->subject != NULL;
}

static gint64 shred(FixtureRequest *fixture)
{
    gint64 shredded = -1;
    assert_true(daicho_request_shred(&fixture->enforcer, &shredded, NULL));
    return shredded;
}

static gboolean count_shreds(const DaichoAuditRow *row, gpointer data, GError **error)
{
    (void)error;
    *(guint *)data += g_strcmp0(row->act, "request-shred") == 0 ? 1 : 0;
    return TRUE;
}

static guint count_audit(const FixtureRequest *fixture)
{
    guint count = 0;
    assert_true(daicho_catalog_each_audit(fixture->catalog, count_shreds, &count, NULL));
    return count;
}

static void a_closed_request_forgets_its_person_after_the_days_of_the_policy(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 closed = fixture_request_make(fixture, "erasure", "accept", "closed");
    gint64 open = fixture_request_make(fixture, "erasure", "accept", "responded");
    fixture->enforcer.actor.now_s += 365 * FIXTURE_REQUEST_DAY;
    assert_int_equal(shred(fixture), 0);
    assert_true(knows_person(fixture, closed));
    assert_int_equal(count_audit(fixture), 0);
    fixture->enforcer.actor.now_s += 1;
    assert_int_equal(shred(fixture), 1);
    assert_false(knows_person(fixture, closed));
    assert_true(knows_person(fixture, open));
    assert_int_equal(count_audit(fixture), 1);
}

static void what_was_destroyed_is_destroyed_once(void **state)
{
    FixtureRequest *fixture = *state;
    fixture_request_make(fixture, "disclosure", "refuse", "closed");
    fixture->enforcer.actor.now_s += 366 * FIXTURE_REQUEST_DAY;
    assert_int_equal(shred(fixture), 1);
    assert_int_equal(shred(fixture), 0);
    assert_int_equal(count_audit(fixture), 1);
}

/* Nobody must close a request that has ended by itself for its person to be forgotten. */
static void a_request_that_ended_without_an_answer_is_forgotten_too(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    guint lapsed = 0;
    gint64 withdrawn = fixture_request_make(fixture, "erasure", "accept", "decided");
    gint64 failed = fixture_request_new(fixture, "erasure");
    gint64 overdue = fixture_request_make(fixture, "erasure", "accept", "form-sent");
    assert_true(daicho_request_withdraw(enforcer, withdrawn, NULL));
    assert_true(
        daicho_request_decide(enforcer, failed, "refuse", "identity", "nobody answered", NULL));
    enforcer->actor.now_s += 365 * FIXTURE_REQUEST_DAY;
    assert_true(daicho_request_lapse(enforcer, &lapsed, NULL));
    assert_int_equal(lapsed, 1);
    assert_int_equal(shred(fixture), 0);
    enforcer->actor.now_s += 1;
    assert_int_equal(shred(fixture), 2);
    assert_false(knows_person(fixture, withdrawn));
    assert_false(knows_person(fixture, failed));
    assert_true(knows_person(fixture, overdue));
    enforcer->actor.now_s += 365 * FIXTURE_REQUEST_DAY;
    assert_int_equal(shred(fixture), 1);
    assert_false(knows_person(fixture, overdue));
}

/* The days count from the end, not from when somebody came round to close it. */
static void closing_what_was_withdrawn_does_not_keep_it_longer(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    gint64 number = fixture_request_new(fixture, "erasure");
    assert_true(daicho_request_withdraw(enforcer, number, NULL));
    enforcer->actor.now_s += 300 * FIXTURE_REQUEST_DAY;
    assert_true(daicho_request_close(enforcer, number, NULL));
    enforcer->actor.now_s += 65 * FIXTURE_REQUEST_DAY + 1;
    assert_int_equal(shred(fixture), 1);
    assert_false(knows_person(fixture, number));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_closed_request_forgets_its_person_after_the_days_of_the_policy),
        TEST(what_was_destroyed_is_destroyed_once),
        TEST(a_request_that_ended_without_an_answer_is_forgotten_too),
        TEST(closing_what_was_withdrawn_does_not_keep_it_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
