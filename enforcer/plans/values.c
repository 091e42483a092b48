#include "enforcer/plans/values.h"

#include <string.h>

#include "base/text.h"
#include "enforcer/plans/others.h"
#include "enforcer/subjects/weigh.h"

typedef struct {
    DaichoTarget *target;
    const PlanFile *file;
    const SubjectIdentity *details;
    const PlanFileFacts *facts;
    const DaichoLimits *limits;
    GString *tasks;
    GPtrArray *masked; /* of char * */
    gboolean is_found;
} Choosing;

static const PlanItem *get_item(const Choosing *choosing, guint index)
{
    return &g_array_index(choosing->file->items, PlanItem, index);
}

static void add_task(Choosing *choosing, const PlanItem *item, gint64 record, const char *why)
{
    g_autofree char *place = plan_place(item->item->share, item->item->path, item->item->part,
                                        record);
    g_autoptr(GString) words = g_string_new(why);
    g_string_replace(words, "{what}", choosing->facts->what, 0);
    g_string_append_printf(choosing->tasks, "%s%s: %s", choosing->tasks->len > 0 ? "\n" : "", place,
                           words->str);
}

/* Texts in which the place of a value is that of its bytes: in JSON, LDIF and vCards only records
 * have a place in the original. */
static gboolean is_text(const DaichoItem *item)
{
    static const char *const types[] = {"text/plain", "text/csv", "text/tab-separated-values",
                                        NULL};
    static const char *const charsets[] = {"UTF-8",     "UTF-16",     "UTF-32", "US-ASCII",
                                           "ASCII",     "Shift_JIS",  "CP932",  "EUC-JP",
                                           "ISO-8859-", "windows-125"};
    gboolean is_plain = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(charsets) && !is_plain; i++) {
        is_plain = g_str_has_prefix(item->charset, charsets[i]);
    }
    return is_plain && g_strv_contains(types, item->type);
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

static const char *check_value(const PlanItem *item, const PlanRecord *record,
                               const DaichoFinding *finding)
{
    if (record->is_mixed && subject_item_is_lines(item->item) && !record->is_included) {
        return "this line is about other persons too, and the detail may be theirs. Look at it, "
               "and "
               "delete it by hand or make the plan again with --include and this place";
    }
    if (*item->item->part != '\0') {
        return "daicho cuts single values out of plain files only. Unpack the archive, delete the "
               "value, pack it again and delete the old archive";
    }
    if (!is_text(item->item) || finding->record_start < 0 ||
        finding->start < finding->record_start || finding->end > finding->record_end ||
        finding->end <= finding->start) {
        return "daicho cannot cut a single value out of this kind of file. Open it with the "
               "program "
               "that made it, delete the value and save it";
    }
    return NULL;
}

static void add_masked(Choosing *choosing, const DaichoItem *item, const DaichoFinding *finding)
{
    g_autofree char *part = daicho_text_escape(item->part, -1);
    g_ptr_array_add(choosing->masked, g_strdup_printf("%s#%" G_GINT64_FORMAT " %s", part,
                                                      finding->record, finding->sample));
}

static gint compare_ranges(gconstpointer one, gconstpointer other)
{
    const DaichoRange *a = one;
    const DaichoRange *b = other;
    return a->start < b->start ? -1 : a->start > b->start;
}

static gboolean tells_of_another(const Choosing *choosing, const DaichoItem *item, gint64 record)
{
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        if (!finding->in_name && finding->record == record &&
            plan_others_tells_of_a_person(finding) &&
            subject_identity_find(choosing->details, finding) == NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A letter tells of the person in one line and has the detail in the next: whose it is, is for a person to say. */
static gboolean may_be_of_subject(const Choosing *choosing, const PlanItem *item, gint64 record)
{
    gboolean has_subject = FALSE;
    for (guint i = 0; i < item->records->len; i++) {
        has_subject |= g_array_index(item->records, PlanRecord, i).goes;
    }
    return has_subject && subject_item_is_lines(item->item) &&
           !tells_of_another(choosing, item->item, record);
}

static void choose_value(Choosing *choosing, guint index, const DaichoFinding *finding,
                         DaichoEdit *edit)
{
    const PlanItem *item = get_item(choosing, index);
    const PlanRecord *record = find_record(item, finding->record);
    if (record == NULL || !record->goes) {
        if (may_be_of_subject(choosing, item, finding->record)) {
            choosing->is_found = TRUE;
            add_task(choosing, item, finding->record,
                     "the person is in this file, and here is the detail, but nothing beside it "
                     "shows whose it is. Look at it, and delete {what} by hand where it is the "
                     "person's");
        }
        return;
    }
    const char *obstacle = plan_target_check_item(choosing->file, index, PLAN_DELETE_VALUES,
                                                  choosing->facts, choosing->limits);
    obstacle = obstacle != NULL ? obstacle : check_value(item, record, finding);
    choosing->is_found = TRUE;
    if (obstacle != NULL) {
        add_task(choosing, item, finding->record, obstacle);
        return;
    }
    const DaichoRange range = {finding->start, finding->end, finding->record};
    g_array_append_val(edit->ranges, range);
    add_masked(choosing, item->item, finding);
}

static void choose_item(Choosing *choosing, guint index)
{
    const PlanItem *item = get_item(choosing, index);
    g_autoptr(DaichoEdit) edit = daicho_edit_new(item->item->part, item->item->digest, FALSE);
    for (guint i = 0; i < item->item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->item->findings, i);
        if (!finding->in_name && !subject_finding_is_literal(finding) &&
            subject_identity_find(choosing->details, finding) != NULL) {
            choose_value(choosing, index, finding, edit);
        }
    }
    g_array_sort(edit->ranges, compare_ranges);
    for (guint i = 1; i < edit->ranges->len; i++) {
        if (g_array_index(edit->ranges, DaichoRange, i - 1).end >
            g_array_index(edit->ranges, DaichoRange, i).start) {
            add_task(choosing, item, 0, "its values overlap. Open it and delete them by hand");
        }
    }
    if (edit->ranges->len > 0) {
        g_ptr_array_add(choosing->target->edits, g_steal_pointer(&edit));
    }
}

static void set_text(char **text, char *value)
{
    g_free(*text);
    *text = value;
}

gboolean plan_values_choose(DaichoTarget *target, const PlanFile *file,
                            const SubjectIdentity *details, const PlanFileFacts *facts,
                            const DaichoLimits *limits)
{
    g_autoptr(GString) tasks = g_string_new(NULL);
    g_autoptr(GPtrArray) masked = g_ptr_array_new();
    Choosing choosing = {target, file, details, facts, limits, tasks, masked, FALSE};
    for (guint i = 0; i < file->items->len; i++) {
        choose_item(&choosing, i);
    }
    if (choosing.is_found && facts->links > 1) {
        add_task(&choosing, get_item(&choosing, 0), 0,
                 "the same file has other names as well (hard links), where its content would "
                 "stay. Ask the system's administrator to find them, then make the plan again");
    }
    target->action = tasks->len > 0 ? DAICHO_ACTION_MANUAL : DAICHO_ACTION_DELETE_VALUES;
    if (tasks->len > 0) {
        g_ptr_array_set_size(target->edits, 0);
    }
    target->others = plan_file_count_others(file);
    set_text(&target->instructions, g_strdup(tasks->str));
    set_text(&target->why, plan_words_why(file));
    set_text(&target->disposal, plan_words_disposal(facts->file_system, target->action));
    g_ptr_array_add(masked, NULL);
    g_strfreev(target->masked);
    target->masked = (char **)(gpointer)g_ptr_array_free(g_steal_pointer(&masked), FALSE);
    return choosing.is_found;
}
