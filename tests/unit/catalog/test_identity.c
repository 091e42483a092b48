#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "catalog/identity.h"

static const struct stat status = {.st_dev = 3,
                                   .st_ino = 5,
                                   .st_size = 7,
                                   .st_mtim = {.tv_sec = 11, .tv_nsec = 13},
                                   .st_ctim = {.tv_sec = 17, .tv_nsec = 19}};

static void times_are_nanoseconds(void **state)
{
    (void)state;
    const DaichoIdentity identity = daicho_identity_of(&status);
    assert_int_equal(identity.device, 3);
    assert_int_equal(identity.inode, 5);
    assert_int_equal(identity.size_bytes, 7);
    assert_int_equal(identity.mtime_ns, 11000000013);
    assert_int_equal(identity.ctime_ns, 17000000019);
}

static void a_file_is_the_same_only_when_nothing_of_it_differs(void **state)
{
    (void)state;
    assert_true(daicho_identity_is_same(&status, &status));
    struct stat others[] = {status, status, status, status, status};
    others[0].st_dev++;
    others[1].st_ino++;
    others[2].st_size++;
    others[3].st_mtim.tv_nsec++;
    others[4].st_ctim.tv_nsec++;
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        assert_false(daicho_identity_is_same(&status, &others[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_nanoseconds),
        cmocka_unit_test(a_file_is_the_same_only_when_nothing_of_it_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
