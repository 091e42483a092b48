#include "scanner/readers/package.h"

#include <string.h>

#include "scanner/readers/archive_input.h"
#include "scanner/scanner.h"

struct Package {
    Item *item;
    GBytes *held; /* the archive's bytes when it is nested; NULL when it is a file */
    GPtrArray *names;
    GHashTable *set;  /* of the same names, borrowed */
    PackageOpen open; /* NULL: parts are read as they are */
    gpointer open_data;
};

/* A part's name as documents write it: without a slash in front, with slashes between (APPNOTE
 * 4.4.17.1; some writers use the other one). NULL for folders. */
static char *dup_name(struct archive_entry *entry)
{
    const char *bytes = archive_entry_pathname(entry);
    if (bytes == NULL) {
        bytes = archive_entry_pathname_utf8(entry);
    }
    if (bytes == NULL || archive_entry_filetype(entry) == AE_IFDIR) {
        return NULL;
    }
    while (*bytes == '/') {
        bytes++;
    }
    g_autofree char *name = g_strdelimit(g_strdup(bytes), "\\", '/');
    return daicho_member_name_decode(name, strlen(name));
}

/* The next entry; FALSE at the end, and when there is damage or a limit before it: then the item was
 * set partly read, and *is_whole FALSE. */
static gboolean next_entry(Package *package, Archive *archive, struct archive_entry **entry,
                           gboolean *is_whole)
{
    const char *limit = package->item->extraction->limit;
    if (limit != NULL) {
        item_set_partly(package->item, "%s", limit);
        *is_whole = FALSE;
        return FALSE;
    }
    int status = archive_read_next_header(archive, entry);
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN && status != ARCHIVE_EOF) {
        g_autofree char *why = archive_input_describe_failure(archive);
        item_set_partly(package->item, "%s", why);
        *is_whole = FALSE;
    }
    return status == ARCHIVE_OK || status == ARCHIVE_WARN;
}

static void list_names(Package *package, Archive *archive)
{
    struct archive_entry *entry = NULL;
    guint64 limit = package->item->extraction->options->limits.members;
    gboolean is_whole = TRUE;
    while (package->names->len < limit && next_entry(package, archive, &entry, &is_whole)) {
        char *name = dup_name(entry);
        if (name != NULL) {
            g_ptr_array_add(package->names, name);
            g_hash_table_add(package->set, name);
        }
    }
    if (package->names->len >= limit) {
        item_set_partly(package->item, "limit: members");
    }
}

Package *package_open(Item *item)
{
    if (!item_check_depth(item)) {
        return NULL;
    }
    g_autoptr(Package) package = g_new0(Package, 1);
    package->item = item;
    package->names = g_ptr_array_new_with_free_func(g_free);
    package->set = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(Archive) archive = archive_input_new_zip();
    if (!archive_input_open(item, archive, &package->held)) {
        return NULL;
    }
    list_names(package, archive);
    if (!archive_input_has_zip_end(item, package->held)) {
        item_set_partly(item, "damaged: it is cut off");
    }
    return g_steal_pointer(&package);
}

void package_close(Package *package)
{
    if (package == NULL) {
        return;
    }
    g_hash_table_unref(package->set);
    g_ptr_array_unref(package->names);
    g_clear_pointer(&package->held, g_bytes_unref);
    g_free(package);
}

const GPtrArray *package_get_names(const Package *package)
{
    return package->names;
}

gboolean package_has(const Package *package, const char *name)
{
    return g_hash_table_contains(package->set, name);
}

static void read_entry(Package *package, Archive *archive, struct archive_entry *entry,
                       const char *name, PackageRead read, gpointer data)
{
    if (archive_entry_is_data_encrypted(entry) || archive_entry_is_metadata_encrypted(entry)) {
        item_set_unread(package->item, "encrypted");
        return;
    }
    gint64 size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1;
    gboolean digests = package->item->extraction->options->digests;
    g_autoptr(Source)
        source = archive_input_open_entry(archive, package->item->extraction, size, digests);
    if (package->open != NULL) {
        source = package->open(package->open_data, name, g_steal_pointer(&source));
    }
    if (source != NULL) {
        read(data, name, source);
    }
}

void package_set_open(Package *package, PackageOpen open, gpointer data)
{
    package->open = open;
    package->open_data = data;
}

gboolean package_each(Package *package, PackageWants wants, PackageRead read, gpointer data)
{
    Item *item = package->item;
    struct archive_entry *entry = NULL;
    g_autoptr(Archive) archive = archive_input_new_zip();
    if (!archive_input_open(item, archive, &package->held)) {
        return FALSE;
    }
    gboolean is_whole = TRUE;
    while (next_entry(package, archive, &entry, &is_whole)) {
        g_autofree char *name = dup_name(entry);
        if (name != NULL && wants(data, name)) {
            read_entry(package, archive, entry, name, read, data);
        }
    }
    return is_whole;
}

typedef struct {
    Item *item;
    PackageWants wants;
    gpointer data;
} Members;

static gboolean wants_member(gpointer data, const char *name)
{
    const Members *members = data;
    return members->wants(members->data, name);
}

static void read_member(gpointer data, const char *name, Source *part)
{
    const Members *members = data;
    if (item_may_add_member(members->item)) {
        item_read_member(members->item, name, part);
    }
}

gboolean package_each_member(Package *package, PackageWants wants, gpointer data)
{
    Members members = {package->item, wants, data};
    return package_each(package, wants_member, read_member, &members);
}

char *package_dup_target(const char *part, const char *link)
{
    g_autofree char *folder = g_path_get_dirname(part);
    g_autofree char *plain = g_strdelimit(g_strdup(link), "\\", '/');
    g_autofree char *unescaped = g_uri_unescape_string(plain, NULL);
    const char *path = unescaped != NULL ? unescaped : plain;
    gboolean is_absolute = *path == '/' || strcmp(folder, ".") == 0;
    path += strspn(path, "/");
    g_autofree char *joined = is_absolute ? g_strconcat("/", path, NULL)
                                          : g_strconcat("/", folder, "/", path, NULL);
    g_autofree char *canonical = g_canonicalize_filename(joined, "/");
    return g_strdup(canonical + 1);
}

typedef struct {
    Package *package;
    const char *name;
    gsize limit;
    GBytes *bytes;
} Loading;

static gboolean is_named(gpointer data, const char *name)
{
    const Loading *loading = data;
    return loading->bytes == NULL && strcmp(name, loading->name) == 0;
}

static void load(gpointer data, const char *name, Source *part)
{
    Loading *loading = data;
    g_autoptr(GError) error = NULL;
    gboolean too_large = FALSE;
    loading->bytes = source_read_all(part, loading->limit, &too_large, &error);
    if (loading->bytes == NULL) {
        item_set_partly(loading->package->item, "%s: %s", name,
                        too_large ? "limit: size of a part" : error->message);
    }
}

GBytes *package_load(Package *package, const char *name, gsize limit)
{
    Loading loading = {package, name, limit, NULL};
    if (package_has(package, name)) {
        package_each(package, is_named, load, &loading);
    }
    return loading.bytes;
}
