#include "catalog/notices.h"

#include "catalog/sql.h"

DaichoNotice *daicho_notice_alloc(void)
{
    DaichoNotice *notice = g_new0(DaichoNotice, 1);
    notice->kind = g_strdup("");
    notice->why = g_strdup("");
    notice->way = g_strdup("");
    notice->said = g_strdup("");
    return notice;
}

void daicho_notice_free(DaichoNotice *notice)
{
    if (notice == NULL) {
        return;
    }
    g_free(notice->kind);
    g_free(notice->why);
    g_free(notice->way);
    g_free(notice->said);
    g_free(notice);
}

gboolean daicho_catalog_put_notice(DaichoCatalog *catalog, const DaichoNotice *notice,
                                   GError **error)
{
    gsize length = 0;
    g_autoptr(GBytes) sealed = sql_seal(catalog, notice->said);
    const void *said = sealed != NULL ? g_bytes_get_data(sealed, &length) : NULL;
    return sql_run(catalog, error,
                   "INSERT INTO notices (request, consignee, kind, why, made_s, sent_s,"
                   " confirmed_s, way, said) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                   " ON CONFLICT (request, consignee) DO UPDATE SET kind = ?3, why = ?4,"
                   " sent_s = ?6, confirmed_s = ?7, way = ?8, said = ?9",
                   "iittiiitb", notice->request, notice->consignee, notice->kind, notice->why,
                   notice->made_s, notice->sent_s, notice->confirmed_s, notice->way, said, length);
}

static DaichoNotice *get_notice(const SqlQuery *query, GError **error)
{
    g_autofree char *said = NULL;
    if (!sql_dup_sealed(query, 8, &said, error)) {
        return NULL;
    }
    DaichoNotice *notice = daicho_notice_alloc();
    notice->request = sql_get_int(query, 0);
    notice->consignee = sql_get_int(query, 1);
    sql_take_text(&notice->kind, sql_dup_text(query, 2));
    sql_take_text(&notice->why, sql_dup_text(query, 3));
    notice->made_s = sql_get_int(query, 4);
    notice->sent_s = sql_get_int(query, 5);
    notice->confirmed_s = sql_get_int(query, 6);
    sql_take_text(&notice->way, sql_dup_text(query, 7));
    sql_take_text(&notice->said, g_steal_pointer(&said));
    return notice;
}

#define NOTICES                                                                                    \
    "SELECT request, consignee, kind, why, made_s, sent_s, confirmed_s, way, said FROM notices"    \
    " WHERE request = ?1 AND (?2 = 0 OR consignee = ?2) ORDER BY consignee"

gboolean daicho_catalog_each_notice(DaichoCatalog *catalog, gint64 request, DaichoNoticeFunc each,
                                    gpointer data, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(catalog, error, NOTICES, "ii", request, (gint64)0);
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autoptr(DaichoNotice) notice = get_notice(query, error);
        if (notice == NULL || !each(notice, data, error)) {
            return FALSE;
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

DaichoNotice *daicho_catalog_get_notice(DaichoCatalog *catalog, gint64 request, gint64 consignee,
                                        GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(catalog, error, NOTICES, "ii", request, consignee);
    if (query == NULL) {
        return NULL;
    }
    if (sql_query_next(query, &failed)) {
        return get_notice(query, error);
    }
    sql_rows_ended(&failed, error);
    return NULL;
}
