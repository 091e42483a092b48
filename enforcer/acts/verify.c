#include "enforcer/acts/step.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/edits/check.h"
#include "enforcer/edits/range.h"
#include "enforcer/subjects/scan.h"
#include "scanner/scanner.h"

/* How a part of the original stands to the edits. */
typedef enum {
    PART_SAME,     /* nothing of it changes */
    PART_REMOVED,  /* it goes, or the container that it is in */
    PART_CUT,      /* ranges of it go */
    PART_CONTAINS, /* something in it changes */
    PART_INSIDE,   /* it lies within a part of which ranges go, and may go with one */
} PartFate;

static gboolean fail(GError **error, const char *part, const char *what)
{
    g_autofree char *shown = daicho_text_escape(*part != '\0' ? part : "the file", -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "the edited copy was thrown away, since %s in it: %s; do it by hand", what, shown);
    return FALSE;
}

static gboolean is_within(const char *part, const char *container)
{
    gsize length = strlen(container);
    return length == 0 ? *part != '\0'
                       : g_str_has_prefix(part, container) && g_str_has_prefix(part + length, "!/");
}

static PartFate get_fate(const GPtrArray *edits, const DaichoItem *item, const DaichoEdit **edit)
{
    PartFate fate = PART_SAME;
    for (guint i = 0; i < edits->len; i++) {
        *edit = g_ptr_array_index(edits, i);
        gboolean is_it = strcmp((*edit)->part, item->part) == 0 &&
                         strcmp((*edit)->digest, item->digest) == 0;
        if ((*edit)->remove && (is_it || is_within(item->part, (*edit)->part))) {
            return PART_REMOVED;
        }
        if (is_it) {
            return PART_CUT;
        }
        if (is_within((*edit)->part, item->part)) {
            fate = PART_CONTAINS;
        } else if (fate == PART_SAME && is_within(item->part, (*edit)->part)) {
            fate = PART_INSIDE;
        }
    }
    return fate;
}

static gboolean is_cut(const DaichoFinding *finding, const GArray *ranges)
{
    for (guint i = 0; i < ranges->len; i++) {
        const DaichoRange *range = &g_array_index(ranges, DaichoRange, i);
        gboolean overlaps = finding->record_start >= 0 ? finding->record_start < range->end &&
                                                             finding->record_end > range->start
                                                       : finding->record == range->record;
        if (overlaps) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A value is the same whichever rule finds it: what surrounds it, which may go, can decide that. */
static char *make_key(const DaichoFinding *finding)
{
    g_autofree char *hex = daicho_hex_encode(finding->fingerprint, DAICHO_FINGERPRINT_BYTES);
    return g_strconcat(finding->kind, " ", hex, NULL);
}

static gboolean has_edit_within(const GPtrArray *edits, const char *part)
{
    for (guint i = 0; i < edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(edits, i);
        if (is_within(edit->part, part)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Attachments without a name are called after their place in the mail, which may be another now. */
static gboolean may_be_renamed(const GPtrArray *edits, const GPtrArray *before, guint index)
{
    const DaichoItem *item = g_ptr_array_index(before, index);
    for (guint i = 0; i < index; i++) {
        const DaichoItem *mail = g_ptr_array_index(before, i);
        gboolean is_mail = strcmp(mail->type, "message/rfc822") == 0 ||
                           strcmp(mail->type, "application/mbox") == 0;
        if (is_mail && is_within(item->part, mail->part) && has_edit_within(edits, mail->part)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* How often each value was found. */
static GHashTable *count_findings(const GPtrArray *findings)
{
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < findings->len; i++) {
        char *key = make_key(g_ptr_array_index(findings, i));
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));
        g_hash_table_replace(counts, key, GUINT_TO_POINTER(count + 1));
    }
    return counts;
}

static gboolean check_findings(const DaichoItem *before, const DaichoItem *after,
                               const GArray *ranges, GError **error)
{
    g_autoptr(GHashTable) left = count_findings(after->findings);
    for (guint i = 0; i < before->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(before->findings, i);
        g_autofree char *key = make_key(finding);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(left, key));
        if (!finding->in_name && is_cut(finding, ranges)) {
            continue;
        }
        if (count == 0) {
            g_autofree char *what = g_strdup_printf("data of record %" G_GINT64_FORMAT
                                                    " (%s) is missing",
                                                    finding->record, finding->rule);
            return fail(error, before->part, what);
        }
        g_hash_table_replace(left, g_steal_pointer(&key), GUINT_TO_POINTER(count - 1));
    }
    return TRUE;
}

static gboolean is_value(const DaichoFinding *finding, const GArray *ranges)
{
    for (guint i = 0; i < ranges->len && !finding->in_name; i++) {
        const DaichoRange *range = &g_array_index(ranges, DaichoRange, i);
        if (finding->record == range->record && finding->start == range->start &&
            finding->end == range->end) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_touched(const DaichoItem *item, const DaichoRange *range)
{
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        if (!finding->in_name && finding->start < range->end && finding->end > range->start) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Ranges that take away what a rule finds, whole or in part. */
static guint count_taken(const DaichoItem *item, const DaichoEdit *edit)
{
    guint taken = 0;
    for (guint i = 0; i < edit->ranges->len; i++) {
        taken += is_touched(item, &g_array_index(edit->ranges, DaichoRange, i)) ? 1 : 0;
    }
    return taken;
}

static gboolean puts_something(const DaichoEdit *edit)
{
    for (guint i = 0; edit->puts != NULL && i < edit->puts->len; i++) {
        if (*((const DaichoPut *)g_ptr_array_index(edit->puts, i))->text != '\0') {
            return TRUE;
        }
    }
    return FALSE;
}

/* A record of a document may be its value alone, and show nothing without it. */
static gboolean has_records(const DaichoItem *before, const DaichoItem *after,
                            const DaichoEdit *edit)
{
    gboolean may_be_empty = *edit->format != '\0' && !puts_something(edit);
    gint64 least = before->records - (may_be_empty ? (gint64)edit->ranges->len : 0);
    return after->records <= before->records && after->records >= least;
}

/* Where single values change, everything else is found as before, in the records that were there. What is
 * put is compared with the text. */
static gboolean check_values(const DaichoItem *before, const DaichoItem *after,
                             const DaichoEdit *edit, GError **error)
{
    g_autoptr(GHashTable) left = count_findings(after->findings);
    guint gone = 0;
    for (guint i = 0; i < before->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(before->findings, i);
        g_autofree char *key = make_key(finding);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(left, key));
        if (is_value(finding, edit->ranges)) {
            gone++;
            continue;
        }
        if (count == 0) {
            return fail(error, before->part, "something else is no longer found");
        }
        g_hash_table_replace(left, g_steal_pointer(&key), GUINT_TO_POINTER(count - 1));
    }
    gboolean is_more = after->findings->len + gone > before->findings->len;
    return (gone == count_taken(before, edit) && (!is_more || puts_something(edit)) &&
            has_records(before, after, edit) && strcmp(before->type, after->type) == 0 &&
            strcmp(before->charset, after->charset) == 0) ||
           fail(error, before->part, "more or less than the values changed");
}

/* Its ranges are all that goes of it. */
static gboolean is_cut_only(const GPtrArray *edits, const DaichoEdit *edit)
{
    return *edit->format == '\0' && !daicho_edit_is_of_document(edit) &&
           !has_edit_within(edits, edit->part);
}

static gboolean check_part(const DaichoTarget *target, const DaichoItem *before,
                           const DaichoItem *after, PartFate fate, const DaichoEdit *edit,
                           GError **error)
{
    if (before->state != after->state) {
        return fail(error, before->part, "a part can no longer be read as it could");
    }
    if (fate == PART_SAME) {
        return (strcmp(before->digest, after->digest) == 0 &&
                before->size_bytes == after->size_bytes) ||
               fail(error, before->part, "a part changed that should not");
    }
    if (fate != PART_CUT) {
        return TRUE;
    }
    if (is_cut_only(target->edits, edit) &&
        after->size_bytes !=
            before->size_bytes - range_count_bytes(edit->ranges) + range_count_puts(edit)) {
        return fail(error, before->part, "too much or too little is gone");
    }
    return step_is_of_values(target) ? check_values(before, after, edit, error)
                                     : check_findings(before, after, edit->ranges, error);
}

/* A compressed file keeps its one member when that is removed, with nothing in it. */
static gboolean is_emptied(const DaichoItem *before, const GPtrArray *after, guint at)
{
    const DaichoItem *item = at < after->len ? g_ptr_array_index(after, at) : NULL;
    return item != NULL && item->size_bytes == 0 && strcmp(item->part, before->part) == 0;
}

/* A picture of a contact, a file attached to a message: either it is there as it was, though under
 * the number that its record has now, or it went with its record, whose bytes are checked. */
static gboolean is_kept(const DaichoItem *before, const GPtrArray *after, guint at)
{
    const DaichoItem *item = at < after->len ? g_ptr_array_index(after, at) : NULL;
    return item != NULL && strcmp(item->digest, before->digest) == 0 &&
           item->size_bytes == before->size_bytes && item->state == before->state;
}

static gboolean check_parts(const DaichoTarget *target, const GPtrArray *before,
                            const GPtrArray *after, GError **error)
{
    const GPtrArray *edits = target->edits;
    guint at = 0;
    for (guint i = 0; i < before->len; i++) {
        const DaichoItem *item = g_ptr_array_index(before, i);
        const DaichoEdit *edit = NULL;
        PartFate fate = get_fate(edits, item, &edit);
        if (fate == PART_REMOVED) {
            at += is_emptied(item, after, at) ? 1 : 0;
            continue;
        }
        if (fate == PART_INSIDE && !step_is_of_values(target)) {
            at += is_kept(item, after, at) ? 1 : 0;
            continue;
        }
        if (at == after->len) {
            return fail(error, item->part, "a part is missing");
        }
        const DaichoItem *left = g_ptr_array_index(after, at++);
        if (strcmp(item->part, left->part) != 0 && !may_be_renamed(edits, before, i)) {
            return fail(error, item->part, "a part is missing or out of place");
        }
        if (!check_part(target, item, left, fate, edit, error)) {
            return FALSE;
        }
    }
    return at == after->len || fail(error, "", "there is a part too many");
}

/* Of a plain file check_bytes has seen every byte; of all else the text is compared. */
static gboolean check_rest(const Step *step, int copy_fd, GError **error)
{
    const GPtrArray *edits = step->target->edits;
    const DaichoEdit *edit = g_ptr_array_index(edits, 0);
    gboolean is_plain = edits->len == 1 && *edit->part == '\0' && !edit->remove &&
                        is_cut_only(edits, edit);
    gboolean is_of_values = step_is_of_values(step->target);
    for (guint i = 0; is_of_values && !is_plain && i < edits->len; i++) {
        if (((const DaichoEdit *)g_ptr_array_index(edits, i))->puts == NULL) {
            return fail(error, edit->part, "single values can only be cut out of a plain file");
        }
    }
    return (is_of_values && is_plain) || edit_check_text(step->fd, copy_fd, step->target->path,
                                                         edits, step->enforcer->reading, error);
}

/* A plain file needs no judgement: every byte but those of the ranges, in order. */
static gboolean check_bytes(const Step *step, GError **error)
{
    const DaichoEdit *edit = g_ptr_array_index(step->target->edits, 0);
    if (*edit->part != '\0' || !is_cut_only(step->target->edits, edit)) {
        return TRUE;
    }
    g_autofree char *expected = range_digest_edited(step->place.fs, step->fd, edit, error);
    if (expected == NULL) {
        return FALSE;
    }
    return strcmp(expected, step->row->result_digest) == 0 ||
           fail(error, "", "bytes differ that should not");
}

static gboolean is_edited(const Step *step, const char *part)
{
    for (guint i = 0; i < step->target->edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(step->target->edits, i);
        if (strcmp(edit->part, part) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean check_subject_is_gone(const Step *step, const SubjectScan *scan, GError **error)
{
    /* The plan leaves the rest of this file to a person. */
    gboolean is_partial = overlap_has_manual(step->overlap, step->target);
    for (guint i = 0; i < scan->places->len; i++) {
        const SubjectPlace *place = &g_array_index(scan->places, SubjectPlace, i);
        const DaichoItem *item = g_ptr_array_index(scan->items, place->item);
        gboolean is_left_to_a_person = is_partial && !is_edited(step, item->part);
        if (place->strength != DAICHO_HIT_POSSIBLE && !is_left_to_a_person) {
            return fail(error, item->part, "the person is still found");
        }
    }
    return TRUE;
}

static gboolean read_copy(Step *step, int copy_fd, SubjectScan *scan, GError **error)
{
    const char *path = step->target->path;
    /* Where single values change the person stays, and what is found is compared with what was. */
    if (step->subject != NULL && !step_is_of_values(step->target)) {
        return subject_reader_scan(step->subject_reader, copy_fd, step->target->share, path, scan,
                                   error);
    }
    scan->places = g_array_new(FALSE, FALSE, sizeof(SubjectPlace));
    scan->items = daicho_file_reader_read(step->reader, copy_fd, path, error);
    return scan->items != NULL;
}

gboolean verify_copy(Step *step, int copy_fd, GError **error)
{
    g_auto(SubjectScan) scan = {0};
    g_autoptr(GPtrArray)
        before = daicho_file_reader_read(step->reader, step->fd, step->target->path, error);
    return before != NULL && check_bytes(step, error) && read_copy(step, copy_fd, &scan, error) &&
           check_parts(step->target, before, scan.items, error) &&
           check_rest(step, copy_fd, error) && check_subject_is_gone(step, &scan, error);
}
