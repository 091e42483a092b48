#include "rules/engine/byte_class.h"

#include <string.h>

#include "base/neon.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* Classes that are a range of bytes, both ends included. What they leave is the last three. */
static const struct {
    ByteClass class;
    guint8 first, last;
} ranges[] = {
    {BYTE_ZERO, '0', '0'},       {BYTE_ONE_TWO, '1', '2'}, {BYTE_THREE_NINE, '3', '9'},
    {BYTE_UPPER, 'A', 'Z'},      {BYTE_LOWER, 'a', 'z'},   {BYTE_DOT, '.', '.'},
    {BYTE_HYPHEN, '-', '-'},     {BYTE_COLON, ':', ':'},   {BYTE_SLASH, '/', '/'},
    {BYTE_AT, '@', '@'},         {BYTE_OPEN, '(', '('},    {BYTE_PLUS, '+', '+'},
    {BYTE_UNDERSCORE, '_', '_'},
};

ByteClass byte_class_of(guint8 byte)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
        if (byte >= ranges[i].first && byte <= ranges[i].last) {
            return ranges[i].class;
        }
    }
    gboolean is_space = byte == ' ' || (byte >= '\t' && byte <= '\r');
    return byte >= 0x80 ? BYTE_WIDE : is_space ? BYTE_SPACE : BYTE_OTHER;
}

static void clear(guint64 *masks, gsize stride)
{
    for (guint i = 0; i < N_BYTE_CLASSES; i++) {
        masks[i * stride] = 0;
    }
}

static void classify_plainly(const guint8 block[BYTE_BLOCK], guint64 *masks, gsize stride)
{
    clear(masks, stride);
    for (guint i = 0; i < BYTE_BLOCK; i++) {
        masks[byte_class_of(block[i]) * stride] |= G_GUINT64_CONSTANT(1) << i;
    }
}

/* What no range has: the last class, once all others are known. */
static inline void set_other(guint64 *masks, gsize stride)
{
    guint64 known = 0;
    for (guint i = 0; i < BYTE_OTHER; i++) {
        known |= masks[i * stride];
    }
    masks[BYTE_OTHER * stride] = ~known;
}

#ifdef __x86_64__

static inline __m128i load_16(const guint8 *bytes)
{
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

static inline guint64 range_in_16(__m128i bytes, guint8 first, guint8 last)
{
    __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8((char)first));
    __m128i width = _mm_set1_epi8((char)(last - first));
    __m128i within = _mm_cmpeq_epi8(_mm_min_epu8(moved, width), moved);
    return (guint16)_mm_movemask_epi8(within);
}

static void classify_sse2(const guint8 block[BYTE_BLOCK], guint64 *masks, gsize stride)
{
    clear(masks, stride);
    for (guint part = 0; part < BYTE_BLOCK / 16; part++) {
        __m128i bytes = load_16(block + (gsize)part * 16);
        guint shift = part * 16;
        for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
            masks[ranges[i].class * stride] |= range_in_16(bytes, ranges[i].first, ranges[i].last)
                                               << shift;
        }
        masks[BYTE_WIDE * stride] |= (guint64)(guint16)_mm_movemask_epi8(bytes) << shift;
        masks[BYTE_SPACE * stride] |=
            (range_in_16(bytes, ' ', ' ') | range_in_16(bytes, '\t', '\r')) << shift;
    }
    set_other(masks, stride);
}

__attribute__((target("avx2"))) static inline guint64 range_in_32(__m256i bytes, guint8 first,
                                                                  guint8 last)
{
    __m256i moved = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)first));
    __m256i width = _mm256_set1_epi8((char)(last - first));
    __m256i within = _mm256_cmpeq_epi8(_mm256_min_epu8(moved, width), moved);
    return (guint32)_mm256_movemask_epi8(within);
}

__attribute__((target("avx2"))) static void classify_avx2(const guint8 block[BYTE_BLOCK],
                                                          guint64 *masks, gsize stride)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)block);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
#define RANGE(first, last) (range_in_32(low, first, last) | range_in_32(high, first, last) << 32)
    for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
        masks[ranges[i].class * stride] = RANGE(ranges[i].first, ranges[i].last);
    }
    masks[BYTE_SPACE * stride] = RANGE(' ', ' ') | RANGE('\t', '\r');
    masks[BYTE_WIDE * stride] = RANGE(0x80, 0xff);
#undef RANGE
    set_other(masks, stride);
}

#define WITH_AVX512 __attribute__((target("avx512f,avx512bw")))

WITH_AVX512 static inline guint64 range_in_64(__m512i bytes, guint8 first, guint8 last)
{
    __m512i moved = _mm512_sub_epi8(bytes, _mm512_set1_epi8((char)first));
    return _mm512_cmple_epu8_mask(moved, _mm512_set1_epi8((char)(last - first)));
}

WITH_AVX512 static void classify_avx512(const guint8 block[BYTE_BLOCK], guint64 *masks,
                                        gsize stride)
{
    __m512i bytes = _mm512_loadu_si512((const void *)block);
    for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
        masks[ranges[i].class * stride] = range_in_64(bytes, ranges[i].first, ranges[i].last);
    }
    masks[BYTE_SPACE * stride] = range_in_64(bytes, ' ', ' ') | range_in_64(bytes, '\t', '\r');
    masks[BYTE_WIDE * stride] = _mm512_movepi8_mask(bytes);
    set_other(masks, stride);
}

#endif

#ifdef DAICHO_HAS_NEON

static inline guint64 neon_range_in_64(const uint8x16_t bytes[4], guint8 first, guint8 last)
{
    return neon_mask_64(neon_in_range(bytes[0], first, last), neon_in_range(bytes[1], first, last),
                        neon_in_range(bytes[2], first, last), neon_in_range(bytes[3], first, last));
}

static void classify_neon(const guint8 block[BYTE_BLOCK], guint64 *masks, gsize stride)
{
    const uint8x16_t bytes[] = {vld1q_u8(block), vld1q_u8(block + 16), vld1q_u8(block + 32),
                                vld1q_u8(block + 48)};
    for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
        masks[ranges[i].class * stride] = neon_range_in_64(bytes, ranges[i].first, ranges[i].last);
    }
    masks[BYTE_SPACE * stride] = neon_range_in_64(bytes, ' ', ' ') |
                                 neon_range_in_64(bytes, '\t', '\r');
    masks[BYTE_WIDE * stride] = neon_range_in_64(bytes, 0x80, 0xff);
    set_other(masks, stride);
}

#endif

/* One after the other, each for processors that have all before it, too. */
static const ByteClassifier classifiers[] = {
    classify_plainly,
#ifdef __x86_64__
    classify_sse2,
    classify_avx2,
    classify_avx512,
#elif defined(DAICHO_HAS_NEON)
    classify_neon,
#endif
};

/* What stands with them is compiled for the same processors (start_pass): those have the rest, too. */
static gsize count_classifiers(void)
{
#ifdef __x86_64__
    gboolean has_avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0 &&
                        __builtin_cpu_supports("bmi2") != 0 &&
                        __builtin_cpu_supports("popcnt") != 0;
    gboolean has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") != 0 &&
                          __builtin_cpu_supports("avx512bw") != 0 &&
                          __builtin_cpu_supports("avx512vl") != 0 &&
                          __builtin_cpu_supports("avx512dq") != 0;
    return has_avx512 ? 4 : has_avx2 ? 3 : 2;
#else
    return G_N_ELEMENTS(classifiers);
#endif
}

const ByteClassifier *byte_classifiers(gsize *n)
{
    *n = count_classifiers();
    return classifiers;
}
