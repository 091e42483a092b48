#ifndef DAICHO_SCANNER_SCAN_COUNT_H
#define DAICHO_SCANNER_SCAN_COUNT_H

#include <glib.h>

/*
 * Counts the files of a share ahead of its scan, in a process of its own, so that people can be told
 * how much remains. Nothing but that depends on it: a share that changes meanwhile is counted as it
 * was.
 */
typedef struct ScanCount ScanCount;

/* exclude is borrowed. NULL when the process cannot be made: how much remains is not known then. */
ScanCount *scan_count_start(int root_fd, const char *const *exclude, gboolean cross_devices);

/* The number of files once all are counted; 0 before, and of NULL. */
guint64 scan_count_get(const ScanCount *count);

/* Ends the counting where it is. */
void scan_count_free(ScanCount *count);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScanCount, scan_count_free)

#endif
