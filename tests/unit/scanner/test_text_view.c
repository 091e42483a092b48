#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "scanner/readers/text_table.h"
#include "scanner/text_view.h"

/* What came out of a view: reported text, cells and the locators of both. */
typedef struct {
    GString *text;
    GString *words; /* "number locator: record" and "label locator= cell", a line each */
    guint windows, longest;
    gsize found; /* how often the needle begins within a report range */
    Extraction extraction;
    ExtractOptions options;
    Item item;
} Taken;

static const char needle[] = "hanako@example.com";

static void count_needle(Taken *taken, const DaichoText *text, gsize from, gsize to)
{
    for (gsize i = from; i < to && i + strlen(needle) <= text->length; i++) {
        taken->found += memcmp(text->text + i, needle, strlen(needle)) == 0 ? 1 : 0;
    }
}

static void take(gpointer data, const DaichoText *text, const ExtractMap *map, gsize from, gsize to)
{
    Taken *taken = data;
    assert_true(g_utf8_validate_len(text->text, text->length, NULL));
    assert_true(from <= to && to <= text->length);
    g_string_append_len(taken->text, text->text + from, (gssize)(to - from));
    taken->windows++;
    taken->longest = MAX(taken->longest, (guint)text->length);
    count_needle(taken, text, from, to);
    gsize before = 0;
    for (gsize i = 0; i < text->n_records; i++) {
        const DaichoRecord *record = &text->records[i];
        assert_true(record->start >= before && record->end >= record->start);
        assert_true(record->end <= text->length);
        before = record->end;
        if (text->n_cells == 0 && text->length < 200) {
            g_string_append_printf(taken->words, "%d %s: %.*s", (int)record->number,
                                   extract_map_locator(map, record->start),
                                   (int)(record->end - record->start), text->text + record->start);
        }
    }
    for (gsize i = 0; i < text->n_cells; i++) {
        const DaichoCell *cell = &text->cells[i];
        g_string_append_printf(taken->words, "%d %s %s=%.*s\n",
                               (int)text->records[cell->record].number,
                               cell->label < text->n_labels ? text->labels[cell->label] : "-",
                               extract_map_locator(map, cell->start),
                               (int)(cell->end - cell->start), text->text + cell->start);
    }
    assert_int_equal(extract_map_offset(map, 0), -1);
}

static const ExtractVisitor visitor = {.text = take};

static TextView *open_view(Taken *taken)
{
    memset(taken, 0, sizeof *taken);
    taken->text = g_string_new(NULL);
    taken->words = g_string_new(NULL);
    taken->options.limits = daicho_limits_default;
    taken->extraction = (Extraction){
        .options = &taken->options, .visitor = &visitor, .data = taken};
    taken->item.extraction = &taken->extraction;
    return text_view_new(&taken->item);
}

static void clear(Taken *taken)
{
    g_string_free(taken->text, TRUE);
    g_string_free(taken->words, TRUE);
}

static void records_and_cells_keep_their_locators(void **state)
{
    (void)state;
    static const char *const labels[] = {"氏名", "電話"};
    Taken taken;
    g_autoptr(TextView) view = open_view(&taken);
    text_view_begin_record(view, "page 1");
    text_view_append(view, "090-", -1);
    text_view_append(view, "0000-1234", -1);
    text_view_begin_record(view, "page 2"); /* nothing in it: no record */
    text_view_set_labels(view, labels, 2);
    text_view_begin_record(view, "Sheet1:2");
    text_view_add_cell(view, "Sheet1:A2", 0, "架空花子", -1);
    text_view_add_cell(view, NULL, TEXT_VIEW_NO_LABEL, "x", -1);
    text_view_end_record(view);
    text_view_append(view, "\xff\0y", 3);
    text_view_add_cell(view, NULL, TEXT_VIEW_NO_LABEL, "cell", -1);
    text_view_set_labels(view, NULL, 0);
    text_view_end_record(view);
    text_view_append(view, "last", -1);
    text_view_end(view);
    assert_string_equal(taken.words->str, "1 page 1: 090-0000-1234\n"
                                          "2 氏名 Sheet1:A2=架空花子\n"
                                          "2 - Sheet1:A2=x\n"
                                          "3 : \xef\xbf\xbd y3 - =cell\n3 : \n4 : last\n");
    assert_int_equal(taken.item.records, 4);
    clear(&taken);
}

/* However a text falls on the cuts, each match is reported once. */
static void a_long_record_is_cut_without_loss(void **state)
{
    (void)state;
    for (gsize padding = 0; padding < 6; padding++) {
        Taken taken;
        g_autoptr(TextView) view = open_view(&taken);
        g_autofree char *filler = g_strnfill(997 + padding, 'x');
        const gsize n = 20000;
        text_view_begin_record(view, "line 1");
        for (gsize i = 0; i < n; i++) {
            text_view_append(view, filler, -1);
            text_view_append(view, "架 ", -1);
            text_view_append(view, needle, -1);
        }
        text_view_end(view);
        assert_int_equal(taken.found, n);
        assert_int_equal(taken.text->len, n * (997 + padding + 4 + strlen(needle)) + 1);
        assert_true(taken.windows > 3 && taken.longest < 6 << 20);
        assert_int_equal(taken.item.records, 1);
        clear(&taken);
    }
}

static void many_records_come_in_bounded_windows(void **state)
{
    (void)state;
    Taken taken;
    g_autoptr(TextView) view = open_view(&taken);
    for (guint i = 0; i < 200000; i++) {
        text_view_begin_record(view, "p");
        text_view_append(view, needle, -1);
    }
    text_view_begin_record(view, "row");
    for (guint i = 0; i < 400000; i++) {
        text_view_add_cell(view, "c", TEXT_VIEW_NO_LABEL, needle, -1);
    }
    text_view_end(view);
    assert_int_equal(taken.found, 600000);
    assert_int_equal(taken.item.records, 200001);
    assert_true(taken.longest < 5 << 20);
    clear(&taken);
}

static void a_cell_of_any_length_is_read(void **state)
{
    (void)state;
    Taken taken;
    g_autoptr(TextView) view = open_view(&taken);
    g_autofree char *filler = g_strnfill(9 << 20, ' ');
    g_autofree char *cell = g_strconcat(needle, filler, needle, NULL);
    text_view_begin_record(view, "row");
    text_view_add_cell(view, "A1", TEXT_VIEW_NO_LABEL, "x", -1);
    text_view_add_cell(view, "B1", TEXT_VIEW_NO_LABEL, cell, -1);
    text_view_add_cell(view, "C1", TEXT_VIEW_NO_LABEL, needle, -1);
    text_view_end(view);
    assert_int_equal(taken.found, 3);
    clear(&taken);
}

/* Gives rows of cells, "|" between them. */
static void give_table(Taken *taken, const char *const *rows)
{
    g_autoptr(TextView) view = open_view(taken);
    g_autoptr(TextTable) table = text_table_new(view);
    for (guint i = 0; rows[i] != NULL; i++) {
        g_autofree char *locator = g_strdup_printf("row %u", i + 1);
        g_auto(GStrv) cells = g_strsplit(rows[i], "|", -1);
        text_table_begin_row(table, locator);
        for (char **cell = cells; *cell != NULL; cell++) {
            text_table_add_cell(table, *cell, -1);
        }
    }
    g_clear_pointer(&table, text_table_free);
    text_view_end(view);
}

static void a_table_with_a_head_gives_labels(void **state)
{
    (void)state;
    static const char *const two[] = {"氏名|電話番号", "架空花子|03-0000-1234",
                                      "見本太郎|03-0000-5678", NULL};
    static const char *const three[] = {"No|お名前|ＴＥＬ", "1|架空花子|03-0000-1234", NULL};
    Taken taken;
    give_table(&taken, two);
    assert_string_equal(taken.words->str, "1 - row 1=氏名\n1 - row 1=電話番号\n"
                                          "2 氏名 row 2=架空花子\n2 電話番号 row 2=03-0000-1234\n"
                                          "3 氏名 row 3=見本太郎\n3 電話番号 row 3=03-0000-5678\n");
    clear(&taken);
    give_table(&taken, three);
    assert_non_null(strstr(taken.words->str, "2 お名前 row 2=架空花子\n2 ＴＥＬ row 2=03-0000"));
    clear(&taken);
}

static void a_form_is_running_text(void **state)
{
    (void)state;
    static const char *const forms[][4] = {
        {"氏名|架空花子", "電話番号|03-0000-1234", "住所|架空市見本町1-2-3", NULL},
        {"氏名|架空花子|生年月日|昭和60年1月1日", "電話|03-0000-1234|性別|女", NULL},
        {"架空花子|hanako@example.com", "見本太郎|taro@example.com", NULL},
        {"氏名|架空花子", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        Taken taken;
        give_table(&taken, forms[i]);
        g_autofree char *line = g_strdup_printf("1 row 1: %s\n", forms[i][0]);
        g_strdelimit(line, "|", '\t');
        if (!g_str_has_prefix(taken.words->str, line)) {
            fail_msg("%s came as\n%s", forms[i][0], taken.words->str);
        }
        clear(&taken);
    }
}

/* "number begin-end" of every record, and "locator" of every line. */
static void take_places(gpointer data, const DaichoText *text, const ExtractMap *map, gsize from,
                        gsize to)
{
    (void)from;
    (void)to;
    GString *places = data;
    for (gsize i = 0; i < text->n_records; i++) {
        const DaichoRecord *record = &text->records[i];
        g_string_append_printf(places, "%d:%d-%d", (int)record->number,
                               (int)extract_map_offset(map, record->start),
                               (int)extract_map_offset(map, record->end));
        for (gsize at = record->start; text->length < 200 && at < record->end; at++) {
            if (text->text[at] == '\n') {
                g_string_append_printf(places, " %s", extract_map_locator(map, at));
            }
        }
        g_string_append_c(places, '\n');
    }
}

static void a_record_may_be_a_run_of_bytes(void **state)
{
    (void)state;
    static const ExtractVisitor of_places = {.text = take_places};
    g_autoptr(GString) places = g_string_new(NULL);
    Taken taken;
    g_autoptr(TextView) view = open_view(&taken);
    taken.extraction.visitor = &of_places;
    taken.extraction.data = places;
    text_view_begin_record_at(view, "message 1", 10);
    text_view_set_locator(view, "message 1 header");
    text_view_append(view, "a\n", -1);
    text_view_set_locator(view, "message 1 body");
    text_view_append(view, "b", -1);
    text_view_end_record_at(view, 50);
    text_view_begin_record_at(view, "message 2", 50);
    text_view_end_record_at(view, 60); /* nothing in it */
    text_view_begin_record_at(view, "message 3", 60);
    text_view_append(view, "c", -1);
    text_view_end_record_at(view, 70);
    text_view_begin_record(view, "rest");
    text_view_append(view, "d", -1);
    text_view_end(view);
    assert_string_equal(places->str, "1:10-50 message 1 header message 1 body\n"
                                     "2:60-70 message 3\n3:-1--1 rest\n");
    clear(&taken);
}

static void a_cut_record_has_bytes_only_where_both_ends_are_known(void **state)
{
    (void)state;
    static const ExtractVisitor of_places = {.text = take_places};
    g_autoptr(GString) places = g_string_new(NULL);
    g_autofree char *line = g_strnfill((5 << 20) - 1, 'x');
    Taken taken;
    g_autoptr(TextView) view = open_view(&taken);
    taken.extraction.visitor = &of_places;
    taken.extraction.data = places;
    text_view_begin_record_at(view, "message 1", 10);
    text_view_append(view, line, -1);
    text_view_end_record_at(view, 50);
    text_view_end(view);
    assert_string_equal(places->str, "1:10--1\n1:10-50\n");
    clear(&taken);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_and_cells_keep_their_locators),
        cmocka_unit_test(a_long_record_is_cut_without_loss),
        cmocka_unit_test(many_records_come_in_bounded_windows),
        cmocka_unit_test(a_cell_of_any_length_is_read),
        cmocka_unit_test(a_table_with_a_head_gives_labels),
        cmocka_unit_test(a_form_is_running_text),
        cmocka_unit_test(a_record_may_be_a_run_of_bytes),
        cmocka_unit_test(a_cut_record_has_bytes_only_where_both_ends_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
