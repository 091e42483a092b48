#include "enforcer/edits/text.h"

#include <errno.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"

static const DaichoRange *get_range(const DaichoEdit *edit, guint index)
{
    return &g_array_index(edit->ranges, DaichoRange, index);
}

static GBytes *get_put(const DaichoEdit *edit, guint index)
{
    return edit->puts != NULL && index < edit->puts->len
               ? ((const DaichoPut *)g_ptr_array_index(edit->puts, index))->bytes
               : NULL;
}

/* What is sealed still, or is written by a format alone, has no bytes. */
static gboolean check_puts(const DaichoEdit *edit, GError **error)
{
    gboolean is_good = *edit->sealed == '\0' || edit->puts != NULL;
    is_good = is_good && (edit->puts == NULL || edit->puts->len == edit->ranges->len);
    for (guint i = 0; is_good && edit->puts != NULL && i < edit->puts->len; i++) {
        is_good = get_put(edit, i) != NULL;
    }
    if (!is_good) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the plan does not say how a value is written: make a new plan");
    }
    return is_good;
}

gboolean edit_text_check_ranges(const DaichoEdit *edit, gint64 length, GError **error)
{
    gint64 at = 0;
    for (guint i = 0; i < edit->ranges->len; i++) {
        const DaichoRange *range = get_range(edit, i);
        GBytes *put = get_put(edit, i);
        gboolean has_put = put != NULL && g_bytes_get_size(put) > 0;
        if (range->start < at || range->end < range->start + (has_put ? 0 : 1) ||
            range->end > length) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                        "the plan's bytes %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                        " are not in order or not in the %" G_GINT64_FORMAT
                        " bytes that there are: make a new plan",
                        range->start, range->end, length);
            return FALSE;
        }
        at = range->end;
    }
    if (edit->ranges->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the plan names no bytes to cut: make a new plan");
        return FALSE;
    }
    return check_puts(edit, error);
}

/* The bytes before range index, back to the range before it; after the last range: to the end. */
static void get_kept(const DaichoEdit *edit, guint index, gint64 length, gint64 *start, gint64 *end)
{
    *start = index > 0 ? get_range(edit, index - 1)->end : 0;
    *end = index < edit->ranges->len ? get_range(edit, index)->start : length;
}

static gboolean digest_range(DaichoFs *fs, int fd, gint64 start, gint64 end,
                             DaichoDigester *const *digesters, GError **error)
{
    enum { CHUNK = 1 << 18 };
    g_autofree guint8 *buffer = g_malloc(CHUNK);
    while (start < end) {
        ssize_t got = fs->pread(fs, fd, buffer, (gsize)MIN(end - start, (gint64)CHUNK), start);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return daicho_error_set_errno(error, DAICHO_ERROR_FILE, got < 0 ? errno : EIO,
                                          "cannot read");
        }
        for (gsize i = 0; digesters[i] != NULL; i++) {
            daicho_digester_update(digesters[i], buffer, (gsize)got);
        }
        start += got;
    }
    return TRUE;
}

/* The digest of the whole, and of what is to be kept of it. */
static gboolean digest_twice(DaichoFs *fs, int fd, const DaichoEdit *edit, gint64 length,
                             guint8 whole[DAICHO_DIGEST_BYTES], guint8 kept[DAICHO_DIGEST_BYTES],
                             GError **error)
{
    g_autoptr(DaichoDigester) of_whole = daicho_digester_new();
    g_autoptr(DaichoDigester) of_kept = daicho_digester_new();
    DaichoDigester *const both[] = {of_whole, of_kept, NULL};
    DaichoDigester *const one[] = {of_whole, NULL};
    for (guint i = 0; i <= edit->ranges->len; i++) {
        gint64 start = 0;
        gint64 end = 0;
        get_kept(edit, i, length, &start, &end);
        if (!digest_range(fs, fd, start, end, both, error)) {
            return FALSE;
        }
        GBytes *put = get_put(edit, i);
        if (put != NULL) {
            daicho_digester_update(of_kept, g_bytes_get_data(put, NULL), g_bytes_get_size(put));
        }
        gint64 cut_end = i < edit->ranges->len ? get_range(edit, i)->end : end;
        if (!digest_range(fs, fd, end, cut_end, one, error)) {
            return FALSE;
        }
    }
    daicho_digester_finish(of_whole, whole);
    daicho_digester_finish(of_kept, kept);
    return TRUE;
}

/* Whether the source is as the plan saw it; kept becomes the digest of what must be staged. */
static gboolean check_source(DaichoFs *fs, int fd, const DaichoEdit *edit, gint64 *length,
                             guint8 kept[DAICHO_DIGEST_BYTES], GError **error)
{
    struct stat status;
    guint8 whole[DAICHO_DIGEST_BYTES];
    if (!daicho_fs_stat(fs, fd, &status, error) ||
        !edit_text_check_ranges(edit, status.st_size, error) ||
        !digest_twice(fs, fd, edit, status.st_size, whole, kept, error)) {
        return FALSE;
    }
    *length = status.st_size;
    g_autofree char *digest = daicho_hex_encode(whole, sizeof whole);
    if (strcmp(digest, edit->digest) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the file changed since the plan: make a new plan");
        return FALSE;
    }
    return TRUE;
}

static gboolean check_staged(DaichoFs *fs, int fd, const guint8 kept[DAICHO_DIGEST_BYTES],
                             GError **error)
{
    struct stat status;
    guint8 staged[DAICHO_DIGEST_BYTES];
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    DaichoDigester *const digesters[] = {digester, NULL};
    if (!daicho_fs_stat(fs, fd, &status, error) ||
        !digest_range(fs, fd, 0, status.st_size, digesters, error)) {
        return FALSE;
    }
    daicho_digester_finish(digester, staged);
    if (memcmp(staged, kept, sizeof staged) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "what was written is not what the plan leaves: check the disk, then try again");
        return FALSE;
    }
    return TRUE;
}

gboolean edit_text_copy(DaichoFs *fs, int source_fd, int staged_fd, const DaichoEdit *edit,
                        GError **error)
{
    gint64 length = 0;
    guint8 kept[DAICHO_DIGEST_BYTES];
    if (!check_source(fs, source_fd, edit, &length, kept, error)) {
        return FALSE;
    }
    for (guint i = 0; i <= edit->ranges->len; i++) {
        gint64 start = 0;
        gint64 end = 0;
        get_kept(edit, i, length, &start, &end);
        GBytes *put = get_put(edit, i);
        if (!daicho_fs_copy_range(fs, source_fd, start, end - start, staged_fd, error) ||
            (put != NULL && !daicho_fs_write_all(fs, staged_fd, g_bytes_get_data(put, NULL),
                                                 g_bytes_get_size(put), error))) {
            return FALSE;
        }
    }
    /* Somebody may have written to the source meanwhile. */
    return check_source(fs, source_fd, edit, &length, kept, error) &&
           check_staged(fs, staged_fd, kept, error);
}

GBytes *edit_text_cut(GBytes *content, const DaichoEdit *edit, GError **error)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(content, &length);
    if (!edit_text_check_ranges(edit, (gint64)length, error)) {
        return NULL;
    }
    g_autoptr(GByteArray) left = g_byte_array_new();
    for (guint i = 0; i <= edit->ranges->len; i++) {
        gint64 start = 0;
        gint64 end = 0;
        get_kept(edit, i, (gint64)length, &start, &end);
        g_byte_array_append(left, bytes + start, (guint)(end - start));
        GBytes *put = get_put(edit, i);
        if (put != NULL) {
            g_byte_array_append(left, g_bytes_get_data(put, NULL), (guint)g_bytes_get_size(put));
        }
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&left));
}
