#include "catalog/rotation.h"

#include <string.h>

#include "base/error.h"
#include "catalog/audit.h"
#include "catalog/carried.h"
#include "catalog/check.h"
#include "catalog/lock.h"
#include "catalog/plans.h"
#include "catalog/sql.h"

/* One rotation. The catalog's key is one of those in old, then one of those in new. */
typedef struct {
    DaichoFs *fs;
    const char *path, *key_path;
    const DaichoActor *actor;
    DaichoRotationDigests digests;
    gpointer data;
    DaichoCatalogLock *lock;
    DaichoKey *old, *new;
    DaichoCatalog *catalog;
} Rotation;

static void rotation_end(Rotation *rotation)
{
    daicho_catalog_close(rotation->catalog);
    daicho_key_free(rotation->new);
    daicho_key_free(rotation->old);
    daicho_catalog_lock_free(rotation->lock);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rotation, rotation_end)

/* --- before --- */

static gboolean rotation_begin(Rotation *rotation, GError **error)
{
    rotation->lock = lock_alone(rotation->path, error);
    if (rotation->lock == NULL) {
        return FALSE;
    }
    rotation->old = daicho_key_load(rotation->key_path, error);
    rotation->catalog = rotation->old != NULL
                            ? sql_open_locked(rotation->path, DAICHO_CATALOG_WRITE, rotation->old,
                                              error)
                            : NULL;
    return rotation->catalog != NULL;
}

/* What was begun is to be ended under the key under which it was begun. */
static gboolean check_quiet(DaichoCatalog *catalog, GError **error)
{
    gint64 targets = 0;
    gint64 plan = 0;
    if (!daicho_catalog_count_begun(catalog, &targets, &plan, error) ||
        (plan == 0 &&
         !sql_get_single(catalog, 0, &plan, error,
                         "SELECT COALESCE(MIN(number), 0) FROM plans WHERE state = 'applying'",
                         ""))) {
        return FALSE;
    }
    if (plan != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "plan %" G_GINT64_FORMAT " was begun and is not finished: finish it first with "
                    "daicho plan apply %" G_GINT64_FORMAT " --execute",
                    plan, plan);
    }
    return plan == 0;
}

/* --- the catalog --- */

static gboolean add_plan(const DaichoPlanRow *row, gpointer data, GError **error)
{
    (void)error;
    if (*row->approved_by != '\0') {
        g_array_append_val((GArray *)data, row->number);
    }
    return TRUE;
}

/* Only an approval that holds is signed anew: one that was made up by hand stays what it is. */
static gboolean sign_plan(DaichoCatalog *catalog, gint64 number, const DaichoKey *from,
                          const DaichoKey *to, GError **error)
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(catalog, number, error);
    if (row == NULL) {
        return FALSE;
    }
    g_autofree char *statement = daicho_plan_row_dup_statement(row);
    daicho_key_get_public(from, public_key);
    if (!daicho_key_verify(public_key, statement, strlen(statement), row->signature)) {
        return TRUE;
    }
    daicho_key_sign(to, statement, strlen(statement), row->signature);
    return sql_run(catalog, error, "UPDATE plans SET signature = ? WHERE number = ?", "bi",
                   row->signature, (gsize)DAICHO_SIGNATURE_BYTES, number);
}

static gboolean sign_plans(DaichoCatalog *catalog, const DaichoKey *from, const DaichoKey *to,
                           GError **error)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(gint64));
    if (!daicho_catalog_each_plan(catalog, 0, add_plan, numbers, error)) {
        return FALSE;
    }
    for (guint i = 0; i < numbers->len; i++) {
        if (!sign_plan(catalog, g_array_index(numbers, gint64, i), from, to, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* So that the next scan takes files as unchanged although passwords have other fingerprints now. */
static gboolean exchange_digest(DaichoCatalog *catalog, const char *before, const char *after,
                                GError **error)
{
    return strcmp(before, after) == 0 ||
           (sql_run(catalog, error, "UPDATE items SET rules_digest = ?2 WHERE rules_digest = ?1",
                    "tt", before, after) &&
            sql_run(catalog, error, "UPDATE scans SET rules_digest = ?2 WHERE rules_digest = ?1",
                    "tt", before, after));
}

static gboolean exchange_digests(const Rotation *rotation, const DaichoKey *from,
                                 const DaichoKey *to, GError **error)
{
    if (rotation->digests == NULL) {
        return TRUE;
    }
    g_autoptr(GPtrArray) before = rotation->digests(from, rotation->data);
    g_autoptr(GPtrArray) after = rotation->digests(to, rotation->data);
    for (guint i = 0; i < before->len && i < after->len; i++) {
        if (!exchange_digest(rotation->catalog, g_ptr_array_index(before, i),
                             g_ptr_array_index(after, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static char *dup_public(const DaichoKey *key)
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    daicho_key_get_public(key, public_key);
    return daicho_hex_encode(public_key, sizeof public_key);
}

/* The catalog's own key from here on; what is left to do stands beside it until it is done. */
static gboolean name_key(DaichoCatalog *catalog, const DaichoKey *to, GError **error)
{
    g_autofree char *name = dup_public(to);
    catalog->key = to;
    return sql_run(catalog, error, "UPDATE meta SET value = ? WHERE key = 'public-key'", "t",
                   name) &&
           sql_execute(catalog, "INSERT OR REPLACE INTO meta (key, value) VALUES ('rotating', 1)",
                       error);
}

/* C8. The head is signed by the new key, and the row names both. */
static gboolean carry(const Rotation *rotation, const DaichoKey *from, const DaichoKey *to,
                      GError **error)
{
    DaichoCatalog *catalog = rotation->catalog;
    g_autofree char *before = dup_public(from);
    g_autofree char *after = dup_public(to);
    g_autofree char *detail = g_strdup_printf("public key %s, before %s", after, before);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    return transaction != NULL && sign_plans(catalog, from, to, error) &&
           carried_update(catalog, from, to, error) &&
           exchange_digests(rotation, from, to, error) && name_key(catalog, to, error) &&
           daicho_catalog_append_audit(catalog, rotation->actor, "key-rotate", "key", detail,
                                       error) &&
           daicho_transaction_commit(transaction, error);
}

/* Free space of pages, and the log, may hold what stood there before: secure_delete does not reach what
 * SQLite moved when it split a page. */
static gboolean tidy(DaichoCatalog *catalog, GError **error)
{
    if (daicho_catalog_flush(catalog, error) && sql_execute(catalog, "VACUUM", error) &&
        daicho_catalog_flush(catalog, error) &&
        sql_execute(catalog, "DELETE FROM meta WHERE key = 'rotating'", error) &&
        daicho_catalog_flush(catalog, error)) {
        return TRUE;
    }
    g_prefix_error(error, "the catalog has its new key, but fingerprints of the key before may be "
                          "left in free space of its file (run daicho key rotate again): ");
    return FALSE;
}

gboolean daicho_catalog_is_rotation_left(DaichoCatalog *catalog, const DaichoKey *newest,
                                         gboolean *is_left, GError **error)
{
    gint64 is_marked = 0;
    if (!sql_get_single(catalog, 0, &is_marked, error, "SELECT 1 FROM meta WHERE key = 'rotating'",
                        "")) {
        return FALSE;
    }
    *is_left = is_marked != 0 || catalog->key != newest;
    return TRUE;
}

/* --- all of it --- */

/* The newest key of the file where the catalog is not under it yet, else a new one. */
static gboolean choose_key(Rotation *rotation, DaichoRotation *told, GError **error)
{
    if (rotation->catalog->key != rotation->old) {
        rotation->new = daicho_key_load(rotation->key_path, error);
        return rotation->new != NULL;
    }
    rotation->new = daicho_key_rotate(rotation->fs, rotation->key_path, error);
    told->has_new = rotation->new != NULL;
    return told->has_new;
}

static gboolean replace_key(Rotation *rotation, DaichoRotation *told, GError **error)
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    if (!check_quiet(rotation->catalog, error) || !choose_key(rotation, told, error)) {
        return FALSE;
    }
    daicho_key_get_public(rotation->catalog->key, public_key);
    const DaichoKey *from = daicho_key_find(rotation->new, public_key);
    g_assert(from != NULL);
    told->is_replaced = carry(rotation, from, rotation->new, error);
    return told->is_replaced;
}

gboolean daicho_catalog_rotate(DaichoFs *fs, const char *path, const char *key_path,
                               const DaichoActor *actor, DaichoRotationDigests digests,
                               gpointer data, DaichoRotation *told, GError **error)
{
    g_auto(Rotation) rotation = {.fs = fs,
                                 .path = path,
                                 .key_path = key_path,
                                 .actor = actor,
                                 .digests = digests,
                                 .data = data};
    gboolean is_left = FALSE;
    *told = (DaichoRotation){0};
    if (!rotation_begin(&rotation, error) ||
        !daicho_catalog_is_rotation_left(rotation.catalog, rotation.old, &is_left, error)) {
        return FALSE;
    }
    told->is_tidied = is_left && rotation.catalog->key == rotation.old;
    return (told->is_tidied || replace_key(&rotation, told, error)) &&
           tidy(rotation.catalog, error);
}
