#ifndef DAICHO_BASE_NEON_H
#define DAICHO_BASE_NEON_H

/* What AArch64 lacks beside x86-64: which bytes of a vector are marked, as a bit mask. Every AArch64
 * processor that Debian supports has NEON, so that nothing is chosen at run time. */

#if defined(__AARCH64EL__) && defined(__ARM_NEON)
#define DAICHO_HAS_NEON 1

#include <arm_neon.h>
#include <glib.h>

/* Of every marked byte (0xff; the others 0) its bit within eight. */
static inline uint8x16_t neon_bits(uint8x16_t marked)
{
    static const guint8 bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    return vandq_u8(marked, vld1q_u8(bits));
}

/* Bit i: byte i is marked. */
static inline guint neon_mask_16(uint8x16_t marked)
{
    uint8x16_t sums = neon_bits(marked);
    for (guint i = 0; i < 3; i++) {
        sums = vpaddq_u8(sums, sums);
    }
    return vgetq_lane_u16(vreinterpretq_u16_u8(sums), 0);
}

/* The same of four vectors, one after the other. */
static inline guint64 neon_mask_64(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d)
{
    uint8x16_t low = vpaddq_u8(neon_bits(a), neon_bits(b));
    uint8x16_t high = vpaddq_u8(neon_bits(c), neon_bits(d));
    uint8x16_t sums = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)), 0);
}

/* Marks the bytes from first to last. */
static inline uint8x16_t neon_in_range(uint8x16_t bytes, guint8 first, guint8 last)
{
    return vcleq_u8(vsubq_u8(bytes, vdupq_n_u8(first)), vdupq_n_u8((guint8)(last - first)));
}

static inline gboolean neon_is_ascii(uint8x16_t bytes)
{
    return vmaxvq_u8(bytes) < 0x80;
}

#endif

#endif
