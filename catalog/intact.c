#include "catalog/intact.h"

#include <string.h>
#include <sys/stat.h>

#include "catalog/audit.h"
#include "catalog/sql.h"

/* Up to here reading all of it takes less time than starting the program. */
enum { SMALL_BYTES = 16 << 20 };

static gboolean has_log(const DaichoCatalog *catalog)
{
    struct stat status;
    g_autofree char *log = g_strconcat(catalog->path, "-wal", NULL);
    return stat(log, &status) == 0 && status.st_size > 0;
}

static gboolean get_size(DaichoCatalog *catalog, gint64 *bytes, GError **error)
{
    gint64 pages = 0;
    gint64 page_bytes = 0;
    if (!sql_get_single(catalog, 0, &pages, error, "PRAGMA page_count", "") ||
        !sql_get_single(catalog, 0, &page_bytes, error, "PRAGMA page_size", "")) {
        return FALSE;
    }
    *bytes = pages * page_bytes;
    return TRUE;
}

/* What stands in the log need not be in the file yet. */
gboolean intact_check_size(DaichoCatalog *catalog, GError **error)
{
    struct stat status;
    gint64 bytes = 0;
    if (!get_size(catalog, &bytes, error)) {
        return FALSE;
    }
    return has_log(catalog) || stat(catalog->path, &status) < 0 || status.st_size >= bytes ||
           sql_set_damaged(catalog, error, "it was cut short");
}

static gboolean check_pages(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(catalog, error, "PRAGMA quick_check(1)", "");
    if (query == NULL) {
        return FALSE;
    }
    gboolean has_row = sql_query_next(query, &failed);
    if (!sql_rows_ended(&failed, error)) {
        return FALSE;
    }
    return !has_row || strcmp(sql_get_text(query, 0), "ok") == 0 ||
           sql_set_damaged(catalog, error, sql_get_text(query, 0));
}

static gboolean check_audit(DaichoCatalog *catalog, GError **error)
{
    g_autofree char *broken = NULL;
    g_autofree char *what = NULL;
    if (!daicho_catalog_check_audit_end(catalog, &broken, error)) {
        return FALSE;
    }
    what = g_strconcat("audit chain: ", broken, NULL);
    return broken == NULL || sql_set_damaged(catalog, error, what);
}

gboolean intact_check(DaichoCatalog *catalog, GError **error)
{
    gint64 bytes = 0;
    gint64 version = 0;
    if (!intact_check_size(catalog, error) || !get_size(catalog, &bytes, error) ||
        !sql_get_version(catalog, &version, error)) {
        return FALSE;
    }
    return version == 0 ||
           ((bytes > SMALL_BYTES || check_pages(catalog, error)) && check_audit(catalog, error));
}
