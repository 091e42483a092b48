#ifndef DAICHO_ENFORCER_PLANS_DOCUMENT_H
#define DAICHO_ENFORCER_PLANS_DOCUMENT_H

#include "enforcer/plans/plan.h"
#include "enforcer/plans/file.h"

/*
 * Tries what a target takes out of documents, on the file as it is open: what goes along is added to its
 * edits and its words; when it cannot be done, or somebody else's data would go along, it becomes a task
 * for a person. FALSE for what ends the run.
 */
gboolean plan_document_try(DaichoTarget *target, const PlanFile *file, DaichoFs *fs, int fd,
                           const DaichoLimits *limits, GError **error);

#endif
