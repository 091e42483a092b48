#include "scanner/message.h"

#include <string.h>

#include "base/unpack.h"
#include "scanner/charset.h"

/* What every item and finding begins with; texts and fingerprint follow. */
typedef struct {
    gint64 size_bytes, records;
    guint32 state, has_refuted, n_findings, reserved;
} ItemHead;

typedef struct {
    gint64 record, start, end, record_start, record_end;
    guint32 rule, confidence, table, column, in_name, reserved;
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
} FindingHead;

/* --- the worker's side --- */

static guint32 find_rule(const DaichoRules *rules, const char *id)
{
    for (guint i = 0; i < daicho_rules_get_length(rules); i++) {
        if (strcmp(daicho_rules_get(rules, i)->id, id) == 0) {
            return i;
        }
    }
    g_assert_not_reached();
}

static void put(GByteArray *message, const void *bytes, gsize length)
{
    g_byte_array_append(message, bytes, (guint)length);
}

static void put_text(GByteArray *message, const char *text)
{
    const guint32 length = (guint32)strlen(text);
    put(message, &length, sizeof length);
    put(message, text, length);
}

static void put_finding(GByteArray *message, const DaichoFinding *finding, const DaichoRules *rules)
{
    FindingHead head = {
        .record = finding->record,
        .start = finding->start,
        .end = finding->end,
        .record_start = finding->record_start,
        .record_end = finding->record_end,
        .rule = find_rule(rules, finding->rule),
        .confidence = finding->confidence,
        .table = (guint32)finding->table,
        .column = (guint32)finding->column,
        .in_name = finding->in_name ? 1 : 0,
    };
    memcpy(head.fingerprint, finding->fingerprint, sizeof head.fingerprint);
    put(message, &head, sizeof head);
    put_text(message, finding->locator);
    put_text(message, finding->sample);
}

static void put_item(GByteArray *message, const DaichoItem *item, const DaichoRules *rules)
{
    const ItemHead head = {
        .size_bytes = item->size_bytes,
        .records = item->records,
        .state = (guint32)item->state,
        .has_refuted = item->has_refuted ? 1 : 0,
        .n_findings = item->findings->len,
    };
    put(message, &head, sizeof head);
    put_text(message, item->part);
    put_text(message, item->type);
    put_text(message, item->charset);
    put_text(message, item->reason);
    put_text(message, item->digest);
    for (guint i = 0; i < item->findings->len; i++) {
        put_finding(message, g_ptr_array_index(item->findings, i), rules);
    }
}

GByteArray *message_from_items(const GPtrArray *items, const DaichoRules *rules, const char *marker)
{
    GByteArray *message = g_byte_array_new();
    put_text(message, marker);
    for (guint i = 0; i < items->len; i++) {
        put_item(message, g_ptr_array_index(items, i), rules);
    }
    return message;
}

/* --- the parent's side --- */

/* Into *target, whose own text is freed. */
static gboolean take_text(DaichoUnpack *rest, char **target)
{
    guint32 length = 0;
    char *text = daicho_unpack_take(rest, &length, sizeof length)
                     ? daicho_unpack_dup_text(rest, length)
                     : NULL;
    if (text == NULL) {
        return FALSE;
    }
    g_free(*target);
    *target = text;
    return TRUE;
}

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static DaichoFinding *take_finding(DaichoUnpack *rest, const DaichoRules *rules)
{
    FindingHead head;
    g_autoptr(DaichoFinding) finding = daicho_finding_new();
    if (!daicho_unpack_take(rest, &head, sizeof head) || !take_text(rest, &finding->locator) ||
        !take_text(rest, &finding->sample) || head.rule >= daicho_rules_get_length(rules) ||
        head.confidence > 100 || head.in_name > 1) {
        return NULL;
    }
    const DaichoRule *rule = daicho_rules_get(rules, head.rule);
    set_text(&finding->rule, rule->id);
    set_text(&finding->category, rule->category);
    set_text(&finding->kind, rule->kind);
    finding->record = head.record;
    finding->start = head.start;
    finding->end = head.end;
    finding->record_start = head.record_start;
    finding->record_end = head.record_end;
    finding->confidence = head.confidence;
    finding->table = head.table;
    finding->column = head.column;
    finding->in_name = head.in_name == 1;
    memcpy(finding->fingerprint, head.fingerprint, sizeof head.fingerprint);
    return g_steal_pointer(&finding);
}

static gboolean is_digest_or_none(const char *text)
{
    const gsize length = strlen(text);
    return length == 0 ||
           (length == (gsize)2 * DAICHO_DIGEST_BYTES && strspn(text, "0123456789abcdef") == length);
}

static DaichoItem *take_item(DaichoUnpack *rest, const DaichoRules *rules)
{
    ItemHead head;
    g_autoptr(DaichoItem) item = daicho_item_new();
    if (!daicho_unpack_take(rest, &head, sizeof head) || !take_text(rest, &item->part) ||
        !take_text(rest, &item->type) || !take_text(rest, &item->charset) ||
        !take_text(rest, &item->reason) || !take_text(rest, &item->digest) ||
        head.state > DAICHO_ITEM_UNREAD || head.has_refuted > 1 ||
        !is_digest_or_none(item->digest)) {
        return NULL;
    }
    item->state = (DaichoItemState)head.state;
    item->has_refuted = head.has_refuted == 1;
    item->size_bytes = head.size_bytes;
    item->records = head.records;
    for (guint32 i = 0; i < head.n_findings; i++) {
        DaichoFinding *finding = take_finding(rest, rules);
        if (finding == NULL) {
            return NULL;
        }
        g_ptr_array_add(item->findings, finding);
    }
    return g_steal_pointer(&item);
}

GPtrArray *message_to_items(const guint8 *bytes, gsize length, const DaichoRules *rules,
                            char **marker)
{
    DaichoUnpack rest = {bytes, length};
    g_autofree char *named = NULL;
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    if (!take_text(&rest, &named)) {
        return NULL;
    }
    while (rest.left > 0) {
        DaichoItem *item = take_item(&rest, rules);
        if (item == NULL) {
            return NULL;
        }
        g_ptr_array_add(items, item);
        /* The file comes first, and it alone has no part. */
        if ((*item->part == '\0') != (items->len == 1)) {
            return NULL;
        }
    }
    if (*named != '\0' && marker != NULL) {
        *marker = g_steal_pointer(&named);
    }
    return items->len > 0 ? g_steal_pointer(&items) : NULL;
}

/* --- plans --- */

GByteArray *message_from_plan(const GArray *slices, const char *digest)
{
    GByteArray *message = g_byte_array_new();
    put_text(message, digest);
    put(message, slices->data, slices->len * sizeof(ExtractSlice));
    return message;
}

/* Whether a slice by itself can be one. */
static gboolean is_sound(const ExtractSlice *slice)
{
    const gboolean has_columns = extract_slice_has_columns(slice);
    const gboolean is_text = slice->kind == EXTRACT_BYTES || has_columns;
    const gboolean is_numbered = slice->kind == EXTRACT_MESSAGES || has_columns;
    return (is_text || is_numbered || slice->kind == EXTRACT_ENTRIES) && slice->from < slice->to &&
           slice->ascii_only <= 1 && memchr(slice->charset, '\0', EXTRACT_CHARSET_BYTES) != NULL &&
           (!is_text || charset_find(slice->charset) != NULL) && (slice->number > 0) == is_numbered;
}

/* Whether a slice begins where the one before it ends, and is of its kind. */
static gboolean follows(const ExtractSlice *slice, const ExtractSlice *before)
{
    if (!is_sound(slice)) {
        return FALSE;
    }
    if (before == NULL) {
        return slice->from == 0 && slice->number <= 1;
    }
    return slice->from == before->to && slice->kind == before->kind &&
           (slice->number == 0 || slice->number > before->number);
}

GArray *message_to_plan(const guint8 *bytes, gsize length, char **digest)
{
    DaichoUnpack rest = {bytes, length};
    ExtractSlice slice;
    g_autofree char *named = NULL;
    g_autoptr(GArray) slices = g_array_new(FALSE, FALSE, sizeof slice);
    if (!take_text(&rest, &named) || !is_digest_or_none(named)) {
        return NULL;
    }
    while (slices->len < EXTRACT_SLICES && daicho_unpack_take(&rest, &slice, sizeof slice)) {
        const ExtractSlice *before = slices->len > 0
                                         ? &g_array_index(slices, ExtractSlice, slices->len - 1)
                                         : NULL;
        if (!follows(&slice, before)) {
            return NULL;
        }
        g_array_append_val(slices, slice);
    }
    gboolean is_whole = slices->len > 0 && rest.left == 0 &&
                        g_array_index(slices, ExtractSlice, slices->len - 1).to == G_MAXUINT64;
    if (!is_whole) {
        return NULL;
    }
    *digest = g_steal_pointer(&named);
    return g_steal_pointer(&slices);
}
