#include "scanner/readers/pst_file.h"

#include <string.h>
#include <zlib.h>

#include "scanner/readers/content.h"
#include "scanner/readers/ole.h"
#include "scanner/readers/pst_cipher.h"

enum {
    HEAD_BYTES = 564,
    NODE_PAGE = 0x81,
    BLOCK_PAGE = 0x80,
    MAX_LEVEL = 8,
    CACHED_PAGES = 512,
    MAX_PAGE_BYTES = 4096,
    ENCRYPTED_METHOD = 0x10,
};

/* Where the kinds of stores have what. */
typedef struct {
    gsize id_bytes;
    gsize page_bytes, counts_at, trailer_at;      /* of a page */
    gsize page_crc_at, page_id_at;                /* in a page's trailer */
    gsize wide_counts;                            /* bytes of each */
    gsize node_tree_at, block_tree_at, method_at; /* of the head */
    gsize node_bytes, block_bytes;                /* least size of an entry */
    gsize align, trailer_bytes;                   /* of a block */
    gsize crc_at, block_id_at;                    /* in a block's trailer */
    guint heap_bits;
    gboolean is_packed;
} Layout;

static const Layout ansi = {
    .id_bytes = 4,
    .page_bytes = 512,
    .counts_at = 496,
    .trailer_at = 500,
    .page_crc_at = 8,
    .page_id_at = 4,
    .wide_counts = 1,
    .node_tree_at = 184,
    .block_tree_at = 192,
    .method_at = 461,
    .node_bytes = 16,
    .block_bytes = 12,
    .align = 64,
    .trailer_bytes = 12,
    .crc_at = 8,
    .block_id_at = 4,
    .heap_bits = 16,
};

static const Layout unicode = {
    .id_bytes = 8,
    .page_bytes = 512,
    .counts_at = 488,
    .trailer_at = 496,
    .page_crc_at = 4,
    .page_id_at = 8,
    .wide_counts = 1,
    .node_tree_at = 216,
    .block_tree_at = 232,
    .method_at = 513,
    .node_bytes = 32,
    .block_bytes = 24,
    .align = 64,
    .trailer_bytes = 16,
    .crc_at = 4,
    .block_id_at = 8,
    .heap_bits = 16,
};

static const Layout large_pages = {
    .id_bytes = 8,
    .page_bytes = 4096,
    .counts_at = 4056,
    .trailer_at = 4072,
    .page_crc_at = 4,
    .page_id_at = 8,
    .wide_counts = 2,
    .node_tree_at = 216,
    .block_tree_at = 232,
    .method_at = 513,
    .node_bytes = 32,
    .block_bytes = 24,
    .align = 512,
    .trailer_bytes = 24,
    .crc_at = 4,
    .block_id_at = 8,
    .heap_bits = 19,
    .is_packed = TRUE,
};

static const struct {
    guint from, to;
    const Layout *layout;
} versions[] = {{14, 15, &ansi}, {20, 23, &unicode}, {36, 36, &large_pages}};

/* Which page, and where (MS-PST 2.2.2.4). */
typedef struct {
    guint64 id, offset;
} PageReference;

struct PstFile {
    Item *item;
    Content *content;
    const Layout *layout;
    guint method;
    PageReference node_tree, block_tree; /* their first pages */
    GHashTable *pages;                   /* of the tree of blocks, by offset */
    char *reason;                        /* noted first since it was taken */
};

static void note(PstFile *file, const char *kind, const char *what)
{
    item_set_partly(file->item, "%s: %s", kind, what);
    if (file->reason == NULL) {
        file->reason = g_strdup_printf("%s: %s", kind, what);
    }
}

void pst_file_note_damage(PstFile *file, const char *what)
{
    note(file, "damaged", what);
}

void pst_file_note_limit(PstFile *file, const char *what)
{
    note(file, "limit", what);
}

char *pst_file_take_reason(PstFile *file)
{
    return g_steal_pointer(&file->reason);
}

Item *pst_file_get_item(const PstFile *file)
{
    return file->item;
}

guint64 pst_file_get_size(const PstFile *file)
{
    return content_get_size(file->content);
}

gsize pst_file_get_id_bytes(const PstFile *file)
{
    return file->layout->id_bytes;
}

guint pst_file_get_heap_bits(const PstFile *file)
{
    return file->layout->heap_bits;
}

guint64 pst_file_get_id(const PstFile *file, const guint8 *bytes)
{
    return file->layout->id_bytes == 8 ? ole_get_u64(bytes) : ole_get_u32(bytes);
}

/* MS-PST 5.3: CRC-32, but begun with 0, and not turned over in the end. */
static guint32 get_crc(const guint8 *bytes, gsize length)
{
    return (guint32)crc32(0xffffffff, bytes, (uInt)length) ^ 0xffffffff;
}

static PageReference get_reference(const PstFile *file, const guint8 *bytes)
{
    return (PageReference){pst_file_get_id(file, bytes),
                           pst_file_get_id(file, bytes + file->layout->id_bytes)};
}

/* --- the head --- */

/* MS-PST 2.2.2.6: it has sums, without which it could lead to pages that are no longer in use. */
static void check_head(PstFile *file, const guint8 *head)
{
    enum { BEGIN = 8, PARTIAL_BYTES = 471, FULL_BYTES = 516, PARTIAL_AT = 4, FULL_AT = 524 };
    gboolean has_full = file->layout->id_bytes == 8;
    if (ole_get_u32(head + PARTIAL_AT) != get_crc(head + BEGIN, PARTIAL_BYTES) ||
        (has_full && ole_get_u32(head + FULL_AT) != get_crc(head + BEGIN, FULL_BYTES))) {
        pst_file_note_damage(file, "its head has changed");
    }
}

static gboolean open_head(PstFile *file)
{
    guint8 head[HEAD_BYTES] = {0};
    if (content_read(file->content, head, sizeof head, 0) < (gssize)ansi.page_bytes) {
        item_set_unread(file->item, "damaged: it is cut off");
        return FALSE;
    }
    guint version = ole_get_u16(head + 10);
    for (gsize i = 0; i < G_N_ELEMENTS(versions); i++) {
        if (version >= versions[i].from && version <= versions[i].to) {
            file->layout = versions[i].layout;
        }
    }
    if (file->layout == NULL && version != 37) {
        item_set_unread(file->item, "a store of version %u, which is not known", version);
        return FALSE;
    }
    file->method = file->layout != NULL ? head[file->layout->method_at] : ENCRYPTED_METHOD;
    if (file->method > PST_CYCLIC) {
        item_set_unread(file->item, "encrypted");
        return FALSE;
    }
    file->node_tree = get_reference(file, head + file->layout->node_tree_at);
    file->block_tree = get_reference(file, head + file->layout->block_tree_at);
    check_head(file, head);
    return TRUE;
}

PstFile *pst_file_open(Item *item)
{
    g_autoptr(PstFile) file = g_new0(PstFile, 1);
    file->item = item;
    file->pages = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
                                        (GDestroyNotify)g_bytes_unref);
    file->content = content_open(item);
    return file->content != NULL && open_head(file) ? g_steal_pointer(&file) : NULL;
}

void pst_file_close(PstFile *file)
{
    if (file != NULL) {
        g_hash_table_unref(file->pages);
        content_close(file->content);
        g_free(file->reason);
        g_free(file);
    }
}

/* --- pages of trees (MS-PST 2.2.2.7) --- */

typedef struct {
    const guint8 *entries;
    gsize n_entries, entry_bytes;
    guint level;
} Page;

static GBytes *read_bytes(const PstFile *file, guint64 offset, gsize length)
{
    guint8 *bytes = g_malloc(MAX(length, 1));
    gssize got = content_read(file->content, bytes, length, offset);
    if (got < 0 || (gsize)got != length) {
        g_free(bytes);
        return NULL;
    }
    return g_bytes_new_take(bytes, length);
}

/* A page that is not what it should be gives nothing, one with a wrong sum or that is another than was
 * asked for, what it has. */
static gboolean parse_page(PstFile *file, GBytes *held, guint kind, guint64 id, Page *page)
{
    const Layout *layout = file->layout;
    const guint8 *bytes = held != NULL ? g_bytes_get_data(held, NULL) : NULL;
    if (bytes == NULL || bytes[layout->trailer_at] != kind) {
        return FALSE;
    }
    const guint8 *counts = bytes + layout->counts_at;
    page->entries = bytes;
    page->n_entries = layout->wide_counts == 2 ? ole_get_u16(counts) : counts[0];
    page->entry_bytes = counts[2 * layout->wide_counts];
    page->level = counts[2 * layout->wide_counts + 1];
    gsize leaf = kind == NODE_PAGE ? layout->node_bytes : layout->block_bytes;
    gsize least = page->level > 0 ? layout->id_bytes * 3 : leaf;
    const guint8 *trailer = bytes + layout->trailer_at;
    if (ole_get_u32(trailer + layout->page_crc_at) != get_crc(bytes, layout->trailer_at) ||
        pst_file_get_id(file, trailer + layout->page_id_at) != id) {
        pst_file_note_damage(file, "a page of its index");
    }
    return page->level <= MAX_LEVEL && page->entry_bytes >= least &&
           page->n_entries * page->entry_bytes <= layout->counts_at;
}

/* --- nodes --- */

typedef struct {
    PstFile *file;
    PstVisitNode visit;
    gpointer data;
    guint64 pages_left; /* more than there are: pages lead back to others */
    gboolean is_stopped;
} NodeWalk;

static void visit_leaf(NodeWalk *walk, const Page *page)
{
    gsize unit = walk->file->layout->id_bytes;
    for (gsize i = 0; i < page->n_entries && !walk->is_stopped; i++) {
        const guint8 *entry = page->entries + i * page->entry_bytes;
        const PstNode node = {
            .id = ole_get_u32(entry),
            .data = pst_file_get_id(walk->file, entry + unit),
            .inner = pst_file_get_id(walk->file, entry + 2 * unit),
            .parent = ole_get_u32(entry + 3 * unit),
        };
        walk->is_stopped = !walk->visit(walk->data, &node);
    }
}

/* level: what the page must have; -1: any. */
static void walk_nodes(NodeWalk *walk, PageReference reference, gint level)
{
    const Layout *layout = walk->file->layout;
    Page page;
    g_autoptr(GBytes) held = NULL;
    if (walk->pages_left > 0) {
        walk->pages_left--;
        held = read_bytes(walk->file, reference.offset, layout->page_bytes);
    }
    if (!parse_page(walk->file, held, NODE_PAGE, reference.id, &page) ||
        (level >= 0 && page.level != (guint)level)) {
        pst_file_note_damage(walk->file, "a part of the list of its messages is lost");
        return;
    }
    if (page.level == 0) {
        visit_leaf(walk, &page);
        return;
    }
    for (gsize i = 0; i < page.n_entries && !walk->is_stopped; i++) {
        const guint8 *entry = page.entries + i * page.entry_bytes;
        walk_nodes(walk, get_reference(walk->file, entry + layout->id_bytes), (gint)page.level - 1);
    }
}

void pst_file_each_node(PstFile *file, PstVisitNode visit, gpointer data)
{
    NodeWalk walk = {file, visit, data, pst_file_get_size(file) / file->layout->page_bytes + 1,
                     FALSE};
    walk_nodes(&walk, file->node_tree, -1);
}

/* --- looking up --- */

/* The entry for a key: of a leaf the one that has it, of others the last that does not begin behind
 * it. NULL when there is none. */
static const guint8 *find_entry(const PstFile *file, const Page *page, guint64 key)
{
    const guint8 *found = NULL;
    for (gsize i = 0; i < page->n_entries; i++) {
        const guint8 *entry = page->entries + i * page->entry_bytes;
        guint64 own = pst_file_get_id(file, entry);
        if (page->level == 0 ? own == key : own <= key) {
            found = entry;
        }
    }
    return found;
}

static GBytes *get_page(PstFile *file, guint64 offset)
{
    GBytes *page = g_hash_table_lookup(file->pages, &offset);
    if (page != NULL) {
        return page;
    }
    page = read_bytes(file, offset, file->layout->page_bytes);
    if (page != NULL) {
        if (g_hash_table_size(file->pages) >= CACHED_PAGES) {
            g_hash_table_remove_all(file->pages);
        }
        g_hash_table_insert(file->pages, g_memdup2(&offset, sizeof offset), page);
    }
    return page;
}

/* Copies the entry for a key; FALSE when there is none. */
static gboolean look_up(PstFile *file, PageReference root, guint kind, guint64 key,
                        guint8 *entry_bytes, gsize length)
{
    PageReference reference = root;
    for (guint depth = 0; depth <= MAX_LEVEL; depth++) {
        Page page;
        GBytes *held = get_page(file, reference.offset);
        if (!parse_page(file, held, kind, reference.id, &page)) {
            return FALSE;
        }
        const guint8 *entry = find_entry(file, &page, key);
        if (entry == NULL || page.level == 0) {
            if (entry != NULL) {
                memcpy(entry_bytes, entry, length);
            }
            return entry != NULL;
        }
        reference = get_reference(file, entry + file->layout->id_bytes);
    }
    return FALSE;
}

gboolean pst_file_find_node(PstFile *file, guint32 id, PstNode *node)
{
    guint8 entry[32];
    gsize unit = file->layout->id_bytes;
    if (!look_up(file, file->node_tree, NODE_PAGE, id, entry, file->layout->node_bytes)) {
        return FALSE;
    }
    *node = (PstNode){.id = id,
                      .data = pst_file_get_id(file, entry + unit),
                      .inner = pst_file_get_id(file, entry + 2 * unit),
                      .parent = ole_get_u32(entry + 3 * unit)};
    return TRUE;
}

/* --- blocks (MS-PST 2.2.2.8) --- */

enum { LIST_FLAG = 2, RESERVED_FLAG = 1 };

gboolean pst_file_is_list(guint64 block)
{
    return (block & LIST_FLAG) != 0;
}

/* zlib's form, and bare deflate. */
static GBytes *inflate_block(const guint8 *bytes, gsize length, gsize wanted)
{
    for (gint bits = MAX_WBITS; bits >= -MAX_WBITS; bits -= 2 * MAX_WBITS) {
        g_autofree guint8 *out = g_malloc(wanted);
        z_stream stream = {.next_in = (Bytef *)(guintptr)bytes,
                           .avail_in = (uInt)length,
                           .next_out = out,
                           .avail_out = (uInt)wanted};
        if (inflateInit2(&stream, bits) != Z_OK) {
            return NULL;
        }
        inflate(&stream, Z_FINISH);
        gboolean is_whole = stream.avail_out == 0;
        inflateEnd(&stream);
        if (is_whole) {
            return g_bytes_new_take(g_steal_pointer(&out), wanted);
        }
    }
    return NULL;
}

/* Its bytes as they lie in the file (g_free); NULL when they are not there, or of another block. */
static guint8 *read_block(PstFile *file, guint64 id, guint64 offset, gsize length)
{
    const Layout *layout = file->layout;
    gsize whole = (length + layout->trailer_bytes + layout->align - 1) / layout->align *
                  layout->align;
    g_autofree guint8 *bytes = g_malloc(whole);
    if (content_read(file->content, bytes, whole, offset) != (gssize)whole) {
        return NULL;
    }
    const guint8 *trailer = bytes + whole - layout->trailer_bytes;
    guint64 own = pst_file_get_id(file, trailer + layout->block_id_at);
    if ((own | RESERVED_FLAG) != (id | RESERVED_FLAG)) {
        return NULL;
    }
    if (ole_get_u32(trailer + layout->crc_at) != get_crc(bytes, length)) {
        pst_file_note_damage(file, "a block has changed");
    }
    return g_steal_pointer(&bytes);
}

static GBytes *decode_block(const PstFile *file, guint64 id, guint8 *bytes, gsize length,
                            gsize wanted)
{
    g_autofree guint8 *held = bytes;
    guint method = pst_file_is_list(id) ? PST_PLAIN : file->method;
    gboolean is_packed = file->layout->is_packed && wanted > 0 && wanted != length;
    if (!is_packed) {
        pst_cipher_decode(method, (guint32)id, held, length);
        return g_bytes_new_take(g_steal_pointer(&held), length);
    }
    GBytes *inflated = inflate_block(held, length, wanted);
    if (inflated != NULL) {
        gsize size = 0;
        guint8 *copy = g_bytes_unref_to_data(inflated, &size);
        pst_cipher_decode(method, (guint32)id, copy, size);
        return g_bytes_new_take(copy, size);
    }
    pst_cipher_decode(method, (guint32)id, held, length);
    return inflate_block(held, length, wanted);
}

GBytes *pst_file_load_block(PstFile *file, guint64 id)
{
    guint8 entry[24];
    gsize unit = file->layout->id_bytes;
    guint64 key = id & ~(guint64)RESERVED_FLAG;
    GBytes *block = NULL;
    if (look_up(file, file->block_tree, BLOCK_PAGE, key, entry, file->layout->block_bytes)) {
        guint64 offset = pst_file_get_id(file, entry + unit);
        gsize length = ole_get_u16(entry + 2 * unit);
        /* In stores of large pages, where the others count references. */
        gsize wanted = ole_get_u16(entry + 2 * unit + 2);
        guint8 *bytes = read_block(file, key, offset, length);
        block = bytes != NULL ? decode_block(file, key, bytes, length, wanted) : NULL;
    }
    if (block == NULL) {
        pst_file_note_damage(file, "a block is lost");
    }
    return block;
}
