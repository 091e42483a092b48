#ifndef DAICHO_SCANNER_PARCEL_H
#define DAICHO_SCANNER_PARCEL_H

#include "scanner/reader.h"

/*
 * Members of one file, packed by the worker that takes them out of it, for another worker to read: what is
 * in a compressed archive can be had only from its front on, but need not be read by who unpacks it.
 * A parcel lies in memory that is no heap (memfd_create(2)). The members in it are counted, and so are their
 * bytes, by who packs them; what is nested in them by who reads them.
 */

/* A little more than the largest parcel may have. */
enum { PARCEL_LIMIT_BYTES = 20 << 20 };

/* Takes a member of the file, when it is to be read elsewhere; then source is read to its end. FALSE: read
 * it here. */
gboolean parcel_take(Item *file, const char *name, Source *source);

/* Hands on what was taken; to be called before a member is read here, and at the end. */
void parcel_hand_on(Extraction *extraction);

/* Reads the members of a parcel, of which item is the file. The item is unfit when it is damaged. */
void parcel_read(Item *item);

#endif
