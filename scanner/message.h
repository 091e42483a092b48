#ifndef DAICHO_SCANNER_MESSAGE_H
#define DAICHO_SCANNER_MESSAGE_H

#include "scanner/extract.h"
#include "scanner/scanner.h"

/*
 * Items as they travel from a worker to its parent: numbers of fixed width in the machine's order,
 * texts with their length before them. The worker parsed foreign bytes, so the parent trusts nothing:
 * every length is held against what is left, texts are valid UTF-8 without NUL, rules are named by an
 * index, and states, confidences, digests and flags are such.
 */

/* marker is the file's, "" for none (g_byte_array_unref). */
GByteArray *message_from_items(const GPtrArray *items, const DaichoRules *rules,
                               const char *marker);

/* The items, with share, path and identity still unset; *marker is the file's, or NULL (g_free); marker
 * may be NULL. NULL when the message is damaged. */
GPtrArray *message_to_items(const guint8 *bytes, gsize length, const DaichoRules *rules,
                            char **marker);

/* The slices that a file may be read in (of ExtractSlice), with the digest of its content, "" for none. */
GByteArray *message_from_plan(const GArray *slices, const char *digest);

/* NULL when the message is damaged, or the slices are not the whole file in order (g_array_unref);
 * *digest: g_free. */
GArray *message_to_plan(const guint8 *bytes, gsize length, char **digest);

#endif
