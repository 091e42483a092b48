#ifndef DAICHO_SCANNER_READERS_ODF_KEY_H
#define DAICHO_SCANNER_READERS_ODF_KEY_H

#include "scanner/readers/odf_manifest.h"

/* The key of a part of an Open Document, from a password (ODF 1.3 part 2, 3.4.2). */

/* How many hashes, or KiB filled, it takes; G_MAXUINT64 when that is more than is ever sensible. */
guint64 odf_key_count_steps(const OdfEncryption *encryption);

/* FALSE when what the manifest says cannot be followed. */
gboolean odf_key_derive(const OdfEncryption *encryption, const char *password,
                        guint8 key[ODF_VALUE_BYTES]);

#endif
