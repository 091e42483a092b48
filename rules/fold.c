#include "rules/fold.h"

#include <string.h>

/* Half-width katakana U+FF61 to U+FF9F, in order (JIS X 0201 to JIS X 0208). */
static const gunichar wide_kana[] = {
    0x3002, 0x300c, 0x300d, 0x3001, 0x30fb, 0x30f2, 0x30a1, 0x30a3, 0x30a5, 0x30a7, 0x30a9,
    0x30e3, 0x30e5, 0x30e7, 0x30c3, 0x30fc, 0x30a2, 0x30a4, 0x30a6, 0x30a8, 0x30aa, 0x30ab,
    0x30ad, 0x30af, 0x30b1, 0x30b3, 0x30b5, 0x30b7, 0x30b9, 0x30bb, 0x30bd, 0x30bf, 0x30c1,
    0x30c4, 0x30c6, 0x30c8, 0x30ca, 0x30cb, 0x30cc, 0x30cd, 0x30ce, 0x30cf, 0x30d2, 0x30d5,
    0x30d8, 0x30db, 0x30de, 0x30df, 0x30e0, 0x30e1, 0x30e2, 0x30e4, 0x30e6, 0x30e8, 0x30e9,
    0x30ea, 0x30eb, 0x30ec, 0x30ed, 0x30ef, 0x30f3, 0x309b, 0x309c,
};
enum { HALF_KANA_FIRST = 0xff61, HALF_VOICED = 0xff9e, HALF_SEMI_VOICED = 0xff9f };
/* As file names from macOS have them, and text copied from there. */
enum { COMBINING_VOICED = 0x3099, COMBINING_SEMI_VOICED = 0x309a };
enum { HIRAGANA_FIRST = 0x3041, HIRAGANA_LAST = 0x309d, TO_KATAKANA = 0x60 };

static gboolean is_hyphen(gunichar character)
{
    return (character >= 0x2010 && character <= 0x2015) || character == 0x2212 ||
           character == 0xfe63;
}

static gboolean is_voiced(gunichar mark)
{
    return mark == HALF_VOICED || mark == COMBINING_VOICED;
}

static gboolean is_semi_voiced(gunichar mark)
{
    return mark == HALF_SEMI_VOICED || mark == COMBINING_SEMI_VOICED;
}

/* The voiced form of a katakana, or 0: カ to ガ is the next code point, ハ to バ and パ one and two
 * further; ウ to ヴ and ワ to ヷ stand apart. */
static gunichar add_voice(gunichar kana, gunichar mark)
{
    gboolean is_ha_row = kana >= 0x30cf && kana <= 0x30db && (kana - 0x30cf) % 3 == 0;
    if (is_semi_voiced(mark)) {
        return is_ha_row ? kana + 2 : 0;
    }
    if (kana == 0x30a6) {
        return 0x30f4;
    }
    if (kana >= 0x30ef && kana <= 0x30f2) {
        return kana + 8;
    }
    if (kana == 0x30fd) {
        return 0x30fe;
    }
    gboolean is_ka_to_chi = kana >= 0x30ab && kana <= 0x30c1 && (kana - 0x30ab) % 2 == 0;
    gboolean is_tsu_te_to = kana == 0x30c4 || kana == 0x30c6 || kana == 0x30c8;
    return is_ha_row || is_ka_to_chi || is_tsu_te_to ? kana + 1 : 0;
}

/* The one character that a kana and the mark behind it are, or 0. */
static gunichar join_mark(gunichar kana, gunichar mark)
{
    if (!is_voiced(mark) && !is_semi_voiced(mark)) {
        return 0;
    }
    gboolean is_hiragana = kana >= HIRAGANA_FIRST && kana <= HIRAGANA_LAST;
    gunichar voiced = add_voice(is_hiragana ? kana + TO_KATAKANA : kana, mark);
    gunichar back = is_hiragana && voiced != 0 ? voiced - TO_KATAKANA : voiced;
    /* Of these hiragana there is no voiced form. */
    return is_hiragana && voiced >= 0x30f7 && voiced <= 0x30fa ? 0 : back;
}

/* What serves as a hyphen in numbers that were typed with kana input on, or drawn as a line. */
static gboolean is_line(gunichar character)
{
    return character == 0x30fc || character == 0x2500 || character == 0x2501;
}

static gboolean is_space(gunichar character)
{
    return character == 0x3000 || character == 0xa0 || character == 0x202f || character == 0x205f ||
           (character >= 0x2000 && character <= 0x200a);
}

static gunichar get_next(const char *at, const char *end)
{
    const char *next = at + g_utf8_skip[(guint8)*at];
    return next < end ? g_utf8_get_char(next) : 0;
}

static gboolean is_any_digit(gunichar character)
{
    return (character >= '0' && character <= '9') || (character >= 0xff10 && character <= 0xff19);
}

/* What one character folds to; *used counts the characters that went into it. */
static gunichar fold_one(const char *at, const char *end, char before, guint *used)
{
    gunichar character = g_utf8_get_char(at);
    gunichar next = get_next(at, end);
    *used = 1;
    if (character >= 0xff01 && character <= 0xff5e) {
        return character - 0xff01 + '!';
    }
    if (character >= HALF_KANA_FIRST && character <= HALF_SEMI_VOICED) {
        character = wide_kana[character - HALF_KANA_FIRST];
    }
    gunichar joined = join_mark(character, next);
    if (joined != 0) {
        *used = 2;
        return joined;
    }
    if (is_space(character)) {
        return ' ';
    }
    gboolean is_in_number = g_ascii_isdigit(before) && is_any_digit(next);
    return is_hyphen(character) || (is_in_number && is_line(character)) ? '-' : character;
}

gboolean fold_is_needed(const char *text, gsize length)
{
    const guint8 *bytes = (const guint8 *)text;
    for (gsize i = 0; i < length; i++) {
        if (G_LIKELY(bytes[i] < 0xc2)) {
            continue;
        }
        gboolean is_wide_space = bytes[i] == 0xe3 && i + 2 < length && bytes[i + 1] == 0x80 &&
                                 bytes[i + 2] == 0x80;
        gboolean is_long_mark = bytes[i] == 0xe3 && i + 2 < length && bytes[i + 1] == 0x83 &&
                                bytes[i + 2] == 0xbc && i > 0 && (g_ascii_isdigit(bytes[i - 1]));
        gboolean is_mark = bytes[i] == 0xe3 && i + 2 < length && bytes[i + 1] == 0x82 &&
                           (bytes[i + 2] == 0x99 || bytes[i + 2] == 0x9a);
        if (is_mark || bytes[i] == 0xef || bytes[i] == 0xe2 || bytes[i] == 0xc2 || is_wide_space ||
            is_long_mark) {
            return TRUE;
        }
    }
    return FALSE;
}

char *daicho_rules_fold(const char *text, gsize length, gsize *folded_length, guint32 **map)
{
    /* No character folds to more bytes than it had. */
    char *folded = g_malloc(length + 1);
    guint32 *places = map != NULL ? g_new(guint32, length + 1) : NULL;
    const char *end = text + length;
    gsize size = 0;
    for (const char *at = text; at < end;) {
        guint used = 1;
        const char *next = at;
        char bytes[6] = {*at};
        gsize n_bytes = 1;
        if ((guint8)*at >= 0x80) {
            gunichar character = fold_one(at, end, size > 0 ? folded[size - 1] : '\0', &used);
            n_bytes = (gsize)g_unichar_to_utf8(character, bytes);
        }
        for (guint i = 0; i < used; i++) {
            next += g_utf8_skip[(guint8)*next];
        }
        for (gsize i = 0; i < n_bytes; i++) {
            folded[size] = bytes[i];
            if (places != NULL) {
                places[size] = (guint32)(at - text);
            }
            size++;
        }
        at = next;
    }
    folded[size] = '\0';
    if (places != NULL) {
        places[size] = (guint32)length;
        *map = places;
    }
    *folded_length = size;
    return folded;
}
