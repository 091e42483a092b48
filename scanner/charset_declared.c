#include "scanner/charset_declared.h"

#include <string.h>

#include "base/utf8.h"

enum {
    LABEL_BYTES = 40,
    SURE_CHARACTERS = 2, /* of three bytes in UTF-8, by chance in no other charset */
};

/* Labels of the WHATWG Encoding Standard (section 4.2) and of old mail, which are not the names that
 * we use. What is not here may be one of those. */
static const struct {
    const char *label, *name;
} aliases[] = {
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"x-unicode20utf8", "UTF-8"},
    {"cesu-8", "UTF-8"},
    {"utf-16", "UTF-16LE"},
    {"ucs-2", "UTF-16LE"},
    {"unicode", "UTF-16LE"},
    {"iso-10646-ucs-2", "UTF-16LE"},
    {"csunicode", "UTF-16LE"},
    {"unicodefffe", "UTF-16BE"},
    {"x-sjis", "Shift_JIS"},
    {"sjis", "Shift_JIS"},
    {"shift-jis", "Shift_JIS"},
    {"shiftjis", "Shift_JIS"},
    {"ms_kanji", "Shift_JIS"},
    {"csshiftjis", "Shift_JIS"},
    {"windows-31j", "Shift_JIS"},
    {"cswindows31j", "Shift_JIS"},
    {"ms932", "Shift_JIS"},
    {"cp932", "Shift_JIS"},
    {"ibm943", "Shift_JIS"},
    {"cp943c", "Shift_JIS"},
    {"x-ms-cp932", "Shift_JIS"},
    {"windows-932", "Shift_JIS"},
    {"shift_jis-2004", "Shift_JIS"},
    {"eucjp", "EUC-JP"},
    {"x-euc-jp", "EUC-JP"},
    {"x-eucjp", "EUC-JP"},
    {"euc_jp", "EUC-JP"},
    {"ujis", "EUC-JP"},
    {"eucjp-ms", "EUC-JP"},
    {"eucjp-win", "EUC-JP"},
    {"cp51932", "EUC-JP"},
    {"cseucpkdfmtjapanese", "EUC-JP"},
    {"csiso2022jp", "ISO-2022-JP"},
    {"iso2022jp", "ISO-2022-JP"},
    {"iso-2022-jp-1", "ISO-2022-JP"},
    {"iso-2022-jp-2", "ISO-2022-JP"},
    {"iso-2022-jp-3", "ISO-2022-JP"},
    {"iso-2022-jp-ms", "ISO-2022-JP"},
    {"cp50220", "ISO-2022-JP"},
    {"cp50221", "ISO-2022-JP"},
    {"cp50222", "ISO-2022-JP"},
    {"jis", "ISO-2022-JP"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"csgb2312", "GB18030"},
    {"chinese", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"cp936", "GB18030"},
    {"ms936", "GB18030"},
    {"windows-936", "GB18030"},
    {"euc-cn", "GB18030"},
    {"x-euc-cn", "GB18030"},
    {"big5-hkscs", "BIG5"},
    {"cn-big5", "BIG5"},
    {"x-x-big5", "BIG5"},
    {"csbig5", "BIG5"},
    {"cp950", "BIG5"},
    {"windows-950", "BIG5"},
    {"ks_c_5601-1987", "EUC-KR"},
    {"ks_c_5601-1989", "EUC-KR"},
    {"ksc5601", "EUC-KR"},
    {"ksc_5601", "EUC-KR"},
    {"korean", "EUC-KR"},
    {"cseuckr", "EUC-KR"},
    {"windows-949", "EUC-KR"},
    {"cp949", "EUC-KR"},
    {"ms949", "EUC-KR"},
    {"x-windows-949", "EUC-KR"},
    {"us-ascii", "WINDOWS-1252"},
    {"ascii", "WINDOWS-1252"},
    {"ansi_x3.4-1968", "WINDOWS-1252"},
    {"iso646-us", "WINDOWS-1252"},
    {"iso-8859-1", "WINDOWS-1252"},
    {"iso8859-1", "WINDOWS-1252"},
    {"iso_8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"latin-1", "WINDOWS-1252"},
    {"l1", "WINDOWS-1252"},
    {"cp819", "WINDOWS-1252"},
    {"ibm819", "WINDOWS-1252"},
    {"x-cp1252", "WINDOWS-1252"},
    {"latin2", "ISO-8859-2"},
    {"latin-9", "ISO-8859-15"},
    {"latin5", "WINDOWS-1254"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"tis-620", "WINDOWS-874"},
    {"iso-8859-11", "WINDOWS-874"},
    {"cyrillic", "ISO-8859-5"},
    {"arabic", "ISO-8859-6"},
    {"greek", "ISO-8859-7"},
    {"hebrew", "ISO-8859-8"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"logical", "ISO-8859-8"},
    {"koi8", "KOI8-R"},
    {"koi", "KOI8-R"},
    {"cskoi8r", "KOI8-R"},
    {"mac", "MACINTOSH"},
    {"x-mac-roman", "MACINTOSH"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"x-mac-japanese", "Shift_JIS"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"x-unicode-2-0-utf-7", "UTF-7"},
    {"csunicode11utf7", "UTF-7"},
};

/* "cp1251" and "x-cp1251" are "windows-1251"; "iso8859-2" and "iso_8859-2" are "iso-8859-2". */
static const struct {
    const char *prefix, *instead;
} families[] = {
    {"x-cp", "windows-"},       {"cp12", "windows-12"}, {"iso8859-", "iso-8859-"},
    {"iso_8859-", "iso-8859-"}, {"cp4", "ibm4"},        {"cp8", "ibm8"},
};

const Charset *charset_declared_find(const char *label)
{
    g_autofree char *folded = g_ascii_strdown(label, (gssize)strnlen(label, LABEL_BYTES));
    g_strdelimit(g_strstrip(folded), "\"'", ' ');
    g_strstrip(folded);
    for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++) {
        if (strcmp(aliases[i].label, folded) == 0) {
            return charset_find(aliases[i].name);
        }
    }
    for (gsize i = 0; i < G_N_ELEMENTS(families); i++) {
        if (g_str_has_prefix(folded, families[i].prefix)) {
            g_autofree char *name = g_strconcat(families[i].instead,
                                                folded + strlen(families[i].prefix), NULL);
            return charset_find(name);
        }
    }
    /* Whether there is a mark, the bytes themselves tell. */
    if (g_str_has_suffix(folded, "-bom")) {
        folded[strlen(folded) - strlen("-bom")] = '\0';
    }
    return charset_find(folded);
}

/* How many characters of three bytes and more there are in what is all UTF-8, and of two; FALSE when
 * it is not. A character that the end cuts counts for nothing. */
static gboolean count_utf8(const guint8 *bytes, gsize length, gboolean goes_on, gsize *longer,
                           gsize *pairs)
{
    const guint8 *end = bytes + daicho_utf8_count(bytes, length);
    gsize left = length - (gsize)(end - bytes);
    if (left > 0 && (!goes_on || left > 3 ||
                     g_utf8_get_char_validated((const char *)end, (gssize)left) != (gunichar)-2)) {
        return FALSE;
    }
    for (const guint8 *at = bytes; at < end; at++) {
        *longer += *at >= 0xe0 ? 1 : 0;
        *pairs += *at >= 0xc2 && *at < 0xe0 ? 1 : 0;
    }
    return TRUE;
}

/* Charsets in which any byte is a character: whatever holds to them tells nothing. */
static gboolean accepts_anything(const Charset *charset)
{
    static const char *const prefixes[] = {"WINDOWS-", "ISO-8859-", "KOI8", "IBM", "MAC"};
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        if (g_str_has_prefix(charset->name, prefixes[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

/* What a text is when read in a charset. */
typedef struct {
    guint64 invalid;                   /* bytes */
    guint64 foreign, half_width, kana; /* characters that are not ASCII, and among them */
} Reading;

static Reading read_as(const Charset *charset, const guint8 *bytes, gsize length, gboolean goes_on)
{
    Reading reading = {.invalid = G_MAXUINT64};
    g_autoptr(CharsetConverter) converter = charset_converter_new(charset);
    if (converter == NULL) {
        return reading;
    }
    g_autoptr(GString) text = g_string_new(NULL);
    reading.invalid = 0;
    gsize taken = charset_convert_part(converter, bytes, length, text, &reading.invalid);
    for (const char *at = text->str; at < text->str + text->len; at = g_utf8_next_char(at)) {
        gunichar character = (guchar)*at < 0x80 ? 0 : g_utf8_get_char(at);
        reading.foreign += character != 0 ? 1 : 0;
        reading.half_width += character >= 0xff61 && character <= 0xff9f ? 1 : 0;
        reading.kana += character >= 0x3041 && character <= 0x30fe ? 1 : 0;
    }
    reading.foreign -= MIN(reading.foreign, reading.invalid); /* U+FFFD */
    reading.invalid += goes_on ? 0 : length - taken;
    return reading;
}

/* Whether the charset that was detected fits better than the declared one. */
static gboolean is_better(const Charset *detected, const Reading *in_detected,
                          const Reading *in_declared)
{
    if (in_declared->invalid > 0) {
        /* In some charsets nothing is ever wrong. */
        return in_detected->invalid < in_declared->invalid &&
               (!accepts_anything(detected) || in_declared->invalid > in_declared->foreign);
    }
    /* EUC-JP is mostly valid Shift_JIS: a rain of half-width kana. */
    return strcmp(detected->name, "EUC-JP") == 0 && in_detected->invalid == 0 &&
           in_detected->kana > in_declared->kana &&
           in_declared->half_width * 2 > in_declared->foreign;
}

/* A declaration is not believed against these: they have marks that no other text has by chance. */
static const Charset *find_evident(const Charset *declared, const Charset *detected,
                                   const guint8 *bytes, gsize length, gboolean goes_on)
{
    gsize longer = 0;
    gsize pairs = 0;
    if (detected != NULL && (detected->bom > 0 || detected->unit > 1)) {
        return detected;
    }
    if (count_utf8(bytes, length, goes_on, &longer, &pairs) &&
        (longer >= SURE_CHARACTERS ||
         (longer + pairs > 0 && (declared == NULL || accepts_anything(declared))))) {
        return charset_find("UTF-8");
    }
    if (detected == NULL || (declared != NULL && declared->has_shift_states)) {
        return NULL;
    }
    /* Japanese that is declared as Western is so by a program that declares the same for all. */
    gboolean is_japanese = strcmp(detected->name, "Shift_JIS") == 0 ||
                           strcmp(detected->name, "EUC-JP") == 0;
    gboolean is_western = declared != NULL && strcmp(declared->name, "WINDOWS-1252") == 0;
    return detected->has_shift_states || (is_japanese && is_western) ? detected : NULL;
}

const Charset *charset_declared_choose(const char *declared, const guint8 *bytes, gsize length,
                                       gboolean goes_on)
{
    gboolean ascii_only = FALSE;
    const Charset *charset = declared != NULL ? charset_declared_find(declared) : NULL;
    const Charset *detected = charset_detect(bytes, length, &ascii_only);
    const Charset *evident = find_evident(charset, detected, bytes, length, goes_on);
    if (evident != NULL) {
        return evident;
    }
    /* A declaration that one can read in single bytes was not written in UTF-16. */
    gboolean is_narrow = detected != NULL && !accepts_anything(detected);
    if (charset == NULL || (charset->unit > 1 && is_narrow)) {
        return detected != NULL ? detected : charset_find("WINDOWS-1252");
    }
    if (detected == NULL) {
        return charset;
    }
    const Reading in_declared = read_as(charset, bytes, length, goes_on);
    const Reading in_detected = read_as(detected, bytes, length, goes_on);
    return is_better(detected, &in_detected, &in_declared) ? detected : charset;
}

char *charset_declared_convert(const char *declared, const guint8 *bytes, gsize length,
                               gsize *out_length, guint64 *invalid, const char **used_name)
{
    const Charset *charset = charset_declared_choose(declared, bytes, length, FALSE);
    g_autoptr(CharsetConverter) converter = charset_converter_new(charset);
    g_autoptr(GString) text = g_string_sized_new(length + 1);
    guint64 wrong = 0;
    if (converter == NULL) {
        /* No converter is installed: each byte is told as not read, what is ASCII excepted. */
        charset = charset_find("UTF-8");
        converter = charset_converter_new(charset);
    }
    for (gsize at = MIN(charset->bom, length); at < length && converter != NULL;) {
        at += charset_convert(converter, bytes + at, length - at, at == charset->bom, G_MAXSIZE / 4,
                              text, &wrong);
    }
    for (gsize i = 0; i < text->len; i++) {
        text->str[i] = text->str[i] != '\0' ? text->str[i] : ' ';
    }
    if (out_length != NULL) {
        *out_length = text->len;
    }
    if (invalid != NULL) {
        *invalid = wrong;
    }
    if (used_name != NULL) {
        *used_name = charset->name;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}
