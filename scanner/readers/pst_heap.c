#include "scanner/readers/pst_heap.h"

#include "scanner/readers/ole.h"

enum {
    HEAP_MARK = 0xEC,
    PROPERTIES_MARK = 0xBC,
    TABLE_MARK = 0x7C,
    TREE_MARK = 0xB5,
    HEAD_BYTES = 12,
    TREE_HEAD = 8,
    MAX_LEVEL = 8,
    MAX_RECORDS = 1 << 16, /* properties of one object */
    MAX_ROWS = 1 << 20,
    HELD_BYTES = 4 << 20,
    ROWS_BYTES = 8 << 20, /* of a table within its heap */
};

struct PstHeap {
    PstFile *file;
    PstData *data;
    GPtrArray *blocks; /* of GBytes, as they were needed; NULL for the others */
    gsize held_bytes;
    GArray *inner;
    guint8 mark;
    guint32 root;
};

static void free_block(gpointer block)
{
    if (block != NULL) {
        g_bytes_unref(block);
    }
}

static void drop_blocks(PstHeap *heap)
{
    guint n_blocks = pst_data_count_blocks(heap->data);
    g_ptr_array_set_size(heap->blocks, 0);
    g_ptr_array_set_size(heap->blocks, (gint)n_blocks);
    heap->held_bytes = 0;
}

static GBytes *get_block(PstHeap *heap, guint index)
{
    if (index >= heap->blocks->len) {
        return NULL;
    }
    if (heap->blocks->pdata[index] == NULL) {
        if (heap->held_bytes > HELD_BYTES) {
            drop_blocks(heap);
        }
        GBytes *block = pst_data_load_block(heap->data, index);
        heap->blocks->pdata[index] = block;
        heap->held_bytes += block != NULL ? g_bytes_get_size(block) : 0;
    }
    return heap->blocks->pdata[index];
}

PstHeap *pst_heap_open(PstFile *file, const PstNode *node)
{
    g_autoptr(PstHeap) heap = g_new0(PstHeap, 1);
    heap->file = file;
    heap->data = pst_data_open(file, node->data);
    heap->blocks = g_ptr_array_new_with_free_func(free_block);
    drop_blocks(heap);
    gsize length = 0;
    GBytes *first = get_block(heap, 0);
    const guint8 *bytes = first != NULL ? g_bytes_get_data(first, &length) : NULL;
    if (length < HEAD_BYTES || bytes[2] != HEAP_MARK) {
        return NULL;
    }
    heap->mark = bytes[3];
    heap->root = ole_get_u32(bytes + 4);
    heap->inner = pst_data_list_inner(file, node->inner);
    return g_steal_pointer(&heap);
}

void pst_heap_close(PstHeap *heap)
{
    if (heap != NULL) {
        pst_data_close(heap->data);
        g_ptr_array_unref(heap->blocks);
        g_clear_pointer(&heap->inner, g_array_unref);
        g_free(heap);
    }
}

const GArray *pst_heap_get_inner(const PstHeap *heap)
{
    return heap->inner;
}

const PstNode *pst_heap_find_inner(const PstHeap *heap, guint32 id)
{
    for (guint i = 0; i < heap->inner->len; i++) {
        const PstNode *node = &g_array_index(heap->inner, PstNode, i);
        if (node->id == id) {
            return node;
        }
    }
    return NULL;
}

/* --- values --- */

/* MS-PST 2.3.1: a list at the block's end has where the values begin and end. */
static GBytes *load_item(PstHeap *heap, guint32 reference)
{
    guint bits = pst_file_get_heap_bits(heap->file);
    guint index = (reference & ((1U << bits) - 1)) >> 5;
    GBytes *block = get_block(heap, reference >> bits);
    gsize length = 0;
    const guint8 *bytes = block != NULL ? g_bytes_get_data(block, &length) : NULL;
    if (index == 0 || length < 6) {
        return NULL;
    }
    gsize list = ole_get_u16(bytes);
    gsize at = list + 4 + (gsize)(index - 1) * 2;
    if (at + 4 > length || index > ole_get_u16(bytes + list)) {
        return NULL;
    }
    gsize start = ole_get_u16(bytes + at);
    gsize end = ole_get_u16(bytes + at + 2);
    return start <= end && end <= length ? g_bytes_new_from_bytes(block, start, end - start) : NULL;
}

GBytes *pst_heap_load(PstHeap *heap, guint64 reference, gsize limit, gboolean *is_whole)
{
    gboolean all = FALSE;
    GBytes *value = NULL;
    guint32 place = (guint32)reference;
    if (place == 0) {
        all = TRUE;
        value = g_bytes_new(NULL, 0);
    } else if ((place & PST_KIND_MASK) == 0) {
        g_autoptr(GBytes) whole = load_item(heap, place);
        gsize size = whole != NULL ? g_bytes_get_size(whole) : 0;
        all = whole != NULL && size <= limit;
        value = whole != NULL ? g_bytes_new_from_bytes(whole, 0, MIN(size, limit)) : NULL;
    } else {
        const PstNode *node = pst_heap_find_inner(heap, place);
        g_autoptr(PstData) data = pst_data_open(heap->file, node != NULL ? node->data : 0);
        value = node != NULL ? pst_data_load(data, limit, &all) : NULL;
    }
    if (value == NULL) {
        pst_file_note_damage(heap->file, "a value is lost");
    }
    if (is_whole != NULL) {
        *is_whole = all;
    }
    return value;
}

/* --- trees of records (MS-PST 2.3.2) --- */

typedef struct {
    PstHeap *heap;
    gsize key_bytes, value_bytes;
    guint items_left;
    GArray *properties;
} TreeWalk;

/* Numbers of up to 4 bytes have their values here, wider ones a reference. */
static gboolean is_short(guint16 type)
{
    return type == 0x02 || type == 0x03 || type == 0x04 || type == 0x0A || type == 0x0B;
}

static gboolean is_long(guint16 type)
{
    return type == 0x05 || type == 0x06 || type == 0x07 || type == 0x14 || type == 0x40;
}

static void add_property(TreeWalk *walk, const guint8 *record)
{
    guint16 type = ole_get_u16(record + 2);
    PstProperty property = {(guint32)ole_get_u16(record) << 16 | type, is_short(type),
                            ole_get_u32(record + 4)};
    if (is_long(type)) {
        g_autoptr(GBytes) value = pst_heap_load(walk->heap, property.value, 8, NULL);
        if (value == NULL || g_bytes_get_size(value) < 8) {
            return;
        }
        property.value = ole_get_u64(g_bytes_get_data(value, NULL));
        property.is_fixed = TRUE;
    }
    g_array_append_val(walk->properties, property);
}

static void walk_tree(TreeWalk *walk, guint32 reference, guint level)
{
    if (reference == 0) {
        return;
    }
    g_autoptr(GBytes) item = walk->items_left > 0 ? load_item(walk->heap, reference) : NULL;
    gsize length = 0;
    const guint8 *bytes = item != NULL ? g_bytes_get_data(item, &length) : NULL;
    if (item == NULL) {
        pst_file_note_damage(walk->heap->file, "properties are lost");
        return;
    }
    walk->items_left--;
    gsize unit = walk->key_bytes + (level > 0 ? 4 : walk->value_bytes);
    for (gsize at = 0; at + unit <= length; at += unit) {
        if (walk->properties->len >= MAX_RECORDS) {
            pst_file_note_limit(walk->heap->file, "properties of one object");
            return;
        }
        if (level > 0) {
            walk_tree(walk, ole_get_u32(bytes + at + walk->key_bytes), level - 1);
        } else {
            add_property(walk, bytes + at);
        }
    }
}

GArray *pst_heap_list_properties(PstHeap *heap)
{
    GArray *properties = g_array_new(FALSE, FALSE, sizeof(PstProperty));
    g_autoptr(GBytes) root = heap->mark == PROPERTIES_MARK ? load_item(heap, heap->root) : NULL;
    gsize length = 0;
    const guint8 *head = root != NULL ? g_bytes_get_data(root, &length) : NULL;
    if (length < TREE_HEAD || head[0] != TREE_MARK || head[1] != 2 || head[2] != 6 ||
        head[3] > MAX_LEVEL) {
        pst_file_note_damage(heap->file, "properties are lost");
        return properties;
    }
    TreeWalk walk = {heap, head[1], head[2], MAX_RECORDS, properties};
    walk_tree(&walk, ole_get_u32(head + 4), head[3]);
    return properties;
}

const PstProperty *pst_property_find(const GArray *properties, guint16 id)
{
    for (guint i = 0; i < properties->len; i++) {
        const PstProperty *property = &g_array_index(properties, PstProperty, i);
        if (property->tag >> 16 == id) {
            return property;
        }
    }
    return NULL;
}

/* --- tables (MS-PST 2.3.4) --- */

enum { TABLE_HEAD = 22, COLUMN_BYTES = 8 };

typedef struct {
    PstHeap *heap;
    const guint8 *columns;
    gsize n_columns, row_bytes, marks_at;
    PstVisitRow visit;
    gpointer data;
    guint rows_left;
} Table;

static void add_cell(const Table *table, const guint8 *column, const guint8 *row, GArray *cells)
{
    guint32 tag = ole_get_u32(column);
    gsize at = ole_get_u16(column + 4);
    gsize width = column[6];
    gsize mark = table->marks_at + column[7] / 8;
    guint64 value = 0;
    if (at + width > table->row_bytes || mark >= table->row_bytes || width > 8 || width == 0) {
        pst_file_note_damage(table->heap->file, "a column of a table is lost");
        return;
    }
    for (gsize i = width; i > 0; i--) {
        value = value << 8 | row[at + i - 1];
    }
    guint16 type = (guint16)tag;
    const PstProperty cell = {tag, is_short(type) || is_long(type), value};
    if ((row[mark] & 0x80 >> column[7] % 8) != 0 && (cell.is_fixed || width == 4)) {
        g_array_append_val(cells, cell);
    }
}

/* Rows do not go on in the next block. FALSE when no more are wanted. */
static gboolean give_rows(Table *table, GBytes *block)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(block, &length);
    for (gsize at = 0; at + table->row_bytes <= length; at += table->row_bytes) {
        g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(PstProperty));
        for (gsize i = 0; i < table->n_columns; i++) {
            add_cell(table, table->columns + i * COLUMN_BYTES, bytes + at, cells);
        }
        if (table->rows_left == 0) {
            pst_file_note_limit(table->heap->file, "rows of a table");
            return FALSE;
        }
        if (!table->visit(table->data, table->heap, cells)) {
            return FALSE;
        }
        table->rows_left--;
    }
    return TRUE;
}

static void give_table(Table *table, guint32 rows)
{
    PstHeap *heap = table->heap;
    if (rows == 0) {
        return;
    }
    if ((rows & PST_KIND_MASK) == 0) {
        g_autoptr(GBytes) all = pst_heap_load(heap, rows, ROWS_BYTES, NULL);
        if (all != NULL) {
            give_rows(table, all);
        }
        return;
    }
    const PstNode *node = pst_heap_find_inner(heap, rows);
    if (node == NULL) {
        pst_file_note_damage(heap->file, "the rows of a table are lost");
        return;
    }
    g_autoptr(PstData) data = pst_data_open(heap->file, node->data);
    gboolean goes_on = TRUE;
    for (guint i = 0; i < pst_data_count_blocks(data) && goes_on; i++) {
        g_autoptr(GBytes) block = pst_data_load_block(data, i);
        goes_on = block == NULL || give_rows(table, block);
    }
}

void pst_heap_each_row(PstHeap *heap, PstVisitRow visit, gpointer data)
{
    g_autoptr(GBytes) root = heap->mark == TABLE_MARK ? load_item(heap, heap->root) : NULL;
    gsize length = 0;
    const guint8 *head = root != NULL ? g_bytes_get_data(root, &length) : NULL;
    if (length < TABLE_HEAD || head[0] != TABLE_MARK ||
        head[1] > (length - TABLE_HEAD) / COLUMN_BYTES) {
        pst_file_note_damage(heap->file, "a table is lost");
        return;
    }
    Table table = {
        .heap = heap,
        .columns = head + TABLE_HEAD,
        .n_columns = head[1],
        .marks_at = ole_get_u16(head + 6),
        .row_bytes = ole_get_u16(head + 8),
        .visit = visit,
        .data = data,
        .rows_left = MAX_ROWS,
    };
    guint32 rows = ole_get_u32(head + 14);
    if (table.row_bytes > 0) {
        give_table(&table, rows);
    } else if (rows != 0) {
        pst_file_note_damage(heap->file, "a table is lost");
    }
}
