#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>

#include "base/error.h"

static void errno_is_told_in_words(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_false(daicho_error_set_errno(&error, DAICHO_ERROR_FILE, ENOENT, "open %s", "a.txt"));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
    assert_string_equal(error->message, "open a.txt: No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(errno_is_told_in_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
