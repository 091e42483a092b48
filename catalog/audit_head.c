#include "catalog/audit.h"

#include <string.h>

#include "base/error.h"
#include "base/signed.h"
#include "catalog/backup.h"
#include "catalog/sql.h"

/* As audit.c signs it. */
#define HEAD_WORDS "daicho audit head "

char *daicho_catalog_dup_audit_head(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error, "SELECT sequence, hash, signature FROM audit_head", "");
    if (query == NULL) {
        return NULL;
    }
    gsize length = 0;
    const guint8 *signature = sql_query_next(query, &failed) ? sql_get_bytes(query, 2, &length)
                                                             : NULL;
    if (signature == NULL || length != DAICHO_SIGNATURE_BYTES) {
        if (sql_rows_ended(&failed, error)) {
            g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                                "the audit chain has no signed head: nothing was recorded, or it "
                                "was taken away (see daicho audit verify)");
        }
        return NULL;
    }
    g_autofree char *text = g_strdup_printf(HEAD_WORDS "%" G_GINT64_FORMAT " %s",
                                            sql_get_int(query, 0), sql_get_text(query, 1));
    return daicho_signed_write(text, signature);
}

/* The hash of that row now; "" when there is none. */
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

static gboolean compare(DaichoCatalog *catalog, gint64 sequence, const char *expected,
                        char **broken, GError **error)
{
    g_autofree char *hash = dup_hash(catalog, sequence, error);
    if (hash == NULL) {
        return FALSE;
    }
    if (*hash == '\0') {
        *broken = g_strdup_printf("the chain ends before row %" G_GINT64_FORMAT
                                  ", which the head kept elsewhere has",
                                  sequence);
    } else if (strcmp(hash, expected) != 0) {
        *broken = g_strdup_printf(
            "row %" G_GINT64_FORMAT " is another than the head kept elsewhere has", sequence);
    }
    return TRUE;
}

/* Where a backup took the catalog's place that is the likely reason, and its row tells who did it. */
static gboolean explain(DaichoCatalog *catalog, char **broken, GError **error)
{
    g_autofree char *restored = *broken != NULL ? daicho_catalog_dup_restored(catalog, error)
                                                : g_strdup("");
    if (restored == NULL) {
        return FALSE;
    }
    if (*restored != '\0') {
        g_autofree char *before = *broken;
        *broken = g_strconcat(before, "; a backup took the catalog's place at ", restored,
                              " (catalog-restore in daicho audit show)", NULL);
    }
    return TRUE;
}

/* The row's number, a space, its hash. */
static gboolean parse_head(const char *text, gint64 *sequence, char **hash)
{
    g_auto(GStrv) words = g_str_has_prefix(text, HEAD_WORDS)
                              ? g_strsplit(text + strlen(HEAD_WORDS), " ", 0)
                              : NULL;
    if (words == NULL || g_strv_length(words) != 2 ||
        !g_ascii_string_to_signed(words[0], 10, 1, G_MAXINT64, sequence, NULL)) {
        return FALSE;
    }
    *hash = g_strdup(words[1]);
    return TRUE;
}

/* By the catalog's key, or by one before it: the head may be older than the key. */
static gboolean is_signed(const DaichoKey *key, const char *text,
                          const guint8 signature[DAICHO_SIGNATURE_BYTES])
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    gboolean holds = FALSE;
    for (; key != NULL && !holds; key = daicho_key_get_before(key)) {
        daicho_key_get_public(key, public_key);
        holds = daicho_key_verify(public_key, text, strlen(text), signature);
    }
    return holds;
}

gboolean daicho_catalog_check_audit_head(DaichoCatalog *catalog, const char *bytes, gsize length,
                                         char **broken, GError **error)
{
    gint64 sequence = 0;
    g_autofree char *hash = NULL;
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    *broken = NULL;
    g_autofree char *text = daicho_signed_read(bytes, length, signature, error);
    if (text == NULL) {
        return FALSE;
    }
    if (!is_signed(catalog->key, text, signature) || !parse_head(text, &sequence, &hash)) {
        *broken = g_strdup("the head kept elsewhere was not signed with this catalog's key, or was "
                           "changed");
        return TRUE;
    }
    return compare(catalog, sequence, hash, broken, error) && explain(catalog, broken, error);
}
