#include "rules/column_counts.h"

#include <string.h>

#include "base/unpack.h"
#include "rules/columns.h"

enum {
    MOST_TABLES = 4096,
    MOST_COLUMNS = 16384, /* of a table, and so a spreadsheet's */
};

static void column_free(gpointer data)
{
    Column *column = data;
    if (column != NULL) {
        g_free(column->label);
        g_hash_table_unref(column->counts);
        g_free(column);
    }
}

static void table_free(gpointer data)
{
    if (data != NULL) {
        g_ptr_array_unref(data);
    }
}

DaichoColumns *daicho_columns_new(DaichoRules *rules)
{
    DaichoColumns *columns = g_new0(DaichoColumns, 1);
    columns->rules = rules;
    columns->all = g_ptr_array_new_with_free_func(table_free);
    columns->head = g_ptr_array_new_with_free_func(table_free);
    columns->here = g_ptr_array_new_with_free_func(table_free);
    return columns;
}

void daicho_columns_free(DaichoColumns *columns)
{
    if (columns != NULL) {
        g_ptr_array_unref(columns->all);
        g_ptr_array_unref(columns->head);
        g_ptr_array_unref(columns->here);
        g_free(columns);
    }
}

/* --- finding --- */

/* The place in an array that grows; NULL past its end when it must not. */
static gpointer *find_slot(GPtrArray *array, guint32 number, guint most, gboolean grows)
{
    if (number == 0 || number > most || (number > array->len && !grows)) {
        return NULL;
    }
    if (number > array->len) {
        g_ptr_array_set_size(array, (gint)number);
    }
    return &array->pdata[number - 1];
}

GPtrArray *column_counts_find_table(GPtrArray *tables, guint32 number, gboolean is_new)
{
    gpointer *slot = find_slot(tables, number, MOST_TABLES, is_new);
    if (slot != NULL && *slot == NULL && is_new) {
        *slot = g_ptr_array_new_with_free_func(column_free);
    }
    return slot != NULL ? *slot : NULL;
}

Column *column_counts_find(GPtrArray *tables, guint32 table, guint32 number, gboolean is_new)
{
    GPtrArray *of_table = column_counts_find_table(tables, table, is_new);
    gpointer *slot = of_table != NULL ? find_slot(of_table, number, MOST_COLUMNS, is_new) : NULL;
    if (slot != NULL && *slot == NULL && is_new) {
        Column *column = g_new0(Column, 1);
        column->counts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
        *slot = column;
    }
    return slot != NULL ? *slot : NULL;
}

void column_counts_put_table(GPtrArray *tables, guint32 number, GPtrArray *table)
{
    *find_slot(tables, number, MOST_TABLES, TRUE) = table;
}

Count *column_counts_get(Column *column, const Rule *rule)
{
    Count *count = g_hash_table_lookup(column->counts, rule);
    if (count == NULL) {
        count = g_new0(Count, 1);
        g_hash_table_insert(column->counts, (gpointer)(guintptr)rule, count);
    }
    return count;
}

/* --- adding up --- */

void column_counts_add(Count *sum, const Count *count)
{
    sum->tried += count->tried;
    sum->passed += count->passed;
    for (guint i = 0; i < count->probed && sum->probed < COLUMN_PROBES; i++) {
        sum->checks |= (count->checks >> i & 1U) << sum->probed;
        sum->probed++;
    }
}

static void add_column(Column *sum, const Column *column)
{
    GHashTableIter iter;
    gpointer rule = NULL;
    gpointer count = NULL;
    sum->filled += column->filled;
    if (sum->label == NULL && column->label != NULL) {
        sum->label = g_strdup(column->label);
        sum->is_of_things = column->is_of_things;
    }
    g_hash_table_iter_init(&iter, column->counts);
    while (g_hash_table_iter_next(&iter, &rule, &count)) {
        column_counts_add(column_counts_get(sum, rule), count);
    }
}

static void add_table(GPtrArray *sums, guint32 number, const GPtrArray *table)
{
    for (guint i = 0; i < table->len; i++) {
        const Column *column = g_ptr_array_index(table, i);
        if (column != NULL) {
            add_column(column_counts_find(sums, number, i + 1, TRUE), column);
        }
    }
}

void column_counts_add_all(GPtrArray *sums, const GPtrArray *tables)
{
    for (guint i = 0; i < tables->len; i++) {
        const GPtrArray *table = g_ptr_array_index(tables, i);
        if (table != NULL) {
            add_table(sums, i + 1, table);
        }
    }
}

void daicho_columns_keep_head(DaichoColumns *columns)
{
    g_ptr_array_set_size(columns->all, 0);
}

void daicho_columns_add(DaichoColumns *columns, const DaichoColumns *more)
{
    column_counts_add_all(columns->all, more->all);
    columns->has_refuted = columns->has_refuted || more->has_refuted;
}

/* --- as bytes --- */

typedef struct {
    guint64 filled;
    guint32 column, label_bytes, n_counts, is_of_things;
} ColumnHead;

typedef struct {
    guint64 tried, passed;
    guint32 rule, probed, checks, reserved;
} CountHead;

static void put(GByteArray *bytes, gconstpointer data, gsize length)
{
    g_byte_array_append(bytes, data, (guint)length);
}

static void put_column(GByteArray *bytes, guint32 number, const Column *column,
                       const DaichoRules *rules)
{
    const ColumnHead head = {
        .filled = column->filled,
        .column = number,
        .label_bytes = column->label != NULL ? (guint32)strlen(column->label) : 0,
        .n_counts = g_hash_table_size(column->counts),
        .is_of_things = column->is_of_things ? 1 : 0,
    };
    put(bytes, &head, sizeof head);
    put(bytes, column->label, head.label_bytes);
    for (guint i = 0; i < rules->rules->len; i++) {
        const Count *count = g_hash_table_lookup(column->counts, rules->rules->pdata[i]);
        if (count != NULL) {
            const CountHead of_rule = {count->tried,  count->passed, i,
                                       count->probed, count->checks, 0};
            put(bytes, &of_rule, sizeof of_rule);
        }
    }
}

GByteArray *daicho_columns_to_bytes(const DaichoColumns *columns)
{
    GByteArray *bytes = g_byte_array_new();
    const guint8 has_refuted = columns->has_refuted ? 1 : 0;
    const GPtrArray *table = column_counts_find_table(columns->all, 1, FALSE);
    put(bytes, &has_refuted, sizeof has_refuted);
    for (guint i = 0; table != NULL && i < table->len; i++) {
        const Column *column = g_ptr_array_index(table, i);
        if (column != NULL) {
            put_column(bytes, i + 1, column, columns->rules);
        }
    }
    return bytes;
}

static gboolean take_count(DaichoUnpack *rest, Column *column, const DaichoRules *rules)
{
    CountHead head;
    if (!daicho_unpack_take(rest, &head, sizeof head) || head.rule >= rules->rules->len ||
        head.probed > COLUMN_PROBES || head.checks >> head.probed != 0 ||
        head.passed > head.tried ||
        g_hash_table_contains(column->counts, rules->rules->pdata[head.rule])) {
        return FALSE;
    }
    Count *count = column_counts_get(column, rules->rules->pdata[head.rule]);
    count->tried = head.tried;
    count->passed = head.passed;
    count->probed = head.probed;
    count->checks = head.checks;
    return TRUE;
}

static gboolean take_column(DaichoUnpack *rest, DaichoColumns *columns)
{
    ColumnHead head;
    if (!daicho_unpack_take(rest, &head, sizeof head) ||
        column_counts_find(columns->all, 1, head.column, FALSE) != NULL) {
        return FALSE;
    }
    g_autofree char *label = daicho_unpack_dup_text(rest, head.label_bytes);
    Column *column = column_counts_find(columns->all, 1, head.column, TRUE);
    if (column == NULL || label == NULL) {
        return FALSE;
    }
    column->filled = head.filled;
    column->label = head.label_bytes > 0 ? g_steal_pointer(&label) : NULL;
    column->is_of_things = head.is_of_things != 0;
    for (guint i = 0; i < head.n_counts; i++) {
        if (!take_count(rest, column, columns->rules)) {
            return FALSE;
        }
    }
    return TRUE;
}

DaichoColumns *daicho_columns_from_bytes(DaichoRules *rules, const guint8 *bytes, gsize length)
{
    DaichoUnpack rest = {bytes, length};
    guint8 has_refuted = 0;
    g_autoptr(DaichoColumns) columns = daicho_columns_new(rules);
    if (!daicho_unpack_take(&rest, &has_refuted, sizeof has_refuted) || has_refuted > 1) {
        return NULL;
    }
    columns->has_refuted = has_refuted;
    while (rest.left > 0) {
        if (!take_column(&rest, columns)) {
            return NULL;
        }
    }
    return g_steal_pointer(&columns);
}
