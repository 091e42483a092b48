#include "scanner/readers/xlsx.h"

#include <string.h>

/* What parts are that nothing leads to, by the names that they have in every workbook. */
static const struct {
    const char *folder, *role;
} folders[] = {
    {"xl/worksheets/sheet", "worksheet"},
    {"xl/chartsheets/", "chartsheet"},
    {"xl/dialogsheets/", "dialogsheet"},
    {"xl/macrosheets/", "xlMacrosheet"},
    {"xl/sharedstrings.", "sharedStrings"},
    {"xl/styles.", "styles"},
    {"xl/workbook.", "officeDocument"},
    {"xl/comments", "comments"},
    {"xl/calcchain.", "calcChain"},
    {"xl/threadedcomments/", "threadedComment"},
    {"xl/pivotcache/pivotcachedefinition", "pivotCacheDefinition"},
    {"xl/pivotcache/pivotcacherecords", "pivotCacheRecords"},
};

static const char *const sheet_roles[] = {
    "worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet",
};

static gboolean is_sheet_role(const char *role)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sheet_roles); i++) {
        if (strcmp(role, sheet_roles[i]) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

XlsxPart *xlsx_find_part(const XlsxBook *book, const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    const char *found = g_hash_table_lookup(book->names, lower);
    return found != NULL ? g_hash_table_lookup(book->parts, found) : NULL;
}

static const char *find_role(const XlsxPart *part)
{
    g_autofree char *lower = g_ascii_strdown(part->name, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        if (g_str_has_prefix(lower, folders[i].folder)) {
            return folders[i].role;
        }
    }
    return "";
}

static void name_sheet(const XlsxBook *book, XlsxPart *part)
{
    part->is_sheet = is_sheet_role(part->role);
    if (part->is_sheet) {
        const char *name = g_hash_table_lookup(book->sheets, part->name);
        const char *slash = strrchr(part->name, '/');
        part->sheet = name != NULL ? name : slash != NULL ? slash + 1 : part->name;
    }
}

/* The first link that leads to a part says what it is, and to which sheet it belongs. */
static void follow_link(XlsxBook *book, const XlsxPart *from, const OpcLink *link, GQueue *queue)
{
    XlsxPart *part = xlsx_find_part(book, link->target);
    if (part == NULL) {
        gboolean is_needed = is_sheet_role(link->kind) || strcmp(link->kind, "sharedStrings") == 0;
        if (is_needed) {
            item_set_partly(book->item, "damaged: %s is missing", link->target);
        }
    } else if (*part->role == '\0') {
        part->role = link->kind;
        part->sheet = from != NULL ? from->sheet : "";
        name_sheet(book, part);
        g_queue_push_tail(queue, part);
    }
}

static void follow_links(XlsxBook *book, const XlsxPart *from, GQueue *queue)
{
    const GPtrArray *links = opc_get_links(book->opc, from != NULL ? from->name : "");
    for (guint i = 0; links != NULL && i < links->len; i++) {
        const OpcLink *link = g_ptr_array_index(links, i);
        if (!link->is_external) {
            follow_link(book, from, link, queue);
        }
    }
}

void xlsx_parts_add(XlsxBook *book)
{
    const GPtrArray *names = package_get_names(book->package);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        XlsxPart *part = g_new0(XlsxPart, 1);
        *part = (XlsxPart){.name = name, .role = "", .sheet = ""};
        g_hash_table_replace(book->parts, (gpointer)(guintptr)name, part);
        g_hash_table_insert(book->names, g_ascii_strdown(name, -1), (gpointer)(guintptr)name);
    }
}

void xlsx_parts_find(XlsxBook *book)
{
    GQueue queue = G_QUEUE_INIT;
    follow_links(book, NULL, &queue);
    for (const XlsxPart *part = g_queue_pop_head(&queue); part != NULL;
         part = g_queue_pop_head(&queue)) {
        follow_links(book, part, &queue);
    }
    const GPtrArray *names = package_get_names(book->package);
    for (guint i = 0; i < names->len; i++) {
        XlsxPart *part = g_hash_table_lookup(book->parts, g_ptr_array_index(names, i));
        if (*part->role == '\0') {
            part->role = find_role(part);
            name_sheet(book, part);
        }
    }
}
