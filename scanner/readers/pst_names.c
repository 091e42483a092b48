#include "scanner/readers/pst_names.h"

#include <string.h>

#include "scanner/readers/ole.h"
#include "scanner/readers/pst_heap.h"

enum {
    ID_ENTRIES = 0x0003,
    ID_STRINGS = 0x0004,
    NAMES_BYTES = 4 << 20,
    NAME_BYTES = 512, /* longer ones are cut */
    ENTRY_BYTES = 8,
};

struct PstNames {
    GBytes *entries, *strings; /* as a message has them (MS-OXMSG 2.2.3.1) */
    GHashTable *places;        /* in entries, and 1, by id */
};

static GBytes *load(PstHeap *heap, const GArray *properties, guint16 id)
{
    const PstProperty *property = pst_property_find(properties, id);
    GBytes *bytes = property != NULL && !property->is_fixed
                        ? pst_heap_load(heap, property->value, NAMES_BYTES, NULL)
                        : NULL;
    return bytes != NULL ? bytes : g_bytes_new(NULL, 0);
}

static void find_places(PstNames *names)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(names->entries, &length);
    for (gsize at = 0; at + ENTRY_BYTES <= length; at += ENTRY_BYTES) {
        guint id = PST_FIRST_NAMED + ole_get_u16(bytes + at + 6);
        g_hash_table_insert(names->places, GUINT_TO_POINTER(id), GSIZE_TO_POINTER(at + 1));
    }
}

PstNames *pst_names_load(PstFile *file)
{
    PstNames *names = g_new0(PstNames, 1);
    PstNode node;
    names->places = g_hash_table_new(NULL, NULL);
    g_autoptr(PstHeap)
        heap = pst_file_find_node(file, PST_NAMES_NODE, &node) ? pst_heap_open(file, &node) : NULL;
    if (heap == NULL) {
        pst_file_note_damage(file, "the names of its properties are lost");
        names->entries = g_bytes_new(NULL, 0);
        names->strings = g_bytes_new(NULL, 0);
        return names;
    }
    g_autoptr(GArray) properties = pst_heap_list_properties(heap);
    names->entries = load(heap, properties, ID_ENTRIES);
    names->strings = load(heap, properties, ID_STRINGS);
    find_places(names);
    return names;
}

void pst_names_free(PstNames *names)
{
    if (names != NULL) {
        g_bytes_unref(names->entries);
        g_bytes_unref(names->strings);
        g_hash_table_unref(names->places);
        g_free(names);
    }
}

static const guint8 *find_entry(const PstNames *names, guint16 id)
{
    gsize place = GPOINTER_TO_SIZE(g_hash_table_lookup(names->places, GUINT_TO_POINTER((guint)id)));
    const guint8 *bytes = g_bytes_get_data(names->entries, NULL);
    return place > 0 ? bytes + place - 1 : NULL;
}

static gboolean is_text(const guint8 *entry)
{
    return (ole_get_u16(entry + 4) & 1) != 0;
}

guint32 pst_names_get_number(const PstNames *names, guint16 id)
{
    const guint8 *entry = find_entry(names, id);
    return entry != NULL && !is_text(entry) ? ole_get_u32(entry) : 0;
}

static void append_u32(GByteArray *bytes, guint32 value)
{
    guint32 number = GUINT32_TO_LE(value);
    g_byte_array_append(bytes, (const guint8 *)&number, sizeof number);
}

/* Copies a name's text; where it is in the copy. FALSE when it is not there. */
static gboolean copy_text(const PstNames *names, guint32 place, GByteArray *strings,
                          guint32 *copied)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(names->strings, &length);
    if ((gsize)place + 4 > length) {
        return FALSE;
    }
    gsize size = MIN((gsize)ole_get_u32(bytes + place), length - place - 4);
    size = MIN(size, (gsize)NAME_BYTES);
    *copied = strings->len;
    append_u32(strings, (guint32)size);
    g_byte_array_append(strings, bytes + place + 4, (guint)size);
    while (strings->len % 4 != 0) {
        g_byte_array_append(strings, (const guint8 *)"", 1);
    }
    return TRUE;
}

void pst_names_write(const PstNames *names, const GArray *ids, OleWriter *writer)
{
    g_autoptr(GByteArray) entries = g_byte_array_new();
    g_autoptr(GByteArray) strings = g_byte_array_new();
    for (guint i = 0; i < ids->len; i++) {
        const guint8 *entry = find_entry(names, g_array_index(ids, guint16, i));
        guint32 number = entry != NULL ? ole_get_u32(entry) : 0;
        if (entry != NULL && (!is_text(entry) || copy_text(names, number, strings, &number))) {
            append_u32(entries, number);
            g_byte_array_append(entries, entry + 4, 4);
        }
    }
    guint32 storage = ole_writer_add_storage(writer, OLE_WRITER_ROOT, "__nameid_version1.0", NULL);
    ole_writer_add_stream(writer, storage, "__substg1.0_00030102", entries->data, entries->len);
    ole_writer_add_stream(writer, storage, "__substg1.0_00040102", strings->data, strings->len);
}
