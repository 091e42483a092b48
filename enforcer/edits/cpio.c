#include "enforcer/edits/format.h"

#include <archive.h>
#include <string.h>

#include "base/error.h"

/*
 * Headers of cpio archives: POSIX.1-1988's octal ones ("odc"), those of SVR4 in hexadecimal ("newc", and
 * with sums "crc"), and the old binary ones of either order of bytes. See cpio(5) of libarchive.
 */
enum { BLOCK = 512 };

/* Where a number stands in a header. */
typedef struct {
    gsize at, length;
} Field;

typedef enum { IN_OCTAL, IN_HEXADECIMAL, IN_LITTLE_ENDIAN, IN_BIG_ENDIAN } Numbers;

typedef struct {
    const char *sign;
    gsize sign_length;
    gsize bytes; /* of the header */
    gsize unit;  /* what name and data are filled up to */
    Numbers numbers;
    Field name_size, size, sum; /* sum: of the data's bytes; of no length where there is none */
} CpioKind;

static const CpioKind kinds[] = {
    {"070701", 6, 110, 4, IN_HEXADECIMAL, {94, 8}, {54, 8}, {0, 0}},
    {"070702", 6, 110, 4, IN_HEXADECIMAL, {94, 8}, {54, 8}, {102, 8}},
    {"070707", 6, 76, 1, IN_OCTAL, {59, 6}, {65, 11}, {0, 0}},
    {"\xc7\x71", 2, 26, 2, IN_LITTLE_ENDIAN, {20, 2}, {22, 4}, {0, 0}},
    {"\x71\xc7", 2, 26, 2, IN_BIG_ENDIAN, {20, 2}, {22, 4}, {0, 0}},
};

typedef struct {
    const CpioKind *kind;
    gsize start, data, size, end;
} CpioEntry;

typedef struct {
    GBytes *archive;
    const guint8 *bytes;
    gsize length;
    GArray *entries;    /* of CpioEntry */
    gsize trailer, end; /* the last header, and what stands behind it */
} CpioLayout;

static void layout_free(gpointer data)
{
    CpioLayout *layout = data;
    g_bytes_unref(layout->archive);
    g_array_unref(layout->entries);
    g_free(layout);
}

static gboolean refuse(GError **error, const char *what)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "%s: rewrite it by hand", what);
    return FALSE;
}

static gboolean refuse_damaged(GError **error)
{
    return refuse(error, "the cpio archive has a damaged header");
}

/* --- numbers --- */

/* Binary numbers are words of two bytes, the high one first whatever the order within one. */
static guint64 parse_words(const guint8 *field, gsize length, gboolean is_big)
{
    guint64 value = 0;
    for (gsize i = 0; i < length; i += 2) {
        guint word = is_big ? (guint)(field[i] << 8 | field[i + 1])
                            : (guint)(field[i + 1] << 8 | field[i]);
        value = value << 16 | word;
    }
    return value;
}

static gboolean parse_number(const CpioKind *kind, const guint8 *header, const Field *field,
                             guint64 *value)
{
    const guint8 *at = header + field->at;
    guint shift = kind->numbers == IN_OCTAL ? 3 : 4;
    if (kind->numbers == IN_LITTLE_ENDIAN || kind->numbers == IN_BIG_ENDIAN) {
        *value = parse_words(at, field->length, kind->numbers == IN_BIG_ENDIAN);
        return TRUE;
    }
    *value = 0;
    for (gsize i = 0; i < field->length; i++) {
        int digit = g_ascii_xdigit_value((char)at[i]);
        if (digit < 0 || digit >> shift != 0) {
            return FALSE;
        }
        *value = *value << shift | (guint64)digit;
    }
    return TRUE;
}

static void put_words(guint8 *field, gsize length, guint64 value, gboolean is_big)
{
    for (gsize i = length; i > 0; i -= 2, value >>= 16) {
        field[i - (is_big ? 1 : 2)] = (guint8)(value & 0xff);
        field[i - (is_big ? 2 : 1)] = (guint8)(value >> 8 & 0xff);
    }
}

/* Digits in the letters of the writer. */
static const char *pick_digits(const CpioKind *kind, const guint8 *header)
{
    for (gsize i = 0; i < kind->bytes; i++) {
        if (g_ascii_islower((char)header[i])) {
            return "0123456789abcdef";
        }
    }
    return "0123456789ABCDEF";
}

/* FALSE when the field is too small for it. */
static gboolean put_number(const CpioKind *kind, guint8 *header, const Field *field, guint64 value)
{
    gboolean is_octal = kind->numbers == IN_OCTAL;
    guint8 *at = header + field->at;
    guint shift = is_octal ? 3 : 4;
    const char *digits = pick_digits(kind, header);
    if (kind->numbers == IN_LITTLE_ENDIAN || kind->numbers == IN_BIG_ENDIAN) {
        put_words(at, field->length, value, kind->numbers == IN_BIG_ENDIAN);
        return value <= G_MAXUINT32;
    }
    for (gsize i = field->length; i > 0; i--, value >>= shift) {
        at[i - 1] = (guint8)digits[value & (is_octal ? 7 : 15)];
    }
    return value == 0;
}

static gsize fill_up(gsize length, gsize unit)
{
    return (length + unit - 1) / unit * unit;
}

/* --- reading --- */

static const CpioKind *find_kind(const CpioLayout *layout, gsize at)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        const CpioKind *kind = &kinds[i];
        if (layout->length - at >= kind->bytes &&
            memcmp(layout->bytes + at, kind->sign, kind->sign_length) == 0) {
            return kind;
        }
    }
    return NULL;
}

static gboolean parse_entry(const CpioLayout *layout, gsize at, CpioEntry *entry, GError **error)
{
    guint64 name = 0;
    guint64 size = 0;
    const guint8 *header = layout->bytes + at;
    const CpioKind *kind = find_kind(layout, at);
    if (kind == NULL || !parse_number(kind, header, &kind->name_size, &name) ||
        !parse_number(kind, header, &kind->size, &size) || name == 0 || name > layout->length ||
        size > layout->length) {
        return refuse_damaged(error);
    }
    gsize data = fill_up(kind->bytes + name, kind->unit);
    if (data > layout->length - at || fill_up(size, kind->unit) > layout->length - at - data ||
        header[kind->bytes + name - 1] != '\0') {
        return refuse_damaged(error);
    }
    *entry = (CpioEntry){kind, at, at + data, size, at + data + fill_up(size, kind->unit)};
    return TRUE;
}

static gboolean is_trailer(const CpioLayout *layout, const CpioEntry *entry)
{
    const char *name = (const char *)layout->bytes + entry->start + entry->kind->bytes;
    return strcmp(name, "TRAILER!!!") == 0;
}

static gboolean parse_trailer(CpioLayout *layout, gsize at, GError **error)
{
    CpioEntry entry;
    if (!parse_entry(layout, at, &entry, error)) {
        return FALSE;
    }
    layout->trailer = at;
    layout->end = entry.end;
    gboolean is_end = is_trailer(layout, &entry);
    for (gsize i = entry.end; i < layout->length && is_end; i++) {
        is_end = layout->bytes[i] == 0;
    }
    return is_end || refuse(error, "the cpio archive has unknown bytes behind its end");
}

static gboolean parse_entries(CpioLayout *layout, const GPtrArray *list, GError **error)
{
    gsize at = 0;
    for (guint i = 0; i < list->len; i++) {
        const EditMember *member = g_ptr_array_index(list, i);
        CpioEntry entry;
        if (!parse_entry(layout, at, &entry, error)) {
            return FALSE;
        }
        if (member->position != (gint64)at ||
            (member->is_whole && (gsize)member->size != entry.size)) {
            return refuse(error, "the cpio archive can be read in two ways");
        }
        g_array_append_val(layout->entries, entry);
        at = entry.end;
    }
    return parse_trailer(layout, at, error);
}

static gpointer cpio_open(GBytes *archive, const GPtrArray *list, GError **error)
{
    CpioLayout *layout = g_new0(CpioLayout, 1);
    layout->archive = g_bytes_ref(archive);
    layout->bytes = g_bytes_get_data(archive, &layout->length);
    layout->entries = g_array_new(FALSE, FALSE, sizeof(CpioEntry));
    if (!parse_entries(layout, list, error)) {
        layout_free(layout);
        return NULL;
    }
    return layout;
}

static GBytes *cpio_read(gpointer data, guint index, GError **error)
{
    (void)error;
    const CpioLayout *layout = data;
    const CpioEntry *entry = &g_array_index(layout->entries, CpioEntry, index);
    return g_bytes_new_from_bytes(layout->archive, entry->data, entry->size);
}

/* --- writing --- */

static void put_zeros(GByteArray *out, gsize count)
{
    static const guint8 zeros[BLOCK] = {0};
    g_byte_array_append(out, zeros, (guint)count);
}

static guint32 sum_bytes(const guint8 *bytes, gsize length)
{
    guint32 sum = 0;
    for (gsize i = 0; i < length; i++) {
        sum += bytes[i];
    }
    return sum;
}

static gboolean put_changed(const CpioLayout *layout, const CpioEntry *entry, GBytes *content,
                            GByteArray *out, GError **error)
{
    gsize size = 0;
    const CpioKind *kind = entry->kind;
    const guint8 *bytes = g_bytes_get_data(content, &size);
    guint base = out->len;
    g_byte_array_append(out, layout->bytes + entry->start, (guint)(entry->data - entry->start));
    guint8 *header = out->data + base;
    if (!put_number(kind, header, &kind->size, size) ||
        (kind->sum.length > 0 && !put_number(kind, header, &kind->sum, sum_bytes(bytes, size)))) {
        return refuse(error, "a member of the cpio archive became too large for its header");
    }
    g_byte_array_append(out, bytes, (guint)size);
    put_zeros(out, fill_up(size, kind->unit) - size);
    return TRUE;
}

/* Archives that fill whole blocks do so afterwards. */
static void put_end(const CpioLayout *layout, GByteArray *out)
{
    g_byte_array_append(out, layout->bytes + layout->trailer,
                        (guint)(layout->end - layout->trailer));
    if (layout->length % BLOCK == 0) {
        put_zeros(out, fill_up(out->len, BLOCK) - out->len);
    } else {
        g_byte_array_append(out, layout->bytes + layout->end,
                            (guint)(layout->length - layout->end));
    }
}

static GBytes *cpio_write(gpointer data, const GArray *changes, GError **error)
{
    const CpioLayout *layout = data;
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (guint i = 0; i < layout->entries->len; i++) {
        const CpioEntry *entry = &g_array_index(layout->entries, CpioEntry, i);
        const EditChange *change = &g_array_index(changes, EditChange, i);
        if (!change->touched) {
            g_byte_array_append(out, layout->bytes + entry->start,
                                (guint)(entry->end - entry->start));
        } else if (change->content != NULL &&
                   !put_changed(layout, entry, change->content, out, error)) {
            return NULL;
        }
    }
    put_end(layout, out);
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

const EditFormat edit_format_cpio = {
    .format = ARCHIVE_FORMAT_CPIO,
    .name = "cpio archive",
    .open = cpio_open,
    .read = cpio_read,
    .write = cpio_write,
    .free = layout_free,
};
