#include "scanner/readers/text_table.h"

#include <string.h>

#include "rules/rules.h"

enum { LABEL_BYTES = 120, LABEL_DIGITS = 4, HELD_ROWS = 32 };

typedef struct {
    char *locator;
    ExtractOrigin origin;
    GPtrArray *cells;  /* of char * */
    gint64 start, end; /* in the original; -1 when it has no place there */
} Row;

struct TextTable {
    TextView *view;
    GQueue rows; /* of Row; held back until the shape is known, then the one being filled */
    enum { SHAPE_UNKNOWN, SHAPE_COLUMNS, SHAPE_FORM } shape;
    guint32 n_labels;
};

/* What stands at the head of a column, or in front of a value, in an office's tables of persons. */
static const char *const label_words[] = {
    "氏名",  "名前",   "フリガナ", "ふりがな", "カナ",   "電話", "携帯",    "TEL",  "FAX",
    "住所",  "郵便",   "〒",       "生年月日", "メール", "mail", "番号",    "口座", "name",
    "phone", "addr",   "birth",    "tel",      "会社",   "部署", "性別",    "年齢", "備考",
    "続柄",  "勤務先", "所属",     "役職",     "日付",   "年月", "contact", "zip",  "postal",
};

static void row_free(Row *row)
{
    g_free(row->locator);
    g_ptr_array_unref(row->cells);
    g_free(row);
}

gboolean text_table_is_label(const char *text, gsize length)
{
    gsize digits = 0;
    for (gsize i = 0; i < length; i++) {
        digits += g_ascii_isdigit(text[i]) ? 1 : 0;
    }
    return length <= LABEL_BYTES && digits < LABEL_DIGITS && memchr(text, '@', length) == NULL;
}

gboolean text_table_is_known_label(const char *text)
{
    gsize length = strlen(text);
    if (length == 0 || !text_table_is_label(text, length)) {
        return FALSE;
    }
    g_autofree char *folded = daicho_rules_fold(text, length, &length);
    for (gsize i = 0; i < G_N_ELEMENTS(label_words); i++) {
        if (strcasestr(folded, label_words[i]) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

TextTable *text_table_new(TextView *view)
{
    TextTable *table = g_new0(TextTable, 1);
    table->view = view;
    g_queue_init(&table->rows);
    text_view_end_record(view);
    return table;
}

static const char *get_cell(const Row *row, guint column)
{
    return column < row->cells->len ? g_ptr_array_index(row->cells, column) : "";
}

/* A head has a name in every column that has one, and more known ones than stand in front of rows. */
static gboolean has_head(const TextTable *table)
{
    const Row *head = g_queue_peek_head((GQueue *)(guintptr)&table->rows);
    guint above = 0;
    for (guint i = 0; i < head->cells->len; i++) {
        if (!text_table_is_label(get_cell(head, i), strlen(get_cell(head, i)))) {
            return FALSE;
        }
        above += text_table_is_known_label(get_cell(head, i)) ? 1 : 0;
    }
    guint before = 0;
    for (const GList *row = table->rows.head; row != NULL; row = row->next) {
        before += text_table_is_known_label(get_cell(row->data, 0)) ? 1 : 0;
    }
    return table->rows.length > 1 && head->cells->len > 1 && above > 0 &&
           above + 1 >= before + (head->cells->len == 2 ? 1 : 0);
}

static void give_cells(const TextTable *table, const Row *row, gboolean is_head)
{
    for (guint i = 0; i < row->cells->len; i++) {
        gboolean has_label = !is_head && i < table->n_labels;
        text_view_add_cell(table->view, NULL, has_label ? i : TEXT_VIEW_NO_LABEL, get_cell(row, i),
                           -1);
    }
}

static void give_row(const TextTable *table, const Row *row, gboolean is_head)
{
    text_view_begin_record_at(table->view, row->locator, row->start);
    text_view_set_origin(table->view, &row->origin);
    if (table->shape == SHAPE_COLUMNS) {
        give_cells(table, row, is_head);
    } else {
        for (guint i = 0; i < row->cells->len; i++) {
            text_view_append(table->view, i > 0 ? "\t" : "", -1);
            text_view_append(table->view, get_cell(row, i), -1);
        }
    }
    text_view_end_record_at(table->view, row->end);
}

static void decide(TextTable *table)
{
    gboolean columns = table->rows.head != NULL && has_head(table);
    table->shape = columns ? SHAPE_COLUMNS : SHAPE_FORM;
    if (columns) {
        const Row *head = g_queue_peek_head(&table->rows);
        table->n_labels = head->cells->len;
        text_view_set_labels(table->view, (const char *const *)(gpointer)head->cells->pdata,
                             table->n_labels);
        text_view_begin_table(table->view);
    }
}

/* Gives the rows that are whole. */
static void give_rows(TextTable *table)
{
    gboolean is_head = FALSE;
    if (table->shape == SHAPE_UNKNOWN) {
        decide(table);
        is_head = table->shape == SHAPE_COLUMNS;
    }
    for (Row *row = g_queue_pop_head(&table->rows); row != NULL;
         row = g_queue_pop_head(&table->rows)) {
        give_row(table, row, is_head);
        is_head = FALSE;
        row_free(row);
    }
}

void text_table_begin_row(TextTable *table, const char *locator)
{
    if (table->shape != SHAPE_UNKNOWN || table->rows.length >= HELD_ROWS) {
        give_rows(table);
    }
    Row *row = g_new0(Row, 1);
    row->locator = g_strdup(locator);
    row->origin = text_view_here(table->view);
    row->cells = g_ptr_array_new_with_free_func(g_free);
    row->start = row->end = -1;
    g_queue_push_tail(&table->rows, row);
}

void text_table_set_origin(TextTable *table, const ExtractOrigin *origin)
{
    if (table->rows.tail != NULL) {
        ((Row *)table->rows.tail->data)->origin = *origin;
    }
}

void text_table_add_cell(TextTable *table, const char *text, gssize length)
{
    if (table->rows.tail == NULL) {
        text_table_begin_row(table, NULL);
    }
    const Row *row = table->rows.tail->data;
    gsize size = length < 0 ? strlen(text) : (gsize)length;
    g_ptr_array_add(row->cells, g_strndup(text, size));
}

void text_table_set_bytes(TextTable *table, gint64 start, gint64 end)
{
    if (table->rows.tail != NULL && start >= 0 && end > start) {
        Row *row = table->rows.tail->data;
        row->start = start;
        row->end = end;
    }
}

void text_table_free(TextTable *table)
{
    if (table == NULL) {
        return;
    }
    give_rows(table);
    text_view_set_labels(table->view, NULL, 0);
    g_free(table);
}
