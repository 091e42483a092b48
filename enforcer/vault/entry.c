#include "enforcer/vault/entry.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

gboolean vault_open(DaichoEnforcer *enforcer, Place *vault, GError **error)
{
    *vault = (Place){.fs = enforcer->fs, .dir_fd = -1};
    if (g_mkdir_with_parents(enforcer->vault_dir, 0700) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno,
                                      "cannot make the vault folder %s", enforcer->vault_dir);
    }
    vault->dir_fd = daicho_fs_open_root(enforcer->vault_dir, error);
    struct stat status;
    if (vault->dir_fd < 0 || !daicho_fs_stat(enforcer->fs, vault->dir_fd, &status, error)) {
        return FALSE;
    }
    if ((status.st_mode & 077) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "others can enter the vault folder %s: chmod 700 it", enforcer->vault_dir);
        return FALSE;
    }
    return TRUE;
}

typedef struct {
    gint64 plan, target;
    gint64 number; /* of the stored one; 0 when there is none */
    guint entries;
} Search;

static gboolean match_entry(const DaichoVaultRow *row, gpointer data, GError **error)
{
    (void)error;
    Search *search = data;
    if (row->plan == search->plan && row->target == search->target) {
        search->entries++;
        search->number = strcmp(row->state, "stored") == 0 ? row->number : search->number;
    }
    return TRUE;
}

gboolean vault_find(DaichoEnforcer *enforcer, gint64 plan, gint64 target, DaichoVaultRow **row,
                    guint *entries, GError **error)
{
    Search search = {plan, target, 0, 0};
    if (!daicho_catalog_each_vault(enforcer->catalog, match_entry, &search, error)) {
        return FALSE;
    }
    *entries = search.entries;
    *row = search.number != 0 ? daicho_catalog_get_vault(enforcer->catalog, search.number, error)
                              : NULL;
    return search.number == 0 || *row != NULL;
}

gboolean vault_sweep(DaichoEnforcer *enforcer, const DaichoVaultRow *row, GError **error)
{
    g_auto(Place) vault = {.dir_fd = -1};
    gboolean exists = FALSE;
    struct stat status;
    return vault_open(enforcer, &vault, error) &&
           place_look(&vault, row->blob, &exists, &status, error) &&
           (!exists || place_remove(&vault, row->blob, error));
}

/* What is purged has no path in clear any more. */
static void forget_path(DaichoEnforcer *enforcer, DaichoVaultRow *row)
{
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    daicho_key_fingerprint(daicho_catalog_get_key(enforcer->catalog), "path", row->path,
                           fingerprint);
    g_autofree char *hex = daicho_hex_encode(fingerprint, sizeof fingerprint);
    g_autofree char *erased = g_strconcat("erased:", hex, NULL);
    set_text(&row->path, erased);
}

gboolean vault_end(DaichoEnforcer *enforcer, DaichoVaultRow *row, const char *state,
                   GPtrArray *items, GError **error)
{
    g_autofree char *act = g_strconcat("vault-", state, NULL);
    g_autofree char *object = g_strdup_printf("vault %" G_GINT64_FORMAT, row->number);
    g_autofree char *detail = g_strdup_printf("plan %" G_GINT64_FORMAT ", target %" G_GINT64_FORMAT,
                                              row->plan, row->target);
    set_text(&row->state, state);
    g_clear_pointer(&row->key, g_bytes_unref);
    if (strcmp(state, "purged") == 0 && strcmp(row->what, "file") == 0) {
        forget_path(enforcer, row);
    }
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    return transaction != NULL &&
           (items == NULL || daicho_catalog_replace_file(enforcer->catalog, items, error)) &&
           daicho_catalog_put_vault(enforcer->catalog, row, error) &&
           daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, act, object, detail,
                                       error) &&
           daicho_transaction_commit(transaction, error) &&
           daicho_catalog_flush(enforcer->catalog, error) && vault_sweep(enforcer, row, error);
}

gboolean vault_discard(DaichoEnforcer *enforcer, gint64 plan, gint64 target, GError **error)
{
    g_autoptr(DaichoVaultRow) row = NULL;
    guint entries = 0;
    return vault_find(enforcer, plan, target, &row, &entries, error) &&
           (row == NULL || vault_end(enforcer, row, "purged", NULL, error));
}
