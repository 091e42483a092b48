#include "enforcer/edits/check.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "scanner/scanner.h"

static gboolean is_within(const char *part, const char *container)
{
    gsize length = strlen(container);
    return length == 0 ? *part != '\0'
                       : g_str_has_prefix(part, container) && g_str_has_prefix(part + length, "!/");
}

static gboolean has_record(const DaichoEdit *edit, gint64 record)
{
    for (guint i = 0; i < edit->ranges->len; i++) {
        if (g_array_index(edit->ranges, DaichoRange, i).record == record) {
            return TRUE;
        }
    }
    return FALSE;
}

/* "message 12/list.csv" lies in record 12 of an mbox; 0: in none. */
static gint64 find_message(const DaichoEdit *edit, const char *part)
{
    static const char prefix[] = "message ";
    gsize length = strlen(edit->part);
    const char *name = part + length + (length > 0 ? 2 : 0);
    char *end = NULL;
    if (!is_within(part, edit->part) || !g_str_has_prefix(name, prefix)) {
        return 0;
    }
    gint64 number = g_ascii_strtoll(name + strlen(prefix), &end, 10);
    return *end == '/' ? number : 0;
}

static gboolean is_in_cut_message(const DaichoEdit *edit, const char *part)
{
    gint64 message = edit->puts == NULL ? find_message(edit, part) : 0;
    return message > 0 && has_record(edit, message);
}

gboolean edit_takes(const DaichoEdit *edit, const char *part)
{
    return edit->remove ? strcmp(part, edit->part) == 0 || is_within(part, edit->part)
                        : is_in_cut_message(edit, part);
}

/* --- in the sandbox --- */

/* "part 2 header", "message 3 part 2 header". */
static gboolean is_part_header(const char *locator)
{
    return g_str_has_suffix(locator, " header") &&
           (g_str_has_prefix(locator, "part ") || strstr(locator, " part ") != NULL);
}

static gboolean is_out_after(const char *part, gint64 record, const char *locator, gpointer data)
{
    (void)record;
    const GPtrArray *edits = data;
    for (guint i = 0; i < edits->len && is_part_header(locator); i++) {
        const DaichoEdit *edit = g_ptr_array_index(edits, i);
        if (is_within(edit->part, part)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A member's comment, or attribute, goes with it. */
static gboolean is_of_removed(const GPtrArray *edits, const char *part, const char *locator)
{
    static const char *const starts[] = {"comment of ", "attribute of "};
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        if (!g_str_has_prefix(locator, starts[i])) {
            continue;
        }
        g_autofree char *member = g_strconcat(part, *part != '\0' ? "!/" : "",
                                              locator + strlen(starts[i]), NULL);
        for (guint k = 0; k < edits->len; k++) {
            const DaichoEdit *edit = g_ptr_array_index(edits, k);
            if (edit->remove && strcmp(edit->part, member) == 0) {
                return TRUE;
            }
        }
    }
    return FALSE;
}

static gboolean is_out_before(const char *part, gint64 record, const char *locator, gpointer data)
{
    const GPtrArray *edits = data;
    for (guint i = 0; i < edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(edits, i);
        gboolean is_cut = edit->puts == NULL && strcmp(edit->part, part) == 0 &&
                          has_record(edit, record);
        if (is_cut || edit_takes(edit, part)) {
            return TRUE;
        }
    }
    return is_of_removed(edits, part, locator) || is_out_after(part, record, locator, data);
}

/* --- comparing --- */

/* Something within a record, such as a picture of a contact, may have gone with it or not. Of what is
 * attached to messages it is known. */
static gboolean may_be_gone(const GPtrArray *edits, const char *part)
{
    for (guint i = 0; i < edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(edits, i);
        if (!edit->remove && edit->puts == NULL && is_within(part, edit->part) &&
            find_message(edit, part) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static const DaichoTextDigest *find_next(const GPtrArray *digests, guint *at)
{
    while (*at < digests->len) {
        const DaichoTextDigest *digest = g_ptr_array_index(digests, (*at)++);
        if (*digest->digest != '\0') {
            return digest;
        }
    }
    return NULL;
}

static gboolean refuse(const char *part, GError **error)
{
    g_autofree char *shown = daicho_text_escape(*part != '\0' ? part : "the file", -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "what would be left is not what is there now with the planned change alone, in it: "
                "%s; do it by hand",
                shown);
    return FALSE;
}

static gboolean compare(const GPtrArray *before, const GPtrArray *after, const GPtrArray *edits,
                        GError **error)
{
    guint at = 0;
    guint at_after = 0;
    const DaichoTextDigest *left = find_next(after, &at_after);
    for (const DaichoTextDigest *one = find_next(before, &at); one != NULL;
         one = find_next(before, &at)) {
        gboolean is_same = left != NULL && strcmp(one->digest, left->digest) == 0;
        if (is_same) {
            left = find_next(after, &at_after);
        } else if (!may_be_gone(edits, one->part)) {
            return refuse(one->part, error);
        }
    }
    return left == NULL || refuse(left->part, error);
}

/* Where values are put, the records stay. */
static GArray *list_changes(const GPtrArray *edits)
{
    GArray *changes = g_array_new(FALSE, FALSE, sizeof(DaichoTextChange));
    for (guint i = 0; i < edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(edits, i);
        for (guint k = 0; edit->puts != NULL && k < edit->ranges->len; k++) {
            const DaichoRange *range = &g_array_index(edit->ranges, DaichoRange, k);
            const DaichoPut *put = g_ptr_array_index(edit->puts, k);
            const DaichoTextChange change = {edit->part, range->record, range->start, range->end,
                                             put->text};
            g_array_append_val(changes, change);
        }
    }
    return changes;
}

gboolean edit_check_text(int before_fd, int after_fd, const char *path, const GPtrArray *edits,
                         const DaichoReading *reading, GError **error)
{
    gpointer data = (gpointer)(guintptr)edits;
    g_autoptr(GArray) changes = list_changes(edits);
    g_autoptr(GPtrArray) before = daicho_digest_changed_text(before_fd, path, reading, changes,
                                                             is_out_before, data, error);
    if (before == NULL) {
        return FALSE;
    }
    g_autoptr(GPtrArray)
        after = daicho_digest_text(after_fd, path, reading, is_out_after, data, error);
    return after != NULL && compare(before, after, edits, error);
}

/* Next character that is more than space between words. */
static const char *skip_space(const char *text)
{
    while (g_ascii_isspace(*text)) {
        text++;
    }
    return text;
}

gboolean edit_text_is_same(const char *one, const char *other)
{
    one = skip_space(one);
    other = skip_space(other);
    while (*one == *other && *one != '\0') {
        one = skip_space(one + 1);
        other = skip_space(other + 1);
    }
    return *one == *other;
}
