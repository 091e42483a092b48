#include "scanner/readers/pst_data.h"

#include <string.h>

#include "base/error.h"
#include "scanner/readers/ole.h"

enum {
    MAX_BLOCKS = 4 << 20, /* 32 GB in blocks of 8 KB */
    MAX_INNER = 1 << 17,
    LIST_HEAD = 8,
    DATA_LIST = 1,
    INNER_LIST = 2,
};

struct PstData {
    PstFile *file;
    GArray *blocks; /* of guint64 */
    guint64 size;   /* as its lists say */
};

/* --- the tree --- */

/* Of a list: how many entries there are behind its head. */
static gsize count_entries(PstFile *file, const guint8 *bytes, gsize length, gsize head, gsize unit)
{
    gsize told = ole_get_u16(bytes + 2);
    gsize held = length > head ? (length - head) / unit : 0;
    if (told > held) {
        pst_file_note_damage(file, "a list of blocks is cut off");
    }
    return MIN(told, held);
}

/* Adds what a list names; lists of lists are two levels deep. */
static void add_list(PstData *data, guint64 id, guint levels)
{
    g_autoptr(GBytes) block = pst_file_load_block(data->file, id);
    gsize length = 0;
    const guint8 *bytes = block != NULL ? g_bytes_get_data(block, &length) : NULL;
    if (length < LIST_HEAD || bytes[0] != DATA_LIST || bytes[1] == 0 || bytes[1] > levels) {
        pst_file_note_damage(data->file, "a list of blocks");
        return;
    }
    gsize unit = pst_file_get_id_bytes(data->file);
    gsize n_entries = count_entries(data->file, bytes, length, LIST_HEAD, unit);
    guint64 most = MIN((guint64)MAX_BLOCKS, pst_file_get_size(data->file) / 64 + 1);
    for (gsize i = 0; i < n_entries; i++) {
        guint64 inner = pst_file_get_id(data->file, bytes + LIST_HEAD + i * unit);
        if (data->blocks->len >= most) {
            pst_file_note_damage(data->file, "a list of more blocks than there are");
            return;
        }
        if (bytes[1] > 1) {
            add_list(data, inner, levels - 1);
        } else {
            g_array_append_val(data->blocks, inner);
        }
    }
    if (levels == 2) {
        data->size = ole_get_u32(bytes + 4);
    }
}

PstData *pst_data_open(PstFile *file, guint64 id)
{
    PstData *data = g_new0(PstData, 1);
    data->file = file;
    data->blocks = g_array_new(FALSE, FALSE, sizeof(guint64));
    if (pst_file_is_list(id)) {
        add_list(data, id, 2);
    } else if (id != 0) {
        g_array_append_val(data->blocks, id);
    }
    return data;
}

void pst_data_close(PstData *data)
{
    if (data != NULL) {
        g_array_unref(data->blocks);
        g_free(data);
    }
}

guint pst_data_count_blocks(const PstData *data)
{
    return data->blocks->len;
}

GBytes *pst_data_load_block(PstData *data, guint index)
{
    return index < data->blocks->len
               ? pst_file_load_block(data->file, g_array_index(data->blocks, guint64, index))
               : NULL;
}

GBytes *pst_data_load(PstData *data, gsize limit, gboolean *is_whole)
{
    gboolean all = TRUE;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    for (guint i = 0; i < data->blocks->len; i++) {
        g_autoptr(GBytes) block = pst_data_load_block(data, i);
        gsize length = 0;
        const guint8 *own = block != NULL ? g_bytes_get_data(block, &length) : NULL;
        gsize taken = MIN(length, limit - bytes->len);
        g_byte_array_append(bytes, own, (guint)taken);
        all = all && block != NULL && taken == length;
        if (taken < length) {
            break;
        }
    }
    if (is_whole != NULL) {
        *is_whole = all && bytes->len >= data->size;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

/* --- as a member --- */

typedef struct {
    PstData *data;
    GBytes *block; /* being given; NULL at first */
    guint index;   /* of the next */
    gsize given;   /* of the block */
} Reading;

static void reading_clear(Reading *reading)
{
    g_clear_pointer(&reading->block, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

/* FALSE with error set when the next block is damaged. */
static gboolean go_on(Reading *reading, GError **error)
{
    reading_clear(reading);
    reading->given = 0;
    reading->block = pst_data_load_block(reading->data, reading->index++);
    if (reading->block == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, "damaged: a block of it is lost");
    }
    return reading->block != NULL;
}

static gssize read_data(gpointer data, void *buffer, gsize length, GError **error)
{
    Reading *reading = data;
    Extraction *extraction = pst_file_get_item(reading->data->file)->extraction;
    while (reading->block == NULL || reading->given == g_bytes_get_size(reading->block)) {
        if (reading->index >= reading->data->blocks->len) {
            return 0;
        }
        if (!go_on(reading, error)) {
            return -1;
        }
    }
    gsize held = 0;
    const guint8 *bytes = g_bytes_get_data(reading->block, &held);
    gsize taken = MIN(length, held - reading->given);
    memcpy(buffer, bytes + reading->given, taken);
    reading->given += taken;
    if (!extraction_count_bytes(extraction, taken)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, "%s", extraction->limit);
        return -1;
    }
    return (gssize)taken;
}

void pst_data_read_member(PstData *data, const char *name)
{
    Item *item = pst_file_get_item(data->file);
    if (!item_may_add_member(item)) {
        return;
    }
    g_auto(Reading) reading = {.data = data};
    g_autoptr(Source)
        source = source_new(read_data, &reading, data->size > 0 ? (gint64)data->size : -1,
                            item->extraction->options->digests);
    item_read_member(item, name, source);
}

/* --- nodes within --- */

static void add_inner(PstFile *file, GArray *nodes, guint64 id, guint levels)
{
    g_autoptr(GBytes) block = pst_file_load_block(file, id);
    gsize length = 0;
    const guint8 *bytes = block != NULL ? g_bytes_get_data(block, &length) : NULL;
    if (length < LIST_HEAD || bytes[0] != INNER_LIST || bytes[1] > levels) {
        pst_file_note_damage(file, "a list of what is within a message");
        return;
    }
    gsize unit = pst_file_get_id_bytes(file);
    gsize entry_bytes = bytes[1] > 0 ? 2 * unit : 3 * unit;
    /* Padded in front of ids of 8 bytes. */
    gsize n_entries = count_entries(file, bytes, length, unit, entry_bytes);
    for (gsize i = 0; i < n_entries; i++) {
        const guint8 *entry = bytes + unit + i * entry_bytes;
        if (nodes->len >= MAX_INNER) {
            pst_file_note_damage(file, "more within a message than is read");
            return;
        }
        if (bytes[1] > 0) {
            add_inner(file, nodes, pst_file_get_id(file, entry + unit), bytes[1] - 1U);
            continue;
        }
        const PstNode node = {.id = ole_get_u32(entry),
                              .data = pst_file_get_id(file, entry + unit),
                              .inner = pst_file_get_id(file, entry + 2 * unit)};
        g_array_append_val(nodes, node);
    }
}

GArray *pst_data_list_inner(PstFile *file, guint64 id)
{
    GArray *nodes = g_array_new(FALSE, FALSE, sizeof(PstNode));
    if (id != 0) {
        add_inner(file, nodes, id, 1);
    }
    return nodes;
}
