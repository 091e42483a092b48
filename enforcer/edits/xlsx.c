#include <string.h>

#include "base/error.h"
#include "enforcer/edits/document.h"
#include "enforcer/edits/links.h"
#include "enforcer/edits/nodes.h"
#include "enforcer/edits/sheet.h"
#include "enforcer/edits/story.h"

static const char *const types[] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "application/vnd.ms-excel.template.macroEnabled.12",
    NULL,
};

/* Parts that repeat what stands in cells: properties; caches of pivot tables and of other workbooks. */
static const char *const copies[] = {"docProps/*.xml", "customXml/*.xml", "*/charts/*.xml", NULL};
static const char *const caches[] = {"xl/pivotCache/*.xml", "xl/externalLinks/*.xml", NULL};

/* What a kind of element is when a record came from it. */
typedef enum {
    KIND_CELL,
    KIND_COMMENT,
    KIND_STRING,
    KIND_WHOLE,
    KIND_CACHED,
    KIND_SETTING,
    KIND_PERSON,
} Kind;

static const struct {
    const char *element;
    Kind kind;
} kinds[] = {
    {"c", KIND_CELL},
    {"comment", KIND_COMMENT},
    {"threadedComment", KIND_COMMENT},
    {"si", KIND_STRING},
    {"hyperlink", KIND_WHOLE},
    {"filter", KIND_WHOLE},
    {"customFilter", KIND_WHOLE},
    {"dataValidation", KIND_SETTING},
    {"person", KIND_PERSON},
    {"s", KIND_CACHED},
    {"n", KIND_CACHED},
    {"d", KIND_CACHED},
};

/* --- by kind --- */

static gboolean cut_whole(EditParts *parts, xmlNode *node)
{
    xmlNode *list = node->parent;
    edit_parts_cut(parts, node);
    if (node_is(list, "hyperlinks") && xmlFirstElementChild(list) == NULL) {
        edit_parts_cut(parts, list);
    }
    return TRUE;
}

/* The words of a rule for what may be typed. */
static void empty_setting(EditParts *parts, xmlNode *node)
{
    static const char *const words[] = {"promptTitle", "prompt", "errorTitle", "error"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        node_drop_value(node, words[i]);
    }
    edit_parts_empty(parts, node);
}

/* Whose comments are threads: who has none any more stays as nobody, for what may refer to the id. */
static void empty_person(EditParts *parts, xmlNode *person)
{
    static const char *const words[] = {"displayName", "userId"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (xmlHasProp(person, (const xmlChar *)words[i]) != NULL) {
            xmlSetProp(person, (const xmlChar *)words[i], (const xmlChar *)"");
        }
    }
    edit_parts_empty(parts, person);
}

/* The value of a cache keeps its number among the others; one that must be a number or a date is missing
 * from then on (18.10.1.54). */
static void empty_cached(EditParts *parts, xmlNode *node)
{
    while (node->properties != NULL) {
        xmlRemoveProp(node->properties);
    }
    if (node_is(node, "s")) {
        xmlNewProp(node, (const xmlChar *)"v", (const xmlChar *)"");
    } else {
        xmlNodeSetName(node, (const xmlChar *)"m");
    }
    edit_parts_empty(parts, node);
}

/* Text of a drawing, of properties; a header of a page. Others mean something to the workbook. */
static gboolean take_other(EditErasure *erasure, xmlNode *node, gboolean is_rest, GError **error)
{
    const char *name = edit_parts_get_name(edit_erasure_get_parts(erasure), node);
    gboolean is_margin = g_str_has_suffix((const char *)node->name, "Header") ||
                         g_str_has_suffix((const char *)node->name, "Footer");
    gboolean is_link = node_is(node, "Relationship");
    if (is_margin) {
        while (node->children != NULL) {
            edit_parts_cut(edit_erasure_get_parts(erasure), node->children);
        }
        edit_parts_empty(edit_erasure_get_parts(erasure), node);
        return TRUE;
    }
    if (g_str_has_prefix(name, "docProps/") && !is_link) {
        return edit_story_take_property(erasure, node, is_rest, error);
    }
    if (is_link || strstr(name, "/drawings/") != NULL || strstr(name, "/charts/") != NULL) {
        return edit_story_take(erasure, node, is_rest, error);
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "the record is part of how the workbook is made (%s): open it with Excel, delete "
                "it there and save it",
                (const char *)node->name);
    return FALSE;
}

static gboolean take(EditErasure *erasure, xmlNode *node, gboolean is_rest, gpointer data,
                     GError **error)
{
    EditSheets *sheets = data;
    EditParts *parts = edit_erasure_get_parts(erasure);
    gsize i = 0;
    while (i < G_N_ELEMENTS(kinds) && !node_is(node, kinds[i].element)) {
        i++;
    }
    if (i == G_N_ELEMENTS(kinds)) {
        return take_other(erasure, node, is_rest, error);
    }
    switch (kinds[i].kind) {
    case KIND_CELL:
        return edit_sheets_empty_row(sheets, node, error);
    case KIND_COMMENT:
        return edit_sheets_cut_comment(sheets, node, error);
    case KIND_STRING:
        edit_string_empty(parts, node);
        return TRUE;
    case KIND_SETTING:
        empty_setting(parts, node);
        return TRUE;
    case KIND_CACHED:
        empty_cached(parts, node);
        return TRUE;
    case KIND_PERSON:
        empty_person(parts, node);
        return TRUE;
    case KIND_WHOLE:
        break;
    }
    return cut_whole(parts, node);
}

static gboolean erase(EditErasure *erasure, GError **error)
{
    EditParts *parts = edit_erasure_get_parts(erasure);
    g_autoptr(EditSheets) sheets = edit_sheets_new(erasure);
    return edit_erasure_each(erasure, take, sheets, error) && edit_sheets_finish(sheets, error) &&
           edit_links_drop_unused(parts, error) &&
           edit_links_drop_kind(parts, "", "thumbnail", error);
}

const EditDocumentFormat edit_format_xlsx = {types, copies, caches, erase};
