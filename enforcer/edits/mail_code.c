#include "enforcer/edits/mail_code.h"

#include <string.h>

#include "enforcer/edits/mail_quoted.h"

enum { LINE_LETTERS = 76 }; /* at most (RFC 2045, 6.8) */

/* The encoded content, without the line break that belongs to the next boundary. */
static const char *get_encoded(GBytes *mail, const DaichoMailPart *part, gsize *length)
{
    const char *bytes = (const char *)g_bytes_get_data(mail, NULL) + part->content;
    gsize size = (gsize)(part->end - part->content);
    if (part->multipart != 0 && size > 0 && bytes[size - 1] == '\n') {
        size -= size > 1 && bytes[size - 2] == '\r' ? 2 : 1;
    }
    *length = size;
    return bytes;
}

/* Here the line break before the next boundary counts as content. */
static GBytes *decode_quoted(GBytes *mail, const DaichoMailPart *part)
{
    const char *bytes = g_bytes_get_data(mail, NULL);
    GByteArray *decoded = g_byte_array_new();
    edit_quoted_decode(bytes + part->content, (gsize)(part->end - part->content), decoded, NULL);
    return g_byte_array_free_to_bytes(decoded);
}

static GBytes *decode_base64(const char *encoded, gsize length)
{
    gint state = 0;
    guint save = 0;
    guint8 *decoded = g_malloc(length / 4 * 3 + 3);
    gsize size = g_base64_decode_step(encoded, length, decoded, &state, &save);
    return g_bytes_new_take(decoded, size);
}

static GBytes *decode_transfer(GBytes *mail, const DaichoMailPart *part)
{
    gsize length = 0;
    const char *encoded = get_encoded(mail, part, &length);
    switch (part->encoding) {
    case DAICHO_MAIL_PLAIN:
        return g_bytes_new(encoded, length);
    case DAICHO_MAIL_BASE64:
        return decode_base64(encoded, length);
    case DAICHO_MAIL_QUOTED:
        return decode_quoted(mail, part);
    case DAICHO_MAIL_OTHER:
    default:
        return NULL;
    }
}

static const char mark[] = "\xef\xbb\xbf";

/* As the scanner saw it; NULL when there is no way back to the bytes. */
static GBytes *add_mark(const DaichoMailPart *part, GBytes *content)
{
    g_autoptr(GBytes) text = daicho_charset_decode_whole(part->charset, content);
    g_autoptr(GBytes) back = text != NULL ? daicho_charset_encode_whole(part->charset, text) : NULL;
    if (back == NULL || !g_bytes_equal(back, content)) {
        return NULL;
    }
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(text, &length);
    GByteArray *marked = g_byte_array_new();
    g_byte_array_append(marked, (const guint8 *)mark, (guint)strlen(mark));
    g_byte_array_append(marked, bytes, (guint)length);
    return g_byte_array_free_to_bytes(marked);
}

GBytes *edit_mail_decode(GBytes *mail, const DaichoMailPart *part)
{
    g_autoptr(GBytes) content = decode_transfer(mail, part);
    return part->charset == NULL || content == NULL ? g_steal_pointer(&content)
                                                    : add_mark(part, content);
}

static GBytes *drop_mark(const DaichoMailPart *part, GBytes *content)
{
    gsize length = g_bytes_get_size(content);
    g_autoptr(GBytes) text = length >= strlen(mark) ? g_bytes_new_from_bytes(content, strlen(mark),
                                                                             length - strlen(mark))
                                                    : NULL;
    return text != NULL ? daicho_charset_encode_whole(part->charset, text) : NULL;
}

static gboolean is_blank(char byte)
{
    return byte == '\r' || byte == '\n' || byte == ' ' || byte == '\t';
}

static void append_lines(GByteArray *out, const char *letters, gsize length, gsize line,
                         const char *line_end)
{
    for (gsize at = 0; at < length; at += line) {
        if (at > 0) {
            g_byte_array_append(out, (const guint8 *)line_end, (guint)strlen(line_end));
        }
        g_byte_array_append(out, (const guint8 *)letters + at, (guint)MIN(line, length - at));
    }
}

/* As the lines before were: as long, and with the same ends. */
static void append_base64(GByteArray *out, const char *encoded, gsize length, GBytes *content)
{
    gsize size = 0;
    const guchar *bytes = g_bytes_get_data(content, &size);
    g_autofree char *letters = g_base64_encode(size > 0 ? bytes : (const guchar *)"", size);
    const char *end = memchr(encoded, '\n', length);
    gboolean has_return = end != NULL && end > encoded && end[-1] == '\r';
    gsize line = end != NULL ? (gsize)(end - encoded) - (has_return ? 1 : 0) : length;
    gsize used = line >= 4 && line % 4 == 0 ? line : (gsize)LINE_LETTERS;
    append_lines(out, letters, strlen(letters), used, has_return ? "\r\n" : "\n");
}

static GBytes *encode_transfer(GBytes *mail, const DaichoMailPart *part, GBytes *content)
{
    gsize length = 0;
    const char *encoded = get_encoded(mail, part, &length);
    gsize whole = (gsize)(part->end - part->content);
    gsize kept = part->encoding == DAICHO_MAIL_QUOTED ? whole : length;
    g_autoptr(GByteArray) out = g_byte_array_new();
    if (part->encoding == DAICHO_MAIL_BASE64) {
        while (kept > 0 && is_blank(encoded[kept - 1])) {
            kept--;
        }
        append_base64(out, encoded, kept, content);
    } else if (part->encoding == DAICHO_MAIL_QUOTED) {
        edit_quoted_encode(encoded, whole, content, out);
    } else {
        gsize size = 0;
        const guint8 *bytes = g_bytes_get_data(content, &size);
        g_byte_array_append(out, bytes, (guint)size);
    }
    /* What stands behind is kept. */
    g_byte_array_append(out, (const guint8 *)encoded + kept, (guint)(whole - kept));
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

GBytes *edit_mail_encode(GBytes *mail, const DaichoMailPart *part, GBytes *content)
{
    g_autoptr(GBytes) written = part->charset != NULL ? drop_mark(part, content)
                                                      : g_bytes_ref(content);
    return written != NULL ? encode_transfer(mail, part, written) : NULL;
}
