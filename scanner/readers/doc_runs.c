#include "scanner/readers/doc_runs.h"

enum {
    PAGE_BYTES = 512,
    TABLE_BYTES = 16 << 20,
    LARGE_BYTES = 65536, /* of formatting that is kept elsewhere */
    BX_BYTES = 13,       /* MS-DOC 2.9.23 */
};

enum {
    SPRM_DELETED = 0x0800,
    SPRM_IN_TABLE = 0x2416,
    SPRM_ROW_END = 0x2417,
    SPRM_TABLE_SHAPE = 0xd608,
    SPRM_TABS = 0xc615,
    SPRM_LARGE = 0x6646,
    SPRM_LARGE_OLD = 0x6645,
};

struct DocRuns {
    gboolean of_paragraphs;
    OleStream *document, *data;
    GBytes *table;      /* offsets, then pages */
    guint64 start, end; /* of the last run that was asked for */
    guint flags;        /* of it */
    guint64 page_number;
    guint8 page[PAGE_BYTES]; /* the last one */
};

DocRuns *doc_runs_new(const DocFib *fib, DocTable which, OleStream *document, OleStream *table,
                      OleStream *data)
{
    guint32 size = fib->tables[which].size;
    if (fib->is_old || table == NULL || size < 12) {
        return NULL;
    }
    DocRuns *runs = g_new0(DocRuns, 1);
    runs->of_paragraphs = which == DOC_TABLE_PARAGRAPHS;
    runs->document = document;
    runs->data = data;
    runs->table = ole_stream_load(table, fib->tables[which].offset,
                                  MIN(size, (guint32)TABLE_BYTES));
    runs->page_number = G_MAXUINT64;
    return runs;
}

void doc_runs_free(DocRuns *runs)
{
    if (runs != NULL) {
        g_bytes_unref(runs->table);
        g_free(runs);
    }
}

/* How many bytes a modifier's operand has (MS-DOC 2.2.5.1); it begins at bytes. */
static gsize get_operand_size(guint16 sprm, const guint8 *bytes, gsize left)
{
    static const guint8 sizes[] = {1, 1, 2, 4, 2, 2, 0, 3};
    guint kind = sprm >> 13;
    if (kind != 6) {
        return sizes[kind];
    }
    if (sprm == SPRM_TABLE_SHAPE && left >= 2) {
        return (gsize)ole_get_u16(bytes) + 1;
    }
    if (sprm == SPRM_TABS && left >= 2 && bytes[0] == 255) {
        /* Tabs that go away, 4 bytes each, and those that come, 3 bytes each. */
        gsize gone = (gsize)bytes[1] * 4;
        return gone + 2 < left ? gone + 3 + (gsize)bytes[gone + 2] * 3 : left;
    }
    return left >= 1 ? (gsize)bytes[0] + 1 : 1;
}

static guint parse_modifiers(DocRuns *runs, const guint8 *bytes, gsize length,
                             gboolean may_be_large)
{
    guint flags = 0;
    for (gsize at = 0; at + 3 <= length;) {
        guint16 sprm = ole_get_u16(bytes + at);
        gboolean is_on = bytes[at + 2] != 0;
        at += 2;
        gboolean is_large = sprm == SPRM_LARGE || sprm == SPRM_LARGE_OLD;
        if (is_large && may_be_large && runs->data != NULL && at + 4 <= length) {
            guint64 place = ole_get_u32(bytes + at);
            g_autoptr(GBytes) large = ole_stream_load(runs->data, place, LARGE_BYTES);
            gsize held = 0;
            const guint8 *more = g_bytes_get_data(large, &held);
            gsize size = held >= 2 ? MIN((gsize)ole_get_u16(more), held - 2) : 0;
            flags |= size > 0 ? parse_modifiers(runs, more + 2, size, FALSE) : 0;
        }
        flags |= sprm == SPRM_DELETED && is_on ? DOC_RUN_DELETED : 0;
        flags |= sprm == SPRM_IN_TABLE && is_on ? DOC_RUN_IN_TABLE : 0;
        flags |= sprm == SPRM_ROW_END && is_on ? DOC_RUN_ROW_END : 0;
        at += get_operand_size(sprm, bytes + at, length - at);
    }
    return flags;
}

/* Of a run of the page at hand (MS-DOC 2.9.33, 2.9.175). */
static guint parse_run(DocRuns *runs, guint index, guint n_runs)
{
    gsize places = ((gsize)n_runs + 1) * 4;
    gsize place = places + (runs->of_paragraphs ? (gsize)index * BX_BYTES : index);
    gsize at = place < PAGE_BYTES ? (gsize)runs->page[place] * 2 : 0;
    if (at == 0 || at + 2 > PAGE_BYTES) {
        return 0;
    }
    gsize size = runs->page[at];
    at++;
    if (runs->of_paragraphs) {
        /* Words, less one byte; or a byte that is 0, then words. A style comes first. */
        gsize words = size != 0 ? size : runs->page[at];
        gsize bytes = size != 0 ? words * 2 - 1 : words * 2;
        at += size != 0 ? 2 : 3;
        size = bytes >= 2 ? bytes - 2 : 0;
    }
    return at < PAGE_BYTES
               ? parse_modifiers(runs, runs->page + at, MIN(size, PAGE_BYTES - at), TRUE)
               : 0;
}

/* The entry of the table whose range has offset; FALSE when none has. */
static gboolean find_page(const DocRuns *runs, guint64 offset, guint64 *page)
{
    gsize length = 0;
    const guint8 *table = g_bytes_get_data(runs->table, &length);
    gsize n_pages = length >= 4 ? (length - 4) / 8 : 0;
    gsize low = 0;
    gsize high = n_pages;
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        if (ole_get_u32(table + (middle + 1) * 4) <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == n_pages || ole_get_u32(table + low * 4) > offset) {
        return FALSE;
    }
    *page = ole_get_u32(table + (n_pages + 1) * 4 + low * 4) & 0x3fffff;
    return TRUE;
}

static gboolean load_page(DocRuns *runs, guint64 page)
{
    if (runs->page_number != page) {
        gsize got = ole_stream_read(runs->document, page * PAGE_BYTES, runs->page, PAGE_BYTES);
        runs->page_number = got == PAGE_BYTES ? page : G_MAXUINT64;
    }
    return runs->page_number == page;
}

guint doc_runs_get(DocRuns *runs, guint64 offset)
{
    guint64 page = 0;
    if (runs == NULL) {
        return 0;
    }
    if (offset >= runs->start && offset < runs->end) {
        return runs->flags;
    }
    runs->flags = 0;
    runs->start = offset;
    runs->end = offset + 1;
    if (!find_page(runs, offset, &page) || !load_page(runs, page)) {
        return 0;
    }
    guint n_runs = runs->page[PAGE_BYTES - 1];
    for (guint i = 0; i < n_runs && ((gsize)i + 2) * 4 < PAGE_BYTES; i++) {
        guint32 start = ole_get_u32(runs->page + (gsize)i * 4);
        guint32 end = ole_get_u32(runs->page + ((gsize)i + 1) * 4);
        if (offset >= start && offset < end) {
            runs->start = start;
            runs->end = end;
            runs->flags = parse_run(runs, i, n_runs);
            break;
        }
    }
    return runs->flags;
}
