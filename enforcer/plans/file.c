#include "enforcer/plans/file.h"

#include <string.h>

#include "enforcer/plans/attached.h"
#include "enforcer/plans/findings.h"
#include "enforcer/plans/others.h"
#include "enforcer/subjects/weigh.h"
#include "scanner/scanner.h"

static void clear_item(gpointer data)
{
    PlanItem *item = data;
    g_ptr_array_unref(item->findings);
    g_array_unref(item->records);
    g_clear_pointer(&item->letters, plan_letters_free);
}

gboolean plan_part_is_within(const char *part, const char *container)
{
    gsize length = strlen(container);
    return length == 0
               ? *part != '\0'
               : strncmp(part, container, length) == 0 && g_str_has_prefix(part + length, "!/");
}

/* Where the last name in a path begins, in the decoded form that findings in names refer to. */
static gint64 find_base(const DaichoItem *item)
{
    if (*item->part != '\0') {
        const char *name = item->part;
        for (const char *at = strstr(name, "!/"); at != NULL; at = strstr(at + 2, "!/")) {
            name = at + 2;
        }
        const char *slash = strrchr(name, '/');
        return slash != NULL ? slash + 1 - name : 0;
    }
    g_autofree char *shown = daicho_member_name_decode(item->path, strlen(item->path));
    const char *slash = strrchr(shown, '/');
    return slash != NULL ? slash + 1 - shown : 0;
}

static gboolean is_decided(const SubjectPlace *place)
{
    return place != NULL && place->decision != NULL && !place->is_changed;
}

gboolean plan_record_is_decided(const PlanRecord *record)
{
    return is_decided(record->place) && !record->goes;
}

gboolean plan_item_name_is_decided(const PlanItem *item)
{
    return is_decided(item->name_place) && !item->is_named;
}

static void keep_place(const SubjectPlace **kept, const SubjectPlace *place)
{
    *kept = *kept == NULL || (place->decision != NULL && (*kept)->decision == NULL) ? place : *kept;
}

static void add_name(PlanItem *item, const SubjectPlace *place, gboolean is_included)
{
    keep_place(&item->name_place, place);
    gboolean is_base = place->finding->start >= find_base(item->item);
    gboolean counts = place->strength >= DAICHO_HIT_STRONG || is_included;
    item->is_named = item->is_named || (counts && (is_base || is_included));
    item->is_name_included = item->is_name_included || is_included;
    item->is_under_name = item->is_under_name || !is_base;
    item->is_only_possible = item->is_only_possible || !counts;
    /* Two identifiers side by side in a name tell by themselves who is meant. */
    gboolean is_second = item->name_kind != NULL && strcmp(item->name_kind, place->kind) != 0;
    item->name_kind = place->kind;
    item->keeps_name = item->keeps_name || place->strength == DAICHO_HIT_CERTAIN ||
                       (is_second && place->strength == DAICHO_HIT_STRONG);
}

static void add_record(PlanItem *item, const SubjectPlace *place, gboolean is_included)
{
    const DaichoFinding *finding = place->finding;
    PlanRecord *last = item->records->len > 0
                           ? &g_array_index(item->records, PlanRecord, item->records->len - 1)
                           : NULL;
    if (last == NULL || last->number != finding->record) {
        const PlanRecord record = {
            .number = finding->record,
            .start = finding->record_start,
            .end = finding->record_end,
            .is_included = is_included,
        };
        g_array_append_val(item->records, record);
        last = &g_array_index(item->records, PlanRecord, item->records->len - 1);
    }
    keep_place(&last->place, place);
    last->strength = MAX(last->strength, place->strength);
    last->goes = last->is_included || last->strength >= DAICHO_HIT_STRONG;
}

static void add_place(PlanFile *file, const SubjectPlace *place, PlanInclude *include)
{
    PlanItem *item = &g_array_index(file->items, PlanItem, place->item);
    gint64 record = place->finding->in_name ? 0 : place->finding->record;
    g_autofree char *name = plan_place(item->item->share, item->item->path, item->item->part,
                                       record);
    gboolean is_included = plan_include_take(include, name,
                                             place->decision != NULL ? place->decision->number : 0);
    if (place->finding->in_name) {
        add_name(item, place, is_included);
    } else {
        add_record(item, place, is_included);
    }
}

static gboolean has_index(GHashTable *indices, guint index)
{
    return indices != NULL && g_hash_table_contains(indices, GUINT_TO_POINTER(index));
}

static void add_items(PlanFile *file, const SubjectScan *scan)
{
    const GPtrArray *items = scan->items;
    g_autoptr(GHashTable) parts = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < items->len; i++) {
        g_array_set_size(file->items, i + 1);
        PlanItem *item = &g_array_index(file->items, PlanItem, i);
        item->item = g_ptr_array_index(items, i);
        item->findings = plan_findings_new(item->item);
        item->records = g_array_new(FALSE, FALSE, sizeof(PlanRecord));
        item->is_unheaded = has_index(scan->unheaded, i);
        item->may_have_others = has_index(scan->others, i);
        gpointer twin = NULL;
        char *part = item->item->part;
        if (g_hash_table_lookup_extended(parts, part, NULL, &twin)) {
            g_array_index(file->items, PlanItem, GPOINTER_TO_UINT(twin)).is_twin = TRUE;
            item->is_twin = TRUE;
        }
        g_hash_table_insert(parts, part, GUINT_TO_POINTER(i));
        /* Members follow their container. */
        item->is_container = i + 1 < items->len &&
                             plan_part_is_within(
                                 ((const DaichoItem *)g_ptr_array_index(items, i + 1))->part, part);
    }
}

static gboolean is_letter(const PlanItem *item)
{
    return plan_letter_of_record(item->item, 0) == 1;
}

static gboolean has_decided(const PlanItem *item)
{
    gboolean has = plan_item_name_is_decided(item);
    for (guint i = 0; i < item->records->len; i++) {
        has = has || plan_record_is_decided(&g_array_index(item->records, PlanRecord, i));
    }
    return has;
}

/* A mail is one message: what is found in its header and in its body goes together, and not while a
 * place in it is another person's. */
static void join_letter(PlanItem *item)
{
    gboolean goes = FALSE;
    gboolean is_included = FALSE;
    for (guint i = 0; i < item->records->len; i++) {
        goes = goes || g_array_index(item->records, PlanRecord, i).goes;
        is_included = is_included || g_array_index(item->records, PlanRecord, i).is_included;
    }
    goes = is_included || (goes && !has_decided(item));
    for (guint i = 0; i < item->records->len; i++) {
        g_array_index(item->records, PlanRecord, i).goes = goes;
        g_array_index(item->records, PlanRecord, i).is_included = is_included;
    }
}

/* The innermost mail that the item lies in: containers stand before what is in them. */
static void find_mail(PlanFile *file, guint index)
{
    PlanItem *item = &g_array_index(file->items, PlanItem, index);
    for (guint i = index; i > 0; i--) {
        const PlanItem *mail = &g_array_index(file->items, PlanItem, i - 1);
        if (mail->letters != NULL && plan_part_is_within(item->item->part, mail->item->part)) {
            item->mail = i;
            item->message = plan_letter_of_part(mail->item, item->item->part);
            return;
        }
    }
}

static void find_letters(PlanFile *file, const SubjectIdentity *identity)
{
    for (guint i = 0; i < file->items->len; i++) {
        PlanItem *item = &g_array_index(file->items, PlanItem, i);
        if (plan_letter_is_mail(item->item)) {
            item->letters = plan_letters_new(identity, item->item);
        }
        find_mail(file, i);
    }
}

static void note_others(PlanFile *file, const SubjectIdentity *identity, guint index)
{
    PlanItem *item = &g_array_index(file->items, PlanItem, index);
    if (item->letters != NULL) {
        plan_attached_drop_heads(file, index);
    }
    if (is_letter(item)) {
        join_letter(item);
    }
    const PlanItem *mail = item->mail > 0 ? &g_array_index(file->items, PlanItem, item->mail - 1)
                                          : NULL;
    plan_others_note(identity, item, mail != NULL ? mail->letters : NULL);
    item->others += item->may_have_others && !item->is_name_included ? 1 : 0;
}

void plan_file_init_items(PlanFile *file, const SubjectScan *scan)
{
    file->scan = scan;
    file->items = g_array_new(FALSE, TRUE, sizeof(PlanItem));
    g_array_set_clear_func(file->items, clear_item);
    add_items(file, scan);
}

void plan_file_init(PlanFile *file, const SubjectIdentity *identity, const SubjectScan *scan,
                    PlanInclude *include)
{
    plan_file_init_items(file, scan);
    for (guint i = 0; i < scan->places->len; i++) {
        add_place(file, &g_array_index(scan->places, SubjectPlace, i), include);
    }
    find_letters(file, identity);
    /* What lies in a mail stands behind it, and decides about its heads. */
    for (guint i = file->items->len; i > 0; i--) {
        note_others(file, identity, i - 1);
    }
}

void plan_file_clear(PlanFile *file)
{
    g_clear_pointer(&file->items, g_array_unref);
}

gint64 plan_file_count_others(const PlanFile *file)
{
    gint64 others = 0;
    for (guint i = 0; i < file->items->len; i++) {
        others += g_array_index(file->items, PlanItem, i).others;
    }
    return others;
}

gboolean plan_item_goes(const PlanItem *item)
{
    gboolean goes = item->is_named;
    for (guint i = 0; i < item->records->len; i++) {
        goes = goes || g_array_index(item->records, PlanRecord, i).goes;
    }
    return goes;
}

gboolean plan_file_is_target(const PlanFile *file)
{
    gboolean goes = FALSE;
    for (guint i = 0; i < file->items->len; i++) {
        goes = goes || plan_item_goes(&g_array_index(file->items, PlanItem, i));
    }
    return goes;
}

/* An archive has no text but its comments, and its members are weighed by themselves. */
static gboolean is_archive(const PlanItem *item)
{
    return item->is_container && daicho_type_is_archive(item->item->type);
}

static gboolean all_records_go(const PlanItem *item)
{
    for (guint i = 0; i < item->records->len; i++) {
        if (!g_array_index(item->records, PlanRecord, i).goes) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean is_table(const PlanItem *item)
{
    return strcmp(item->item->type, "text/csv") == 0 ||
           strcmp(item->item->type, "text/tab-separated-values") == 0;
}

/* Every record goes, a table's header aside. */
static gboolean goes_entirely(const PlanItem *item)
{
    if (is_archive(item)) {
        return all_records_go(item);
    }
    gint64 going = 0;
    gboolean has_first = FALSE;
    for (guint i = 0; i < item->records->len; i++) {
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        going += record->goes ? 1 : 0;
        has_first = has_first || record->number == 1;
    }
    gboolean has_header = !has_first && !item->is_unheaded && is_table(item);
    return going > 0 && (is_letter(item) || going + (has_header ? 1 : 0) == item->item->records);
}

gboolean plan_item_keeps_rows(const PlanItem *item)
{
    return item->is_named && is_table(item) && item->others == 0 && !goes_entirely(item);
}

static gboolean has_mixed(const PlanItem *item)
{
    for (guint i = 0; i < item->records->len; i++) {
        const PlanRecord *record = &g_array_index(item->records, PlanRecord, i);
        if (record->is_mixed && record->goes && !(is_letter(item) && record->is_included)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean leaf_is_only_subject(const PlanItem *item, gboolean is_named)
{
    return item->others == 0 && !has_mixed(item) && !has_decided(item) &&
           (is_named || goes_entirely(item));
}

/* An archive holds nothing but its members, and comments; a document or mail has text of its own besides. */
static gboolean has_text(const PlanItem *item)
{
    gboolean has_comment = FALSE;
    for (guint i = 0; i < item->item->findings->len && !has_comment; i++) {
        has_comment = !((const DaichoFinding *)g_ptr_array_index(item->item->findings, i))->in_name;
    }
    return !is_archive(item) || has_comment;
}

static const PlanRecord *find_message(const PlanItem *mail, gint64 message)
{
    for (guint i = 0; i < mail->records->len; i++) {
        const PlanRecord *record = &g_array_index(mail->records, PlanRecord, i);
        if (plan_letter_of_record(mail->item, record->number) == message) {
            return record;
        }
    }
    return NULL;
}

PlanMessageFate plan_file_get_message_fate(const PlanFile *file, const PlanItem *item)
{
    if (item->mail == 0) {
        return PLAN_MESSAGE_STAYS;
    }
    const PlanItem *mail = &g_array_index(file->items, PlanItem, item->mail - 1);
    const PlanRecord *record = find_message(mail, item->message);
    if (record == NULL || !record->goes || (record->is_mixed && !record->is_included)) {
        return PLAN_MESSAGE_STAYS;
    }
    return record->is_included ? PLAN_MESSAGE_INCLUDED : PLAN_MESSAGE_GOES;
}

/* An attachment that shows nothing of anybody goes with its message. */
static gboolean is_ready_to_go(const PlanFile *file, const PlanItem *item, gboolean is_named)
{
    PlanMessageFate fate = plan_file_get_message_fate(file, item);
    return !has_text(item) || fate == PLAN_MESSAGE_INCLUDED ||
           leaf_is_only_subject(item, is_named || fate == PLAN_MESSAGE_GOES);
}

gboolean plan_file_is_message_only_subject(const PlanFile *file, guint index, gint64 message)
{
    for (guint i = index + 1; i < file->items->len; i++) {
        const PlanItem *item = &g_array_index(file->items, PlanItem, i);
        const PlanItem *mail = &g_array_index(file->items, PlanItem, index);
        if (!plan_part_is_within(item->item->part, mail->item->part)) {
            break;
        }
        if (plan_letter_of_part(mail->item, item->item->part) == message &&
            (item->item->state != DAICHO_ITEM_READ ||
             (has_text(item) && !leaf_is_only_subject(item, TRUE)))) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean plan_file_is_only_subject(const PlanFile *file, guint index)
{
    const PlanItem *whole = &g_array_index(file->items, PlanItem, index);
    for (guint i = index; i < file->items->len; i++) {
        const PlanItem *item = &g_array_index(file->items, PlanItem, i);
        if (i > index && !plan_part_is_within(item->item->part, whole->item->part)) {
            break;
        }
        gboolean is_said = whole->is_name_included || item->is_name_included;
        gboolean is_named = (whole->is_named || item->is_named) && (is_said || !is_table(item));
        if (item->item->state != DAICHO_ITEM_READ || !is_ready_to_go(file, item, is_named)) {
            return FALSE;
        }
    }
    return !whole->is_container || plan_file_is_target(file);
}
