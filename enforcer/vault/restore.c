#include "enforcer/vault/vault.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/text.h"
#include "enforcer/acts/step.h"
#include "enforcer/acts/step_busy.h"
#include "enforcer/vault/blob.h"
#include "enforcer/vault/entry.h"

/*
 * Restoring has no journal of its own: the hidden name follows from the key and the entry's number,
 * and the row says which inode the restored copy has before it is brought to its name (V3).
 */
typedef struct {
    DaichoEnforcer *enforcer;
    DaichoVaultRow *row;
    VaultHead head;
    GByteArray *content; /* of records; whole files go straight to the copy */
    Place vault, place;
    int blob_fd;
    char *hidden;
    guint64 copy_inode; /* 0 when no copy was finished */
} Restore;

static void restore_clear(Restore *restore)
{
    daicho_vault_row_free(restore->row);
    vault_head_clear(&restore->head);
    g_clear_pointer(&restore->content, g_byte_array_unref);
    place_clear(&restore->vault);
    place_clear(&restore->place);
    daicho_fd_clear(&restore->blob_fd);
    g_free(restore->hidden);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Restore, restore_clear)

static gboolean refuse(const Restore *restore, GError **error, const char *why)
{
    g_autofree char *shown = daicho_text_escape(restore->row->path, -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "vault entry %" G_GINT64_FORMAT " cannot go back to %s: %s", restore->row->number,
                shown, why);
    return FALSE;
}

static char *make_hidden_name(const Restore *restore)
{
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, restore->row->number);
    const DaichoKey *key = daicho_catalog_get_key(restore->enforcer->catalog);
    /* The first key: what was cut off before a rotation is found again after it. */
    daicho_key_fingerprint(daicho_key_get_first(key), "restore", number, fingerprint);
    g_autofree char *hex = daicho_hex_encode(fingerprint, sizeof fingerprint);
    return g_strdup_printf(".daicho-restore-%s-%s", number, hex);
}

static guint64 get_detail(const Restore *restore, const char *name)
{
    const char *detail = restore->row->detail;
    g_autoptr(JsonNode) root = json_from_string(detail, NULL);
    return root != NULL && JSON_NODE_HOLDS_OBJECT(root)
               ? (guint64)json_object_get_int_member_with_default(json_node_get_object(root), name,
                                                                  0)
               : 0;
}

/* On disk before the copy is brought to its name. */
static gboolean put_copy_inode(Restore *restore, guint64 inode, GError **error)
{
    g_autoptr(JsonNode) root = json_from_string(restore->row->detail, error);
    if (root == NULL) {
        return FALSE;
    }
    json_object_set_int_member(json_node_get_object(root), "copy", (gint64)inode);
    g_free(restore->row->detail);
    restore->row->detail = json_to_string(root, FALSE);
    restore->copy_inode = inode;
    return daicho_catalog_put_vault(restore->enforcer->catalog, restore->row, error);
}

static gboolean keep_sink(const guint8 *bytes, gsize length, gpointer data, GError **error)
{
    (void)error;
    g_byte_array_append(data, bytes, (guint)length);
    return TRUE;
}

static gboolean drop_sink(const guint8 *bytes, gsize length, gpointer data, GError **error)
{
    (void)bytes;
    (void)length;
    (void)data;
    (void)error;
    return TRUE;
}

static gboolean has_records(const Restore *restore)
{
    return strcmp(restore->row->what, "records") == 0;
}

static gboolean open_restore(Restore *restore, DaichoEnforcer *enforcer, gint64 number,
                             GError **error)
{
    struct stat status;
    restore->enforcer = enforcer;
    restore->row = daicho_catalog_get_vault(enforcer->catalog, number, error);
    if (restore->row == NULL) {
        return FALSE;
    }
    if (strcmp(restore->row->state, "stored") != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "vault entry %" G_GINT64_FORMAT " was %s before: it holds nothing any more",
                    number, restore->row->state);
        return FALSE;
    }
    g_autofree char *root = daicho_catalog_dup_share_root(enforcer->catalog, restore->row->share,
                                                          error);
    restore->hidden = make_hidden_name(restore);
    restore->copy_inode = get_detail(restore, "copy");
    restore->content = g_byte_array_new();
    if (root == NULL || !vault_open(enforcer, &restore->vault, error) ||
        !place_open(enforcer->fs, root, restore->row->path, get_detail(restore, "device"),
                    &restore->place, error)) {
        return FALSE;
    }
    restore->blob_fd = place_open_file(&restore->vault, restore->row->blob, &status, error);
    return restore->blob_fd >= 0 &&
           vault_blob_read(enforcer->fs, restore->blob_fd, restore->row->key, &restore->head,
                           has_records(restore) ? keep_sink : drop_sink, restore->content, error);
}

/* --- the copy --- */

typedef struct {
    DaichoFs *fs;
    int fd;
} Output;

static gboolean write_sink(const guint8 *bytes, gsize length, gpointer data, GError **error)
{
    const Output *output = data;
    return daicho_fs_write_all(output->fs, output->fd, bytes, length, error);
}

static gboolean write_file(Restore *restore, int fd, GError **error)
{
    g_auto(VaultHead) head = {0};
    Output output = {restore->enforcer->fs, fd};
    return vault_blob_read(output.fs, restore->blob_fd, restore->row->key, &head, write_sink,
                           &output, error) &&
           daicho_fs_set_attributes(output.fs, fd, restore->head.attributes, error);
}

/* The file as it is, with the records put in where they were cut. */
static gboolean write_merged(Restore *restore, int from_fd, int fd, GError **error)
{
    DaichoFs *fs = restore->enforcer->fs;
    gint64 taken = 0;  /* of the cut bytes */
    gint64 copied = 0; /* of the file as it is */
    for (guint i = 0; i < restore->head.ranges->len; i++) {
        const DaichoRange *range = &g_array_index(restore->head.ranges, DaichoRange, i);
        gint64 length = range->end - range->start;
        gint64 before = range->start - taken - copied;
        if (before < 0 || taken + length > (gint64)restore->content->len) {
            return refuse(restore, error, "the entry's ranges do not fit its content");
        }
        if (!daicho_fs_copy_range(fs, from_fd, copied, before, fd, error) ||
            !daicho_fs_write_all(fs, fd, restore->content->data + taken, (gsize)length, error)) {
            return FALSE;
        }
        taken += length;
        copied += before;
    }
    return daicho_fs_copy_range(fs, from_fd, copied, -1, fd, error) &&
           daicho_fs_copy_attributes(fs, from_fd, fd, error);
}

/* from_fd is the file as it is; -1 when there is none. */
static gboolean make_copy(Restore *restore, int from_fd, GError **error)
{
    DaichoFs *fs = restore->enforcer->fs;
    struct stat status;
    DAICHO_AUTO_FD int fd = daicho_fs_create(fs, restore->place.dir_fd, restore->hidden, error);
    if (fd < 0 || !(from_fd >= 0 ? write_merged(restore, from_fd, fd, error)
                                 : write_file(restore, fd, error))) {
        return FALSE;
    }
    g_autofree char *digest = range_digest_file(fd, error);
    if (digest == NULL) {
        return FALSE;
    }
    if (strcmp(digest, restore->head.digest) != 0) {
        return refuse(restore, error, "it did not come out as it was");
    }
    return daicho_fs_sync(fs, fd, error) && daicho_fs_stat(fs, fd, &status, error) &&
           daicho_fs_close(fs, &fd, error) && place_sync(&restore->place, error) &&
           put_copy_inode(restore, status.st_ino, error);
}

/* --- bringing it to its name --- */

typedef struct {
    gboolean exists;
    struct stat status;
} Standing;

static gboolean look(const Restore *restore, const char *name, Standing *standing, GError **error)
{
    return place_look(&restore->place, name, &standing->exists, &standing->status, error);
}

static gboolean is_copy(const Restore *restore, const Standing *standing)
{
    return standing->exists && restore->copy_inode != 0 &&
           standing->status.st_ino == restore->copy_inode;
}

static gboolean check_digest(const Restore *restore, const char *name, const char *expected,
                             gboolean *matches, GError **error)
{
    struct stat status;
    DAICHO_AUTO_FD int fd = place_open_file(&restore->place, name, &status, error);
    g_autofree char *digest = fd >= 0 ? range_digest_file(fd, error) : NULL;
    *matches = digest != NULL && strcmp(digest, expected) == 0;
    return digest != NULL;
}

static gboolean bring_file(Restore *restore, GError **error)
{
    return make_copy(restore, -1, error) &&
           daicho_fs_rename(restore->place.fs, restore->place.dir_fd, restore->hidden,
                            restore->place.name, error) &&
           place_sync(&restore->place, error);
}

/* V3: only the version that the suspension left is disposed of. */
static gboolean check_came_out(Restore *restore, int fd, guint64 expected_inode, GError **error)
{
    Standing hidden = {0};
    gboolean matches = FALSE;
    return look(restore, restore->hidden, &hidden, error) &&
           ((hidden.exists && hidden.status.st_ino == expected_inode) ||
            refuse(restore, error, "another file took its place; restore again")) &&
           step_busy_check(fd, restore->row->path, error) &&
           check_digest(restore, restore->hidden, restore->head.rest_digest, &matches, error) &&
           (matches || refuse(restore, error, "it was written to; restore again"));
}

static gboolean bring_records(Restore *restore, GError **error)
{
    struct stat status;
    DAICHO_AUTO_FD int fd = place_open_file(&restore->place, restore->place.name, &status, error);
    g_autofree char *digest = fd >= 0 ? range_digest_file(fd, error) : NULL;
    if (digest == NULL) {
        return FALSE;
    }
    if (strcmp(digest, restore->head.rest_digest) != 0) {
        return refuse(restore, error,
                      "the file is no longer as the suspension left it; bring that version back "
                      "under its name, or extract the records elsewhere");
    }
    return step_busy_check(fd, restore->row->path, error) && make_copy(restore, fd, error) &&
           daicho_fs_exchange(restore->place.fs, restore->place.dir_fd, restore->hidden,
                              restore->place.name, error) &&
           check_came_out(restore, fd, status.st_ino, error) &&
           place_sync(&restore->place, error) &&
           place_remove(&restore->place, restore->hidden, error);
}

/* Whatever an interrupted or failed attempt left goes, and the file stands as before it. */
static gboolean undo(Restore *restore, GError **error)
{
    Standing hidden = {0};
    Standing standing = {0};
    if (!look(restore, restore->hidden, &hidden, error) ||
        !look(restore, restore->place.name, &standing, error)) {
        return FALSE;
    }
    if (!hidden.exists) {
        return TRUE;
    }
    if (is_copy(restore, &standing) &&
        !(daicho_fs_exchange(restore->place.fs, restore->place.dir_fd, restore->hidden,
                             restore->place.name, error) &&
          look(restore, restore->hidden, &hidden, error))) {
        return FALSE;
    }
    if (restore->copy_inode != 0 && !is_copy(restore, &hidden)) {
        g_autofree char *why = g_strdup_printf(
            "a file that daicho does not know stands beside it as %s: look at it first",
            restore->hidden);
        return refuse(restore, error, why);
    }
    return place_remove(&restore->place, restore->hidden, error);
}

/* Whether an interrupted run brought the copy to its name, and it is still what it was. */
static gboolean check_is_restored(Restore *restore, const Standing *standing, gboolean *restored,
                                  GError **error)
{
    Standing hidden = {0};
    *restored = FALSE;
    if (!is_copy(restore, standing)) {
        return TRUE;
    }
    if (!check_digest(restore, restore->place.name, restore->head.digest, restored, error) ||
        !look(restore, restore->hidden, &hidden, error)) {
        return FALSE;
    }
    if (!*restored || !hidden.exists) {
        return TRUE;
    }
    return check_digest(restore, restore->hidden, restore->head.rest_digest, restored, error) &&
           (!*restored || place_remove(&restore->place, restore->hidden, error));
}

static gboolean bring(Restore *restore, GError **error)
{
    Standing standing = {0};
    gboolean restored = FALSE;
    if (!look(restore, restore->place.name, &standing, error) ||
        !check_is_restored(restore, &standing, &restored, error)) {
        return FALSE;
    }
    if (restored) {
        return place_sync(&restore->place, error);
    }
    if (!undo(restore, error)) {
        return FALSE;
    }
    if (restore->copy_inode != 0 && !put_copy_inode(restore, 0, error)) {
        return FALSE;
    }
    if (!has_records(restore) && standing.exists) {
        return refuse(restore, error,
                      "a file stands under its name; move that away and restore again");
    }
    if (has_records(restore) && !standing.exists) {
        return refuse(restore, error, "its file is gone; bring that back and restore again");
    }
    return has_records(restore) ? bring_records(restore, error) : bring_file(restore, error);
}

static gboolean finish(Restore *restore, GError **error)
{
    g_autoptr(GPtrArray) items = NULL;
    return refresh_read(restore->enforcer, NULL, restore->row->share, restore->row->path,
                        &restore->place, &items, error) &&
           vault_end(restore->enforcer, restore->row, "restored", items, error) &&
           daicho_catalog_assign_purposes(restore->enforcer->catalog, restore->enforcer->policy,
                                          error);
}

gboolean daicho_vault_restore(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_auto(Restore) restore = {.vault = {.dir_fd = -1}, .place = {.dir_fd = -1}, .blob_fd = -1};
    g_autoptr(GError) failed = NULL;
    g_autoptr(GError) left = NULL;
    g_autoptr(DaichoCatalogLock) lock = daicho_catalog_lock(enforcer->catalog, error);
    if (lock == NULL || !open_restore(&restore, enforcer, number, error)) {
        return FALSE;
    }
    if (bring(&restore, &failed)) {
        return finish(&restore, error);
    }
    if (!undo(&restore, &left)) {
        g_prefix_error(&failed, "(not all of it could be undone: %s; restore again) ",
                       left->message);
    }
    g_propagate_error(error, g_steal_pointer(&failed));
    return FALSE;
}
