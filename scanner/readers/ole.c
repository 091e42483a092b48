#include "scanner/readers/ole.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "scanner/readers/ole_sectors.h"

enum {
    NESTED_BYTES = 128 << 20, /* a compound file within another file is held in memory */
    HEADER_DIFAT = 109,       /* places of FAT sectors within the header (MS-CFB 2.2) */
};

static const guint8 signature[] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1};

guint16 ole_get_u16(const guint8 *bytes)
{
    return (guint16)(bytes[0] | bytes[1] << 8);
}

guint32 ole_get_u32(const guint8 *bytes)
{
    return ole_get_u16(bytes) | (guint32)ole_get_u16(bytes + 2) << 16;
}

guint64 ole_get_u64(const guint8 *bytes)
{
    return ole_get_u32(bytes) | (guint64)ole_get_u32(bytes + 4) << 32;
}

gsize ole_read_file(const Ole *ole, guint64 offset, void *buffer, gsize length)
{
    if (offset >= ole->size) {
        return 0;
    }
    gsize wanted = (gsize)MIN((guint64)length, ole->size - offset);
    if (ole->held != NULL) {
        memcpy(buffer, (const guint8 *)g_bytes_get_data(ole->held, NULL) + offset, wanted);
        return wanted;
    }
    gsize done = 0;
    while (done < wanted) {
        ssize_t got = pread(ole->fd, (guint8 *)buffer + done, wanted - done,
                            (off_t)(offset + done));
        if (got == 0 || (got < 0 && errno != EINTR)) {
            break;
        }
        done += (gsize)MAX(got, 0);
    }
    return done;
}

static guint64 get_sector_offset(const Ole *ole, guint32 sector)
{
    return ((guint64)sector + 1) * ole->sector_bytes;
}

GArray *ole_follow_chain(const GArray *fat, guint32 start, guint64 limit, gboolean *is_whole)
{
    GArray *chain = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint32 sector = start;
    guint32 passed = OLE_FREE_SECTOR; /* at the last length that is a power of two: seen again, it
                                         is a circle */
    while (chain->len < limit && sector < fat->len && sector != passed) {
        if ((chain->len & (chain->len - 1)) == 0) {
            passed = sector;
        }
        g_array_append_val(chain, sector);
        sector = g_array_index(fat, guint32, sector);
    }
    *is_whole = chain->len == limit || sector == OLE_END_OF_CHAIN;
    return chain;
}

/* --- the table of sectors --- */

/* One sector of the table; a part that is not there is free sectors, at which chains end. */
static void add_fat_sector(Ole *ole, GArray *fat, guint64 offset, guint8 *buffer)
{
    gsize got = ole_read_file(ole, offset, buffer, ole->sector_bytes);
    if (got < ole->sector_bytes) {
        memset(buffer + got, 0xff, ole->sector_bytes - got);
        item_set_partly(ole->item, "damaged: its table of sectors is cut off");
    }
    for (guint32 at = 0; at < ole->sector_bytes; at += 4) {
        guint32 next = ole_get_u32(buffer + at);
        g_array_append_val(fat, next);
    }
}

/* Sectors of the table are named in the header, then in a chain of sectors of their own (MS-CFB
 * 2.5). More of them than the file has room for are none. */
static void load_fat(Ole *ole, const guint8 *header)
{
    g_autofree guint8 *buffer = g_malloc(ole->sector_bytes);
    g_autofree guint8 *places = g_malloc(ole->sector_bytes);
    guint64 file_sectors = ole->size / ole->sector_bytes + 1;
    guint32 left = (guint32)MIN((guint64)ole_get_u32(header + 44),
                                file_sectors * 4 / ole->sector_bytes + 1);
    ole->fat = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 i = 0; i < HEADER_DIFAT && left > 0; i++, left--) {
        guint32 sector = ole_get_u32(header + 76 + (gsize)i * 4);
        add_fat_sector(ole, ole->fat, get_sector_offset(ole, sector), buffer);
    }
    guint32 next = ole_get_u32(header + 68);
    guint32 in_sector = ole->sector_bytes / 4 - 1;
    while (left > 0) {
        if (ole_read_file(ole, get_sector_offset(ole, next), places, ole->sector_bytes) <
            ole->sector_bytes) {
            item_set_partly(ole->item, "damaged: its table of sectors is cut off");
            return;
        }
        for (guint32 i = 0; i < in_sector && left > 0; i++, left--) {
            guint32 sector = ole_get_u32(places + (gsize)i * 4);
            add_fat_sector(ole, ole->fat, get_sector_offset(ole, sector), buffer);
        }
        next = ole_get_u32(places + (gsize)in_sector * 4);
    }
}

static void load_mini_fat(Ole *ole, const guint8 *header)
{
    g_autofree guint8 *buffer = g_malloc(ole->sector_bytes);
    gboolean is_whole = TRUE;
    ole->mini_fat = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) chain = ole_follow_chain(ole->fat, ole_get_u32(header + 60),
                                               ole_get_u32(header + 64), &is_whole);
    if (!is_whole) {
        item_set_partly(ole->item, "damaged: its table of small sectors is cut off");
    }
    for (guint i = 0; i < chain->len; i++) {
        guint32 sector = g_array_index(chain, guint32, i);
        add_fat_sector(ole, ole->mini_fat, get_sector_offset(ole, sector), buffer);
    }
}

/* --- the directory --- */

static void entry_free(gpointer data)
{
    OleEntry *entry = data;
    g_clear_pointer(&entry->children, g_ptr_array_unref);
    g_free(entry->name);
    g_free(entry);
}

/* MS-CFB 2.6.1: a name of at most 31 units of UTF-16 and a NUL. */
static char *dup_entry_name(const guint8 *bytes)
{
    gunichar2 units[32] = {0};
    gsize length = MIN((gsize)ole_get_u16(bytes + 64), sizeof units - 2) / 2;
    for (gsize i = 0; i < length; i++) {
        units[i] = ole_get_u16(bytes + i * 2);
    }
    char *name = g_utf16_to_utf8(units, -1, NULL, NULL, NULL);
    return name != NULL ? name : g_strdup("?");
}

static OleEntry *parse_entry(const Ole *ole, const guint8 *bytes)
{
    enum { STORAGE = 1, STREAM = 2, ROOT = 5 };
    OleEntry *entry = g_new0(OleEntry, 1);
    guint8 kind = bytes[66];
    entry->name = dup_entry_name(bytes);
    entry->is_root = kind == ROOT;
    entry->is_storage = kind == ROOT || kind == STORAGE;
    /* One that is free is in nobody's tree. */
    entry->is_taken = !entry->is_storage && kind != STREAM;
    entry->left = ole_get_u32(bytes + 68);
    entry->right = ole_get_u32(bytes + 72);
    entry->child = ole_get_u32(bytes + 76);
    memcpy(entry->class_id, bytes + 80, sizeof entry->class_id);
    entry->start = ole_get_u32(bytes + 116);
    /* With sectors of 512 bytes, what the upper half holds is not defined. */
    entry->size = ole->sector_bytes > 512 ? ole_get_u64(bytes + 120) : ole_get_u32(bytes + 120);
    entry->children = entry->is_storage ? g_ptr_array_new() : NULL;
    return entry;
}

static void load_entries(Ole *ole, guint32 start)
{
    g_autofree guint8 *buffer = g_malloc(ole->sector_bytes);
    gboolean is_whole = TRUE;
    g_autoptr(GArray) chain = ole_follow_chain(ole->fat, start, ole->fat->len, &is_whole);
    for (guint i = 0; i < chain->len; i++) {
        guint32 sector = g_array_index(chain, guint32, i);
        gsize got = ole_read_file(ole, get_sector_offset(ole, sector), buffer, ole->sector_bytes);
        for (gsize at = 0; at + OLE_ENTRY_BYTES <= got; at += OLE_ENTRY_BYTES) {
            g_ptr_array_add(ole->entries, parse_entry(ole, buffer + at));
        }
        is_whole = is_whole && got == ole->sector_bytes;
    }
    if (!is_whole) {
        item_set_partly(ole->item, "damaged: its directory is cut off");
    }
}

static void push(Ole *ole, GArray *stack, guint32 index)
{
    if (index == OLE_NO_ENTRY) {
        return;
    }
    if (index >= ole->entries->len) {
        item_set_partly(ole->item, "damaged: its directory leads nowhere");
        return;
    }
    g_array_append_val(stack, index);
}

/* The tree of siblings below storage, from left to right; each entry belongs to one tree, so that a
 * cycle ends. */
static void collect_children(Ole *ole, OleEntry *storage)
{
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(guint32));
    push(ole, stack, storage->child);
    while (stack->len > 0) {
        guint32 index = g_array_index(stack, guint32, stack->len - 1);
        OleEntry *entry = g_ptr_array_index(ole->entries, index);
        g_array_set_size(stack, stack->len - 1);
        if (entry->is_taken) {
            item_set_partly(ole->item, "damaged: its directory goes in circles");
            continue;
        }
        entry->is_taken = TRUE;
        g_ptr_array_add(storage->children, entry);
        push(ole, stack, entry->right);
        push(ole, stack, entry->left);
    }
}

static void build_tree(Ole *ole)
{
    OleEntry *root = g_ptr_array_index(ole->entries, 0);
    g_autoptr(GPtrArray) storages = g_ptr_array_new();
    root->is_taken = TRUE;
    g_ptr_array_add(storages, root);
    for (guint i = 0; i < storages->len; i++) {
        OleEntry *storage = g_ptr_array_index(storages, i);
        collect_children(ole, storage);
        for (guint j = 0; j < storage->children->len; j++) {
            OleEntry *child = g_ptr_array_index(storage->children, j);
            if (child->is_storage) {
                g_ptr_array_add(storages, child);
            }
        }
    }
}

/* --- the file --- */

static gboolean hold(Ole *ole)
{
    Item *item = ole->item;
    ole->fd = source_get_fd(item->source);
    ole->size = (guint64)MAX(item->extraction->stored_bytes, 0);
    if (ole->fd >= 0) {
        return TRUE;
    }
    gboolean too_large = FALSE;
    g_autoptr(GError) error = NULL;
    ole->held = source_read_all(item->source, NESTED_BYTES, &too_large, &error);
    if (ole->held == NULL) {
        item_set_unread(item, "%s",
                        too_large ? "limit: nested document of more than 128 MiB" : error->message);
        return FALSE;
    }
    ole->size = g_bytes_get_size(ole->held);
    return TRUE;
}

static gboolean load(Ole *ole)
{
    guint8 header[OLE_HEADER_BYTES];
    if (ole_read_file(ole, 0, header, sizeof header) < sizeof header ||
        memcmp(header, signature, sizeof signature) != 0) {
        item_set_unread(ole->item, "damaged: it ends within its first bytes");
        return FALSE;
    }
    guint16 shift = ole_get_u16(header + 30);
    if (shift != 9 && shift != 12) {
        item_set_unread(ole->item, "damaged: its first bytes make no sense");
        return FALSE;
    }
    ole->sector_bytes = 1U << shift;
    ole->entries = g_ptr_array_new_with_free_func(entry_free);
    load_fat(ole, header);
    load_entries(ole, ole_get_u32(header + 48));
    const OleEntry *root = ole->entries->len > 0 ? g_ptr_array_index(ole->entries, 0) : NULL;
    if (root == NULL || !root->is_root) {
        item_set_unread(ole->item, "damaged: it has no directory");
        return FALSE;
    }
    load_mini_fat(ole, header);
    build_tree(ole);
    return TRUE;
}

Ole *ole_open(Item *item)
{
    if (!item_check_depth(item)) {
        return NULL;
    }
    g_autoptr(Ole) ole = g_new0(Ole, 1);
    ole->item = item;
    return hold(ole) && load(ole) ? g_steal_pointer(&ole) : NULL;
}

void ole_close(Ole *ole)
{
    if (ole == NULL) {
        return;
    }
    g_clear_pointer(&ole->mini_stream, ole_stream_close);
    g_clear_pointer(&ole->entries, g_ptr_array_unref);
    g_clear_pointer(&ole->fat, g_array_unref);
    g_clear_pointer(&ole->mini_fat, g_array_unref);
    g_clear_pointer(&ole->held, g_bytes_unref);
    g_free(ole);
}

Item *ole_get_item(const Ole *ole)
{
    return ole->item;
}

const OleEntry *ole_get_root(const Ole *ole)
{
    return g_ptr_array_index(ole->entries, 0);
}

const char *ole_entry_get_name(const OleEntry *entry)
{
    return entry->name;
}

gboolean ole_entry_is_storage(const OleEntry *entry)
{
    return entry->is_storage;
}

guint64 ole_entry_get_size(const OleEntry *entry)
{
    return entry->is_storage ? 0 : entry->size;
}

const guint8 *ole_entry_get_class(const OleEntry *entry)
{
    return entry->class_id;
}

guint ole_entry_count(const OleEntry *storage)
{
    return storage->children->len;
}

const OleEntry *ole_entry_get_child(const OleEntry *storage, guint index)
{
    return g_ptr_array_index(storage->children, index);
}

static const OleEntry *find_child(const OleEntry *storage, const char *name, gsize length)
{
    for (guint i = 0; storage->children != NULL && i < storage->children->len; i++) {
        const OleEntry *entry = g_ptr_array_index(storage->children, i);
        if (strlen(entry->name) == length && g_ascii_strncasecmp(entry->name, name, length) == 0) {
            return entry;
        }
    }
    return NULL;
}

const OleEntry *ole_find(const OleEntry *storage, const char *path)
{
    const OleEntry *found = storage;
    while (found != NULL) {
        gsize length = strcspn(path, "/");
        found = find_child(found, path, length);
        if (path[length] == '\0') {
            break;
        }
        path += length + 1;
    }
    return found;
}

const OleEntry *ole_find_stream(const OleEntry *storage, const char *path)
{
    const OleEntry *found = ole_find(storage, path);
    return found != NULL && !found->is_storage ? found : NULL;
}

const OleEntry *ole_find_storage(const OleEntry *storage, const char *path)
{
    const OleEntry *found = ole_find(storage, path);
    return found != NULL && found->is_storage ? found : NULL;
}
