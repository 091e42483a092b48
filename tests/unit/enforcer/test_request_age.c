#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "enforcer/requests/age.h"
#include "tests/unit/enforcer/fixture_request.h"

/* Today is 2026-11-25 in the fixture. */
static void ages_are_counted_in_full_years(void **state)
{
    FixtureRequest *fixture = *state;
    static const struct {
        const char *born; /* NULL: not given */
        const char *authority;
        const char *refused; /* NULL: allowed */
    } rows[] = {
        {"2008-11-26", "statutory representative", NULL},
        {"2008-11-25", "statutory representative", "18 or older"},
        {"2008-12-01", "statutory representative", NULL},
        {"2008-01-01", "statutory representative", "18 or older"},
        {"平成20年11月26日", "Statutory Representative (mother)", NULL},
        {"1985-04-01", "法定代理人", "18 or older"},
        {NULL, "法定代理人", "--birth-date"},
        {NULL, "親権者", "--birth-date"},
        {NULL, "法定代理人（成年後見人）", NULL},
        {NULL, "adult guardian by order of the court", NULL},
        {"2015-01-01", "mandate", NULL},
        {"2015-01-01", "", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(DaichoSubject) subject = daicho_subject_new();
        daicho_subject_add(subject, "email", "hanako@example.com");
        if (rows[i].born != NULL) {
            daicho_subject_add(subject, "birth-date", rows[i].born);
        }
        const char *agent = *rows[i].authority != '\0' ? "例示 一郎" : "";
        gboolean may = request_age_check(&fixture->enforcer, subject, agent, rows[i].authority,
                                         &error);
        if (may != (rows[i].refused == NULL)) {
            fail_msg("row %zu: %s", i, may ? "allowed" : error->message);
        }
        if (!may) {
            fixture_request_assert_refused(&error, rows[i].refused);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ages_are_counted_in_full_years, fixture_request_set_up,
                                        fixture_request_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
