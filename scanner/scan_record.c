#include "scanner/scan_record.h"

#include <acl/libacl.h>
#include <sys/acl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

char *scan_read_acl(int fd)
{
    /* A version, and entries for owner, group and others: what the mode says anyway. libacl would ask
     * for the default ACL too, of which files have none. */
    enum { BASE_ACL_BYTES = 4 + 3 * 8 };
    if (fgetxattr(fd, "system.posix_acl_access", NULL, 0) <= BASE_ACL_BYTES) {
        return g_strdup("");
    }
    acl_t acl = acl_get_fd(fd);
    if (acl == NULL) {
        return g_strdup("");
    }
    char *text = acl_to_any_text(acl, NULL, ',', TEXT_ABBREVIATE);
    char *copy = g_strdup(text != NULL ? text : "");
    acl_free(text);
    acl_free(acl);
    return copy;
}

static void replace(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static void complete_item(DaichoItem *item, const char *share, const char *path,
                          const struct stat *status, const char *acl)
{
    replace(&item->share, share);
    replace(&item->path, path);
    replace(&item->acl, acl);
    item->identity = daicho_identity_of(status);
    item->mode = status->st_mode;
    item->uid = status->st_uid;
    item->gid = status->st_gid;
}

void scan_complete_items(GPtrArray *items, const char *share, const WorkerFile *file)
{
    g_autofree char *acl = scan_read_acl(file->fd);
    for (guint i = 0; i < items->len; i++) {
        complete_item(g_ptr_array_index(items, i), share, file->path, &file->status, acl);
    }
}

GPtrArray *scan_items_for_unread(const char *share, const char *path, const struct stat *status,
                                 const char *type, const char *reason)
{
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    DaichoItem *item = daicho_item_new();
    complete_item(item, share, path, status, "");
    replace(&item->type, type);
    replace(&item->reason, reason);
    item->state = DAICHO_ITEM_UNREAD;
    item->size_bytes = status->st_size;
    g_ptr_array_add(items, item);
    return items;
}
