#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_SPLIT_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_SPLIT_H

#include "scanner/scan.h"
#include "tests/unit/scanner/fixture_share.h"

/* How a share is scanned. */
typedef struct {
    guint jobs;
    guint64 findings, members; /* limits; 0: more than a test has */
    guint64 heap_bytes;        /* the same; 0: the default */
    WorkerRead read;           /* NULL: collect_fd */
    guint64
        n_handed_on; /* files of which members are to be handed on; 0: that depends on who is busy */
} FixtureWay;

/* Files of a kibibyte are worth slices. */
DaichoScanResult fixture_split_scan(const FixtureShare *share, const FixtureWay *way);

/* Scans by one worker and by four, and wants the same; n_split files are read in slices. Gives all that
 * the catalog holds of the scan, but the numbers of rows (g_free). */
char *fixture_split_expect_same(const FixtureShare *share, const FixtureWay *way, guint64 n_split);

#endif
