#include "scanner/charset.h"

#include <iconv.h>
#include <string.h>

#include "scanner/scanner.h"

/* Without a byte order mark, and never with something else in place of what the charset lacks. */
static GBytes *convert(const char *text, gsize length, const char *to, const char *from)
{
    gsize written = 0;
    gsize read = 0;
    char *bytes = g_convert(text, (gssize)length, to, from, &read, &written, NULL);
    if (bytes == NULL || read != length) {
        g_free(bytes);
        return NULL;
    }
    return g_bytes_new_take(bytes, written);
}

static const Charset *find_writable(const char *charset)
{
    const Charset *known = charset_find(charset);
    return known != NULL && !known->has_shift_states ? known : NULL;
}

char *daicho_charset_decode(const char *charset, const void *bytes, gsize length)
{
    const Charset *known = find_writable(charset);
    g_autoptr(GBytes) text = known != NULL ? convert(bytes, length, "UTF-8", known->iconv) : NULL;
    gsize size = 0;
    const char *decoded = text != NULL ? g_bytes_get_data(text, &size) : NULL;
    return text != NULL && g_utf8_validate(decoded, (gssize)size, NULL) ? g_strndup(decoded, size)
                                                                        : NULL;
}

GBytes *daicho_charset_encode(const char *charset, const char *text)
{
    const Charset *known = find_writable(charset);
    g_autoptr(GBytes) bytes = known != NULL ? convert(text, strlen(text), known->iconv, "UTF-8")
                                            : NULL;
    if (bytes == NULL) {
        return NULL;
    }
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    /* What comes back as another character was not expressed. */
    g_autofree char *again = daicho_charset_decode(charset, data, length);
    return g_strcmp0(again, text) == 0 ? g_steal_pointer(&bytes) : NULL;
}

void charset_init_encoders(void)
{
    static const char *const common[] = {"CP932", "EUC-JP-MS", "UTF-16LE", "UTF-16BE"};
    static GIConv held[G_N_ELEMENTS(common)];
    for (gsize i = 0; i < G_N_ELEMENTS(common) && held[i] == NULL; i++) {
        held[i] = g_iconv_open(common[i], "UTF-8");
    }
}

GBytes *daicho_charset_decode_whole(const char *charset, GBytes *bytes)
{
    const Charset *known = charset_find(charset);
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    g_autoptr(CharsetConverter)
        converter = known != NULL && known->bom == 0 ? charset_converter_new(known) : NULL;
    if (converter == NULL) {
        return NULL;
    }
    guint64 invalid = 0;
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize at = 0; at < length;) {
        at += charset_convert(converter, data + at, length - at, at == 0, G_MAXSIZE / 4, text,
                              &invalid);
    }
    return invalid == 0 ? g_string_free_to_bytes(g_steal_pointer(&text)) : NULL;
}

GBytes *daicho_charset_encode_whole(const char *charset, GBytes *text)
{
    enum { SHIFT_BYTES = 8, MOST_FOR_ONE = 8 }; /* an escape with each letter */
    const Charset *known = charset_find(charset);
    iconv_t converter = known != NULL && known->bom == 0 ? iconv_open(known->iconv, "UTF-8")
                                                         : (iconv_t)-1;
    if (converter == (iconv_t)-1) {
        return NULL;
    }
    gsize left = 0;
    char *in = (char *)(guintptr)g_bytes_get_data(text, &left);
    gsize room = left * MOST_FOR_ONE + SHIFT_BYTES;
    g_autofree char *out = g_malloc(room);
    char *to = out;
    gboolean done = iconv(converter, &in, &left, &to, &room) == 0 && left == 0 &&
                    iconv(converter, NULL, NULL, &to, &room) == 0;
    iconv_close(converter);
    return done ? g_bytes_new_take(g_steal_pointer(&out), (gsize)(to - out)) : NULL;
}
