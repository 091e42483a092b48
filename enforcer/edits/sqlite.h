#ifndef DAICHO_ENFORCER_EDITS_SQLITE_H
#define DAICHO_ENFORCER_EDITS_SQLITE_H

#include <glib.h>
#include <sqlite3.h>

/* A database of a share that was loaded into memory to be changed. Nothing in it is trusted: its
 * triggers do not run, its views and functions are not used. For the sandbox alone. */
typedef struct {
    sqlite3 *database;
    gboolean has_log; /* its header says that it is kept with a write-ahead log */
} SqliteCopy;

gboolean sqlite_copy_open(SqliteCopy *copy, GBytes *bytes, GError **error);
void sqlite_copy_clear(SqliteCopy *copy);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SqliteCopy, sqlite_copy_clear)

/* Always FALSE, with an error (the first stays) that says what to do. copy may be NULL. */
gboolean sqlite_copy_refuse(const SqliteCopy *copy, const char *what, GError **error);

gboolean sqlite_copy_run(SqliteCopy *copy, const char *sql, GError **error);

/* All rows of a query, a line each (g_free); NULL when it fails or gives too many. */
char *sqlite_copy_query(const SqliteCopy *copy, const char *sql);

/* Whether PRAGMA integrity_check finds nothing. */
gboolean sqlite_copy_is_sound(SqliteCopy *copy, GError **error);

/* What is to be the same afterwards: schema, page size, encoding, versions (g_free). */
char *sqlite_copy_describe(const SqliteCopy *copy);

/* The digest of the numbers of all rows of each table, a line each (g_free). */
char *sqlite_copy_list_rows(const SqliteCopy *copy);

char *sqlite_copy_quote(const char *name);

/* Of the names that a row's number has, one that no column took; NULL when rows have none. */
const char *sqlite_copy_find_rowid(const SqliteCopy *copy, const char *quoted);

/* Writes the database anew into compact, which is to be empty, with nothing of what was deleted. Rows keep
 * their numbers, which VACUUM alone does not promise. */
gboolean sqlite_copy_compact(SqliteCopy *copy, SqliteCopy *compact, GError **error);

/* The database as a file's bytes. */
GBytes *sqlite_copy_write(SqliteCopy *copy, GError **error);

/* The database of a file after a change to its rows (g_bytes_unref), with nothing left of what was there: every
 * other row, and all that is said of the database, stays. */
typedef gboolean (*SqliteChange)(SqliteCopy *copy, gconstpointer data, GError **error);
GBytes *edit_sqlite_rewrite(GBytes *bytes, SqliteChange made, gconstpointer data, GError **error);

#endif
