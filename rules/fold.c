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

static gboolean is_any_digit(gunichar character)
{
    return (character >= '0' && character <= '9') || (character >= 0xff10 && character <= 0xff19);
}

/* How many bytes the character has that begins here; 1 where none does, or the end cuts it. */
static gsize get_length(const guint8 *at, const guint8 *end)
{
    gsize length = *at < 0xc2 ? 1 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : 4;
    return length <= (gsize)(end - at) ? length : 1;
}

/* The character that begins here; 0 for those of four bytes, of which none folds, and where the text
 * ends. */
static gunichar get_character(const guint8 *at, const guint8 *end)
{
    if (at >= end) {
        return 0;
    }
    switch (get_length(at, end)) {
    case 1:
        return at[0] < 0x80 ? at[0] : 0;
    case 2:
        return (at[0] & 0x1fU) << 6 | (at[1] & 0x3fU);
    case 3:
        return (at[0] & 0xfU) << 12 | (at[1] & 0x3fU) << 6 | (at[2] & 0x3fU);
    default:
        return 0;
    }
}

/* A text on its way to its matching view. What lies between copied and at has not been looked at, or
 * does not fold. */
typedef struct {
    const guint8 *copied, *at, *end, *text;
    char *folded;
    gsize size;
    FoldMap *map; /* may be NULL */
} Folding;

static void copy_up_to(Folding *folding, const guint8 *at)
{
    gsize length = (gsize)(at - folding->copied);
    memcpy(folding->folded + folding->size, folding->copied, length);
    folding->size += length;
    folding->copied = at;
}

/* Puts a character in place of all bytes of the text from the place up to which it is copied. */
static void put(Folding *folding, gunichar character, const guint8 *end)
{
    gsize size = folding->size;
    if (character < 0x80) {
        folding->folded[folding->size++] = (char)character;
    } else {
        folding->size += (gsize)g_unichar_to_utf8(character, folding->folded + size);
    }
    if (folding->map != NULL && folding->size - size != (gsize)(end - folding->copied)) {
        fold_map_add(folding->map, folding->size, (gsize)(end - folding->text));
    }
    folding->copied = end;
    folding->at = end;
}

/* The byte of the folded text before this place. */
static char get_before(const Folding *folding)
{
    if (folding->at > folding->copied) {
        return (char)folding->at[-1];
    }
    return folding->size > 0 ? folding->folded[folding->size - 1] : '\0';
}

/* A mark, which joins the kana before it if that has not been folded with another. */
static gboolean join_kana_before(Folding *folding, gunichar mark, gsize length)
{
    enum { KANA_BYTES = 3 };
    const guint8 *kana = folding->at - KANA_BYTES;
    if (folding->at - folding->copied < KANA_BYTES || *kana != 0xe3) {
        return FALSE;
    }
    gunichar joined = join_mark(get_character(kana, folding->at), mark);
    if (joined == 0) {
        return FALSE;
    }
    copy_up_to(folding, kana);
    put(folding, joined, folding->at + length);
    return TRUE;
}

/* Half-width kana, with the mark behind it. */
static void fold_half_kana(Folding *folding, gunichar character, gsize length)
{
    const guint8 *next = folding->at + length;
    gunichar wide = wide_kana[character - HALF_KANA_FIRST];
    gunichar following = get_character(next, folding->end);
    gunichar joined = join_mark(wide, following);
    gboolean is_line_in_number = is_line(wide) && g_ascii_isdigit(get_before(folding)) &&
                                 is_any_digit(following);
    copy_up_to(folding, folding->at);
    if (joined != 0) {
        put(folding, joined, next + get_length(next, folding->end));
    } else {
        put(folding, is_line_in_number ? '-' : wide, next);
    }
}

/* What a character of none of these kinds folds to, itself if to nothing else. */
static gunichar fold_other(const Folding *folding, gunichar character, const guint8 *next)
{
    if (is_space(character)) {
        return ' ';
    }
    gboolean is_line_in_number = is_line(character) && g_ascii_isdigit(get_before(folding)) &&
                                 is_any_digit(get_character(next, folding->end));
    return is_hyphen(character) || is_line_in_number ? '-' : character;
}

/* The ASCII character that stands here in full width, or 0. */
static char get_wide_ascii(const guint8 *at, const guint8 *end)
{
    if (end - at < 3 || at[0] != 0xef) {
        return 0;
    }
    if (at[1] == 0xbc && at[2] >= 0x81) {
        return (char)('!' + (at[2] - 0x81));
    }
    return at[1] == 0xbd && at[2] <= 0x9e ? (char)('`' + (at[2] - 0x80)) : 0;
}

/* Folds a run of full-width ASCII, of which whole tables may be. FALSE when there is none. */
static gboolean fold_wide_ascii(Folding *folding)
{
    enum { WIDE_BYTES = 3 };
    char narrow = get_wide_ascii(folding->at, folding->end);
    if (narrow == 0) {
        return FALSE;
    }
    copy_up_to(folding, folding->at);
    const guint8 *at = folding->at;
    for (; narrow != 0; narrow = get_wide_ascii(at, folding->end)) {
        folding->folded[folding->size++] = narrow;
        at += WIDE_BYTES;
        if (folding->map != NULL) {
            fold_map_add(folding->map, folding->size, (gsize)(at - folding->text));
        }
    }
    folding->copied = folding->at = at;
    return TRUE;
}

/* Folds the character at this place, or passes it by. */
static void fold_one(Folding *folding)
{
    if (fold_wide_ascii(folding)) {
        return;
    }
    gsize length = get_length(folding->at, folding->end);
    gunichar character = get_character(folding->at, folding->end);
    if ((is_voiced(character) || is_semi_voiced(character)) &&
        join_kana_before(folding, character, length)) {
        return;
    }
    if (character >= HALF_KANA_FIRST && character <= HALF_SEMI_VOICED) {
        fold_half_kana(folding, character, length);
        return;
    }
    gunichar other = fold_other(folding, character, folding->at + length);
    if (other == character) {
        folding->at += length;
        return;
    }
    copy_up_to(folding, folding->at);
    put(folding, other, folding->at + length);
}

/* A long mark behind what has just become a digit, which cannot be seen in the text itself. */
static gboolean is_at_line(const Folding *folding)
{
    return folding->at == folding->copied && folding->end - folding->at >= 3 &&
           memcmp(folding->at, "\xe3\x83\xbc", 3) == 0;
}

char *fold_with_map(const char *text, gsize length, gsize *folded_length, FoldMap *map)
{
    if (length == 0) {
        *folded_length = 0;
        return g_strdup(""); /* what is nowhere has no places */
    }
    const guint8 *bytes = (const guint8 *)text;
    Folding folding = {
        .copied = bytes,
        .at = bytes,
        .end = bytes + length,
        .text = bytes,
        .folded = g_malloc(length + 1), /* no character folds to more bytes than it had */
        .map = map,
    };
    while (TRUE) {
        if (!is_at_line(&folding)) {
            folding.at = bytes + fold_find(bytes, (gsize)(folding.at - bytes), length);
        }
        if (folding.at == folding.end) {
            break;
        }
        fold_one(&folding);
    }
    copy_up_to(&folding, folding.end);
    folding.folded[folding.size] = '\0';
    *folded_length = folding.size;
    return folding.folded;
}

char *daicho_rules_fold(const char *text, gsize length, gsize *folded_length)
{
    return fold_with_map(text, length, folded_length, NULL);
}
