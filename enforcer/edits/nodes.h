#ifndef DAICHO_ENFORCER_EDITS_NODES_H
#define DAICHO_ENFORCER_EDITS_NODES_H

#include <glib.h>
#include <libxml/tree.h>

/* Small questions about the nodes of a tree. Names are local: the format of a part tells the rest. */

/* The node behind it in the order of the document, within root; NULL at the end. node_skip leaves out what
 * is within. */
xmlNode *node_next(xmlNode *node, const xmlNode *root);
xmlNode *node_skip(xmlNode *node, const xmlNode *root);

gboolean node_is(const xmlNode *node, const char *name);
gboolean node_is_among(const xmlNode *node, const char *const *names);

/* The innermost element around it of that name; NULL when there is none. */
xmlNode *node_find_around(const xmlNode *node, const char *name);

/* The next element within root that has the name and, when it is not NULL, the attribute of a value. */
xmlNode *node_find(xmlNode *root, const char *name, const char *attribute, const char *value);

/* An attribute's value (g_free); NULL when there is none. */
char *node_dup_value(const xmlNode *node, const char *attribute);
void node_set_value(xmlNode *node, const char *attribute, const char *value);

/* Takes an attribute away; FALSE when there is none. */
gboolean node_drop_value(xmlNode *node, const char *attribute);

/* All text within (g_free). */
char *node_dup_text(const xmlNode *node);

/* Whether an attribute is an id of a link. */
gboolean node_is_link_id(const xmlAttr *attribute);

#endif
