#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/spool.h"

/* However it comes in, small or past what stays on the heap: the same comes out. */
static void what_is_added_comes_out(void **state)
{
    (void)state;
    static const gsize sizes[] = {0, 1, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 9 << 20};
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree guint8 *bytes = g_malloc(sizes[i] + 1);
        for (gsize at = 0; at < sizes[i]; at++) {
            bytes[at] = (guint8)(at * 31 + at / 251);
        }
        g_autoptr(Spool) spool = spool_new();
        for (gsize at = 0; at < sizes[i];) {
            gsize piece = MIN(sizes[i] - at, 65521);
            assert_true(spool_add(spool, bytes + at, piece, NULL));
            at += piece;
            assert_int_equal(spool_get_length(spool), at);
        }
        g_autoptr(GBytes) all = spool_finish(g_steal_pointer(&spool), NULL);
        assert_int_equal(g_bytes_get_size(all), sizes[i]);
        if (sizes[i] > 0) {
            assert_memory_equal(g_bytes_get_data(all, NULL), bytes, sizes[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_comes_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
