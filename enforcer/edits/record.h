#ifndef DAICHO_ENFORCER_EDITS_RECORD_H
#define DAICHO_ENFORCER_EDITS_RECORD_H

#include "enforcer/plans/plan.h"

/*
 * A format whose records cannot be cut out as bytes alone: something around them changes with them.
 * The content without the edit's records, and with all else in it; what is not as the edit says is
 * DAICHO_ERROR_FILE. Parses foreign bytes: for the sandbox alone.
 */
typedef struct {
    const char *name; /* of an edit's format, in plans */
    const char *type; /* media type of the items */
    GBytes *(*cut)(GBytes *content, const DaichoEdit *edit, GError **error);
} EditRecordFormat;

/* NULL when records of the type are bytes, or nothing that can be cut. */
const EditRecordFormat *edit_record_find(const char *type);

/* The content after the edit, by its format. */
GBytes *edit_record_cut(GBytes *content, const DaichoEdit *edit, GError **error);

GBytes *edit_json_cut(GBytes *content, const DaichoEdit *edit, GError **error);

#endif
