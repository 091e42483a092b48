#ifndef DAICHO_SCANNER_SCAN_H
#define DAICHO_SCANNER_SCAN_H

#include "scanner/scan_count.h"
#include "scanner/scan_record.h"
#include "scanner/scan_split.h"
#include "scanner/walk.h"

/*
 * One scan of one share, in three parts that share this state: the source (walk, unchanged files,
 * opening), the sink (rows, transactions, counts) and the loop between them and the workers.
 */
typedef struct {
    DaichoCatalog *catalog;
    const DaichoScanOptions *options;
    DaichoScanRow row;
    DaichoScanResult *result;
    DaichoScanProgress progress;
    ScanCount *count; /* NULL when nobody looks at the progress */

    /* source */
    int root_fd;
    Walk *walk;
    DaichoKnownFiles *known;
    gboolean walked;
    guint patience; /* entries to look at before workers, limits and Ctrl-C have their turn again */
    GQueue again;   /* of WorkerFile: handed out to a worker that died before it began them */
    GQueue later;   /* of WorkerFile, closed: for which a worker's memory was short */
    gint64 next_batch_us; /* not before, to keep the rate */
    guint64 split_unit;   /* files of less are one worker's; G_MAXUINT64: all are */

    /* sink */
    DaichoTransaction *transaction;
    guint uncommitted;
    gint64 committed_us;
    gint64 shown_us;
} Scan;

/* The next file to read; NULL at the end, when patience is out, or with error set. */
WorkerFile *scan_source_next(Scan *scan, GError **error);

/* Takes the items of a file into the catalog. */
gboolean scan_sink_put(Scan *scan, GPtrArray *items, const char *marker, GError **error);

/* A file whose content was read before under another name or time: *known tells. */
gboolean scan_sink_copy(Scan *scan, const WorkerFile *file, const char *digest, gboolean *known,
                        GError **error);

/* Commits what was put, when it is time or when now is set. */
gboolean scan_sink_commit(Scan *scan, gboolean now, GError **error);
void scan_show_progress(Scan *scan, gboolean now);

/* The loop: all files are read, by workers made by config, and their rows committed. */
gboolean scan_loop_run(Scan *scan, const WorkerConfig *config, GError **error);

/* The whole, with workers made by config. */
gboolean scan_run(DaichoCatalog *catalog, const WorkerConfig *config,
                  const DaichoScanOptions *options, gint64 now_s, DaichoScanResult *result,
                  GError **error);

#endif
