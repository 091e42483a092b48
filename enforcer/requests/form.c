#include "enforcer/requests/request.h"

#include <string.h>

#include "base/text.h"
#include "base/era.h"
#include "enforcer/requests/page.h"
#include "enforcer/requests/step.h"

static void add_identifier(DaichoPaper *paper, const DaichoIdentifier *identifier)
{
    const char *ja = NULL;
    const char *en = NULL;
    request_page_find_label(identifier->kind, &ja, &en);
    daicho_paper_add_row(paper, ja, en, identifier->value);
}

static void add_details(DaichoPaper *paper, const DaichoRequest *request)
{
    daicho_paper_begin_table(paper, "ご本人", "The person whose data it is");
    for (guint i = 0; i < request->subject->identifiers->len; i++) {
        add_identifier(paper, g_ptr_array_index(request->subject->identifiers, i));
    }
    if (*request->agent != '\0') {
        daicho_paper_begin_table(paper, "代理人", "Agent");
        daicho_paper_add_row(paper, "氏名", "Name", request->agent);
        daicho_paper_add_row(paper, "代理権", "Authority to act", request->authority);
    }
}

static void add_request(DaichoPaper *paper, const DaichoEnforcer *enforcer,
                        const DaichoRequest *request)
{
    g_autofree char *kind = request_page_kind(enforcer, request);
    g_autofree char *articles = request_page_articles(enforcer, request);
    g_autofree char *received = daicho_era_format_date(request->received_s, enforcer->time_zone);
    daicho_paper_begin_table(paper, "ご請求", "The request");
    daicho_paper_add_row(paper, "ご請求の種類", "What is asked for", kind);
    daicho_paper_add_row(paper, "根拠", "Legal basis", articles);
    daicho_paper_add_row(paper, "受付日", "Received on", received);
    daicho_paper_add_code_row(paper, "確認コード", "Check code", request->check_code);
}

static void add_return(DaichoPaper *paper, const DaichoEnforcer *enforcer,
                       const DaichoRequest *request)
{
    const char *desk = daicho_policy_get_desk(enforcer->policy);
    daicho_paper_add_heading(paper, "ご返送のお願い", "Please return this form");
    if (request->due_s > 0) {
        g_autofree char *due = daicho_era_format_date(request->due_s, enforcer->time_zone);
        daicho_paper_add_text(
            paper,
            "内容をご確認のうえ署名し、期日までにご返送ください。期日までに届かない場合、このご請求"
            "は"
            "失効します（改めてご請求いただけます）。",
            "Please check what is printed above, sign, and return this form by the day below. If "
            "it "
            "does not arrive by then, the request lapses; you may make a new one at any time.");
        daicho_paper_begin_table(paper, NULL, NULL);
        daicho_paper_add_row(paper, "ご返送の期日", "Return by", due);
    } else {
        daicho_paper_begin_table(paper, NULL, NULL);
    }
    daicho_paper_add_row(paper, "返送先・お問い合わせ", "Return to, and ask at",
                         desk != NULL ? desk : daicho_policy_get_organisation(enforcer->policy));
    daicho_paper_add_text(
        paper,
        "手数料はいただきません。この書面の情報はご請求への対応のためにのみ利用し、"
        "対応の終了後、定められた期間の経過後に消去します。",
        "There is no fee. What you write here is used only to deal with your "
        "request, and is destroyed when the set time after its end has passed.");
}

static void add_signature(DaichoPaper *paper)
{
    daicho_paper_begin_table(paper, "ご記入欄", "To be filled in");
    daicho_paper_add_blank_row(paper, "対象とする情報・理由（ある場合）",
                               "Which data, and why (if you wish to say)");
    daicho_paper_add_blank_row(paper, "記入日", "Date");
    daicho_paper_add_blank_row(paper, "署名", "Signature");
}

static DaichoPaper *make_paper(const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    DaichoPaper *paper = request_page_new(enforcer, request, "個人情報開示等請求書",
                                          "Personal Information Disclosure, Etc. Request");
    g_autofree char *reference = request_page_reference(request);
    g_autofree char *code = request_page_choose(enforcer, "確認コード", "Check code");
    g_autofree char *footer = g_strdup_printf("%s · %s %s", reference, code, request->check_code);
    daicho_paper_set_footer(paper, footer);
    request_page_add_addressee(paper, enforcer, request);
    add_request(paper, enforcer, request);
    add_details(paper, request);
    add_signature(paper);
    add_return(paper, enforcer, request);
    daicho_paper_keep_language(paper, enforcer->paper_language);
    return paper;
}

GBytes *daicho_request_form(DaichoEnforcer *enforcer, gint64 number, DaichoPaperFormat format,
                            GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    g_autoptr(DaichoRequest)
        request = request_step_begin(enforcer, number, REQUEST_FORM, &transaction, error);
    if (request == NULL) {
        return NULL;
    }
    gboolean is_first = strcmp(request->state, "form-sent") != 0;
    gint64 days = daicho_policy_get_form_days(enforcer->policy);
    if (is_first && days > 0) {
        request->due_s = request_step_deadline(enforcer, enforcer->actor.now_s, 0, days);
    }
    g_autofree char *due = daicho_date_format_in(request->due_s, enforcer->time_zone);
    g_autofree char *detail = g_strdup_printf("%s%s%s", is_first ? "printed" : "printed again",
                                              request->due_s > 0 ? ", return due " : "",
                                              request->due_s > 0 ? due : "");
    g_autoptr(DaichoPaper) paper = make_paper(enforcer, request);
    /* Before the step is taken: what cannot be printed was not sent. */
    g_autoptr(GBytes) bytes = daicho_paper_write(paper, format, error);
    return bytes != NULL && request_step_end(enforcer, request, REQUEST_FORM, NULL, detail,
                                             transaction, error)
               ? g_steal_pointer(&bytes)
               : NULL;
}
