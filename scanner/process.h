#ifndef DAICHO_SCANNER_PROCESS_H
#define DAICHO_SCANNER_PROCESS_H

#include "base/limits.h"

#include <glib.h>
#include <sys/types.h>

/* The exit status of a worker in which a library called exit(3). */
enum { PROCESS_GAVE_UP = 97 };

/* How a worker process ended, in words for an item's reason: "worker died: SIGSEGV" (g_free). */
char *process_describe_end(int wait_status);

/* The resident size in bytes; 0 when the process is gone. */
guint64 process_get_resident(pid_t pid);

/* Why a running worker must be killed now, in words (g_free), or NULL when it may go on. */
char *process_check_limits(pid_t pid, gint64 began_us, const DaichoLimits *limits);

/* Why a file that took longer than it may is not read (g_free). */
char *process_describe_timeout(const DaichoLimits *limits);

/* Waits for the process and returns its status. */
int process_reap(pid_t pid);

#endif
