#ifndef DAICHO_RULES_VALIDATOR_CUT_H
#define DAICHO_RULES_VALIDATOR_CUT_H

#include <glib.h>

/*
 * Some validators tell which part of a value is what the rule says, and how sure that is: behind
 * 出席者: the pattern takes what may be a list of names, and the validator leaves the names.
 */
typedef struct {
    gsize start, end; /* offsets in bytes; end exclusive */
    gint points;      /* added to the rule's confidence */
} ValidatorCut;

/* The first part at from or later; from is 0, or where the part before ended. FALSE: no more. */
typedef gboolean (*ValidatorCutFunc)(const char *value, gsize from, ValidatorCut *cut);

/* NULL for validators that take values as a whole. */
ValidatorCutFunc validator_find_cut(const char *name);

gboolean jp_address_cut(const char *value, gsize from, ValidatorCut *cut);
gboolean jp_addressed_name_cut(const char *value, gsize from, ValidatorCut *cut);
gboolean jp_listed_name_cut(const char *value, gsize from, ValidatorCut *cut);
gboolean jp_personal_name_cut(const char *value, gsize from, ValidatorCut *cut);
gboolean western_name_cut(const char *value, gsize from, ValidatorCut *cut);

#endif
