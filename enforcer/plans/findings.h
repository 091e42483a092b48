#ifndef DAICHO_ENFORCER_PLANS_FINDINGS_H
#define DAICHO_ENFORCER_PLANS_FINDINGS_H

#include "catalog/catalog.h"

/* The findings in the text of an item, borrowed: by record, and within one in the order of the item. A
 * table may have as many records that go as it has rows, and all of them are asked for. */
GPtrArray *plan_findings_new(const DaichoItem *item);

/* The next finding of the record from *at on, which moves on; begin with *at = plan_findings_find.
 * NULL: there is no other. */
guint plan_findings_find(const GPtrArray *findings, gint64 record);
const DaichoFinding *plan_findings_next(const GPtrArray *findings, gint64 record, guint *at);

#endif
