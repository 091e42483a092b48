#include "base/limits.h"

/* Once, for two constants. */
#define DEFAULT_LIMITS                                                                             \
    {                                                                                              \
        .depth = 16, .expanded_bytes = 4ULL << 30, .ratio = 1000, .members = 200000,               \
        .findings = 200000, .time_s = 120, .memory_bytes = 1ULL << 30, .heap_bytes = 224ULL << 20, \
        .rewrite_bytes = 512ULL << 20,                                                             \
    }

const DaichoLimits daicho_limits_default = DEFAULT_LIMITS;
const DaichoReading daicho_reading_default = {.limits = DEFAULT_LIMITS};
