#ifndef DAICHO_SCANNER_SCAN_RECORD_H
#define DAICHO_SCANNER_SCAN_RECORD_H

#include "scanner/scanner.h"
#include "scanner/worker.h"

/* What a file's rows say besides what a worker found out: where it is, who may read it, and what
 * tells that it is still the same. */

/* Completes the items of one file. */
void scan_complete_items(GPtrArray *items, const char *share, const WorkerFile *file);

/* The row of a file that could not be read, alone in its list (of DaichoItem). */
GPtrArray *scan_items_for_unread(const char *share, const char *path, const struct stat *status,
                                 const char *type, const char *reason);

/* The POSIX ACL of an open file in text form; "" when only the mode bits count (g_free). */
char *scan_read_acl(int fd);

#endif
