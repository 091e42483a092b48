#include "catalog/audit.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/sql.h"

/* The hash of a row: every field, each ended by NUL, after the hash before it. */
static char *compute_hash(const char *before, const DaichoAuditRow *row)
{
    char numbers[64];
    g_snprintf(numbers, sizeof numbers, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, row->sequence,
               row->at_s);
    const char *const fields[] = {before,   numbers,     row->user,  row->as_user,
                                  row->act, row->object, row->detail};
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        daicho_digester_update(digester, fields[i], strlen(fields[i]) + 1);
    }
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digester_finish(digester, digest);
    return daicho_hex_encode(digest, sizeof digest);
}

static char *head_text(gint64 sequence, const char *hash)
{
    return g_strdup_printf("daicho audit head %" G_GINT64_FORMAT " %s", sequence, hash);
}

/* The last sequence and its hash; 0 and "" when the chain is empty. */
static gboolean get_last(DaichoCatalog *catalog, gint64 *sequence, char **hash, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1", "");
    if (query == NULL) {
        return FALSE;
    }
    gboolean has_row = sql_query_next(query, &failed);
    if (!sql_rows_ended(&failed, error)) {
        return FALSE;
    }
    *sequence = has_row ? sql_get_int(query, 0) : 0;
    *hash = g_strdup(has_row ? sql_get_text(query, 1) : "");
    return TRUE;
}

static gboolean sign_head(DaichoCatalog *catalog, gint64 sequence, const char *hash, GError **error)
{
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    g_autofree char *text = head_text(sequence, hash);
    daicho_key_sign(catalog->key, text, strlen(text), signature);
    return sql_run(catalog, error,
                   "INSERT INTO audit_head (id, sequence, hash, signature) VALUES (1, ?1, ?2, ?3)"
                   " ON CONFLICT (id) DO UPDATE SET sequence = ?1, hash = ?2, signature = ?3",
                   "itb", sequence, hash, signature, sizeof signature);
}

gboolean daicho_catalog_append_audit(DaichoCatalog *catalog, const DaichoActor *actor,
                                     const char *act, const char *object, const char *detail,
                                     GError **error)
{
    g_autofree char *before = NULL;
    gint64 last = 0;
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    if (transaction == NULL || !get_last(catalog, &last, &before, error)) {
        return FALSE;
    }
    const DaichoAuditRow row = {
        .sequence = last + 1,
        .at_s = actor->now_s,
        .user = actor->user,
        .as_user = actor->as_user != NULL ? actor->as_user : "",
        .act = act,
        .object = object,
        .detail = detail,
    };
    g_autofree char *hash = compute_hash(before, &row);
    return sql_run(catalog, error,
                   "INSERT INTO audit (sequence, at_s, user, as_user, act, object, detail, hash)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   "iitttttt", row.sequence, row.at_s, row.user, row.as_user, act, object, detail,
                   hash) &&
           sign_head(catalog, row.sequence, hash, error) &&
           daicho_transaction_commit(transaction, error);
}

gboolean daicho_catalog_each_audit(DaichoCatalog *catalog, DaichoAuditFunc each, gpointer data,
                                   GError **error)
{
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error,
        "SELECT sequence, at_s, user, as_user, act, object, detail, hash FROM audit"
        " ORDER BY sequence",
        "");
    g_autoptr(GError) failed = NULL;
    while (query != NULL && sql_query_next(query, &failed)) {
        const DaichoAuditRow row = {
            .sequence = sql_get_int(query, 0),
            .at_s = sql_get_int(query, 1),
            .user = sql_get_text(query, 2),
            .as_user = sql_get_text(query, 3),
            .act = sql_get_text(query, 4),
            .object = sql_get_text(query, 5),
            .detail = sql_get_text(query, 6),
            .hash = sql_get_text(query, 7),
        };
        if (!each(&row, data, error)) {
            return FALSE;
        }
    }
    return sql_rows_ended(&failed, error) && query != NULL;
}

gboolean daicho_catalog_get_last_act(DaichoCatalog *catalog, gint64 *at_s, GError **error)
{
    return sql_get_single(catalog, 0, at_s, error,
                          "SELECT at_s FROM audit ORDER BY sequence DESC LIMIT 1", "");
}

typedef struct {
    gint64 last;
    char *hash;
    char *broken;
} Check;

static gboolean check_row(const DaichoAuditRow *row, gpointer data, GError **error)
{
    (void)error;
    Check *check = data;
    if (check->broken != NULL) {
        return TRUE;
    }
    g_autofree char *hash = compute_hash(check->hash, row);
    if (row->sequence != check->last + 1) {
        check->broken = g_strdup_printf("row %" G_GINT64_FORMAT " is missing", check->last + 1);
    } else if (strcmp(hash, row->hash) != 0) {
        check->broken = g_strdup_printf("row %" G_GINT64_FORMAT " was changed", row->sequence);
    }
    check->last = row->sequence;
    g_free(check->hash);
    check->hash = g_steal_pointer(&hash);
    return TRUE;
}

static char *check_head(DaichoCatalog *catalog, const SqlQuery *query, const Check *check)
{
    gint64 sequence = sql_get_int(query, 0);
    gsize length = 0;
    const guint8 *signature = sql_get_bytes(query, 2, &length);
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    daicho_key_get_public(catalog->key, public_key);
    g_autofree char *text = head_text(sequence, sql_get_text(query, 1));
    if (length != DAICHO_SIGNATURE_BYTES ||
        !daicho_key_verify(public_key, text, strlen(text), signature)) {
        return g_strdup("the signature of the head does not hold");
    }
    if (sequence < check->last) {
        return g_strdup_printf("row %" G_GINT64_FORMAT " was added without a signature",
                               sequence + 1);
    }
    if (sequence > check->last) {
        return g_strdup_printf("rows after %" G_GINT64_FORMAT
                               " were cut off: the head is at %" G_GINT64_FORMAT,
                               check->last, sequence);
    }
    return strcmp(sql_get_text(query, 1), check->hash) == 0
               ? NULL
               : g_strdup_printf("row %" G_GINT64_FORMAT " was changed", check->last);
}

/* What the head says of the rows that were read; takes found, which comes first. */
static gboolean compare_head(DaichoCatalog *catalog, const Check *check, char *found, char **broken,
                             GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autofree char *known = found;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error, "SELECT sequence, hash, signature FROM audit_head", "");
    if (query == NULL) {
        return FALSE;
    }
    gboolean has_head = sql_query_next(query, &failed);
    if (!sql_rows_ended(&failed, error)) {
        return FALSE;
    }
    if (known == NULL && has_head) {
        known = check_head(catalog, query, check);
    } else if (known == NULL && check->last > 0) {
        known = g_strdup("the signed head is missing");
    }
    *broken = g_steal_pointer(&known);
    return TRUE;
}

gboolean daicho_catalog_verify_audit(DaichoCatalog *catalog, gint64 *rows, char **broken,
                                     GError **error)
{
    Check check = {.hash = g_strdup("")};
    gboolean read = daicho_catalog_each_audit(catalog, check_row, &check, error);
    g_autofree char *hash = check.hash;
    *rows = check.last;
    if (!read) {
        g_free(check.broken);
        return FALSE;
    }
    return compare_head(catalog, &check, check.broken, broken, error);
}

gboolean daicho_catalog_check_audit_end(DaichoCatalog *catalog, char **broken, GError **error)
{
    Check check = {0};
    if (!get_last(catalog, &check.last, &check.hash, error)) {
        return FALSE;
    }
    g_autofree char *hash = check.hash;
    return compare_head(catalog, &check, NULL, broken, error);
}
