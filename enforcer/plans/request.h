#ifndef DAICHO_ENFORCER_PLANS_REQUEST_H
#define DAICHO_ENFORCER_PLANS_REQUEST_H

#include "catalog/catalog.h"
#include "enforcer/plans/target.h"

/* Whether a plan may be made of a request as it is: decided, accepted, of a kind that takes data off
 * the shares. Otherwise DAICHO_ERROR_USAGE says what is needed instead. */
gboolean plan_request_check(const DaichoRequest *request, PlanWish *wish, GError **error);

/* Whether only what goes out to consignees is meant. */
gboolean plan_request_is_outgoing(const DaichoRequest *request);

#endif
