#include "scanner/readers/doc_authors.h"

#include "scanner/readers/codepage.h"

enum { TABLE_BYTES = 4 << 20 };

/* Tables of strings. Most have a head (MS-DOC 2.2.4); that of comments' authors is strings alone. */
static const struct {
    const char *place;
    DocTable table;
    gboolean has_head;
} kinds[] = {
    {"author of comments", DOC_TABLE_COMMENT_AUTHORS, FALSE},
    {"author of changes", DOC_TABLE_REVISION_AUTHORS, TRUE},
    {"last saved by", DOC_TABLE_SAVED_BY, TRUE},
    {"properties", DOC_TABLE_ASSOCIATED, TRUE},
};

static void give_string(TextView *view, const char *place, const guint8 *bytes, gsize length)
{
    g_autoptr(GString) text = g_string_new(NULL);
    codepage_append_utf16(text, bytes, length);
    text_view_begin_record(view, place);
    text_view_append(view, text->str, (gssize)text->len);
    text_view_end_record(view);
}

static void give_strings(TextView *view, const char *place, const guint8 *bytes, gsize length,
                         gsize at, gsize extra)
{
    while (at + 2 <= length) {
        gsize size = (gsize)ole_get_u16(bytes + at) * 2;
        at += 2;
        if (size > length - at) {
            return;
        }
        give_string(view, place, bytes + at, size);
        at += size + extra;
    }
}

void doc_authors_give(const DocFib *fib, OleStream *table, TextView *view)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds) && !fib->is_old && table != NULL; i++) {
        guint32 size = fib->tables[kinds[i].table].size;
        g_autoptr(GBytes) bytes = ole_stream_load(table, fib->tables[kinds[i].table].offset,
                                                  MIN(size, (guint32)TABLE_BYTES));
        gsize length = 0;
        const guint8 *data = g_bytes_get_data(bytes, &length);
        if (!kinds[i].has_head) {
            give_strings(view, kinds[i].place, data, length, 0, 0);
        } else if (length >= 6 && ole_get_u16(data) == 0xffff) {
            give_strings(view, kinds[i].place, data, length, 6, ole_get_u16(data + 4));
        }
    }
}
