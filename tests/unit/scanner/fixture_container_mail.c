#include <string.h>

#include "tests/unit/scanner/fixture_container_kinds.h"
#include "tests/unit/scanner/fixture_extract.h"

enum { QUOTED_COLUMNS = 72, FLOWED_BYTES = 60 };

typedef enum { ENCODE_NOT, ENCODE_BASE64, ENCODE_QUOTED } Encode;

static void append_base64(GString *out, const guint8 *bytes, gsize length)
{
    int state = 0;
    int save = 0;
    gsize start = out->len;
    g_string_set_size(out, start + length / 3 * 4 + length / 40 + 16);
    char *at = out->str + start;
    at += g_base64_encode_step(bytes, length, TRUE, at, &state, &save);
    at += g_base64_encode_close(TRUE, at, &state, &save);
    g_string_truncate(out, (gsize)(at - out->str));
}

static void append_quoted(GString *out, const guint8 *bytes, gsize length)
{
    gsize column = 0;
    for (gsize i = 0; i < length; i++) {
        if (column > QUOTED_COLUMNS) {
            g_string_append(out, "=\r\n");
            column = 0;
        }
        if (bytes[i] == '\n') {
            g_string_append(out, "\r\n");
            column = 0;
        } else if (g_ascii_isgraph(bytes[i]) && bytes[i] != '=') {
            g_string_append_c(out, (char)bytes[i]);
            column++;
        } else {
            g_string_append_printf(out, "=%02X", bytes[i]);
            column += 3;
        }
    }
    g_string_append(out, "\r\n");
}

/* The headers of a part and what it holds. type: with its parameters. */
static void append_part(GString *out, const char *type, Encode encode, GBytes *content)
{
    static const char *const names[] = {"8bit", "base64", "quoted-printable"};
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(content, &length);
    g_string_append_printf(out,
                           "MIME-Version: 1.0\r\nContent-Type: %s\r\n"
                           "Content-Transfer-Encoding: %s\r\n\r\n",
                           type, names[encode]);
    if (encode == ENCODE_BASE64) {
        append_base64(out, bytes, length);
    } else if (encode == ENCODE_QUOTED) {
        append_quoted(out, bytes, length);
    } else {
        g_string_append_len(out, (const char *)bytes, (gssize)length);
    }
}

/* A message whose only part is the text. charset: as iconv names it, and as it is declared. */
static GBytes *letter(const char *text, const char *charset, const char *type, Encode encode)
{
    gsize length = 0;
    char *bytes = fixture_convert(charset, text, &length);
    g_autoptr(GBytes) content = g_bytes_new_take(bytes, length);
    GString *out = g_string_new("Subject: memo\r\n");
    append_part(out, type, encode, content);
    return g_string_free_to_bytes(out);
}

GBytes *container_in_jis_mail(const char *text)
{
    return letter(text, "ISO-2022-JP", "text/plain; charset=ISO-2022-JP", ENCODE_NOT);
}

GBytes *container_in_base64_mail(const char *text)
{
    return letter(text, "UTF-8", "text/plain; charset=\"UTF-8\"", ENCODE_BASE64);
}

GBytes *container_in_quoted_mail(const char *text)
{
    return letter(text, "CP932", "text/plain; charset=Shift_JIS", ENCODE_QUOTED);
}

GBytes *container_in_undeclared_mail(const char *text)
{
    return letter(text, "EUC-JP", "text/plain", ENCODE_NOT);
}

/* Lines are broken within words and numbers, too, behind a blank that is not of the text (RFC 3676). */
GBytes *container_in_flowed_mail(const char *text)
{
    g_autoptr(GString) flowed = g_string_new(NULL);
    gsize column = 0;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gsize size = (gsize)(g_utf8_next_char(at) - at);
        if (column + size > FLOWED_BYTES && *at != '\n') {
            g_string_append(flowed, " \n");
            column = 0;
        }
        if (column == 0 && (*at == ' ' || *at == '>')) {
            g_string_append_c(flowed, ' '); /* stuffed */
        }
        g_string_append_len(flowed, at, (gssize)size);
        column = *at == '\n' ? 0 : column + size;
    }
    return letter(flowed->str, "UTF-8", "text/plain; charset=utf-8; format=flowed; delsp=yes",
                  ENCODE_NOT);
}

GBytes *container_in_jis_page_mail(const char *text)
{
    g_autofree char *page = container_page(text);
    return letter(page, "ISO-2022-JP", "text/html; charset=ISO-2022-JP", ENCODE_NOT);
}

GBytes *container_in_quoted_page_mail(const char *text)
{
    g_autofree char *page = container_page(text);
    return letter(page, "CP932", "text/html; charset=Shift_JIS", ENCODE_QUOTED);
}

GBytes *container_in_base64_page_mail(const char *text)
{
    g_autofree char *page = container_page(text);
    return letter(page, "UTF-8", "text/html; charset=utf-8", ENCODE_BASE64);
}

/* A message with a body that says nothing, and an attachment. */
static GString *letter_with(const char *type, Encode encode, GBytes *content)
{
    GString *out = g_string_new("Subject: memo\r\nMIME-Version: 1.0\r\n"
                                "Content-Type: multipart/mixed; boundary=\"between\"\r\n\r\n"
                                "--between\r\nContent-Type: text/plain\r\n\r\nsee\r\n"
                                "--between\r\n");
    append_part(out, type, encode, content);
    g_string_append(out, "\r\n--between--\r\n");
    return out;
}

GBytes *container_in_attached_text(const char *text)
{
    gsize length = 0;
    char *bytes = fixture_convert("CP932", text, &length);
    g_autoptr(GBytes) content = g_bytes_new_take(bytes, length);
    return g_string_free_to_bytes(
        letter_with("application/octet-stream; name=memo.txt", ENCODE_BASE64, content));
}

GBytes *container_in_mbox(const char *text)
{
    g_autoptr(GBytes) document = container_in_docx(text);
    g_autoptr(GBytes) zip = container_zip("memo.docx", document);
    GString *out = letter_with("application/zip; name=memo.zip", ENCODE_BASE64, zip);
    g_string_prepend(out, "From MAILER-DAEMON Mon Jan  1 00:00:00 2024\r\n"
                          "Subject: first\r\n\r\nnothing\r\n\r\n"
                          "From MAILER-DAEMON Mon Jan  1 00:00:00 2024\r\n");
    return g_string_free_to_bytes(out);
}
