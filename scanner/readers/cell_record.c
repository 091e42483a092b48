#include "scanner/readers/cell_record.h"

#include <string.h>

enum { LABELS_MOST = 1000, LABEL_BYTES = 200 };

typedef struct {
    guint32 label;
    char *locator;
    gsize start, length; /* in the text */
} Cell;

struct CellRecord {
    TextView *view;
    GPtrArray *labels;   /* of char * */
    GHashTable *indexes; /* of labels, by name */
    guint known;         /* labels that the view has */
    GString *text;
    GArray *cells; /* of Cell */
};

static void cell_clear(gpointer data)
{
    Cell *cell = data;
    g_free(cell->locator);
}

CellRecord *cell_record_new(TextView *view)
{
    CellRecord *record = g_new0(CellRecord, 1);
    record->view = view;
    record->labels = g_ptr_array_new_with_free_func(g_free);
    record->indexes = g_hash_table_new(g_str_hash, g_str_equal);
    record->text = g_string_new(NULL);
    record->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    g_array_set_clear_func(record->cells, cell_clear);
    return record;
}

void cell_record_free(CellRecord *record)
{
    if (record != NULL) {
        g_hash_table_unref(record->indexes);
        g_ptr_array_unref(record->labels);
        g_string_free(record->text, TRUE);
        g_array_unref(record->cells);
        g_free(record);
    }
}

static guint32 find_label(CellRecord *record, const char *name)
{
    gpointer known = NULL;
    g_autofree char *label = name != NULL ? g_strndup(name, LABEL_BYTES) : NULL;
    if (label == NULL || *label == '\0') {
        return TEXT_VIEW_NO_LABEL;
    }
    if (g_hash_table_lookup_extended(record->indexes, label, NULL, &known)) {
        return GPOINTER_TO_UINT(known);
    }
    guint32 index = record->labels->len;
    g_hash_table_insert(record->indexes, label, GUINT_TO_POINTER(index));
    g_ptr_array_add(record->labels, g_steal_pointer(&label));
    return index;
}

void cell_record_add(CellRecord *record, const char *label, const char *locator, const char *text,
                     gssize length)
{
    gsize size = length < 0 ? strlen(text) : (gsize)length;
    const Cell cell = {
        .label = find_label(record, label),
        .locator = g_strdup(locator),
        .start = record->text->len,
        .length = size,
    };
    g_string_append_len(record->text, text, (gssize)size);
    g_array_append_val(record->cells, cell);
}

gsize cell_record_get_size(const CellRecord *record)
{
    return record->text->len + record->cells->len * sizeof(Cell);
}

void cell_record_give(CellRecord *record, const char *locator, gint64 start, gint64 end)
{
    if (record->cells->len == 0) {
        return;
    }
    if (record->known != record->labels->len) {
        text_view_end_record(record->view);
        text_view_set_labels(record->view, (const char *const *)(gpointer)record->labels->pdata,
                             record->labels->len);
        record->known = record->labels->len;
    }
    if (start >= 0) {
        text_view_begin_record_at(record->view, locator, start);
    } else {
        text_view_begin_record(record->view, locator);
    }
    for (guint i = 0; i < record->cells->len; i++) {
        const Cell *cell = &g_array_index(record->cells, Cell, i);
        text_view_add_cell(record->view, cell->locator, cell->label,
                           record->text->str + cell->start, (gssize)cell->length);
    }
    if (end >= 0) {
        text_view_end_record_at(record->view, end);
    } else {
        text_view_end_record(record->view);
    }
    g_array_set_size(record->cells, 0);
    g_string_truncate(record->text, 0);
    if (record->labels->len > LABELS_MOST) {
        g_hash_table_remove_all(record->indexes);
        g_ptr_array_set_size(record->labels, 0);
        record->known = 0;
    }
}
