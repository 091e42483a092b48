#include "enforcer/plans/plan.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/plans/hash.h"
#include "enforcer/plans/pieces.h"

/*
 * A text that does not come out byte for byte when the plan that was read from it is written again
 * is refused, so that nothing unknown, doubled or of another type can hide in a plan.
 */

static gboolean refuse(GError **error, const char *what)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                "the plan's text is damaged (%s): make a new plan", what);
    return FALSE;
}

static JsonNode *get_member(JsonObject *object, const char *name, GType type, GError **error)
{
    JsonNode *node = json_object_get_member(object, name);
    if (node == NULL || !JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != type) {
        refuse(error, name);
        return NULL;
    }
    return node;
}

static gboolean get_int(JsonObject *object, const char *name, gint64 *value, GError **error)
{
    JsonNode *node = get_member(object, name, G_TYPE_INT64, error);
    *value = node != NULL ? json_node_get_int(node) : 0;
    return node != NULL;
}

static gboolean get_text(JsonObject *object, const char *name, char **text, GError **error)
{
    JsonNode *node = get_member(object, name, G_TYPE_STRING, error);
    if (node == NULL) {
        return FALSE;
    }
    g_free(*text);
    *text = json_node_dup_string(node);
    return TRUE;
}

static gboolean get_path(JsonObject *object, const char *name, char **path, GError **error)
{
    g_autofree char *escaped = NULL;
    if (!get_text(object, name, &escaped, error)) {
        return FALSE;
    }
    gsize length = 0;
    g_autofree char *bytes = daicho_text_unescape(escaped, &length);
    if (bytes == NULL || strlen(bytes) != length) {
        return refuse(error, name);
    }
    g_free(*path);
    *path = g_steal_pointer(&bytes);
    return TRUE;
}

static gboolean get_boolean(JsonObject *object, const char *name, gboolean *value, GError **error)
{
    JsonNode *node = get_member(object, name, G_TYPE_BOOLEAN, error);
    *value = node != NULL && json_node_get_boolean(node);
    return node != NULL;
}

static JsonArray *get_array(JsonObject *object, const char *name, GError **error)
{
    JsonNode *node = json_object_get_member(object, name);
    if (node == NULL || !JSON_NODE_HOLDS_ARRAY(node)) {
        refuse(error, name);
        return NULL;
    }
    return json_node_get_array(node);
}

static JsonObject *get_object_of(JsonNode *node, const char *what, GError **error)
{
    if (node == NULL || !JSON_NODE_HOLDS_OBJECT(node)) {
        refuse(error, what);
        return NULL;
    }
    return json_node_get_object(node);
}

static gboolean get_texts(JsonObject *object, const char *name, GPtrArray *texts, GError **error)
{
    JsonArray *array = get_array(object, name, error);
    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        JsonNode *node = json_array_get_element(array, i);
        if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_STRING) {
            return refuse(error, name);
        }
        g_ptr_array_add(texts, json_node_dup_string(node));
    }
    return array != NULL;
}

static gboolean get_unsigned(JsonObject *object, const char *name, guint64 *value, GError **error)
{
    gint64 stored = 0;
    gboolean done = get_int(object, name, &stored, error);
    *value = (guint64)stored;
    return done;
}

static gboolean get_identity(JsonObject *object, DaichoIdentity *identity, GError **error)
{
    JsonObject *from = get_object_of(json_object_get_member(object, "identity"), "identity", error);
    return from != NULL && get_unsigned(from, "device", &identity->device, error) &&
           get_unsigned(from, "inode", &identity->inode, error) &&
           get_int(from, "size_bytes", &identity->size_bytes, error) &&
           get_int(from, "mtime_ns", &identity->mtime_ns, error) &&
           get_int(from, "ctime_ns", &identity->ctime_ns, error);
}

static gboolean get_range(JsonNode *node, DaichoRange *range, GError **error)
{
    gint64 *const fields[] = {&range->start, &range->end, &range->record};
    if (!JSON_NODE_HOLDS_ARRAY(node)) {
        return refuse(error, "ranges");
    }
    JsonArray *array = json_node_get_array(node);
    if (json_array_get_length(array) != G_N_ELEMENTS(fields)) {
        return refuse(error, "ranges");
    }
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        JsonNode *number = json_array_get_element(array, i);
        if (!JSON_NODE_HOLDS_VALUE(number) || json_node_get_value_type(number) != G_TYPE_INT64) {
            return refuse(error, "ranges");
        }
        *fields[i] = json_node_get_int(number);
    }
    return TRUE;
}

/* Bytes that follow those of another range, which are none before the first. Where something is added
 * it may be no bytes, but not at a place where something else ends. */
static gboolean is_after(const DaichoRange *range, const DaichoRange *last, gboolean is_first,
                         gboolean may_be_empty)
{
    gboolean is_empty = range->end == range->start;
    return last->start >= 0 && range->start >= last->end && range->end >= range->start &&
           (!is_empty || (may_be_empty && (is_first || range->start > last->end)));
}

/* A record of a document that follows another one. */
static gboolean is_after_in_document(const DaichoRange *range, const DaichoRange *last,
                                     gboolean is_first)
{
    return range->start == -1 && range->end == -1 && range->record > last->record &&
           (is_first || last->start == -1);
}

static gboolean get_ranges(JsonObject *object, DaichoEdit *edit, GError **error)
{
    JsonArray *array = get_array(object, "ranges", error);
    gboolean has_puts = *edit->sealed != '\0';
    DaichoRange last = {0};
    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        DaichoRange range = {0};
        if (!get_range(json_array_get_element(array, i), &range, error)) {
            return FALSE;
        }
        if (!is_after(&range, &last, i == 0, has_puts) &&
            (has_puts || !is_after_in_document(&range, &last, i == 0))) {
            return refuse(error, "ranges out of order");
        }
        last = range;
        g_array_append_val(edit->ranges, range);
    }
    return array != NULL;
}

static DaichoEdit *get_edit(JsonNode *node, GError **error)
{
    g_autoptr(DaichoEdit) edit = daicho_edit_new("", "", FALSE);
    JsonObject *object = get_object_of(node, "edits", error);
    if (object == NULL || !get_path(object, "part", &edit->part, error) ||
        !get_text(object, "digest", &edit->digest, error) ||
        (json_object_has_member(object, "format") &&
         !get_text(object, "format", &edit->format, error)) ||
        (json_object_has_member(object, "puts") &&
         !get_text(object, "puts", &edit->sealed, error)) ||
        !get_boolean(object, "remove", &edit->remove, error) || !get_ranges(object, edit, error)) {
        return NULL;
    }
    if (edit->remove == (edit->ranges->len > 0)) {
        refuse(error, "an edit that neither removes a member nor cuts bytes, or does both");
        return NULL;
    }
    return g_steal_pointer(&edit);
}

static gboolean get_edits(JsonObject *object, GPtrArray *edits, GError **error)
{
    JsonArray *array = get_array(object, "edits", error);
    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        DaichoEdit *edit = get_edit(json_array_get_element(array, i), error);
        if (edit == NULL) {
            return FALSE;
        }
        g_ptr_array_add(edits, edit);
    }
    return array != NULL;
}

static gboolean get_action(JsonObject *object, DaichoAction *action, GError **error)
{
    g_autofree char *name = NULL;
    if (!get_text(object, "action", &name, error)) {
        return FALSE;
    }
    for (guint i = 0; i <= DAICHO_ACTION_HELD; i++) {
        if (strcmp(name, daicho_action_name((DaichoAction)i)) == 0) {
            *action = (DaichoAction)i;
            return TRUE;
        }
    }
    return refuse(error, "action");
}

static gboolean get_masked(JsonObject *object, DaichoTarget *target, GError **error)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    if (!get_texts(object, "masked", lines, error)) {
        return FALSE;
    }
    g_ptr_array_add(lines, NULL);
    g_strfreev(target->masked);
    target->masked = (char **)g_ptr_array_free(g_steal_pointer(&lines), FALSE);
    return TRUE;
}

/* Bytes of the file itself, and nothing else: what the vault can put back. */
static gboolean is_of_plain_file(const GPtrArray *edits)
{
    const DaichoEdit *first = edits->len == 1 ? g_ptr_array_index(edits, 0) : NULL;
    return first != NULL && *first->part == '\0' && *first->format == '\0' && !first->remove &&
           !daicho_edit_is_of_document(first);
}

/* Single values: of a plain file, or, of whatever part, with what takes their place. */
static gboolean is_of_values(const DaichoTarget *target)
{
    gboolean needs_puts = target->action == DAICHO_ACTION_CHANGE_VALUES;
    gboolean has_puts = TRUE;
    for (guint i = 0; i < target->edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(target->edits, i);
        has_puts = has_puts && *edit->sealed != '\0' && !edit->remove;
    }
    return has_puts || (!needs_puts && is_of_plain_file(target->edits));
}

static gboolean has_puts(const GPtrArray *edits)
{
    for (guint i = 0; i < edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(edits, i);
        if (*edit->sealed != '\0') {
            return TRUE;
        }
    }
    return FALSE;
}

/* What an action needs beyond the types of its members. */
static gboolean check_target(const DaichoTarget *target, gint64 number, GError **error)
{
    gboolean has_edits = target->edits->len > 0;
    gboolean is_values = target->action == DAICHO_ACTION_DELETE_VALUES ||
                         target->action == DAICHO_ACTION_CHANGE_VALUES;
    gboolean needs_edits = target->action == DAICHO_ACTION_DELETE_PARTS ||
                           target->action == DAICHO_ACTION_SUSPEND_PARTS || is_values;
    if (target->number != number || *target->path == '\0' || *target->path == '/' ||
        *target->root == '\0') {
        return refuse(error, "a target's number, root or path");
    }
    if (has_edits != needs_edits) {
        return refuse(error, "edits that do not fit the action");
    }
    if (target->action == DAICHO_ACTION_SUSPEND_PARTS && !is_of_plain_file(target->edits)) {
        return refuse(error, "edits of more than the bytes of a plain file");
    }
    if (is_values ? !is_of_values(target) : has_puts(target->edits)) {
        return refuse(error, "values that do not fit the action");
    }
    return TRUE;
}

static DaichoTarget *get_target(JsonNode *node, gint64 number, GError **error)
{
    g_autoptr(DaichoTarget) target = daicho_target_new();
    JsonObject *object = get_object_of(node, "targets", error);
    gboolean is_read = object != NULL && get_int(object, "number", &target->number, error) &&
                       get_action(object, &target->action, error) &&
                       get_path(object, "share", &target->share, error) &&
                       get_path(object, "root", &target->root, error) &&
                       get_path(object, "path", &target->path, error) &&
                       get_identity(object, &target->identity, error) &&
                       get_text(object, "digest", &target->digest, error) &&
                       get_text(object, "purpose", &target->purpose, error) &&
                       get_text(object, "why", &target->why, error) &&
                       get_int(object, "others", &target->others, error) &&
                       get_edits(object, target->edits, error) &&
                       get_masked(object, target, error) &&
                       get_text(object, "disposal", &target->disposal, error) &&
                       get_text(object, "instructions", &target->instructions, error);
    return is_read && check_target(target, number, error) ? g_steal_pointer(&target) : NULL;
}

static DaichoPlan *get_plan(JsonNode *root, GError **error)
{
    g_autoptr(DaichoPlan) plan = daicho_plan_new();
    JsonObject *object = get_object_of(root, "not an object", error);
    gint64 version = 0;
    if (object == NULL || !get_int(object, "daicho_plan", &version, error)) {
        return NULL;
    }
    if (version != PLAN_VERSION) {
        refuse(error, "a version that this daicho does not know");
        return NULL;
    }
    gboolean is_read = get_int(object, "request", &plan->request, error) &&
                       get_text(object, "kind", &plan->kind, error) &&
                       get_text(object, "policy_digest", &plan->policy_digest, error) &&
                       get_int(object, "made_s", &plan->made_s, error) &&
                       get_text(object, "made_by", &plan->made_by, error) &&
                       get_int(object, "unread", &plan->unread, error) &&
                       (!json_object_has_member(object, "changes") ||
                        get_text(object, "changes", &plan->sealed, error)) &&
                       get_texts(object, "possible", plan->possible, error) &&
                       (!json_object_has_member(object, "excluded") ||
                        get_texts(object, "excluded", plan->excluded, error));
    return is_read ? g_steal_pointer(&plan) : NULL;
}

static JsonParser *parse(const char *text, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(JsonParser) parser = json_parser_new_immutable();
    if (!json_parser_load_from_data(parser, text, -1, &reason)) {
        refuse(error, reason->message);
        return NULL;
    }
    return g_steal_pointer(&parser);
}

static gboolean add_target(DaichoPlan *plan, const char *text, GError **error)
{
    g_autoptr(JsonParser) parser = parse(text, error);
    DaichoTarget *target = parser != NULL ? get_target(json_parser_get_root(parser),
                                                       plan->targets->len + 1, error)
                                          : NULL;
    if (target == NULL) {
        return FALSE;
    }
    g_ptr_array_add(plan->targets, target);
    return TRUE;
}

/* What of the text is in none of the pieces is missed when the plan is written again. */
static DaichoPlan *read_pieces(const char *text, GError **error)
{
    const char *rest = NULL;
    g_autofree char *head = plan_pieces_get_head(text, &rest);
    if (head == NULL) {
        refuse(error, "targets");
        return NULL;
    }
    g_autoptr(JsonParser) parser = parse(head, error);
    g_autoptr(DaichoPlan) plan = parser != NULL ? get_plan(json_parser_get_root(parser), error)
                                                : NULL;
    gboolean is_read = plan != NULL;
    while (is_read) {
        g_autofree char *target = plan_pieces_next(&rest);
        if (target == NULL) {
            return g_steal_pointer(&plan);
        }
        is_read = add_target(plan, target, error);
    }
    return NULL;
}

DaichoPlan *daicho_plan_from_json(const char *text, GError **error)
{
    g_autoptr(DaichoPlan) plan = read_pieces(text, error);
    if (plan == NULL) {
        return NULL;
    }
    g_autofree char *again = daicho_plan_to_json(plan);
    if (strcmp(again, text) != 0) {
        refuse(error, "not in its canonical form");
        return NULL;
    }
    return g_steal_pointer(&plan);
}
