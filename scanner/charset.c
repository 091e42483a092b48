#include "scanner/charset.h"

#include <iconv.h>
#include <string.h>
#include <uchardet.h>

#include "base/utf8.h"
#include "scanner/scanner.h"

static const Charset charsets[] = {
    {"UTF-8", "UTF-8", 1, FALSE, FALSE, 0},
    {"UTF-8-BOM", "UTF-8", 1, FALSE, FALSE, 3},
    {"Shift_JIS", "CP932", 1, FALSE, FALSE, 0},
    {"EUC-JP", "EUC-JP-MS", 1, FALSE, FALSE, 0},
    {"ISO-2022-JP", "ISO-2022-JP-3", 1, FALSE, TRUE, 0},
    {"UTF-16LE", "UTF-16LE", 2, FALSE, FALSE, 0},
    {"UTF-16BE", "UTF-16BE", 2, TRUE, FALSE, 0},
    {"UTF-16LE-BOM", "UTF-16LE", 2, FALSE, FALSE, 2},
    {"UTF-16BE-BOM", "UTF-16BE", 2, TRUE, FALSE, 2},
    {"UTF-32LE-BOM", "UTF-32LE", 4, FALSE, FALSE, 4},
    {"UTF-32BE-BOM", "UTF-32BE", 4, TRUE, FALSE, 4},
    {"WINDOWS-1252", "WINDOWS-1252", 1, FALSE, FALSE, 0},
    {"GB18030", "GB18030", 1, FALSE, FALSE, 0},
    {"BIG5", "BIG5-HKSCS", 1, FALSE, FALSE, 0},
    {"EUC-KR", "CP949", 1, FALSE, FALSE, 0},
    {"UHC", "CP949", 1, FALSE, FALSE, 0},
    {"EUC-TW", "EUC-TW", 1, FALSE, FALSE, 0},
    {"WINDOWS-1250", "WINDOWS-1250", 1, FALSE, FALSE, 0},
    {"WINDOWS-1251", "WINDOWS-1251", 1, FALSE, FALSE, 0},
    {"WINDOWS-1253", "WINDOWS-1253", 1, FALSE, FALSE, 0},
    {"WINDOWS-1254", "WINDOWS-1254", 1, FALSE, FALSE, 0},
    {"WINDOWS-1255", "WINDOWS-1255", 1, FALSE, FALSE, 0},
    {"WINDOWS-1256", "WINDOWS-1256", 1, FALSE, FALSE, 0},
    {"WINDOWS-1257", "WINDOWS-1257", 1, FALSE, FALSE, 0},
    {"WINDOWS-1258", "WINDOWS-1258", 1, FALSE, FALSE, 0},
    {"ISO-8859-1", "ISO-8859-1", 1, FALSE, FALSE, 0},
    {"ISO-8859-2", "ISO-8859-2", 1, FALSE, FALSE, 0},
    {"ISO-8859-3", "ISO-8859-3", 1, FALSE, FALSE, 0},
    {"ISO-8859-4", "ISO-8859-4", 1, FALSE, FALSE, 0},
    {"ISO-8859-5", "ISO-8859-5", 1, FALSE, FALSE, 0},
    {"ISO-8859-6", "ISO-8859-6", 1, FALSE, FALSE, 0},
    {"ISO-8859-7", "ISO-8859-7", 1, FALSE, FALSE, 0},
    {"ISO-8859-8", "ISO-8859-8", 1, FALSE, FALSE, 0},
    {"ISO-8859-9", "ISO-8859-9", 1, FALSE, FALSE, 0},
    {"ISO-8859-10", "ISO-8859-10", 1, FALSE, FALSE, 0},
    {"ISO-8859-11", "ISO-8859-11", 1, FALSE, FALSE, 0},
    {"ISO-8859-13", "ISO-8859-13", 1, FALSE, FALSE, 0},
    {"ISO-8859-15", "ISO-8859-15", 1, FALSE, FALSE, 0},
    {"ISO-8859-16", "ISO-8859-16", 1, FALSE, FALSE, 0},
    {"TIS-620", "TIS-620", 1, FALSE, FALSE, 0},
    {"KOI8-R", "KOI8-R", 1, FALSE, FALSE, 0},
    {"IBM437", "IBM437", 1, FALSE, FALSE, 0},
    {"IBM850", "IBM850", 1, FALSE, FALSE, 0},
    {"IBM852", "IBM852", 1, FALSE, FALSE, 0},
    {"IBM855", "IBM855", 1, FALSE, FALSE, 0},
    {"IBM865", "IBM865", 1, FALSE, FALSE, 0},
    {"IBM866", "IBM866", 1, FALSE, FALSE, 0},
    {"MAC-CENTRALEUROPE", "MAC-CENTRALEUROPE", 1, FALSE, FALSE, 0},
    {"MAC-CYRILLIC", "MAC-CYRILLIC", 1, FALSE, FALSE, 0},
    {"VISCII", "VISCII", 1, FALSE, FALSE, 0},
    {"ISO-2022-KR", "ISO-2022-KR", 1, FALSE, TRUE, 0},
    {"ISO-2022-CN", "ISO-2022-CN", 1, FALSE, TRUE, 0},
    /* Never detected, but declared. */
    {"UTF-7", "UTF-7", 1, FALSE, TRUE, 0},
    {"KOI8-U", "KOI8-U", 1, FALSE, FALSE, 0},
    {"IBM437", "IBM437", 1, FALSE, FALSE, 0},
    {"IBM850", "IBM850", 1, FALSE, FALSE, 0},
    {"WINDOWS-874", "CP874", 1, FALSE, FALSE, 0},
    {"MACINTOSH", "MACINTOSH", 1, FALSE, FALSE, 0},
};

const Charset *charset_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        if (g_ascii_strcasecmp(charsets[i].name, name) == 0) {
            return &charsets[i];
        }
    }
    return NULL;
}

gboolean daicho_charset_is_cuttable(const char *charset)
{
    const Charset *known = charset_find(charset);
    return known != NULL && strncmp(known->iconv, "ISO-2022-KR", 11) != 0 &&
           strncmp(known->iconv, "ISO-2022-CN", 11) != 0 && strcmp(known->iconv, "UTF-7") != 0;
}

void charset_init(void)
{
    /* glibc keeps a module loaded while a converter of it is open; these stay so for good. */
    enum { COMMON = 5 };
    static iconv_t held[COMMON];
    for (gsize i = 0; held[0] == NULL && i < COMMON; i++) {
        held[COMMON - 1 - i] = iconv_open("UTF-8", charsets[COMMON - 1 - i].iconv);
    }
}

/* --- detection --- */

/* NUL in every other place: UTF-16 with ASCII among it, if only digits and line ends. */
static const Charset *detect_utf16(const guint8 *bytes, gsize length)
{
    gsize even = 0;
    gsize odd = 0;
    for (gsize i = 0; i + 1 < length; i += 2) {
        even += bytes[i] == 0 ? 1 : 0;
        odd += bytes[i + 1] == 0 ? 1 : 0;
    }
    gsize units = length / 2;
    if (units < 4 || length % 2 != 0) {
        return NULL;
    }
    if (odd > units / 8 && even * 4 < odd) {
        return charset_find("UTF-16LE");
    }
    return even > units / 8 && odd * 4 < even ? charset_find("UTF-16BE") : NULL;
}

static const Charset *detect_bom(const guint8 *bytes, gsize length)
{
    static const struct {
        const char *bytes;
        gsize length;
        const char *charset;
    } boms[] = {
        {"\xef\xbb\xbf", 3, "UTF-8-BOM"},    {"\xff\xfe\0\0", 4, "UTF-32LE-BOM"},
        {"\0\0\xfe\xff", 4, "UTF-32BE-BOM"}, {"\xff\xfe", 2, "UTF-16LE-BOM"},
        {"\xfe\xff", 2, "UTF-16BE-BOM"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(boms); i++) {
        if (length >= boms[i].length && memcmp(bytes, boms[i].bytes, boms[i].length) == 0) {
            return charset_find(boms[i].charset);
        }
    }
    return NULL;
}

static gboolean is_utf8(const guint8 *bytes, gsize length)
{
    gsize valid = daicho_utf8_count(bytes, length);
    gsize left = length - valid;
    /* A character cut by the end of what was looked at. */
    return left == 0 ||
           (left < 4 && length > 8 &&
            g_utf8_get_char_validated((const char *)bytes + valid, (gssize)left) == (gunichar)-2);
}

static gsize count_long_leads(const guint8 *bytes, gsize length)
{
    gsize leads = 0;
    for (gsize i = 0; i < length; i++) {
        leads += bytes[i] >= 0xe0 ? 1 : 0;
    }
    return leads;
}

/* UTF-8 with some bytes that are not: characters of three bytes and more come by chance nowhere. */
static gboolean is_mostly_utf8(const guint8 *bytes, gsize length)
{
    enum { LONG_BYTES = 3 };
    gsize characters = 0;
    gsize wrong = 0;
    /* No more characters can follow than that. */
    for (gsize at = 0; at < length && wrong * 4 <= characters + (length - at) / LONG_BYTES; at++) {
        gsize valid = daicho_utf8_count(bytes + at, length - at);
        characters += count_long_leads(bytes + at, valid);
        at += valid;
        wrong += at < length && bytes[at] != 0 ? 1 : 0;
    }
    return characters >= 2 && wrong * 4 <= characters;
}

/* Counts of a Japanese double-byte reading: characters, and kana among them. -1: not valid. */
typedef struct {
    gint characters, kana, rare;
    gint half;     /* half-width kana of one byte */
    gint common;   /* kanji of everyday use */
    gint adjacent; /* characters right after another one */
} Reading;

static gboolean read_shift_jis(const guint8 *bytes, gsize length, Reading *reading)
{
    gsize next = G_MAXSIZE; /* after the last character */
    for (gsize i = 0; i < length; i++) {
        guint8 lead = bytes[i];
        if (lead < 0x80) {
            continue;
        }
        reading->adjacent += i == next ? 1 : 0;
        if (lead >= 0xa1 && lead <= 0xdf) {
            reading->half++;
            next = i + 1;
            continue;
        }
        gboolean is_lead = (lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xfc);
        if (!is_lead) {
            return FALSE;
        }
        if (++i == length) {
            return TRUE;
        }
        if (bytes[i] < 0x40 || bytes[i] == 0x7f || bytes[i] > 0xfc) {
            return FALSE;
        }
        reading->characters++;
        reading->kana += lead == 0x82 || lead == 0x83 || lead == 0x81;
        reading->rare += lead >= 0xeb;
        reading->common += lead >= 0x88 && lead <= 0x97;
        next = i + 1;
    }
    return TRUE;
}

static gboolean read_euc_jp(const guint8 *bytes, gsize length, Reading *reading)
{
    gsize next = G_MAXSIZE;
    for (gsize i = 0; i < length; i++) {
        guint8 lead = bytes[i];
        if (lead < 0x80) {
            continue;
        }
        reading->adjacent += i == next ? 1 : 0;
        gsize trail = lead == 0x8f ? 2 : 1;
        if (lead != 0x8e && lead != 0x8f && (lead < 0xa1 || lead > 0xfe)) {
            return FALSE;
        }
        for (; trail > 0; trail--) {
            if (++i == length) {
                return TRUE;
            }
            if (bytes[i] < 0xa1 || bytes[i] == 0xff) {
                return FALSE;
            }
        }
        reading->characters++;
        reading->kana += lead == 0xa4 || lead == 0xa5 || lead == 0xa1;
        reading->rare += lead == 0x8e || lead == 0x8f || lead >= 0xf5;
        reading->common += lead >= 0xb0 && lead <= 0xcf;
        next = i + 1;
    }
    return TRUE;
}

/* Japanese text has kana and marks all over; other charsets read as Japanese have few. */
static gboolean is_plausible(const Reading *reading)
{
    return reading->characters > 0 && reading->kana * 8 >= reading->characters &&
           (reading->rare + reading->half) * 4 <= reading->characters + 2;
}

/* Names and addresses may have no kana at all; but kanji stand together, where what other charsets
 * have in these places stands alone. */
static gboolean is_kanji_list(const Reading *reading)
{
    return reading->characters >= 2 && reading->common * 4 >= reading->characters * 3 &&
           reading->adjacent * 2 >= reading->characters && reading->rare * 8 <= reading->characters;
}

/* Half-width kana, one byte each, and hardly anything else. */
static gboolean is_half_width(const Reading *reading)
{
    return reading->half >= 4 && reading->adjacent * 2 >= reading->half;
}

static const Charset *detect_japanese(const guint8 *bytes, gsize length)
{
    Reading sjis = {0};
    Reading euc = {0};
    gboolean is_sjis = read_shift_jis(bytes, length, &sjis) && is_plausible(&sjis);
    gboolean is_euc = read_euc_jp(bytes, length, &euc) && is_plausible(&euc);
    if (is_sjis && is_euc) {
        is_euc = euc.kana - euc.rare > sjis.kana - sjis.rare - sjis.half;
        is_sjis = !is_euc;
    }
    return is_euc ? charset_find("EUC-JP") : is_sjis ? charset_find("Shift_JIS") : NULL;
}

/* What uchardet says, if it is a charset that can stand here. */
static const Charset *detect_by_statistics(const guint8 *bytes, gsize length)
{
    uchardet_t detector = uchardet_new();
    const Charset *found = NULL;
    if (uchardet_handle_data(detector, (const char *)bytes, length) == 0) {
        uchardet_data_end(detector);
        const char *name = uchardet_get_charset(detector);
        found = charset_find(strcmp(name, "SHIFT_JIS") == 0 ? "Shift_JIS" : name);
    }
    uchardet_delete(detector);
    gboolean is_possible = found != NULL && found->unit == 1 &&
                           !g_str_has_prefix(found->name, "UTF-8");
    return is_possible ? found : NULL;
}

static gboolean is_east_asian(const Charset *charset)
{
    static const char *const names[] = {"Shift_JIS", "EUC-JP", "GB18030", "BIG5",
                                        "EUC-KR",    "UHC",    "EUC-TW",  NULL};
    return g_strv_contains(names, charset->name);
}

static const Charset *detect_other(const guint8 *bytes, gsize length)
{
    Reading sjis = {0};
    Reading euc = {0};
    gboolean is_sjis = read_shift_jis(bytes, length, &sjis);
    if (is_sjis && is_kanji_list(&sjis)) {
        return charset_find("Shift_JIS");
    }
    const Charset *found = detect_by_statistics(bytes, length);
    if (found != NULL && is_east_asian(found)) {
        return found;
    }
    if (read_euc_jp(bytes, length, &euc) && is_kanji_list(&euc)) {
        return charset_find("EUC-JP");
    }
    if (is_sjis && sjis.characters == 0 && is_half_width(&sjis)) {
        return charset_find("Shift_JIS");
    }
    return found != NULL ? found : charset_find("WINDOWS-1252");
}

static gboolean has_iso_2022_jp(const guint8 *bytes, gsize length)
{
    static const char *const escapes[] = {"\x1b$B", "\x1b$@", "\x1b(J"};
    /* Hardly any text has the byte at all, and it is found quickest. */
    if (length == 0 || memchr(bytes, 0x1b, length) == NULL) {
        return FALSE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(escapes); i++) {
        if (memmem(bytes, length, escapes[i], strlen(escapes[i])) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

const Charset *charset_detect(const guint8 *bytes, gsize length, gboolean *ascii_only)
{
    *ascii_only = FALSE;
    const Charset *with_bom = detect_bom(bytes, length);
    if (with_bom != NULL) {
        return with_bom;
    }
    if (length > 0 && memchr(bytes, 0, length) != NULL) {
        return detect_utf16(bytes, length);
    }
    if (daicho_control_count(bytes, length) > length / 500) {
        return NULL;
    }
    if (daicho_ascii_count(bytes, length) == length) {
        gboolean is_iso_2022 = has_iso_2022_jp(bytes, length);
        *ascii_only = !is_iso_2022;
        return charset_find(is_iso_2022 ? "ISO-2022-JP" : "UTF-8");
    }
    if (is_utf8(bytes, length) || is_mostly_utf8(bytes, length)) {
        return charset_find("UTF-8");
    }
    const Charset *japanese = detect_japanese(bytes, length);
    return japanese != NULL ? japanese : detect_other(bytes, length);
}
