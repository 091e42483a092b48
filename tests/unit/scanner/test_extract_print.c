#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "tests/unit/scanner/fixture_share.h"
#include "scanner/scanner.h"

/* What is printed of a file of the share, then its state and reason. */
static char *print_file(const FixtureShare *share, const char *name, const char *part,
                        GError **error)
{
    g_autofree char *path = g_build_filename(share->root, name, NULL);
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    DAICHO_AUTO_FD int out = memfd_create("out", MFD_CLOEXEC);
    DaichoItemState state = DAICHO_ITEM_UNREAD;
    g_autofree char *reason = NULL;
    if (!daicho_extract_fd(fd, name, part, &daicho_reading_default, out, &state, &reason, error)) {
        return NULL;
    }
    char text[4096] = {0};
    assert_true(pread(out, text, sizeof text - 1, 0) >= 0);
    return g_strdup_printf("%s[%s %s]", text, daicho_item_state_name(state), reason);
}

static void the_text_that_rules_see_is_printed(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put_as(share, "a.txt", "CP932", "お名前は架空花子です。\n");
    g_autofree char *printed = print_file(share, "a.txt", NULL, NULL);
    assert_string_equal(printed, "== (file)\nお名前は架空花子です。\n\n-- text/plain, Shift_JIS\n"
                                 "[read ]");
}

static void one_part_can_be_chosen(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.txt", "one\n", -1);
    fixture_share_put(share, "b.txt", "two\n", -1);
    g_autofree char *command = g_strdup_printf("cd %s && bsdtar -a -cf x.zip a.txt b.txt",
                                               share->root);
    assert_int_equal(system(command), 0);
    g_autofree char *printed = print_file(share, "x.zip", "b.txt", NULL);
    assert_string_equal(printed, "== b.txt\ntwo\n\n-- text/plain, UTF-8\n[read ]");
    g_autoptr(GError) error = NULL;
    assert_null(print_file(share, "x.zip", "c.txt", &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_string_equal(error->message, "x.zip has no part \"c.txt\"; leave --part out to see all");
}

static void what_was_not_read_is_told(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.ps", "%!PS-Adobe-3.0\n", -1);
    g_autofree char *printed = print_file(share, "a.ps", NULL, NULL);
    assert_string_equal(printed,
                        "== (file)\n\n-- application/postscript, unread: no reader for"
                        " application/postscript\n[unread no reader for application/postscript]");
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(the_text_that_rules_see_is_printed),
        IN_SHARE(one_part_can_be_chosen),
        IN_SHARE(what_was_not_read_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
