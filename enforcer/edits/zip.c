#include "enforcer/edits/zip.h"

#include <archive.h>
#include <zlib.h>

#include "base/error.h"
#include "enforcer/edits/deflate.h"
#include "enforcer/edits/format.h"

/*
 * Not by libzip: it writes its own idea of each member's header. Here every byte of the members
 * that stay is copied, and only offsets and the sizes of what was cut are set anew.
 */

static void zip_free(gpointer data)
{
    ZipLayout *layout = data;
    g_bytes_unref(layout->archive);
    g_array_unref(layout->entries);
    g_free(layout);
}

/* libarchive's members come in the order of their data, too. */
static gboolean agrees(const ZipLayout *layout, const GPtrArray *list)
{
    gboolean same = list->len == layout->entries->len;
    for (guint i = 0; i < list->len && same; i++) {
        const EditMember *member = g_ptr_array_index(list, i);
        const ZipEntry *entry = &g_array_index(layout->entries, ZipEntry, i);
        same = !member->is_whole || member->size == entry->size;
    }
    return same;
}

static gpointer zip_open(GBytes *archive, const GPtrArray *list, GError **error)
{
    ZipLayout *layout = g_new0(ZipLayout, 1);
    layout->archive = g_bytes_ref(archive);
    layout->bytes = g_bytes_get_data(archive, &layout->length);
    layout->entries = g_array_new(FALSE, FALSE, sizeof(ZipEntry));
    if (!zip_layout_parse(layout, error) ||
        (!agrees(layout, list) && !zip_refuse(error, "the ZIP can be read in two ways"))) {
        zip_free(layout);
        return NULL;
    }
    return layout;
}

static GBytes *zip_read(gpointer data, guint index, GError **error)
{
    const ZipLayout *layout = data;
    const ZipEntry *entry = &g_array_index(layout->entries, ZipEntry, index);
    const guint16 barred = ZIP_FLAG_ENCRYPTED | ZIP_FLAG_PATCHED | ZIP_FLAG_STRONG |
                           ZIP_FLAG_MASKED;
    g_autoptr(GBytes)
        stored = g_bytes_new_from_bytes(layout->archive, entry->data, entry->compressed_size);
    if ((entry->flags & barred) != 0) {
        zip_refuse(error, "an encrypted member of a ZIP is not rewritten");
        return NULL;
    }
    if (entry->method == ZIP_STORED && entry->compressed_size == entry->size) {
        return g_steal_pointer(&stored);
    }
    if (entry->method == ZIP_DEFLATED) {
        return edit_inflate(stored, entry->size, error);
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "a member of a ZIP with compression method %u is not rewritten: rewrite it by hand",
                entry->method);
    return NULL;
}

static GBytes *zip_write(gpointer data, const GArray *changes, GError **error)
{
    return zip_layout_write(data, changes, error);
}

const EditFormat edit_format_zip = {
    .format = ARCHIVE_FORMAT_ZIP,
    .name = "ZIP",
    .open = zip_open,
    .read = zip_read,
    .write = zip_write,
    .free = zip_free,
};
