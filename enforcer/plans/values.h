#ifndef DAICHO_ENFORCER_PLANS_VALUES_H
#define DAICHO_ENFORCER_PLANS_VALUES_H

#include "enforcer/plans/target.h"

/*
 * Fills a target like plan_target_choose, but only the given details go from the subject's records,
 * which stay. Only what a rule found counts, and only where its bytes can be cut out: in plain
 * files of text, CSV and TSV (never in archives) in charsets without shift states. FALSE: no detail stands in the file.
 */
gboolean plan_values_choose(DaichoTarget *target, const PlanFile *file,
                            const SubjectIdentity *details, const PlanFileFacts *facts,
                            const DaichoLimits *limits);

#endif
