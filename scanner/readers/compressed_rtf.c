#include "scanner/readers/compressed_rtf.h"

#include <string.h>

#include "scanner/readers/ole.h"

enum {
    HEADER_BYTES = 16,
    WINDOW_BYTES = 4096,
    COMPRESSED = 0x75465a4c, /* "LZFu" */
    PLAIN = 0x414c454d,      /* "MELA" */
};

/* What the window begins with (MS-OXRTFCP 2.1.2.1). */
static const char preset[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

typedef struct {
    guint8 window[WINDOW_BYTES];
    guint at;
    GByteArray *out;
} Expansion;

static void put(Expansion *expansion, guint8 byte)
{
    expansion->window[expansion->at] = byte;
    expansion->at = (expansion->at + 1) % WINDOW_BYTES;
    g_byte_array_append(expansion->out, &byte, 1);
}

/* MS-OXRTFCP 3.1.3: eight tokens follow a byte whose bits, from the lowest, tell bytes from
 * references; one to the place of writing is the end. TRUE when that came. */
static gboolean expand(Expansion *expansion, const guint8 *bytes, gsize length)
{
    guint control = 0;
    guint left = 0;
    for (gsize i = 0; i < length;) {
        if (left == 0) {
            control = bytes[i++];
            left = 8;
            continue;
        }
        gboolean is_reference = (control & 1) != 0;
        control >>= 1;
        left--;
        if (!is_reference) {
            put(expansion, bytes[i++]);
            continue;
        }
        if (i + 2 > length) {
            return FALSE;
        }
        guint from = (guint)(bytes[i] << 4 | bytes[i + 1] >> 4);
        guint count = (bytes[i + 1] & 0x0fU) + 2;
        i += 2;
        if (from == expansion->at) {
            return TRUE;
        }
        for (; count > 0; count--) {
            put(expansion, expansion->window[from]);
            from = (from + 1) % WINDOW_BYTES;
        }
    }
    return FALSE;
}

GBytes *compressed_rtf_expand(const guint8 *bytes, gsize length, gboolean *is_whole)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    guint32 kind = length >= HEADER_BYTES ? ole_get_u32(bytes + 8) : 0;
    guint32 size = length >= HEADER_BYTES ? ole_get_u32(bytes + 4) : 0;
    *is_whole = FALSE;
    if (kind == PLAIN) {
        gsize held = MIN(length - HEADER_BYTES, (gsize)size);
        g_byte_array_append(out, bytes + HEADER_BYTES, (guint)held);
        *is_whole = held == size;
    } else if (kind == COMPRESSED) {
        g_autofree Expansion *expansion = g_new0(Expansion, 1);
        memcpy(expansion->window, preset, sizeof preset - 1);
        expansion->at = sizeof preset - 1;
        expansion->out = out;
        *is_whole = expand(expansion, bytes + HEADER_BYTES, length - HEADER_BYTES);
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}
