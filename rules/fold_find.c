#include "rules/fold.h"

#include "base/neon.h"

#ifdef __x86_64__
#include <emmintrin.h>
#endif

/* Of what stands in most Japanese text, spaces (U+3000), the marks that join a kana (U+3099, U+309A)
 * and the long mark (U+30FC) in a number fold; kanji and other kana never do. */
static gboolean is_folding_kana(const guint8 *text, gsize at, gsize length)
{
    if (at + 2 >= length) {
        return FALSE;
    }
    switch (text[at + 1]) {
    case 0x80:
        return text[at + 2] == 0x80;
    case 0x82:
        return text[at + 2] == 0x99 || text[at + 2] == 0x9a;
    case 0x83:
        return text[at + 2] == 0xbc && at > 0 && g_ascii_isdigit(text[at - 1]);
    default:
        return FALSE;
    }
}

gsize fold_find_plainly(const guint8 *text, gsize from, gsize length)
{
    for (gsize at = from; at < length; at++) {
        guint8 lead = text[at];
        if (G_LIKELY(lead < 0xc2)) {
            continue;
        }
        gboolean is_other = lead == 0xe2 || lead == 0xef ||
                            (lead == 0xc2 && at + 1 < length && text[at + 1] == 0xa0);
        if (is_other || (lead == 0xe3 && is_folding_kana(text, at, length))) {
            return at;
        }
    }
    return length;
}

/* bytes looked at, and of characters that begin among them */
enum { BLOCK = 16, BEHIND = 2 };

#ifdef __x86_64__

static inline __m128i load(const guint8 *bytes)
{
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

static inline __m128i is(__m128i bytes, guint8 byte)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)byte));
}

/* The bits of the bytes behind a digit, the one before the block included. */
static inline guint find_behind_digits(__m128i bytes, guint8 before)
{
    __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    __m128i digits = _mm_cmpeq_epi8(_mm_min_epu8(moved, _mm_set1_epi8(9)), moved);
    return (guint)_mm_movemask_epi8(digits) << 1 | (g_ascii_isdigit(before) ? 1 : 0);
}

/* A bit for each of the block's bytes where a character begins that may fold. */
static inline guint find_in_block(const guint8 *text, gsize at)
{
    __m128i first = load(text + at);
    if (_mm_movemask_epi8(first) == 0) {
        return 0;
    }
    __m128i second = load(text + at + 1);
    __m128i third = load(text + at + 2);
    __m128i kana = is(first, 0xe3);
    __m128i space = _mm_and_si128(is(second, 0x80), is(third, 0x80));
    __m128i mark = _mm_and_si128(is(second, 0x82), _mm_or_si128(is(third, 0x99), is(third, 0x9a)));
    __m128i lead = _mm_or_si128(is(first, 0xe2), is(first, 0xef));
    __m128i no_break = _mm_and_si128(is(first, 0xc2), is(second, 0xa0));
    __m128i line = _mm_and_si128(kana, _mm_and_si128(is(second, 0x83), is(third, 0xbc)));
    __m128i any = _mm_or_si128(_mm_or_si128(lead, no_break),
                               _mm_and_si128(kana, _mm_or_si128(space, mark)));
    guint lines = (guint)_mm_movemask_epi8(line);
    if (lines != 0) {
        lines &= find_behind_digits(first, at > 0 ? text[at - 1] : 0);
    }
    return (guint)_mm_movemask_epi8(any) | lines;
}

#elif defined(DAICHO_HAS_NEON)

static inline uint8x16_t is(uint8x16_t bytes, guint8 byte)
{
    return vceqq_u8(bytes, vdupq_n_u8(byte));
}

static inline guint find_behind_digits(uint8x16_t bytes, guint8 before)
{
    return neon_mask_16(neon_in_range(bytes, '0', '9')) << 1 | (g_ascii_isdigit(before) ? 1 : 0);
}

static inline guint find_in_block(const guint8 *text, gsize at)
{
    uint8x16_t first = vld1q_u8(text + at);
    if (neon_is_ascii(first)) {
        return 0;
    }
    uint8x16_t second = vld1q_u8(text + at + 1);
    uint8x16_t third = vld1q_u8(text + at + 2);
    uint8x16_t kana = is(first, 0xe3);
    uint8x16_t space = vandq_u8(is(second, 0x80), is(third, 0x80));
    uint8x16_t mark = vandq_u8(is(second, 0x82), vorrq_u8(is(third, 0x99), is(third, 0x9a)));
    uint8x16_t lead = vorrq_u8(is(first, 0xe2), is(first, 0xef));
    uint8x16_t no_break = vandq_u8(is(first, 0xc2), is(second, 0xa0));
    uint8x16_t line = vandq_u8(kana, vandq_u8(is(second, 0x83), is(third, 0xbc)));
    uint8x16_t any = vorrq_u8(vorrq_u8(lead, no_break), vandq_u8(kana, vorrq_u8(space, mark)));
    guint lines = vmaxvq_u8(line) != 0
                      ? neon_mask_16(line) & find_behind_digits(first, at > 0 ? text[at - 1] : 0)
                      : 0;
    return (vmaxvq_u8(any) != 0 ? neon_mask_16(any) : 0) | lines;
}

#endif

#if defined(__x86_64__) || defined(DAICHO_HAS_NEON)

gsize fold_find(const guint8 *text, gsize from, gsize length)
{
    gsize at = from;
    for (; at + BLOCK + BEHIND <= length; at += BLOCK) {
        guint found = find_in_block(text, at);
        if (found != 0) {
            return at + (gsize)__builtin_ctz(found);
        }
    }
    return fold_find_plainly(text, at, length);
}

#else

gsize fold_find(const guint8 *text, gsize from, gsize length)
{
    return fold_find_plainly(text, from, length);
}

#endif

gboolean fold_is_needed(const char *text, gsize length)
{
    return fold_find((const guint8 *)text, 0, length) < length;
}
