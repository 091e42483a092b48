#include "enforcer/edits/list.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "scanner/scanner.h"

typedef struct archive Archive;
static void archive_free_read(Archive *archive)
{
    archive_read_free(archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_free_read)

static void member_free(gpointer data)
{
    EditMember *member = data;
    g_free(member->name);
    g_free(member->path);
    g_free(member->link);
    g_free(member->attributes);
    g_free(member->digest);
    g_free(member);
}

void edit_change_clear(gpointer change)
{
    EditChange *cleared = change;
    g_clear_pointer(&cleared->content, g_bytes_unref);
}

/* Of a binary cpio archive, which libarchive takes for the ZIP that its last member is. */
static gboolean is_binary_cpio(const guint8 *bytes, gsize length)
{
    return length > 2 && (memcmp(bytes, "\xc7\x71", 2) == 0 || memcmp(bytes, "\x71\xc7", 2) == 0);
}

/* The scanner's formats, so that the same one wins here. */
static void support_formats(Archive *archive, const guint8 *bytes, gsize length)
{
    archive_read_support_format_cpio(archive);
    if (is_binary_cpio(bytes, length)) {
        return;
    }
    archive_read_support_format_7zip(archive);
    archive_read_support_format_ar(archive);
    archive_read_support_format_cab(archive);
    archive_read_support_format_iso9660(archive);
    archive_read_support_format_lha(archive);
    archive_read_support_format_rar(archive);
    archive_read_support_format_rar5(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_warc(archive);
    archive_read_support_format_xar(archive);
    archive_read_support_format_zip(archive);
    archive_read_support_format_raw(archive);
}

static char *describe_attributes(struct archive_entry *entry)
{
    const char *owner = archive_entry_uname(entry);
    const char *group = archive_entry_gname(entry);
    const char *symlink = archive_entry_symlink(entry);
    const char *hardlink = archive_entry_hardlink(entry);
    return g_strdup_printf(
        "%o %" G_GINT64_FORMAT ":%" G_GINT64_FORMAT " %s:%s %" G_GINT64_FORMAT ".%ld "
        "%" G_GINT64_FORMAT ".%ld %" G_GINT64_FORMAT ".%ld %s %s",
        archive_entry_mode(entry), (gint64)archive_entry_uid(entry),
        (gint64)archive_entry_gid(entry), owner != NULL ? owner : "", group != NULL ? group : "",
        (gint64)archive_entry_mtime(entry), archive_entry_mtime_nsec(entry),
        (gint64)archive_entry_atime(entry), archive_entry_atime_nsec(entry),
        (gint64)archive_entry_ctime(entry), archive_entry_ctime_nsec(entry),
        symlink != NULL ? symlink : "", hardlink != NULL ? hardlink : "");
}

static EditMember *member_new(Archive *archive, struct archive_entry *entry)
{
    EditMember *member = g_new0(EditMember, 1);
    const char *path = archive_entry_pathname(entry);
    if (path == NULL) {
        path = archive_entry_pathname_utf8(entry);
    }
    mode_t type = archive_entry_filetype(entry);
    member->path = g_strdup(path != NULL ? path : "");
    member->name = path != NULL ? daicho_member_name_decode(path, strlen(path)) : g_strdup("?");
    member->link = g_strdup(archive_entry_hardlink(entry));
    member->attributes = describe_attributes(entry);
    member->position = archive_read_header_position(archive);
    member->is_file = member->link == NULL && (type == 0 || type == AE_IFREG);
    member->is_whole = member->is_file && !archive_entry_is_encrypted(entry) &&
                       archive_entry_sparse_count(entry) == 0;
    return member;
}

/* A content that cannot be read leaves its reason in place of its digest. */
static void read_content(Archive *archive, EditMember *member, guint64 limit)
{
    guint8 buffer[65536];
    guint8 digest[DAICHO_DIGEST_BYTES];
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    la_ssize_t got;
    while ((got = archive_read_data(archive, buffer, sizeof buffer)) > 0) {
        daicho_digester_update(digester, buffer, (gsize)got);
        member->size += got;
        if ((guint64)member->size > limit) {
            return;
        }
    }
    if (got < 0) {
        const char *words = archive_error_string(archive);
        member->is_whole = FALSE;
        member->digest = g_strdup_printf("unreadable: %s", words != NULL ? words : "damaged");
        return;
    }
    daicho_digester_finish(digester, digest);
    member->digest = daicho_hex_encode(digest, sizeof digest);
}

static gboolean refuse_damaged(Archive *archive, GError **error)
{
    const char *words = archive_error_string(archive);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "the archive cannot be read to its end (%s): rewrite it by hand",
                words != NULL ? words : "damaged");
    return FALSE;
}

static gboolean read_members(Archive *archive, const DaichoLimits *limits, GPtrArray *list,
                             GError **error)
{
    struct archive_entry *entry = NULL;
    guint64 left = limits->expanded_bytes;
    int status;
    while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
           status == ARCHIVE_WARN) {
        EditMember *member = member_new(archive, entry);
        g_ptr_array_add(list, member);
        read_content(archive, member, left);
        if (member->digest == NULL || list->len > limits->members) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                        "the archive holds more than the limits of a scan allow: rewrite it by "
                        "hand");
            return FALSE;
        }
        left -= (guint64)member->size;
    }
    return status == ARCHIVE_EOF || refuse_damaged(archive, error);
}

GPtrArray *edit_list_read(GBytes *archive, const DaichoLimits *limits, int *format, GError **error)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(archive, &length);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(member_free);
    g_autoptr(Archive) reading = archive_read_new();
    support_formats(reading, bytes, length);
    *format = 0;
    if (length == 0) {
        return g_steal_pointer(&list);
    }
    if (archive_read_open_memory(reading, bytes, length) != ARCHIVE_OK) {
        refuse_damaged(reading, error);
        return NULL;
    }
    if (!read_members(reading, limits, list, error)) {
        return NULL;
    }
    *format = archive_format(reading) & ARCHIVE_FORMAT_BASE_MASK;
    return g_steal_pointer(&list);
}

static gboolean is_as_changed(const EditMember *before, const EditChange *change,
                              const EditMember *after)
{
    if (strcmp(before->path, after->path) != 0 ||
        strcmp(before->attributes, after->attributes) != 0) {
        return FALSE;
    }
    if (!change->touched) {
        return before->size == after->size && strcmp(before->digest, after->digest) == 0;
    }
    gsize length = 0;
    const void *bytes = g_bytes_get_data(change->content, &length);
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digest(bytes, length, digest);
    g_autofree char *expected = daicho_hex_encode(digest, sizeof digest);
    return (gsize)after->size == length && strcmp(expected, after->digest) == 0;
}

gboolean edit_list_check(const GPtrArray *before, const GArray *changes, const GPtrArray *after,
                         GError **error)
{
    guint at = 0;
    gboolean holds = TRUE;
    for (guint i = 0; i < before->len && holds; i++) {
        const EditChange *change = &g_array_index(changes, EditChange, i);
        if (change->touched && change->content == NULL) {
            continue;
        }
        holds = at < after->len &&
                is_as_changed(g_ptr_array_index(before, i), change, g_ptr_array_index(after, at));
        at++;
    }
    if (!holds || at != after->len) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the rewritten archive is not the old one without the planned bytes: it is not "
                    "used; rewrite it by hand");
        return FALSE;
    }
    return TRUE;
}
