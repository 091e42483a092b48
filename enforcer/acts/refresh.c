#include "enforcer/acts/step.h"

#include "base/fd.h"
#include "scanner/scanner.h"

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static gboolean take_acl(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    set_text(data, item->acl);
    return TRUE;
}

/* An edit keeps the ACL, so the catalog's words for it stay true. */
static char *find_acl(DaichoEnforcer *enforcer, const char *share, const char *path, GError **error)
{
    g_autofree char *acl = g_strdup("");
    const DaichoItemQuery query = {.share = share, .path = path, .files_only = TRUE};
    return daicho_catalog_each_item(enforcer->catalog, &query, take_acl, &acl, error)
               ? g_steal_pointer(&acl)
               : NULL;
}

static void complete(DaichoItem *item, const char *share, const char *path,
                     const struct stat *status, const char *acl)
{
    set_text(&item->share, share);
    set_text(&item->path, path);
    set_text(&item->acl, acl);
    item->mode = status->st_mode;
    item->uid = status->st_uid;
    item->gid = status->st_gid;
    item->identity = (DaichoIdentity){
        .device = status->st_dev,
        .inode = status->st_ino,
        .size_bytes = status->st_size,
        .mtime_ns = (gint64)status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec,
        .ctime_ns = (gint64)status->st_ctim.tv_sec * 1000000000 + status->st_ctim.tv_nsec,
    };
}

static GPtrArray *make_unread(const struct stat *status, const char *reason)
{
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    DaichoItem *item = daicho_item_new();
    item->state = DAICHO_ITEM_UNREAD;
    item->size_bytes = status->st_size;
    set_text(&item->reason, reason);
    g_ptr_array_add(items, item);
    return items;
}

/* A "worker …" reason counts as passing: the next scan tries again. */
static GPtrArray *read_items(DaichoEnforcer *enforcer, DaichoFileReader *reader, const char *path,
                             const Place *place, struct stat *status, GError **error)
{
    g_autoptr(GError) failed = NULL;
    DAICHO_AUTO_FD int fd = place_open_file(place, place->name, status, &failed);
    if (fd < 0) {
        return make_unread(status, "cannot open");
    }
    const DaichoKey *key = daicho_catalog_get_key(enforcer->catalog);
    GPtrArray *items = reader != NULL ? daicho_file_reader_read(reader, fd, path, &failed)
                                      : daicho_scan_fd(enforcer->rules, key, fd, path,
                                                       enforcer->reading, &failed);
    if (items == NULL && !step_is_passable(failed)) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return NULL;
    }
    return items != NULL ? items : make_unread(status, failed->message);
}

gboolean refresh_read(DaichoEnforcer *enforcer, DaichoFileReader *reader, const char *share,
                      const char *path, const Place *place, GPtrArray **items, GError **error)
{
    gboolean exists = FALSE;
    struct stat status;
    if (!place_look(place, place->name, &exists, &status, error)) {
        return FALSE;
    }
    if (!exists) {
        *items = NULL;
        return TRUE;
    }
    g_autofree char *acl = find_acl(enforcer, share, path, error);
    g_autoptr(GPtrArray)
        read = acl != NULL ? read_items(enforcer, reader, path, place, &status, error) : NULL;
    for (guint i = 0; read != NULL && i < read->len; i++) {
        complete(g_ptr_array_index(read, i), share, path, &status, acl);
    }
    *items = g_steal_pointer(&read);
    return *items != NULL;
}
