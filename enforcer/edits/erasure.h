#ifndef DAICHO_ENFORCER_EDITS_ERASURE_H
#define DAICHO_ENFORCER_EDITS_ERASURE_H

#include "enforcer/edits/parts.h"

/*
 * Records going out of a document. What is taken out may hold other records, too: a comment on a row
 * that goes. While a plan is made these go along and are told, so that it names them; when it is
 * carried out, they must be among those that it names.
 */
typedef struct EditErasure EditErasure;

/* Everything is borrowed. goes has a byte for each record: not 0 when it goes. */
EditErasure *edit_erasure_new(EditParts *parts, const DaichoDocument *document, guint8 *goes,
                              GError **error);
void edit_erasure_free(EditErasure *erasure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EditErasure, edit_erasure_free)

EditParts *edit_erasure_get_parts(const EditErasure *erasure);

/* Calls take with each element that a record which goes came from, once each; is_rest: the element is a
 * record that stays as well, and goes on another account (the text before changes). */
typedef gboolean (*EditTake)(EditErasure *erasure, xmlNode *node, gboolean is_rest, gpointer data,
                             GError **error);
gboolean edit_erasure_each(EditErasure *erasure, EditTake take, gpointer data, GError **error);

/* Whether an element is what a record came from that stays. */
gboolean edit_erasure_stays(const EditErasure *erasure, const xmlNode *node);

/* Of the records that came from an element, a byte each in their order: not 0 when it goes
 * (g_byte_array_unref). */
GByteArray *edit_erasure_list(const EditErasure *erasure, const xmlNode *node);

/* Other forms of values that went, as copies may have them (of char *); borrowed. */
GHashTable *edit_erasure_get_forms(const EditErasure *erasure);

/* Marks all that is gone with the parts as they are now. is_open: what the plan does not name is marked,
 * too, rather than refused. */
gboolean edit_erasure_finish(EditErasure *erasure, gboolean is_open, GError **error);

#endif
