#include "enforcer/edits/sheet_authors.h"

#include "enforcer/edits/nodes.h"

static void drop_used(xmlNode *root, GHashTable *ids)
{
    for (xmlNode *node = root; node != NULL; node = node_next(node, root)) {
        g_autofree char *id = node_is(node, "comment") ? node_dup_value(node, "authorId") : NULL;
        if (id != NULL) {
            g_hash_table_remove(ids, id);
        }
    }
}

void edit_sheet_authors_empty(EditParts *parts, xmlNode *root, GHashTable *ids)
{
    guint index = 0;
    drop_used(root, ids);
    xmlNode *list = g_hash_table_size(ids) > 0 ? node_find(root, "authors", NULL, NULL) : NULL;
    for (xmlNode *author = list != NULL ? xmlFirstElementChild(list) : NULL; author != NULL;
         author = xmlNextElementSibling(author)) {
        g_autofree char *id = g_strdup_printf("%u", index++);
        if (g_hash_table_contains(ids, id)) {
            xmlNodeSetContent(author, (const xmlChar *)"");
            edit_parts_empty(parts, author);
        }
    }
}
