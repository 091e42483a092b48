#ifndef DAICHO_CATALOG_SQL_H
#define DAICHO_CATALOG_SQL_H

#include <sqlite3.h>

#include "catalog/store.h"

/* The little that stands between SQLite and the rest of the folder. */
struct DaichoCatalog {
    sqlite3 *db;
    char *path;
    const DaichoKey *key;
    int use_fd;               /* a share in its lock (lock.h); -1: none */
    GHashTable *statements;   /* SQL text to sqlite3_stmt: those of sql_run */
    GHashTable *idle;         /* the same: those of queries that ended, for the next that ask so */
    guint depth;              /* of nested transactions */
    gboolean is_copy;         /* of a backup: nothing is to be restored in its place */
    gboolean is_spoiled;      /* a joined one failed: the one around it can only be undone */
    gboolean is_marked_stale; /* in the transaction: purposes are to be assigned again */
    gboolean has_current_dismissals; /* in the transaction: those below are the ones that stand */
    GPtrArray *dismissals;           /* of DaichoDismissal: those that stand; NULL when not read */
    gint64 dismissals_as_of;         /* which change of them was the last when they were read */
};

/* For "FROM findings f", where now is a parameter: the dismissal in its row has not expired. The first
 * part is there for the index of findings with a dismissal. */
#define SQL_IS_DISMISSED(now)                                                                      \
    "f.dismissal > 0 AND EXISTS (SELECT 1 FROM dismissals x WHERE x.number = f.dismissal"          \
    " AND (x.until_s = 0 OR x.until_s > " now "))"

/* A further condition for each DaichoDismissed. */
#define SQL_BY_DISMISSAL(now)                                                                      \
    {                                                                                              \
        [DAICHO_DISMISSED_EITHER] = "",                                                            \
        [DAICHO_DISMISSED_NOT] = " AND NOT (" SQL_IS_DISMISSED(now) ")",                           \
        [DAICHO_DISMISSED_ONLY] = " AND " SQL_IS_DISMISSED(now),                                   \
    }

/* A finding of the policy itself, by its rule; the words of an index. */
#define SQL_IS_POLICY(rule) rule " >= 'policy.' AND " rule " < 'policy/'"

/*
 * For "FROM findings f": those with one of these fingerprints, a list or a query in parentheses. The
 * index of fingerprints is one run after another, each of findings that were written together: a scan
 * then writes into pages at hand, however many findings there are, and a search looks into each run.
 * Within a run eight bytes nearly always settle it.
 */
#define SQL_HAS_PRINT(prints)                                                                      \
    "f.id IN (WITH RECURSIVE runs (run) AS (SELECT MIN(id) >> 18 FROM findings UNION ALL"          \
    " SELECT (SELECT MIN(id) >> 18 FROM findings WHERE id >= (run + 1) << 18) FROM runs"           \
    "  WHERE run IS NOT NULL),"                                                                    \
    " prints (print) AS " prints " SELECT p.id FROM prints CROSS JOIN runs CROSS JOIN findings p"  \
    " WHERE p.id >> 18 = runs.run AND substr(p.fingerprint, 1, 8) = substr(prints.print, 1, 8)"    \
    "  AND p.fingerprint = prints.print)"

/* Sets "path: what SQLite says"; always FALSE. */
gboolean sql_set_error(DaichoCatalog *catalog, GError **error);

/* Sets DAICHO_ERROR_DAMAGED with what was found wrong and what to do; always FALSE. */
gboolean sql_set_damaged(const DaichoCatalog *catalog, GError **error, const char *what);

/* Gives statements path_matches(glob, path), as daicho_text_glob: an item that is not asked for is then
 * passed over with all its findings. */
gboolean sql_add_functions(DaichoCatalog *catalog, GError **error);

/* Runs statements without parameters or rows. */
gboolean sql_execute(DaichoCatalog *catalog, const char *sql, GError **error);

/*
 * Runs one statement to its end. types has a letter for each parameter: i gint64, t text (const
 * char *, NULL is NULL), b bytes (const void *, gsize).
 */
gboolean sql_run(DaichoCatalog *catalog, GError **error, const char *sql, const char *types, ...);

/* A query whose rows are read one by one. Several may be open. */
typedef struct {
    DaichoCatalog *catalog;
    sqlite3_stmt *statement;
} SqlQuery;

SqlQuery *sql_query(DaichoCatalog *catalog, GError **error, const char *sql, const char *types,
                    ...);
void sql_query_free(SqlQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SqlQuery, sql_query_free)

/* Moves to the next row. FALSE at the end, or with error set. */
gboolean sql_query_next(SqlQuery *query, GError **error);

/* After the last row: FALSE, with *failed moved to error, when sql_query_next failed. */
gboolean sql_rows_ended(GError **failed, GError **error);

gint64 sql_get_int(const SqlQuery *query, int column);
const char *sql_get_text(const SqlQuery *query, int column); /* "" for NULL; borrowed */
char *sql_dup_text(const SqlQuery *query, int column);       /* "" for NULL */
const void *sql_get_bytes(const SqlQuery *query, int column, gsize *length);
char *sql_dup_bytes(const SqlQuery *query, int column); /* a path; "" for NULL */

/* Puts text, which it takes, in the place of what *target held. */
void sql_take_text(char **target, char *text);

/* The first column of the first row, or fallback when there is none. */
gboolean sql_get_single(DaichoCatalog *catalog, gint64 fallback, gint64 *value, GError **error,
                        const char *sql, const char *types, ...);

/* A sealed column: text in, NULL or sealed bytes stored. */
GBytes *sql_seal(DaichoCatalog *catalog, const char *text);
gboolean sql_dup_sealed(const SqlQuery *query, int column, char **text, GError **error);

/* The fingerprint by which a consignee or recipient is known, however its name is written. */
void sql_print_party(DaichoCatalog *catalog, const char *name,
                     guint8 print[DAICHO_FINGERPRINT_BYTES]);

gboolean sql_migrate(DaichoCatalog *catalog, GError **error);

/* As daicho_catalog_open, for who has the whole lock of it (lock_alone). */
DaichoCatalog *sql_open_locked(const char *path, DaichoCatalogMode mode, const DaichoKey *key,
                               GError **error);

/* An empty catalog in memory, with the schema of now. */
DaichoCatalog *sql_open_model(GError **error);

/* The version of the catalog's schema; one of a newer daicho is refused. */
gboolean sql_get_version(DaichoCatalog *catalog, gint64 *version, GError **error);
gint64 sql_newest_version(void);

/* Refuses a catalog of another version than ours, for who may not migrate it. */
gboolean sql_check_version(DaichoCatalog *catalog, GError **error);

#endif
