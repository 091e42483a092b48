#include "scanner/readers/rtf_decode.h"

#include <string.h>

#include "scanner/readers/codepage.h"

enum { KEPT_BYTES = 1 << 16, FONTS = 4096 };

/* What a font says instead of a code page. */
enum { OF_DOCUMENT = 0, OF_ANSI = 1 };

struct RtfDecoder {
    guint codepage;         /* of the document */
    GHashTable *fonts;      /* number to code page */
    GHashTable *converters; /* code page to CharsetConverter */
    guint kept_codepage;    /* of the bytes that are kept */
    GByteArray *kept;
    guint high_surrogate; /* 0 when none is waiting */
    guint64 invalid;
};

/* RTF 1.9.1, "Font Table": \fcharset. */
static const struct {
    gint charset;
    guint codepage;
} charsets[] = {
    {0, OF_ANSI}, {1, OF_DOCUMENT}, {2, OF_ANSI}, {77, 10000}, {78, 10001}, {79, 10003},
    {80, 10008},  {81, 10002},      {83, 10005},  {84, 10004}, {85, 10006}, {86, 10081},
    {88, 10029},  {89, 10007},      {128, 932},   {129, 949},  {130, 1361}, {134, 936},
    {136, 950},   {161, 1253},      {162, 1254},  {163, 1258}, {177, 1255}, {178, 1256},
    {179, 1256},  {180, 1256},      {181, 1255},  {186, 1257}, {204, 1251}, {222, 874},
    {238, 1250},  {254, 437},       {255, 850},
};

RtfDecoder *rtf_decoder_new(void)
{
    RtfDecoder *decoder = g_new0(RtfDecoder, 1);
    decoder->codepage = 1252;
    decoder->fonts = g_hash_table_new(NULL, NULL);
    decoder->converters = g_hash_table_new_full(NULL, NULL, NULL,
                                                (GDestroyNotify)charset_converter_free);
    decoder->kept = g_byte_array_new();
    return decoder;
}

void rtf_decoder_free(RtfDecoder *decoder)
{
    if (decoder != NULL) {
        g_hash_table_unref(decoder->fonts);
        g_hash_table_unref(decoder->converters);
        g_byte_array_unref(decoder->kept);
        g_free(decoder);
    }
}

/* RTF is ASCII around what it writes in other charsets. */
static gboolean is_usable(guint codepage)
{
    const Charset *charset = codepage_find(codepage);
    return charset != NULL && charset->unit == 1 && !charset->has_shift_states;
}

void rtf_decoder_set_codepage(RtfDecoder *decoder, guint codepage)
{
    if (is_usable(codepage)) {
        decoder->codepage = codepage;
    }
}

void rtf_decoder_set_font_codepage(RtfDecoder *decoder, gint font, guint codepage)
{
    gboolean is_known = codepage <= OF_ANSI || is_usable(codepage);
    if (is_known && g_hash_table_size(decoder->fonts) < FONTS) {
        g_hash_table_insert(decoder->fonts, GINT_TO_POINTER(font), GUINT_TO_POINTER(codepage));
    }
}

void rtf_decoder_set_font_charset(RtfDecoder *decoder, gint font, gint charset)
{
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        if (charsets[i].charset == charset) {
            rtf_decoder_set_font_codepage(decoder, font, charsets[i].codepage);
        }
    }
}

static gboolean is_double_byte(guint codepage)
{
    return codepage == 932 || codepage == 936 || codepage == 949 || codepage == 950;
}

/* How many bytes are no characters in a code page, or all when it cannot be had. */
static guint64 convert(RtfDecoder *decoder, guint codepage, gsize length, GString *out)
{
    gpointer key = GUINT_TO_POINTER(codepage);
    CharsetConverter *converter = g_hash_table_lookup(decoder->converters, key);
    if (converter == NULL) {
        converter = charset_converter_new(codepage_find(codepage));
        if (converter == NULL) {
            return length;
        }
        g_hash_table_insert(decoder->converters, key, converter);
    }
    guint64 invalid = 0;
    charset_convert(converter, decoder->kept->data, length, TRUE, G_MAXSIZE / 2, out, &invalid);
    return invalid;
}

/* Western fonts are named for Japanese text too, by programs that know of one code page only. Two high
 * bytes stand together in the one, and hardly ever in the other. */
static gboolean looks_double_byte(const GByteArray *bytes)
{
    for (guint i = 1; i < bytes->len; i++) {
        if (bytes->data[i - 1] >= 0x80 && bytes->data[i] >= 0x80) {
            return TRUE;
        }
    }
    return FALSE;
}

static void decode(RtfDecoder *decoder, gsize length, GString *out)
{
    guint codepage = decoder->kept_codepage;
    if (codepage == OF_ANSI) {
        codepage = is_double_byte(decoder->codepage) && looks_double_byte(decoder->kept)
                       ? decoder->codepage
                       : 1252;
    }
    gsize before = out->len;
    guint64 invalid = convert(decoder, codepage, length, out);
    if (invalid > 0 && codepage != decoder->codepage) {
        g_autoptr(GString) other = g_string_new(NULL);
        guint64 left = convert(decoder, decoder->codepage, length, other);
        if (left < invalid) {
            g_string_truncate(out, before);
            g_string_append_len(out, other->str, (gssize)other->len);
            invalid = left;
        }
    }
    decoder->invalid += invalid;
    g_byte_array_remove_range(decoder->kept, 0, (guint)length);
}

static void end_surrogate(RtfDecoder *decoder, GString *out)
{
    if (decoder->high_surrogate != 0) {
        g_string_append(out, "\xef\xbf\xbd");
        decoder->high_surrogate = 0;
        decoder->invalid++;
    }
}

static void take_bytes(RtfDecoder *decoder, GString *out)
{
    if (decoder->kept->len > 0) {
        decode(decoder, decoder->kept->len, out);
    }
}

void rtf_decoder_take(RtfDecoder *decoder, GString *out)
{
    take_bytes(decoder, out);
    end_surrogate(decoder, out);
}

static gboolean is_ascii(const guint8 *bytes, gsize length)
{
    guint8 high = 0;
    for (gsize i = 0; i < length; i++) {
        high |= bytes[i];
    }
    return high < 0x80;
}

void rtf_decoder_add(RtfDecoder *decoder, gint font, const guint8 *bytes, gsize length,
                     GString *out)
{
    gpointer found = g_hash_table_lookup(decoder->fonts, GINT_TO_POINTER(font));
    guint codepage = GPOINTER_TO_UINT(found);
    codepage = codepage == OF_DOCUMENT ? decoder->codepage : codepage;
    end_surrogate(decoder, out);
    if (decoder->kept_codepage != codepage) {
        take_bytes(decoder, out);
        decoder->kept_codepage = codepage;
    }
    if (decoder->kept->len == 0 && is_ascii(bytes, length)) {
        g_string_append_len(out, (const char *)bytes, (gssize)length);
        return;
    }
    g_byte_array_append(decoder->kept, bytes, (guint)length);
    if (decoder->kept->len > KEPT_BYTES) {
        const Charset *charset = codepage_find(codepage == OF_ANSI ? decoder->codepage : codepage);
        gsize whole = charset_find_boundary(charset, decoder->kept->data, decoder->kept->len);
        decode(decoder, whole > 0 ? whole : decoder->kept->len, out);
    }
}

void rtf_decoder_add_unit(RtfDecoder *decoder, guint unit, GString *out)
{
    take_bytes(decoder, out);
    gboolean is_low = unit >= 0xdc00 && unit <= 0xdfff;
    if (is_low && decoder->high_surrogate != 0) {
        gunichar high = decoder->high_surrogate - 0xd800;
        g_string_append_unichar(out, 0x10000 + (high << 10) + (unit - 0xdc00));
        decoder->high_surrogate = 0;
        return;
    }
    end_surrogate(decoder, out);
    if (unit >= 0xd800 && unit <= 0xdbff) {
        decoder->high_surrogate = unit;
    } else if (is_low) {
        decoder->invalid++;
        g_string_append(out, "\xef\xbf\xbd");
    } else {
        g_string_append_unichar(out, unit);
    }
}

guint64 rtf_decoder_get_invalid(const RtfDecoder *decoder)
{
    return decoder->invalid;
}
