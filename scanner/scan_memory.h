#ifndef DAICHO_SCANNER_SCAN_MEMORY_H
#define DAICHO_SCANNER_SCAN_MEMORY_H

#include "scanner/scanner.h"

/*
 * The heap that limits allow is for all workers of a scan together, so that a scan's memory does not grow
 * with their number. What a worker could not read with its share is read again by one worker that has all
 * of it, when the others are done.
 */

/* The share of each, in bytes; never so little that a worker could not start. 0: no limit. */
guint64 scan_memory_divide(const DaichoLimits *limits, guint workers);

/* Whether a file's items, or the reason for which it was lost, tell that more memory may help. */
gboolean scan_memory_was_short(const GPtrArray *items);
gboolean scan_memory_explains(const char *reason);

#endif
