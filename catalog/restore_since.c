#include "catalog/restore_since.h"

#include <string.h>

#include "catalog/audit.h"
#include "catalog/check.h"
#include "catalog/sql.h"

static gboolean get_last(DaichoCatalog *catalog, gint64 *last, GError **error)
{
    return sql_get_single(catalog, 0, last, error, "SELECT COALESCE(MAX(sequence), 0) FROM audit",
                          "");
}

/* The hash of that row; "" when there is none. */
static char *dup_hash(DaichoCatalog *catalog, gint64 sequence, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT hash FROM audit WHERE sequence = ?", "i", sequence);
    if (query == NULL) {
        return NULL;
    }
    g_autofree char *hash = g_strdup(sql_query_next(query, &failed) ? sql_get_text(query, 0) : "");
    return sql_rows_ended(&failed, error) ? g_steal_pointer(&hash) : NULL;
}

static gboolean is_common(DaichoCatalog *one, DaichoCatalog *other, gint64 sequence,
                          gboolean *common, GError **error)
{
    g_autofree char *hash = dup_hash(one, sequence, error);
    g_autofree char *other_hash = hash != NULL ? dup_hash(other, sequence, error) : NULL;
    if (other_hash == NULL) {
        return FALSE;
    }
    *common = *hash != '\0' && strcmp(hash, other_hash) == 0;
    return TRUE;
}

/* The last row that both have. A hash stands for all rows before it, so that halving finds it. */
static gboolean find_parting(DaichoCatalog *one, DaichoCatalog *other, gint64 least,
                             gint64 *parting, GError **error)
{
    gint64 known = 0;
    gint64 beyond = least + 1;
    while (beyond - known > 1) {
        gint64 middle = known + (beyond - known) / 2;
        gboolean common = FALSE;
        if (!is_common(one, other, middle, &common, error)) {
            return FALSE;
        }
        *(common ? &known : &beyond) = middle;
    }
    *parting = known;
    return TRUE;
}

/* What was scanned is found again by the next scan; what was not done by anybody needs no redoing. */
static char *list_acts(DaichoCatalog *catalog, gint64 after, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(GString) list = g_string_new(NULL);
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error,
        "SELECT act, COUNT(*) FROM audit WHERE sequence > ? AND act NOT IN ('init', 'scan',"
        " 'subject-find', 'provision-check', 'catalog-backup', 'catalog-restore')"
        " GROUP BY act ORDER BY act",
        "i", after);
    while (query != NULL && sql_query_next(query, &failed)) {
        g_string_append_printf(list, "%s%s %" G_GINT64_FORMAT, list->len > 0 ? ", " : "",
                               sql_get_text(query, 0), sql_get_int(query, 1));
    }
    return query != NULL && sql_rows_ended(&failed, error) ? g_strdup(list->str) : NULL;
}

gboolean restore_compare(DaichoCatalog *catalog, DaichoCatalog *backup, DaichoRestore *restore,
                         gint64 *open, GError **error)
{
    gint64 parting = 0;
    gint64 plan = 0;
    if (!get_last(catalog, &restore->rows_before, error) ||
        !find_parting(catalog, backup, MIN(restore->rows, restore->rows_before), &parting, error) ||
        !daicho_catalog_count_begun(catalog, open, &plan, error)) {
        return FALSE;
    }
    g_free(restore->forgotten);
    restore->forgotten = list_acts(catalog, parting, error);
    return restore->forgotten != NULL;
}
