#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "enforcer/plans/noun.h"

/* What a person is told to delete must not be more than the record: a page holds other people's. */
static void a_record_is_never_called_more_than_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *type, *locator, *noun;
    } cases[] = {
        {"application/pdf", "page 3", "line"},
        {"application/vnd.ms-powerpoint", "slide 4", "paragraph"},
        {"application/msword", "table 2 row 3", "row"},
        {"application/msword", "paragraph 2", "record"},
        {"text/csv", "", "row"},
        {"text/plain", "", "line"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        DaichoItem item = {.type = (char *)(guintptr)cases[i].type};
        assert_string_equal(plan_noun(&item, cases[i].locator), cases[i].noun);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_never_called_more_than_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
