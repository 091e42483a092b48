#ifndef DAICHO_ENFORCER_EDITS_PARTS_H
#define DAICHO_ENFORCER_EDITS_PARTS_H

#include "scanner/scanner.h"

#include <libxml/tree.h>

/*
 * The parts of a document that is a ZIP of XML (OOXML, ODF), in work. Those that are asked for become
 * trees; only those that were changed are written anew, and every other member stays as it is to the
 * byte. For the sandbox alone. All failures are DAICHO_ERROR_FILE.
 */
typedef struct EditParts EditParts;

EditParts *edit_parts_new(GBytes *document, const DaichoLimits *limits, GError **error);

/* A document that is one XML file of this name: its one part is "content.xml", and what it says of itself
 * is also a part of its own, as readers name it. */
#define EDIT_PARTS_META "meta.xml"
EditParts *edit_parts_new_flat(GBytes *document, const char *name, const DaichoLimits *limits);
void edit_parts_free(EditParts *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EditParts, edit_parts_free)

/* Of all members, as origins name them, in the order of the archive; borrowed. */
const GPtrArray *edit_parts_get_names(const EditParts *parts);
gboolean edit_parts_has(const EditParts *parts, const char *name);

/* Borrowed. A part that is missing, no XML, larger than the limit, or has a DTD of its own is refused. */
xmlDoc *edit_parts_load(EditParts *parts, const char *name, GError **error);

/* Where what is in a part begins. */
xmlNode *edit_parts_get_root(EditParts *parts, const char *name, GError **error);

/* The element, wherever it was moved to since the part was loaded. */
xmlNode *edit_parts_find(EditParts *parts, const DaichoOrigin *origin, GError **error);

/* Whether it is that element. */
gboolean edit_parts_is_origin(const EditParts *parts, const DaichoOrigin *origin,
                              const xmlNode *node);

/* The part that a node belongs to; borrowed. */
const char *edit_parts_get_name(const EditParts *parts, const xmlNode *node);

/* The part was changed and is to be written. */
void edit_parts_touch(EditParts *parts, const char *name);
gboolean edit_parts_is_touched(const EditParts *parts, const char *name);

/* Takes a node with all within it out of its tree, and touches its part. It stays valid. */
void edit_parts_cut(EditParts *parts, xmlNode *node);

/* An element that stays where it is, though nothing of its text does: touches its part. */
void edit_parts_empty(EditParts *parts, xmlNode *node);

/* The member goes. */
void edit_parts_remove(EditParts *parts, const char *name);

/* Whether a node, or one around it, was cut or emptied, or its part removed. */
gboolean edit_parts_is_gone(const EditParts *parts, const xmlNode *node);

/* The same, of an element of a part that may never have been loaded: then it is there. */
gboolean edit_parts_is_origin_gone(const EditParts *parts, const DaichoOrigin *origin);

/* What was cut of all parts: nodes (of xmlNode *), each the root of what went with it; borrowed. */
const GPtrArray *edit_parts_get_cut(const EditParts *parts);

/* A member's content as it is now, changed or not (g_bytes_unref); NULL when it was removed, and when it
 * cannot be read: then with error. */
GBytes *edit_parts_read(EditParts *parts, const char *name, GError **error);

/* The document with what was changed; it was read again and compared, member by member. */
GBytes *edit_parts_write(EditParts *parts, GError **error);

#endif
