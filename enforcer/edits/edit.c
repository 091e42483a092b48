#include "enforcer/edits/edit.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/fd.h"
#include "enforcer/edits/archive.h"
#include "enforcer/edits/text.h"
#include "scanner/scanner.h"

static const char *const supported[] = {
    "application/zip",    "application/x-tar",
    "application/gzip",   "application/x-bzip2",
    "application/x-xz",   "application/zstd",
    "message/rfc822",     "application/mbox",
    "application/x-cpio", "application/x-7z-compressed",
};

gboolean edit_is_supported(const char *container_type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(supported); i++) {
        if (strcmp(container_type, supported[i]) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* --- in the sandbox --- */

#define RECORDS_TYPE "aax"

typedef struct {
    const GPtrArray *edits;
    const DaichoLimits *limits;
    const char *name; /* of the file */
} Editing;

/* A copy, so that all that is checked and written comes from the same bytes. */
static GBytes *read_source(int fd, guint64 limit, GError **error)
{
    enum { CHUNK = 1 << 18 };
    g_autofree guint8 *buffer = g_malloc(CHUNK);
    g_autoptr(GByteArray) all = g_byte_array_new();
    for (;;) {
        ssize_t got = pread(fd, buffer, CHUNK, all->len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot read");
            return NULL;
        }
        if (got == 0) {
            return g_byte_array_free_to_bytes(g_steal_pointer(&all));
        }
        if (all->len + (guint64)got > limit) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "the file became larger");
            return NULL;
        }
        g_byte_array_append(all, buffer, (guint)got);
    }
}

/* Of each edit, those of documents; an edit of bytes has none. */
static GVariant *tell_records(const GPtrArray *edits)
{
    g_auto(GVariantBuilder) lists = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE(RECORDS_TYPE));
    for (guint i = 0; i < edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(edits, i);
        g_variant_builder_open(&lists, G_VARIANT_TYPE("ax"));
        for (guint k = 0; k < edit->ranges->len && daicho_edit_is_of_document(edit); k++) {
            g_variant_builder_add(&lists, "x", g_array_index(edit->ranges, DaichoRange, k).record);
        }
        g_variant_builder_close(&lists);
    }
    return g_variant_builder_end(&lists);
}

static gboolean rewrite_in_sandbox(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                   GVariant **result, GError **error)
{
    (void)n_fds, (void)argument;
    const Editing *editing = data;
    g_autoptr(GBytes) source = read_source(fds[0], editing->limits->rewrite_bytes, error);
    g_autoptr(GBytes) rewritten = source != NULL
                                      ? edit_archive_rewrite(source, editing->edits, editing->name,
                                                             editing->limits, error)
                                      : NULL;
    if (rewritten == NULL) {
        return FALSE;
    }
    gsize length = 0;
    const void *bytes = g_bytes_get_data(rewritten, &length);
    *result = g_variant_ref_sink(tell_records(editing->edits));
    return daicho_fs_write_all(daicho_fs_system(), fds[1], bytes, length, error);
}

/* --- outside --- */

/* Each level in work is held two or three times: as it was, expanded, and as it becomes. */
static DaichoLimits get_sandbox_limits(const DaichoLimits *limits, gint64 size)
{
    enum { COPIES = 4, MEBIBYTE_SHIFT = 20 };
    DaichoLimits wider = *limits;
    wider.memory_bytes += COPIES * limits->rewrite_bytes;
    wider.heap_bytes = 0;
    wider.time_s += (guint)(size >> MEBIBYTE_SHIFT);
    return wider;
}

static gboolean check_size(DaichoFs *fs, int fd, const DaichoLimits *limits, gint64 *size,
                           GError **error)
{
    struct stat status;
    if (!daicho_fs_stat(fs, fd, &status, error)) {
        return FALSE;
    }
    *size = status.st_size;
    if ((guint64)status.st_size > limits->rewrite_bytes) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "it has %" G_GINT64_FORMAT " bytes, more than the limit of %" G_GUINT64_FORMAT
                    " for rewriting: rewrite it by hand",
                    (gint64)status.st_size, limits->rewrite_bytes);
        return FALSE;
    }
    return TRUE;
}

/* The child's output goes through fs, as everything that is written to a share. */
static gboolean copy_result(DaichoFs *fs, int result_fd, int staged_fd, GError **error)
{
    guint8 expected[DAICHO_DIGEST_BYTES];
    guint8 staged[DAICHO_DIGEST_BYTES];
    if (!daicho_fs_copy_range(fs, result_fd, 0, -1, staged_fd, error) ||
        !daicho_digest_fd(result_fd, expected, error) ||
        !daicho_digest_fd(staged_fd, staged, error)) {
        return FALSE;
    }
    if (memcmp(expected, staged, sizeof staged) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "what was written is not what was rewritten: check the disk, then try again");
        return FALSE;
    }
    return TRUE;
}

/* What the child loads while files may still be opened. */
static gboolean prepare(GError **error)
{
    g_free(daicho_member_name_decode("\x82\xa0", 2)); /* iconv's module */
    return daicho_document_prepare(error);
}

static int rewrite_to_memory(DaichoFs *fs, int source_fd, const Editing *editing,
                             GVariant **records, GError **error)
{
    gint64 size = 0;
    if (!check_size(fs, source_fd, editing->limits, &size, error) || !prepare(error)) {
        return -1;
    }
    DAICHO_AUTO_FD int result_fd = memfd_create("daicho-edit", MFD_CLOEXEC);
    if (result_fd < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot get memory");
        return -1;
    }
    const int fds[] = {source_fd, result_fd};
    Editing argument = *editing;
    const DaichoLimits wider = get_sandbox_limits(editing->limits, size);
    gboolean done = daicho_sandbox_run(rewrite_in_sandbox, fds, G_N_ELEMENTS(fds), NULL, &argument,
                                       &wider, G_VARIANT_TYPE(RECORDS_TYPE), records, error);
    return done ? daicho_fd_steal(&result_fd) : -1;
}

static gboolean apply_to_archive(DaichoFs *fs, int source_fd, int staged_fd, const char *path,
                                 const GPtrArray *edits, const DaichoLimits *limits, GError **error)
{
    g_autofree char *name = g_path_get_basename(path);
    const Editing editing = {edits, limits, name};
    g_autoptr(GVariant) records = NULL;
    DAICHO_AUTO_FD int result_fd = rewrite_to_memory(fs, source_fd, &editing, &records, error);
    return result_fd >= 0 && copy_result(fs, result_fd, staged_fd, error);
}

/* --- trying --- */

/* The child is not trusted: it can add records, but not take any of those that were found away. */
static gboolean take_records(DaichoEdit *edit, GVariant *numbers, GError **error)
{
    gsize n = 0;
    guint found = 0;
    const gint64 *record = g_variant_get_fixed_array(numbers, &n, sizeof(gint64));
    g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(DaichoRange));
    for (gsize i = 0; i < n; i++) {
        const DaichoRange range = {-1, -1, record[i]};
        gboolean is_after = record[i] > (i > 0 ? record[i - 1] : 0);
        found += found < edit->ranges->len &&
                 g_array_index(edit->ranges, DaichoRange, found).record == record[i];
        if (!is_after) {
            break;
        }
        g_array_append_val(ranges, range);
    }
    if (ranges->len != n || found != edit->ranges->len) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "worker gave a damaged answer");
        return FALSE;
    }
    g_array_set_size(edit->ranges, 0);
    g_array_append_vals(edit->ranges, ranges->data, ranges->len);
    return TRUE;
}

static gboolean take_told(DaichoEdit *edit, GVariant *lists, guint index, GError **error)
{
    g_autoptr(GVariant) list = index < g_variant_n_children(lists)
                                   ? g_variant_get_child_value(lists, index)
                                   : g_variant_ref_sink(g_variant_new("ax", NULL));
    return take_records(edit, list, error);
}

gboolean edit_try(DaichoFs *fs, int source_fd, const char *path, GPtrArray *edits,
                  const DaichoLimits *limits, GError **error)
{
    g_autofree char *name = g_path_get_basename(path);
    const Editing editing = {edits, limits, name};
    g_autoptr(GVariant) records = NULL;
    for (guint i = 0; i < edits->len; i++) {
        DaichoEdit *edit = g_ptr_array_index(edits, i);
        edit->is_open = daicho_edit_is_of_document(edit) && edit->puts == NULL;
    }
    DAICHO_AUTO_FD int result_fd = rewrite_to_memory(fs, source_fd, &editing, &records, error);
    gboolean done = result_fd >= 0;
    for (guint i = 0; i < edits->len; i++) {
        DaichoEdit *edit = g_ptr_array_index(edits, i);
        done = done && (!edit->is_open || take_told(edit, records, i, error));
        edit->is_open = FALSE;
    }
    return done;
}

/* --- applying --- */

gboolean edit_apply(DaichoFs *fs, int source_fd, int staged_fd, const char *path,
                    const GPtrArray *edits, const DaichoLimits *limits, GError **error)
{
    guint of_file = 0;
    gboolean removes_file = FALSE;
    for (guint i = 0; i < edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(edits, i);
        of_file += *edit->part == '\0';
        removes_file |= *edit->part == '\0' && edit->remove;
    }
    if (edits->len == 0 || removes_file || of_file > 1) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the plan's changes to this file do not fit together: make a new plan");
        return FALSE;
    }
    const DaichoEdit *first = g_ptr_array_index(edits, 0);
    if (edits->len == 1 && of_file == 1 && *first->format == '\0' &&
        !daicho_edit_is_of_document(first)) {
        return edit_text_copy(fs, source_fd, staged_fd, first, error);
    }
    return apply_to_archive(fs, source_fd, staged_fd, path, edits, limits, error);
}
