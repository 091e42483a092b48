#include "catalog/users.h"

#include "catalog/sql.h"

DaichoUser *daicho_user_alloc(void)
{
    DaichoUser *user = g_new0(DaichoUser, 1);
    user->name = g_strdup("");
    user->roles = g_new0(char *, 1);
    user->made_by = g_strdup("");
    return user;
}

void daicho_user_free(DaichoUser *user)
{
    if (user != NULL) {
        g_free(user->name);
        g_strfreev(user->roles);
        g_free(user->made_by);
        g_free(user);
    }
}

gboolean daicho_catalog_put_user(DaichoCatalog *catalog, const DaichoUser *user, GError **error)
{
    g_autofree char *roles = g_strjoinv(",", user->roles);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    return transaction != NULL &&
           sql_run(catalog, error,
                   "INSERT INTO users (name, roles, disabled_s, made_by, made_s)"
                   " VALUES (?1, ?2, ?3, ?4, ?5)"
                   " ON CONFLICT (name) DO UPDATE SET roles = ?2, disabled_s = ?3, made_by = ?4,"
                   " made_s = ?5",
                   "ttiti", user->name, roles, user->disabled_s, user->made_by, user->made_s) &&
           daicho_transaction_commit(transaction, error);
}

#define USER_COLUMNS "name, roles, disabled_s, made_by, made_s"

static DaichoUser *get_user(const SqlQuery *query)
{
    DaichoUser *user = daicho_user_alloc();
    sql_take_text(&user->name, sql_dup_text(query, 0));
    g_strfreev(user->roles);
    user->roles = g_strsplit(sql_get_text(query, 1), ",", -1);
    user->disabled_s = sql_get_int(query, 2);
    sql_take_text(&user->made_by, sql_dup_text(query, 3));
    user->made_s = sql_get_int(query, 4);
    return user;
}

DaichoUser *daicho_catalog_find_user(DaichoCatalog *catalog, const char *name, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT " USER_COLUMNS " FROM users WHERE name = ?", "t", name);
    if (query == NULL) {
        return NULL;
    }
    if (sql_query_next(query, &failed)) {
        return get_user(query);
    }
    sql_rows_ended(&failed, error);
    return NULL;
}

gboolean daicho_catalog_each_user(DaichoCatalog *catalog, DaichoUserFunc each, gpointer data,
                                  GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error, "SELECT " USER_COLUMNS " FROM users ORDER BY name", "");
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autoptr(DaichoUser) user = get_user(query);
        if (!each(user, data, error)) {
            return FALSE;
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}
