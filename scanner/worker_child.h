#ifndef DAICHO_SCANNER_WORKER_CHILD_H
#define DAICHO_SCANNER_WORKER_CHILD_H

#include "scanner/worker.h"
#include "scanner/worker_place.h"

/* The worker's own side: locks itself in, then reads batches until the parent closes the socket. */
G_NORETURN void worker_child_run(const WorkerConfig *config, int socket_fd, WorkerPlace *place);

#endif
