#include "enforcer/requests/request.h"

#include <string.h>

#include "base/error.h"
#include "base/era.h"
#include "enforcer/consignees/notice.h"
#include "enforcer/packages/provided.h"
#include "enforcer/plans/progress.h"
#include "enforcer/requests/kind.h"
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

static void add_summary(DaichoPaper *paper, const DaichoEnforcer *enforcer,
                        const DaichoRequest *request)
{
    g_autofree char *kind = request_page_kind(enforcer, request);
    g_autofree char *articles = request_page_articles(enforcer, request);
    g_autofree char *received = daicho_era_format_date(request->received_s, enforcer->time_zone);
    daicho_paper_begin_table(paper, "ご請求", "Your request");
    daicho_paper_add_row(paper, "種類", "Kind", kind);
    daicho_paper_add_row(paper, "根拠", "Legal basis", articles);
    daicho_paper_add_row(paper, "受付日", "Received on", received);
    if (request->returned_s > 0) {
        g_autofree char *returned = daicho_era_format_date(request->returned_s,
                                                           enforcer->time_zone);
        daicho_paper_add_row(paper, "請求書の受領日", "Form received on", returned);
    }
}

static void add_decision(DaichoPaper *paper, const DaichoRequest *request)
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
    daicho_paper_add_heading(paper, "決定", "Decision");
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i].decision, request->decision) == 0) {
            daicho_paper_add_text(paper, words[i].ja, words[i].en);
        }
    }
}

static void add_reason(DaichoPaper *paper, const DaichoEnforcer *enforcer,
                       const DaichoRequest *request)
{
    const char *ground = daicho_policy_find_ground(enforcer->policy, request->ground);
    if (*request->ground != '\0') {
        daicho_paper_add_heading(paper, "理由", "Reason");
        daicho_paper_add_text(paper, ground != NULL ? ground : request->ground, NULL);
    }
    if (*request->reason != '\0') {
        daicho_paper_add_text(paper, request->reason, NULL);
    }
}

static void add_count(DaichoPaper *paper, const char *ja, const char *en, gint64 count)
{
    if (count > 0) {
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, count);
        daicho_paper_add_row(paper, ja, en, number);
    }
}

static void add_counts(DaichoPaper *paper, const Deeds *deeds)
{
    const PlanProgress *progress = &deeds->progress;
    daicho_paper_begin_table(paper, "件数", "In numbers");
    add_count(paper, "消去したファイル", "Files deleted", progress->files_deleted);
    add_count(paper, "消去した記録", "Records deleted", progress->records_deleted);
    add_count(paper, "削除した項目", "Details deleted", progress->values_deleted);
    add_count(paper, "訂正・追加した項目", "Details corrected or added", progress->values_changed);
    add_count(paper, "圧縮ファイル内から消去したファイル", "Files deleted from archives",
              progress->members_deleted);
    add_count(paper, "利用を停止したファイル", "Files no longer in use", progress->files_suspended);
    add_count(paper, "利用を停止した記録", "Records no longer in use", progress->records_suspended);
    add_count(paper, "利用停止中の保管分のうち消去した件数", "Suspended before, and destroyed now",
              deeds->vaulted.purged);
    add_count(paper, "利用停止中で、まだ消去していない件数",
              "Suspended before, and not destroyed yet", deeds->vaulted.stored);
    add_count(paper, "利用停止中で、法令等により保存が必要な件数",
              "Suspended before, and must be kept by law", deeds->vaulted.held);
    add_count(paper, "担当者が手作業で対応した箇所", "Places that our staff dealt with by hand",
              progress->by_hand);
    add_count(paper, "担当者が個別に対応する箇所", "Places that our staff deal with by hand",
              progress->manual);
    add_count(paper, "法令等により保存が必要な箇所", "Places that must be kept by law",
              progress->held);
    add_count(paper, "通知した委託先", "Contractors told", deeds->told);
    add_count(paper, "これから通知する委託先", "Contractors still to be told", deeds->untold);
    add_count(paper, "機械で検索できなかったファイル",
              "Files that could not be searched by machine", deeds->unread);
    if (deeds->certificate > 0) {
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, deeds->certificate);
        daicho_paper_add_row(paper, "証明書番号", "Number of the certificate", number);
    }
}

/* What is not finished must not be taken for done. */
static void add_rest(DaichoPaper *paper, const Deeds *deeds)
{
    if (deeds->progress.manual > 0) {
        daicho_paper_add_text(
            paper,
            "担当者が個別に対応する箇所は、まだ完了しておりません。上記の消去・停止の件数には"
            "含まれていません。",
            "The places that our staff deal with by hand are not finished yet, and are not among "
            "those counted above as deleted or out of use.");
    }
    if (deeds->unread > 0) {
        daicho_paper_add_text(
            paper,
            "機械で検索できなかったファイルについては、ご本人の個人データの有無を確認できて"
            "おりません。",
            "Of the files that could not be searched by machine, we cannot say whether they hold "
            "personal data of yours.");
    }
}

static void add_deeds(DaichoPaper *paper, const DaichoRequest *request, const Deeds *deeds)
{
    const PlanProgress *progress = &deeds->progress;
    if (deeds->plan == 0) {
        return;
    }
    daicho_paper_add_heading(paper, "実施した内容", "What was done");
    guint vaulted = deeds->vaulted.stored + deeds->vaulted.held + deeds->vaulted.purged;
    gboolean is_empty = progress->done + progress->by_hand + progress->manual + progress->held +
                            vaulted ==
                        0;
    if (strcmp(request->kind, "suspension-of-provision") == 0) {
        daicho_paper_add_text(
            paper,
            "ご本人の個人データを今後第三者へ提供しないよう登録しました。提供用フォルダから"
            "取り除いたものがある場合は、下記の件数のとおりです。",
            "You are on our list of persons whose data is provided to no third "
            "party any more. What was taken out of the folders through which data "
            "goes out, if there was any, is counted below.");
    } else if (is_empty && request_kind_is(request->kind, REQUEST_KIND_HAS_DETAILS)) {
        daicho_paper_add_text(paper, "検索できた範囲で、該当する項目は見つかりませんでした。",
                              "In all that could be searched, the detail was not found.");
    } else if (is_empty) {
        daicho_paper_add_text(
            paper, "検索できた範囲で、該当する個人データは見つかりませんでした。",
            "In all that could be searched, no personal data of yours was found.");
    }
    if (progress->done + progress->by_hand + progress->manual + progress->held + deeds->unread +
                deeds->told + deeds->untold + vaulted >
            0 ||
        deeds->certificate > 0) {
        add_counts(paper, deeds);
    }
    add_rest(paper, deeds);
}

static void add_enclosed(DaichoPaper *paper)
{
    daicho_paper_add_text(
        paper,
        "同封の書面、または別途お渡しする暗号化ファイルのとおりです。暗号化ファイルのパスワード"
        "は、別の方法でお知らせします。",
        "You find it on the enclosed pages, or in the encrypted file that you get separately. "
        "You get the file's passphrase by another way.");
}

static gboolean add_provided(DaichoPaper *paper, DaichoEnforcer *enforcer,
                             const DaichoRequest *request, GError **error)
{
    gboolean is_none = FALSE;
    daicho_paper_add_heading(paper, "開示する第三者提供記録", "The records of provision disclosed");
    if (!package_provided_find_none(enforcer, request->subject, &is_none, error)) {
        return FALSE;
    }
    if (is_none) {
        daicho_paper_add_text(
            paper, "当社が作成した提供の記録の中に、ご本人に関するものは見つかりませんでした。",
            "Among the records that we made of what we provided to others, none about you was "
            "found.");
    }
    add_enclosed(paper);
    return TRUE;
}

static gboolean add_package(DaichoPaper *paper, DaichoEnforcer *enforcer,
                            const DaichoRequest *request, GError **error)
{
    if (!request_kind_is(request->kind, REQUEST_KIND_HAS_PACKAGE) ||
        strcmp(request->state, "decided") == 0 || !request_step_needs_deed(request)) {
        return TRUE;
    }
    if (strcmp(request->kind, "provision-disclosure") == 0) {
        return add_provided(paper, enforcer, request, error);
    }
    daicho_paper_add_heading(paper, "開示する個人データ", "The personal data disclosed");
    add_enclosed(paper);
    return TRUE;
}

static void add_desk(DaichoPaper *paper, const DaichoEnforcer *enforcer)
{
    const char *desk = daicho_policy_get_desk(enforcer->policy);
    daicho_paper_add_heading(paper, "苦情・ご相談", "Complaints and questions");
    daicho_paper_add_text(paper,
                          "この回答にご不明な点やご不満がある場合は、次の窓口へお申し出ください。",
                          "If anything in this answer is unclear, or you do not agree with it, "
                          "please turn to this desk.");
    daicho_paper_add_text(
        paper, desk != NULL ? desk : daicho_policy_get_organisation(enforcer->policy), NULL);
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

GBytes *daicho_request_letter(DaichoEnforcer *enforcer, gint64 number, DaichoPaperFormat format,
                              GError **error)
{
    Deeds deeds;
    g_autoptr(DaichoRequest) request = daicho_request_load(enforcer, number, error);
    if (request == NULL || !check_has_answer(request, error) ||
        !load_deeds(enforcer, request, &deeds, error)) {
        return NULL;
    }
    g_autoptr(DaichoPaper) paper = request_page_new(enforcer, request, "ご請求に対する回答書",
                                                    "Answer to your request");
    request_page_add_addressee(paper, enforcer, request);
    add_summary(paper, enforcer, request);
    add_decision(paper, request);
    add_reason(paper, enforcer, request);
    add_deeds(paper, request, &deeds);
    if (!add_package(paper, enforcer, request, error) ||
        !request_purposes_add(paper, enforcer, request, error)) {
        return NULL;
    }
    add_desk(paper, enforcer);
    daicho_paper_keep_language(paper, enforcer->paper_language);
    return daicho_paper_write(paper, format, error);
}
