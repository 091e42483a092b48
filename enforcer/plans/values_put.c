#include "enforcer/plans/values.h"

#include <string.h>

#include "enforcer/edits/put.h"
#include "enforcer/plans/written.h"

static const PlanItem *get_item(const ValueChoosing *choosing, guint index)
{
    return &g_array_index(choosing->open->file->items, PlanItem, index);
}

static gboolean add_wanted(const ValueChoosing *choosing, GArray *wanted)
{
    for (guint i = 0; i < choosing->open->file->items->len; i++) {
        const PlanItem *item = get_item(choosing, i);
        for (guint k = 0; k < item->records->len; k++) {
            const PlanRecord *record = &g_array_index(item->records, PlanRecord, k);
            const DaichoRecordPlace place = {item->item->part, record->number};
            if (record->goes) {
                g_array_append_val(wanted, place);
            }
        }
    }
    return wanted->len > 0;
}

gboolean plan_values_load_cells(ValueChoosing *choosing, GError **error)
{
    if (choosing->cells != NULL) {
        return TRUE;
    }
    g_autoptr(GArray) wanted = g_array_new(FALSE, FALSE, sizeof(DaichoRecordPlace));
    choosing->cells = add_wanted(choosing, wanted)
                          ? daicho_list_cells(choosing->open->fd, choosing->open->path,
                                              choosing->values->enforcer->reading, wanted, error)
                          : g_ptr_array_new();
    return choosing->cells != NULL;
}

static const DaichoCellPlace *find_cell(const ValueChoosing *choosing, const DaichoItem *item,
                                        const DaichoRange *range)
{
    for (guint i = 0; choosing->cells != NULL && i < choosing->cells->len; i++) {
        const DaichoCellPlace *cell = g_ptr_array_index(choosing->cells, i);
        if (cell->record == range->record && cell->start <= range->start &&
            cell->end >= range->end && strcmp(cell->part, item->part) == 0) {
            return cell;
        }
    }
    return NULL;
}

static void add_put(DaichoEdit *edit, const DaichoRange *range, DaichoPut *put)
{
    if (put != NULL && edit->puts == NULL) {
        edit->puts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_put_free);
    }
    if (put != NULL) {
        g_ptr_array_add(edit->puts, put);
    }
    g_array_append_val(edit->ranges, *range);
}

gboolean plan_values_put(ValueChoosing *choosing, guint index, DaichoEdit *edit,
                         const DaichoRange *range, const DaichoChange *change, GError **error)
{
    const PlanItem *item = get_item(choosing, index);
    const char *why = NULL;
    choosing->is_found = TRUE;
    if (!plan_written_is_bytes(item->item)) {
        g_free(edit->format);
        edit->format = g_strdup(edit_put_format);
        add_put(edit, range, daicho_put_new(change->put != NULL ? change->put : "", NULL));
        return TRUE;
    }
    if (change->put == NULL) {
        /* Of a plain file it is its bytes that are compared, of a member its text. */
        g_autoptr(GBytes) none = g_bytes_new(NULL, 0);
        add_put(edit, range, *item->item->part != '\0' ? daicho_put_new("", none) : NULL);
        return TRUE;
    }
    if (!plan_written_is_simple(item->item, change->put) &&
        !plan_values_load_cells(choosing, error)) {
        return FALSE;
    }
    DaichoPut *put = plan_written_new(item->item, find_cell(choosing, item->item, range),
                                      range->start, range->end, change->put, &why);
    if (put != NULL) {
        add_put(edit, range, put);
    } else {
        plan_values_add_task(choosing, item, range->record, why);
    }
    return TRUE;
}

/* --- in order --- */

/* A range with what is put there. */
typedef struct {
    DaichoRange range;
    DaichoPut *put;
} RangePut;

static gint compare_ranges(gconstpointer one, gconstpointer other)
{
    const DaichoRange *a = &((const RangePut *)one)->range;
    const DaichoRange *b = &((const RangePut *)other)->range;
    return a->start < b->start ? -1 : a->start > b->start;
}

void plan_values_sort(DaichoEdit *edit)
{
    g_autoptr(GArray) sorted = g_array_new(FALSE, FALSE, sizeof(RangePut));
    for (guint i = 0; i < edit->ranges->len; i++) {
        const RangePut both = {g_array_index(edit->ranges, DaichoRange, i),
                               edit->puts != NULL ? g_ptr_array_index(edit->puts, i) : NULL};
        g_array_append_val(sorted, both);
    }
    g_array_sort(sorted, compare_ranges);
    for (guint i = 0; i < edit->ranges->len; i++) {
        const RangePut *both = &g_array_index(sorted, RangePut, i);
        g_array_index(edit->ranges, DaichoRange, i) = both->range;
        if (edit->puts != NULL) {
            g_ptr_array_index(edit->puts, i) = both->put;
        }
    }
}
