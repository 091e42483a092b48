#include "enforcer/plans/values.h"

#include <string.h>

#include "base/text.h"
#include "enforcer/plans/written.h"
#include "enforcer/subjects/weigh.h"

/* Of one record, the fields that are for a value. */
typedef struct {
    const DaichoCellPlace *empty;
    guint n_empty, n_filled;
} Fields;

static const PlanItem *get_item(const ValueChoosing *choosing, guint index)
{
    return &g_array_index(choosing->open->file->items, PlanItem, index);
}

static Fields find_fields(const ValueChoosing *choosing, const PlanItem *item, gint64 record,
                          const DaichoChange *change)
{
    Fields fields = {0};
    for (guint i = 0; i < choosing->cells->len; i++) {
        const DaichoCellPlace *cell = g_ptr_array_index(choosing->cells, i);
        if (cell->record != record || *cell->label == '\0' ||
            strcmp(cell->part, item->item->part) != 0 ||
            !plan_details_fits(choosing->values->details, change, cell->label)) {
            continue;
        }
        fields.n_filled += cell->is_empty ? 0 : 1;
        fields.n_empty += cell->is_empty ? 1 : 0;
        fields.empty = cell->is_empty ? cell : fields.empty;
    }
    return fields;
}

static gboolean has_value(const ValueChoosing *choosing, const DaichoItem *item, gint64 record,
                          const DaichoChange *change)
{
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        if (!finding->in_name && finding->record == record &&
            plan_details_is_put(choosing->values->details, change, finding)) {
            return TRUE;
        }
    }
    return FALSE;
}

static const char *check_fields(const Fields *fields)
{
    if (fields->n_empty + fields->n_filled == 0) {
        return "the record has no empty field for {what}. Look at it, and {deed} by hand where it "
               "belongs";
    }
    if (fields->n_filled > 0) {
        return "the record has a value there already. Look whether that is to stay, and {deed} by "
               "hand, or take the request as a correction";
    }
    return fields->n_empty > 1
               ? "the record has several empty fields for {what}. Choose one, and {deed} by hand"
               : NULL;
}

static void add_masked(ValueChoosing *choosing, const DaichoCellPlace *cell,
                       const DaichoChange *change)
{
    g_autofree char *part = daicho_text_escape(cell->part, -1);
    g_autofree char *put = plan_details_mask(choosing->values->details, change);
    g_ptr_array_add(choosing->masked,
                    g_strdup_printf("%s#%" G_GINT64_FORMAT " gets %s", part, cell->record, put));
}

static gboolean add_value(ValueChoosing *choosing, guint index, const PlanRecord *record,
                          const DaichoChange *change, DaichoEdit *edit, GError **error)
{
    const PlanItem *item = get_item(choosing, index);
    if (has_value(choosing, item->item, record->number, change)) {
        return TRUE;
    }
    const char *obstacle = plan_values_check(choosing, index, record);
    if (obstacle == NULL && !plan_values_load_cells(choosing, error)) {
        return FALSE;
    }
    Fields fields = obstacle == NULL ? find_fields(choosing, item, record->number, change)
                                     : (Fields){0};
    obstacle = obstacle != NULL ? obstacle : check_fields(&fields);
    if (obstacle != NULL) {
        plan_values_add_task(choosing, item, record->number, obstacle);
        return TRUE;
    }
    const DaichoRange range = {fields.empty->start, fields.empty->end, record->number};
    add_masked(choosing, fields.empty, change);
    return plan_values_put(choosing, index, edit, &range, change, error);
}

/* Lines and letters have no fields: there is nothing that could be missing. */
static gboolean has_fields(const DaichoItem *item)
{
    return !subject_item_is_lines(item) && !plan_letter_is_mail(item);
}

gboolean plan_additions_choose(ValueChoosing *choosing, guint index, DaichoEdit *edit,
                               GError **error)
{
    const PlanItem *item = get_item(choosing, index);
    const GPtrArray *changes = plan_details_get_changes(choosing->values->details);
    for (guint i = 0; has_fields(item->item) && i < item->records->len; i++) {
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        for (guint k = 0; record->goes && k < changes->len; k++) {
            if (!add_value(choosing, index, record, g_ptr_array_index(changes, k), edit, error)) {
                return FALSE;
            }
        }
    }
    return TRUE;
}
