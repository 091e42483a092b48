#ifndef DAICHO_SCANNER_READERS_ARCHIVE_SLICES_H
#define DAICHO_SCANNER_READERS_ARCHIVE_SLICES_H

#include "scanner/readers/archive_input.h"

/*
 * A big archive in slices: runs of its entries. Only of those whose entries are passed over without
 * being unpacked: a ZIP with the list at its end, and a tape archive that is not compressed. The first
 * slice has what comes before the entries, the last one what comes behind them.
 */

/* Plans the slices when that is asked for and worth it: then nothing is to be read. */
gboolean archive_slices_plan(Item *item);

/* Of the slice that is asked for; the whole archive is first and last. entry is counted from 0. */
gboolean archive_slices_is_first(const Item *item);
gboolean archive_slices_is_last(const Item *item);
gboolean archive_slices_is_before(const Item *item, guint64 entry);
gboolean archive_slices_is_behind(const Item *item, guint64 entry);

#endif
