#ifndef DAICHO_ENFORCER_EDITS_RANGE_H
#define DAICHO_ENFORCER_EDITS_RANGE_H

#include "enforcer/plans/plan.h"

/* Reading a file in pieces, with or without the ranges (of DaichoRange) that go. */
typedef gboolean (*RangeSink)(const guint8 *bytes, gsize length, gpointer data, GError **error);

/* The bytes from start to end; to the end of the file with end -1. */
gboolean range_read(DaichoFs *fs, int fd, gint64 start, gint64 end, RangeSink sink, gpointer data,
                    GError **error);

/* The bytes of the ranges, one range after the other. */
gboolean range_read_cut(DaichoFs *fs, int fd, const GArray *ranges, RangeSink sink, gpointer data,
                        GError **error);

/* The digest, in hexadecimal (g_free), of all that is not in the ranges; NULL on failure. */
char *range_digest_rest(DaichoFs *fs, int fd, const GArray *ranges, GError **error);

/* The same of the file as the edit makes it: with the bytes of its puts, if any, in place of its ranges. */
char *range_digest_edited(DaichoFs *fs, int fd, const DaichoEdit *edit, GError **error);

gint64 range_count_bytes(const GArray *ranges);
gint64 range_count_puts(const DaichoEdit *edit); /* bytes that are put */

/* The digest of a whole open file, in hexadecimal (g_free). */
char *range_digest_file(int fd, GError **error);

#endif
