#include "base/limits.h"

const DaichoLimits daicho_limits_default = {
    .depth = 16,
    .expanded_bytes = 4ULL << 30,
    .ratio = 1000,
    .members = 200000,
    .findings = 200000,
    .time_s = 120,
    .memory_bytes = 1ULL << 30,
    .rewrite_bytes = 512ULL << 20,
};
