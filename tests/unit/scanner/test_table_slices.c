#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_share.h"
#include "tests/unit/scanner/fixture_split.h"

/* As text_window.c reads them: a slice is one window at least. */
enum { WINDOW_BYTES = 4 << 20, TABLE_BYTES = 2 * WINDOW_BYTES + (300 << 10) };

/* The row of a number that fits another country, too, but for its column. */
enum { AMBIGUOUS = 12 };

/* Of an Individual Number, as rules/validators/jp_my_number.c has it. */
static char find_check_digit(const char *eleven)
{
    guint sum = 0;
    for (guint n = 1; n <= 11; n++) {
        sum += (guint)(eleven[11 - n] - '0') * (n <= 6 ? n + 1 : n - 5);
    }
    return sum % 11 <= 1 ? '0' : (char)('0' + 11 - sum % 11);
}

/* Twelve digits, the last of which checks the others when it fits. */
static void make_number(guint row, gboolean fits, char number[13])
{
    g_snprintf(number, 13, "%012" G_GUINT64_FORMAT,
               (row % 5000 + 1) * G_GUINT64_CONSTANT(97003861733) %
                   G_GUINT64_CONSTANT(1000000000000));
    number[0] = (char)('1' + row % 9);
    const char right = find_check_digit(number);
    number[11] = fits ? right : right == '9' ? '0' : (char)(right + 1);
}

/* --- tables --- */

typedef struct {
    const char *header;    /* of four columns; "" for none */
    guint fitting_percent; /* of the numbers in the second column */
    gboolean has_breaks;   /* cells with line breaks */
    guint later_percent;   /* as fitting_percent, behind the first window */
} Kind;

/* Something of note in each thirtieth row, but in the last slice hardly anything. */
static GString *make_table(const Kind *kind, gsize bytes)
{
    GString *text = g_string_sized_new(bytes + 512);
    g_string_append(text, kind->header);
    for (guint row = 0; text->len < bytes; row++) {
        const guint each = text->len < (gsize)2 * WINDOW_BYTES ? 30 : 900;
        const guint percent = text->len < WINDOW_BYTES ? kind->fitting_percent
                                                       : kind->later_percent;
        char number[13] = "";
        if (row % each == 0) {
            make_number(each > 30 ? AMBIGUOUS : row, row / 30 % 100 < percent, number);
        }
        g_string_append_printf(text, "%s,%s,\"%s%s\",%s\n", row % each == 0 ? "架空花子" : "",
                               number,
                               "what is said of this row goes on for long, and is of no interest",
                               kind->has_breaks && row % 7 == 0 ? "\nbut has a second line" : "",
                               row % 90 == 0 ? "hanako@example.com" : "");
    }
    return text;
}

static void put_table(const FixtureShare *share, const char *path, const char *charset,
                      const Kind *kind)
{
    g_autoptr(GString) text = make_table(kind, TABLE_BYTES);
    fixture_share_put_as(share, path, charset, text->str);
}

/* Workers have what their parent has, and less for themselves. */
static void put_and_free(const FixtureShare *share, const char *path, GString *text)
{
    fixture_share_put(share, path, text->str, (gssize)text->len);
    g_string_free(text, TRUE);
}

/* S5, S6, S8: numbers that only their column tells, places behind line breaks, other charsets. */
static void a_table_in_slices_is_the_table(void **state)
{
    const FixtureShare *share = *state;
    put_table(share, "sure.csv", "UTF-8", &(Kind){"", 100, TRUE, 100});
    put_table(share, "turns.csv", "UTF-8", &(Kind){"", 100, FALSE, 75});
    put_table(share, "sjis.csv", "CP932", &(Kind){"氏名,番号,備考,連絡先\n", 100, TRUE, 100});
    put_table(share, "things.csv", "UTF-8",
              &(Kind){"2026年度,,,\n氏名,注文番号,備考,メール\n", 100, TRUE, 100});
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 4);
    assert_non_null(strstr(got, "sure.csv! jp.my-number 80 @"));
    assert_null(strstr(got, "turns.csv! jp.my-number 80 @")); /* of all of it too few fit */
    assert_null(strstr(got, "things.csv! jp.my-number"));
    assert_non_null(strstr(got, "sjis.csv! text/csv Shift_JIS 0"));
}

static void bytes_outside_the_charset_are_added_up(void **state)
{
    const FixtureShare *share = *state;
    GString *text = make_table(&(Kind){"", 100, FALSE, 100}, TABLE_BYTES);
    for (gsize at = 1 << 20; at < text->len; at += WINDOW_BYTES) {
        *strstr(text->str + at, "goes on") = '\xff';
    }
    put_and_free(share, "a.csv", text);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 1);
    assert_non_null(strstr(got, "1 '2 bytes are not UTF-8'"));
}

static void limits_hold_for_the_whole_table(void **state)
{
    const FixtureShare *share = *state;
    put_table(share, "a.csv", "UTF-8", &(Kind){"", 100, FALSE, 100});
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){.findings = 3000}, 0);
    assert_non_null(strstr(got, "'limit: findings'"));
}

static void a_row_longer_than_a_window_keeps_a_table_whole(void **state)
{
    const FixtureShare *share = *state;
    GString *text = make_table(&(Kind){"", 100, FALSE, 100}, WINDOW_BYTES);
    for (guint i = 0; i < WINDOW_BYTES + 5000; i++) {
        g_string_append_c(text, 'x');
    }
    g_string_append(text, ",z@example.com\n");
    put_and_free(share, "a.csv", text);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 0);
    assert_non_null(strstr(got, "z***@e***.com"));
}

/* --- lines of JSON --- */

/* From a line on there is a key that those before do not have. */
static GString *make_lines(gsize bytes, gsize new_key_from)
{
    GString *text = g_string_sized_new(bytes + 512);
    for (guint line = 0; text->len < bytes; line++) {
        char number[13] = "";
        make_number(line, TRUE, number);
        const char *key = text->len >= new_key_from ? "later" : "note";
        if (line % 30 != 0) {
            g_string_append_printf(text,
                                   "{\"id\": %u, \"%s\": \"a line that goes on for long and is "
                                   "of no interest to anybody\"}\n",
                                   line, key);
        } else {
            g_string_append_printf(text,
                                   "{\"id\": %u, \"by\": \"a%u@example.com\", \"code\": \"%s\", "
                                   "\"%s\": \"\\u67b6\\u7a7a\\u82b1\\u5b50\"}\n",
                                   line, line, number, key);
        }
    }
    return text;
}

static void lines_of_json_in_slices_are_the_lines(void **state)
{
    const FixtureShare *share = *state;
    put_and_free(share, "a.jsonl", make_lines(TABLE_BYTES, G_MAXSIZE));
    GString *broken = make_lines(TABLE_BYTES, G_MAXSIZE);
    *strstr(broken->str + WINDOW_BYTES + 5000, "\n{") = ' ';
    put_and_free(share, "broken.jsonl", broken);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 2);
    assert_non_null(strstr(got, "a.jsonl! jp.my-number 80 @"));
    assert_non_null(strstr(got, "is not valid JSON, read as plain text'"));
}

/* The number of its column depends on what came before. */
static void a_key_that_comes_late_keeps_lines_of_json_whole(void **state)
{
    const FixtureShare *share = *state;
    put_and_free(share, "a.jsonl", make_lines(TABLE_BYTES, WINDOW_BYTES + (1 << 20)));
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 0);
    assert_non_null(strstr(got, "a.jsonl! jp.my-number 80 @"));
}

/* --- workers that lie --- */

static void forget_columns(int fd, const char *path, const CollectOptions *options,
                           Collected *collected)
{
    collect_fd(fd, path, options, collected);
    g_clear_pointer(&collected->columns, daicho_columns_free);
}

/* S4 */
static void a_slice_of_a_table_without_columns_is_refused(void **state)
{
    const FixtureShare *share = *state;
    put_table(share, "a.csv", "UTF-8", &(Kind){"", 100, FALSE, 100});
    const DaichoScanResult result = fixture_split_scan(
        share, &(FixtureWay){.jobs = 2, .read = forget_columns});
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, "unread a.csv: worker gave a damaged answer\n");
    assert_int_equal(result.split, 0);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_table_in_slices_is_the_table),
        IN_SHARE(bytes_outside_the_charset_are_added_up),
        IN_SHARE(limits_hold_for_the_whole_table),
        IN_SHARE(a_row_longer_than_a_window_keeps_a_table_whole),
        IN_SHARE(lines_of_json_in_slices_are_the_lines),
        IN_SHARE(a_key_that_comes_late_keeps_lines_of_json_whole),
        IN_SHARE(a_slice_of_a_table_without_columns_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
