#include "enforcer/edits/document.h"
#include "enforcer/edits/links.h"
#include "enforcer/edits/nodes.h"
#include "enforcer/edits/story.h"

static const char *const types[] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroEnabled.12",
    "application/vnd.ms-word.template.macroEnabled.12",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
    "application/vnd.openxmlformats-officedocument.presentationml.template",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.12",
    "application/vnd.ms-powerpoint.template.macroEnabled.12",
    NULL,
};

/* Parts that repeat what stands in the text. */
static const char *const copies[] = {"docProps/*.xml", "customXml/*.xml", "*/charts/*.xml", NULL};

static const char *const no_caches[] = {NULL};

static gboolean take(EditErasure *erasure, xmlNode *node, gboolean is_rest, gpointer data,
                     GError **error)
{
    (void)data;
    const char *name = edit_parts_get_name(edit_erasure_get_parts(erasure), node);
    gboolean is_property = g_str_has_prefix(name, "docProps/") ||
                           g_str_has_prefix(name, "customXml/");
    if (is_property && !node_is(node, "Relationship")) {
        return edit_story_take_property(erasure, node, is_rest, error);
    }
    return edit_story_take(erasure, node, is_rest, error);
}

static gboolean erase(EditErasure *erasure, GError **error)
{
    return edit_erasure_each(erasure, take, NULL, error) && edit_story_finish(erasure, error) &&
           edit_links_drop_kind(edit_erasure_get_parts(erasure), "", "thumbnail", error);
}

const EditDocumentFormat edit_format_docx = {types, copies, no_caches, erase};
