#ifndef DAICHO_ENFORCER_EDITS_LINKS_H
#define DAICHO_ENFORCER_EDITS_LINKS_H

#include "enforcer/edits/parts.h"

/*
 * The links between the parts of an OOXML document (ISO/IEC 29500-2, 8.3 and 9.3), as it changes. All
 * functions are FALSE or NULL with DAICHO_ERROR_FILE when a list of links is no plain XML.
 */

/* The name of the part that a link (an element Relationship of the list of owner) leads to (g_free); NULL
 * when it leads out of the document. */
char *edit_link_dup_target(const char *owner, const xmlNode *link);

/* Calls visit with each link of a part, of the package itself for "". */
typedef gboolean (*EditLinkVisit)(EditParts *parts, const char *owner, xmlNode *link, gpointer data,
                                  GError **error);
gboolean edit_links_each(EditParts *parts, const char *owner, EditLinkVisit visit, gpointer data,
                         GError **error);

/* The parts that a part links to by a kind, the last word of a type (g_ptr_array_unref). */
GPtrArray *edit_links_find(EditParts *parts, const char *owner, const char *kind, GError **error);

/* Takes a link away; what nothing else leads to goes with it. */
gboolean edit_link_drop(EditParts *parts, const char *owner, xmlNode *link, GError **error);

/* All links of a part by a kind. */
gboolean edit_links_drop_kind(EditParts *parts, const char *owner, const char *kind,
                              GError **error);

/* The links that only what was cut made use of. */
gboolean edit_links_drop_unused(EditParts *parts, GError **error);

/* Takes a link away that stands for itself, and what refers to it. */
gboolean edit_link_erase(EditParts *parts, xmlNode *link, GError **error);

#endif
