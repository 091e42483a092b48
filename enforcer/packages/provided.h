#ifndef DAICHO_ENFORCER_PACKAGES_PROVIDED_H
#define DAICHO_ENFORCER_PACKAGES_PROVIDED_H

#include "enforcer/packages/package.h"
#include "enforcer/plans/include.h"

/*
 * The records of provision to third parties (APPI article 29) that concern a person, for a request
 * under article 33(5). By itself goes in what was provided by consent or consignment and is known by an
 * e-mail address, a telephone or an official number of the person. A name alone may be a namesake's;
 * and what was provided because a law asks for it may be among what is not to be told (Order for the
 * Enforcement of the APPI, article 11, such as an inquiry by the police): both are left to a person,
 * who includes them as "provision:N".
 */
gboolean package_provided_gather(DaichoPackage *package, DaichoEnforcer *enforcer,
                                 const DaichoSubject *subject, PlanInclude *include,
                                 GError **error);

void package_provision_free(DaichoPackageProvision *provision);

/* Whether no record concerns the person, not even one that a person would have to decide on. */
gboolean package_provided_find_none(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                    gboolean *is_none, GError **error);

/* The same three forms as of other packages (see paper.h). */
DaichoPaper *package_provided_to_paper(const DaichoPackage *package, const DaichoEnforcer *enforcer,
                                       const DaichoRequest *request);
char *package_provided_to_csv(const DaichoPackage *package);
char *package_provided_to_json(const DaichoPackage *package, const DaichoEnforcer *enforcer,
                               const DaichoRequest *request);

#endif
