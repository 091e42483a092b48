#include "enforcer/vault/vault.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/acts/apply.h"
#include "enforcer/holds/hold.h"
#include "enforcer/vault/blob.h"
#include "enforcer/vault/entry.h"

static void set_text(char **target, char *text)
{
    g_free(*target);
    *target = text;
}

static GBytes *make_key(void)
{
    guint8 key[VAULT_KEY_BYTES];
    randombytes_buf(key, sizeof key);
    GBytes *bytes = g_bytes_new(key, sizeof key);
    sodium_memzero(key, sizeof key);
    return bytes;
}

static gboolean has_records(const DaichoTarget *target)
{
    return target->action == DAICHO_ACTION_SUSPEND_PARTS;
}

/* The ranges that go; none for a whole file. */
static GArray *get_ranges(const DaichoTarget *target, GError **error)
{
    if (!has_records(target)) {
        return g_array_new(FALSE, FALSE, sizeof(DaichoRange));
    }
    const DaichoEdit *edit = g_ptr_array_index(target->edits, 0);
    if (target->edits->len != 1 || *edit->part != '\0' || edit->remove) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "only records of a plain file can be suspended: suspend the whole file");
        return NULL;
    }
    return g_array_ref(edit->ranges);
}

static gboolean make_head(DaichoEnforcer *enforcer, gint64 plan, const DaichoTarget *target, int fd,
                          VaultHead *head, GError **error)
{
    head->plan = plan;
    head->target = target->number;
    head->digest = g_strdup(target->digest);
    head->ranges = get_ranges(target, error);
    if (head->ranges == NULL) {
        return FALSE;
    }
    head->rest_digest = has_records(target)
                            ? range_digest_rest(enforcer->fs, fd, head->ranges, error)
                            : g_strdup("");
    head->attributes = head->rest_digest != NULL ? daicho_fs_read_attributes(fd, error) : NULL;
    return head->attributes != NULL;
}

static gboolean digest_sink(const guint8 *bytes, gsize length, gpointer data, GError **error)
{
    (void)error;
    daicho_digester_update(data, bytes, length);
    return TRUE;
}

/* V2: nothing is given up before what was stored was read again and found equal. */
static gboolean compare(const Place *vault, const DaichoVaultRow *row, const VaultHead *head,
                        const guint8 expected[DAICHO_DIGEST_BYTES], GError **error)
{
    struct stat status;
    guint8 digest[DAICHO_DIGEST_BYTES];
    g_auto(VaultHead) stored = {0};
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    DAICHO_AUTO_FD int fd = place_open_file(vault, row->blob, &status, error);
    if (fd < 0 ||
        !vault_blob_read(vault->fs, fd, row->key, &stored, digest_sink, digester, error)) {
        return FALSE;
    }
    daicho_digester_finish(digester, digest);
    if (memcmp(digest, expected, sizeof digest) != 0 || stored.plan != head->plan ||
        stored.target != head->target || strcmp(stored.digest, head->digest) != 0 ||
        !g_variant_equal(stored.attributes, head->attributes)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "what was read back from the vault differs from what was written: check the "
                    "disk of the vault folder");
        return FALSE;
    }
    return TRUE;
}

static gboolean write_blob(const Place *vault, const DaichoVaultRow *row, const VaultHead *head,
                           int fd, guint8 digest[DAICHO_DIGEST_BYTES], GError **error)
{
    DAICHO_AUTO_FD int blob_fd = daicho_fs_create(vault->fs, vault->dir_fd, row->blob, error);
    return blob_fd >= 0 && daicho_fd_give(blob_fd, vault->dir_fd, error) &&
           vault_blob_write(vault->fs, blob_fd, row->key, head, fd, digest, error) &&
           daicho_fs_sync(vault->fs, blob_fd, error) &&
           daicho_fs_close(vault->fs, &blob_fd, error) && place_sync(vault, error);
}

/* The vault's own folder may be as new as the blob, and would be lost with it. */
static gboolean sync_folder(const DaichoEnforcer *enforcer, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(enforcer->vault_dir);
    DAICHO_AUTO_FD int fd = daicho_fs_open_root(folder, error);
    return fd >= 0 && daicho_fs_sync(enforcer->fs, fd, error);
}

/* The blob's name follows from the rows that there are, so that what a run left that was killed
 * before its row was on disk is found again: its key is nowhere, and it goes. After a backup took the
 * catalog's place plans have numbers that those since the backup had: their blobs are others. */
static DaichoVaultRow *make_row(DaichoEnforcer *enforcer, const DaichoTarget *target,
                                const VaultHead *head, guint entries, GError **error)
{
    gint64 plan = head->plan;
    g_autofree char *restored = daicho_catalog_dup_restored(enforcer->catalog, error);
    if (restored == NULL) {
        return NULL;
    }
    DaichoVaultRow *row = daicho_vault_row_new();
    row->plan = plan;
    row->target = target->number;
    row->key = make_key();
    row->stored_s = enforcer->actor.now_s;
    set_text(&row->share, g_strdup(target->share));
    set_text(&row->path, g_strdup(target->path));
    set_text(&row->what, g_strdup(has_records(target) ? "records" : "file"));
    set_text(&row->blob,
             g_strdup_printf("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%u%s%s.vault", plan,
                             target->number, entries + 1, *restored != '\0' ? "-" : "", restored));
    gint64 bytes = has_records(target) ? range_count_bytes(head->ranges)
                                       : target->identity.size_bytes;
    set_text(&row->detail,
             g_strdup_printf("{\"bytes\":%" G_GINT64_FORMAT
                             ",\"records\":%u,\"copy\":0,\"device\":%" G_GUINT64_FORMAT "}",
                             bytes, head->ranges->len, target->identity.device));
    set_text(&row->state, g_strdup("stored"));
    return row;
}

static gboolean put_row(DaichoEnforcer *enforcer, DaichoVaultRow *row, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    if (transaction == NULL || !daicho_catalog_put_vault(enforcer->catalog, row, error)) {
        return FALSE;
    }
    g_autofree char *object = g_strdup_printf("vault %" G_GINT64_FORMAT, row->number);
    g_autofree char *detail = g_strdup_printf("plan %" G_GINT64_FORMAT ", target %" G_GINT64_FORMAT
                                              ": %s",
                                              row->plan, row->target, row->what);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "vault-stored", object,
                                       detail, error) &&
           daicho_transaction_commit(transaction, error);
}

gint64 daicho_vault_store(DaichoEnforcer *enforcer, gint64 plan, const DaichoTarget *target, int fd,
                          GError **error)
{
    g_auto(VaultHead) head = {0};
    g_auto(Place) vault = {.dir_fd = -1};
    g_autoptr(DaichoVaultRow) before = NULL;
    guint entries = 0;
    guint8 digest[DAICHO_DIGEST_BYTES];
    /* An entry that an interrupted run stored belongs to no act: the target begins afresh. */
    if (!vault_open(enforcer, &vault, error) ||
        !vault_discard(enforcer, plan, target->number, error) ||
        !vault_find(enforcer, plan, target->number, &before, &entries, error) ||
        !make_head(enforcer, plan, target, fd, &head, error)) {
        return 0;
    }
    g_autoptr(DaichoVaultRow) row = make_row(enforcer, target, &head, entries, error);
    gboolean stored = row != NULL && vault_sweep(enforcer, row, error) &&
                      write_blob(&vault, row, &head, fd, digest, error) &&
                      sync_folder(enforcer, error) && compare(&vault, row, &head, digest, error) &&
                      put_row(enforcer, row, error);
    return stored ? row->number : 0;
}

/* The catalog knows no findings of what is in the vault: the person of its request counts. */
static gboolean check_subject_hold(DaichoEnforcer *enforcer, gint64 plan, char **reason,
                                   gboolean *held, GError **error)
{
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(enforcer->catalog, plan, error);
    if (row == NULL) {
        return FALSE;
    }
    if (row->request == 0) {
        return TRUE;
    }
    g_autoptr(DaichoRequest)
        request = daicho_catalog_get_request(enforcer->catalog, row->request, error);
    return request != NULL &&
           (request->subject == NULL ||
            daicho_hold_covers_subject(enforcer, request->subject, reason, held, error));
}

/* What its plan knew of it, as long as the plan's text is there. */
static void take_planned(DaichoEnforcer *enforcer, const DaichoVaultRow *row, DaichoTarget *target)
{
    g_autoptr(DaichoPlan) plan = daicho_plan_load(enforcer, row->plan, NULL, NULL);
    for (guint i = 0; plan != NULL && i < plan->targets->len; i++) {
        const DaichoTarget *planned = g_ptr_array_index(plan->targets, i);
        if (planned->number == row->target) {
            set_text(&target->purpose, g_strdup(planned->purpose));
            target->identity = planned->identity;
        }
    }
}

gboolean vault_check_purge(DaichoEnforcer *enforcer, const DaichoVaultRow *row, GError **error)
{
    g_autofree char *reason = NULL;
    gboolean held = FALSE;
    g_autoptr(DaichoTarget) target = daicho_target_new();
    set_text(&target->share, g_strdup(row->share));
    set_text(&target->path, g_strdup(row->path));
    take_planned(enforcer, row, target);
    if (!daicho_hold_covers(enforcer, target, &reason, &held, error) ||
        (!held && !check_subject_hold(enforcer, row->plan, &reason, &held, error))) {
        return FALSE;
    }
    if (held) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "vault entry %" G_GINT64_FORMAT " is held: %s; release the hold first",
                    row->number, reason);
    }
    return !held;
}

gboolean daicho_vault_purge(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(DaichoCatalogLock) lock = daicho_catalog_lock(enforcer->catalog, error);
    g_autoptr(DaichoVaultRow)
        row = lock != NULL ? daicho_catalog_get_vault(enforcer->catalog, number, error) : NULL;
    if (row == NULL) {
        return FALSE;
    }
    /* A purge that was killed after the key was gone is finished. */
    if (strcmp(row->state, "purged") == 0) {
        return daicho_catalog_flush(enforcer->catalog, error) && vault_sweep(enforcer, row, error);
    }
    return vault_check_purge(enforcer, row, error) &&
           vault_end(enforcer, row, "purged", NULL, error);
}
