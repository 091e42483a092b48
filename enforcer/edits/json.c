#include "enforcer/edits/record.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/edits/text.h"

/* Elements of a list (RFC 8259, 5): each goes with the comma behind it and the blanks up to the next
 * one; at the end of the list, with the comma in front. */
typedef struct {
    const char *bytes;
    gint64 length;
    GArray *cuts; /* of DaichoRange */
} JsonCut;

static gboolean is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static gint64 skip_blanks(const JsonCut *cut, gint64 at)
{
    while (at < cut->length && is_blank(cut->bytes[at])) {
        at++;
    }
    return at;
}

/* Where the last byte before at stands that is no blank; -1 when there is none. */
static gint64 find_before(const JsonCut *cut, gint64 at)
{
    do {
        at--;
    } while (at >= 0 && is_blank(cut->bytes[at]));
    return at;
}

static gboolean refuse(const DaichoRange *range, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "record %" G_GINT64_FORMAT
                " is no element of the list where the plan says: make a new plan",
                range->record);
    return FALSE;
}

/* Joins the range to the cuts before it that reach up to it. */
static gint64 take_run(const JsonCut *cut, gint64 start)
{
    while (cut->cuts->len > 0) {
        const DaichoRange *last = &g_array_index(cut->cuts, DaichoRange, cut->cuts->len - 1);
        if (last->end != start) {
            break;
        }
        start = last->start;
        g_array_set_size(cut->cuts, cut->cuts->len - 1);
    }
    return start;
}

static gboolean add_cut(JsonCut *cut, const DaichoRange *range, GError **error)
{
    gint64 next = skip_blanks(cut, range->end);
    gint64 before = find_before(cut, range->start);
    char behind = next < cut->length ? cut->bytes[next] : '\0';
    gboolean is_begun = before >= 0 && strchr("[,", cut->bytes[before]) != NULL;
    DaichoRange whole = *range;
    if (!is_begun || (behind != ',' && behind != ']')) {
        return refuse(range, error);
    }
    if (behind == ',') {
        whole.end = skip_blanks(cut, next + 1);
    } else {
        whole.start = take_run(cut, range->start);
        before = find_before(cut, whole.start);
        whole.start = before >= 0 && cut->bytes[before] == ',' ? before : whole.start;
    }
    g_array_append_val(cut->cuts, whole);
    return TRUE;
}

GBytes *edit_json_cut(GBytes *content, const DaichoEdit *edit, GError **error)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(content, &length);
    if (!edit_text_check_ranges(edit, (gint64)length, error)) {
        return NULL;
    }
    g_autoptr(DaichoEdit) wider = daicho_edit_new(edit->part, edit->digest, FALSE);
    JsonCut cut = {bytes, (gint64)length, wider->ranges};
    for (guint i = 0; i < edit->ranges->len; i++) {
        if (!add_cut(&cut, &g_array_index(edit->ranges, DaichoRange, i), error)) {
            return NULL;
        }
    }
    return edit_text_cut(content, wider, error);
}
