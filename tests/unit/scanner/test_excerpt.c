#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "tests/unit/scanner/fixture_share.h"
#include "scanner/scanner.h"

static const char table[] = "氏名,電話番号,メールアドレス\n"
                            "見本 太郎,03-0000-1111,taro@example.com\n"
                            "架空 花子,03-0000-1234,hanako@example.com\n";

static int open_file(const FixtureShare *share, const char *name)
{
    g_autofree char *path = g_build_filename(share->root, name, NULL);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

/* Excerpts of all items, in which all findings are covered. */
static GPtrArray *cover_all(const GPtrArray *items)
{
    GPtrArray *excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        DaichoExcerpt *excerpt = daicho_excerpt_new(i, item->part);
        for (guint k = 0; k < item->findings->len; k++) {
            const DaichoFinding *finding = g_ptr_array_index(item->findings, k);
            const DaichoMask mask = {finding->record, finding->start, finding->end,
                                     finding->sample};
            if (!finding->in_name) {
                g_array_append_val(excerpt->masks, mask);
            }
        }
        g_ptr_array_add(excerpts, excerpt);
    }
    return excerpts;
}

/* All text of a file with every finding covered; a record that is closed is told as "[closed]". */
static char *read_covered(const FixtureShare *share, const char *name)
{
    DAICHO_AUTO_FD int fd = open_file(share, name);
    g_autoptr(GPtrArray)
        items = daicho_scan_fd(share->rules, share->key, fd, name, &daicho_reading_default, NULL);
    assert_non_null(items);
    g_autoptr(GPtrArray) excerpts = cover_all(items);
    g_autoptr(GPtrArray)
        records = daicho_excerpt_fd(fd, name, excerpts, &daicho_reading_default, NULL);
    assert_non_null(records);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < records->len; i++) {
        const DaichoExcerptRecord *record = g_ptr_array_index(records, i);
        g_string_append(text, record->is_closed ? "[closed]" : record->text);
    }
    return g_string_free(text, FALSE);
}

static void assert_covered(const FixtureShare *share, const char *name)
{
    const char *kept = g_str_has_suffix(name, ".csv") ? "\n見****,0*-****-*111,t***@e***.com" : "@";
    g_autofree char *text = read_covered(share, name);
    assert_null(strstr(text, "taro@example.com"));
    assert_null(strstr(text, "hanako@example.com"));
    assert_null(strstr(text, "03-0000-1111"));
    assert_null(strstr(text, "0000-1234"));
    assert_null(strstr(text, "[closed]"));
    assert_non_null(strstr(text, kept));
}

static void what_is_covered_is_shown_as_its_sample(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.csv", table, -1);
    g_autofree char *text = read_covered(share, "a.csv");
    assert_string_equal(text, "氏名,電話番号,メールアドレス\n"
                              "見****,0*-****-*111,t***@e***.com\n"
                              "架****,0*-****-*234,h***@e***.com\n");
}

static void a_covered_value_is_gone_in_every_charset_and_format(void **state)
{
    const FixtureShare *share = *state;
    static const char *const charsets[] = {"CP932", "EUC-JP", "UTF-16LE", "ISO-2022-JP"};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        g_autofree char *marked = g_strconcat(i == 2 ? "\uFEFF" : "", table, NULL);
        fixture_share_put_as(share, "b.csv", charsets[i], marked);
        assert_covered(share, "b.csv");
    }
    fixture_share_put(share, "c.json",
                      "[{\"name\":\"\\u67b6\\u7a7a \\u82b1\\u5b50\",\"email\":\"hanako\\u0040"
                      "example.com\",\"phone\":\"03-0000-1111\"},{\"email\":\"taro@example.com\"}]",
                      -1);
    assert_covered(share, "c.json");
    fixture_share_put(share, "d.html", "<p>taro&#64;example.com</p><p>TEL 03-0000-1111</p>", -1);
    assert_covered(share, "d.html");
    fixture_share_put(share, "e.eml",
                      "From: taro@example.com\nTo: hanako@example.com\nSubject: x\n\nTEL "
                      "03-0000-1111\n",
                      -1);
    assert_covered(share, "e.eml");
    fixture_share_put_as(share, "x.csv", "CP932", table);
    g_autofree char *command = g_strdup_printf("cd %s && bsdtar -a -cf x.zip x.csv", share->root);
    assert_int_equal(system(command), 0);
    assert_covered(share, "x.zip");
}

static void only_the_records_asked_for_are_told(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.csv", table, -1);
    DAICHO_AUTO_FD int fd = open_file(share, "a.csv");
    g_autoptr(GPtrArray)
        excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    DaichoExcerpt *excerpt = daicho_excerpt_new(0, "");
    const gint64 third = 3;
    excerpt->records = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_array_append_val(excerpt->records, third);
    g_ptr_array_add(excerpts, excerpt);
    g_autoptr(GPtrArray)
        records = daicho_excerpt_fd(fd, "a.csv", excerpts, &daicho_reading_default, NULL);
    assert_int_equal(records->len, 1);
    const DaichoExcerptRecord *record = g_ptr_array_index(records, 0);
    assert_int_equal(record->record, 3);
    assert_string_equal(record->text, "架空 花子,03-0000-1234,hanako@example.com\n");
    assert_false(record->is_masked);
}

static void a_record_whose_mask_has_no_place_is_not_told(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.csv", table, -1);
    DAICHO_AUTO_FD int fd = open_file(share, "a.csv");
    g_autoptr(GPtrArray)
        excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    DaichoExcerpt *excerpt = daicho_excerpt_new(0, "");
    const DaichoMask mask = {2, 5000, 5010, "*"};
    g_array_append_val(excerpt->masks, mask);
    g_ptr_array_add(excerpts, excerpt);
    g_autoptr(GPtrArray)
        records = daicho_excerpt_fd(fd, "a.csv", excerpts, &daicho_reading_default, NULL);
    assert_int_equal(records->len, 3);
    const DaichoExcerptRecord *record = g_ptr_array_index(records, 1);
    assert_true(record->is_closed);
    assert_string_equal(record->text, "");
}

static void another_member_in_the_place_of_one_is_refused(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.csv", table, -1);
    DAICHO_AUTO_FD int fd = open_file(share, "a.csv");
    g_autoptr(GPtrArray)
        excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    g_autoptr(GError) error = NULL;
    g_ptr_array_add(excerpts, daicho_excerpt_new(0, "x.csv"));
    assert_null(daicho_excerpt_fd(fd, "a.csv", excerpts, &daicho_reading_default, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(what_is_covered_is_shown_as_its_sample),
        IN_SHARE(a_covered_value_is_gone_in_every_charset_and_format),
        IN_SHARE(only_the_records_asked_for_are_told),
        IN_SHARE(a_record_whose_mask_has_no_place_is_not_told),
        IN_SHARE(another_member_in_the_place_of_one_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
