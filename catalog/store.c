#include "catalog/store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "catalog/intact.h"
#include "catalog/lock.h"
#include "catalog/sql.h"

enum { BUSY_TIMEOUT_MS = 10000 };

struct DaichoTransaction {
    DaichoCatalog *catalog;
    guint depth; /* 1 is the outermost */
    gboolean is_open, is_joined;
};

const char *daicho_actor_name(const DaichoActor *actor)
{
    return actor->as_user != NULL ? actor->as_user : actor->user;
}

const DaichoKey *daicho_catalog_get_key(const DaichoCatalog *catalog)
{
    return catalog->key;
}

void daicho_catalog_close(DaichoCatalog *catalog)
{
    if (catalog == NULL) {
        return;
    }
    g_hash_table_unref(catalog->statements);
    g_hash_table_unref(catalog->idle);
    sqlite3_close(catalog->db);
    daicho_fd_clear(&catalog->use_fd);
    g_clear_pointer(&catalog->dismissals, g_ptr_array_unref);
    g_free(catalog->path);
    g_free(catalog);
}

/* Statements are few and long, and one is looked up for each row that is written. */
static guint hash_sql(gconstpointer sql)
{
    const char *text = sql;
    const gsize length = strlen(text);
    guint hash = (guint)length;
    for (gsize i = length - MIN(length, (gsize)8); i < length; i++) {
        hash = hash * 33 + (guint8)text[i];
    }
    return hash;
}

static void finalize(gpointer statement)
{
    sqlite3_finalize(statement);
}

/* A new catalog is private from its first byte on. One that is there is not opened here: closing it
 * would let go of the locks of another connection in this process. */
static gboolean create_private(const char *path, gboolean *is_new, GError **error)
{
    DAICHO_AUTO_FD int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    *is_new = fd >= 0;
    return fd >= 0 || errno == EEXIST ||
           daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot make the catalog %s",
                                  path);
}

static gboolean check_exists(const char *path, GError **error)
{
    struct stat status;
    if (stat(path, &status) == 0) {
        return TRUE;
    }
    return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno,
                                  "cannot open the catalog %s (make one with daicho init or daicho "
                                  "scan)",
                                  path);
}

/* The one of ours that the catalog names. */
static gboolean take_named_key(DaichoCatalog *catalog, const char *name, GError **error)
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    const DaichoKey *key = daicho_hex_decode(name, public_key, sizeof public_key)
                               ? daicho_key_find(catalog->key, public_key)
                               : NULL;
    if (key == NULL) {
        g_set_error(
            error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
            "catalog %s was made with another key than the one in use: restore its own (the "
            "file that \"key:\" in daicho.yaml names, else %s.key)",
            catalog->path, catalog->path);
        return FALSE;
    }
    catalog->key = key;
    return TRUE;
}

/* The public key tells catalogs of different keys apart without giving the key away. */
static gboolean check_key(DaichoCatalog *catalog, gboolean writable, GError **error)
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error, "SELECT value FROM meta WHERE key = 'public-key'", "");
    if (query == NULL) {
        return FALSE;
    }
    if (sql_query_next(query, &failed)) {
        return take_named_key(catalog, sql_get_text(query, 0), error);
    }
    if (!sql_rows_ended(&failed, error)) {
        return FALSE;
    }
    daicho_key_get_public(catalog->key, public_key);
    g_autofree char *mine = daicho_hex_encode(public_key, sizeof public_key);
    return !writable ||
           sql_run(catalog, error, "INSERT INTO meta (key, value) VALUES ('public-key', ?)", "t",
                   mine);
}

static gboolean is_for_writing(DaichoCatalogMode mode)
{
    return mode == DAICHO_CATALOG_WRITE || mode == DAICHO_CATALOG_CREATE;
}

/* What was cut to nothing must not be taken for a catalog that nothing was ever written to. */
static gboolean check_begun(DaichoCatalog *catalog, GError **error)
{
    gint64 version = 0;
    return sql_get_version(catalog, &version, error) &&
           (version > 0 ||
            sql_set_damaged(catalog, error,
                            "there is nothing in it: only if it was never used, delete it"));
}

static gboolean set_up(DaichoCatalog *catalog, DaichoCatalogMode mode, gboolean is_new,
                       GError **error)
{
    gboolean writable = is_for_writing(mode);
    sqlite3_busy_timeout(catalog->db, BUSY_TIMEOUT_MS);
    /* 64 MiB, in KiB: a scan looks up every file, and SQLite's 2 MiB hold a few thousand. */
    if (!sql_add_functions(catalog, error) ||
        !sql_execute(catalog,
                     "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                     "PRAGMA cache_size = -65536",
                     error)) {
        return FALSE;
    }
    /* Under another key a chain does not hold, whole as it may be. */
    if (!intact_check_size(catalog, error) ||
        (!is_new && (!check_begun(catalog, error) || !check_key(catalog, FALSE, error))) ||
        (writable && !intact_check(catalog, error))) {
        return FALSE;
    }
    /* FULL: what the journal says is on disk before the act that it speaks of. A log of 64 MiB: a page
     * that one batch of a scan after another writes into goes to the catalog itself once. */
    if (writable && (!sql_execute(catalog,
                                  "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                  "PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 16384",
                                  error) ||
                     !sql_migrate(catalog, error))) {
        return FALSE;
    }
    if (mode == DAICHO_CATALOG_READ && !sql_check_version(catalog, error)) {
        return FALSE;
    }
    return check_key(catalog, writable, error);
}

/* On what is mounted read-only nobody writes, so that SQLite can do without its companion files; but
 * what still stands in the log would then not be seen. */
static gboolean is_immutable(const char *path)
{
    struct statvfs status;
    struct stat log_status;
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    gboolean has_log = stat(log, &log_status) == 0 && log_status.st_size > 0;
    return !has_log && statvfs(path, &status) == 0 && (status.f_flag & ST_RDONLY) != 0;
}

static int open_database(DaichoCatalog *catalog, gboolean writable)
{
    /* No connection is used by two threads: none needs a lock at each call. */
    if (writable || !is_immutable(catalog->path)) {
        int flags = (writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
        return sqlite3_open_v2(catalog->path, &catalog->db, flags, NULL);
    }
    g_autofree char *full = g_canonicalize_filename(catalog->path, NULL);
    g_autofree char *uri = g_filename_to_uri(full, NULL, NULL);
    g_autofree char *immutable = g_strconcat(uri, "?immutable=1", NULL);
    return sqlite3_open_v2(immutable, &catalog->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
}

/* SQLite's own words speak of writing to somebody who only wants to read. */
static void explain_failure(const DaichoCatalog *catalog, gboolean writable, GError **error)
{
    if (!writable && sqlite3_errcode(catalog->db) == SQLITE_READONLY) {
        g_clear_error(error);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "catalog %s cannot be read without writing permission in its folder, where a "
                    "log is kept beside it: ask for that permission, or give --catalog a copy, "
                    "made while nobody works on it, with its key beside it",
                    catalog->path);
    }
}

static DaichoCatalog *catalog_new(const char *path, const DaichoKey *key)
{
    DaichoCatalog *catalog = g_new0(DaichoCatalog, 1);
    catalog->path = g_strdup(path);
    catalog->key = key;
    catalog->use_fd = -1;
    catalog->statements = g_hash_table_new_full(hash_sql, g_str_equal, g_free, finalize);
    catalog->idle = g_hash_table_new_full(hash_sql, g_str_equal, NULL, finalize);
    return catalog;
}

DaichoCatalog *sql_open_model(GError **error)
{
    g_autoptr(DaichoCatalog) catalog = catalog_new(":memory:", NULL);
    if (sqlite3_open_v2(catalog->path, &catalog->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        sql_set_error(catalog, error);
        return NULL;
    }
    return sql_migrate(catalog, error) ? g_steal_pointer(&catalog) : NULL;
}

static DaichoCatalog *open_catalog(const char *path, DaichoCatalogMode mode, const DaichoKey *key,
                                   gboolean is_locked, GError **error)
{
    gboolean writable = is_for_writing(mode);
    gboolean is_new = FALSE;
    if (!(mode == DAICHO_CATALOG_CREATE ? create_private(path, &is_new, error)
                                        : check_exists(path, error))) {
        return NULL;
    }
    g_autoptr(DaichoCatalog) catalog = catalog_new(path, key);
    catalog->is_copy = is_locked;
    if (!is_locked && !lock_share(path, writable, &catalog->use_fd, error)) {
        return NULL;
    }
    if (open_database(catalog, writable) != SQLITE_OK) {
        sql_set_error(catalog, error);
        return NULL;
    }
    if (!set_up(catalog, mode, is_new, error)) {
        explain_failure(catalog, writable, error);
        return NULL;
    }
    return g_steal_pointer(&catalog);
}

DaichoCatalog *daicho_catalog_open(const char *path, DaichoCatalogMode mode, const DaichoKey *key,
                                   GError **error)
{
    return open_catalog(path, mode, key, FALSE, error);
}

DaichoCatalog *sql_open_locked(const char *path, DaichoCatalogMode mode, const DaichoKey *key,
                               GError **error)
{
    return open_catalog(path, mode, key, TRUE, error);
}

/* What was written in part is not to be kept, nor written on. */
static gboolean check_whole(DaichoCatalog *catalog, GError **error)
{
    if (catalog->is_spoiled) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "catalog %s: a part of what was to be written with it failed", catalog->path);
    }
    return !catalog->is_spoiled;
}

static DaichoTransaction *transaction_new(DaichoCatalog *catalog, gboolean is_joined)
{
    DaichoTransaction *transaction = g_new0(DaichoTransaction, 1);
    transaction->catalog = catalog;
    transaction->depth = ++catalog->depth;
    transaction->is_open = TRUE;
    transaction->is_joined = is_joined;
    return transaction;
}

DaichoTransaction *daicho_transaction_begin(DaichoCatalog *catalog, GError **error)
{
    guint depth = catalog->depth + 1;
    g_autofree char *savepoint = g_strdup_printf("SAVEPOINT t%u", depth);
    if (!check_whole(catalog, error) ||
        !sql_execute(catalog, depth == 1 ? "BEGIN IMMEDIATE" : savepoint, error)) {
        return NULL;
    }
    catalog->is_marked_stale = catalog->is_marked_stale && depth > 1;
    catalog->has_current_dismissals = catalog->has_current_dismissals && depth > 1;
    return transaction_new(catalog, FALSE);
}

DaichoTransaction *daicho_transaction_join(DaichoCatalog *catalog, GError **error)
{
    if (catalog->depth == 0) {
        return daicho_transaction_begin(catalog, error);
    }
    return check_whole(catalog, error) ? transaction_new(catalog, TRUE) : NULL;
}

gboolean daicho_transaction_commit(DaichoTransaction *transaction, GError **error)
{
    DaichoCatalog *catalog = transaction->catalog;
    g_assert(catalog->depth == transaction->depth);
    g_autofree char *release = g_strdup_printf("RELEASE t%u", transaction->depth);
    if (!check_whole(catalog, error) ||
        (!transaction->is_joined &&
         !sql_execute(catalog, transaction->depth == 1 ? "COMMIT" : release, error))) {
        return FALSE;
    }
    transaction->is_open = FALSE;
    catalog->depth--;
    catalog->has_current_dismissals = catalog->has_current_dismissals && catalog->depth > 0;
    return TRUE;
}

static void roll_back(DaichoCatalog *catalog, guint depth)
{
    g_autofree char *undo = g_strdup_printf("ROLLBACK TO t%u; RELEASE t%u", depth, depth);
    /* A failure here leaves the transaction to be rolled back when the catalog closes. */
    sqlite3_exec(catalog->db, depth == 1 ? "ROLLBACK" : undo, NULL, NULL, NULL);
    catalog->depth = depth - 1;
    catalog->is_spoiled = FALSE;
    catalog->is_marked_stale = FALSE;
    catalog->has_current_dismissals = FALSE;
    g_clear_pointer(&catalog->dismissals, g_ptr_array_unref); /* they may have been undone */
}

void daicho_transaction_free(DaichoTransaction *transaction)
{
    if (transaction == NULL) {
        return;
    }
    if (transaction->is_open && transaction->is_joined) {
        transaction->catalog->is_spoiled = TRUE;
        transaction->catalog->depth = transaction->depth - 1;
    } else if (transaction->is_open) {
        roll_back(transaction->catalog, transaction->depth);
    }
    g_free(transaction);
}
