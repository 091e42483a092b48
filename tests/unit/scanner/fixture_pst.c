#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_ole.h"
#include "tests/unit/scanner/fixture_pst_blocks.h"

enum { TOP_FOLDER = 0x8022, FIRST_PAGE = 0x400 };

struct FixtureProperties {
    FixturePst *pst;
    GArray *records;   /* of FixtureEntry: 8 bytes of each are used */
    GPtrArray *values; /* of GBytes; the first two are the tree's */
    GArray *inner;     /* of PstNode */
};

/* --- heaps --- */

static guint64 add_heap(FixturePst *pst, guint mark, const GPtrArray *values)
{
    g_autoptr(GByteArray) heap = g_byte_array_new();
    g_autoptr(GByteArray) list = g_byte_array_new();
    fixture_pst_pad(heap, 2);
    fixture_pst_put_number(heap, 0xec, 1);
    fixture_pst_put_number(heap, mark, 1);
    fixture_pst_put_number(heap, 1 << 5, 4);
    fixture_pst_pad(heap, 12);
    fixture_pst_put_number(list, values->len, 2);
    fixture_pst_put_number(list, 0, 2);
    fixture_pst_put_number(list, heap->len, 2);
    for (guint i = 0; i < values->len; i++) {
        gsize length = 0;
        const guint8 *bytes = g_bytes_get_data(values->pdata[i], &length);
        g_byte_array_append(heap, bytes, (guint)length);
        fixture_pst_put_number(list, heap->len, 2);
    }
    fixture_pst_pad(heap, heap->len + heap->len % 2);
    fixture_pst_set_number(heap->data, heap->len, 2);
    g_byte_array_append(heap, list->data, list->len);
    assert_true(heap->len <= fixture_pst_layouts[pst->kind].most);
    return fixture_pst_add_block(pst, heap->data, heap->len, FALSE);
}

/* The reference to a value that is added. */
static guint32 add_value(GPtrArray *values, const void *bytes, gsize length)
{
    g_ptr_array_add(values, g_bytes_new(bytes, length));
    return values->len << 5;
}

static GPtrArray *new_values(guint n_first)
{
    GPtrArray *values = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (guint i = 0; i < n_first; i++) {
        add_value(values, "", 0);
    }
    return values;
}

static void set_value(GPtrArray *values, guint index, const GByteArray *bytes)
{
    g_bytes_unref(values->pdata[index]);
    values->pdata[index] = g_bytes_new(bytes->data, bytes->len);
}

FixtureProperties *fixture_properties_new(FixturePst *pst)
{
    FixtureProperties *properties = g_new0(FixtureProperties, 1);
    properties->pst = pst;
    properties->records = g_array_new(FALSE, FALSE, sizeof(FixtureEntry));
    properties->values = new_values(2);
    properties->inner = g_array_new(FALSE, FALSE, sizeof(PstNode));
    return properties;
}

static void add_record(FixtureProperties *properties, guint32 tag, guint32 value)
{
    FixtureEntry record = {.key = tag >> 16};
    fixture_pst_set_number(record.bytes, tag >> 16, 2);
    fixture_pst_set_number(record.bytes + 2, tag & 0xffff, 2);
    fixture_pst_set_number(record.bytes + 4, value, 4);
    g_array_append_val(properties->records, record);
}

void fixture_properties_add_inner(FixtureProperties *properties, guint32 id, const PstNode *node)
{
    const PstNode inner = {.id = id, .data = node->data, .inner = node->inner};
    g_array_append_val(properties->inner, inner);
}

void fixture_properties_put_bytes(FixtureProperties *properties, guint32 tag, const void *bytes,
                                  gsize length)
{
    enum { MOST_IN_HEAP = 3580 };
    if (length <= MOST_IN_HEAP) {
        add_record(properties, tag, add_value(properties->values, bytes, length));
        return;
    }
    FixturePst *pst = properties->pst;
    const PstNode node = {.data = fixture_pst_add_data(pst, bytes, length, 0, FALSE)};
    fixture_properties_put_node(properties, tag, pst->next_inner << 5 | 0x1f, &node);
    pst->next_inner++;
}

void fixture_properties_put_node(FixtureProperties *properties, guint32 tag, guint32 id,
                                 const PstNode *node)
{
    guint8 object[8] = {0};
    fixture_pst_set_number(object, id, 4);
    gboolean is_object = (tag & 0xffff) == 0x000d;
    add_record(properties, tag,
               is_object ? add_value(properties->values, object, sizeof object) : id);
    fixture_properties_add_inner(properties, id, node);
}

void fixture_properties_put_text(FixtureProperties *properties, guint16 id, const char *text)
{
    gboolean is_ansi = properties->pst->kind == FIXTURE_PST_ANSI;
    gsize length = 0;
    g_autofree char *bytes = fixture_convert(is_ansi ? "CP932" : "UTF-16LE", text, &length);
    fixture_properties_put_bytes(properties, (guint32)id << 16 | (is_ansi ? 0x1e : 0x1f), bytes,
                                 length);
}

void fixture_properties_put_number(FixtureProperties *properties, guint32 tag, guint64 value)
{
    guint8 bytes[8];
    guint type = tag & 0xffff;
    fixture_pst_set_number(bytes, value, 8);
    gboolean is_long = type == 0x40 || type == 0x14;
    add_record(properties, tag, is_long ? add_value(properties->values, bytes, 8) : (guint32)value);
}

static gint compare_nodes(gconstpointer one, gconstpointer other)
{
    guint32 a = ((const PstNode *)one)->id;
    guint32 b = ((const PstNode *)other)->id;
    return (a > b) - (a < b);
}

static guint64 add_inner_list(FixturePst *pst, GArray *nodes)
{
    g_autoptr(GByteArray) list = g_byte_array_new();
    gsize unit = fixture_pst_layouts[pst->kind].unit;
    if (nodes->len == 0) {
        return 0;
    }
    g_array_sort(nodes, compare_nodes);
    fixture_pst_put_number(list, 2, 1);
    fixture_pst_put_number(list, 0, 1);
    fixture_pst_put_number(list, nodes->len, 2);
    fixture_pst_pad(list, unit);
    for (guint i = 0; i < nodes->len; i++) {
        const PstNode *node = &g_array_index(nodes, PstNode, i);
        fixture_pst_put_number(list, node->id, unit);
        fixture_pst_put_number(list, node->data, unit);
        fixture_pst_put_number(list, node->inner, unit);
    }
    return fixture_pst_add_block(pst, list->data, list->len, TRUE);
}

static void set_tree(GPtrArray *values, guint index, gsize key, gsize data,
                     const GByteArray *records)
{
    g_autoptr(GByteArray) head = g_byte_array_new();
    fixture_pst_put_number(head, 0xb5, 1);
    fixture_pst_put_number(head, key, 1);
    fixture_pst_put_number(head, data, 1);
    fixture_pst_put_number(head, 0, 1);
    fixture_pst_put_number(head, records->len > 0 ? (index + 2) << 5 : 0, 4);
    set_value(values, index, head);
    set_value(values, index + 1, records);
}

PstNode fixture_properties_end(FixtureProperties *properties)
{
    FixturePst *pst = properties->pst;
    g_autoptr(GByteArray) records = g_byte_array_new();
    g_array_sort(properties->records, fixture_compare_entries);
    for (guint i = 0; i < properties->records->len; i++) {
        g_byte_array_append(records, g_array_index(properties->records, FixtureEntry, i).bytes, 8);
    }
    set_tree(properties->values, 0, 2, 6, records);
    const PstNode node = {.data = add_heap(pst, 0xbc, properties->values),
                          .inner = add_inner_list(pst, properties->inner)};
    g_array_unref(properties->records);
    g_ptr_array_unref(properties->values);
    g_array_unref(properties->inner);
    g_free(properties);
    return node;
}

/* --- tables --- */

static void add_column(GByteArray *table, guint32 tag, guint at, guint width, guint bit)
{
    fixture_pst_put_number(table, tag, 4);
    fixture_pst_put_number(table, at, 2);
    fixture_pst_put_number(table, width, 1);
    fixture_pst_put_number(table, bit, 1);
}

PstNode fixture_pst_add_recipients(FixturePst *pst, const char *const *names)
{
    enum { COLUMNS = 4, ROW_BYTES = 17 };
    gboolean is_ansi = pst->kind == FIXTURE_PST_ANSI;
    guint32 type = is_ansi ? 0x1e : 0x1f;
    g_autoptr(GPtrArray) values = new_values(4);
    g_autoptr(GByteArray) table = g_byte_array_new();
    g_autoptr(GByteArray) index = g_byte_array_new();
    g_autoptr(GByteArray) rows = g_byte_array_new();
    fixture_pst_put_number(table, 0x7c, 1);
    fixture_pst_put_number(table, COLUMNS, 1);
    const guint ends[] = {16, 16, 16, ROW_BYTES};
    for (guint i = 0; i < 4; i++) {
        fixture_pst_put_number(table, ends[i], 2);
    }
    fixture_pst_put_number(table, 2 << 5, 4);
    fixture_pst_put_number(table, 4 << 5, 4);
    fixture_pst_put_number(table, 0, 4);
    add_column(table, 0x30010000 | type, 8, 4, 2);
    add_column(table, 0x39fe0000 | type, 12, 4, 3);
    add_column(table, 0x67f20003, 0, 4, 0);
    add_column(table, 0x67f30003, 4, 4, 1);
    for (gsize row = 0; names[2 * row] != NULL; row++) {
        fixture_pst_put_number(index, row + 1, 4);
        fixture_pst_put_number(index, row, is_ansi ? 2 : 4);
        fixture_pst_put_number(rows, row + 1, 4);
        fixture_pst_put_number(rows, 0, 4);
        for (gsize i = 0; i < 2; i++) {
            gsize length = 0;
            g_autofree char *text = fixture_convert(is_ansi ? "CP932" : "UTF-16LE",
                                                    names[2 * row + i], &length);
            fixture_pst_put_number(rows, add_value(values, text, length), 4);
        }
        fixture_pst_put_number(rows, 0xf0, 1);
    }
    set_value(values, 0, table);
    set_tree(values, 1, 4, is_ansi ? 2 : 4, index);
    set_value(values, 3, rows);
    return (PstNode){.data = add_heap(pst, 0x7c, values)};
}

/* --- nodes --- */

static void add_node(FixturePst *pst, guint32 id, const PstNode *node, guint32 parent)
{
    FixtureEntry entry = {.key = id};
    gsize unit = fixture_pst_layouts[pst->kind].unit;
    fixture_pst_set_number(entry.bytes, id, unit);
    fixture_pst_set_number(entry.bytes + unit, node->data, unit);
    fixture_pst_set_number(entry.bytes + 2 * unit, node->inner, unit);
    fixture_pst_set_number(entry.bytes + 3 * unit, parent, 4);
    g_array_append_val(pst->nodes, entry);
}

static void add_named(FixturePst *pst, guint32 id, const char *name, guint32 parent)
{
    FixtureProperties *properties = fixture_properties_new(pst);
    fixture_properties_put_text(properties, 0x3001, name);
    fixture_properties_put_number(properties, 0x36020003, 1);
    fixture_properties_put_number(properties, 0x360a000b, 1);
    fixture_properties_put_text(properties, 0x3613, "IPF.Note");
    const PstNode node = fixture_properties_end(properties);
    add_node(pst, id, &node, parent);
}

guint32 fixture_pst_add_folder(FixturePst *pst, guint32 parent, const char *name)
{
    guint32 id = pst->next_folder;
    pst->next_folder += 0x20;
    add_named(pst, id, name, parent == 0 ? PST_ROOT_FOLDER : parent);
    return id;
}

guint32 fixture_pst_add_message(FixturePst *pst, guint32 parent, FixtureProperties *properties)
{
    guint32 id = pst->next_message;
    pst->next_message += 0x20;
    const PstNode node = fixture_properties_end(properties);
    add_node(pst, id, &node, parent);
    return id;
}

void fixture_pst_add_names(FixturePst *pst, const guint32 *numbers, guint count)
{
    g_autoptr(GByteArray) entries = g_byte_array_new();
    for (guint i = 0; i < count; i++) {
        fixture_pst_put_number(entries, numbers[i], 4);
        fixture_pst_put_number(entries, 6, 2);
        fixture_pst_put_number(entries, i, 2);
    }
    FixtureProperties *properties = fixture_properties_new(pst);
    fixture_properties_put_number(properties, 0x00010003, 251);
    fixture_properties_put_bytes(properties, 0x00020102, "0123456789abcdef", 16);
    fixture_properties_put_bytes(properties, 0x00030102, entries->data, entries->len);
    fixture_properties_put_bytes(properties, 0x00040102, "", 0);
    const PstNode node = fixture_properties_end(properties);
    add_node(pst, PST_NAMES_NODE, &node, 0);
}

/* The entry of the outermost folder that people see is what other programs begin at. */
static void add_store(FixturePst *pst)
{
    guint8 entry[24] = {0};
    fixture_pst_set_number(entry + 20, TOP_FOLDER, 4);
    FixtureProperties *properties = fixture_properties_new(pst);
    fixture_properties_put_text(properties, 0x3001, "保管");
    fixture_properties_put_bytes(properties, 0x0ff90102, "0123456789abcdef", 16);
    fixture_properties_put_bytes(properties, 0x35e00102, entry, sizeof entry);
    fixture_properties_put_number(properties, 0x35df0003, 0x89);
    const PstNode node = fixture_properties_end(properties);
    add_node(pst, PST_STORE_NODE, &node, 0);
    add_named(pst, PST_ROOT_FOLDER, "root", PST_ROOT_FOLDER);
}

FixturePst *fixture_pst_new(FixturePstKind kind, guint method)
{
    FixturePst *pst = g_new0(FixturePst, 1);
    pst->kind = kind;
    pst->method = method;
    pst->file = g_byte_array_new();
    fixture_pst_pad(pst->file, MAX((gsize)FIRST_PAGE, fixture_pst_layouts[kind].page));
    pst->nodes = g_array_new(FALSE, FALSE, sizeof(FixtureEntry));
    pst->blocks = g_array_new(FALSE, FALSE, sizeof(FixtureEntry));
    pst->next_block = 4;
    pst->next_folder = TOP_FOLDER;
    pst->next_message = 0x200024;
    pst->next_inner = 0x400;
    add_store(pst);
    return pst;
}
