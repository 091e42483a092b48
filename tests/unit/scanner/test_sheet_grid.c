#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/readers/sheet_grid.h"

/* What came out: "place label=text", a line a cell, and "[place] text" for other records. */
typedef struct {
    GString *out;
    guint windows;
    guint64 bytes;
    Extraction extraction;
    ExtractOptions options;
    Item item;
} Taken;

static void take(gpointer data, const DaichoText *text, const ExtractMap *map, gsize from, gsize to)
{
    Taken *taken = data;
    taken->windows++;
    taken->bytes += to - from;
    for (gsize i = 0; i < text->n_cells && taken->out->len < 4096; i++) {
        const DaichoCell *cell = &text->cells[i];
        g_string_append_printf(taken->out, "%s %s=%.*s\n", extract_map_locator(map, cell->start),
                               cell->label < text->n_labels ? text->labels[cell->label] : "-",
                               (int)(cell->end - cell->start), text->text + cell->start);
    }
    if (text->n_cells == 0) {
        g_string_append_printf(taken->out, "[%s] %.*s", extract_map_locator(map, 0),
                               (int)text->length, text->text);
    }
}

/* Gives a sheet of rows divided by line breaks, cells by bars; an empty cell is none. */
static void give_sheet(SheetGrid *grid, const char *name, const char *rows)
{
    sheet_grid_begin(grid, name);
    g_auto(GStrv) lines = g_strsplit(rows, "\n", -1);
    for (guint row = 0; lines[row] != NULL; row++) {
        g_auto(GStrv) cells = g_strsplit(lines[row], "|", -1);
        for (guint column = 0; cells[column] != NULL; column++) {
            sheet_grid_add_cell(grid, row, column, cells[column], -1);
        }
    }
    sheet_grid_end(grid);
}

static SheetGrid *open_grid(Taken *taken, TextView **view)
{
    static const ExtractVisitor visitor = {.text = take};
    memset(taken, 0, sizeof *taken);
    taken->out = g_string_new(NULL);
    taken->extraction = (Extraction){
        .options = &taken->options, .visitor = &visitor, .data = taken};
    taken->item.extraction = &taken->extraction;
    *view = text_view_new(&taken->item);
    return sheet_grid_new(*view);
}

static void close_grid(SheetGrid *grid, TextView *view)
{
    sheet_grid_free(grid);
    text_view_end(view);
    text_view_free(view);
}

static void assert_sheet(const char *rows, const char *wanted)
{
    Taken taken;
    TextView *view = NULL;
    SheetGrid *grid = open_grid(&taken, &view);
    give_sheet(grid, "S", rows);
    close_grid(grid, view);
    assert_true(g_str_has_prefix(taken.out->str, "[S] S\n"));
    assert_string_equal(taken.out->str + strlen("[S] S\n"), wanted);
    g_string_free(taken.out, TRUE);
}

static void the_first_row_names_the_columns(void **state)
{
    (void)state;
    assert_sheet("氏名|電話\n架空花子|03-0000-1234\n見本太郎|",
                 "S:A1 -=氏名\nS:B1 -=電話\n"
                 "S:A2 氏名=架空花子\nS:B2 電話=03-0000-1234\nS:A3 氏名=見本太郎\n");
    assert_sheet("Key|Value\nx|y", "S:A1 -=Key\nS:B1 -=Value\nS:A2 Key=x\nS:B2 Value=y\n");
    assert_sheet("電話番号\n0300001234", "S:A1 -=電話番号\nS:A2 電話番号=0300001234\n");
}

static void a_row_with_values_names_nothing(void **state)
{
    (void)state;
    assert_sheet("架空花子|03-0000-1234\n見本太郎|03-0000-5678",
                 "S:A1 -=架空花子\nS:B1 -=03-0000-1234\nS:A2 -=見本太郎\nS:B2 -=03-0000-5678\n");
}

static void a_title_stands_above_the_names(void **state)
{
    (void)state;
    assert_sheet("|顧客の一覧|\n\n氏名||電話\n架空花子||03-0000-1234",
                 "S:B1 -=顧客の一覧\nS:A3 -=氏名\nS:C3 -=電話\n"
                 "S:A4 氏名=架空花子\nS:C4 電話=03-0000-1234\n");
    assert_sheet("一覧|2024/04/01\n氏名|電話|x\n架空花子|03-0000-1234",
                 "S:A1 -=一覧\nS:B1 -=2024/04/01\nS:A2 -=氏名\nS:B2 -=電話\nS:C2 -=x\n"
                 "S:A3 氏名=架空花子\nS:B3 電話=03-0000-1234\n");
}

static void a_second_table_has_its_own_names(void **state)
{
    (void)state;
    assert_sheet("氏名|電話\n架空花子|03-0000-1234\n\n住所|郵便番号\n見本市|1000001",
                 "S:A1 -=氏名\nS:B1 -=電話\nS:A2 氏名=架空花子\nS:B2 電話=03-0000-1234\n"
                 "S:A4 -=住所\nS:B4 -=郵便番号\nS:A5 住所=見本市\nS:B5 郵便番号=1000001\n");
}

static void names_in_front_of_values_are_a_form(void **state)
{
    (void)state;
    assert_sheet("氏名|架空花子\n電話|03-0000-1234|FAX|03-0000-5678\n備考||x",
                 "S:A1 -=氏名\nS:B1 氏名=架空花子\nS:A2 -=電話\nS:B2 電話=03-0000-1234\n"
                 "S:C2 -=FAX\nS:D2 FAX=03-0000-5678\nS:A3 -=備考\nS:C3 備考=x\n");
}

static void labels_end_with_their_sheet(void **state)
{
    (void)state;
    Taken taken;
    TextView *view = NULL;
    SheetGrid *grid = open_grid(&taken, &view);
    give_sheet(grid, "a b!", "氏名|電話\n架空花子|03-0000-1234");
    give_sheet(grid, "empty", "");
    give_sheet(grid, "2", "03-0000-1234|x");
    close_grid(grid, view);
    assert_string_equal(taken.out->str, "[a b!] a b!\na b!:A1 -=氏名\na b!:B1 -=電話\n"
                                        "a b!:A2 氏名=架空花子\na b!:B2 電話=03-0000-1234\n"
                                        "[empty] empty\n2\n2:A1 -=03-0000-1234\n2:B1 -=x\n");
    assert_int_equal(taken.item.records, 6);
    g_string_free(taken.out, TRUE);
}

static void long_sheets_come_in_few_windows(void **state)
{
    (void)state;
    Taken taken;
    TextView *view = NULL;
    SheetGrid *grid = open_grid(&taken, &view);
    sheet_grid_begin(grid, "S");
    g_autofree char *long_cell = g_strnfill(40000, 'x');
    for (guint32 row = 0; row < 1000; row++) {
        for (guint32 column = 0; column < 3; column++) {
            sheet_grid_add_cell(grid, row, column, row == 0 ? "名前" : long_cell, -1);
        }
    }
    close_grid(grid, view);
    assert_int_equal(taken.bytes, 2 + 3 * 7 + 1 + 999 * (3 * 40001 + 1));
    assert_true(taken.windows > 10 && taken.windows < 400);
    g_string_free(taken.out, TRUE);
}

static void places_are_written_and_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        gsize taken;
        guint32 row, column;
    } cases[] = {
        {"A1", 2, 0, 0},
        {"$B$12:C3", 5, 11, 1},
        {"xfd1048576", 10, 1048575, 16383},
        {"AA3", 3, 2, 26},
        {"12", 2, 11, 7},
        {"C", 1, 7, 2},
        {"XFE1", 0, 7, 7},
        {"", 0, 7, 7},
        {"ZZZZZZZZZZZZZZ1", 0, 7, 7},
        {"A99999999999999999999", 0, 7, 7},
        {"A0", 2, 7, 0},
        {"$", 0, 7, 7},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint32 row = 7;
        guint32 column = 7;
        assert_int_equal(sheet_parse_place(cases[i].text, &row, &column), cases[i].taken);
        assert_int_equal(row, cases[i].row);
        assert_int_equal(column, cases[i].column);
    }
    static const struct {
        guint32 column;
        const char *locator;
    } places[] = {{0, "S:A7!"},    {25, "S:Z7!"},    {26, "S:AA7!"},
                  {701, "S:ZZ7!"}, {702, "S:AAA7!"}, {16383, "S:XFD7!"}};
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *locator = sheet_dup_locator("S", 6, places[i].column, "!");
        assert_string_equal(locator, places[i].locator);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_row_names_the_columns),
        cmocka_unit_test(a_row_with_values_names_nothing),
        cmocka_unit_test(a_title_stands_above_the_names),
        cmocka_unit_test(a_second_table_has_its_own_names),
        cmocka_unit_test(names_in_front_of_values_are_a_form),
        cmocka_unit_test(labels_end_with_their_sheet),
        cmocka_unit_test(long_sheets_come_in_few_windows),
        cmocka_unit_test(places_are_written_and_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
