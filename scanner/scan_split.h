#ifndef DAICHO_SCANNER_SCAN_SPLIT_H
#define DAICHO_SCANNER_SCAN_SPLIT_H

#include "scanner/worker.h"

/*
 * A file that several workers read, slice by slice, or of which one worker gives members to others, and what
 * they found, joined to what one worker would have found. Where that cannot be had exactly (a limit was
 * reached, the file changed, a place in it depends on what came before), all is thrown away, and the file is
 * read whole.
 */
typedef struct ScanSplit ScanSplit;

/* Takes the file, and the answers about how to cut it; released by scan_split_unref, which each of its
 * slices does too. */
ScanSplit *scan_split_new(WorkerFile *file, const GArray *slices, const char *digest,
                          const DaichoLimits *limits);
void scan_split_unref(ScanSplit *split);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScanSplit, scan_split_unref)

/* For a file that a worker is at, and hands members on of: what it reads itself is slice 0, and parcels are
 * added until that has come. The file keeps a reference. */
ScanSplit *scan_split_begin(WorkerFile *file, const DaichoLimits *limits);

gboolean scan_split_has_parcels(const ScanSplit *split);

/* A parcel of it (taken over); put before all that waits (of WorkerFile). */
void scan_split_add_parcel(ScanSplit *split, WorkerFile *parcel, GQueue *waiting);

/* Puts the slices before all that waits (of WorkerFile). They are read by the file's own descriptor. */
void scan_split_hand_out(ScanSplit *split, GQueue *waiting);

/* The slices not begun are to be dropped. */
gboolean scan_split_is_over(const ScanSplit *split);
void scan_split_end(ScanSplit *split);

typedef enum {
    SPLIT_GOES_ON,  /* more slices are to come */
    SPLIT_DONE,     /* join them */
    SPLIT_UNFIT,    /* read the file whole: scan_split_take_whole */
    SPLIT_TOO_LONG, /* all slices together took longer than a file may */
} SplitState;

/* Takes the items of the slice that answer is about. */
SplitState scan_split_take(ScanSplit *split, WorkerAnswer *answer);

/* After SPLIT_DONE: the items of the file; *marker as in WorkerAnswer. NULL: read it whole. */
GPtrArray *scan_split_join(ScanSplit *split, DaichoRules *rules, char **marker);

/* The file itself; the second also takes it out, to be read whole. */
const WorkerFile *scan_split_get_file(const ScanSplit *split);
WorkerFile *scan_split_take_whole(ScanSplit *split);

#endif
