#include "enforcer/certificates/text.h"

static const char *const texts[] = {"organisation", "plan_hash", "kind",        "policy_digest",
                                    "made_by",      "made",      "approved_by", "approved",
                                    "certified_by", "certified", "public_key",  NULL};
static const char *const numbers[] = {
    "daicho_certificate", "plan", "request", "done", "manual", "held", "possible", "unread", NULL};
static const char *const target_texts[] = {"action",   "outcome",       "share",        "place",
                                           "disposal", "result_digest", "verification", NULL};
static const char *const target_numbers[] = {"number", "records", "members", "vault", NULL};

static gboolean has_members(JsonObject *object, const char *const *names, GType type)
{
    for (; *names != NULL; names++) {
        JsonNode *node = json_object_get_member(object, *names);
        if (node == NULL || !JSON_NODE_HOLDS_VALUE(node) ||
            json_node_get_value_type(node) != type) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean has_targets(JsonObject *object)
{
    JsonNode *node = json_object_get_member(object, "targets");
    JsonArray *targets = node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node)
                                                                     : NULL;
    for (guint i = 0; targets != NULL && i < json_array_get_length(targets); i++) {
        JsonNode *element = json_array_get_element(targets, i);
        JsonObject *target = JSON_NODE_HOLDS_OBJECT(element) ? json_node_get_object(element) : NULL;
        if (target == NULL || !has_members(target, target_texts, G_TYPE_STRING) ||
            !has_members(target, target_numbers, G_TYPE_INT64)) {
            return FALSE;
        }
    }
    return targets != NULL;
}

JsonObject *certificate_parse(const char *text)
{
    g_autoptr(JsonNode) root = json_from_string(text, NULL);
    if (root == NULL || !JSON_NODE_HOLDS_OBJECT(root)) {
        return NULL;
    }
    JsonObject *object = json_node_get_object(root);
    gboolean is_whole = has_members(object, texts, G_TYPE_STRING) &&
                        has_members(object, numbers, G_TYPE_INT64) && has_targets(object) &&
                        certificate_get_int(object, "daicho_certificate") == CERTIFICATE_VERSION;
    return is_whole ? json_object_ref(object) : NULL;
}

const char *certificate_get(JsonObject *object, const char *name)
{
    return json_object_get_string_member(object, name);
}

gint64 certificate_get_int(JsonObject *object, const char *name)
{
    return json_object_get_int_member(object, name);
}
