#include "catalog/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "catalog/check.h"
#include "catalog/sql.h"

static gboolean make_file(const char *path, GError **error)
{
    DAICHO_AUTO_FD int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return fd >= 0 || daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno,
                                             "cannot make the backup %s", path);
}

static gboolean set_copy_error(sqlite3 *db, const char *path, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "cannot write the backup %s: %s", path,
                sqlite3_errmsg(db));
    return FALSE;
}

/* In one step: between two, a scan that writes would make it begin anew each time. Readers do not keep
 * writers waiting. */
static gboolean copy_pages(DaichoCatalog *catalog, sqlite3 *to, const char *path, GError **error)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", catalog->db, "main");
    if (backup == NULL) {
        return set_copy_error(to, path, error);
    }
    int stepped = sqlite3_backup_step(backup, -1);
    int finished = sqlite3_backup_finish(backup);
    if (stepped == SQLITE_CORRUPT || finished == SQLITE_CORRUPT) {
        return sql_set_damaged(catalog, error, "a page of it cannot be read");
    }
    /* Without the mode of a log a backup is one file, which can be read where nobody may write. */
    return (stepped == SQLITE_DONE && finished == SQLITE_OK &&
            sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) == SQLITE_OK) ||
           set_copy_error(to, path, error);
}

static gboolean copy(DaichoCatalog *catalog, const char *path, GError **error)
{
    sqlite3 *to = NULL;
    gboolean copied = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
                          ? copy_pages(catalog, to, path, error)
                          : set_copy_error(to, path, error);
    sqlite3_close(to);
    return copied;
}

static gboolean read_through(const DaichoCatalog *catalog, const char *path, gint64 *rows,
                             GError **error)
{
    g_autoptr(DaichoCatalog)
        backup = daicho_catalog_open(path, DAICHO_CATALOG_EXAMINE, catalog->key, error);
    if (backup != NULL && daicho_catalog_check_whole(backup, error) &&
        sql_get_single(backup, 0, rows, error, "SELECT COALESCE(MAX(sequence), 0) FROM audit",
                       "")) {
        return TRUE;
    }
    g_prefix_error(error, "no backup was made, since the copy is not good: ");
    return FALSE;
}

static gboolean sync_path(const char *path, GError **error)
{
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) ||
           daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot sync %s", path);
}

static gboolean give_name(const char *part, const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    if (!sync_path(part, error)) {
        return FALSE;
    }
    if (renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno,
                                      "cannot give the backup its name %s", path);
    }
    return sync_path(folder, error);
}

static gboolean check_free(const char *path, GError **error)
{
    struct stat status;
    if (lstat(path, &status) < 0 && errno == ENOENT) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "%s is there already, and a backup is never overwritten: give another name", path);
    return FALSE;
}

/* What a reader of the copy left beside it. */
static void remove_part(const char *part)
{
    static const char *const endings[] = {"", "-journal", "-lock"};
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *path = g_strconcat(part, endings[i], NULL);
        unlink(path);
    }
}

gboolean daicho_catalog_backup(DaichoCatalog *catalog, const char *path, gint64 *rows,
                               GError **error)
{
    g_autofree char *part = g_strconcat(path, ".part", NULL);
    if (!check_free(path, error) || !make_file(part, error)) {
        return FALSE;
    }
    gboolean done = copy(catalog, part, error) && read_through(catalog, part, rows, error) &&
                    give_name(part, path, error);
    remove_part(part);
    return done;
}
