#include "rules/row_labels.h"

#include <string.h>

#include "rules/columns.h"

enum {
    LOOKED_AT = 40, /* rows that tell what a table is */
    KINDS_LEAST = 3,
    VALUES_LEAST = 3, /* on the right, that hold mail or a number */
    LABEL_BYTES = 48,
    VALUE_DIGITS = 5,
};

/* The cells of a row that are not empty: indices. */
typedef struct {
    gsize left, right;
} Pair;

static guint count_digits(const char *text, gsize length)
{
    guint digits = 0;
    for (gsize i = 0; i < length; i++) {
        digits += g_ascii_isdigit(text[i]) ? 1 : 0;
    }
    return digits;
}

/* Of each record with two filled cells; NULL when one has more. */
static GArray *find_pairs(const DaichoText *text)
{
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
    guint filled = 0;
    gsize left = 0;
    for (gsize i = 0; i < text->n_cells; i++) {
        const DaichoCell *cell = &text->cells[i];
        filled = i > 0 && cell->record == text->cells[i - 1].record ? filled : 0;
        if (cell->end == cell->start) {
            continue;
        }
        if (++filled > 2) {
            return NULL;
        }
        if (filled == 2) {
            const Pair pair = {left, i};
            g_array_append_val(pairs, pair);
        }
        left = i;
    }
    return g_steal_pointer(&pairs);
}

/* The kind of the first rule that the cell is a label for; NULL when it is for none. */
static const char *find_kind(DaichoRules *rules, const char *label, gsize length)
{
    gsize n = 0;
    g_autofree char *folded = daicho_rules_fold(label, length, &n);
    if (count_digits(folded, n) > 0 || strchr(folded, '@') != NULL) {
        return NULL;
    }
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (!rule->is_disabled && label_fits(rules, rule, folded, n)) {
            return rule->info.kind;
        }
    }
    return NULL;
}

static gboolean is_value(const char *text, gsize length)
{
    gsize n = 0;
    g_autofree char *folded = daicho_rules_fold(text, length, &n);
    return strchr(folded, '@') != NULL || count_digits(folded, n) >= VALUE_DIGITS;
}

static gboolean are_rows_of_labels(DaichoRules *rules, const DaichoText *text, const GArray *pairs)
{
    g_autoptr(GHashTable) kinds = g_hash_table_new(g_str_hash, g_str_equal);
    guint looked_at = MIN(pairs->len, LOOKED_AT);
    guint labels = 0;
    guint values = 0;
    for (guint i = 0; i < looked_at; i++) {
        const Pair *pair = &g_array_index(pairs, Pair, i);
        const DaichoCell *left = &text->cells[pair->left];
        const DaichoCell *right = &text->cells[pair->right];
        const char *kind = left->end - left->start <= LABEL_BYTES
                               ? find_kind(rules, text->text + left->start, left->end - left->start)
                               : NULL;
        if (kind != NULL) {
            g_hash_table_add(kinds, (gpointer)(guintptr)kind);
            labels++;
            values += is_value(text->text + right->start, right->end - right->start) ? 1 : 0;
        }
    }
    return g_hash_table_size(kinds) >= KINDS_LEAST && values >= VALUES_LEAST &&
           labels * 2 >= looked_at;
}

static guint32 add_label(RowLabels *rows, GHashTable *known, const DaichoCell *cell)
{
    char *label = g_strndup(rows->text.text + cell->start, cell->end - cell->start);
    gpointer index = NULL;
    if (g_hash_table_lookup_extended(known, label, NULL, &index)) {
        g_free(label);
        return GPOINTER_TO_UINT(index);
    }
    g_hash_table_insert(known, label, GUINT_TO_POINTER(rows->labels->len));
    g_ptr_array_add(rows->labels, label);
    return rows->labels->len - 1;
}

static void relabel(RowLabels *rows, const GArray *pairs)
{
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    DaichoCell *cells = (DaichoCell *)(gpointer)rows->cells->data;
    for (guint i = 0; i < rows->cells->len; i++) {
        cells[i].label = G_MAXUINT32;
        cells[i].table = cells[i].column = 0;
    }
    for (guint i = 0; i < pairs->len; i++) {
        const Pair *pair = &g_array_index(pairs, Pair, i);
        cells[pair->right].label = add_label(rows, known, &cells[pair->left]);
    }
}

RowLabels *row_labels_new(DaichoRules *rules, const DaichoText *text)
{
    g_autoptr(GArray) pairs = text->cells != NULL ? find_pairs(text) : NULL;
    if (pairs == NULL || pairs->len < VALUES_LEAST || !are_rows_of_labels(rules, text, pairs)) {
        return NULL;
    }
    RowLabels *rows = g_new0(RowLabels, 1);
    rows->text = *text;
    rows->cells = g_array_sized_new(FALSE, FALSE, sizeof(DaichoCell), (guint)text->n_cells);
    g_array_append_vals(rows->cells, text->cells, (guint)text->n_cells);
    rows->labels = g_ptr_array_new_with_free_func(g_free);
    relabel(rows, pairs);
    rows->text.cells = (const DaichoCell *)(gpointer)rows->cells->data;
    rows->text.labels = (const char *const *)(gpointer)rows->labels->pdata;
    rows->text.n_labels = rows->labels->len;
    return rows;
}

void row_labels_free(RowLabels *rows)
{
    if (rows != NULL) {
        g_array_unref(rows->cells);
        g_ptr_array_unref(rows->labels);
        g_free(rows);
    }
}
