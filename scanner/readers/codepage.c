#include "scanner/readers/codepage.h"

static const struct {
    guint codepage;
    const char *charset;
} codepages[] = {
    {65001, "UTF-8"},
    {932, "Shift_JIS"},
    {1252, "WINDOWS-1252"},
    {1200, "UTF-16LE"},
    {1201, "UTF-16BE"},
    {20127, "WINDOWS-1252"},
    {51932, "EUC-JP"},
    {20932, "EUC-JP"},
    {50220, "ISO-2022-JP"},
    {50221, "ISO-2022-JP"},
    {50222, "ISO-2022-JP"},
    {10001, "Shift_JIS"},
    {936, "GB18030"},
    {54936, "GB18030"},
    {20936, "GB18030"},
    {51936, "GB18030"},
    {52936, "GB18030"},
    {10008, "GB18030"},
    {949, "UHC"},
    {51949, "UHC"},
    {10003, "UHC"},
    {50225, "ISO-2022-KR"},
    {950, "BIG5"},
    {10002, "BIG5"},
    {874, "WINDOWS-874"},
    {437, "IBM437"},
    {850, "IBM850"},
    {865, "IBM865"},
    {10000, "MACINTOSH"},
    {10005, "WINDOWS-1255"},
    {10004, "WINDOWS-1256"},
    {10006, "WINDOWS-1253"},
    {10081, "WINDOWS-1254"},
    {1250, "WINDOWS-1250"},
    {1251, "WINDOWS-1251"},
    {1253, "WINDOWS-1253"},
    {1254, "WINDOWS-1254"},
    {1255, "WINDOWS-1255"},
    {1256, "WINDOWS-1256"},
    {1257, "WINDOWS-1257"},
    {1258, "WINDOWS-1258"},
    {28591, "ISO-8859-1"},
    {28592, "ISO-8859-2"},
    {28593, "ISO-8859-3"},
    {28594, "ISO-8859-4"},
    {28595, "ISO-8859-5"},
    {28596, "ISO-8859-6"},
    {28597, "ISO-8859-7"},
    {28598, "ISO-8859-8"},
    {28599, "ISO-8859-9"},
    {28603, "ISO-8859-13"},
    {28605, "ISO-8859-15"},
    {20866, "KOI8-R"},
    {866, "IBM866"},
    {852, "IBM852"},
    {855, "IBM855"},
    {10007, "MAC-CYRILLIC"},
    {10029, "MAC-CENTRALEUROPE"},
};

/* By the primary language, the lower ten bits. */
static const struct {
    guint language, codepage;
} languages[] = {
    {0x01, 1256}, {0x02, 1251}, {0x05, 1250}, {0x08, 1253}, {0x0d, 1255}, {0x0e, 1250},
    {0x11, 932},  {0x12, 949},  {0x15, 1250}, {0x18, 1250}, {0x19, 1251}, {0x1a, 1250},
    {0x1b, 1250}, {0x1e, 874},  {0x1f, 1254}, {0x20, 1256}, {0x22, 1251}, {0x23, 1251},
    {0x24, 1250}, {0x25, 1257}, {0x26, 1257}, {0x27, 1257}, {0x29, 1256}, {0x2a, 1258},
    {0x2c, 1254}, {0x2f, 1251}, {0x3f, 1251}, {0x43, 1254},
};

const Charset *codepage_find(guint codepage)
{
    for (gsize i = 0; i < G_N_ELEMENTS(codepages); i++) {
        if (codepages[i].codepage == codepage) {
            return charset_find(codepages[i].charset);
        }
    }
    return NULL;
}

guint codepage_of_language(guint language)
{
    if ((language & 0x3ff) == 0x04) {
        gboolean is_simplified = language == 0x0804 || language == 0x1004 || language == 0x0004;
        return is_simplified ? 936 : 950;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
        if (languages[i].language == (language & 0x3ff)) {
            return languages[i].codepage;
        }
    }
    return 1252;
}

guint codepage_of_font(guint charset)
{
    static const struct {
        guint font, codepage;
    } charsets[] = {
        {128, 932},  {129, 949},  {134, 936},  {136, 950},  {161, 1253}, {162, 1254}, {163, 1258},
        {177, 1255}, {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        if (charsets[i].font == charset) {
            return charsets[i].codepage;
        }
    }
    return 0;
}

void codepage_append(GString *out, const Charset *charset, const guint8 *bytes, gsize length)
{
    guint64 invalid = 0;
    g_autoptr(CharsetConverter) converter = charset_converter_new(charset);
    for (gsize i = 0; converter == NULL && i < length; i++) {
        g_string_append(out,
                        bytes[i] < 0x80 ? (const char[]){(char)bytes[i], '\0'} : "\xef\xbf\xbd");
    }
    if (converter != NULL) {
        charset_convert(converter, bytes, length, TRUE, length * 4 + 16, out, &invalid);
    }
}

void codepage_append_utf16(GString *out, const guint8 *bytes, gsize length)
{
    for (gsize i = 0; i + 1 < length; i += 2) {
        gunichar unit = (gunichar)(bytes[i] | bytes[i + 1] << 8);
        gunichar low = i + 3 < length ? (gunichar)(bytes[i + 2] | bytes[i + 3] << 8) : 0;
        if (unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            i += 2;
        }
        gboolean is_surrogate = unit >= 0xd800 && unit < 0xe000;
        g_string_append_unichar(out, is_surrogate ? 0xfffd : unit);
    }
}
