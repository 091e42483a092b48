#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_findings.h"

/* Numbers that pass as My Numbers, one a line. */
static char **make_my_numbers(guint n)
{
    char **numbers = g_new0(char *, n + 1);
    for (guint i = 0; i < n; i++) {
        char digits[13];
        guint sum = 0;
        g_snprintf(digits, sizeof digits, "%011" G_GUINT64_FORMAT,
                   G_GUINT64_CONSTANT(10000000000) + (guint64)i * 7919);
        for (guint k = 1; k <= 11; k++) {
            sum += (guint)(digits[11 - k] - '0') * (k <= 6 ? k + 1 : k - 5);
        }
        numbers[i] = g_strdup_printf("%s%u", digits, sum % 11 <= 1 ? 0 : 11 - sum % 11);
    }
    return numbers;
}

/* A table of one number in each row between what stands before and behind it. */
static GBytes *make_table(const char *head, const char *before, char **numbers, const char *behind,
                          const char *foot)
{
    GString *text = g_string_new(head);
    for (char **number = numbers; *number != NULL; number++) {
        g_string_append_printf(text, "%s%s%s", before, *number, behind);
    }
    g_string_append(text, foot);
    return g_string_free_to_bytes(text);
}

static guint count_lines(const FixtureShare *share, const char *name, GBytes *bytes,
                         const char *wanted)
{
    g_autofree char *list = fixture_list_findings(share, name, bytes);
    g_auto(GStrv) lines = g_strsplit(list, "\n", -1);
    guint n = 0;
    for (char **line = lines; *line != NULL; line++) {
        n += g_str_has_prefix(*line, wanted) ? 1 : 0;
    }
    return n;
}

/* The same numbers under a header of things, under their own, and under none that says anything. */
static void the_header_decides_in_every_format_of_tables(void **state)
{
    static const struct {
        const char *name, *head, *before, *behind, *foot;
    } formats[] = {
        {"a.csv", "日付,%s\n", "2026-01-05,", "\n", ""},
        {"a.tsv", "日付\t%s\n", "2026-01-05\t", "\n", ""},
        {"title.csv", "一覧,,\n日付,%s,列3\n", "2026-01-05,", ",x\n", ""},
        {"a.html", "<html><body><table><tr><th>氏名</th><th>%s</th></tr>",
         "<tr><td>架空花子</td><td>", "</td></tr>", "</table></body></html>"},
        {"a.sql.csv", "日付;%s\n", "2026-01-05;", "\n", ""},
        {"a.jsonl", "", "{\"%s\":\"", "\"}\n", ""},
    };
    const FixtureShare *share = *state;
    g_auto(GStrv) numbers = make_my_numbers(40);
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        static const struct {
            const char *header, *wanted;
            guint n;
        } headers[] = {{"注文番号", "jp.my-number ", 0},
                       {"個人番号", "jp.my-number 90", 40},
                       {"列2", "jp.my-number 80", 40}};
        for (gsize k = 0; k < G_N_ELEMENTS(headers); k++) {
            g_auto(GStrv) heads = g_strsplit(formats[i].head, "%s", 2);
            g_auto(GStrv) befores = g_strsplit(formats[i].before, "%s", 2);
            g_autofree char *head = g_strjoinv(headers[k].header, heads);
            g_autofree char *before = g_strjoinv(headers[k].header, befores);
            g_autoptr(GBytes)
                bytes = make_table(head, before, numbers, formats[i].behind, formats[i].foot);
            guint found = count_lines(share, formats[i].name, bytes, headers[k].wanted);
            if (found != headers[k].n) {
                fail_msg("%s: %u of %s under %s", formats[i].name, found, headers[k].wanted,
                         headers[k].header);
            }
        }
    }
}

static void a_table_without_header_is_judged_by_its_share(void **state)
{
    const FixtureShare *share = *state;
    g_auto(GStrv) numbers = make_my_numbers(40);
    g_autoptr(GBytes) bytes = make_table("", "", numbers, ",x\n", "");
    assert_int_equal(count_lines(share, "a.csv", bytes, "jp.my-number 80"), 40);
}

/* Each in its own column, and a number's fingerprint is that of the number with its 0. */
static void a_lost_zero_is_put_back_under_a_header_for_it(void **state)
{
    const FixtureShare *share = *state;
    static const char table[] = "注文番号,携帯\n9000001234,9000001234\n9000001235,90-0000-1234\n";
    static const char text[] = "携帯 090-0000-1234\n";
    g_autoptr(GBytes) bytes = g_bytes_new_static(table, strlen(table));
    g_autoptr(GBytes) other = g_bytes_new_static(text, strlen(text));
    g_autofree char *found = fixture_list_findings(share, "a.csv", bytes);
    g_autofree char *wanted = fixture_list_findings(share, "a.txt", other);
    g_auto(GStrv) lines = g_strsplit(found, "\n", -1);
    assert_int_equal(g_strv_length(lines), 2);
    const char *print = strrchr(wanted, ' ');
    for (guint i = 0; i < 2; i++) {
        assert_true(g_str_has_prefix(lines[i], "jp.phone-without-zero 75"));
        assert_string_equal(strrchr(lines[i], ' '), print);
    }
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_header_decides_in_every_format_of_tables),
        TEST(a_table_without_header_is_judged_by_its_share),
        TEST(a_lost_zero_is_put_back_under_a_header_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
