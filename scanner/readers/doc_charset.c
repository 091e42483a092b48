#include "scanner/readers/doc_charset.h"

#include <string.h>

#include "scanner/readers/codepage.h"

enum { SAMPLE_BYTES = 65536, FONTS_BYTES = 65536 };

/* Whether a font of the table is for that charset: entries begin with their length, less one, and
 * have the charset behind flags and weight. */
static gboolean has_font(const DocFib *fib, OleStream *document, guint8 font)
{
    guint32 size = MIN(fib->tables[DOC_TABLE_FONTS].size, (guint32)FONTS_BYTES);
    g_autoptr(GBytes) fonts = ole_stream_load(document, fib->tables[DOC_TABLE_FONTS].offset, size);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(fonts, &length);
    for (gsize at = 2; at + 5 <= length; at += (gsize)bytes[at] + 1) {
        if (bytes[at + 4] == font) {
            return TRUE;
        }
    }
    return FALSE;
}

const Charset *doc_charset_find(const DocFib *fib, OleStream *document)
{
    g_autoptr(GBytes) sample = ole_stream_load(document, fib->text_start, SAMPLE_BYTES);
    g_autoptr(GByteArray) text = g_byte_array_new();
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(sample, &length);
    for (gsize i = 0; i < length && i < fib->counts[DOC_MAIN]; i++) {
        /* Marks of cells and fields would make it no text. */
        g_byte_array_append(text, bytes[i] < 0x20 ? (const guint8 *)" " : bytes + i, 1);
    }
    gboolean ascii_only = FALSE;
    const Charset *looks = text->len > 0 ? charset_detect(text->data, text->len, &ascii_only)
                                         : NULL;
    for (guint font = 0; font <= G_MAXUINT8 && looks != NULL; font++) {
        guint codepage = codepage_of_font(font);
        if (codepage != 0 && codepage_find(codepage) == looks &&
            has_font(fib, document, (guint8)font)) {
            return looks;
        }
    }
    return fib->charset;
}
