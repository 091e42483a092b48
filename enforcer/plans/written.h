#ifndef DAICHO_ENFORCER_PLANS_WRITTEN_H
#define DAICHO_ENFORCER_PLANS_WRITTEN_H

#include "enforcer/plans/plan.h"
#include "scanner/scanner.h"

/* Texts in which the place of a value is that of its bytes, and a new one is bytes too: in all else only
 * records have a place in the original. */
gboolean plan_written_is_bytes(const DaichoItem *item);

/* Whether it stands in a table as it is, without quotation marks. */
gboolean plan_written_is_simple(const DaichoItem *item, const char *value);

/*
 * How a value is written in place of the bytes from start to end of a text: in its charset, as given, and in
 * a table quoted where it has to be. cell is the one that they lie in, of a value that is not simple.
 * NULL: it cannot be written there, and *why (static) says why.
 */
DaichoPut *plan_written_new(const DaichoItem *item, const DaichoCellPlace *cell, gint64 start,
                            gint64 end, const char *value, const char **why);

#endif
