#include "enforcer/plans/target.h"

#include <string.h>

#include "base/text.h"
#include "enforcer/edits/edit.h"
#include "enforcer/edits/check.h"
#include "enforcer/edits/document.h"
#include "enforcer/edits/record.h"
#include "enforcer/plans/noun.h"
#include "enforcer/subjects/weigh.h"
#include "scanner/scanner.h"

typedef struct {
    DaichoTarget *target;
    const PlanFile *file;
    PlanWish wish;
    const PlanFileFacts *facts;
    const DaichoLimits *limits;
    GString *tasks; /* what a person has to do; empty while nothing stands in the way */
} Choosing;

static void set_text(char **text, char *value)
{
    g_free(*text);
    *text = value;
}

static const PlanItem *get_item(const PlanFile *file, guint index)
{
    return &g_array_index(file->items, PlanItem, index);
}

static void add_task(Choosing *choosing, const PlanItem *item, gint64 record, const char *why)
{
    g_autofree char *place = plan_place(item->item->share, item->item->path, item->item->part,
                                        record);
    g_autofree char *locator = daicho_text_escape(plan_locator(item, record), -1);
    gboolean is_located = *locator != '\0';
    g_autoptr(GString) words = g_string_new(why);
    g_string_replace(words, "{what}", choosing->facts->what, 0);
    g_string_replace(words, "{deed}", choosing->facts->deed, 0);
    g_string_append_printf(choosing->tasks, "%s%s%s%s%s: %s", choosing->tasks->len > 0 ? "\n" : "",
                           place, is_located ? " (" : "", locator, is_located ? ")" : "",
                           words->str);
}

/* --- what stands in the way of a cut --- */

/* Why nothing in it can be changed, and what to do instead. */
static const char *explain_container(const char *type)
{
    if (daicho_type_is_encrypted_archive(type)) {
        return "it lies in an archive with a password, which daicho can read but not write. Unpack "
               "the archive, {deed}, pack it again with the password and delete the old archive";
    }
    if (daicho_type_is_archive(type)) {
        return "it lies in an archive of a kind that daicho cannot rewrite. Unpack the archive, "
               "{deed}, pack it again and delete the old archive";
    }
    return "it is embedded in a document, or attached to a message, of a kind in which daicho "
           "changes no such thing. Open what is embedded or attached with the program that made "
           "it, "
           "{deed}, and save it";
}

static const char *check_containers(const Choosing *choosing, const DaichoItem *leaf)
{
    for (guint i = 0; i < choosing->file->items->len; i++) {
        const DaichoItem *item = get_item(choosing->file, i)->item;
        if (!plan_part_is_within(leaf->part, item->part)) {
            continue;
        }
        if (!edit_is_supported(item->type)) {
            return explain_container(item->type);
        }
        if (item->state != DAICHO_ITEM_READ) {
            return "it lies in an archive that could not be read in full, and rewriting it could "
                   "lose the rest. Open the archive with the program that made it and {deed}";
        }
    }
    return NULL;
}

static const char *check_item(const Choosing *choosing, const PlanItem *item)
{
    const DaichoItem *leaf = item->item;
    gboolean is_member = *leaf->part != '\0';
    if (leaf->state != DAICHO_ITEM_READ) {
        return "daicho could not read all of it. Open it, look for {what}, and take that "
               "out; delete the file when nothing else is in it";
    }
    if (is_member && choosing->wish == PLAN_SUSPEND) {
        return "data within an archive cannot be suspended by daicho. Move the archive to a place "
               "that only the privacy officer can open";
    }
    if (is_member && (guint64)choosing->facts->size_bytes > choosing->limits->rewrite_bytes) {
        return "the archive is too large to be rewritten by daicho. Unpack it, {deed}"
               ", pack it again and delete the old archive";
    }
    if (item->is_twin) {
        return "the archive holds two members of this name. Unpack it, {deed} "
               "in both, and pack it again";
    }
    return is_member ? check_containers(choosing, leaf) : NULL;
}

const char *plan_target_check_item(const PlanFile *file, guint index, PlanWish wish,
                                   const PlanFileFacts *facts, const DaichoLimits *limits)
{
    const Choosing choosing = {NULL, file, wish, facts, limits, NULL};
    return check_item(&choosing, get_item(file, index));
}

/* As bytes, or as what the record is in a document. */
static gboolean can_be_cut(const DaichoItem *leaf, const PlanRecord *record)
{
    gboolean has_bytes = record->start >= 0 && record->end > record->start;
    gboolean is_text = *leaf->charset != '\0';
    return edit_document_is_supported(leaf->type) ||
           (has_bytes && (!is_text || daicho_charset_is_cuttable(leaf->charset)));
}

/* "%1$s" stands for what a record is called. */
static const char words_mixed[] =
    "this %1$s is about other persons too. Take out only what is about the person, or, when the "
    "whole %1$s may go, make the plan again with --include and this place";
static const char words_long[] =
    "this %1$s is about other persons too, or so long that it may be. Take out only what is about "
    "the person, or, when the whole %1$s may go, make the plan again with --include and this place";
static const char words_attached[] =
    "what is attached to this %1$s tells of other persons too, or could not be read. Take out only "
    "what is about the person, or, when the whole %1$s may go, make the plan again with --include "
    "and this place";
static const char words_uncut[] =
    "daicho cannot cut a single %1$s out of this kind of file. Open it with the program that made "
    "it, delete the %1$s and save it";
static const char words_suspend[] = "a single %1$s of this kind of file cannot be suspended by "
                                    "daicho. Move the file to a place that "
                                    "only the privacy officer can open";

/* What stands in the way of taking a record out, as words; NULL when nothing does. */
static const char *check_record(const Choosing *choosing, guint index, const PlanRecord *record)
{
    const PlanItem *item = get_item(choosing->file, index);
    const DaichoItem *leaf = item->item;
    gint64 message = plan_letter_of_record(leaf, record->number);
    gboolean is_mixed = record->is_mixed && plan_noun_may_mix(leaf);
    if (is_mixed && !record->is_included) {
        return subject_item_is_lines(leaf) ? words_long : words_mixed;
    }
    if (item->letters != NULL && !record->is_included &&
        !plan_file_is_message_only_subject(choosing->file, index, message)) {
        return words_attached;
    }
    if (!can_be_cut(leaf, record)) {
        return words_uncut;
    }
    gboolean is_bytes = edit_record_find(leaf->type) == NULL &&
                        !edit_document_is_supported(leaf->type);
    return choosing->wish == PLAN_SUSPEND && !is_bytes ? words_suspend : NULL;
}

static gboolean has_obstacle(Choosing *choosing, guint index, const PlanRecord *record)
{
    const PlanItem *item = get_item(choosing->file, index);
    const char *words = check_record(choosing, index, record);
    if (words == NULL) {
        return FALSE;
    }
    const char *noun = plan_noun(item->item, plan_locator(item, record->number));
    g_auto(GStrv) parts = g_strsplit(words, "%1$s", -1);
    g_autofree char *task = g_strjoinv(noun, parts);
    add_task(choosing, item, record->number, task);
    return TRUE;
}

/* --- edits --- */

/* The mark at the start says how the rest is to be read: it stays. */
static gint64 skip_mark(const DaichoItem *item, gint64 start)
{
    static const struct {
        const char *prefix;
        gint64 bytes;
    } marks[] = {{"UTF-8-BOM", 3}, {"UTF-16", 2}, {"UTF-32", 4}};
    for (gsize i = 0; start == 0 && i < G_N_ELEMENTS(marks); i++) {
        if (g_str_has_suffix(item->charset, "-BOM") &&
            g_str_has_prefix(item->charset, marks[i].prefix)) {
            return marks[i].bytes;
        }
    }
    return start;
}

static gint compare_ranges(gconstpointer one, gconstpointer other)
{
    const DaichoRange *a = one;
    const DaichoRange *b = other;
    gint by_bytes = (a->start > b->start) - (a->start < b->start);
    return by_bytes != 0 ? by_bytes : (a->record > b->record) - (a->record < b->record);
}

static void set_format(DaichoEdit *edit, const DaichoItem *item)
{
    const EditRecordFormat *format = edit_record_find(item->type);
    if (format != NULL) {
        set_text(&edit->format, g_strdup(format->name));
    }
}

static void cut_records(Choosing *choosing, guint index)
{
    const PlanItem *item = get_item(choosing->file, index);
    g_autoptr(DaichoEdit) edit = daicho_edit_new(item->item->part, item->item->digest, FALSE);
    set_format(edit, item->item);
    for (guint i = 0; i < item->records->len; i++) {
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        if (record->goes && !has_obstacle(choosing, index, record)) {
            const DaichoRange bytes = {skip_mark(item->item, record->start), record->end,
                                       record->number};
            const DaichoRange whole = {-1, -1, record->number};
            gboolean is_of_document = record->start < 0;
            g_array_append_vals(edit->ranges, is_of_document ? &whole : &bytes, 1);
        }
    }
    g_array_sort(edit->ranges, compare_ranges);
    for (guint i = 1; i < edit->ranges->len; i++) {
        if (g_array_index(edit->ranges, DaichoRange, i - 1).end >
            g_array_index(edit->ranges, DaichoRange, i).start) {
            add_task(choosing, item, 0, "its records overlap. Open it and delete them by hand");
        }
    }
    if (edit->ranges->len > 0) {
        g_ptr_array_add(choosing->target->edits, g_steal_pointer(&edit));
    }
}

static gboolean has_going_record(const PlanItem *item)
{
    for (guint i = 0; i < item->records->len; i++) {
        if (g_array_index(item->records, PlanRecord, i).goes) {
            return TRUE;
        }
    }
    return FALSE;
}

static void edit_item(Choosing *choosing, guint index)
{
    const PlanItem *item = get_item(choosing->file, index);
    gboolean goes_whole = *item->item->part != '\0' && plan_item_goes(item) &&
                          plan_file_is_only_subject(choosing->file, index);
    const char *obstacle = plan_item_goes(item) ? check_item(choosing, item) : NULL;
    if (obstacle != NULL) {
        add_task(choosing, item, 0, obstacle);
    } else if (goes_whole) {
        g_ptr_array_add(choosing->target->edits,
                        daicho_edit_new(item->item->part, item->item->digest, TRUE));
    } else if (has_going_record(item)) {
        cut_records(choosing, index);
    } else if (item->is_named && !item->is_container) {
        add_task(choosing, item, 0,
                 "it is named after the person, but other persons are in it as well, or nothing "
                 "in it shows what is the person's. Look into it and take {what} out");
    }
}

/* It goes, with its name: by itself, or with the message that it is attached to. */
static gboolean is_removed(const Choosing *choosing, const DaichoItem *item)
{
    for (guint i = 0; i < choosing->target->edits->len; i++) {
        if (edit_takes(g_ptr_array_index(choosing->target->edits, i), item->part)) {
            return TRUE;
        }
    }
    return FALSE;
}

static void edit_items(Choosing *choosing)
{
    for (guint i = 0; i < choosing->file->items->len; i++) {
        if (!is_removed(choosing, get_item(choosing->file, i)->item)) {
            edit_item(choosing, i);
        }
    }
    for (guint i = 0; i < choosing->file->items->len; i++) {
        const PlanItem *item = get_item(choosing->file, i);
        if (item->keeps_name && !is_removed(choosing, item->item)) {
            add_task(choosing, item, 0,
                     "its name itself holds the person's data, and would keep it. Rename it, then "
                     "make the plan again");
        }
    }
    if (choosing->target->edits->len == 0 && choosing->tasks->len == 0) {
        add_task(choosing, get_item(choosing->file, 0), 0,
                 "it is named after the person, but nothing in it shows what is the person's. Look "
                 "into it and take {what} out");
    }
}

/* --- what else a person should know --- */

static gboolean is_whole(const DaichoTarget *target)
{
    return target->action == DAICHO_ACTION_DELETE_FILE ||
           target->action == DAICHO_ACTION_SUSPEND_FILE;
}

static void note_names(Choosing *choosing)
{
    for (guint i = 0; i < choosing->file->items->len; i++) {
        const PlanItem *item = get_item(choosing->file, i);
        gboolean is_file = *item->item->part == '\0';
        gboolean is_named = item->is_named || item->is_only_possible;
        if (is_file && item->is_under_name) {
            add_task(choosing, item, 0,
                     "a folder on the way to it may be named after the person: please rename it");
        } else if ((is_named || item->is_under_name) && !is_whole(choosing->target) &&
                   !is_removed(choosing, item->item)) {
            add_task(
                choosing, item, 0,
                plan_item_keeps_rows(item)
                    ? "it is named after the person, and rows stay in it that may be anybody's: "
                      "look into it and, when all of it may go, make the plan again with "
                      "--include and this place; else please rename it"
                    : "its name may hold the person's name: please rename it when it stays");
        } else if (item->is_under_name && !is_file && !is_whole(choosing->target)) {
            add_task(choosing, item, 0,
                     "it goes, but a folder in the archive may be named after the person: where it "
                     "is still there, empty, please delete it");
        }
    }
}

static DaichoAction pick_action(const Choosing *choosing, gboolean whole)
{
    static const DaichoAction actions[][2] = {
        [PLAN_DELETE] = {DAICHO_ACTION_DELETE_PARTS, DAICHO_ACTION_DELETE_FILE},
        [PLAN_SUSPEND] = {DAICHO_ACTION_SUSPEND_PARTS, DAICHO_ACTION_SUSPEND_FILE},
        /* plan_values */
        [PLAN_DELETE_VALUES] = {DAICHO_ACTION_MANUAL, DAICHO_ACTION_MANUAL},
        [PLAN_CORRECT_VALUES] = {DAICHO_ACTION_MANUAL, DAICHO_ACTION_MANUAL},
        [PLAN_ADD_VALUES] = {DAICHO_ACTION_MANUAL, DAICHO_ACTION_MANUAL},
    };
    return choosing->tasks->len > 0 ? DAICHO_ACTION_MANUAL : actions[choosing->wish][whole ? 1 : 0];
}

void plan_target_choose(DaichoTarget *target, const PlanFile *file, PlanWish wish,
                        const PlanFileFacts *facts, const DaichoLimits *limits)
{
    g_autoptr(GString) tasks = g_string_new(NULL);
    Choosing choosing = {target, file, wish, facts, limits, tasks};
    gboolean whole = plan_file_is_only_subject(file, 0);
    if (facts->links > 1) {
        add_task(&choosing, get_item(file, 0), 0,
                 "the same file has other names as well (hard links), where its content would "
                 "stay. Ask the system's administrator to find them, then make the plan again");
    } else if (!whole) {
        edit_items(&choosing);
    }
    target->action = pick_action(&choosing, whole);
    if (target->action == DAICHO_ACTION_MANUAL) {
        g_ptr_array_set_size(target->edits, 0);
    }
    note_names(&choosing);
    target->others = plan_file_count_others(file);
    set_text(&target->instructions, g_strdup(tasks->str));
    set_text(&target->why, plan_words_why(file));
    set_text(&target->disposal, plan_words_disposal(facts->file_system, target->action));
    g_strfreev(target->masked);
    target->masked = plan_words_masked(file, is_whole(target));
}
