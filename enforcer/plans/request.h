#ifndef DAICHO_ENFORCER_PLANS_REQUEST_H
#define DAICHO_ENFORCER_PLANS_REQUEST_H

#include "catalog/catalog.h"
#include "enforcer/plans/target.h"

/* Whether a plan may be made of a request as it is: accepted, of a kind that changes data on the shares,
 * and not carried out yet, or but for what a hold stopped. Otherwise DAICHO_ERROR_USAGE says what is
 * needed instead. */
gboolean plan_request_check(DaichoEnforcer *enforcer, const DaichoRequest *request, PlanWish *wish,
                            GError **error);

/* Whether only what goes out to consignees is meant. */
gboolean plan_request_is_outgoing(const DaichoRequest *request);

#endif
