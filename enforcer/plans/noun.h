#ifndef DAICHO_ENFORCER_PLANS_NOUN_H
#define DAICHO_ENFORCER_PLANS_NOUN_H

#include "catalog/catalog.h"

/* What people call a record of the item: "row", "message". locator is the record's. */
const char *plan_noun(const DaichoItem *item, const char *locator);

/* Whether records of the type tell of several persons as often as not: a line, a message, an entry of a
 * calendar. A row of a table, or a contact, is about the person that it names. */
gboolean plan_noun_may_mix(const DaichoItem *item);

#endif
