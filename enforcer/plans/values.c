#include "enforcer/plans/values.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/edits/put.h"
#include "enforcer/plans/noun.h"
#include "enforcer/plans/others.h"
#include "enforcer/plans/written.h"
#include "enforcer/subjects/weigh.h"

static const PlanItem *get_item(const ValueChoosing *choosing, guint index)
{
    return &g_array_index(choosing->open->file->items, PlanItem, index);
}

static PlanWish get_wish(const ValueChoosing *choosing)
{
    return plan_details_get_wish(choosing->values->details);
}

void plan_values_add_task(ValueChoosing *choosing, const PlanItem *item, gint64 record,
                          const char *why)
{
    g_autofree char *place = plan_place(item->item->share, item->item->path, item->item->part,
                                        record);
    g_autoptr(GString) words = g_string_new(why);
    g_string_replace(words, "{what}", choosing->open->facts->what, 0);
    g_string_replace(words, "{deed}", choosing->open->facts->deed, 0);
    g_string_append_printf(choosing->tasks, "%s%s: %s", choosing->tasks->len > 0 ? "\n" : "", place,
                           words->str);
    choosing->is_found = TRUE;
}

static const PlanRecord *find_record(const PlanItem *item, gint64 number)
{
    for (guint i = 0; i < item->records->len; i++) {
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        if (record->number == number) {
            return record;
        }
    }
    return NULL;
}

/* A message is one record in as many places as it has texts. */
static const PlanRecord *find_letter(const PlanItem *item, gint64 number)
{
    const PlanRecord *found = find_record(item, number);
    for (guint i = 0; i < item->records->len; i++) {
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        gboolean is_same = plan_letter_is_mail(item->item) &&
                           plan_letter_of_record(item->item, record->number) ==
                               plan_letter_of_record(item->item, number);
        gboolean is_worse = found == NULL || (record->is_mixed && !record->is_included);
        found = is_same && is_worse ? record : found;
    }
    return found;
}

/* --- what stands in the way --- */

static const char words_mixed[] = "this place is about other persons too, and the detail may be "
                                  "theirs. Look at it, and {deed} by "
                                  "hand or make the plan again with --include and this place";

const char *plan_values_check(const ValueChoosing *choosing, guint index, const PlanRecord *record)
{
    const PlanItem *item = get_item(choosing, index);
    const DaichoLimits *limits = &choosing->values->enforcer->reading->limits;
    gboolean is_mixed = record != NULL && record->is_mixed && !record->is_included;
    if (item->item->state != DAICHO_ITEM_READ) {
        return "daicho could not read all of it. Open it, look for {what}, and {deed}";
    }
    const char *obstacle = plan_target_check_item(choosing->open->file, index, get_wish(choosing),
                                                  choosing->open->facts, limits);
    if (obstacle != NULL) {
        return obstacle;
    }
    if (is_mixed && plan_noun_may_mix(item->item)) {
        return words_mixed;
    }
    if (!plan_written_is_bytes(item->item) && !edit_put_is_supported(item->item->type)) {
        return "daicho cannot change a single value in this kind of file. Open it with the program "
               "that made it, {deed} and save it";
    }
    return NULL;
}

static void add_masked(ValueChoosing *choosing, const DaichoItem *item,
                       const DaichoFinding *finding, const DaichoChange *change)
{
    g_autofree char *part = daicho_text_escape(item->part, -1);
    g_autofree char *put = change->put != NULL
                               ? plan_details_mask(choosing->values->details, change)
                               : NULL;
    g_ptr_array_add(choosing->masked,
                    g_strdup_printf("%s#%" G_GINT64_FORMAT " %s%s%s", part, finding->record,
                                    finding->sample, put != NULL ? " becomes " : "",
                                    put != NULL ? put : ""));
}

/* --- whose it is --- */

static gboolean is_of_subject(const PlanFile *file, const DaichoFinding *finding)
{
    for (guint i = 0; i < file->scan->places->len; i++) {
        if (g_array_index(file->scan->places, SubjectPlace, i).finding == finding) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean tells_of_another(const ValueChoosing *choosing, const DaichoItem *item,
                                 gint64 record)
{
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        if (!finding->in_name && finding->record == record &&
            plan_others_tells_of_a_person(finding) &&
            plan_details_find(choosing->values->details, finding) == NULL &&
            !is_of_subject(choosing->open->file, finding)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean has_subject(const PlanItem *item)
{
    for (guint i = 0; i < item->records->len; i++) {
        if (g_array_index(item->records, PlanRecord, i).goes) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A detail in a record that nothing shows to be the subject's is told, never silently passed over. */
static void pass_over(ValueChoosing *choosing, const PlanItem *item, gint64 record)
{
    const PlanRecord *known = find_record(item, record);
    gboolean is_decided = known != NULL && plan_record_is_decided(known);
    if (is_decided || tells_of_another(choosing, item->item, record)) {
        choosing->n_others++;
        return;
    }
    /* A letter tells of the person in one line and has the detail in the next. */
    if (has_subject(item) && subject_item_is_lines(item->item)) {
        plan_values_add_task(choosing, item, record,
                             "the person is in this file, and here is the detail, but nothing "
                             "beside it shows whose it is. Look at it, and {deed} by hand where it "
                             "is the person's");
        return;
    }
    g_autofree char *place = plan_place(item->item->share, item->item->path, item->item->part,
                                        record);
    g_ptr_array_add(choosing->values->possible,
                    g_strconcat(place, "  (the detail, but nothing shows whose it is)", NULL));
}

static gboolean is_included(const ValueChoosing *choosing, const PlanItem *item, gint64 record)
{
    g_autofree char *place = plan_place(item->item->share, item->item->path, item->item->part,
                                        record);
    return plan_include_take(choosing->values->include, place, 0);
}

/* --- choosing --- */

static gboolean choose_value(ValueChoosing *choosing, guint index, const DaichoFinding *finding,
                             const DaichoChange *change, DaichoEdit *edit, GError **error)
{
    const PlanItem *item = get_item(choosing, index);
    const PlanRecord *record = find_letter(item, finding->record);
    gboolean is_known = record != NULL && record->goes;
    gboolean is_staffs = is_included(choosing, item, finding->record);
    if (!is_known && !is_staffs) {
        pass_over(choosing, item, finding->record);
        return TRUE;
    }
    const char *obstacle = plan_values_check(choosing, index, is_staffs ? NULL : record);
    /* In a letter of the person's, a text of its own may be about somebody else. */
    if (obstacle == NULL && !is_staffs && plan_letter_is_mail(item->item) &&
        find_record(item, finding->record) == NULL &&
        tells_of_another(choosing, item->item, finding->record)) {
        obstacle = words_mixed;
    }
    gboolean has_place = finding->end > finding->start &&
                         (!plan_written_is_bytes(item->item) ||
                          (finding->record_start >= 0 && finding->start >= finding->record_start &&
                           finding->end <= finding->record_end));
    if (obstacle == NULL && !has_place) {
        obstacle = "its place in the file is not known. Look for {what}, and {deed}";
    }
    if (obstacle == NULL && change->put != NULL &&
        !plan_details_is_exact(choosing->values->details, change, finding)) {
        obstacle = "it is written there in another form, so that the new value may be none either. "
                   "Look at it, and {deed}";
    }
    if (obstacle != NULL) {
        plan_values_add_task(choosing, item, finding->record, obstacle);
        return TRUE;
    }
    const DaichoRange range = {finding->start, finding->end, finding->record};
    add_masked(choosing, item->item, finding, change);
    return plan_values_put(choosing, index, edit, &range, change, error);
}

static gboolean choose_values(ValueChoosing *choosing, guint index, DaichoEdit *edit,
                              GError **error)
{
    const DaichoItem *item = get_item(choosing, index)->item;
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        const DaichoChange *change = !finding->in_name
                                         ? plan_details_find(choosing->values->details, finding)
                                         : NULL;
        if (change != NULL && !choose_value(choosing, index, finding, change, edit, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Whether a rule found something there, of which the value is a part. */
static gboolean is_found_by_rule(const DaichoItem *item, const DaichoFinding *literal)
{
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        if (!finding->in_name && !subject_finding_is_literal(finding) &&
            finding->start < literal->end && finding->end > literal->start) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A name in the midst of a sentence, which no rule finds. */
static gboolean choose_literals(ValueChoosing *choosing, guint index, DaichoEdit *edit,
                                GError **error)
{
    const PlanItem *item = get_item(choosing, index);
    const DaichoItem *again = g_ptr_array_index(choosing->literals, index);
    for (guint i = 0; i < again->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(again->findings, i);
        const DaichoChange *change = !finding->in_name && !is_found_by_rule(item->item, finding)
                                         ? plan_details_find_exact(choosing->values->details,
                                                                   finding)
                                         : NULL;
        if (change == NULL) {
            continue;
        }
        const PlanRecord *record = find_letter(item, finding->record);
        if (finding->confidence < DAICHO_CONFIDENCE_HIGH && record != NULL && record->goes) {
            plan_values_add_task(choosing, item, finding->record,
                                 "the value may be part of a longer one there. Look at it, and "
                                 "{deed} by hand where it is not");
        } else if (!choose_value(choosing, index, finding, change, edit, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The same file as it was searched for the person. */
static gboolean search(ValueChoosing *choosing, GError **error)
{
    const GArray *items = choosing->open->file->items;
    choosing->literals = plan_details_search(choosing->values->details, choosing->open->fd,
                                             choosing->open->path, error);
    gboolean is_same = choosing->literals != NULL && (choosing->literals->len == items->len ||
                                                      get_wish(choosing) == PLAN_ADD_VALUES);
    if (choosing->literals != NULL && !is_same) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "it changed while it was read");
    }
    return is_same;
}

static gboolean choose_item(ValueChoosing *choosing, guint index, GError **error)
{
    const PlanItem *item = get_item(choosing, index);
    g_autoptr(DaichoEdit) edit = daicho_edit_new(item->item->part, item->item->digest, FALSE);
    gboolean adds = get_wish(choosing) == PLAN_ADD_VALUES;
    if (!(adds ? plan_additions_choose(choosing, index, edit, error)
               : choose_values(choosing, index, edit, error) &&
                     choose_literals(choosing, index, edit, error))) {
        return FALSE;
    }
    plan_values_sort(edit);
    for (guint i = 1; i < edit->ranges->len; i++) {
        const DaichoRange *last = &g_array_index(edit->ranges, DaichoRange, i - 1);
        const DaichoRange *range = &g_array_index(edit->ranges, DaichoRange, i);
        if (last->end > range->start || last->start == range->start) {
            plan_values_add_task(choosing, item, range->record,
                                 "its values overlap. Open it and {deed} by hand");
        }
    }
    if (edit->ranges->len > 0) {
        g_ptr_array_add(choosing->target->edits, g_steal_pointer(&edit));
    }
    return TRUE;
}

/* --- the target --- */

static void set_text(char **text, char *value)
{
    g_free(*text);
    *text = value;
}

static char *make_why(const ValueChoosing *choosing)
{
    g_autofree char *why = plan_words_why(choosing->open->file);
    return choosing->n_others == 0
               ? g_steal_pointer(&why)
               : g_strdup_printf("%s; left alone: the detail in %u record%s of others", why,
                                 choosing->n_others, choosing->n_others != 1 ? "s" : "");
}

/* What is named after the detail keeps it, whatever becomes of its content. */
static void note_names(ValueChoosing *choosing)
{
    for (guint i = 0; i < choosing->literals->len; i++) {
        const PlanItem *item = get_item(choosing, i);
        const DaichoItem *again = g_ptr_array_index(choosing->literals, i);
        for (guint k = 0; k < again->findings->len; k++) {
            const DaichoFinding *finding = g_ptr_array_index(again->findings, k);
            if (finding->in_name &&
                plan_details_find_exact(choosing->values->details, finding) != NULL) {
                plan_values_add_task(choosing, item, 0,
                                     "its name, or that of a folder on the way to it, holds the "
                                     "detail: please rename it");
                break;
            }
        }
    }
}

static void fill_target(ValueChoosing *choosing)
{
    DaichoTarget *target = choosing->target;
    gboolean is_manual = choosing->tasks->len > 0;
    note_names(choosing);
    is_manual = is_manual || target->edits->len == 0;
    target->action = is_manual                                  ? DAICHO_ACTION_MANUAL
                     : get_wish(choosing) == PLAN_DELETE_VALUES ? DAICHO_ACTION_DELETE_VALUES
                                                                : DAICHO_ACTION_CHANGE_VALUES;
    if (is_manual) {
        g_ptr_array_set_size(target->edits, 0);
    }
    target->others = plan_file_count_others(choosing->open->file);
    set_text(&target->instructions, g_strdup(choosing->tasks->str));
    set_text(&target->why, make_why(choosing));
    set_text(&target->disposal,
             plan_words_disposal(choosing->open->facts->file_system, target->action));
    g_ptr_array_add(choosing->masked, NULL);
    g_strfreev(target->masked);
    target->masked = (char **)(gpointer)g_ptr_array_free(g_steal_pointer(&choosing->masked), FALSE);
}

static gboolean choose_items(ValueChoosing *choosing, GError **error)
{
    if (!search(choosing, error)) {
        return FALSE;
    }
    for (guint i = 0; i < choosing->open->file->items->len; i++) {
        if (!choose_item(choosing, i, error)) {
            return FALSE;
        }
    }
    if (choosing->is_found && choosing->open->facts->links > 1) {
        plan_values_add_task(
            choosing, get_item(choosing, 0), 0,
            "the same file has other names as well (hard links), where its content would "
            "stay. Ask the system's administrator to find them, then make the plan again");
    }
    return TRUE;
}

gboolean plan_values_choose(const PlanValues *values, DaichoTarget *target,
                            const PlanValuesFile *open, gboolean *is_found, GError **error)
{
    g_autoptr(GString) tasks = g_string_new(NULL);
    ValueChoosing choosing = {
        .values = values,
        .open = open,
        .target = target,
        .tasks = tasks,
        .masked = g_ptr_array_new_with_free_func(g_free),
    };
    gboolean is_chosen = choose_items(&choosing, error);
    if (is_chosen) {
        g_ptr_array_set_free_func(choosing.masked, NULL);
        fill_target(&choosing);
    }
    *is_found = choosing.is_found;
    g_clear_pointer(&choosing.masked, g_ptr_array_unref);
    g_clear_pointer(&choosing.cells, g_ptr_array_unref);
    g_clear_pointer(&choosing.literals, g_ptr_array_unref);
    return is_chosen;
}

typedef gboolean (*FindingTest)(const PlanDetails *details, const DaichoChange *change,
                                const DaichoFinding *finding);

static gboolean is_old(const PlanDetails *details, const DaichoChange *change,
                       const DaichoFinding *finding)
{
    return plan_details_find(details, finding) == change;
}

/* Whether a finding in a record of the subject's is it. */
static gboolean has_finding(const PlanDetails *details, const PlanFile *file,
                            const DaichoChange *change, FindingTest is_it)
{
    for (guint i = 0; i < file->items->len; i++) {
        const PlanItem *item = &g_array_index(file->items, PlanItem, i);
        for (guint k = 0; k < item->item->findings->len; k++) {
            const DaichoFinding *finding = g_ptr_array_index(item->item->findings, k);
            const PlanRecord *record = !finding->in_name ? find_letter(item, finding->record)
                                                         : NULL;
            if (record != NULL && record->goes && is_it(details, change, finding)) {
                return TRUE;
            }
        }
    }
    return FALSE;
}

static gboolean has_literal(const PlanDetails *details, const PlanItem *item,
                            const DaichoItem *again)
{
    for (guint i = 0; i < again->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(again->findings, i);
        const PlanRecord *record = !finding->in_name ? find_letter(item, finding->record) : NULL;
        if (record != NULL && record->goes && finding->confidence >= DAICHO_CONFIDENCE_HIGH &&
            plan_details_find_exact(details, finding) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean plan_values_remain(const PlanDetails *details, const PlanFile *file,
                            const GPtrArray *literals)
{
    for (guint i = 0; i < MIN(literals->len, file->items->len); i++) {
        if (has_literal(details, &g_array_index(file->items, PlanItem, i),
                        g_ptr_array_index(literals, i))) {
            return TRUE;
        }
    }
    const GPtrArray *changes = plan_details_get_changes(details);
    for (guint i = 0; i < changes->len; i++) {
        if (has_finding(details, file, g_ptr_array_index(changes, i), is_old)) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean plan_values_stand(const PlanDetails *details, const PlanFile *file)
{
    const GPtrArray *changes = plan_details_get_changes(details);
    for (guint i = 0; i < changes->len; i++) {
        const DaichoChange *change = g_ptr_array_index(changes, i);
        if (change->put != NULL && !has_finding(details, file, change, plan_details_is_put)) {
            return FALSE;
        }
    }
    return TRUE;
}
