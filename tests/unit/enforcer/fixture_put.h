#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_PUT_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_PUT_H

#include "enforcer/plans/plan.h"

/* Adds to the edit that the nth old text of the record (both from 1) becomes another. Ranges are added in
 * order. */
void fixture_put_add(DaichoEdit *edit, GBytes *source, const char *name, gint64 record, guint nth,
                     const char *old, const char *text);

/* The file of that name after the edits (g_bytes_unref); NULL with error when they were refused. */
GBytes *fixture_put_apply(GBytes *source, const char *name, const GPtrArray *edits, GError **error);

/* The file of that name after every old text in the record, or the first behind it that has one, became
 * the other (g_bytes_unref); NULL when it was refused with these words. */
GBytes *fixture_put(GBytes *source, const char *name, gint64 record, const char *old,
                    const char *text, const char *refusal);

/* The same for a text; what it becomes. expected NULL: refused with an error of the file. */
void fixture_put_expect(const char *source, const char *name, gint64 record, const char *old,
                        const char *text, const char *expected);

#endif
