#ifndef DAICHO_RULES_ENGINE_LITERAL_CHECK_H
#define DAICHO_RULES_ENGINE_LITERAL_CHECK_H

#include <hs/hs.h>

#include "rules/engine/literal_set.h"

/*
 * Whether a database of Vectorscan finds each text (of Literal; its index is its id) at the start of a
 * text, at its end and behind other bytes. Vectorscan 5.4.9 has faults that depend on the processor and on
 * which texts are looked for together: on AVX-512 with two or three texts, and on AArch64 (as QEMU 7.2 has
 * it) with 600, of which some are then found behind a space alone. A text that is missed is a finding that
 * is missed.
 */
gboolean literal_check(const hs_database_t *database, hs_scratch_t *scratch,
                       const GArray *literals);

#endif
