#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/rules.h"

static void tell(const DaichoMatch *match, gpointer data)
{
    g_string_append_printf(data, "%u %s;", (guint)match->record, match->sample);
}

/* What the cells of a table with the columns 氏名 and label hold: one row for each date. */
static char *find(const char *field, const char *label, const char *const *dates)
{
    g_autoptr(DaichoRules) rules = daicho_rules_new_field_dates(field, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(DaichoCell));
    g_autoptr(GArray) records = g_array_new(FALSE, FALSE, sizeof(DaichoRecord));
    for (guint32 i = 0; dates[i] != NULL; i++) {
        const char *const values[] = {"2001-01-01", dates[i]};
        const gsize begin = text->len;
        for (guint32 k = 0; k < 2; k++) {
            const gsize start = text->len;
            g_string_append(text, values[k]);
            const DaichoCell cell = {.start = start, .end = text->len, .record = i, .label = k};
            g_array_append_val(cells, cell);
            g_string_append_c(text, k == 0 ? ',' : '\n');
        }
        const DaichoRecord record = {begin, text->len, i + 1};
        g_array_append_val(records, record);
    }
    const char *const labels[] = {"氏名", label};
    const DaichoText table = {
        .text = text->str,
        .length = text->len,
        .cells = (const DaichoCell *)(gpointer)cells->data,
        .n_cells = cells->len,
        .records = (const DaichoRecord *)(gpointer)records->data,
        .n_records = records->len,
        .labels = labels,
        .n_labels = 2,
    };
    GString *found = g_string_new(NULL);
    daicho_rules_match(rules, &table, 1, tell, found, NULL);
    return g_string_free(found, FALSE);
}

static void the_dates_of_one_column_are_told_and_what_is_none_too(void **state)
{
    (void)state;
    static const char *const dates[] = {
        "2016-03-31", "平成28年4月1日", "2016/4/2 10:00", "２０１６年度", "unknown", "", NULL};
    g_autofree char *found = find("最終受講日", "最終受講日", dates);
    assert_string_equal(found, "0 2016-03-31;1 2016-04-01;2 2016-04-02;3 FY2016;4 ?;");
}

static void a_column_is_known_by_its_whole_name(void **state)
{
    (void)state;
    static const char *const dates[] = {"2016-03-31", NULL};
    static const struct {
        const char *field, *label;
        gboolean found;
    } cases[] = {
        {"最終受講日", " 最終受講日 ", TRUE},
        {"last", "LAST", TRUE},
        {"受講日", "最終受講日", FALSE},
        {"ｌａｓｔ", "last", TRUE},
        {"a.c", "abc", FALSE},
        {"(", "(", TRUE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = find(cases[i].field, cases[i].label, dates);
        assert_string_equal(found, cases[i].found ? "0 2016-03-31;" : "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dates_of_one_column_are_told_and_what_is_none_too),
        cmocka_unit_test(a_column_is_known_by_its_whole_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
