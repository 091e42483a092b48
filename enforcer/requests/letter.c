#include "enforcer/requests/request.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/requests/era.h"
#include "enforcer/consignees/notice.h"
#include "enforcer/plans/progress.h"
#include "enforcer/requests/page.h"
#include "enforcer/requests/purposes.h"
#include "enforcer/requests/step.h"
#include "enforcer/vault/person.h"

/* What was done, when daicho did it. */
typedef struct {
    gint64 plan; /* 0 when there is none */
    gint64 certificate;
    gint64 unread;
    PlanProgress progress;
    guint told, untold;    /* consignees */
    DaichoVaulted vaulted; /* by requests before an erasure */
} Deeds;

static gboolean load_deeds(DaichoEnforcer *enforcer, const DaichoRequest *request, Deeds *deeds,
                           GError **error)
{
    *deeds = (Deeds){0};
    if (!request_step_needs_plan(request) || *request->decision == '\0') {
        return TRUE;
    }
    if (!plan_progress_find_latest(enforcer, request->number, &deeds->plan, error)) {
        return FALSE;
    }
    g_autoptr(DaichoPlan)
        plan = deeds->plan != 0 ? daicho_plan_load(enforcer, deeds->plan, NULL, error) : NULL;
    if (plan == NULL) {
        return deeds->plan == 0;
    }
    deeds->unread = plan->unread;
    if (strcmp(request->kind, "erasure") == 0 &&
        !daicho_vault_count_person(enforcer, request->subject, &deeds->vaulted, error)) {
        return FALSE;
    }
    return daicho_notice_count(enforcer, request->number, &deeds->told, &deeds->untold, error) &&
           plan_progress_read(enforcer, deeds->plan, plan, &deeds->progress, error) &&
           plan_progress_add_earlier(enforcer, request->number, deeds->plan, &deeds->progress,
                                     error) &&
           daicho_catalog_find_certificate(enforcer->catalog, deeds->plan, &deeds->certificate,
                                           error);
}

/* --- the letter's parts --- */

static void add_addressee(GString *html, const DaichoRequest *request)
{
    const char *name = daicho_subject_get(request->subject, "name");
    const char *address = daicho_subject_get(request->subject, "address");
    gboolean has_agent = *request->agent != '\0';
    if (address != NULL && !has_agent) {
        request_page_add(html, "<p>%s</p>\n", address);
    }
    if (has_agent) {
        request_page_add(html,
                         "<p><strong>%s 様</strong>（%s 様 代理人 <span lang=\"en\">agent"
                         "</span>）</p>\n",
                         request->agent, name != NULL ? name : "ご本人");
    } else {
        request_page_add(html, "<p><strong>%s 様</strong></p>\n", name != NULL ? name : "ご本人");
    }
}

static void add_summary(GString *html, const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    g_autofree char *kind = request_page_kind(request);
    g_autofree char *articles = request_page_articles(enforcer, request);
    g_autofree char *received = era_format_date(request->received_s, enforcer->time_zone);
    request_page_begin_table(html, "ご請求", "Your request");
    request_page_add_row(html, "種類", "Kind", kind);
    request_page_add_row(html, "根拠", "Legal basis", articles);
    request_page_add_row(html, "受付日", "Received on", received);
    if (request->returned_s > 0) {
        g_autofree char *returned = era_format_date(request->returned_s, enforcer->time_zone);
        request_page_add_row(html, "請求書の受領日", "Form received on", returned);
    }
    request_page_end_table(html);
}

static void add_decision(GString *html, const DaichoRequest *request)
{
    static const struct {
        const char *decision, *ja, *en;
    } words[] = {
        {"accept", "ご請求のとおり対応いたします。", "We have accepted your request."},
        {"partly", "ご請求の一部に対応いたします。対応できない部分とその理由は下記のとおりです。",
         "We have accepted your request in part. What we could not accept, and why, is said "
         "below."},
        {"refuse", "誠に恐れ入りますが、ご請求には応じられません。理由は下記のとおりです。",
         "We regret that we cannot accept your request. The reason is given below."},
    };
    request_page_add_heading(html, "決定", "Decision");
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i].decision, request->decision) == 0) {
            request_page_add_text(html, words[i].ja, words[i].en);
        }
    }
}

static void add_reason(GString *html, const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    const char *ground = daicho_policy_find_ground(enforcer->policy, request->ground);
    if (*request->ground != '\0') {
        request_page_add_heading(html, "理由", "Reason");
        request_page_add(html, "<p>%s</p>\n", ground != NULL ? ground : request->ground);
    }
    if (*request->reason != '\0') {
        request_page_add(html, "<p>%s</p>\n", request->reason);
    }
}

static void add_count(GString *html, const char *ja, const char *en, gint64 count)
{
    if (count > 0) {
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, count);
        request_page_add_row(html, ja, en, number);
    }
}

static void add_counts(GString *html, const Deeds *deeds)
{
    const PlanProgress *progress = &deeds->progress;
    request_page_begin_table(html, "件数", "In numbers");
    add_count(html, "消去したファイル", "Files deleted", progress->files_deleted);
    add_count(html, "消去した記録", "Records deleted", progress->records_deleted);
    add_count(html, "削除した項目", "Details deleted", progress->values_deleted);
    add_count(html, "書庫から消去したファイル", "Files deleted from archives",
              progress->members_deleted);
    add_count(html, "利用を停止したファイル", "Files no longer in use", progress->files_suspended);
    add_count(html, "利用を停止した記録", "Records no longer in use", progress->records_suspended);
    add_count(html, "利用停止中の保管分のうち消去した件数", "Suspended before, and destroyed now",
              deeds->vaulted.purged);
    add_count(html, "利用停止中で、まだ消去していない件数",
              "Suspended before, and not destroyed yet", deeds->vaulted.stored);
    add_count(html, "利用停止中で、法令等により保存が必要な件数",
              "Suspended before, and must be kept by law", deeds->vaulted.held);
    add_count(html, "担当者が手作業で対応した箇所", "Places that our staff dealt with by hand",
              progress->by_hand);
    add_count(html, "担当者が個別に対応する箇所", "Places that our staff deal with by hand",
              progress->manual);
    add_count(html, "法令等により保存が必要な箇所", "Places that must be kept by law",
              progress->held);
    add_count(html, "通知した委託先", "Contractors told", deeds->told);
    add_count(html, "これから通知する委託先", "Contractors still to be told", deeds->untold);
    add_count(html, "機械で検索できなかったファイル", "Files that could not be searched by machine",
              deeds->unread);
    if (deeds->certificate > 0) {
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, deeds->certificate);
        request_page_add_row(html, "証明書番号", "Number of the certificate", number);
    }
    request_page_end_table(html);
}

/* What is not finished must not be taken for done. */
static void add_rest(GString *html, const Deeds *deeds)
{
    if (deeds->progress.manual > 0) {
        request_page_add_text(
            html,
            "担当者が個別に対応する箇所は、まだ完了しておりません。上記の消去・停止の件数には"
            "含まれていません。",
            "The places that our staff deal with by hand are not finished yet, and are not among "
            "those counted above as deleted or out of use.");
    }
    if (deeds->unread > 0) {
        request_page_add_text(
            html,
            "機械で検索できなかったファイルについては、お客様の個人データの有無を確認できて"
            "おりません。",
            "Of the files that could not be searched by machine, we cannot say whether they hold "
            "personal data of yours.");
    }
}

static void add_deeds(GString *html, const DaichoRequest *request, const Deeds *deeds)
{
    const PlanProgress *progress = &deeds->progress;
    if (deeds->plan == 0) {
        return;
    }
    request_page_add_heading(html, "実施した内容", "What was done");
    guint vaulted = deeds->vaulted.stored + deeds->vaulted.held + deeds->vaulted.purged;
    gboolean is_empty = progress->done + progress->by_hand + progress->manual + progress->held +
                            vaulted ==
                        0;
    if (strcmp(request->kind, "suspension-of-provision") == 0) {
        request_page_add_text(
            html,
            "お客様の個人データを今後第三者へ提供しないよう登録しました。提供用フォルダから"
            "取り除いたものがある場合は、下記の件数のとおりです。",
            "You are on our list of persons whose data is provided to no third "
            "party any more. What was taken out of the folders through which data "
            "goes out, if there was any, is counted below.");
    } else if (is_empty && strcmp(request->kind, "deletion") == 0) {
        request_page_add_text(html, "検索できた範囲で、該当する項目は見つかりませんでした。",
                              "In all that could be searched, the detail was not found.");
    } else if (is_empty) {
        request_page_add_text(
            html, "検索できた範囲で、該当する個人データは見つかりませんでした。",
            "In all that could be searched, no personal data of yours was found.");
    }
    if (progress->done + progress->by_hand + progress->manual + progress->held + deeds->unread +
                deeds->told + deeds->untold + vaulted >
            0 ||
        deeds->certificate > 0) {
        add_counts(html, deeds);
    }
    add_rest(html, deeds);
}

static void add_package(GString *html, const DaichoRequest *request)
{
    if (strcmp(request->kind, "disclosure") == 0 && strcmp(request->state, "decided") != 0 &&
        request_step_needs_deed(request)) {
        request_page_add_heading(html, "開示する個人データ", "The personal data disclosed");
        request_page_add_text(
            html,
            "同封の書面、または別途お渡しする暗号化ファイルのとおりです。暗号化ファイルのパスワード"
            "は、別の方法でお知らせします。",
            "You find it on the enclosed pages, or in the encrypted file that you get separately. "
            "You get the file's passphrase by another way.");
    }
}

static void add_desk(GString *html, const DaichoEnforcer *enforcer)
{
    const char *desk = daicho_policy_get_desk(enforcer->policy);
    request_page_add_heading(html, "苦情・ご相談", "Complaints and questions");
    request_page_add_text(html,
                          "この回答にご不明な点やご不満がある場合は、次の窓口へお申し出ください。",
                          "If anything in this answer is unclear, or you do not agree with it, "
                          "please turn to this desk.");
    request_page_add(html, "<p>%s</p>\n",
                     desk != NULL ? desk : daicho_policy_get_organisation(enforcer->policy));
}

/* --- the whole --- */

static gboolean check_has_answer(const DaichoRequest *request, GError **error)
{
    static const char *const answered[] = {"executed", "responded", "identity-failed", NULL};
    if (request->subject == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "request %" G_GINT64_FORMAT
                    ": what it knew of the person was destroyed, so no letter can be made any more",
                    request->number);
        return FALSE;
    }
    /* A closed one was answered, or its identity failed before any form; else it was withdrawn. */
    gboolean has_ended = strcmp(request->state, "closed") == 0 && *request->decision != '\0' &&
                         (*request->response != '\0' || request->returned_s == 0);
    if (g_strv_contains(answered, request->state) || has_ended ||
        (strcmp(request->state, "decided") == 0 && !request_step_needs_deed(request))) {
        return TRUE;
    }
    return request_step_refuse(
        request,
        strcmp(request->state, "decided") == 0
            ? "there is no letter yet, because what was accepted was not carried out yet"
            : "there is no letter, because there is no decision to tell",
        error);
}

char *daicho_request_letter(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    Deeds deeds;
    g_autoptr(DaichoRequest) request = daicho_request_load(enforcer, number, error);
    g_autoptr(GString) purposes = g_string_new(NULL);
    if (request == NULL || !check_has_answer(request, error) ||
        !load_deeds(enforcer, request, &deeds, error) ||
        !request_purposes_add(purposes, enforcer, request, error)) {
        return NULL;
    }
    g_autoptr(GString) html = g_string_new(NULL);
    request_page_begin(html, enforcer, request, "ご請求に対する回答書", "Answer to your request");
    add_addressee(html, request);
    add_summary(html, enforcer, request);
    add_decision(html, request);
    add_reason(html, enforcer, request);
    add_deeds(html, request, &deeds);
    add_package(html, request);
    g_string_append(html, purposes->str);
    add_desk(html, enforcer);
    request_page_end(html);
    return g_string_free(g_steal_pointer(&html), FALSE);
}
