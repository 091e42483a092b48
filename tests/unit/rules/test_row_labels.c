#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/rules/fixture_rules.h"

typedef struct {
    GArray *cells, *records;
    DaichoText text;
} Rows;

/* The cells of lines of comma separated values, under one header or none. */
static void read_rows(Rows *rows, const char *csv, const char *const *labels, guint32 n_labels)
{
    rows->cells = g_array_new(FALSE, FALSE, sizeof(DaichoCell));
    rows->records = g_array_new(FALSE, FALSE, sizeof(DaichoRecord));
    DaichoCell cell = {.table = 1, .column = 1};
    gsize start = 0;
    for (gsize i = 0; csv[i] != '\0'; i++) {
        if (csv[i] != ',' && csv[i] != '\n') {
            continue;
        }
        cell.end = i;
        cell.label = cell.column <= n_labels ? cell.column - 1 : G_MAXUINT32;
        g_array_append_val(rows->cells, cell);
        cell.start = i + 1;
        cell.column++;
        if (csv[i] == '\n') {
            const DaichoRecord record = {start, i + 1, cell.record + 1};
            g_array_append_val(rows->records, record);
            start = i + 1;
            cell.record++;
            cell.column = 1;
        }
    }
    rows->text = (DaichoText){.text = csv,
                              .length = strlen(csv),
                              .cells = (const DaichoCell *)(gpointer)rows->cells->data,
                              .n_cells = rows->cells->len,
                              .records = (const DaichoRecord *)(gpointer)rows->records->data,
                              .n_records = rows->records->len,
                              .labels = labels,
                              .n_labels = n_labels};
}

static char *match_rows(const char *csv, const char *const *labels, guint32 n_labels)
{
    Rows rows;
    read_rows(&rows, csv, labels, n_labels);
    g_autoptr(DaichoRules) rules = fixture_rules_load_packs();
    char *found = fixture_rules_match(rules, &rows.text, DAICHO_CONFIDENCE_MEDIUM);
    g_array_unref(rows.cells);
    g_array_unref(rows.records);
    return found;
}

static void a_value_has_the_label_to_its_left(void **state)
{
    (void)state;
    g_autofree char *found = match_rows("電話番号,09000001234\n生年月日,1985-04-01\n,\n"
                                        "個人番号,,123456789018\nメール,hanako@example.com\n",
                                        NULL, 0);
    assert_non_null(strstr(found, "jp.birth-date 85: 1985-04-01\n"));
    assert_non_null(strstr(found, "jp.my-number 90: 123456789018\n"));
    assert_non_null(strstr(found, "common.email 95: hanako@example.com\n"));
}

static void a_row_of_other_things_has_its_own_label(void **state)
{
    (void)state;
    g_autofree char *found = match_rows("電話番号,09000001234\n生年月日,1985-04-01\n"
                                        "注文番号,123456789018\nメール,hanako@example.com\n",
                                        NULL, 0);
    assert_null(strstr(found, "jp.my-number"));
}

static void a_table_keeps_its_headers(void **state)
{
    (void)state;
    static const char *const labels[] = {"住所", "生年月日"};
    g_autofree char *found = match_rows("架空県見本市,1985-04-01\n架空県架空市,1985-04-02\n"
                                        "東京都架空区,1985-04-03\n架空県見本町,1985-04-04\n",
                                        labels, 2);
    assert_non_null(strstr(found, "jp.birth-date 85: 1985-04-01\n"));
    g_autofree char *wide = match_rows("電話番号,09000001234,1\n生年月日,1985-04-01,2\n"
                                       "個人番号,123456789018,3\nメール,hanako@example.com,4\n",
                                       NULL, 0);
    assert_null(strstr(wide, "jp.birth-date 85"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_has_the_label_to_its_left),
        cmocka_unit_test(a_row_of_other_things_has_its_own_label),
        cmocka_unit_test(a_table_keeps_its_headers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
