#include "enforcer/plans/attached.h"

#include <string.h>

/* "part 2 header", "message 3 part 2 header". */
static gboolean is_in_head(const DaichoFinding *finding)
{
    return !finding->in_name && g_str_has_suffix(finding->locator, " header") &&
           strstr(finding->locator, "part ") != NULL;
}

static gboolean is_same(const SubjectPlace *one, const SubjectPlace *other)
{
    return strcmp(one->kind, other->kind) == 0 &&
           memcmp(one->finding->fingerprint, other->finding->fingerprint,
                  DAICHO_FINGERPRINT_BYTES) == 0;
}

static const SubjectPlace *get_place(const PlanFile *file, guint index)
{
    return &g_array_index(file->scan->places, SubjectPlace, index);
}

static gboolean goes_whole(const PlanFile *file, guint index)
{
    return plan_item_goes(&g_array_index(file->items, PlanItem, index)) &&
           plan_file_is_only_subject(file, index);
}

/* Whether the name of something that goes, attached to the same message, is where the value comes
 * from. */
static gboolean is_of_attached(const PlanFile *file, const SubjectPlace *place)
{
    const PlanItem *mail = &g_array_index(file->items, PlanItem, place->item);
    gint64 message = plan_letter_of_record(mail->item, place->finding->record);
    for (guint i = 0; i < file->scan->places->len; i++) {
        const SubjectPlace *name = get_place(file, i);
        const PlanItem *item = &g_array_index(file->items, PlanItem, name->item);
        if (name->finding->in_name && item->mail == place->item + 1 && item->message == message &&
            is_same(place, name) && goes_whole(file, name->item)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_heads_alone(const PlanFile *file, guint index, const PlanRecord *record)
{
    for (guint i = 0; i < file->scan->places->len; i++) {
        const SubjectPlace *place = get_place(file, i);
        gboolean is_of_record = place->item == index && !place->finding->in_name &&
                                place->finding->record == record->number;
        if (is_of_record && !(is_in_head(place->finding) && is_of_attached(file, place))) {
            return FALSE;
        }
    }
    return TRUE;
}

void plan_attached_drop_heads(PlanFile *file, guint index)
{
    GArray *records = g_array_index(file->items, PlanItem, index).records;
    for (guint i = records->len; i > 0; i--) {
        const PlanRecord *record = &g_array_index(records, PlanRecord, i - 1);
        if (!record->is_included && is_heads_alone(file, index, record)) {
            g_array_remove_index(records, i - 1);
        }
    }
}
