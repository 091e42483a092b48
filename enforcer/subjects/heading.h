#ifndef DAICHO_ENFORCER_SUBJECTS_HEADING_H
#define DAICHO_ENFORCER_SUBJECTS_HEADING_H

#include "enforcer/context.h"

/* Whether the first line of a table says what its columns are, and does not tell of somebody who is in
 * it: a table may begin with its first row. */
gboolean subject_heading_is(const char *text);

/* Whether a heading speaks of something else than persons: コース, company. */
gboolean subject_heading_is_of_others(const char *heading);

/*
 * Of tables (CSV, TSV) in which each row but the first is the subject's and nothing was found in the
 * first: those whose first row is no heading, and so may be another person's. Reads these rows from
 * the open file, in the sandbox. unheaded gets their indices in items (g_hash_table_unref; NULL when
 * there are none).
 */
gboolean subject_headings_read(int fd, const char *path, const GPtrArray *items,
                               const GArray *places, const DaichoReading *reading,
                               GHashTable **unheaded, GError **error);

#endif
