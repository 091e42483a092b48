#include "catalog/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "catalog/audit.h"
#include "catalog/check.h"
#include "catalog/lock.h"
#include "catalog/restore_since.h"
#include "catalog/sql.h"

/* One restore, from the copy of the backup to the exchange. Names are in the catalog's folder. */
typedef struct {
    DaichoFs *fs;
    const char *backup;
    const char *path;
    const DaichoKey *key;
    const DaichoActor *actor;
    int folder_fd;
    char *name;
    char *stamp;  /* when, in the names */
    char *staged; /* the copy's name until it is the catalog */
    char *staged_path;
    gboolean is_new;    /* there is no catalog to be replaced */
    gboolean has_copy;  /* the staged name stands for a copy of ours, and for nothing else */
    gboolean is_placed; /* or may be */
} Restore;

static void restore_end(Restore *restore)
{
    daicho_fd_clear(&restore->folder_fd);
    g_free(restore->name);
    g_free(restore->stamp);
    g_free(restore->staged);
    g_free(restore->staged_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Restore, restore_end)

void daicho_restore_clear(DaichoRestore *restore)
{
    g_clear_pointer(&restore->kept, g_free);
    g_clear_pointer(&restore->forgotten, g_free);
}

static gboolean is_taken(const char *path, const char *word, const char *stamp)
{
    struct stat status;
    g_autofree char *name = g_strconcat(path, word, stamp, NULL);
    return lstat(name, &status) == 0;
}

/* The time, with a number behind it for a second one within the second. */
static char *make_stamp(const Restore *restore)
{
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(restore->actor->now_s);
    g_autofree char *time = g_date_time_format(now, "%Y%m%dT%H%M%SZ");
    char *stamp = g_strdup(time);
    for (guint i = 2; is_taken(restore->path, ".restoring-", stamp) ||
                      is_taken(restore->path, ".replaced-", stamp);
         i++) {
        g_free(stamp);
        stamp = g_strdup_printf("%s-%u", time, i);
    }
    return stamp;
}

static gboolean restore_begin(Restore *restore, GError **error)
{
    struct stat status;
    g_autofree char *folder = g_path_get_dirname(restore->path);
    restore->name = g_path_get_basename(restore->path);
    restore->stamp = make_stamp(restore);
    restore->staged = g_strdup_printf("%s.restoring-%s", restore->name, restore->stamp);
    restore->staged_path = g_build_filename(folder, restore->staged, NULL);
    restore->folder_fd = daicho_fs_open_root(folder, error);
    restore->is_new = lstat(restore->path, &status) < 0 && errno == ENOENT;
    return restore->folder_fd >= 0;
}

/* --- the copy --- */

static gboolean refuse_backup(const Restore *restore, const char *why, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s: %s", restore->backup, why);
    return FALSE;
}

/* A file with a log beside it is not whole without it. */
static gboolean check_backup_file(const Restore *restore, int fd, GError **error)
{
    struct stat status;
    struct stat other;
    g_autofree char *log = g_strconcat(restore->backup, "-wal", NULL);
    g_autofree char *journal = g_strconcat(restore->backup, "-journal", NULL);
    if (fstat(fd, &status) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", restore->backup);
    }
    if (!S_ISREG(status.st_mode)) {
        return refuse_backup(restore, "a backup is a file", error);
    }
    if (!restore->is_new && stat(restore->path, &other) == 0 && status.st_ino == other.st_ino &&
        status.st_dev == other.st_dev) {
        return refuse_backup(restore, "this is the catalog itself: name its backup", error);
    }
    if ((stat(log, &other) == 0 && other.st_size > 0) ||
        (stat(journal, &other) == 0 && other.st_size > 0)) {
        return refuse_backup(restore,
                             "a log stands beside it, so it is a catalog in use and not a backup: "
                             "make one of it with daicho catalog backup",
                             error);
    }
    return TRUE;
}

/* A page may differ in what no check looks at: the copy is read again, and must be the same. */
static gboolean compare_copy(const Restore *restore, int from, int to, GError **error)
{
    enum { CHUNK = 1 << 18 };
    g_autofree guint8 *wanted = g_malloc(CHUNK);
    g_autofree guint8 *found = g_malloc(CHUNK);
    goffset offset = 0;
    gssize length = 0;
    do {
        length = daicho_fs_read_some(restore->fs, from, wanted, CHUNK, offset, error);
        gssize done = 0;
        gssize more = 1;
        while (length > 0 && done < length && more > 0) {
            more = daicho_fs_read_some(restore->fs, to, found + done, (gsize)(length - done),
                                       offset + done, error);
            done += more;
        }
        if (length < 0 || more < 0) {
            return FALSE;
        }
        if (done != length || memcmp(wanted, found, (gsize)length) != 0) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                        "the copy of %s differs from it: check the disk of %s", restore->backup,
                        restore->path);
            return FALSE;
        }
        offset += length;
    } while (length > 0);
    return TRUE;
}

static gboolean copy_backup(Restore *restore, GError **error)
{
    DAICHO_AUTO_FD int from = open(restore->backup, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (from < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot open the backup %s",
                                      restore->backup);
    }
    if (!check_backup_file(restore, from, error)) {
        return FALSE;
    }
    DAICHO_AUTO_FD int to = daicho_fs_create(restore->fs, restore->folder_fd, restore->staged,
                                             error);
    restore->has_copy = to >= 0;
    return to >= 0 && lock_give(to, restore->path, error) &&
           daicho_fs_copy_range(restore->fs, from, 0, -1, to, error) &&
           daicho_fs_sync(restore->fs, to, error) && daicho_fs_close(restore->fs, &to, error) &&
           (to = daicho_fs_open(restore->fs, restore->folder_fd, restore->staged,
                                O_RDONLY | O_CLOEXEC, error)) >= 0 &&
           compare_copy(restore, from, to, error);
}

static gboolean examine_copy(const Restore *restore, DaichoRestore *told, GError **error)
{
    g_autoptr(DaichoCatalog)
        copy = sql_open_locked(restore->staged_path, DAICHO_CATALOG_EXAMINE, restore->key, error);
    gboolean good = copy != NULL && daicho_catalog_check_whole(copy, error) &&
                    sql_get_version(copy, &told->version, error) &&
                    sql_get_single(copy, 0, &told->rows, error,
                                   "SELECT COALESCE(MAX(sequence), 0) FROM audit", "");
    if (!good) {
        g_prefix_error(error, "the backup %s cannot be used, and nothing was changed. its copy: ",
                       restore->backup);
    }
    return good;
}

/* --- the catalog before --- */

static gboolean is_about_content(const GError *error)
{
    return g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_DAMAGED);
}

static gboolean compare(const Restore *restore, DaichoRestore *told, gint64 *open, GError **error)
{
    g_autoptr(DaichoCatalog)
        before = sql_open_locked(restore->path, DAICHO_CATALOG_EXAMINE, restore->key, error);
    g_autoptr(DaichoCatalog)
        copy = before != NULL ? sql_open_locked(restore->staged_path, DAICHO_CATALOG_EXAMINE,
                                                restore->key, error)
                              : NULL;
    return copy != NULL && restore_compare(before, copy, told, open, error);
}

static gboolean refuse_forgetting(const Restore *restore, const DaichoRestore *told, gint64 open,
                                  GError **error)
{
    g_autofree char *begun = open > 0 ? g_strdup_printf("%" G_GINT64_FORMAT
                                                        " targets of plans that were begun and "
                                                        "not finished (finish them first with "
                                                        "daicho plan apply N --execute)",
                                                        open)
                                      : g_strdup("");
    g_set_error(
        error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
        "since the backup %s was made the catalog %s recorded what it would forget: %s%s%s. "
        "if that is to be, give --forget",
        restore->backup, restore->path, told->forgotten,
        *told->forgotten != '\0' && open > 0 ? ", " : "", begun);
    return FALSE;
}

/* What cannot be read cannot be asked, nor does it help anybody to keep it in place. */
static gboolean check_before(const Restore *restore, gboolean forget, DaichoRestore *told,
                             GError **error)
{
    g_autoptr(GError) failed = NULL;
    gint64 open = 0;
    if (restore->is_new || compare(restore, told, &open, &failed)) {
        return forget || (*told->forgotten == '\0' && open == 0) ||
               refuse_forgetting(restore, told, open, error);
    }
    if (!is_about_content(failed) && !forget) {
        g_propagate_error(error, g_steal_pointer(&failed));
        g_prefix_error(error, "the catalog of before cannot be asked what would be forgotten (give "
                              "--forget to replace it nevertheless): ");
        return FALSE;
    }
    told->is_unknown = TRUE;
    return TRUE;
}

/* --- the exchange --- */

/* The mark keeps apart what the two catalogs put into the vault under the same numbers. */
static gboolean mark_copy(const Restore *restore, const DaichoRestore *told, GError **error)
{
    g_autoptr(DaichoCatalog)
        copy = sql_open_locked(restore->staged_path, DAICHO_CATALOG_WRITE, restore->key, error);
    g_autoptr(DaichoTransaction) transaction = copy != NULL ? daicho_transaction_begin(copy, error)
                                                            : NULL;
    g_autofree char *given_up = g_strdup_printf(
        "; of the catalog before, %" G_GINT64_FORMAT " rows long, is given up: %s",
        told->rows_before, *told->forgotten != '\0' ? told->forgotten : "nothing but scans");
    g_autofree char *detail = g_strdup_printf(
        "backup of schema %" G_GINT64_FORMAT " with %" G_GINT64_FORMAT " rows%s", told->version,
        told->rows,
        restore->is_new    ? "; there was no catalog"
        : told->is_unknown ? "; the catalog before could not be read"
                           : given_up);
    return transaction != NULL &&
           sql_run(copy, error,
                   "INSERT INTO meta (key, value) VALUES ('restored', ?1)"
                   " ON CONFLICT (key) DO UPDATE SET value = ?1",
                   "t", restore->stamp) &&
           daicho_catalog_append_audit(copy, restore->actor, "catalog-restore", "catalog", detail,
                                       error) &&
           daicho_transaction_commit(transaction, error) &&
           sql_execute(copy, "PRAGMA journal_mode = DELETE", error);
}

static gboolean sync_copy(const Restore *restore, GError **error)
{
    DAICHO_AUTO_FD int fd = daicho_fs_open(restore->fs, restore->folder_fd, restore->staged,
                                           O_RDWR | O_CLOEXEC, error);
    return fd >= 0 && daicho_fs_sync(restore->fs, fd, error) &&
           daicho_fs_close(restore->fs, &fd, error);
}

static int note_mode(gpointer data, int count, char **values, char **names)
{
    (void)names;
    *(gboolean *)data = count > 0 && g_strcmp0(values[0], "delete") == 0;
    return 0;
}

/* What stands in the log comes into the file, so that nothing beside it belongs to it. Nobody of ours
 * has it open; other programs make this fail. */
static gboolean fold_log(const Restore *restore, GError **error)
{
    sqlite3 *db = NULL;
    gboolean folded = FALSE;
    gboolean asked = sqlite3_open_v2(restore->path, &db, SQLITE_OPEN_READWRITE, NULL) ==
                         SQLITE_OK &&
                     sqlite3_exec(db, "PRAGMA journal_mode = DELETE", note_mode, &folded, NULL) ==
                         SQLITE_OK;
    if (!asked || !folded) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "catalog %s: its log cannot be closed (%s): end the program that has it open",
                    restore->path, asked ? "in use" : sqlite3_errmsg(db));
    }
    sqlite3_close(db);
    return asked && folded;
}

/* Of a catalog that cannot be read the log goes along: beside another catalog it would spoil that. */
static gboolean move_log(const Restore *restore, const char *ending, GError **error)
{
    g_autofree char *from = g_strconcat(restore->name, ending, NULL);
    g_autofree char *to = g_strconcat(restore->staged, ending, NULL);
    struct stat status;
    if (fstatat(restore->folder_fd, from, &status, AT_SYMLINK_NOFOLLOW) < 0) {
        return errno == ENOENT || daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "%s%s",
                                                         restore->path, ending);
    }
    return daicho_fs_rename(restore->fs, restore->folder_fd, from, to, error);
}

static gboolean clear_beside(Restore *restore, const DaichoRestore *told, GError **error)
{
    if (!restore->is_new && !told->is_unknown) {
        return fold_log(restore, error);
    }
    restore->has_copy = FALSE; /* what has its name with an ending is the log of before */
    return move_log(restore, "-wal", error) && move_log(restore, "-shm", error) &&
           move_log(restore, "-journal", error) &&
           daicho_fs_sync(restore->fs, restore->folder_fd, error);
}

static gboolean exchange(Restore *restore, GError **error)
{
    restore->has_copy = FALSE;
    restore->is_placed = TRUE;
    return (restore->is_new ? daicho_fs_rename(restore->fs, restore->folder_fd, restore->staged,
                                               restore->name, error)
                            : daicho_fs_exchange(restore->fs, restore->folder_fd, restore->staged,
                                                 restore->name, error)) &&
           daicho_fs_sync(restore->fs, restore->folder_fd, error);
}

/* The name that says what it is, with what belongs to it. */
static gboolean name_kept(const Restore *restore, DaichoRestore *told, GError **error)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    g_autofree char *kept = g_strdup_printf("%s.replaced-%s", restore->name, restore->stamp);
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *from = g_strconcat(restore->staged, endings[i], NULL);
        g_autofree char *to = g_strconcat(kept, endings[i], NULL);
        struct stat status;
        if (fstatat(restore->folder_fd, from, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            !daicho_fs_rename(restore->fs, restore->folder_fd, from, to, error)) {
            return FALSE;
        }
    }
    told->kept = restore->is_new ? NULL
                                 : g_strdup_printf("%s.replaced-%s", restore->path, restore->stamp);
    return daicho_fs_sync(restore->fs, restore->folder_fd, error);
}

/* Only while it is sure that the name stands for the copy. */
static void drop_copy(const Restore *restore)
{
    static const char *const endings[] = {"", "-shm", "-wal", "-journal"};
    for (gsize i = 0; i < G_N_ELEMENTS(endings) && restore->has_copy; i++) {
        g_autofree char *path = g_strconcat(restore->staged_path, endings[i], NULL);
        unlink(path);
    }
}

static gboolean carry_out(Restore *restore, gboolean forget, DaichoRestore *told, GError **error)
{
    return copy_backup(restore, error) && examine_copy(restore, told, error) &&
           check_before(restore, forget, told, error) && mark_copy(restore, told, error) &&
           sync_copy(restore, error) && clear_beside(restore, told, error) &&
           exchange(restore, error) && name_kept(restore, told, error);
}

gboolean daicho_catalog_restore(DaichoFs *fs, const char *backup, const char *path,
                                const DaichoKey *key, const DaichoActor *actor, gboolean forget,
                                DaichoRestore *told, GError **error)
{
    g_auto(Restore) restore = {
        .fs = fs, .backup = backup, .path = path, .key = key, .actor = actor, .folder_fd = -1};
    *told = (DaichoRestore){.forgotten = g_strdup("")};
    g_autoptr(DaichoCatalogLock) lock = lock_alone(path, error);
    if (lock == NULL || !restore_begin(&restore, error)) {
        return FALSE;
    }
    gboolean done = carry_out(&restore, forget, told, error);
    if (!done && restore.is_placed) {
        g_prefix_error(error,
                       "the backup may have taken the place of %s, where one of the two is whole; "
                       "the other is %s: ",
                       path, restore.staged_path);
    }
    if (!done) {
        drop_copy(&restore);
    }
    return done;
}

char *daicho_catalog_dup_restored(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error, "SELECT value FROM meta WHERE key = 'restored'", "");
    if (query == NULL) {
        return NULL;
    }
    g_autofree char *when = g_strdup(sql_query_next(query, &failed) ? sql_get_text(query, 0) : "");
    return sql_rows_ended(&failed, error) ? g_steal_pointer(&when) : NULL;
}
