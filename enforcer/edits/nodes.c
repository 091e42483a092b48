#include "enforcer/edits/nodes.h"

#include <string.h>

xmlNode *node_skip(xmlNode *node, const xmlNode *root)
{
    while (node != NULL && node != root && node->next == NULL) {
        node = node->parent;
    }
    return node == NULL || node == root ? NULL : node->next;
}

xmlNode *node_next(xmlNode *node, const xmlNode *root)
{
    gboolean is_element = node->type == XML_ELEMENT_NODE;
    return is_element && node->children != NULL ? node->children : node_skip(node, root);
}

gboolean node_is(const xmlNode *node, const char *name)
{
    return node != NULL && node->type == XML_ELEMENT_NODE &&
           strcmp((const char *)node->name, name) == 0;
}

gboolean node_is_among(const xmlNode *node, const char *const *names)
{
    return node != NULL && node->type == XML_ELEMENT_NODE &&
           g_strv_contains(names, (const char *)node->name);
}

xmlNode *node_find_around(const xmlNode *node, const char *name)
{
    xmlNode *around = node->parent;
    while (around != NULL && !node_is(around, name)) {
        around = around->parent;
    }
    return around;
}

xmlNode *node_find(xmlNode *root, const char *name, const char *attribute, const char *value)
{
    for (xmlNode *node = root; node != NULL; node = node_next(node, root)) {
        if (!node_is(node, name)) {
            continue;
        }
        g_autofree char *found = attribute != NULL ? node_dup_value(node, attribute) : NULL;
        if (attribute == NULL || g_strcmp0(found, value) == 0) {
            return node;
        }
    }
    return NULL;
}

static char *take(xmlChar *text)
{
    char *copy = g_strdup((const char *)text);
    xmlFree(text);
    return copy;
}

char *node_dup_value(const xmlNode *node, const char *attribute)
{
    return take(xmlGetProp(node, (const xmlChar *)attribute));
}

void node_set_value(xmlNode *node, const char *attribute, const char *value)
{
    const xmlAttr *found = xmlHasProp(node, (const xmlChar *)attribute);
    xmlSetNsProp(node, found != NULL ? found->ns : NULL, (const xmlChar *)attribute,
                 (const xmlChar *)value);
}

gboolean node_drop_value(xmlNode *node, const char *attribute)
{
    xmlAttr *found = xmlHasProp(node, (const xmlChar *)attribute);
    return found != NULL && xmlRemoveProp(found) == 0;
}

char *node_dup_text(const xmlNode *node)
{
    return take(xmlNodeGetContent(node));
}

gboolean node_is_link_id(const xmlAttr *attribute)
{
    return attribute->ns != NULL &&
           g_str_has_suffix((const char *)attribute->ns->href, "/relationships");
}
