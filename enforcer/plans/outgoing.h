#ifndef DAICHO_ENFORCER_PLANS_OUTGOING_H
#define DAICHO_ENFORCER_PLANS_OUTGOING_H

#include "enforcer/context.h"

/* The folders through which data goes out to consignees, those that were ended too: of
 * DaichoConsignee (g_ptr_array_unref). */
GPtrArray *plan_outgoing_load(DaichoEnforcer *enforcer, GError **error);

/* Whether a file lies in one of them. */
gboolean plan_outgoing_has(const GPtrArray *consignees, const char *share, const char *path);

#endif
