#include "catalog/known_files.h"

#include <string.h>

#include "catalog/sql.h"

enum { BATCH_ROWS = 1000 };

typedef struct {
    gint64 id;
    gsize path; /* in the batch's paths */
    DaichoIdentity identity;
    gboolean is_current; /* read by these rules, and for good */
} Row;

struct DaichoKnownFiles {
    DaichoCatalog *catalog;
    const DaichoScanRow *scan;
    GArray *rows; /* of Row: a batch */
    guint next;   /* of them */
    GString *paths;
    GString *from; /* a path: rows up to it are done with, and may be written */
    gboolean is_at_end;
    GArray *gone; /* of gint64 */
    gint64 asked; /* id of the file asked for last; 0: it was not known */
};

DaichoKnownFiles *daicho_known_files_open(DaichoCatalog *catalog, const DaichoScanRow *scan)
{
    DaichoKnownFiles *known = g_new0(DaichoKnownFiles, 1);
    known->catalog = catalog;
    known->scan = scan;
    known->rows = g_array_new(FALSE, FALSE, sizeof(Row));
    known->paths = g_string_new(NULL);
    known->from = g_string_new(NULL);
    known->gone = g_array_new(FALSE, FALSE, sizeof(gint64));
    return known;
}

void daicho_known_files_close(DaichoKnownFiles *known)
{
    if (known == NULL) {
        return;
    }
    g_array_unref(known->rows);
    g_string_free(known->paths, TRUE);
    g_string_free(known->from, TRUE);
    g_clear_pointer(&known->gone, g_array_unref);
    g_free(known);
}

static void add_row(DaichoKnownFiles *known, const SqlQuery *query)
{
    gsize length = 0;
    const char *path = sql_get_bytes(query, 1, &length);
    const Row row = {
        .id = sql_get_int(query, 0),
        .path = known->paths->len,
        .identity = {.device = (guint64)sql_get_int(query, 2),
                     .inode = (guint64)sql_get_int(query, 3),
                     .size_bytes = sql_get_int(query, 4),
                     .mtime_ns = sql_get_int(query, 5),
                     .ctime_ns = sql_get_int(query, 6)},
        .is_current = sql_get_int(query, 7) != 0,
    };
    g_string_append_len(known->paths, path != NULL ? path : "", (gssize)length);
    g_string_append_c(known->paths, '\0');
    g_array_append_val(known->rows, row);
}

/* Reasons that may be gone at the next scan. */
#define IS_PASSING                                                                                 \
    "(reason LIKE 'cannot open%' OR reason LIKE 'worker%' OR reason LIKE 'out of time%')"

static gboolean read_batch(DaichoKnownFiles *known, GError **error)
{
    const DaichoScanRow *scan = known->scan;
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        known->catalog, error,
        "SELECT id, path, device, inode, size_bytes, mtime_ns, ctime_ns,"
        " CASE WHEN rules_digest != ?3 OR read_scan < ?4 THEN 0"
        " WHEN state = 2 THEN NOT " IS_PASSING " ELSE 1 END"
        " FROM items WHERE share_id = ?1 AND file_id IS NULL AND path > ?2 ORDER BY path LIMIT ?5",
        "ibtii", scan->share_id, known->from->str, known->from->len, scan->rules_digest,
        scan->full ? scan->id : (gint64)0, (gint64)BATCH_ROWS);
    g_array_set_size(known->rows, 0);
    g_string_truncate(known->paths, 0);
    known->next = 0;
    while (query != NULL && sql_query_next(query, &failed)) {
        add_row(known, query);
    }
    if (query == NULL || !sql_rows_ended(&failed, error)) {
        return FALSE;
    }
    known->is_at_end = known->rows->len < BATCH_ROWS;
    return TRUE;
}

/* The next row; NULL behind the last, or with error set. */
static const Row *peek(DaichoKnownFiles *known, GError **error)
{
    if (known->next == known->rows->len && !known->is_at_end && !read_batch(known, error)) {
        return NULL;
    }
    return known->next < known->rows->len ? &g_array_index(known->rows, Row, known->next) : NULL;
}

static void take_to_be_gone(DaichoKnownFiles *known, const Row *row)
{
    g_array_append_val(known->gone, row->id);
    g_string_assign(known->from, known->paths->str + row->path);
    known->next++;
}

/* The first row from path on; NULL behind the last, or with error set. */
static const Row *seek(DaichoKnownFiles *known, const char *path, GError **error)
{
    g_autoptr(GError) failed = NULL;
    const Row *row = peek(known, &failed);
    while (row != NULL && strcmp(known->paths->str + row->path, path) < 0) {
        take_to_be_gone(known, row);
        row = peek(known, &failed);
    }
    return sql_rows_ended(&failed, error) ? row : NULL;
}

static gboolean is_of(const DaichoKnownFiles *known, const Row *row, const char *path)
{
    return row != NULL && strcmp(known->paths->str + row->path, path) == 0;
}

gboolean daicho_known_files_has(DaichoKnownFiles *known, const char *path, gboolean *has,
                                GError **error)
{
    g_autoptr(GError) failed = NULL;
    *has = is_of(known, seek(known, path, &failed), path);
    return sql_rows_ended(&failed, error);
}

gboolean daicho_known_files_check(DaichoKnownFiles *known, const char *path,
                                  const DaichoIdentity *identity, gboolean *unchanged,
                                  GError **error)
{
    g_autoptr(GError) failed = NULL;
    const Row *row = seek(known, path, &failed);
    gboolean is_known = is_of(known, row, path);
    known->asked = is_known ? row->id : 0;
    known->next += is_known ? 1 : 0;
    *unchanged = is_known && identity != NULL && row->is_current &&
                 daicho_identity_equals(&row->identity, identity);
    g_string_assign(known->from, path);
    return sql_rows_ended(&failed, error);
}

gboolean daicho_known_files_has_below(DaichoKnownFiles *known, const char *folder, gboolean *has,
                                      GError **error)
{
    g_autoptr(GError) failed = NULL;
    const Row *row = seek(known, folder, &failed);
    *has = row != NULL && g_str_has_prefix(known->paths->str + row->path, folder);
    return sql_rows_ended(&failed, error);
}

gboolean daicho_known_files_is_elsewhere(DaichoKnownFiles *known, guint64 device,
                                         gboolean *elsewhere, GError **error)
{
    g_autoptr(GError) failed = NULL;
    *elsewhere = peek(known, &failed) != NULL;
    for (guint i = known->next; i < known->rows->len; i++) {
        *elsewhere = *elsewhere && g_array_index(known->rows, Row, i).identity.device != device;
    }
    return sql_rows_ended(&failed, error);
}

void daicho_known_files_give_up(DaichoKnownFiles *known)
{
    if (known->asked != 0) {
        g_array_append_val(known->gone, known->asked);
        known->asked = 0;
    }
}

GArray *daicho_known_files_take_gone(DaichoKnownFiles *known, GError **error)
{
    g_autoptr(GError) failed = NULL;
    for (const Row *row = peek(known, &failed); row != NULL; row = peek(known, &failed)) {
        take_to_be_gone(known, row);
    }
    return sql_rows_ended(&failed, error) ? g_steal_pointer(&known->gone) : NULL;
}
