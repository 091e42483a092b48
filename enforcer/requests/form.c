#include "enforcer/requests/request.h"

#include <string.h>

#include "base/text.h"
#include "enforcer/requests/era.h"
#include "enforcer/requests/page.h"
#include "enforcer/requests/step.h"

static void add_identifier(GString *html, const DaichoIdentifier *identifier)
{
    const char *ja = NULL;
    const char *en = NULL;
    request_page_find_label(identifier->kind, &ja, &en);
    request_page_add_row(html, ja, en, identifier->value);
}

static void add_details(GString *html, const DaichoRequest *request)
{
    request_page_begin_table(html, "ご本人", "The person whose data it is");
    for (guint i = 0; i < request->subject->identifiers->len; i++) {
        add_identifier(html, g_ptr_array_index(request->subject->identifiers, i));
    }
    request_page_end_table(html);
    if (*request->agent != '\0') {
        request_page_begin_table(html, "代理人", "Agent");
        request_page_add_row(html, "氏名", "Name", request->agent);
        request_page_add_row(html, "代理権", "Authority to act", request->authority);
        request_page_end_table(html);
    }
}

static void add_request(GString *html, const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    g_autofree char *kind = request_page_kind(request);
    g_autofree char *articles = request_page_articles(enforcer, request);
    g_autofree char *received = era_format_date(request->received_s, enforcer->time_zone);
    g_autofree char *reference = request_page_reference(request);
    request_page_begin_table(html, "ご請求", "The request");
    request_page_add_row(html, "ご請求の種類", "What is asked for", kind);
    request_page_add_row(html, "根拠", "Legal basis", articles);
    request_page_add_row(html, "受付日", "Received on", received);
    request_page_add_row(html, "受付番号", "Reference number", reference);
    request_page_add(html,
                     "<tr><th scope=\"row\">確認コード <span lang=\"en\">Check code</span></th>"
                     "<td class=\"code\">%s</td></tr>\n",
                     request->check_code);
    request_page_end_table(html);
}

static void add_return(GString *html, const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    const char *desk = daicho_policy_get_desk(enforcer->policy);
    request_page_add_heading(html, "ご返送のお願い", "Please return this form");
    if (request->due_s > 0) {
        g_autofree char *due = era_format_date(request->due_s, enforcer->time_zone);
        request_page_add(
            html,
            "<p>内容をご確認のうえ署名し、<strong>%s</strong>までにご返送ください。"
            "期日までに届かない場合、このご請求は失効します（改めてご請求いただけます）。</p>\n"
            "<p lang=\"en\">Please check what is printed above, sign, and return this "
            "form by <strong>%s</strong>. If it does not arrive by then, the request "
            "lapses; you may make a new one at any time.</p>\n",
            due, due);
    }
    if (desk != NULL) {
        request_page_add(html,
                         "<p>返送先・お問い合わせ <span lang=\"en\">Return to, and ask at"
                         "</span>: %s</p>\n",
                         desk);
    }
    request_page_add_text(
        html,
        "手数料はいただきません。この書面の情報はご請求への対応のためにのみ利用し、"
        "対応の終了後、定められた期間の経過後に消去します。",
        "There is no fee. What you write here is used only to deal with your "
        "request, and is destroyed when the set time after its end has passed.");
}

static void add_signature(GString *html)
{
    g_string_append(
        html,
        "<table class=\"sign\">\n<caption>ご記入欄 <span lang=\"en\">To be filled in</span>"
        "</caption>\n<tbody>\n"
        "<tr><th scope=\"row\">対象とする情報・理由（ある場合） <span lang=\"en\">Which data, and "
        "why (if you wish to say)</span></th><td></td></tr>\n"
        "<tr><th scope=\"row\">記入日 <span lang=\"en\">Date</span></th><td></td></tr>\n"
        "<tr><th scope=\"row\">署名 <span lang=\"en\">Signature</span></th><td></td></tr>\n"
        "</tbody>\n</table>\n");
}

static char *make_page(const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    g_autoptr(GString) html = g_string_new(NULL);
    request_page_begin(html, enforcer, request, "個人情報開示等請求書",
                       "Personal Information Disclosure, Etc. Request");
    add_request(html, enforcer, request);
    add_details(html, request);
    add_signature(html);
    add_return(html, enforcer, request);
    request_page_end(html);
    return g_string_free(g_steal_pointer(&html), FALSE);
}

char *daicho_request_form(DaichoEnforcer *enforcer, gint64 number, GError **error)
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
    g_autofree char *page = make_page(enforcer, request);
    return request_step_end(enforcer, request, REQUEST_FORM, NULL, detail, transaction, error)
               ? g_steal_pointer(&page)
               : NULL;
}
