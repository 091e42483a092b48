#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <string.h>

#include "base/fd.h"
#include "tests/unit/scanner/fixture_share.h"
#include "scanner/scanner.h"

static void a_value_in_a_document_is_not_in_its_name(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.json", "[{\"x\": 1}, {\"mail\": \"hanako@example.com\"}]", -1);
    g_autofree char *path = g_build_filename(share->root, "a.json", NULL);
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    g_autoptr(GPtrArray) items = daicho_scan_fd(share->rules, share->key, fd, "a.json",
                                                &daicho_reading_default, NULL);
    assert_non_null(items);
    const DaichoItem *item = g_ptr_array_index(items, 0);
    assert_int_equal(item->findings->len, 1);
    const DaichoFinding *finding = g_ptr_array_index(item->findings, 0);
    assert_false(finding->in_name);
    assert_int_equal(finding->record, 2);
    assert_int_equal(finding->record_start, -1);
    assert_int_equal(finding->end - finding->start, (int)strlen("hanako@example.com"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_value_in_a_document_is_not_in_its_name,
                                        fixture_share_set_up, fixture_share_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
