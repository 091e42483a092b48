#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "scanner/scanner.h"

static const char table[] = "氏名,電話\n架空,\n\"見本, 次郎\",\"03\"\n";

static int make_file(const void *bytes, gsize length)
{
    int fd = memfd_create("file", MFD_CLOEXEC);
    assert_true(write(fd, bytes, length) == (ssize_t)length);
    return fd;
}

/* The cells of one record, "label start-end" with "empty" or "quoted", a line each. */
static char *list(const char *bytes, gsize length, const char *name, gint64 record)
{
    g_autoptr(GError) error = NULL;
    DAICHO_AUTO_FD int fd = make_file(bytes, length);
    g_autoptr(GArray) wanted = g_array_new(FALSE, FALSE, sizeof(DaichoRecordPlace));
    const DaichoRecordPlace place = {"", record};
    g_array_append_val(wanted, place);
    g_autoptr(GPtrArray)
        cells = daicho_list_cells(fd, name, &daicho_reading_default, wanted, &error);
    assert_non_null(cells);
    GString *lines = g_string_new(NULL);
    for (guint i = 0; i < cells->len; i++) {
        const DaichoCellPlace *cell = g_ptr_array_index(cells, i);
        assert_int_equal(cell->record, record);
        g_string_append_printf(lines, "%s %d-%d%s%s\n", cell->label, (int)cell->start,
                               (int)cell->end, cell->is_empty ? " empty" : "",
                               cell->is_quoted ? " quoted" : "");
    }
    return g_string_free(lines, FALSE);
}

static void cells_have_the_places_of_findings(void **state)
{
    (void)state;
    g_autofree char *second = list(table, strlen(table), "a.csv", 2);
    assert_string_equal(second, "氏名 14-20\n電話 21-21 empty\n");
    g_autofree char *third = list(table, strlen(table), "a.csv", 3);
    assert_string_equal(third, "氏名 23-37 quoted\n電話 40-42 quoted\n");
    g_autoptr(GBytes) old = daicho_charset_encode("Shift_JIS", table);
    g_autofree char *third_old = list(g_bytes_get_data(old, NULL), g_bytes_get_size(old), "a.csv",
                                      3);
    assert_string_equal(third_old, "氏名 17-27 quoted\n電話 30-32 quoted\n");
    static const char data[] = "[{\"a\":\"x\",\"b\":\"\"}]";
    g_autofree char *object = list(data, strlen(data), "a.json", 1);
    assert_non_null(strstr(object, "b "));
    assert_non_null(strstr(object, " empty\n"));
}

/* The digest of the text of a file, with a change when there is one. */
static char *digest(const char *text, const char *name, const DaichoTextChange *change,
                    GError **error)
{
    DAICHO_AUTO_FD int fd = make_file(text, strlen(text));
    g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(DaichoTextChange));
    if (change != NULL) {
        g_array_append_val(changes, *change);
    }
    g_autoptr(GPtrArray) digests = daicho_digest_changed_text(fd, name, &daicho_reading_default,
                                                              changes, NULL, NULL, error);
    return digests != NULL
               ? g_strdup(((const DaichoTextDigest *)g_ptr_array_index(digests, 0))->digest)
               : NULL;
}

static void a_text_with_changes_is_as_the_changed_text(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *changed;
        DaichoTextChange change;
    } rows[] = {
        {"a.csv", table, "氏名,電話\n見,\n\"見本, 次郎\",\"03\"\n", {"", 2, 14, 20, "見"}},
        {"a.csv", table, "氏名,電話\n架空,04\n\"見本, 次郎\",\"03\"\n", {"", 2, 21, 21, "04"}},
        {"a.csv", table, "氏名,電話\n架空,\n\"見本, 次郎\",\"\"\n", {"", 3, 40, 42, ""}},
        {"a.json",
         "[{\"a\":\"x\"},{\"a\":\"y\"}]",
         "[{\"a\":\"x\"},{\"a\":\"z\"}]",
         {"", 2, 13, 14, "z"}},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *with = digest(rows[i].text, rows[i].name, &rows[i].change, NULL);
        g_autofree char *as = digest(rows[i].changed, rows[i].name, NULL, NULL);
        g_autofree char *before = digest(rows[i].text, rows[i].name, NULL, NULL);
        if (g_strcmp0(with, as) != 0) {
            fail_msg("case %u", (guint)i);
        }
        assert_string_not_equal(with, before);
    }
}

static void a_change_without_its_place_is_refused(void **state)
{
    (void)state;
    static const DaichoTextChange changes[] = {
        {"", 2, 15, 20, "x"}, /* in the midst of a character */
        {"", 3, 14, 20, "x"}, /* of another record */
        {"", 9, 14, 20, "x"}, {"b", 2, 14, 20, "x"}, {"", 2, 20, 14, "x"}, {"", 2, 14, 400, "x"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *got = digest(table, "a.csv", &changes[i], &error);
        assert_null(got);
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_have_the_places_of_findings),
        cmocka_unit_test(a_text_with_changes_is_as_the_changed_text),
        cmocka_unit_test(a_change_without_its_place_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
