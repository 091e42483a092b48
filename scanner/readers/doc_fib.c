#include "scanner/readers/doc_fib.h"

#include "scanner/readers/codepage.h"

enum {
    BLOCK_BYTES = 4096,
    BASE_BYTES = 32,
    FIRST_NEW_VERSION = 0xc1, /* Word 97 */
    OLD_BYTES = 0x58,         /* up to the pairs */
};

enum {
    FLAG_ENCRYPTED = 0x0100,
    FLAG_SECOND_TABLE = 0x0200,
    FLAG_WIDE = 0x1000,
    FLAG_OBFUSCATED = 0x8000
};

static void load_tables(DocFib *fib, const guint8 *pairs, gsize n_pairs)
{
    for (gsize i = 0; i < MIN(n_pairs, (gsize)DOC_MAX_TABLES); i++) {
        fib->tables[i].offset = ole_get_u32(pairs + i * 8);
        fib->tables[i].size = ole_get_u32(pairs + i * 8 + 4);
    }
}

/* Word 6 and 95 have everything at fixed places, and of the pairs the same ones up to the pieces. */
static void load_old(DocFib *fib, const guint8 *bytes, gsize length)
{
    fib->is_old = TRUE;
    fib->charset = codepage_find(codepage_of_language(fib->language));
    for (guint i = 0; i < DOC_STORIES; i++) {
        fib->counts[i] = ole_get_u32(bytes + 0x34 + (gsize)i * 4);
    }
    load_tables(fib, bytes + OLD_BYTES, MIN((length - OLD_BYTES) / 8, (gsize)DOC_TABLE_PIECES + 1));
}

/* Word 97 and later have counts in front of each part (MS-DOC 2.5.1). */
static gboolean load_new(DocFib *fib, const guint8 *bytes, gsize length)
{
    enum { FIRST_COUNT = 3 };
    gsize shorts = BASE_BYTES + 2;
    gsize longs = shorts + (gsize)ole_get_u16(bytes + BASE_BYTES) * 2 + 2;
    if (longs > length) {
        return FALSE;
    }
    gsize pairs = longs + (gsize)ole_get_u16(bytes + longs - 2) * 4 + 2;
    if (pairs > length || pairs < longs + (gsize)(FIRST_COUNT + DOC_STORIES) * 4 + 2) {
        return FALSE;
    }
    for (guint i = 0; i < DOC_STORIES; i++) {
        fib->counts[i] = ole_get_u32(bytes + longs + (gsize)(FIRST_COUNT + i) * 4);
    }
    fib->charset = codepage_find(1252);
    load_tables(fib, bytes + pairs,
                MIN((gsize)ole_get_u16(bytes + pairs - 2), (length - pairs) / 8));
    return TRUE;
}

gboolean doc_fib_load(OleStream *document, guint64 offset, DocFib *fib)
{
    /* All makers' marks, of the East Asian versions too. */
    static const guint16 marks[] = {0xa5ec, 0xa5dc, 0xa59b, 0xa59c, 0xa697, 0xa698, 0xa699};
    enum { PAGE_BYTES = 512 };
    g_autoptr(GBytes) block = ole_stream_load(document, offset, BLOCK_BYTES);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(block, &length);
    gboolean is_block = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(marks) && length > OLD_BYTES; i++) {
        is_block = is_block || ole_get_u16(bytes) == marks[i];
    }
    if (!is_block) {
        return FALSE;
    }
    guint16 flags = ole_get_u16(bytes + 10);
    *fib = (DocFib){.version = ole_get_u16(bytes + 2)};
    fib->language = ole_get_u16(bytes + 6);
    fib->is_encrypted = (flags & FLAG_ENCRYPTED) != 0;
    fib->is_obfuscated = (flags & FLAG_OBFUSCATED) != 0;
    fib->key = ole_get_u32(bytes + 14);
    fib->in_second_table = (flags & FLAG_SECOND_TABLE) != 0;
    fib->is_wide = (flags & FLAG_WIDE) != 0;
    fib->text_start = ole_get_u32(bytes + 0x18);
    fib->text_end = ole_get_u32(bytes + 0x1c);
    fib->next_block = (guint32)ole_get_u16(bytes + 8) * PAGE_BYTES;
    if (fib->version < FIRST_NEW_VERSION) {
        load_old(fib, bytes, length);
        return TRUE;
    }
    return load_new(fib, bytes, length);
}
