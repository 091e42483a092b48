#include "enforcer/edits/format.h"

#include <archive.h>
#include <archive_entry.h>
#include <lzma.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "scanner/scanner.h"

/*
 * Not by libarchive's writer: it keeps neither the attributes of Windows nor times other than its own, and
 * writes to files. Here all that is said of the files stays, and so do the packed bytes of every folder
 * that no change touches; the others are packed anew, as LZMA2, or stored where they were.
 */
enum { FOLDER_BYTES = 512 << 20 };

typedef struct archive Archive;
static void archive_free_read(Archive *archive)
{
    archive_read_free(archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_free_read)

typedef struct {
    GBytes *bytes;
    DaichoSevenzip *archive;
    GPtrArray *contents; /* of GBytes, by file; NULL while its folder was not unpacked */
} SevenzipLayout;

static void unref_content(gpointer content)
{
    if (content != NULL) {
        g_bytes_unref(content);
    }
}

static void layout_free(gpointer data)
{
    SevenzipLayout *layout = data;
    g_bytes_unref(layout->bytes);
    g_clear_pointer(&layout->archive, daicho_sevenzip_free);
    g_clear_pointer(&layout->contents, g_ptr_array_unref);
    g_free(layout);
}

static gboolean refuse(GError **error, const char *what)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "%s: rewrite it by hand", what);
    return FALSE;
}

static gboolean refuse_doubtful(GError **error)
{
    return refuse(error, "the 7z archive can be read in two ways");
}

static DaichoSevenzipFile *get_file(const DaichoSevenzip *archive, guint index)
{
    return g_ptr_array_index(archive->files, index);
}

static DaichoSevenzipFolder *get_folder(const DaichoSevenzip *archive, guint index)
{
    return g_ptr_array_index(archive->folders, index);
}

/* --- reading --- */

static gboolean check_list(const DaichoSevenzip *archive, const GPtrArray *list, GError **error)
{
    for (guint i = 0; i < archive->folders->len; i++) {
        if (get_folder(archive, i)->is_encrypted) {
            return refuse(error, "an encrypted 7z archive is not rewritten");
        }
    }
    gboolean agrees = list->len == archive->files->len;
    for (guint i = 0; i < list->len && agrees; i++) {
        const EditMember *member = g_ptr_array_index(list, i);
        const DaichoSevenzipFile *file = get_file(archive, i);
        agrees = !member->is_whole || (guint64)member->size == file->size;
    }
    return agrees || refuse_doubtful(error);
}

static gpointer sevenzip_open(GBytes *bytes, const GPtrArray *list, GError **error)
{
    SevenzipLayout *layout = g_new0(SevenzipLayout, 1);
    layout->bytes = g_bytes_ref(bytes);
    layout->archive = daicho_sevenzip_new(bytes, error);
    if (layout->archive == NULL || !check_list(layout->archive, list, error)) {
        layout_free(layout);
        return NULL;
    }
    layout->contents = g_ptr_array_new_with_free_func(unref_content);
    g_ptr_array_set_size(layout->contents, (int)list->len);
    return layout;
}

/* What stands in a folder for a link is what it leads to. */
static GBytes *read_entry(Archive *archive, struct archive_entry *entry,
                          const DaichoSevenzipFile *file)
{
    const char *target = archive_entry_symlink_utf8(entry);
    if (target != NULL) {
        return g_bytes_new(target, strlen(target));
    }
    guint8 *bytes = g_malloc(file->size + 1);
    gsize length = 0;
    la_ssize_t got = 1;
    while (got > 0 && length <= file->size) {
        got = archive_read_data(archive, bytes + length, file->size + 1 - length);
        length += got > 0 ? (gsize)got : 0;
    }
    return g_bytes_new_take(bytes, length);
}

static gboolean is_content(GBytes *content, const DaichoSevenzipFile *file)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(content, &length);
    return length == file->size && (!file->has_crc || crc32_z(0, bytes, length) == file->crc);
}

static gboolean check_size(const DaichoSevenzip *archive, gint folder, GError **error)
{
    guint64 size = 0;
    for (guint i = 0; i < archive->files->len; i++) {
        size += get_file(archive, i)->folder == folder ? get_file(archive, i)->size : 0;
        if (size > FOLDER_BYTES) {
            return refuse(error, "a block of a 7z archive with more than 512 MiB is not rewritten");
        }
    }
    return TRUE;
}

/* An archive of one folder: out of the whole one libarchive would unpack all that stands before it. */
static GBytes *join_alone(const DaichoSevenzip *archive, gint folder)
{
    g_autoptr(GPtrArray) folders = g_ptr_array_new();
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    const DaichoSevenzip alone = {.folders = folders, .files = files};
    g_ptr_array_add(folders, get_folder(archive, (guint)folder));
    for (guint i = 0; i < archive->files->len; i++) {
        const DaichoSevenzipFile *file = get_file(archive, i);
        if (file->folder == folder) {
            DaichoSevenzipFile *copy = g_memdup2(file, sizeof *file); /* its name is borrowed */
            copy->folder = 0;
            g_ptr_array_add(files, copy);
        }
    }
    return daicho_sevenzip_join(&alone);
}

static gboolean read_folder(SevenzipLayout *layout, gint folder, Archive *archive, GError **error)
{
    struct archive_entry *entry = NULL;
    for (guint i = 0; i < layout->contents->len; i++) {
        const DaichoSevenzipFile *file = get_file(layout->archive, i);
        if (file->folder != folder) {
            continue;
        }
        int status = archive_read_next_header(archive, &entry);
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
            return refuse_doubtful(error);
        }
        GBytes *content = read_entry(archive, entry, file);
        g_clear_pointer((GBytes **)&g_ptr_array_index(layout->contents, i), g_bytes_unref);
        g_ptr_array_index(layout->contents, i) = content;
        if (!is_content(content, file)) {
            return refuse_doubtful(error);
        }
    }
    return TRUE;
}

static gboolean unpack(SevenzipLayout *layout, gint folder, GError **error)
{
    if (!check_size(layout->archive, folder, error)) {
        return FALSE;
    }
    gsize length = 0;
    g_autoptr(GBytes) alone = join_alone(layout->archive, folder);
    const void *bytes = g_bytes_get_data(alone, &length);
    g_autoptr(Archive) archive = archive_read_new();
    archive_read_support_format_7zip(archive);
    if (archive_read_open_memory(archive, bytes, length) != ARCHIVE_OK) {
        return refuse_doubtful(error);
    }
    return read_folder(layout, folder, archive, error);
}

static GBytes *get_content(SevenzipLayout *layout, guint index, GError **error)
{
    gint folder = get_file(layout->archive, index)->folder;
    if (folder < 0) {
        return g_bytes_new(NULL, 0);
    }
    if (g_ptr_array_index(layout->contents, index) == NULL && !unpack(layout, folder, error)) {
        return NULL;
    }
    return g_bytes_ref(g_ptr_array_index(layout->contents, index));
}

static GBytes *sevenzip_read(gpointer data, guint index, GError **error)
{
    return get_content(data, index, error);
}

/* --- packing --- */

static GBytes *compress_plain(const GByteArray *plain, guint8 *properties, GError **error)
{
    enum { PRESET = 6, LEAST_DICTIONARY = 1 << 12 };
    lzma_options_lzma options;
    lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, NULL}};
    gsize room = lzma_stream_buffer_bound(plain->len);
    gsize length = 0;
    guint8 *packed = g_malloc(room);
    gboolean failed = lzma_lzma_preset(&options, PRESET);
    options.dict_size = MIN(options.dict_size, MAX(plain->len, (guint)LEAST_DICTIONARY));
    failed = failed || lzma_properties_encode(filters, properties) != LZMA_OK ||
             lzma_raw_buffer_encode(filters, NULL, plain->data, plain->len, packed, &length,
                                    room) != LZMA_OK;
    if (failed) {
        g_free(packed);
        refuse(error, "the 7z archive cannot be compressed again");
        return NULL;
    }
    return g_bytes_new_take(packed, length);
}

static DaichoSevenzipFolder *pack(const GByteArray *plain, gboolean is_stored, GError **error)
{
    guint8 properties = 0;
    g_autoptr(GBytes) packed = is_stored ? g_bytes_new(plain->data, plain->len)
                                         : compress_plain(plain, &properties, error);
    return packed != NULL
               ? daicho_sevenzip_folder_new(packed, is_stored ? -1 : properties, plain->len)
               : NULL;
}

/* --- writing --- */

static const EditChange *get_change(const GArray *changes, guint index)
{
    return &g_array_index(changes, EditChange, index);
}

/* A file without content is in no folder. */
static void set_content(DaichoSevenzipFile *file, GBytes *content, GByteArray *plain)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(content, &length);
    file->size = length;
    file->has_crc = length > 0;
    file->crc = file->has_crc ? (guint32)crc32_z(0, bytes, length) : 0;
    if (length == 0) {
        file->folder = -1;
        file->is_empty_file = TRUE;
    }
    g_byte_array_append(plain, bytes, (guint)length);
}

static gboolean is_touched(const DaichoSevenzip *archive, const GArray *changes, gint folder)
{
    for (guint i = 0; i < archive->files->len; i++) {
        if (get_file(archive, i)->folder == folder && get_change(changes, i)->touched) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean change_folder(SevenzipLayout *layout, guint index, const GArray *changes,
                              GError **error)
{
    DaichoSevenzip *archive = layout->archive;
    g_autoptr(GByteArray) plain = g_byte_array_new();
    for (guint i = 0; i < archive->files->len; i++) {
        DaichoSevenzipFile *file = get_file(archive, i);
        const EditChange *change = get_change(changes, i);
        if (file->folder != (gint)index || (change->touched && change->content == NULL)) {
            continue;
        }
        g_autoptr(GBytes) content = change->touched ? g_bytes_ref(change->content)
                                                    : get_content(layout, i, error);
        if (content == NULL) {
            return FALSE;
        }
        set_content(file, content, plain);
    }
    DaichoSevenzipFolder *packed = pack(plain, get_folder(archive, index)->is_stored, error);
    if (packed == NULL) {
        return FALSE;
    }
    g_ptr_array_remove_index(archive->folders, index);
    g_ptr_array_insert(archive->folders, (gint)index, packed);
    return TRUE;
}

/* What had no content and gets some: no edit does that. */
static gboolean check_changes(const DaichoSevenzip *archive, const GArray *changes, GError **error)
{
    for (guint i = 0; i < archive->files->len; i++) {
        const EditChange *change = get_change(changes, i);
        gboolean is_filled = change->content != NULL && g_bytes_get_size(change->content) > 0;
        if (get_file(archive, i)->folder < 0 && is_filled) {
            return refuse(error, "an empty member of a 7z archive is not filled");
        }
    }
    return TRUE;
}

static gboolean is_same(const DaichoSevenzipFile *one, const DaichoSevenzipFile *other)
{
    gboolean same = g_bytes_equal(one->name, other->name) && one->size == other->size &&
                    (one->folder < 0) == (other->folder < 0) &&
                    one->is_empty_file == other->is_empty_file && one->has_crc == other->has_crc &&
                    one->crc == other->crc;
    for (guint i = 0; i < DAICHO_SEVENZIP_VALUES && same; i++) {
        same = one->has_value[i] == other->has_value[i] && one->values[i] == other->values[i];
    }
    return same;
}

/* libarchive, by which all members are compared, does not tell all of it. */
static gboolean check_result(const DaichoSevenzip *expected, GBytes *result, GError **error)
{
    if (expected->files->len == 0) {
        return TRUE; /* an empty archive has no list */
    }
    g_autoptr(DaichoSevenzip) got = daicho_sevenzip_new(result, error);
    if (got == NULL) {
        return FALSE;
    }
    gboolean same = got->files->len == expected->files->len;
    for (guint i = 0; i < expected->files->len && same; i++) {
        same = is_same(get_file(expected, i), get_file(got, i));
    }
    return same || refuse_doubtful(error);
}

static GBytes *sevenzip_write(gpointer data, const GArray *changes, GError **error)
{
    SevenzipLayout *layout = data;
    DaichoSevenzip *archive = layout->archive;
    if (!check_changes(archive, changes, error)) {
        return NULL;
    }
    for (guint i = 0; i < archive->folders->len; i++) {
        if (is_touched(archive, changes, (gint)i) && !change_folder(layout, i, changes, error)) {
            return NULL;
        }
    }
    for (guint i = archive->files->len; i > 0; i--) {
        const EditChange *change = get_change(changes, i - 1);
        if (change->touched && change->content == NULL) {
            g_ptr_array_remove_index(archive->files, i - 1);
        }
    }
    g_autoptr(GBytes) result = daicho_sevenzip_join(archive);
    return check_result(archive, result, error) ? g_steal_pointer(&result) : NULL;
}

const EditFormat edit_format_sevenzip = {
    .format = ARCHIVE_FORMAT_7ZIP,
    .name = "7z archive",
    .open = sevenzip_open,
    .read = sevenzip_read,
    .write = sevenzip_write,
    .free = layout_free,
};
