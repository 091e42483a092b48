#include "reports/facts.h"

#include <string.h>
#include <sys/stat.h>

static const char *const names[N_READERS] = {
    [READERS_WORLD] = "world",
    [READERS_ACL] = "acl",
    [READERS_GROUP] = "group",
    [READERS_OWNER] = "owner",
};

const char *readers_name(Readers readers)
{
    return names[readers];
}

/* What an ACL says of reading. */
typedef struct {
    gboolean named, group, mask;
    gboolean has_mask;
} AclRead;

/* "u:alice:r--"; the first letter tells u(ser), g(roup), m(ask) and o(ther) apart. */
static void take_entry(const char *entry, AclRead *read)
{
    g_auto(GStrv) fields = g_strsplit(entry, ":", 3);
    if (g_strv_length(fields) < 3) {
        return;
    }
    gboolean may_read = fields[2][0] == 'r';
    if (fields[0][0] == 'm') {
        read->has_mask = TRUE;
        read->mask = may_read;
    } else if (*fields[1] != '\0') {
        read->named = read->named || may_read;
    } else if (fields[0][0] == 'g') {
        read->group = may_read;
    }
}

static AclRead parse_acl(const char *acl)
{
    AclRead read = {0};
    g_auto(GStrv) entries = g_strsplit(acl, ",", -1);
    for (char **entry = entries; *entry != NULL; entry++) {
        take_entry(*entry, &read);
    }
    gboolean is_masked = read.has_mask && !read.mask;
    read.named = read.named && !is_masked;
    read.group = read.group && !is_masked;
    return read;
}

Readers readers_of(guint32 mode, const char *acl)
{
    if ((mode & S_IROTH) != 0) {
        return READERS_WORLD;
    }
    if (*acl == '\0') {
        return (mode & S_IRGRP) != 0 ? READERS_GROUP : READERS_OWNER;
    }
    /* With an ACL the group bits of the mode are its mask, and say nothing of the group. */
    AclRead read = parse_acl(acl);
    return read.named ? READERS_ACL : read.group ? READERS_GROUP : READERS_OWNER;
}

static void exposed_file_free(gpointer data)
{
    ExposedFile *file = data;
    g_free(file->share);
    g_free(file->path);
    g_free(file->acl);
    g_free(file);
}

static gboolean each_file(const DaichoExposedFile *exposed, gpointer data, GError **error)
{
    (void)error;
    ExposedFile *file = g_new0(ExposedFile, 1);
    file->readers = readers_of(exposed->mode, exposed->acl);
    file->share = g_strdup(exposed->share);
    file->path = g_strdup(exposed->path);
    file->acl = g_strdup(exposed->acl);
    file->mode = exposed->mode & 07777;
    file->uid = exposed->uid;
    file->gid = exposed->gid;
    file->findings = exposed->findings;
    file->dismissed = exposed->dismissed;
    g_ptr_array_add(data, file);
    return TRUE;
}

static gint compare_files(gconstpointer one, gconstpointer other)
{
    const ExposedFile *a = *(ExposedFile *const *)one, *b = *(ExposedFile *const *)other;
    gint by_readers = (gint)a->readers - (gint)b->readers;
    gint by_share = strcmp(a->share, b->share);
    return by_readers != 0 ? by_readers : by_share != 0 ? by_share : strcmp(a->path, b->path);
}

/* Returns how many. */
static guint drop_dismissed(GPtrArray *files)
{
    guint kept = 0;
    for (guint i = 0; i < files->len; i++) {
        ExposedFile *file = g_ptr_array_index(files, i);
        if (file->findings > 0) {
            g_ptr_array_index(files, i) = g_ptr_array_index(files, kept);
            g_ptr_array_index(files, kept++) = file;
        }
    }
    guint dropped = files->len - kept;
    g_ptr_array_set_size(files, (gint)kept);
    return dropped;
}

GPtrArray *exposure_load(DaichoCatalog *catalog, gint64 now_s, guint *dismissed_files,
                         GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(exposed_file_free);
    if (!daicho_catalog_each_exposed_file(catalog, now_s, each_file, files, error)) {
        return NULL;
    }
    *dismissed_files = drop_dismissed(files);
    g_ptr_array_sort(files, compare_files);
    return g_steal_pointer(&files);
}
