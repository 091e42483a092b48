#include "enforcer/certificates/text.h"

#include <string.h>

#include "base/error.h"

/* --- reading --- */

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

/* --- in words --- */

static const struct {
    const char *action, *outcome, *words;
} deeds[] = {
    {"delete-file", "done", "file deleted / ファイルを削除しました"},
    {"delete-values", "done",
     "single values taken out of records / 記録から該当項目を削除しました"},
    {"delete-parts", "done", "taken out of the file / ファイルから該当部分を削除しました"},
    {"suspend-file", "done", "file moved to the vault / ファイルを保管庫へ移しました"},
    {"suspend-parts", "done", "records moved to the vault / 該当部分を保管庫へ移しました"},
    {"manual", "by-hand", "done by a person, as recorded / 担当者が手作業で実施しました"},
    {"manual", "manual", "NOT DONE by daicho, left to a person / 手作業として残っています"},
    {"held", "held", "NOT DONE, a legal hold stops it / 法的保存のため実施していません"},
};

static const char *deed_of(JsonObject *target)
{
    for (gsize i = 0; i < G_N_ELEMENTS(deeds); i++) {
        if (strcmp(deeds[i].action, certificate_get(target, "action")) == 0 &&
            strcmp(deeds[i].outcome, certificate_get(target, "outcome")) == 0) {
            return deeds[i].words;
        }
    }
    return "NOT DONE / 実施していません";
}

static void write_target(GString *out, JsonObject *target)
{
    gint64 records = certificate_get_int(target, "records");
    gint64 members = certificate_get_int(target, "members");
    g_string_append_printf(out, "\n%3" G_GINT64_FORMAT ". %s:%s\n     %s\n",
                           certificate_get_int(target, "number"), certificate_get(target, "share"),
                           certificate_get(target, "place"), deed_of(target));
    if (records > 0 || members > 0) {
        g_string_append_printf(out,
                               "     records / レコード: %" G_GINT64_FORMAT
                               ", members of archives / 書庫内ファイル: %" G_GINT64_FORMAT "\n",
                               records, members);
    }
    if (*certificate_get(target, "disposal") != '\0') {
        g_string_append_printf(out,
                               "     disposal / 廃棄の水準: %s; not overwritten / 上書きなし\n",
                               certificate_get(target, "disposal"));
    }
    g_string_append_printf(out, "     verification / 確認: %s\n",
                           certificate_get(target, "verification"));
    if (*certificate_get(target, "result_digest") != '\0') {
        g_string_append_printf(out, "     file now / 処理後のファイル: BLAKE2b-256 %s\n",
                               certificate_get(target, "result_digest"));
    }
}

static void write_head(GString *out, JsonObject *object, gint64 number)
{
    g_string_append_printf(out,
                           "Certificate of disposal / 廃棄証明書  No. %" G_GINT64_FORMAT "\n\n"
                           "Organisation / 組織: %s\n"
                           "Plan / 計画: %" G_GINT64_FORMAT ", BLAKE2b-256 %s\n",
                           number, certificate_get(object, "organisation"),
                           certificate_get_int(object, "plan"),
                           certificate_get(object, "plan_hash"));
    if (certificate_get_int(object, "request") != 0) {
        g_string_append_printf(out, "Request / 請求: R-%06" G_GINT64_FORMAT " (%s)\n",
                               certificate_get_int(object, "request"),
                               certificate_get(object, "kind"));
    } else {
        g_string_append_printf(out, "Reason / 事由: %s\n", certificate_get(object, "kind"));
    }
    g_string_append_printf(
        out,
        "Planned by / 作成者: %s, %s\nApproved by / 承認者: %s, %s\n"
        "Carried out by / 実施者: %s, %s\nPolicy / 方針: BLAKE2b-256 %s\n",
        certificate_get(object, "made_by"), certificate_get(object, "made"),
        certificate_get(object, "approved_by"), certificate_get(object, "approved"),
        certificate_get(object, "certified_by"), certificate_get(object, "certified"),
        certificate_get(object, "policy_digest"));
    g_string_append_printf(
        out,
        "\nDone / 実施: %" G_GINT64_FORMAT "   left to a person / 手作業: %" G_GINT64_FORMAT
        "   on hold / 保存中: %" G_GINT64_FORMAT "\n",
        certificate_get_int(object, "done"), certificate_get_int(object, "manual"),
        certificate_get_int(object, "held"));
}

/* What the certificate does not say is part of it. */
static void write_limits(GString *out, JsonObject *object, gint64 number)
{
    g_string_append(
        out,
        "\nWhat this does not say / この証明書が示さないこと\n"
        "- \"unlinked\" means that the file system no longer holds a name for the data. It was\n"
        "  not overwritten: on flash, copy-on-write and backup media, traces may remain until\n"
        "  their blocks are used again.\n");
    if (certificate_get_int(object, "unread") > 0) {
        g_string_append_printf(out,
                               "- %" G_GINT64_FORMAT " items could not be searched, and nothing is "
                               "known of them. / 検索できなかった項目があります。\n",
                               certificate_get_int(object, "unread"));
    }
    if (certificate_get_int(object, "possible") > 0) {
        g_string_append_printf(
            out,
            certificate_get_int(object, "request") != 0
                ? "- %" G_GINT64_FORMAT " places with a name or address alone "
                  "were left as they are. / "
                  "同姓同名の可能性がある箇所はそのままです。\n"
                : "- %" G_GINT64_FORMAT " files were left as they are until a "
                  "person decides. / 担当者の判断を待つファイルはそのままです。\n",
            certificate_get_int(object, "possible"));
    }
    g_string_append_printf(out,
                           "\nSigned with Ed25519 / 電子署名, public key / 公開鍵:\n%s\n"
                           "To verify / 検証: daicho certificate verify %" G_GINT64_FORMAT "\n",
                           certificate_get(object, "public_key"), number);
}

char *daicho_certificate_to_text(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    g_autofree char *text = daicho_catalog_dup_certificate(enforcer->catalog, number, signature,
                                                           error);
    if (text == NULL) {
        return NULL;
    }
    g_autoptr(JsonObject) object = certificate_parse(text);
    if (object == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "certificate %" G_GINT64_FORMAT
                    " was changed and is none any more: see daicho audit verify",
                    number);
        return NULL;
    }
    g_autoptr(GString) out = g_string_new(NULL);
    write_head(out, object, number);
    JsonArray *targets = json_object_get_array_member(object, "targets");
    for (guint i = 0; i < json_array_get_length(targets); i++) {
        write_target(out, json_array_get_object_element(targets, i));
    }
    write_limits(out, object, number);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
