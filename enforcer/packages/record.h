#ifndef DAICHO_ENFORCER_PACKAGES_RECORD_H
#define DAICHO_ENFORCER_PACKAGES_RECORD_H

#include "enforcer/packages/package.h"
#include "enforcer/plans/file.h"

/* Appends the records about the subject in one open file to package->records; what is possible to
 * package->possible. DAICHO_ERROR_FILE: it cannot be read again. */
gboolean package_record_add(DaichoPackage *package, const DaichoEnforcer *enforcer,
                            const SubjectIdentity *identity, const PlanFile *file, int fd,
                            GError **error);

void package_record_free(DaichoPackageRecord *record);

#endif
