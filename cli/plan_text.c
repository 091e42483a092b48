#include "cli/plan_text.h"

#include <string.h>

#include "base/text.h"
#include "cli/message.h"
#include "cli/place.h"

static gboolean is_for_person(const DaichoPlan *plan)
{
    return plan->request != 0;
}

static gboolean is_left_to_person(const DaichoTarget *target)
{
    return target->action == DAICHO_ACTION_MANUAL;
}

static gboolean is_held(const DaichoTarget *target)
{
    return target->action == DAICHO_ACTION_HELD;
}

static gboolean is_done(const DaichoTarget *target)
{
    return daicho_outcome_is_done(target->action);
}

/* What all parts of the text need. */
typedef struct {
    DaichoEnforcer *enforcer;
    const DaichoPlan *plan;
    const DaichoPlanRow *row;
} Shown;

static void append_head(GString *text, const Shown *shown)
{
    const DaichoPlan *plan = shown->plan;
    const DaichoPlanRow *row = shown->row;
    g_autofree char *made = daicho_time_format(row->made_s);
    g_autofree char *request = g_strdup_printf("request %" G_GINT64_FORMAT " (%s)", plan->request,
                                               plan->kind);
    g_string_append_printf(text, "Plan %" G_GINT64_FORMAT " for %s: %s\n  made by %s, %s\n",
                           row->number, is_for_person(plan) ? request : plan->kind, row->state,
                           row->made_by, made);
    if (*row->approved_by != '\0') {
        g_autofree char *approved = daicho_time_format(row->approved_s);
        g_string_append_printf(text, "  approved by %s, %s\n", row->approved_by, approved);
    }
    g_string_append_printf(text, "  hash %s\n  policy %s (%s)\n", row->hash, plan->policy_digest,
                           daicho_outcome_is_policy_in_force(shown->enforcer, plan)
                               ? "in force"
                               : "no longer in force: consider making the plan again");
}

static void append_line(GString *text, const char *title, const char *value)
{
    if (value != NULL && *value != '\0') {
        g_autofree char *shown = daicho_text_escape(value, -1);
        g_string_append_printf(text, "     %s: %s\n", title, shown);
    }
}

static void append_ranges(GString *text, const DaichoEdit *edit)
{
    g_string_append(text, edit->ranges->len == 1 ? "record" : "records");
    for (guint i = 0; i < edit->ranges->len; i++) {
        g_string_append_printf(text, "%s %" G_GINT64_FORMAT, i > 0 ? "," : "",
                               g_array_index(edit->ranges, DaichoRange, i).record);
    }
}

static void append_edit(GString *text, const DaichoEdit *edit)
{
    g_autofree char *part = daicho_text_escape(edit->part, -1);
    g_string_append(text, edit->puts != NULL ? "     changes: " : "     goes: ");
    if (edit->remove) {
        g_string_append(text, "the whole member");
    } else {
        append_ranges(text, edit);
    }
    g_string_append_printf(text, "%s%s\n", *part != '\0' ? " of " : "", part);
}

/* Instructions may have lines: each stays one. */
static void append_instructions(GString *text, const char *instructions)
{
    g_auto(GStrv) lines = g_strsplit(instructions, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        append_line(text, "to do", *line);
    }
}

static void append_before_and_after(GString *text, const DaichoTarget *target)
{
    gboolean has_lines = target->masked != NULL && *target->masked != NULL;
    for (char **masked = target->masked; masked != NULL && *masked != NULL; masked++) {
        append_line(text, "before", *masked);
    }
    append_line(text, "before", has_lines ? "" : "the whole file");
    append_line(text, "after", daicho_outcome_after(target->action)->en);
}

static gboolean append_target(GString *text, const Shown *shown, const DaichoTarget *target,
                              GError **error)
{
    g_autofree char *hold = daicho_outcome_hold(shown->enforcer, shown->row, target, error);
    if (hold == NULL) {
        return FALSE;
    }
    g_autofree char *place = place_format(target->share, target->path, "", 0);
    g_string_append_printf(text, "%4" G_GINT64_FORMAT " %s  %s\n", target->number,
                           daicho_action_name(target->action), place);
    for (guint i = 0; i < target->edits->len; i++) {
        append_edit(text, g_ptr_array_index(target->edits, i));
    }
    append_before_and_after(text, target);
    append_line(text, "why", target->why);
    append_line(text, "purpose", *target->purpose != '\0' ? target->purpose : "none on record");
    append_line(text, "hold", hold);
    g_string_append_printf(text, "     others in the file: %" G_GINT64_FORMAT "%s\n",
                           target->others,
                           target->others > 0 && is_done(target) ? " (left as they are)" : "");
    append_line(text, "disposal", is_done(target) ? target->disposal : "");
    append_instructions(text, is_held(target) ? "" : target->instructions);
    return TRUE;
}

/* Those of one kind under a heading, or nothing. */
static gboolean append_targets(GString *text, const Shown *shown, const char *heading,
                               gboolean (*is_wanted)(const DaichoTarget *target), GError **error)
{
    gboolean is_first = TRUE;
    for (guint i = 0; i < shown->plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(shown->plan->targets, i);
        if (!is_wanted(target)) {
            continue;
        }
        if (is_first) {
            g_string_append_printf(text, "\n%s\n", heading);
        }
        is_first = FALSE;
        if (!append_target(text, shown, target, error)) {
            return FALSE;
        }
    }
    if (is_first && is_wanted == is_done) {
        g_string_append(text, "\nThere is nothing for daicho to do.\n");
    }
    return TRUE;
}

static void append_places(GString *text, const GPtrArray *places)
{
    for (guint i = 0; i < places->len; i++) {
        g_string_append_printf(text, "  %s\n", (const char *)g_ptr_array_index(places, i));
    }
}

static void append_excluded(GString *text, const DaichoPlan *plan)
{
    if (plan->excluded->len > 0) {
        g_string_append(text,
                        "\nAnother person's, as staff decided, and left as they are (take one "
                        "back with daicho subject undecide):\n");
        append_places(text, plan->excluded);
    }
}

static void append_possible(GString *text, const DaichoPlan *plan)
{
    if (plan->possible->len == 0) {
        return;
    }
    if (!is_for_person(plan)) {
        g_string_append(text,
                        "\nNot included: a person has to decide, with daicho retention review "
                        "'PLACE' --delete (or\n--keep-until DATE) --reason TEXT:\n");
        append_places(text, plan->possible);
        return;
    }
    g_string_append_printf(
        text,
        "\nPossible places, not included: a name alone, which others may have, or what is said "
        "behind "
        "the place.\nLook at each: what is this person's goes into a new plan with daicho request "
        "plan %" G_GINT64_FORMAT "\n--include 'PLACE'; what is another's is left for good with "
        "--exclude 'PLACE' --reason TEXT:\n",
        plan->request);
    append_places(text, plan->possible);
}

static void append_unread(GString *text, const DaichoPlan *plan)
{
    if (plan->unread > 0) {
        g_autofree char *items = message_counted((guint64)plan->unread, "item", "items");
        g_string_append_printf(text,
                               is_for_person(plan)
                                   ? "\nNot searched, since it could not be read in full: %s "
                                     "(daicho report unread).\n"
                                   : "\nNot judged, since it could not be read in full or changed "
                                     "after the last scan: %s.\n",
                               items);
    }
}

char *plan_text_new(DaichoEnforcer *enforcer, const DaichoPlan *plan, const DaichoPlanRow *row,
                    GError **error)
{
    const Shown shown = {enforcer, plan, row};
    g_autoptr(GString) text = g_string_new(NULL);
    append_head(text, &shown);
    if (!append_targets(text, &shown, "What daicho does:", is_done, error) ||
        !append_targets(text, &shown, "Left to a person:", is_left_to_person, error) ||
        !append_targets(text, &shown, "Stopped by a hold, and left as it is:", is_held, error)) {
        return NULL;
    }
    append_possible(text, plan);
    append_excluded(text, plan);
    append_unread(text, plan);
    return g_string_free(g_steal_pointer(&text), FALSE);
}
