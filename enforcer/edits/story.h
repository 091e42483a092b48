#ifndef DAICHO_ENFORCER_EDITS_STORY_H
#define DAICHO_ENFORCER_EDITS_STORY_H

#include "enforcer/edits/erasure.h"

/*
 * The elements of running text in OOXML (WordprocessingML, DrawingML, PresentationML): how a paragraph, a
 * row of a table or anything else that holds text goes, so that what is left is valid.
 */

/* One element that a record came from. */
gboolean edit_story_take(EditErasure *erasure, xmlNode *node, gboolean is_rest, GError **error);

/* The same, of a list of properties or other data: its element keeps its place without a value. */
gboolean edit_story_take_property(EditErasure *erasure, xmlNode *node, gboolean is_rest,
                                  GError **error);

/* Takes all text of an element away and leaves it where it is; what belongs to paragraphs within it, which
 * are records of their own, stays. */
void edit_story_empty(EditErasure *erasure, xmlNode *element);

/* What hung on that which was cut: notes, comments, the other end of a range. */
gboolean edit_story_finish(EditErasure *erasure, GError **error);

#endif
