#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <zlib.h>

#include "tests/unit/scanner/fixture_pst_blocks.h"

enum { NODE_PAGE = 0x81, BLOCK_PAGE = 0x80 };

const FixturePstLayout fixture_pst_layouts[] = {
    {14, 4, 512, 496, 1, 64, 12, 8180, 16},
    {23, 8, 512, 488, 1, 64, 16, 8176, 16},
    {36, 8, 4096, 4056, 2, 512, 24, 65512, 19},
};

void fixture_pst_set_number(guint8 *at, guint64 value, gsize width)
{
    for (gsize i = 0; i < width; i++) {
        at[i] = (guint8)(value >> (8 * i));
    }
}

void fixture_pst_put_number(GByteArray *bytes, guint64 value, gsize width)
{
    guint8 number[8];
    fixture_pst_set_number(number, value, width);
    g_byte_array_append(bytes, number, (guint)width);
}

void fixture_pst_pad(GByteArray *bytes, gsize length)
{
    gsize before = bytes->len;
    g_byte_array_set_size(bytes, (guint)length);
    memset(bytes->data + before, 0, length - before);
}

static guint32 get_crc(const guint8 *bytes, gsize length)
{
    return (guint32)crc32(0xffffffff, bytes, (uInt)length) ^ 0xffffffff;
}

static guint16 get_signature(guint64 offset, guint64 id)
{
    guint32 both = (guint32)(offset ^ id);
    return (guint16)(both >> 16 ^ both);
}

/* --- blocks --- */

/* The sum and the id stand in another order in ANSI stores. */
static void put_sum_and_id(const FixturePst *pst, guint8 *at, guint32 sum, guint64 id)
{
    gboolean is_ansi = pst->kind == FIXTURE_PST_ANSI;
    fixture_pst_set_number(at + (is_ansi ? 4 : 0), sum, 4);
    fixture_pst_set_number(at + (is_ansi ? 0 : 4), id, fixture_pst_layouts[pst->kind].unit);
}

static void encode(const FixturePst *pst, guint64 id, guint8 *bytes, gsize length)
{
    guint8 backward[256];
    guint8 forward[256];
    for (guint i = 0; i < 256; i++) {
        backward[i] = (guint8)i;
    }
    if (pst->method != PST_PERMUTED) {
        pst_cipher_decode(pst->method, (guint32)id, bytes, length); /* the same both ways */
        return;
    }
    pst_cipher_decode(PST_PERMUTED, 0, backward, sizeof backward);
    for (guint i = 0; i < 256; i++) {
        forward[backward[i]] = (guint8)i;
    }
    for (gsize i = 0; i < length; i++) {
        bytes[i] = forward[bytes[i]];
    }
}

guint64 fixture_pst_add_block(FixturePst *pst, const void *bytes, gsize length, gboolean is_list)
{
    guint64 id = pst->next_block | (is_list ? 2 : 0);
    gsize offset = pst->file->len;
    uLongf size = compressBound(length);
    g_autofree guint8 *held = g_malloc0(MAX(size, length));
    memcpy(held, bytes, length);
    if (!is_list) {
        encode(pst, id, held, length);
    }
    if (pst->kind == FIXTURE_PST_LARGE && !is_list) {
        g_autofree guint8 *plain = g_memdup2(held, length);
        assert_int_equal(compress(held, &size, plain, length), Z_OK);
        if (size >= length) {
            memcpy(held, plain, length);
        }
    }
    size = pst->kind == FIXTURE_PST_LARGE && !is_list ? MIN(size, length) : length;
    gsize align = fixture_pst_layouts[pst->kind].align;
    gsize whole = (size + fixture_pst_layouts[pst->kind].trailer + align - 1) / align * align;
    g_byte_array_append(pst->file, held, (guint)size);
    fixture_pst_pad(pst->file, offset + whole);
    guint8 *trailer = pst->file->data + offset + whole - fixture_pst_layouts[pst->kind].trailer;
    fixture_pst_set_number(trailer, size, 2);
    fixture_pst_set_number(trailer + 2, get_signature(offset, id), 2);
    put_sum_and_id(pst, trailer + 4, get_crc(held, size), id);
    FixtureEntry entry = {.key = id};
    gsize unit = fixture_pst_layouts[pst->kind].unit;
    fixture_pst_set_number(entry.bytes, id, unit);
    fixture_pst_set_number(entry.bytes + unit, offset, unit);
    fixture_pst_set_number(entry.bytes + 2 * unit, size, 2);
    fixture_pst_set_number(entry.bytes + 2 * unit + 2, pst->kind == FIXTURE_PST_LARGE ? length : 2,
                           2);
    g_array_append_val(pst->blocks, entry);
    pst->next_block += 4;
    pst->last_block = offset;
    return id;
}

gsize fixture_pst_get_last_block(const FixturePst *pst)
{
    return pst->last_block;
}

static guint64 add_list(FixturePst *pst, guint level, const guint64 *ids, gsize n_ids, gsize size)
{
    g_autoptr(GByteArray) list = g_byte_array_new();
    fixture_pst_put_number(list, 1, 1);
    fixture_pst_put_number(list, level, 1);
    fixture_pst_put_number(list, n_ids, 2);
    fixture_pst_put_number(list, size, 4);
    for (gsize i = 0; i < n_ids; i++) {
        fixture_pst_put_number(list, ids[i], fixture_pst_layouts[pst->kind].unit);
    }
    return fixture_pst_add_block(pst, list->data, list->len, TRUE);
}

guint64 fixture_pst_add_data(FixturePst *pst, const void *bytes, gsize length, gsize piece,
                             gboolean with_lists)
{
    gsize most = piece > 0 ? piece : fixture_pst_layouts[pst->kind].most;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (gsize at = 0; at < length || at == 0; at += most) {
        guint64 id = fixture_pst_add_block(pst, (const guint8 *)bytes + at, MIN(most, length - at),
                                           FALSE);
        g_array_append_val(ids, id);
    }
    const guint64 *first = (const guint64 *)(gpointer)ids->data;
    if (ids->len == 1) {
        return *first;
    }
    gsize per_list = with_lists ? (ids->len + 1) / 2 : ids->len;
    per_list = MIN(per_list, (gsize)1000);
    if (per_list == ids->len) {
        return add_list(pst, 1, first, ids->len, length);
    }
    g_autoptr(GArray) lists = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (gsize at = 0; at < ids->len; at += per_list) {
        gsize count = MIN(per_list, ids->len - at);
        guint64 id = add_list(pst, 1, first + at, count, MIN(count * most, length - at * most));
        g_array_append_val(lists, id);
    }
    return add_list(pst, 2, (const guint64 *)(gpointer)lists->data, lists->len, length);
}

/* --- pages --- */

gint fixture_compare_entries(gconstpointer one, gconstpointer other)
{
    guint64 a = ((const FixtureEntry *)one)->key;
    guint64 b = ((const FixtureEntry *)other)->key;
    return (a > b) - (a < b);
}

static void add_page(FixturePst *pst, guint kind, guint level, gsize width,
                     const FixtureEntry *entries, gsize count)
{
    gsize offset = pst->file->len;
    gsize most = fixture_pst_layouts[pst->kind].entries;
    gsize counts = fixture_pst_layouts[pst->kind].counts;
    fixture_pst_pad(pst->file, offset + fixture_pst_layouts[pst->kind].page);
    guint8 *page = pst->file->data + offset;
    for (gsize i = 0; i < count; i++) {
        memcpy(page + i * width, entries[i].bytes, width);
    }
    fixture_pst_set_number(page + most, count, counts);
    fixture_pst_set_number(page + most + counts, most / width, counts);
    page[most + 2 * counts] = (guint8)width;
    page[most + 2 * counts + 1] = (guint8)level;
    gsize trailer = pst->kind == FIXTURE_PST_LARGE ? 4072
                                                   : 512 - fixture_pst_layouts[pst->kind].trailer;
    page[trailer] = (guint8)kind;
    page[trailer + 1] = (guint8)kind;
    fixture_pst_set_number(page + trailer + 2, get_signature(offset, pst->next_block), 2);
    put_sum_and_id(pst, page + trailer + 4, get_crc(page, trailer), pst->next_block);
    pst->next_block += 4;
}

/* A tree of pages from its leaves up; where its first page is, and the page's id. */
static void add_tree(FixturePst *pst, guint kind, GArray *leaves, gsize width, guint64 *first)
{
    gsize unit = fixture_pst_layouts[pst->kind].unit;
    g_autoptr(GArray) entries = g_array_ref(leaves);
    g_array_sort(entries, fixture_compare_entries);
    gsize size = pst->file->len;
    gsize page_bytes = fixture_pst_layouts[pst->kind].page;
    fixture_pst_pad(pst->file, (size + page_bytes - 1) / page_bytes * page_bytes);
    for (guint level = 0; level == 0 || entries->len > 1; level++) {
        GArray *upper = g_array_new(FALSE, FALSE, sizeof(FixtureEntry));
        gsize own = level == 0 ? width : 3 * unit;
        gsize most = fixture_pst_layouts[pst->kind].entries / own;
        for (gsize at = 0; at < entries->len; at += most) {
            const FixtureEntry *from = &g_array_index(entries, FixtureEntry, at);
            FixtureEntry entry = {.key = from->key};
            fixture_pst_set_number(entry.bytes, from->key, unit);
            fixture_pst_set_number(entry.bytes + unit, pst->next_block, unit);
            fixture_pst_set_number(entry.bytes + 2 * unit, pst->file->len, unit);
            first[0] = pst->next_block;
            first[1] = pst->file->len;
            add_page(pst, kind, level, own, from, MIN(most, entries->len - at));
            g_array_append_val(upper, entry);
        }
        g_array_unref(entries);
        entries = upper;
    }
}

static void put_head(FixturePst *pst, const guint64 *nodes, const guint64 *blocks)
{
    gsize unit = fixture_pst_layouts[pst->kind].unit;
    gboolean is_ansi = pst->kind == FIXTURE_PST_ANSI;
    guint8 *head = pst->file->data;
    gsize root = is_ansi ? 184 : 216;
    fixture_pst_set_number(head, 0x4e444221, 4); /* "!BDN" */
    fixture_pst_set_number(head + 8, pst->kind == FIXTURE_PST_LARGE ? 0x4f53 : 0x4d53, 2);
    fixture_pst_set_number(head + 10, fixture_pst_layouts[pst->kind].version, 2);
    fixture_pst_set_number(head + 12, 19, 2);
    fixture_pst_set_number(head + 14, 0x0101, 2);
    fixture_pst_set_number(head + (is_ansi ? 168 : 184), pst->file->len, unit);
    for (gsize i = 0; i < 2; i++) {
        fixture_pst_set_number(head + root + i * unit, nodes[i], unit);
        fixture_pst_set_number(head + root + (i + 2) * unit, blocks[i], unit);
    }
    head[is_ansi ? 460 : 512] = 0x80;
    head[is_ansi ? 461 : 513] = (guint8)pst->method;
    fixture_pst_set_number(head + 4, get_crc(head + 8, 471), 4);
    if (!is_ansi) {
        fixture_pst_set_number(head + 524, get_crc(head + 8, 516), 4);
    }
}

GBytes *fixture_pst_finish(FixturePst *pst)
{
    guint64 nodes[2] = {0};
    guint64 blocks[2] = {0};
    gsize unit = fixture_pst_layouts[pst->kind].unit;
    add_tree(pst, NODE_PAGE, pst->nodes, 4 * unit, nodes);
    add_tree(pst, BLOCK_PAGE, pst->blocks, unit == 4 ? 12 : 24, blocks);
    put_head(pst, nodes, blocks);
    GBytes *file = g_byte_array_free_to_bytes(pst->file);
    g_array_unref(pst->nodes);
    g_array_unref(pst->blocks);
    g_free(pst);
    return file;
}
