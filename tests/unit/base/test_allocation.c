#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "base/allocation.h"

/* Not known when it is compiled, so that nobody leaves out the call. */
static volatile size_t too_much = (size_t)1 << 46;

static void what_is_refused_is_counted(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    skip(); /* it has an allocator of its own, and ends the process */
#endif
    assert_int_equal(daicho_allocation_count_refused(), 0);
    assert_null(malloc(too_much));
    assert_int_equal(daicho_allocation_count_refused(), 1);
    assert_null(calloc(too_much, 2));
    assert_int_equal(daicho_allocation_count_refused(), 2);
    assert_null(realloc(NULL, too_much));
    assert_int_equal(daicho_allocation_count_refused(), 3);
}

static void what_is_given_is_not(void **state)
{
    (void)state;
    guint before = daicho_allocation_count_refused();
    char *text = calloc(4, 4);
    assert_non_null(text);
    assert_int_equal(text[15], 0);
    text = realloc(text, 1 << 20);
    assert_non_null(text);
    free(text);
    assert_int_equal(daicho_allocation_count_refused(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_refused_is_counted),
        cmocka_unit_test(what_is_given_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
