#include "enforcer/edits/zip.h"

#include <string.h>

#include "base/error.h"

static const guint8 sign_local[] = {'P', 'K', 3, 4};
static const guint8 sign_central[] = {'P', 'K', 1, 2};
static const guint8 sign_end[] = {'P', 'K', 5, 6};
static const guint8 sign_end_64_locator[] = {'P', 'K', 6, 7};

/* Stands for a value that is found in a ZIP64 field. */
static const guint16 elsewhere_16 = 0xffff;
static const guint32 elsewhere_32 = 0xffffffff;
enum { END_64_LOCATOR_BYTES = 20 };

guint16 zip_get_16(const guint8 *at)
{
    return (guint16)(at[0] | at[1] << 8);
}

guint32 zip_get_32(const guint8 *at)
{
    return (guint32)zip_get_16(at) | (guint32)zip_get_16(at + 2) << 16;
}

void zip_put_16(guint8 *at, guint16 value)
{
    at[0] = (guint8)(value & 0xff);
    at[1] = (guint8)(value >> 8);
}

void zip_put_32(guint8 *at, guint32 value)
{
    zip_put_16(at, (guint16)(value & 0xffff));
    zip_put_16(at + 2, (guint16)(value >> 16));
}

gboolean zip_refuse(GError **error, const char *what)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "%s: rewrite it by hand", what);
    return FALSE;
}

static gboolean is_signed(const ZipLayout *layout, gsize at, gsize length, const guint8 sign[4])
{
    return at <= layout->length && length <= layout->length - at &&
           memcmp(layout->bytes + at, sign, 4) == 0;
}

/* The last record whose comment reaches exactly to the end of the file. */
static gboolean find_end(ZipLayout *layout, GError **error)
{
    for (gsize comment = 0; comment <= G_MAXUINT16 && comment + ZIP_END_BYTES <= layout->length;
         comment++) {
        gsize at = layout->length - comment - ZIP_END_BYTES;
        if (is_signed(layout, at, ZIP_END_BYTES, sign_end) &&
            zip_get_16(layout->bytes + at + ZIP_END_COMMENT_LENGTH) == comment) {
            layout->end = at;
            return TRUE;
        }
    }
    return zip_refuse(error, "the ZIP's directory does not end where the file ends");
}

static gboolean parse_end(ZipLayout *layout, guint *count, GError **error)
{
    const guint8 *end = layout->bytes + layout->end;
    gsize locator = layout->end - END_64_LOCATOR_BYTES;
    if (layout->end >= END_64_LOCATOR_BYTES &&
        is_signed(layout, locator, END_64_LOCATOR_BYTES, sign_end_64_locator)) {
        return zip_refuse(error, "a ZIP64 archive is not rewritten");
    }
    *count = zip_get_16(end + ZIP_END_COUNT);
    layout->directory = zip_get_32(end + ZIP_END_OFFSET);
    if (*count == elsewhere_16 || layout->directory == elsewhere_32) {
        return zip_refuse(error, "a ZIP64 archive is not rewritten");
    }
    if (zip_get_32(end + 4) != 0 || zip_get_16(end + ZIP_END_COUNT_HERE) != *count) {
        return zip_refuse(error, "a ZIP of several volumes is not rewritten");
    }
    if (layout->directory + zip_get_32(end + ZIP_END_SIZE) != layout->end) {
        return zip_refuse(error, "the ZIP's directory is not where its end says");
    }
    return TRUE;
}

static gboolean parse_central(const ZipLayout *layout, gsize at, ZipEntry *entry, GError **error)
{
    const guint8 *header = layout->bytes + at;
    if (!is_signed(layout, at, ZIP_CENTRAL_BYTES, sign_central)) {
        return zip_refuse(error, "the ZIP's directory is damaged");
    }
    const guint8 *lengths = header + ZIP_CENTRAL_NAME_LENGTH; /* name, extra, comment */
    entry->central = at;
    entry->central_length = ZIP_CENTRAL_BYTES + (gsize)zip_get_16(lengths) +
                            zip_get_16(lengths + 2) + zip_get_16(lengths + 4);
    entry->flags = zip_get_16(header + ZIP_CENTRAL_FLAGS);
    entry->method = zip_get_16(header + ZIP_CENTRAL_METHOD);
    entry->crc = zip_get_32(header + ZIP_CENTRAL_CRC);
    entry->compressed_size = zip_get_32(header + ZIP_CENTRAL_CRC + 4);
    entry->size = zip_get_32(header + ZIP_CENTRAL_CRC + 8);
    entry->local = zip_get_32(header + ZIP_CENTRAL_OFFSET);
    if (entry->central_length > layout->end - at) {
        return zip_refuse(error, "the ZIP's directory is damaged");
    }
    if (entry->compressed_size == elsewhere_32 || entry->size == elsewhere_32 ||
        entry->local == elsewhere_32) {
        return zip_refuse(error, "a ZIP64 archive is not rewritten");
    }
    return TRUE;
}

static gboolean parse_local(const ZipLayout *layout, ZipEntry *entry, GError **error)
{
    const guint8 *header = layout->bytes + entry->local;
    const guint8 *central = layout->bytes + entry->central;
    if (!is_signed(layout, entry->local, ZIP_LOCAL_BYTES, sign_local)) {
        return zip_refuse(error, "the ZIP's directory points to what is no member");
    }
    gsize name_length = zip_get_16(header + ZIP_LOCAL_NAME_LENGTH);
    gsize lengths = name_length + zip_get_16(header + ZIP_LOCAL_EXTRA_LENGTH);
    entry->data = entry->local + ZIP_LOCAL_BYTES + lengths;
    if (entry->data > entry->end || entry->compressed_size > entry->end - entry->data) {
        return zip_refuse(error, "members of the ZIP overlap");
    }
    gboolean is_masked = (entry->flags & ZIP_FLAG_MASKED) != 0;
    if (!is_masked &&
        (name_length != zip_get_16(central + ZIP_CENTRAL_NAME_LENGTH) ||
         memcmp(header + ZIP_LOCAL_BYTES, central + ZIP_CENTRAL_BYTES, name_length) != 0)) {
        return zip_refuse(error, "the ZIP's directory and its members disagree");
    }
    return TRUE;
}

static int compare_local(gconstpointer one, gconstpointer other)
{
    gsize a = ((const ZipEntry *)one)->local;
    gsize b = ((const ZipEntry *)other)->local;
    return (a > b) - (a < b);
}

gboolean zip_layout_parse(ZipLayout *layout, GError **error)
{
    guint count = 0;
    if (!find_end(layout, error) || !parse_end(layout, &count, error)) {
        return FALSE;
    }
    gsize at = layout->directory;
    for (guint i = 0; i < count; i++) {
        ZipEntry entry = {.order = i};
        if (!parse_central(layout, at, &entry, error)) {
            return FALSE;
        }
        g_array_append_val(layout->entries, entry);
        at += entry.central_length;
    }
    if (at != layout->end) {
        return zip_refuse(error, "the ZIP's directory holds more than its members");
    }
    g_array_sort(layout->entries, compare_local);
    for (guint i = 0; i < count; i++) {
        ZipEntry *entry = &g_array_index(layout->entries, ZipEntry, i);
        entry->end = i + 1 < count ? entry[1].local : layout->directory;
        if (!parse_local(layout, entry, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
