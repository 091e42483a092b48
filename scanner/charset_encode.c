#include "scanner/scanner.h"

#include <iconv.h>
#include <string.h>

#include "scanner/charset.h"

GBytes *daicho_charset_decode(const char *charset, GBytes *bytes)
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

GBytes *daicho_charset_encode(const char *charset, GBytes *text)
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
