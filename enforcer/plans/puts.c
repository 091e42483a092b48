#include "enforcer/plans/plan.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"

/* Lists of lists of texts, each null where there is none: [[kind, old, put], …], [[text, bytes], …]. */

DaichoPut *daicho_put_new(const char *text, GBytes *bytes)
{
    DaichoPut *put = g_new0(DaichoPut, 1);
    put->text = g_strdup(text);
    put->bytes = bytes != NULL ? g_bytes_ref(bytes) : NULL;
    return put;
}

void daicho_put_free(DaichoPut *put)
{
    if (put != NULL) {
        g_free(put->text);
        g_clear_pointer(&put->bytes, g_bytes_unref);
        g_free(put);
    }
}

DaichoChange *daicho_change_new(const char *kind, const char *old, const char *put)
{
    DaichoChange *change = g_new0(DaichoChange, 1);
    change->kind = g_strdup(kind);
    change->old = g_strdup(old);
    change->put = g_strdup(put);
    return change;
}

void daicho_change_free(DaichoChange *change)
{
    if (change != NULL) {
        g_free(change->kind);
        g_free(change->old);
        g_free(change->put);
        g_free(change);
    }
}

/* --- sealing --- */

static void add_texts(JsonBuilder *builder, const char *const *texts, gsize n_texts)
{
    json_builder_begin_array(builder);
    for (gsize i = 0; i < n_texts; i++) {
        if (texts[i] != NULL) {
            json_builder_add_string_value(builder, texts[i]);
        } else {
            json_builder_add_null_value(builder);
        }
    }
    json_builder_end_array(builder);
}

static char *seal(JsonBuilder *builder, const DaichoKey *key)
{
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *text = json_to_string(root, FALSE);
    g_autoptr(GBytes) sealed = daicho_key_seal(key, text, strlen(text));
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(sealed, &length);
    return daicho_hex_encode(bytes, length);
}

static char *seal_changes(const GPtrArray *changes, const DaichoKey *key)
{
    g_autoptr(JsonBuilder) builder = json_builder_new_immutable();
    json_builder_begin_array(builder);
    for (guint i = 0; i < changes->len; i++) {
        const DaichoChange *change = g_ptr_array_index(changes, i);
        const char *const texts[] = {change->kind, change->old, change->put};
        add_texts(builder, texts, G_N_ELEMENTS(texts));
    }
    json_builder_end_array(builder);
    return seal(builder, key);
}

static char *seal_puts(const GPtrArray *puts, const DaichoKey *key)
{
    g_autoptr(JsonBuilder) builder = json_builder_new_immutable();
    json_builder_begin_array(builder);
    for (guint i = 0; i < puts->len; i++) {
        const DaichoPut *put = g_ptr_array_index(puts, i);
        gsize length = 0;
        const guint8 *bytes = put->bytes != NULL ? g_bytes_get_data(put->bytes, &length) : NULL;
        g_autofree char *hex = put->bytes != NULL ? daicho_hex_encode(bytes, length) : NULL;
        const char *const texts[] = {put->text, hex};
        add_texts(builder, texts, G_N_ELEMENTS(texts));
    }
    json_builder_end_array(builder);
    return seal(builder, key);
}

void daicho_plan_seal(DaichoPlan *plan, const DaichoKey *key)
{
    if (plan->changes != NULL) {
        g_free(plan->sealed);
        plan->sealed = seal_changes(plan->changes, key);
    }
    for (guint i = 0; i < plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(plan->targets, i);
        for (guint k = 0; k < target->edits->len; k++) {
            DaichoEdit *edit = g_ptr_array_index(target->edits, k);
            if (edit->puts != NULL) {
                g_free(edit->sealed);
                edit->sealed = seal_puts(edit->puts, key);
            }
        }
    }
}

/* --- opening --- */

static gboolean refuse(GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                "the values that the plan sealed are damaged: make a new plan");
    return FALSE;
}

/* Bytes of hexadecimal digits (g_bytes_unref); NULL when it is none. */
static GBytes *decode_hex(const char *hex)
{
    gsize length = strlen(hex);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    for (gsize i = 0; i + 1 < length; i += 2) {
        int high = g_ascii_xdigit_value(hex[i]);
        int low = g_ascii_xdigit_value(hex[i + 1]);
        if (high < 0 || low < 0) {
            return NULL;
        }
        const guint8 byte = (guint8)(high * 16 + low);
        g_byte_array_append(bytes, &byte, 1);
    }
    return length % 2 == 0 ? g_byte_array_free_to_bytes(g_steal_pointer(&bytes)) : NULL;
}

static JsonNode *unseal(const char *sealed, const DaichoKey *key, GError **error)
{
    g_autoptr(GBytes) bytes = decode_hex(sealed);
    gsize length = 0;
    const void *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    g_autoptr(GBytes) plain = bytes != NULL ? daicho_key_unseal(key, data, length, NULL) : NULL;
    const char *text = plain != NULL ? g_bytes_get_data(plain, &length) : NULL;
    g_autofree char *copy = text != NULL ? g_strndup(text, length) : NULL;
    JsonNode *root = copy != NULL ? json_from_string(copy, NULL) : NULL;
    if (root == NULL || !JSON_NODE_HOLDS_ARRAY(root)) {
        g_clear_pointer(&root, json_node_unref);
        refuse(error);
    }
    return root;
}

static gboolean get_texts(JsonNode *node, const char **texts, guint n_texts)
{
    JsonArray *array = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
    if (array == NULL || json_array_get_length(array) != n_texts) {
        return FALSE;
    }
    for (guint i = 0; i < n_texts; i++) {
        texts[i] = json_node_get_string(json_array_get_element(array, i));
    }
    return texts[0] != NULL;
}

static gboolean open_changes(DaichoPlan *plan, const DaichoKey *key, GError **error)
{
    g_autoptr(JsonNode) root = unseal(plan->sealed, key, error);
    if (root == NULL) {
        return FALSE;
    }
    JsonArray *list = json_node_get_array(root);
    plan->changes = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_change_free);
    for (guint i = 0; i < json_array_get_length(list); i++) {
        const char *texts[3] = {NULL};
        if (!get_texts(json_array_get_element(list, i), texts, G_N_ELEMENTS(texts))) {
            return refuse(error);
        }
        g_ptr_array_add(plan->changes, daicho_change_new(texts[0], texts[1], texts[2]));
    }
    return TRUE;
}

static gboolean open_puts(DaichoEdit *edit, const DaichoKey *key, GError **error)
{
    g_autoptr(JsonNode) root = unseal(edit->sealed, key, error);
    if (root == NULL) {
        return FALSE;
    }
    JsonArray *list = json_node_get_array(root);
    edit->puts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_put_free);
    for (guint i = 0; i < json_array_get_length(list); i++) {
        const char *texts[2] = {NULL};
        gboolean is_read = get_texts(json_array_get_element(list, i), texts, G_N_ELEMENTS(texts));
        g_autoptr(GBytes) bytes = is_read && texts[1] != NULL ? decode_hex(texts[1]) : NULL;
        if (!is_read || (texts[1] != NULL && bytes == NULL)) {
            return refuse(error);
        }
        g_ptr_array_add(edit->puts, daicho_put_new(texts[0], bytes));
    }
    return edit->puts->len == edit->ranges->len || refuse(error);
}

gboolean daicho_plan_unseal(DaichoPlan *plan, const DaichoKey *key, GError **error)
{
    if (*plan->sealed != '\0' && plan->changes == NULL && !open_changes(plan, key, error)) {
        return FALSE;
    }
    for (guint i = 0; i < plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(plan->targets, i);
        for (guint k = 0; k < target->edits->len; k++) {
            DaichoEdit *edit = g_ptr_array_index(target->edits, k);
            if (*edit->sealed != '\0' && edit->puts == NULL && !open_puts(edit, key, error)) {
                return FALSE;
            }
        }
    }
    return TRUE;
}
