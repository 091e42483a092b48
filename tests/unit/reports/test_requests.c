#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "reports/reports.h"
#include "tests/unit/reports/fixture_catalog.h"

static char *report(const FixtureCatalog *fixture, DaichoFormat format)
{
    GString *out = g_string_new(NULL);
    assert_true(daicho_report_requests(fixture->catalog, FIXTURE_NOW_S, format, DAICHO_LANGUAGE_EN,
                                       out, NULL));
    return g_string_free(out, FALSE);
}

static void put_one_of_each(FixtureCatalog *fixture)
{
    fixture_catalog_put_request(fixture, "erasure", "received", 0);
    fixture_catalog_put_request(fixture, "disclosure", "decided",
                                FIXTURE_NOW_S + 10 * FIXTURE_DAY_S);
    fixture_catalog_put_request(fixture, "erasure", "responded", FIXTURE_NOW_S - 2 * FIXTURE_DAY_S);
    fixture_catalog_put_request(fixture, "correction", "form-returned",
                                FIXTURE_NOW_S + 2 * FIXTURE_DAY_S);
    fixture_catalog_put_request(fixture, "erasure", "executed", FIXTURE_NOW_S - 3600);
    fixture_catalog_put_request(fixture, "complaint", "closed", FIXTURE_NOW_S - FIXTURE_DAY_S);
    fixture_catalog_put_request(fixture, "erasure", "decided", FIXTURE_NOW_S - 5 * FIXTURE_DAY_S);
}

static void the_overdue_come_first_and_the_closed_not_at_all(void **state)
{
    FixtureCatalog *fixture = *state;
    put_one_of_each(fixture);
    g_autofree char *text = report(fixture, DAICHO_FORMAT_TSV);
    assert_string_equal(
        text,
        "number\tkind\tstate\treceived\treturned\tdue\tdays_left\tstatus\tmade_by\n"
        "7\terasure\tdecided\t2026-11-04\t2026-11-05\t2026-11-19\t-5\toverdue\thandler\n"
        "5\terasure\texecuted\t2026-11-04\t2026-11-09\t2026-11-23\t-1\toverdue\thandler\n"
        "4\tcorrection\tform-returned\t2026-11-04\t2026-11-12\t2026-11-26\t2\tdue-soon\thandler\n"
        "2\tdisclosure\tdecided\t2026-11-04\t2026-11-20\t2026-12-04\t10\topen\thandler\n"
        "1\terasure\treceived\t2026-11-04\t\t\t\twaiting\thandler\n"
        "3\terasure\tresponded\t2026-11-04\t2026-11-08\t2026-11-22\t-2\tto-close\thandler\n");
}

static void what_was_withdrawn_waits_to_be_closed(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_put_request(fixture, "erasure", "withdrawn", 0);
    g_autofree char *text = report(fixture, DAICHO_FORMAT_TSV);
    assert_non_null(strstr(text, "withdrawn\t2026-11-04\t\t\t\tto-close\thandler\n"));
}

/* R7 */
static void nothing_of_a_person_is_told(void **state)
{
    FixtureCatalog *fixture = *state;
    put_one_of_each(fixture);
    for (DaichoFormat format = DAICHO_FORMAT_TABLE; format <= DAICHO_FORMAT_HTML; format++) {
        g_autofree char *text = report(fixture, format);
        assert_non_null(strstr(text, "overdue"));
        assert_null(strstr(text, "架空"));
        assert_null(strstr(text, "example.com"));
    }
}

static void a_deadline_at_this_second_is_not_over(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_put_request(fixture, "erasure", "decided", FIXTURE_NOW_S);
    g_autofree char *text = report(fixture, DAICHO_FORMAT_JSON);
    assert_non_null(strstr(text, "\"days_left\":0,\"status\":\"due-soon\""));
}

static void a_request_without_a_deadline_has_null(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_put_request(fixture, "erasure", "received", 0);
    g_autofree char *text = report(fixture, DAICHO_FORMAT_JSON);
    assert_non_null(strstr(text, "\"returned\":null,\"due\":null,\"days_left\":null"));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_overdue_come_first_and_the_closed_not_at_all),
        TEST(what_was_withdrawn_waits_to_be_closed),
        TEST(nothing_of_a_person_is_told),
        TEST(a_deadline_at_this_second_is_not_over),
        TEST(a_request_without_a_deadline_has_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
