#include "enforcer/edits/format.h"

#include <archive.h>
#include <string.h>

#include "base/error.h"

/* The header block: POSIX.1-2017, pax, "ustar Interchange Format"; GNU's binary numbers. */
enum {
    BLOCK = 512,
    SIZE_AT = 124,
    SIZE_DIGITS = 12,
    SUM_AT = 148,
    SUM_DIGITS = 8,
    TYPE_AT = 156,
    BINARY = 0x80,
};

typedef struct {
    gsize start;  /* of the first header, with those that stand before the member's own */
    gsize header; /* the member's own */
    gsize data, size, end;
    gboolean is_sparse;
} TarEntry;

typedef struct {
    GBytes *archive;
    const guint8 *bytes;
    gsize length;
    GArray *entries; /* of TarEntry */
} TarLayout;

static void layout_free(gpointer data)
{
    TarLayout *layout = data;
    g_bytes_unref(layout->archive);
    g_array_unref(layout->entries);
    g_free(layout);
}

static gboolean refuse(GError **error, const char *what)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "%s: rewrite it by hand", what);
    return FALSE;
}

static gsize padded(gsize size)
{
    return (size + BLOCK - 1) / BLOCK * BLOCK;
}

static gboolean is_zero(const guint8 *block)
{
    for (gsize i = 0; i < BLOCK; i++) {
        if (block[i] != 0) {
            return FALSE;
        }
    }
    return TRUE;
}

/* A number as octal digits amid blanks, or as GNU's big-endian bytes. */
static gboolean parse_number(const guint8 *field, gsize length, guint64 *value)
{
    *value = 0;
    if ((field[0] & BINARY) != 0) {
        for (gsize i = 0; i < length; i++) {
            guint8 byte = i == 0 ? field[0] & (BINARY - 1) : field[i];
            if (*value >> 55 != 0) {
                return FALSE;
            }
            *value = *value << 8 | byte;
        }
        return TRUE;
    }
    gsize i = 0;
    while (i < length && field[i] == ' ') {
        i++;
    }
    for (; i < length && field[i] >= '0' && field[i] <= '7'; i++) {
        *value = *value << 3 | (guint64)(field[i] - '0');
    }
    return i == length || field[i] == '\0' || field[i] == ' ';
}

static guint sum_header(const guint8 *header)
{
    guint sum = 0;
    for (gsize i = 0; i < BLOCK; i++) {
        sum += i >= SUM_AT && i < SUM_AT + SUM_DIGITS ? ' ' : header[i];
    }
    return sum;
}

/* Size as the header says it; FALSE for what is no header. */
static gboolean parse_header(const TarLayout *layout, gsize at, guint64 *size, GError **error)
{
    guint64 sum = 0;
    const guint8 *header = layout->bytes + at;
    if (at + BLOCK > layout->length || !parse_number(header + SUM_AT, SUM_DIGITS, &sum) ||
        sum != sum_header(header) || !parse_number(header + SIZE_AT, SIZE_DIGITS, size) ||
        *size > layout->length) {
        return refuse(error, "the tape archive has a damaged header");
    }
    return TRUE;
}

/* The next record "LENGTH KEY=VALUE\n" of a pax header; value is what stands between = and \n. */
typedef struct {
    gsize at; /* of the next record */
    const char *key;
    gsize key_length, value_at, value_length;
} PaxRecord;

static gboolean next_pax_record(const guint8 *body, gsize length, PaxRecord *record)
{
    gsize digits = 0;
    gsize size = 0;
    const guint8 *start = body + record->at;
    gsize left = length - record->at;
    while (digits < left && digits < 10 && g_ascii_isdigit(start[digits])) {
        size = size * 10 + (gsize)(start[digits++] - '0');
    }
    if (digits == 0 || size > left || size < digits + 3 || start[digits] != ' ' ||
        start[size - 1] != '\n') {
        return FALSE;
    }
    const guint8 *equals = memchr(start + digits + 1, '=', size - digits - 2);
    if (equals == NULL) {
        return FALSE;
    }
    record->key = (const char *)start + digits + 1;
    record->key_length = (gsize)(equals - start) - digits - 1;
    record->value_at = record->at + (gsize)(equals - start) + 1;
    record->value_length = record->at + size - 1 - record->value_at;
    record->at += size;
    return TRUE;
}

static gboolean has_key(const PaxRecord *record, const char *key)
{
    return record->key_length == strlen(key) && memcmp(record->key, key, record->key_length) == 0;
}

static gboolean begins_key(const PaxRecord *record, const char *start)
{
    return record->key_length >= strlen(start) && memcmp(record->key, start, strlen(start)) == 0;
}

static gboolean parse_decimal(const guint8 *text, gsize length, gint64 *value)
{
    *value = 0;
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isdigit(text[i]) || *value > G_MAXINT64 / 100) {
            return FALSE;
        }
        *value = *value * 10 + (text[i] - '0');
    }
    return length > 0;
}

/* *size stays as it is when the pax header names none. */
static gboolean parse_pax(const TarLayout *layout, gsize at, gsize length, TarEntry *entry,
                          gint64 *size, GError **error)
{
    const guint8 *body = layout->bytes + at;
    PaxRecord record = {0};
    while (record.at < length && body[record.at] != '\0') {
        if (!next_pax_record(body, length, &record) ||
            (has_key(&record, "size") &&
             !parse_decimal(body + record.value_at, record.value_length, size))) {
            return refuse(error, "the tape archive has a damaged pax header");
        }
        entry->is_sparse |= begins_key(&record, "GNU.sparse.") ||
                            has_key(&record, "SCHILY.realsize");
    }
    return TRUE;
}

/* Headers that belong to the one after them: pax (also global), long names, labels, ACLs. */
static gboolean is_prefix(guint8 type)
{
    return type != '\0' && strchr("xXgLKVA", type) != NULL;
}

/* Those among them that say something of one member, and go with it. */
static gboolean is_of_member(guint8 type)
{
    return type != 'g' && type != 'V';
}

/*
 * Links, folders and devices have no data, but some writers give them a size, and some give hard
 * links data: where the next member begins decides.
 */
static gboolean set_end(const TarLayout *layout, guint8 type, gint64 next, TarEntry *entry,
                        GError **error)
{
    gboolean may_lack_data = type >= '1' && type <= '6';
    gboolean has_data = !may_lack_data ||
                        (next >= 0 && (gsize)next == entry->data + padded(entry->size));
    gsize stored = has_data ? entry->size : 0;
    if (stored > layout->length - entry->data) {
        return refuse(error, "the tape archive ends too early");
    }
    entry->size = stored;
    entry->end = MIN(entry->data + padded(stored), layout->length);
    return TRUE;
}

static gboolean parse_entry(const TarLayout *layout, gint64 next, TarEntry *entry, GError **error)
{
    gint64 pax_size = -1;
    gsize at = entry->start;
    for (;;) {
        guint64 size = 0;
        if (!parse_header(layout, at, &size, error)) {
            return FALSE;
        }
        guint8 type = layout->bytes[at + TYPE_AT];
        if (type == 'S' || type == 'M') {
            return refuse(error, "a tape archive with GNU sparse members, or of several volumes, "
                                 "is not rewritten");
        }
        if (!is_prefix(type)) {
            entry->header = at;
            entry->data = at + BLOCK;
            entry->size = pax_size >= 0 ? (gsize)pax_size : size;
            return set_end(layout, type, next, entry, error);
        }
        gsize body = at + BLOCK;
        if (size > layout->length - body) {
            return refuse(error, "the tape archive ends too early");
        }
        if ((type == 'x' || type == 'X') &&
            !parse_pax(layout, body, size, entry, &pax_size, error)) {
            return FALSE;
        }
        at = body + padded(size);
    }
}

static gboolean is_at_end(const TarLayout *layout, gsize at)
{
    return at == layout->length || (layout->length - at >= BLOCK && is_zero(layout->bytes + at));
}

static gboolean parse_entries(TarLayout *layout, const GPtrArray *list, GError **error)
{
    gsize at = 0;
    for (guint i = 0; i < list->len; i++) {
        const EditMember *member = g_ptr_array_index(list, i);
        const EditMember *next = i + 1 < list->len ? g_ptr_array_index(list, i + 1) : NULL;
        TarEntry entry = {.start = at};
        if (member->position != (gint64)at) {
            return refuse(error, "the tape archive can be read in two ways");
        }
        if (!parse_entry(layout, next != NULL ? next->position : -1, &entry, error)) {
            return FALSE;
        }
        if (member->is_whole && !entry.is_sparse && (gsize)member->size != entry.size) {
            return refuse(error, "the tape archive can be read in two ways");
        }
        g_array_append_val(layout->entries, entry);
        at = entry.end;
    }
    return is_at_end(layout, at) || refuse(error, "the tape archive can be read in two ways");
}

static gpointer tar_open(GBytes *archive, const GPtrArray *list, GError **error)
{
    TarLayout *layout = g_new0(TarLayout, 1);
    layout->archive = g_bytes_ref(archive);
    layout->bytes = g_bytes_get_data(archive, &layout->length);
    layout->entries = g_array_new(FALSE, FALSE, sizeof(TarEntry));
    if (!parse_entries(layout, list, error)) {
        layout_free(layout);
        return NULL;
    }
    return layout;
}

static GBytes *tar_read(gpointer data, guint index, GError **error)
{
    const TarLayout *layout = data;
    const TarEntry *entry = &g_array_index(layout->entries, TarEntry, index);
    if (entry->is_sparse) {
        refuse(error, "a sparse member of a tape archive is not rewritten");
        return NULL;
    }
    return g_bytes_new_from_bytes(layout->archive, entry->data, entry->size);
}

static void put_number(guint8 *field, gsize size)
{
    if ((field[0] & BINARY) != 0) {
        for (gsize i = SIZE_DIGITS; i-- > 0; size >>= 8) {
            field[i] = (guint8)(size & 0xff);
        }
        field[0] |= BINARY;
        return;
    }
    /* The last byte may be a digit, a blank or nothing: it stays what it is. */
    gboolean is_full = field[SIZE_DIGITS - 1] >= '0' && field[SIZE_DIGITS - 1] <= '7';
    g_autofree char *digits = g_strdup_printf("%0*" G_GSIZE_MODIFIER "o",
                                              is_full ? SIZE_DIGITS : SIZE_DIGITS - 1, size);
    memcpy(field, digits, strlen(digits));
}

static void put_sum(guint8 *header)
{
    g_autofree char *digits = g_strdup_printf("%06o", sum_header(header));
    memcpy(header + SUM_AT, digits, 6);
    header[SUM_AT + 6] = '\0';
    header[SUM_AT + 7] = ' ';
}

/* The new size takes the room of the old one, with zeros in front: no other byte moves. */
static gboolean put_pax_size(guint8 *body, gsize length, gsize size, GError **error)
{
    PaxRecord record = {0};
    while (record.at < length && body[record.at] != '\0' &&
           next_pax_record(body, length, &record)) {
        if (!has_key(&record, "size")) {
            continue;
        }
        g_autofree char *digits = g_strdup_printf("%0*" G_GSIZE_FORMAT, (int)record.value_length,
                                                  size);
        if (strlen(digits) != record.value_length) {
            return refuse(error, "a member of the tape archive became too large for its header");
        }
        memcpy(body + record.value_at, digits, record.value_length);
    }
    return TRUE;
}

static gboolean put_changed(const TarLayout *layout, const TarEntry *entry, GBytes *content,
                            GByteArray *out, GError **error)
{
    static const guint8 zeros[BLOCK] = {0};
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(content, &size);
    guint base = out->len;
    g_byte_array_append(out, layout->bytes + entry->start, (guint)(entry->data - entry->start));
    for (gsize at = entry->start; at < entry->header;) {
        guint64 length = 0;
        if (!parse_header(layout, at, &length, error)) {
            return FALSE;
        }
        guint8 type = layout->bytes[at + TYPE_AT];
        guint8 *body = out->data + base + (at - entry->start) + BLOCK;
        if ((type == 'x' || type == 'X') && !put_pax_size(body, length, size, error)) {
            return FALSE;
        }
        at += BLOCK + padded(length);
    }
    guint8 *header = out->data + out->len - BLOCK;
    put_number(header + SIZE_AT, size);
    put_sum(header);
    g_byte_array_append(out, bytes, (guint)size);
    g_byte_array_append(out, zeros, (guint)(padded(size) - size));
    return TRUE;
}

/* What stands before a removed member but belongs to the archive stays. */
static gboolean put_removed(const TarLayout *layout, const TarEntry *entry, GByteArray *out,
                            GError **error)
{
    for (gsize at = entry->start; at < entry->header;) {
        guint64 length = 0;
        if (!parse_header(layout, at, &length, error)) {
            return FALSE;
        }
        gsize whole = BLOCK + padded(length);
        if (!is_of_member(layout->bytes[at + TYPE_AT])) {
            g_byte_array_append(out, layout->bytes + at, (guint)whole);
        }
        at += whole;
    }
    return TRUE;
}

static gboolean put_entry(const TarLayout *layout, const TarEntry *entry, const EditChange *change,
                          GByteArray *out, GError **error)
{
    if (!change->touched) {
        g_byte_array_append(out, layout->bytes + entry->start, (guint)(entry->end - entry->start));
        return TRUE;
    }
    return change->content != NULL ? put_changed(layout, entry, change->content, out, error)
                                   : put_removed(layout, entry, out, error);
}

static GBytes *tar_write(gpointer data, const GArray *changes, GError **error)
{
    const TarLayout *layout = data;
    g_autoptr(GByteArray) out = g_byte_array_new();
    gsize at = 0;
    for (guint i = 0; i < layout->entries->len; i++) {
        const TarEntry *entry = &g_array_index(layout->entries, TarEntry, i);
        if (!put_entry(layout, entry, &g_array_index(changes, EditChange, i), out, error)) {
            return NULL;
        }
        at = entry->end;
    }
    g_byte_array_append(out, layout->bytes + at, (guint)(layout->length - at));
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

const EditFormat edit_format_tar = {
    .format = ARCHIVE_FORMAT_TAR,
    .name = "tape archive",
    .open = tar_open,
    .read = tar_read,
    .write = tar_write,
    .free = layout_free,
};
