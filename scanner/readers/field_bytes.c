#include "scanner/readers/field_bytes.h"

#include "scanner/reader.h"

enum {
    DOCUMENT_BYTES = 1024,  /* what is smaller is a key, a hash or a few packed values */
    WINDOW_BYTES = 1 << 20, /* more text than this is read in windows, as a file of its own */
    SIGNED_BYTES = 64,      /* unless it says what it is; shorter ones do so by chance */
    LOOKED_AT_BYTES = 65536,
    RUN_CHARACTERS = 4, /* shorter runs are there by chance */
};

gboolean field_bytes_are_document(const guint8 *bytes, gsize length)
{
    gboolean ascii_only = FALSE;
    if (length < SIGNED_BYTES) {
        return FALSE;
    }
    if (length > WINDOW_BYTES || classify_is_signed(bytes, length)) {
        return TRUE;
    }
    return length >= DOCUMENT_BYTES &&
           charset_detect(bytes, MIN(length, (gsize)LOOKED_AT_BYTES), &ascii_only) == NULL;
}

static void append_runs(GString *text, const guint8 *bytes, gsize length)
{
    const char *at = (const char *)bytes;
    const char *end = at + length;
    while (at < end) {
        const char *start = at;
        gsize characters = 0;
        while (at < end) {
            gunichar character = g_utf8_get_char_validated(at, end - at);
            if (character >= (gunichar)-2 || !g_unichar_isprint(character)) {
                break;
            }
            at = g_utf8_next_char(at);
            characters++;
        }
        if (characters >= RUN_CHARACTERS) {
            g_string_append_len(text, start, at - start);
            g_string_append_c(text, '\n');
        }
        at += at < end ? 1 : 0;
    }
}

GString *field_bytes_to_text(const guint8 *bytes, gsize length)
{
    GString *text = g_string_new(NULL);
    gboolean ascii_only = FALSE;
    guint64 invalid = 0;
    const Charset *charset = charset_detect(bytes, MIN(length, (gsize)LOOKED_AT_BYTES),
                                            &ascii_only);
    g_autoptr(CharsetConverter) converter = charset != NULL ? charset_converter_new(charset) : NULL;
    if (converter == NULL) {
        append_runs(text, bytes, length);
        return text;
    }
    gsize bom = MIN((gsize)charset->bom, length);
    charset_convert(converter, bytes + bom, length - bom, TRUE, G_MAXSSIZE / 2, text, &invalid);
    return text;
}
