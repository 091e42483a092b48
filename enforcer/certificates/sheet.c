#include <string.h>

#include "base/error.h"
#include "enforcer/certificates/text.h"
#include "base/era.h"

static const struct {
    const char *action, *outcome, *ja, *en;
} deeds[] = {
    {"delete-file", "done", "ファイルを削除しました", "file deleted"},
    {"delete-values", "done", "記録から該当項目を削除しました",
     "single values taken out of records"},
    {"delete-parts", "done", "ファイルから該当部分を削除しました", "taken out of the file"},
    {"suspend-file", "done", "ファイルを保管庫へ移しました", "file moved to the vault"},
    {"suspend-parts", "done", "該当部分を保管庫へ移しました", "records moved to the vault"},
    {"manual", "by-hand", "担当者が手作業で実施しました", "done by a person, as recorded"},
    {"manual", "manual", "手作業として残っています", "NOT DONE by daicho, left to a person"},
    {"held", "held", "法的保存のため実施していません", "NOT DONE, a legal hold stops it"},
};

static void add_deed(DaichoPaper *paper, JsonObject *target)
{
    const char *ja = "実施していません";
    const char *en = "NOT DONE";
    for (gsize i = 0; i < G_N_ELEMENTS(deeds); i++) {
        if (strcmp(deeds[i].action, certificate_get(target, "action")) == 0 &&
            strcmp(deeds[i].outcome, certificate_get(target, "outcome")) == 0) {
            ja = deeds[i].ja;
            en = deeds[i].en;
        }
    }
    daicho_paper_add_words_row(paper, "結果", "Outcome", ja, en);
}

static void add_number(DaichoPaper *paper, const char *ja, const char *en, JsonObject *object,
                       const char *name)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, certificate_get_int(object, name));
    daicho_paper_add_row(paper, ja, en, text);
}

static void add_target(DaichoPaper *paper, JsonObject *target)
{
    g_autofree char *caption = g_strdup_printf(
        "%" G_GINT64_FORMAT ". %s:%s", certificate_get_int(target, "number"),
        certificate_get(target, "share"), certificate_get(target, "place"));
    daicho_paper_begin_table(paper, caption, NULL);
    add_deed(paper, target);
    if (certificate_get_int(target, "records") > 0) {
        add_number(paper, "レコード", "Records", target, "records");
    }
    if (certificate_get_int(target, "members") > 0) {
        add_number(paper, "書庫内ファイル", "Members of archives", target, "members");
    }
    if (*certificate_get(target, "disposal") != '\0') {
        g_autofree char *disposal = g_strdup_printf("%s; not overwritten / 上書きなし",
                                                    certificate_get(target, "disposal"));
        daicho_paper_add_row(paper, "廃棄の水準", "Disposal", disposal);
    }
    daicho_paper_add_row(paper, "確認", "Verification", certificate_get(target, "verification"));
    if (*certificate_get(target, "result_digest") != '\0') {
        daicho_paper_add_row(paper, "処理後のファイル (BLAKE2b-256)", "File now",
                             certificate_get(target, "result_digest"));
    }
}

static void add_person(DaichoPaper *paper, const char *ja, const char *en, JsonObject *object,
                       const char *who, const char *when)
{
    g_autofree char *text = g_strdup_printf("%s, %s", certificate_get(object, who),
                                            certificate_get(object, when));
    daicho_paper_add_row(paper, ja, en, text);
}

static void add_head(DaichoPaper *paper, JsonObject *object)
{
    gint64 request = certificate_get_int(object, "request");
    g_autofree char *plan = g_strdup_printf("%" G_GINT64_FORMAT ", BLAKE2b-256 %s",
                                            certificate_get_int(object, "plan"),
                                            certificate_get(object, "plan_hash"));
    g_autofree char *of = request != 0 ? g_strdup_printf("R-%06" G_GINT64_FORMAT " (%s)", request,
                                                         certificate_get(object, "kind"))
                                       : g_strdup(certificate_get(object, "kind"));
    daicho_paper_begin_table(paper, "証明の対象", "What is certified");
    daicho_paper_add_row(paper, request != 0 ? "請求" : "事由", request != 0 ? "Request" : "Reason",
                         of);
    daicho_paper_add_row(paper, "計画", "Plan", plan);
    add_person(paper, "作成者", "Planned by", object, "made_by", "made");
    add_person(paper, "承認者", "Approved by", object, "approved_by", "approved");
    add_person(paper, "実施者", "Carried out by", object, "certified_by", "certified");
    daicho_paper_add_row(paper, "方針 (BLAKE2b-256)", "Policy",
                         certificate_get(object, "policy_digest"));
    daicho_paper_begin_table(paper, "件数", "In numbers");
    add_number(paper, "実施", "Done", object, "done");
    add_number(paper, "手作業", "Left to a person", object, "manual");
    add_number(paper, "保存中", "On hold", object, "held");
}

/* What the certificate does not say is part of it. */
static void add_limits(DaichoPaper *paper, JsonObject *object)
{
    gint64 unread = certificate_get_int(object, "unread");
    gint64 possible = certificate_get_int(object, "possible");
    daicho_paper_add_heading(paper, "この証明書が示さないこと", "What this does not say");
    daicho_paper_add_text(
        paper,
        "「unlinked」は、ファイルシステムがデータの名前を持たなくなったことを意味します。上書きは"
        "していません。フラッシュメモリ、コピーオンライト、バックアップの媒体では、領域が再利用され"
        "る"
        "まで痕跡が残ることがあります。",
        "\"unlinked\" means that the file system no longer holds a name for the data. It was not "
        "overwritten: on flash, copy-on-write and backup media, traces may remain until their "
        "blocks are used again.");
    if (unread > 0) {
        g_autofree char *ja = g_strdup_printf(
            "検索できなかった項目が%" G_GINT64_FORMAT "件あり、その内容は分かりません。", unread);
        g_autofree char *en = g_strdup_printf("%" G_GINT64_FORMAT " items could not be searched, "
                                              "and nothing is known of them.",
                                              unread);
        daicho_paper_add_text(paper, ja, en);
    }
    if (possible > 0) {
        gboolean is_of_person = certificate_get_int(object, "request") != 0;
        g_autofree char *ja = g_strdup_printf("%s: %" G_GINT64_FORMAT "件",
                                              is_of_person
                                                  ? "同姓同名の可能性があり、そのままにした箇所"
                                                  : "担当者の判断を待ち、そのままにしたファイル",
                                              possible);
        g_autofree char *en = g_strdup_printf(
            "%s: %" G_GINT64_FORMAT,
            is_of_person ? "Places with a name or address alone, left as they are"
                         : "Files left as they are until a person decides",
            possible);
        daicho_paper_add_text(paper, ja, en);
    }
}

static void add_signature(DaichoPaper *paper, JsonObject *object, gint64 number)
{
    g_autofree char *verify = g_strdup_printf("daicho certificate verify %" G_GINT64_FORMAT,
                                              number);
    daicho_paper_begin_table(paper, "電子署名 (Ed25519)", "Signed with Ed25519");
    daicho_paper_add_row(paper, "公開鍵", "Public key", certificate_get(object, "public_key"));
    daicho_paper_add_row(paper, "検証", "To verify", verify);
}

static JsonObject *load(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    g_autofree char *text = daicho_catalog_dup_certificate(enforcer->catalog, number, signature,
                                                           error);
    JsonObject *object = text != NULL ? certificate_parse(text) : NULL;
    if (text != NULL && object == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "certificate %" G_GINT64_FORMAT
                    " was changed and is none any more: see daicho audit verify",
                    number);
    }
    return object;
}

/* The day on which it was signed, as far as the text tells it. */
static void set_date(DaichoPaper *paper, const DaichoEnforcer *enforcer, JsonObject *object)
{
    g_autoptr(GDateTime)
        time = g_date_time_new_from_iso8601(certificate_get(object, "certified"), NULL);
    if (time != NULL) {
        gint64 at_s = g_date_time_to_unix(time);
        g_autofree char *date = daicho_era_format_date(at_s, enforcer->time_zone);
        daicho_paper_set_date(paper, date, at_s);
    }
}

/* Data in the vault is not disposed of: where nothing else was done, the title must not say so. */
static gboolean is_suspension(JsonArray *targets)
{
    gboolean suspends = FALSE;
    for (guint i = 0; i < json_array_get_length(targets); i++) {
        JsonObject *target = json_array_get_object_element(targets, i);
        const char *action = certificate_get(target, "action");
        if (g_str_has_prefix(action, "delete-")) {
            return FALSE;
        }
        suspends = suspends || g_str_has_prefix(action, "suspend-");
    }
    return suspends;
}

DaichoPaper *daicho_certificate_sheet(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(JsonObject) object = load(enforcer, number, error);
    if (object == NULL) {
        return NULL;
    }
    JsonArray *targets = json_object_get_array_member(object, "targets");
    gboolean suspends = is_suspension(targets);
    const char *title = suspends ? "利用停止証明書" : "廃棄証明書";
    DaichoPaper *paper = daicho_paper_new(title, suspends ? "Certificate of suspension"
                                                          : "Certificate of disposal");
    g_autofree char *reference = g_strdup_printf("%" G_GINT64_FORMAT, number);
    g_autofree char *footer = g_strdup_printf("%s / Certificate %s · %.16s…", title, reference,
                                              certificate_get(object, "plan_hash"));
    daicho_paper_set_sender(paper, certificate_get(object, "organisation"));
    daicho_paper_set_reference(paper, "証明書番号", "Certificate", reference);
    daicho_paper_set_footer(paper, footer);
    set_date(paper, enforcer, object);
    add_head(paper, object);
    daicho_paper_add_heading(paper, "実施した内容", "What was done");
    for (guint i = 0; i < json_array_get_length(targets); i++) {
        add_target(paper, json_array_get_object_element(targets, i));
    }
    add_limits(paper, object);
    add_signature(paper, object, number);
    return paper;
}

char *daicho_certificate_to_text(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(DaichoPaper) paper = daicho_certificate_sheet(enforcer, number, error);
    return paper != NULL ? daicho_paper_to_text(paper) : NULL;
}
