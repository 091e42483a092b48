#ifndef DAICHO_SCANNER_WORKER_PLACE_H
#define DAICHO_SCANNER_WORKER_PLACE_H

#include <glib.h>

/*
 * Which job of its batch a worker is at, in a page of memory that the worker writes and the parent reads:
 * answers come several at a time, and a worker's death is to cost the one file that it was at.
 */
typedef struct WorkerPlace WorkerPlace;

/* To be made before the fork; NULL with error set when there is no memory. */
WorkerPlace *worker_place_new(GError **error);

/* The parent's, after the fork: it only reads, and workers to come do not have it. */
void worker_place_keep(WorkerPlace *place);
void worker_place_free(WorkerPlace *place);

/* The worker's. */
void worker_place_set(WorkerPlace *place, guint job);

/* The parent's: a job from first on, before end, whatever the worker wrote there; else first. */
guint worker_place_get(const WorkerPlace *place, guint first, guint end);

#endif
