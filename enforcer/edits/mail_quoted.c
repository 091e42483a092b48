#include "enforcer/edits/mail_quoted.h"

#include <string.h>

enum { LINE_LETTERS = 76 }; /* at most, with the "=" at its end */

/* --- decoding --- */

/* The length of a soft line break, of "=" and what follows it; 0 when it is none. */
static gsize get_soft_break(const char *at, const char *end)
{
    const char *next = at + 1;
    while (next < end && (*next == ' ' || *next == '\t' || *next == '\r')) {
        next++;
    }
    return next < end && *next == '\n' ? (gsize)(next + 1 - at) : 0;
}

void edit_quoted_decode(const char *encoded, gsize length, GByteArray *out, GArray *offsets)
{
    const char *end = encoded + length;
    for (const char *at = encoded; at < end;) {
        gsize soft = *at == '=' ? get_soft_break(at, end) : 0;
        gboolean is_byte = soft == 0 && *at == '=' && end - at > 2 && g_ascii_isxdigit(at[1]) &&
                           g_ascii_isxdigit(at[2]);
        guint8 byte = (guint8)*at;
        if (is_byte) {
            byte = (guint8)(g_ascii_xdigit_value(at[1]) * 16 + g_ascii_xdigit_value(at[2]));
        }
        gsize place = (gsize)(at - encoded);
        if (soft == 0) {
            g_byte_array_append(out, &byte, 1);
        }
        if (soft == 0 && offsets != NULL) {
            g_array_append_val(offsets, place);
        }
        at += soft > 0 ? soft : is_byte ? 3 : 1;
    }
    if (offsets != NULL) {
        g_array_append_val(offsets, length);
    }
}

/* --- keeping lines --- */

/* Behind the line break that is one of the content, too. */
static const char *find_line_end(const char *at, const char *end)
{
    while (at < end) {
        gsize soft = *at == '=' ? get_soft_break(at, end) : 0;
        if (*at == '\n') {
            return at + 1;
        }
        at += soft > 0 ? soft : 1;
    }
    return end;
}

/* FALSE when content is not some of the lines, in their order; then out is as it was. */
static gboolean keep_lines(const char *encoded, gsize length, GBytes *content, GByteArray *out)
{
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(content, &size);
    const char *end = encoded + length;
    guint before = out->len;
    gsize kept = 0;
    for (const char *line = encoded; line < end;) {
        const char *next = find_line_end(line, end);
        g_autoptr(GByteArray) decoded = g_byte_array_new();
        edit_quoted_decode(line, (gsize)(next - line), decoded, NULL);
        if (decoded->len > 0 && decoded->len <= size - kept &&
            memcmp(decoded->data, bytes + kept, decoded->len) == 0) {
            g_byte_array_append(out, (const guint8 *)line, (guint)(next - line));
            kept += decoded->len;
        }
        line = next;
    }
    if (kept < size) {
        g_byte_array_set_size(out, before);
    }
    return kept == size;
}

/* --- encoding --- */

typedef struct {
    GByteArray *out;
    const char *line_end;
    gsize letters; /* of the line that is being written */
} Quoting;

static void append(Quoting *quoting, const char *text)
{
    g_byte_array_append(quoting->out, (const guint8 *)text, (guint)strlen(text));
    quoting->letters += strlen(text);
}

static void end_line(Quoting *quoting, gboolean is_soft)
{
    append(quoting, is_soft ? "=" : "");
    append(quoting, quoting->line_end);
    quoting->letters = 0;
}

/* Blanks at the end of a line get lost, and "From " at its beginning parts mailboxes. */
static gboolean is_plain(const guint8 *bytes, gsize at, gsize size, gboolean is_first)
{
    guint8 byte = bytes[at];
    gboolean is_blank = byte == ' ' || byte == '\t';
    gboolean is_last = at + 1 == size || bytes[at + 1] == '\n' || bytes[at + 1] == '\r';
    gboolean is_from = is_first && (byte == 'F' || byte == '.');
    return is_blank ? !is_last : byte > ' ' && byte < 0x7f && byte != '=' && !is_from;
}

static void quote_byte(Quoting *quoting, const guint8 *bytes, gsize at, gsize size)
{
    char text[4] = {(char)bytes[at]};
    if (!is_plain(bytes, at, size, quoting->letters == 0)) {
        g_snprintf(text, sizeof text, "=%02X", bytes[at]);
    }
    if (quoting->letters + strlen(text) >= LINE_LETTERS) {
        end_line(quoting, TRUE);
    }
    append(quoting, text);
}

static void encode_anew(const char *line_end, GBytes *content, GByteArray *out)
{
    gsize size = 0;
    gsize width = strlen(line_end);
    const guint8 *bytes = g_bytes_get_data(content, &size);
    Quoting quoting = {out, line_end, 0};
    for (gsize at = 0; at < size;) {
        gboolean is_end = size - at >= width && memcmp(bytes + at, line_end, width) == 0;
        if (is_end) {
            end_line(&quoting, FALSE);
        } else {
            quote_byte(&quoting, bytes, at, size);
        }
        at += is_end ? width : 1;
    }
    if (quoting.letters > 0) {
        end_line(&quoting, TRUE);
    }
}

void edit_quoted_encode(const char *encoded, gsize length, GBytes *content, GByteArray *out)
{
    const char *end = memchr(encoded, '\n', length);
    gboolean has_return = end != NULL && end > encoded && end[-1] == '\r';
    guint before = out->len;
    if (!keep_lines(encoded, length, content, out) ||
        (out->len > before && out->data[out->len - 1] != '\n')) {
        g_byte_array_set_size(out, before);
        encode_anew(has_return ? "\r\n" : "\n", content, out);
    }
}
