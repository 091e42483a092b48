#include "enforcer/edits/odf.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/edits/document.h"
#include "enforcer/edits/nodes.h"

#define TYPE "application/vnd.oasis.opendocument."
static const char *const types[] = {
    TYPE "text",
    TYPE "text-template",
    TYPE "spreadsheet",
    TYPE "spreadsheet-template",
    TYPE "presentation",
    TYPE "presentation-template",
    TYPE "graphics",
    TYPE "graphics-template",
    TYPE "text-flat-xml",
    TYPE "spreadsheet-flat-xml",
    TYPE "presentation-flat-xml",
    TYPE "graphics-flat-xml",
    NULL,
};

/* Properties repeat what stands in the text. */
static const char *const copies[] = {"meta.xml", "*/meta.xml", NULL};
static const char *const no_caches[] = {NULL};

gboolean edit_odf_refuse(const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "%s: open it with the program that made it, delete the record and save it", what);
    return FALSE;
}

/* What a kind of element is when a record came from it. */
typedef enum {
    KIND_PARAGRAPH,
    KIND_ROW,
    KIND_WORDS,  /* its content is text */
    KIND_VALUED, /* its attributes are */
    KIND_WHOLE,
    KIND_OTHER,
} Kind;

static const struct {
    const char *element;
    Kind kind;
} kinds[] = {
    {"p", KIND_PARAGRAPH},
    {"h", KIND_PARAGRAPH},
    {"table-row", KIND_ROW},
    {"table-cell", KIND_ROW},
    {"covered-table-cell", KIND_ROW},
    {"creator", KIND_WORDS},
    {"creator-initials", KIND_WORDS},
    {"sender-initials", KIND_WORDS},
    {"title", KIND_WORDS},
    {"desc", KIND_WORDS},
    {"date-time-decl", KIND_WORDS},
    {"footer-decl", KIND_WORDS},
    {"header-decl", KIND_WORDS},
    {"user-field-decl", KIND_WHOLE},
    {"error-message", KIND_VALUED},
    {"help-message", KIND_VALUED},
    {"scenario", KIND_VALUED},
    {"filter-condition", KIND_VALUED},
    {"filter-set-item", KIND_VALUED},
    {"data-pilot-member", KIND_WHOLE},
};

static Kind get_kind(const xmlNode *node)
{
    gboolean is_control = node->ns != NULL &&
                          strstr((const char *)node->ns->href, ":form:") != NULL;
    if (is_control) {
        return KIND_VALUED;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (node_is(node, kinds[i].element)) {
            return node_is(node->parent, "meta") ? KIND_WHOLE : kinds[i].kind;
        }
    }
    return node_is(node->parent, "meta") ? KIND_WHOLE : KIND_OTHER;
}

/* Those that are typed or name something stay; that they hold nothing of it is looked at in the end. */
static void empty_attributes(EditParts *parts, xmlNode *node)
{
    static const char *const words[] = {"string-value", "label",   "title", "value",
                                        "help-message", "comment", NULL};
    static const char *const optional[] = {"value", "current-value", NULL};
    gboolean is_filter = node_is(node, "filter-condition") || node_is(node, "filter-set-item");
    for (const char *const *name = optional; *name != NULL && !is_filter; name++) {
        node_drop_value(node, *name);
    }
    for (const char *const *name = words; *name != NULL; name++) {
        if (xmlHasProp(node, (const xmlChar *)*name) != NULL) {
            node_set_value(node, *name, "");
        }
    }
    edit_parts_empty(parts, node);
}

/* What was within it is cut rather than freed: it may be where a record came from. */
static void empty_words(EditParts *parts, xmlNode *node)
{
    while (node->children != NULL) {
        edit_parts_cut(parts, node->children);
    }
    edit_parts_empty(parts, node);
}

/* A paragraph that is too long to be one record is told by what stands within it. */
static gboolean take_other(EditErasure *erasure, const xmlNode *node, GError **error)
{
    static const char *const paragraphs[] = {"p", "h", NULL};
    xmlNode *around = node->parent;
    while (around != NULL && !node_is_among(around, paragraphs)) {
        around = around->parent;
    }
    if (around != NULL && !edit_erasure_stays(erasure, around)) {
        edit_odf_take_paragraph(erasure, around);
        return TRUE;
    }
    g_autofree char *what = g_strdup_printf("the record is part of how the document is made (%s)",
                                            (const char *)node->name);
    return edit_odf_refuse(what, error);
}

static gboolean take(EditErasure *erasure, xmlNode *node, gboolean is_rest, gpointer data,
                     GError **error)
{
    (void)data;
    EditParts *parts = edit_erasure_get_parts(erasure);
    Kind kind = get_kind(node);
    if (is_rest && kind != KIND_ROW) {
        return edit_odf_refuse("another record stands in the same place", error);
    }
    switch (kind) {
    case KIND_PARAGRAPH:
        edit_odf_take_paragraph(erasure, node);
        return TRUE;
    case KIND_ROW:
        return edit_odf_take_row(erasure, node, is_rest, error);
    case KIND_WORDS:
        empty_words(parts, node);
        return TRUE;
    case KIND_VALUED:
        empty_attributes(parts, node);
        return TRUE;
    case KIND_WHOLE:
        edit_parts_cut(parts, node);
        return TRUE;
    case KIND_OTHER:
        break;
    }
    return take_other(erasure, node, error);
}

static gboolean erase(EditErasure *erasure, GError **error)
{
    return edit_erasure_each(erasure, take, NULL, error) && edit_odf_finish_marks(erasure, error) &&
           edit_odf_finish_package(erasure, error);
}

const EditDocumentFormat edit_format_odf = {types, copies, no_caches, erase};
