#ifndef DAICHO_ENFORCER_EDITS_SHEET_AUTHORS_H
#define DAICHO_ENFORCER_EDITS_SHEET_AUTHORS_H

#include "enforcer/edits/parts.h"

/*
 * Who wrote comments that went: ids holds their numbers (of char *) in the list of authors at the top of
 * the part whose root is given. Names that no other comment has are emptied, and keep their places.
 */
void edit_sheet_authors_empty(EditParts *parts, xmlNode *root, GHashTable *ids);

#endif
