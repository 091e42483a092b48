#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "enforcer/edits/document.h"
#include "enforcer/edits/zip.h"

/* Comments of archives: their lines are the records of the archive itself, as readers count them. */
static const char *const types[] = {"application/zip", "application/gzip", NULL};

typedef struct {
    const guint8 *goes; /* a byte for each record */
    guint n_records;
    guint at;          /* the next record */
    gboolean has_copy; /* of a comment that changed */
} Cutting;

static gboolean refuse(const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "%s: take the person's data out of its comment by hand", what);
    return FALSE;
}

/* Adds the lines that stay; of a comment with none but blank ones nothing is left. */
static void put_lines(Cutting *cutting, const char *bytes, gsize length, GByteArray *out)
{
    guint base = out->len;
    gboolean has_cut = FALSE;
    gboolean has_left = FALSE;
    gsize next = 0;
    for (gsize at = 0; at < length; at = next) {
        gboolean is_record = FALSE;
        next = daicho_comment_next_line(bytes, length, at, &is_record);
        guint number = cutting->at;
        cutting->at += is_record ? 1 : 0;
        if (is_record && number < cutting->n_records && cutting->goes[number] != 0) {
            has_cut = TRUE;
            continue;
        }
        has_left |= is_record;
        g_byte_array_append(out, (const guint8 *)bytes + at, (guint)(next - at));
    }
    if (has_cut && !has_left) {
        g_byte_array_set_size(out, base);
    }
}

static GBytes *finish(const Cutting *cutting, GByteArray *out, GError **error)
{
    g_autoptr(GByteArray) owned = out;
    if (cutting->at != cutting->n_records) {
        refuse("it has comments or attributes that daicho does not change", error);
        return NULL;
    }
    if (cutting->has_copy) {
        refuse("the ZIP keeps a copy of the comment in another field", error);
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&owned));
}

/* --- ZIP --- */

static gint compare_order(gconstpointer one, gconstpointer other)
{
    guint a = ((const ZipEntry *)one)->order;
    guint b = ((const ZipEntry *)other)->order;
    return (a > b) - (a < b);
}

/* The comment once more, in UTF-8 (APPNOTE 4.6.8). */
static gboolean has_copy(const guint8 *header)
{
    enum { FIELD_HEADER = 4, UNICODE_COMMENT = 0x6375 };
    const guint8 *at = header + ZIP_CENTRAL_BYTES + zip_get_16(header + ZIP_CENTRAL_NAME_LENGTH);
    const guint8 *end = at + zip_get_16(header + ZIP_CENTRAL_NAME_LENGTH + 2);
    while (end - at >= FIELD_HEADER && zip_get_16(at) != UNICODE_COMMENT) {
        at += FIELD_HEADER + zip_get_16(at + 2);
    }
    return end - at >= FIELD_HEADER;
}

/* The list of members with their comments, behind all that stands before it. */
static void put_list(const ZipLayout *layout, Cutting *cutting, GByteArray *out)
{
    for (guint i = 0; i < layout->entries->len; i++) {
        const ZipEntry *entry = &g_array_index(layout->entries, ZipEntry, i);
        const guint8 *header = layout->bytes + entry->central;
        guint16 comment = zip_get_16(header + ZIP_CENTRAL_COMMENT_LENGTH);
        gsize start = entry->central_length - comment;
        guint base = out->len;
        g_byte_array_append(out, header, (guint)start);
        put_lines(cutting, (const char *)header + start, comment, out);
        guint16 left = (guint16)(out->len - base - start);
        cutting->has_copy |= left != comment && has_copy(header);
        zip_put_16(out->data + base + ZIP_CENTRAL_COMMENT_LENGTH, left);
    }
}

static GBytes *write_zip(ZipLayout *layout, Cutting *cutting, GError **error)
{
    GByteArray *out = g_byte_array_new();
    g_autoptr(GByteArray) comment = g_byte_array_new();
    const guint8 *end = layout->bytes + layout->end;
    put_lines(cutting, (const char *)end + ZIP_END_BYTES,
              layout->length - layout->end - ZIP_END_BYTES, comment);
    g_byte_array_append(out, layout->bytes, (guint)layout->directory);
    g_array_sort(layout->entries, compare_order);
    put_list(layout, cutting, out);
    guint base = out->len;
    g_byte_array_append(out, end, ZIP_END_BYTES);
    zip_put_32(out->data + base + ZIP_END_SIZE, base - (guint32)layout->directory);
    zip_put_16(out->data + base + ZIP_END_COMMENT_LENGTH, (guint16)comment->len);
    g_byte_array_append(out, comment->data, comment->len);
    return finish(cutting, out, error);
}

/* All members are where and what they were. */
static gboolean check_zip(const ZipLayout *before, GBytes *result, GError **error)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(ZipEntry));
    ZipLayout after = {.archive = result, .entries = entries};
    after.bytes = g_bytes_get_data(result, &after.length);
    if (!zip_layout_parse(&after, error)) {
        return FALSE;
    }
    g_array_sort(entries, compare_order);
    gboolean same = entries->len == before->entries->len && after.directory == before->directory &&
                    memcmp(before->bytes, after.bytes, before->directory) == 0;
    for (guint i = 0; i < entries->len && same; i++) {
        const ZipEntry *one = &g_array_index(before->entries, ZipEntry, i);
        const ZipEntry *other = &g_array_index(entries, ZipEntry, i);
        gsize names = ZIP_CENTRAL_BYTES +
                      (gsize)zip_get_16(before->bytes + one->central + ZIP_CENTRAL_NAME_LENGTH);
        same = one->local == other->local && one->crc == other->crc && one->size == other->size &&
               memcmp(before->bytes + one->central + ZIP_CENTRAL_COMMENT_LENGTH + 2,
                      after.bytes + other->central + ZIP_CENTRAL_COMMENT_LENGTH + 2,
                      names - ZIP_CENTRAL_COMMENT_LENGTH - 2) == 0;
    }
    return same || refuse("the ZIP would change beyond its comments", error);
}

static GBytes *rewrite_zip(GBytes *bytes, Cutting *cutting, GError **error)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(ZipEntry));
    ZipLayout layout = {.archive = bytes, .entries = entries};
    layout.bytes = g_bytes_get_data(bytes, &layout.length);
    if (!zip_layout_parse(&layout, error)) {
        return NULL;
    }
    g_autoptr(GBytes) result = write_zip(&layout, cutting, error);
    return result != NULL && check_zip(&layout, result, error) ? g_steal_pointer(&result) : NULL;
}

/* --- gzip, RFC 1952 --- */

enum { FLAGS = 3, HEADER = 10, HAS_SUM = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16 };

/* A text that ends with a NUL, at a place that moves behind it. FALSE when it does not end. */
static gboolean put_text(Cutting *cutting, const guint8 *bytes, gsize length, gsize *at,
                         guint8 flag, GByteArray *out)
{
    const guint8 *end = *at < length ? memchr(bytes + *at, 0, length - *at) : NULL;
    guint base = out->len;
    if (end == NULL) {
        return FALSE;
    }
    gsize size = (gsize)(end - bytes) - *at;
    put_lines(cutting, (const char *)bytes + *at, size, out);
    if (out->len == base && size > 0) {
        out->data[FLAGS] = (guint8)(out->data[FLAGS] & ~flag);
    } else {
        g_byte_array_append(out, end, 1);
    }
    *at += size + 1;
    return TRUE;
}

/* FALSE when it is damaged. *at: where it ends. */
static gboolean put_header(Cutting *cutting, const guint8 *bytes, gsize length, gsize *at,
                           GByteArray *out)
{
    gsize start = HEADER;
    if (length < HEADER + 2) {
        return FALSE;
    }
    guint8 flags = bytes[FLAGS];
    start += (flags & HAS_EXTRA) != 0 ? 2 + (gsize)(bytes[HEADER] | bytes[HEADER + 1] << 8) : 0;
    if (start > length) {
        return FALSE;
    }
    g_byte_array_append(out, bytes, (guint)start);
    if (((flags & HAS_NAME) != 0 && !put_text(cutting, bytes, length, &start, HAS_NAME, out)) ||
        ((flags & HAS_COMMENT) != 0 &&
         !put_text(cutting, bytes, length, &start, HAS_COMMENT, out))) {
        return FALSE;
    }
    if ((flags & HAS_SUM) != 0) {
        guint32 sum = (guint32)crc32_z(0, out->data, out->len);
        const guint8 little[] = {(guint8)(sum & 0xff), (guint8)(sum >> 8 & 0xff)};
        g_byte_array_append(out, little, sizeof little);
        start += sizeof little;
    }
    *at = start;
    return start <= length;
}

static GBytes *rewrite_gzip(GBytes *bytes, Cutting *cutting, GError **error)
{
    gsize length = 0;
    gsize at = 0;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    g_autoptr(GByteArray) out = g_byte_array_new();
    if (!put_header(cutting, data, length, &at, out)) {
        refuse("the gzip data has a damaged header", error);
        return NULL;
    }
    g_byte_array_append(out, data + at, (guint)(length - at));
    return finish(cutting, g_steal_pointer(&out), error);
}

static GBytes *rewrite(GBytes *bytes, const DaichoDocument *document, const guint8 *goes,
                       GError **error)
{
    Cutting cutting = {.goes = goes, .n_records = document->records->len};
    return strcmp(document->type, types[0]) == 0 ? rewrite_zip(bytes, &cutting, error)
                                                 : rewrite_gzip(bytes, &cutting, error);
}

const EditWholeFormat edit_format_comments = {types, rewrite};
