#include "enforcer/edits/zip.h"

#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "enforcer/edits/deflate.h"

enum { DESCRIPTOR_BYTES = 12, DESCRIPTOR_WIDE_BYTES = 20 };
static const guint8 sign_descriptor[] = {'P', 'K', 7, 8};

/* Where a member went: what its header in the directory must say. */
typedef struct {
    gboolean removed;
    guint32 local, crc, compressed_size, size;
} ZipPlace;

static gboolean has_zip64_field(const ZipLayout *layout, const ZipEntry *entry)
{
    gsize name = zip_get_16(layout->bytes + entry->local + ZIP_LOCAL_NAME_LENGTH);
    gsize at = entry->local + ZIP_LOCAL_BYTES + name;
    while (at + 4 <= entry->data) {
        if (zip_get_16(layout->bytes + at) == 1) {
            return TRUE;
        }
        at += 4 + (gsize)zip_get_16(layout->bytes + at + 2);
    }
    return FALSE;
}

/* Crc and both sizes; a member with 64-bit sizes has them so here, too (APPNOTE 4.3.9.2). */
static gboolean is_descriptor(const guint8 *at, const ZipEntry *entry, gboolean is_wide)
{
    const guint8 *size = at + (is_wide ? 12 : 8);
    gboolean fits = !is_wide || (zip_get_32(at + 8) == 0 && zip_get_32(size + 4) == 0);
    return fits && zip_get_32(at) == entry->crc && zip_get_32(at + 4) == entry->compressed_size &&
           zip_get_32(size) == entry->size;
}

/* Bytes behind the data that are no data descriptor belong to nobody known: not to be thrown away
 * with the member, and not to be left behind. */
static gboolean check_tail(const ZipLayout *layout, const ZipEntry *entry, GError **error)
{
    gsize data_end = entry->data + entry->compressed_size;
    gsize tail = entry->end - data_end;
    if ((entry->flags & ZIP_FLAG_DESCRIPTOR) == 0) {
        return tail == 0 || zip_refuse(error, "unknown bytes stand behind a member of the ZIP");
    }
    gboolean is_wide = has_zip64_field(layout, entry);
    gsize length = is_wide ? DESCRIPTOR_WIDE_BYTES : DESCRIPTOR_BYTES;
    const guint8 *at = layout->bytes + data_end;
    if (tail == length + sizeof sign_descriptor &&
        memcmp(at, sign_descriptor, sizeof sign_descriptor) == 0) {
        at += sizeof sign_descriptor;
        tail -= sizeof sign_descriptor;
    }
    return (tail == length && is_descriptor(at, entry, is_wide)) ||
           zip_refuse(error, "unknown bytes stand behind a member of the ZIP");
}

/* Bits 1 and 2 tell how hard the first writer tried (APPNOTE 4.4.4). */
static int get_level(guint16 flags)
{
    static const int levels[] = {6, 9, 3, 1};
    return levels[flags >> 1 & 3];
}

static void put_sizes(guint8 *at, const ZipPlace *place)
{
    zip_put_32(at, place->crc);
    zip_put_32(at + 4, place->compressed_size);
    zip_put_32(at + 8, place->size);
}

/* The local header as it was, with the new sizes unless it leaves them to the descriptor. */
static void put_local(const ZipLayout *layout, const ZipEntry *entry, const ZipPlace *place,
                      GByteArray *out)
{
    guint base = out->len;
    g_byte_array_append(out, layout->bytes + entry->local, (guint)(entry->data - entry->local));
    guint8 *header = out->data + base;
    gboolean leaves_them = (zip_get_16(header + ZIP_LOCAL_FLAGS) & ZIP_FLAG_DESCRIPTOR) != 0 &&
                           zip_get_32(header + ZIP_LOCAL_CRC + 4) == 0 &&
                           zip_get_32(header + ZIP_LOCAL_CRC + 8) == 0;
    if (!leaves_them) {
        put_sizes(header + ZIP_LOCAL_CRC, place);
    }
}

static void put_descriptor(const ZipLayout *layout, const ZipEntry *entry, const ZipPlace *place,
                           GByteArray *out)
{
    gsize data_end = entry->data + entry->compressed_size;
    gsize tail = entry->end - data_end;
    guint base = out->len;
    g_byte_array_append(out, layout->bytes + data_end, (guint)tail);
    if (tail > 0) {
        put_sizes(out->data + base + (tail - DESCRIPTOR_BYTES), place);
    }
}

static gboolean put_changed(const ZipLayout *layout, const ZipEntry *entry, GBytes *content,
                            ZipPlace *place, GByteArray *out, GError **error)
{
    if (has_zip64_field(layout, entry)) {
        return zip_refuse(error, "a member with ZIP64 sizes is not rewritten");
    }
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(content, &size);
    g_autoptr(GBytes) stored = entry->method == ZIP_STORED
                                   ? g_bytes_ref(content)
                                   : edit_deflate(content, get_level(entry->flags), error);
    if (stored == NULL) {
        return FALSE;
    }
    gsize stored_size = 0;
    const guint8 *data = g_bytes_get_data(stored, &stored_size);
    if (stored_size >= G_MAXUINT32 || size >= G_MAXUINT32) {
        return zip_refuse(error, "a member of the ZIP became too large for its header");
    }
    place->crc = (guint32)crc32_z(0, bytes, size);
    place->compressed_size = (guint32)stored_size;
    place->size = (guint32)size;
    put_local(layout, entry, place, out);
    g_byte_array_append(out, data, (guint)stored_size);
    put_descriptor(layout, entry, place, out);
    return TRUE;
}

static gboolean put_entry(const ZipLayout *layout, const ZipEntry *entry, const EditChange *change,
                          ZipPlace *place, GByteArray *out, GError **error)
{
    *place = (ZipPlace){
        .local = out->len,
        .crc = entry->crc,
        .compressed_size = (guint32)entry->compressed_size,
        .size = entry->size,
    };
    if (!change->touched) {
        g_byte_array_append(out, layout->bytes + entry->local, (guint)(entry->end - entry->local));
        return TRUE;
    }
    place->removed = change->content == NULL;
    return check_tail(layout, entry, error) &&
           (place->removed || put_changed(layout, entry, change->content, place, out, error));
}

/* places are in the order of the data, the directory has one of its own. */
static guint put_directory(const ZipLayout *layout, const ZipPlace *places, GByteArray *out)
{
    guint count = layout->entries->len;
    guint left = 0;
    g_autofree guint *by_order = g_new0(guint, count + 1);
    for (guint i = 0; i < count; i++) {
        by_order[g_array_index(layout->entries, ZipEntry, i).order] = i;
    }
    for (guint i = 0; i < count; i++) {
        const ZipEntry *entry = &g_array_index(layout->entries, ZipEntry, by_order[i]);
        const ZipPlace *place = &places[by_order[i]];
        if (place->removed) {
            continue;
        }
        guint base = out->len;
        g_byte_array_append(out, layout->bytes + entry->central, (guint)entry->central_length);
        put_sizes(out->data + base + ZIP_CENTRAL_CRC, place);
        zip_put_32(out->data + base + ZIP_CENTRAL_OFFSET, place->local);
        left++;
    }
    return left;
}

static void put_end(const ZipLayout *layout, guint directory, guint count, GByteArray *out)
{
    guint base = out->len;
    g_byte_array_append(out, layout->bytes + layout->end, (guint)(layout->length - layout->end));
    guint8 *end = out->data + base;
    zip_put_16(end + ZIP_END_COUNT_HERE, (guint16)count);
    zip_put_16(end + ZIP_END_COUNT, (guint16)count);
    zip_put_32(end + ZIP_END_SIZE, base - directory);
    zip_put_32(end + ZIP_END_OFFSET, directory);
}

GBytes *zip_layout_write(const ZipLayout *layout, const GArray *changes, GError **error)
{
    guint count = layout->entries->len;
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autofree ZipPlace *places = g_new0(ZipPlace, count + 1);
    gsize prefix = layout->directory;
    if (count > 0) {
        prefix = g_array_index(layout->entries, ZipEntry, 0).local;
    }
    g_byte_array_append(out, layout->bytes, (guint)prefix);
    for (guint i = 0; i < count; i++) {
        if (!put_entry(layout, &g_array_index(layout->entries, ZipEntry, i),
                       &g_array_index(changes, EditChange, i), &places[i], out, error)) {
            return NULL;
        }
    }
    guint directory = out->len;
    put_end(layout, directory, put_directory(layout, places, out), out);
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}
