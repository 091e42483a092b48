#include "enforcer/plans/document.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/edits/edit.h"
#include "enforcer/plans/findings.h"
#include "enforcer/plans/others.h"
#include "enforcer/plans/target.h"
#include "enforcer/acts/step.h"

static const PlanItem *find_item(const PlanFile *file, const char *part)
{
    for (guint i = 0; i < file->items->len; i++) {
        const PlanItem *item = &g_array_index(file->items, PlanItem, i);
        if (strcmp(item->item->part, part) == 0) {
            return item;
        }
    }
    return NULL;
}

static gboolean is_of_subject(const PlanFile *file, const DaichoFinding *finding)
{
    for (guint i = 0; i < file->scan->places->len; i++) {
        if (g_array_index(file->scan->places, SubjectPlace, i).finding == finding) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Whether a record that would go along tells of anybody but the subject. */
static gboolean is_of_others(const PlanFile *file, const PlanItem *item, gint64 record)
{
    guint at = plan_findings_find(item->findings, record);
    for (const DaichoFinding *finding = NULL;
         (finding = plan_findings_next(item->findings, record, &at)) != NULL;) {
        if (plan_others_tells_of_a_person(finding) && !is_of_subject(file, finding)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* --- words --- */

static void make_manual(DaichoTarget *target, const char *instructions)
{
    target->action = DAICHO_ACTION_MANUAL;
    g_ptr_array_set_size(target->edits, 0);
    g_free(target->instructions);
    g_free(target->disposal);
    target->instructions = g_strdup(instructions);
    target->disposal = g_strdup("");
}

static void add_line(DaichoTarget *target, const PlanItem *item, gint64 record)
{
    guint n = g_strv_length(target->masked);
    g_autofree char *place = plan_words_line(item, record);
    target->masked = g_renew(char *, target->masked, n + 2);
    target->masked[n] = g_strconcat(place, " goes along", NULL);
    target->masked[n + 1] = NULL;
}

/* --- what goes along --- */

static gboolean was_planned(const GArray *ranges, gint64 record)
{
    for (guint i = 0; i < ranges->len; i++) {
        if (g_array_index(ranges, DaichoRange, i).record == record) {
            return TRUE;
        }
    }
    return FALSE;
}

/* TRUE when it is about others: then it is in words. */
static gboolean take_along(DaichoTarget *target, const PlanFile *file, const DaichoEdit *edit,
                           const GArray *planned)
{
    const PlanItem *item = find_item(file, edit->part);
    for (guint i = 0; item != NULL && i < edit->ranges->len; i++) {
        gint64 record = g_array_index(edit->ranges, DaichoRange, i).record;
        if (was_planned(planned, record)) {
            continue;
        }
        if (is_of_others(file, item, record)) {
            g_autofree char *place = plan_words_line(item, record);
            g_autofree char *words = g_strdup_printf(
                "%s hangs on a record of the person's but tells of others. Open the document with "
                "the program that made it, and take the person's data out",
                place);
            make_manual(target, words);
            return TRUE;
        }
        add_line(target, item, record);
    }
    return FALSE;
}

static GPtrArray *copy_ranges(const DaichoTarget *target)
{
    GPtrArray *ranges = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < target->edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(target->edits, i);
        g_ptr_array_add(ranges, g_array_copy(edit->ranges));
    }
    return ranges;
}

static gboolean has_document(const DaichoTarget *target)
{
    for (guint i = 0; i < target->edits->len; i++) {
        if (daicho_edit_is_of_document(g_ptr_array_index(target->edits, i))) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean plan_document_try(DaichoTarget *target, const PlanFile *file, DaichoFs *fs, int fd,
                           const DaichoLimits *limits, GError **error)
{
    g_autoptr(GError) failure = NULL;
    if (!has_document(target)) {
        return TRUE;
    }
    g_autoptr(GPtrArray) planned = copy_ranges(target);
    if (!edit_try(fs, fd, target->path, target->edits, limits, &failure)) {
        if (!step_is_passable(failure)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return FALSE;
        }
        g_autofree char *place = plan_place(target->share, target->path, "", 0);
        g_autofree char *words = g_strdup_printf("%s: %s", place, failure->message);
        make_manual(target, words);
        return TRUE;
    }
    for (guint i = 0; i < target->edits->len; i++) {
        if (take_along(target, file, g_ptr_array_index(target->edits, i),
                       g_ptr_array_index(planned, i))) {
            break;
        }
    }
    return TRUE;
}
