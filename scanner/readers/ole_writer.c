#include "scanner/readers/ole_writer.h"

#include <string.h>

#include "scanner/readers/ole_sectors.h"

enum { HEADER_DIFAT = 109, COPY_DEPTH = 32 };

typedef struct {
    char *name;
    guint8 class_id[16];
    guint8 kind;
    guint32 parent, start;
    guint64 size;
    guint32 right, child;
} Written;

struct OleWriter {
    guint32 sector_bytes;
    GByteArray *sectors; /* all that follows the header */
    GByteArray *mini;    /* the mini stream */
    GArray *fat, *mini_fat;
    GArray *entries; /* of Written */
};

enum { STORAGE = 1, STREAM = 2, ROOT = 5 };

static void clear_written(gpointer data)
{
    g_free(((Written *)data)->name);
}

static guint32 add_entry(OleWriter *writer, guint8 kind, guint32 parent, const char *name)
{
    const Written entry = {.name = g_strdup(name),
                           .kind = kind,
                           .parent = parent,
                           .start = kind == STORAGE ? 0 : OLE_END_OF_CHAIN,
                           .right = OLE_NO_ENTRY,
                           .child = OLE_NO_ENTRY};
    g_array_append_val(writer->entries, entry);
    return writer->entries->len - 1;
}

static Written *get_entry(OleWriter *writer, guint32 index)
{
    return &g_array_index(writer->entries, Written, index);
}

OleWriter *ole_writer_new(guint32 sector_bytes)
{
    OleWriter *writer = g_new0(OleWriter, 1);
    writer->sector_bytes = sector_bytes;
    writer->sectors = g_byte_array_new();
    writer->mini = g_byte_array_new();
    writer->fat = g_array_new(FALSE, FALSE, sizeof(guint32));
    writer->mini_fat = g_array_new(FALSE, FALSE, sizeof(guint32));
    writer->entries = g_array_new(FALSE, FALSE, sizeof(Written));
    g_array_set_clear_func(writer->entries, clear_written);
    add_entry(writer, ROOT, OLE_NO_ENTRY, "Root Entry");
    return writer;
}

void ole_writer_free(OleWriter *writer)
{
    if (writer != NULL) {
        g_clear_pointer(&writer->sectors, g_byte_array_unref);
        g_byte_array_unref(writer->mini);
        g_array_unref(writer->fat);
        g_array_unref(writer->mini_fat);
        g_array_unref(writer->entries);
        g_free(writer);
    }
}

static void pad(GByteArray *bytes, guint32 unit)
{
    guint before = bytes->len;
    guint after = (before + unit - 1) / unit * unit;
    g_byte_array_set_size(bytes, after);
    if (after > before) {
        memset(bytes->data + before, 0, after - before);
    }
}

/* Adds bytes as a chain of new sectors; the first of them. */
static guint32 add_chain(GByteArray *sectors, GArray *fat, guint32 unit, const void *bytes,
                         gsize length)
{
    guint32 first = fat->len;
    g_byte_array_append(sectors, bytes, (guint)length);
    pad(sectors, unit);
    while (fat->len < sectors->len / unit) {
        guint32 next = fat->len + 1 < sectors->len / unit ? fat->len + 1 : OLE_END_OF_CHAIN;
        g_array_append_val(fat, next);
    }
    return length > 0 ? first : OLE_END_OF_CHAIN;
}

guint32 ole_writer_add_storage(OleWriter *writer, guint32 parent, const char *name,
                               const guint8 *class_id)
{
    guint32 index = add_entry(writer, STORAGE, parent, name);
    if (class_id != NULL) {
        memcpy(get_entry(writer, index)->class_id, class_id, 16);
    }
    return index;
}

void ole_writer_set_class(OleWriter *writer, const guint8 *class_id)
{
    memcpy(get_entry(writer, OLE_WRITER_ROOT)->class_id, class_id, 16);
}

void ole_writer_add_stream(OleWriter *writer, guint32 parent, const char *name, const void *bytes,
                           gsize length)
{
    guint32 index = add_entry(writer, STREAM, parent, name);
    gboolean is_mini = length < OLE_MINI_CUTOFF;
    Written *entry = get_entry(writer, index);
    entry->size = length;
    entry->start = is_mini ? add_chain(writer->mini, writer->mini_fat, OLE_MINI_SECTOR_BYTES, bytes,
                                       length)
                           : add_chain(writer->sectors, writer->fat, writer->sector_bytes, bytes,
                                       length);
}

typedef struct {
    const OleEntry *storage;
    guint32 parent;
    guint depth;
} Copying;

/* FALSE when the stream would go past the limit. */
static gboolean copy_stream(OleWriter *writer, guint32 parent, Ole *ole, const OleEntry *entry,
                            gsize limit)
{
    g_autoptr(OleStream) stream = ole_stream_open(ole, entry);
    if (writer->sectors->len + writer->mini->len + ole_stream_get_size(stream) > limit) {
        return FALSE;
    }
    g_autoptr(GBytes) bytes = ole_stream_load(stream, 0, limit);
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    ole_writer_add_stream(writer, parent, entry->name, data, length);
    return TRUE;
}

/* Copies the streams of a storage, and adds the storages in it to those that are to be copied. */
static gboolean copy_storage(OleWriter *writer, const Copying *from, Ole *ole,
                             const OleEntry *left_out, gsize limit, GArray *storages)
{
    for (guint i = 0; i < ole_entry_count(from->storage); i++) {
        const OleEntry *entry = ole_entry_get_child(from->storage, i);
        if (entry == left_out) {
            continue;
        }
        if (!entry->is_storage) {
            if (!copy_stream(writer, from->parent, ole, entry, limit)) {
                return FALSE;
            }
            continue;
        }
        if (from->depth >= COPY_DEPTH) {
            return FALSE;
        }
        const Copying inner = {
            entry, ole_writer_add_storage(writer, from->parent, entry->name, entry->class_id),
            from->depth + 1};
        g_array_append_val(storages, inner);
    }
    return TRUE;
}

gboolean ole_writer_copy(OleWriter *writer, guint32 parent, Ole *ole, const OleEntry *storage,
                         const OleEntry *left_out, gsize limit)
{
    g_autoptr(GArray) storages = g_array_new(FALSE, FALSE, sizeof(Copying));
    const Copying first = {storage, parent, 0};
    g_array_append_val(storages, first);
    for (guint i = 0; i < storages->len; i++) {
        /* A copy: the array grows meanwhile. */
        const Copying from = g_array_index(storages, Copying, i);
        if (!copy_storage(writer, &from, ole, left_out, limit, storages)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* --- the end --- */

static void put_u16(guint8 *bytes, guint16 value)
{
    bytes[0] = (guint8)value;
    bytes[1] = (guint8)(value >> 8);
}

static void put_u32(guint8 *bytes, guint32 value)
{
    put_u16(bytes, (guint16)value);
    put_u16(bytes + 2, (guint16)(value >> 16));
}

/* MS-CFB 2.6.4: shorter names come first, those as long by their letters in capitals. */
static gint compare_names(gconstpointer one, gconstpointer other, gpointer data)
{
    OleWriter *writer = data;
    const char *a = get_entry(writer, *(const guint32 *)one)->name;
    const char *b = get_entry(writer, *(const guint32 *)other)->name;
    glong difference = g_utf8_strlen(a, -1) - g_utf8_strlen(b, -1);
    return difference != 0 ? (difference > 0 ? 1 : -1) : g_ascii_strcasecmp(a, b);
}

/* The children of each storage as a chain to the right, in their order. */
static void link_children(OleWriter *writer)
{
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 i = 1; i < writer->entries->len; i++) {
        g_array_append_val(order, i);
    }
    g_array_sort_with_data(order, compare_names, writer);
    for (guint i = order->len; i > 0; i--) {
        guint32 index = g_array_index(order, guint32, i - 1);
        Written *entry = get_entry(writer, index);
        Written *parent = get_entry(writer, entry->parent);
        entry->right = parent->child;
        parent->child = index;
    }
}

static void put_entry(GByteArray *directory, const Written *entry)
{
    guint8 bytes[OLE_ENTRY_BYTES] = {0};
    glong units = 0;
    g_autofree gunichar2 *name = g_utf8_to_utf16(entry->name, -1, NULL, &units, NULL);
    units = MIN(units, 31);
    for (glong i = 0; name != NULL && i < units; i++) {
        put_u16(bytes + i * 2, name[i]);
    }
    put_u16(bytes + 64, (guint16)((units + 1) * 2));
    bytes[66] = entry->kind;
    bytes[67] = 1; /* black */
    put_u32(bytes + 68, OLE_NO_ENTRY);
    put_u32(bytes + 72, entry->right);
    put_u32(bytes + 76, entry->child);
    memcpy(bytes + 80, entry->class_id, sizeof entry->class_id);
    put_u32(bytes + 116, entry->start);
    put_u32(bytes + 120, (guint32)entry->size);
    g_byte_array_append(directory, bytes, sizeof bytes);
}

static guint32 add_directory(OleWriter *writer)
{
    g_autoptr(GByteArray) directory = g_byte_array_new();
    for (guint32 i = 0; i < writer->entries->len; i++) {
        put_entry(directory, get_entry(writer, i));
    }
    /* What is left of the last sector is entries that are free. */
    const Written unused = {.name = (char[]){""}, .right = OLE_NO_ENTRY, .child = OLE_NO_ENTRY};
    while (directory->len % writer->sector_bytes != 0) {
        put_entry(directory, &unused);
    }
    return add_chain(writer->sectors, writer->fat, writer->sector_bytes, directory->data,
                     directory->len);
}

/* A table as bytes, filled up with free sectors. */
static GByteArray *dup_table(const GArray *table, guint32 unit)
{
    GByteArray *bytes = g_byte_array_new();
    guint8 number[4];
    for (guint i = 0; i < table->len; i++) {
        put_u32(number, g_array_index(table, guint32, i));
        g_byte_array_append(bytes, number, sizeof number);
    }
    put_u32(number, OLE_FREE_SECTOR);
    while (bytes->len % unit != 0) {
        g_byte_array_append(bytes, number, sizeof number);
    }
    return bytes;
}

/* The table has entries for its own sectors. Their number. */
static guint32 add_fat(OleWriter *writer)
{
    guint32 in_sector = writer->sector_bytes / 4;
    guint32 n_sectors = 0;
    while ((guint64)n_sectors * in_sector < (guint64)writer->fat->len + n_sectors) {
        n_sectors++;
    }
    for (guint32 i = 0; i < n_sectors; i++) {
        const guint32 mark = OLE_FAT_SECTOR;
        g_array_append_val(writer->fat, mark);
    }
    g_autoptr(GByteArray) bytes = dup_table(writer->fat, writer->sector_bytes);
    g_byte_array_append(writer->sectors, bytes->data, bytes->len);
    return n_sectors;
}

GBytes *ole_writer_finish(OleWriter *writer)
{
    static const guint8 signature[] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1};
    guint32 unit = writer->sector_bytes;
    Written *root = get_entry(writer, OLE_WRITER_ROOT);
    g_autoptr(GByteArray) mini_fat = dup_table(writer->mini_fat, unit);
    guint32 mini_fat_start = add_chain(writer->sectors, writer->fat, unit, mini_fat->data,
                                       mini_fat->len);
    root->size = writer->mini->len;
    root->start = add_chain(writer->sectors, writer->fat, unit, writer->mini->data,
                            writer->mini->len);
    link_children(writer);
    guint32 directory_start = add_directory(writer);
    guint32 fat_start = writer->fat->len;
    guint32 n_fat = add_fat(writer);
    g_return_val_if_fail(n_fat <= HEADER_DIFAT, NULL);

    g_autofree guint8 *header = g_malloc0(unit);
    memcpy(header, signature, sizeof signature);
    put_u16(header + 24, 0x3e);
    put_u16(header + 26, unit == 512 ? 3 : 4);
    put_u16(header + 28, 0xfffe);
    put_u16(header + 30, unit == 512 ? 9 : 12);
    put_u16(header + 32, 6);
    put_u32(header + 40, unit == 512 ? 0 : (fat_start - directory_start));
    put_u32(header + 44, n_fat);
    put_u32(header + 48, directory_start);
    put_u32(header + 56, OLE_MINI_CUTOFF);
    put_u32(header + 60, mini_fat_start);
    put_u32(header + 64, mini_fat->len / unit);
    put_u32(header + 68, OLE_END_OF_CHAIN);
    for (guint32 i = 0; i < HEADER_DIFAT; i++) {
        put_u32(header + 76 + (gsize)i * 4, i < n_fat ? fat_start + i : OLE_FREE_SECTOR);
    }
    g_byte_array_prepend(writer->sectors, header, unit);
    return g_byte_array_free_to_bytes(g_steal_pointer(&writer->sectors));
}
