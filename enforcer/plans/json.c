#include "enforcer/plans/plan.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/text.h"
#include "enforcer/plans/hash.h"
#include "enforcer/plans/pieces.h"

/* Canonical: members in the order below, no spaces, paths escaped. */

static void add_text(JsonBuilder *builder, const char *name, const char *text)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_string_value(builder, text);
}

static void add_path(JsonBuilder *builder, const char *name, const char *bytes)
{
    g_autofree char *escaped = daicho_text_escape(bytes, -1);
    add_text(builder, name, escaped);
}

static void add_int(JsonBuilder *builder, const char *name, gint64 value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, value);
}

static void add_identity(JsonBuilder *builder, const DaichoIdentity *identity)
{
    json_builder_set_member_name(builder, "identity");
    json_builder_begin_object(builder);
    add_int(builder, "device", (gint64)identity->device);
    add_int(builder, "inode", (gint64)identity->inode);
    add_int(builder, "size_bytes", identity->size_bytes);
    add_int(builder, "mtime_ns", identity->mtime_ns);
    add_int(builder, "ctime_ns", identity->ctime_ns);
    json_builder_end_object(builder);
}

static void add_edit(JsonBuilder *builder, const DaichoEdit *edit)
{
    json_builder_begin_object(builder);
    add_path(builder, "part", edit->part);
    add_text(builder, "digest", edit->digest);
    if (*edit->format != '\0') {
        add_text(builder, "format", edit->format);
    }
    json_builder_set_member_name(builder, "remove");
    json_builder_add_boolean_value(builder, edit->remove);
    json_builder_set_member_name(builder, "ranges");
    json_builder_begin_array(builder);
    for (guint i = 0; i < edit->ranges->len; i++) {
        const DaichoRange *range = &g_array_index(edit->ranges, DaichoRange, i);
        json_builder_begin_array(builder);
        json_builder_add_int_value(builder, range->start);
        json_builder_add_int_value(builder, range->end);
        json_builder_add_int_value(builder, range->record);
        json_builder_end_array(builder);
    }
    json_builder_end_array(builder);
    if (*edit->sealed != '\0') {
        add_text(builder, "puts", edit->sealed);
    }
    json_builder_end_object(builder);
}

static void add_target(JsonBuilder *builder, const DaichoTarget *target)
{
    json_builder_begin_object(builder);
    add_int(builder, "number", target->number);
    add_text(builder, "action", daicho_action_name(target->action));
    add_path(builder, "share", target->share);
    add_path(builder, "root", target->root);
    add_path(builder, "path", target->path);
    add_identity(builder, &target->identity);
    add_text(builder, "digest", target->digest);
    add_text(builder, "purpose", target->purpose);
    add_text(builder, "why", target->why);
    add_int(builder, "others", target->others);
    json_builder_set_member_name(builder, "edits");
    json_builder_begin_array(builder);
    for (guint i = 0; i < target->edits->len; i++) {
        add_edit(builder, g_ptr_array_index(target->edits, i));
    }
    json_builder_end_array(builder);
    json_builder_set_member_name(builder, "masked");
    json_builder_begin_array(builder);
    for (char **line = target->masked; *line != NULL; line++) {
        json_builder_add_string_value(builder, *line);
    }
    json_builder_end_array(builder);
    add_text(builder, "disposal", target->disposal);
    add_text(builder, "instructions", target->instructions);
    json_builder_end_object(builder);
}

static void add_texts(JsonBuilder *builder, const char *name, const GPtrArray *texts)
{
    json_builder_set_member_name(builder, name);
    json_builder_begin_array(builder);
    for (guint i = 0; i < texts->len; i++) {
        json_builder_add_string_value(builder, g_ptr_array_index(texts, i));
    }
    json_builder_end_array(builder);
}

/* Targets come last, and are none here. */
static void add_head(JsonBuilder *builder, const DaichoPlan *plan)
{
    json_builder_begin_object(builder);
    add_int(builder, "daicho_plan", PLAN_VERSION);
    add_int(builder, "request", plan->request);
    add_text(builder, "kind", plan->kind);
    add_text(builder, "policy_digest", plan->policy_digest);
    add_int(builder, "made_s", plan->made_s);
    add_text(builder, "made_by", plan->made_by);
    add_int(builder, "unread", plan->unread);
    /* Plans of before have none: their hashes must stay what they are. */
    if (*plan->sealed != '\0') {
        add_text(builder, "changes", plan->sealed);
    }
    add_texts(builder, "possible", plan->possible);
    if (plan->excluded->len > 0) {
        add_texts(builder, "excluded", plan->excluded);
    }
    json_builder_set_member_name(builder, "targets");
    json_builder_begin_array(builder);
    json_builder_end_array(builder);
    json_builder_end_object(builder);
}

static char *finish(JsonBuilder *builder)
{
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    return json_to_string(root, FALSE);
}

static char *target_to_json(const DaichoTarget *target)
{
    g_autoptr(JsonBuilder) builder = json_builder_new_immutable();
    add_target(builder, target);
    return finish(builder);
}

/* One target at a time: a tree of all of them is many times as large as the text. */
char *daicho_plan_to_json(const DaichoPlan *plan)
{
    g_autoptr(JsonBuilder) builder = json_builder_new_immutable();
    add_head(builder, plan);
    g_autofree char *head = finish(builder);
    GString *text = g_string_new(head);
    g_assert(g_str_has_suffix(head, PLAN_HEAD_END));
    g_string_truncate(text, text->len - strlen(PLAN_END));
    for (guint i = 0; i < plan->targets->len; i++) {
        g_autofree char *target = target_to_json(g_ptr_array_index(plan->targets, i));
        g_string_append(text, i > 0 ? "," : "");
        g_string_append(text, target);
    }
    g_string_append(text, PLAN_END);
    return g_string_free(text, FALSE);
}
