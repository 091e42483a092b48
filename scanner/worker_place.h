#ifndef DAICHO_SCANNER_WORKER_PLACE_H
#define DAICHO_SCANNER_WORKER_PLACE_H

#include <glib.h>

/*
 * What a worker and its parent tell each other without a word, in two pages of memory. One the worker writes
 * and the parent reads: which job of its batch it is at, since answers come several at a time, and its
 * death is to cost the one file that it was at. The other one the parent writes: how many parcels the
 * worker may have handed on, all in all, since there is somebody to read them; and that of the file that it is
 * at nothing more is asked for. Both count since the worker began to live.
 */
typedef struct WorkerPlace WorkerPlace;

/* To be made before the fork; NULL with error set when there is no memory. */
WorkerPlace *worker_place_new(GError **error);

/* After the fork: each writes its own page alone, and workers to come have neither. */
void worker_place_keep(WorkerPlace *place);
void worker_place_keep_as_worker(WorkerPlace *place);
void worker_place_free(WorkerPlace *place);

/* The worker's. */
void worker_place_set(WorkerPlace *place, guint job);
guint64 worker_place_get_allowed(const WorkerPlace *place);
guint64 worker_place_get_ended(const WorkerPlace *place);

/* The parent's. */
void worker_place_allow(WorkerPlace *place, guint64 n_parcels);
void worker_place_end(WorkerPlace *place, guint64 nth_file); /* from 1 */

/* The parent's: a job from first on, before end, whatever the worker wrote there; else first. */
guint worker_place_get(const WorkerPlace *place, guint first, guint end);

#endif
