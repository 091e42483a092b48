#include "enforcer/edit.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/fd.h"
#include "enforcer/edit_archive.h"
#include "enforcer/edit_document.h"
#include "enforcer/edit_text.h"
#include "scanner/scanner.h"

static const char *const supported[] = {
    "application/zip",     "application/x-tar", "application/gzip",
    "application/x-bzip2", "application/x-xz",  "application/zstd",
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

typedef struct {
    const GPtrArray *edits;
    const DaichoLimits *limits;
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

static gboolean check_digest(GBytes *source, const DaichoEdit *edit, GError **error)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(source, &length);
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digest(bytes, length, digest);
    g_autofree char *hex = daicho_hex_encode(digest, sizeof digest);
    if (strcmp(hex, edit->digest) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the file changed since the plan: make a new plan");
        return FALSE;
    }
    return TRUE;
}

static GBytes *rewrite(GBytes *source, const Editing *editing, GError **error)
{
    DaichoEdit *edit = g_ptr_array_index(editing->edits, 0);
    if (*edit->part != '\0') {
        return edit_archive_rewrite(source, editing->edits, editing->limits, error);
    }
    return check_digest(source, edit, error)
               ? edit_document_rewrite(source, "", edit, editing->limits, error)
               : NULL;
}

static gboolean rewrite_in_sandbox(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                   GVariant **result, GError **error)
{
    (void)n_fds, (void)argument, (void)result;
    const Editing *editing = data;
    g_autoptr(GBytes) source = read_source(fds[0], editing->limits->rewrite_bytes, error);
    g_autoptr(GBytes) rewritten = source != NULL ? rewrite(source, editing, error) : NULL;
    if (rewritten == NULL) {
        return FALSE;
    }
    gsize length = 0;
    const void *bytes = g_bytes_get_data(rewritten, &length);
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
                    "the archive has %" G_GINT64_FORMAT
                    " bytes, more than the limit of %" G_GUINT64_FORMAT
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

static gboolean apply_to_archive(DaichoFs *fs, int source_fd, int staged_fd, const GPtrArray *edits,
                                 const DaichoLimits *limits, GError **error)
{
    gint64 size = 0;
    if (!check_size(fs, source_fd, limits, &size, error)) {
        return FALSE;
    }
    DAICHO_AUTO_FD int result_fd = memfd_create("daicho-edit", MFD_CLOEXEC);
    if (result_fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot get memory");
    }
    /* Loads iconv's module while files may still be opened. */
    g_free(daicho_member_name_decode("\x82\xa0", 2));
    if (!daicho_document_prepare(error)) {
        return FALSE;
    }
    const int fds[] = {source_fd, result_fd};
    Editing editing = {edits, limits};
    const DaichoLimits wider = get_sandbox_limits(limits, size);
    return daicho_sandbox_run(rewrite_in_sandbox, fds, G_N_ELEMENTS(fds), NULL, &editing, &wider,
                              NULL, NULL, error) &&
           copy_result(fs, result_fd, staged_fd, error);
}

gboolean edit_apply(DaichoFs *fs, int source_fd, int staged_fd, const GPtrArray *edits,
                    const DaichoLimits *limits, GError **error)
{
    guint of_file = 0;
    gboolean removes_file = FALSE;
    for (guint i = 0; i < edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(edits, i);
        of_file += *edit->part == '\0';
        removes_file |= *edit->part == '\0' && edit->remove;
    }
    if (edits->len == 0 || removes_file || (of_file > 0 && edits->len > 1)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the plan's changes to this file do not fit together: make a new plan");
        return FALSE;
    }
    if (of_file > 0 && !daicho_edit_is_of_document(g_ptr_array_index(edits, 0))) {
        return edit_text_copy(fs, source_fd, staged_fd, g_ptr_array_index(edits, 0), error);
    }
    return apply_to_archive(fs, source_fd, staged_fd, edits, limits, error);
}
