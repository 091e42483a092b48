#include "scanner/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/fs.h"

static gboolean put_unread(Scan *scan, const char *path, const struct stat *status,
                           const char *type, int errnum, GError **error)
{
    g_autofree char *reason = errnum == EXDEV
                                  ? g_strdup(
                                        "not entered: another file system is mounted here; make "
                                        "it a share of its own, or set cross-devices")
                                  : g_strdup_printf("cannot open: %s", g_strerror(errnum));
    g_autoptr(GPtrArray)
        items = scan_items_for_unread(scan->options->share, path, status, type, reason);
    return scan_sink_put(scan, items, NULL, error);
}

/* What was never read is not missed, so that a mount point that stays does not keep the rows of
 * files that are gone elsewhere; what was read and is covered now is kept like that of a folder that
 * cannot be listed. */
static gboolean is_missed(Scan *scan, const WalkEntry *entry, const char *folder, gboolean *missed,
                          GError **error)
{
    *missed = TRUE;
    return entry->errnum != EXDEV ||
           daicho_known_files_has_below(scan->known, folder, missed, error);
}

/* The row of what cannot be read is written whether it is known or not. */
static gboolean put_failed_entry(Scan *scan, const char *path, const WalkEntry *entry,
                                 GError **error)
{
    static const struct stat unknown;
    gboolean unchanged = FALSE;
    return daicho_known_files_check(scan->known, path, NULL, &unchanged, error) &&
           put_unread(scan, path, &unknown,
                      entry->is_folder ? "inode/directory" : "application/octet-stream",
                      entry->errnum, error);
}

/* A folder that cannot be listed is a row too: what lies in it was not seen. */
static gboolean put_failed(Scan *scan, const WalkEntry *entry, GError **error)
{
    if (entry->errnum == ENOENT) {
        return TRUE;
    }
    if (!entry->is_folder) {
        return put_failed_entry(scan, entry->path, entry, error);
    }
    gboolean missed = FALSE;
    g_autofree char *path = g_strconcat(entry->path, "/", NULL);
    if (!put_failed_entry(scan, path, entry, error) ||
        !is_missed(scan, entry, path, &missed, error)) {
        return FALSE;
    }
    scan->result->unreadable_directories += missed ? 1 : 0;
    return TRUE;
}

static int open_file(Scan *scan, const char *path)
{
    DaichoFs *fs = daicho_fs_system();
    const int crossing = scan->options->cross_devices ? DAICHO_FS_ACROSS : 0;
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | crossing;
    int fd = fs->open_beneath(fs, scan->root_fd, path, flags | O_NOATIME, 0);
    /* O_NOATIME is for the owner and root alone. */
    return fd < 0 && errno == EPERM ? fs->open_beneath(fs, scan->root_fd, path, flags, 0) : fd;
}

/* What did not open, or (errnum is 0) is no regular file any more. */
static gboolean put_unopened(Scan *scan, WalkEntry *entry, int errnum, GError **error)
{
    if (entry->is_listed && !walk_look_up(scan->walk, entry)) {
        return TRUE;
    }
    if (entry->kind == WALK_FAILED) {
        return put_failed(scan, entry, error);
    }
    const gboolean is_special = errnum == 0 || entry->kind == WALK_SPECIAL;
    if (is_special || errnum == ENOENT) {
        daicho_known_files_give_up(scan->known);
        scan->result->special += is_special ? 1 : 0;
        return TRUE;
    }
    return put_unread(scan, entry->path, &entry->status, "application/octet-stream", errnum, error);
}

/* Opens a file that must be read. *file stays NULL when it is not to be read after all. */
static gboolean open_entry(Scan *scan, WalkEntry *entry, WorkerFile **file, GError **error)
{
    struct stat status;
    DAICHO_AUTO_FD int fd = open_file(scan, entry->path);
    if (fd < 0 || fstat(fd, &status) < 0) {
        return put_unopened(scan, entry, errno, error);
    }
    if (!S_ISREG(status.st_mode)) {
        return put_unopened(scan, entry, 0, error);
    }
    *file = worker_file_new(entry->path, daicho_fd_steal(&fd), &status);
    if ((guint64)status.st_size >= scan->split_unit) {
        (*file)->slice = (ExtractSlice){.kind = EXTRACT_PLAN, .unit_bytes = scan->split_unit};
    }
    return TRUE;
}

static gboolean take_entry(Scan *scan, WalkEntry *entry, WorkerFile **file, GError **error);

/* A file that is known is looked at before it is opened; another must be read whatever its status is. */
static gboolean take_file(Scan *scan, WalkEntry *entry, WorkerFile **file, GError **error)
{
    gboolean is_known = FALSE;
    gboolean unchanged = FALSE;
    if (!daicho_known_files_has(scan->known, entry->path, &is_known, error)) {
        return FALSE;
    }
    if (is_known && entry->is_listed) {
        return !walk_look_up(scan->walk, entry) || take_entry(scan, entry, file, error);
    }
    scan->progress.files = ++scan->result->files;
    const DaichoIdentity identity = daicho_identity_of(&entry->status);
    if (!daicho_known_files_check(scan->known, entry->path, is_known ? &identity : NULL, &unchanged,
                                  error)) {
        return FALSE;
    }
    if (unchanged) {
        scan->progress.unchanged = ++scan->result->unchanged;
        return scan_sink_commit(scan, FALSE, error);
    }
    return open_entry(scan, entry, file, error);
}

static gboolean take_entry(Scan *scan, WalkEntry *entry, WorkerFile **file, GError **error)
{
    switch (entry->kind) {
    case WALK_END:
        scan->walked = TRUE;
        return TRUE;
    case WALK_SPECIAL:
        scan->result->special++;
        return TRUE;
    case WALK_FAILED:
        return put_failed(scan, entry, error);
    case WALK_FILE:
    default:
        return take_file(scan, entry, file, error);
    }
}

/* Slices of a file that needs them no more are dropped. */
static WorkerFile *take_waiting(Scan *scan)
{
    for (;;) {
        g_autoptr(WorkerFile) file = g_queue_pop_head(&scan->again);
        if (file == NULL || file->split == NULL || !scan_split_is_over(file->split)) {
            return g_steal_pointer(&file);
        }
    }
}

/* It may be gone by now, or another one. */
static gboolean open_again(Scan *scan, WorkerFile **file, GError **error)
{
    g_autoptr(WorkerFile) closed = g_steal_pointer(file);
    struct stat status;
    DAICHO_AUTO_FD int fd = open_file(scan, closed->path);
    if (fd < 0 || fstat(fd, &status) < 0) {
        return put_unread(scan, closed->path, &closed->status, "application/octet-stream", errno,
                          error);
    }
    *file = worker_file_new(closed->path, daicho_fd_steal(&fd), &status);
    return TRUE;
}

WorkerFile *scan_source_next(Scan *scan, GError **error)
{
    WorkerFile *file = take_waiting(scan);
    while (file != NULL && file->fd < 0 && file->split == NULL) {
        if (!open_again(scan, &file, error)) {
            return NULL;
        }
        file = file != NULL ? file : take_waiting(scan);
    }
    for (; file == NULL && !scan->walked && scan->patience > 0; scan->patience--) {
        WalkEntry entry = {0};
        walk_next(scan->walk, &entry);
        scan->progress.path = entry.path; /* the walk's own: the one before is gone now */
        gboolean taken = take_entry(scan, &entry, &file, error);
        scan_show_progress(scan, FALSE);
        if (!taken) {
            return NULL;
        }
    }
    return file;
}
