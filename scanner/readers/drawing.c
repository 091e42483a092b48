#include "scanner/readers/drawing.h"

#include <string.h>

#include "scanner/readers/codepage.h"
#include "scanner/readers/ole.h"

enum {
    PROPERTY_BYTES = 6,
    HEAD_BYTES = 8,
    CONTAINER = 0xf,
    PROPERTIES = 0xf00b,
    MORE_PROPERTIES = 0xf122,
};

/* MS-ODRAW 2.3.22.1, 2.3.4.3, 2.3.4.5. */
static gboolean is_text(guint id)
{
    enum { WORD_ART = 0x00c0, DESCRIPTION = 0x0381, TIP = 0x038d };
    return id == WORD_ART || id == DESCRIPTION || id == TIP;
}

/* Fixed parts first, then what does not fit into them, in the same order (MS-ODRAW 2.2.9). */
void drawing_each_text(const guint8 *bytes, gsize length, guint n_properties,
                       void (*give)(gpointer data, const char *text), gpointer data)
{
    gsize at = (gsize)n_properties * PROPERTY_BYTES;
    for (guint i = 0; i < n_properties && at <= length; i++) {
        const guint8 *property = bytes + (gsize)i * PROPERTY_BYTES;
        guint bits = ole_get_u16(property);
        gboolean is_complex = (bits & 0x8000) != 0;
        gsize size = is_complex ? ole_get_u32(property + 2) : 0;
        if (size > length - at) {
            return;
        }
        if (is_complex && is_text(bits & 0x3fff)) {
            g_autoptr(GString) text = g_string_new(NULL);
            codepage_append_utf16(text, bytes + at, size);
            if (*text->str != '\0') {
                give(data, text->str);
            }
        }
        at += size;
    }
}

void drawing_each_text_within(const guint8 *bytes, gsize length,
                              void (*give)(gpointer data, const char *text), gpointer data)
{
    for (gsize at = 0; at + HEAD_BYTES <= length;) {
        guint bits = ole_get_u16(bytes + at);
        guint type = ole_get_u16(bytes + at + 2);
        gsize size = MIN((gsize)ole_get_u32(bytes + at + 4), length - at - HEAD_BYTES);
        at += HEAD_BYTES;
        if (type == PROPERTIES || type == MORE_PROPERTIES) {
            drawing_each_text(bytes + at, size, bits >> 4, give, data);
        }
        /* What a container holds follows its head. */
        at += (bits & 0xf) == CONTAINER ? 0 : size;
    }
}
