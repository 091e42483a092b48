#include "base/utf8.h"

#include <string.h>

#include "base/neon.h"

#ifdef __x86_64__
#include <emmintrin.h>
#endif

enum { BLOCK = 16 };

static inline gboolean is_control(guint8 byte)
{
    return byte < 0x20 && byte != '\b' && byte != '\t' && byte != '\n' && byte != '\f' &&
           byte != '\r' && byte != 0x1a && byte != 0x1b;
}

#ifdef __x86_64__

static inline __m128i load(const guint8 *bytes)
{
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

/* A bit for each byte of the block that is not ASCII. */
static inline guint find_wide(const guint8 *bytes)
{
    return (guint)_mm_movemask_epi8(load(bytes));
}

static inline __m128i in_range(__m128i bytes, guint8 first, guint8 last)
{
    __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8((char)first));
    return _mm_cmpeq_epi8(_mm_min_epu8(moved, _mm_set1_epi8((char)(last - first))), moved);
}

static inline guint find_controls(const guint8 *bytes)
{
    __m128i block = load(bytes);
    __m128i low = in_range(block, 0, 0x1f);
    __m128i lines = _mm_or_si128(in_range(block, 0x08, 0x0a), in_range(block, 0x0c, 0x0d));
    __m128i marks = _mm_or_si128(lines, in_range(block, 0x1a, 0x1b));
    return (guint)_mm_movemask_epi8(_mm_andnot_si128(marks, low));
}

/* The same, and for each NUL. */
static inline guint find_wide_or_nul(const guint8 *bytes)
{
    __m128i block = load(bytes);
    return (guint)_mm_movemask_epi8(
        _mm_or_si128(block, _mm_cmpeq_epi8(block, _mm_setzero_si128())));
}

#elif defined(DAICHO_HAS_NEON)

static inline guint find_wide(const guint8 *bytes)
{
    uint8x16_t block = vld1q_u8(bytes);
    return neon_is_ascii(block) ? 0 : neon_mask_16(vcgeq_u8(block, vdupq_n_u8(0x80)));
}

static inline guint find_controls(const guint8 *bytes)
{
    uint8x16_t block = vld1q_u8(bytes);
    uint8x16_t low = neon_in_range(block, 0, 0x1f);
    uint8x16_t lines = vorrq_u8(neon_in_range(block, 0x08, 0x0a), neon_in_range(block, 0x0c, 0x0d));
    uint8x16_t marks = vorrq_u8(lines, neon_in_range(block, 0x1a, 0x1b));
    return neon_mask_16(vbicq_u8(low, marks));
}

static inline guint find_wide_or_nul(const guint8 *bytes)
{
    uint8x16_t block = vld1q_u8(bytes);
    gboolean is_text = neon_is_ascii(block) && vminvq_u8(block) != 0;
    return is_text ? 0 : neon_mask_16(vmvnq_u8(neon_in_range(block, 0x01, 0x7f)));
}

#else

static inline guint find_wide(const guint8 *bytes)
{
    guint found = 0;
    for (guint i = 0; i < BLOCK; i++) {
        found |= (bytes[i] >= 0x80 ? 1U : 0U) << i;
    }
    return found;
}

static inline guint find_wide_or_nul(const guint8 *bytes)
{
    guint found = 0;
    for (guint i = 0; i < BLOCK; i++) {
        found |= (bytes[i] >= 0x80 || bytes[i] == 0 ? 1U : 0U) << i;
    }
    return found;
}

static inline guint find_controls(const guint8 *bytes)
{
    guint found = 0;
    for (guint i = 0; i < BLOCK; i++) {
        found |= (is_control(bytes[i]) ? 1U : 0U) << i;
    }
    return found;
}

#endif

gsize daicho_ascii_count(const void *text, gsize length)
{
    const guint8 *bytes = text;
    gsize at = 0;
    for (; at + BLOCK <= length; at += BLOCK) {
        guint found = find_wide(bytes + at);
        if (found != 0) {
            return at + (gsize)__builtin_ctz(found);
        }
    }
    while (at < length && bytes[at] < 0x80) {
        at++;
    }
    return at;
}

static const guint8 *skip_ascii(const guint8 *at, const guint8 *end)
{
    for (; end - at >= BLOCK; at += BLOCK) {
        guint found = find_wide_or_nul(at);
        if (found != 0) {
            return at + __builtin_ctz(found);
        }
    }
    while (at < end && *at < 0x80 && *at != 0) {
        at++;
    }
    return at;
}

/* Of a character that goes on, the least and the highest second byte (RFC 3629 section 4). */
static inline gboolean is_second(guint8 lead, guint8 second)
{
    switch (lead) {
    case 0xe0:
        return second >= 0xa0 && second <= 0xbf;
    case 0xed:
        return second >= 0x80 && second <= 0x9f;
    case 0xf0:
        return second >= 0x90 && second <= 0xbf;
    case 0xf4:
        return second >= 0x80 && second <= 0x8f;
    default:
        return second >= 0x80 && second <= 0xbf;
    }
}

/* How many bytes the character of more than one has that begins here; 0 when it is not valid. */
static gsize get_length(const guint8 *at, const guint8 *end)
{
    gsize length = *at < 0xc2 ? 0 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : *at < 0xf5 ? 4 : 0;
    if (length == 0 || (gsize)(end - at) < length || !is_second(*at, at[1])) {
        return 0;
    }
    for (gsize i = 2; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/* Passes by characters of three bytes, except those whose second byte is bound by the first. */
static const guint8 *skip_threes(const guint8 *at, const guint8 *end)
{
    for (; end - at >= 4; at += 3) {
        guint32 four = 0;
        memcpy(&four, at, sizeof four);
        four = GUINT32_FROM_LE(four);
        guint32 lead = four & 0xff;
        if ((four & 0xc0c0f0) != 0x8080e0 || lead == 0xe0 || lead == 0xed) {
            break;
        }
    }
    return at;
}

gsize daicho_utf8_count(const void *text, gsize length)
{
    if (length == 0) {
        return 0;
    }
    const guint8 *at = text;
    const guint8 *end = at + length;
    while (TRUE) {
        at = skip_threes(skip_ascii(at, end), end);
        if (at == end) {
            break;
        }
        if (*at < 0x80 && *at != 0) {
            continue;
        }
        gsize one = get_length(at, end);
        if (one == 0) {
            break;
        }
        at += one;
    }
    return (gsize)(at - (const guint8 *)text);
}

gsize daicho_control_count(const void *text, gsize length)
{
    const guint8 *bytes = text;
    gsize controls = 0;
    gsize at = 0;
    for (; at + BLOCK <= length; at += BLOCK) {
        guint found = find_controls(bytes + at);
        controls += found != 0 ? (gsize)__builtin_popcount(found) : 0;
    }
    for (; at < length; at++) {
        controls += is_control(bytes[at]) ? 1 : 0;
    }
    return controls;
}
