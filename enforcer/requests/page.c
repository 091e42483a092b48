#include "enforcer/requests/page.h"

#include <string.h>

#include "base/era.h"
#include "enforcer/requests/kind.h"

void request_page_find_label(const char *kind, const char **ja, const char **en)
{
    static const struct {
        const char *kind, *ja, *en;
    } labels[] = {
        {"name", "氏名", "Name"},          {"kana", "フリガナ", "Name in kana"},
        {"address", "住所", "Address"},    {"phone", "電話番号", "Telephone"},
        {"email", "電子メール", "E-mail"}, {"birth-date", "生年月日", "Date of birth"},
    };
    *ja = "その他の番号";
    *en = kind;
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (strcmp(labels[i].kind, kind) == 0) {
            *ja = labels[i].ja;
            *en = labels[i].en;
        }
    }
}

char *request_page_reference(const DaichoRequest *request)
{
    return g_strdup_printf("R-%06" G_GINT64_FORMAT, request->number);
}

char *request_page_choose(const DaichoEnforcer *enforcer, const char *ja, const char *en)
{
    return enforcer->paper_language == DAICHO_PAPER_JA   ? g_strdup(ja)
           : enforcer->paper_language == DAICHO_PAPER_EN ? g_strdup(en)
                                                         : g_strdup_printf("%s / %s", ja, en);
}

char *request_page_kind(const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    const RequestKind *kind = request_kind_find(request->kind);
    return kind != NULL ? request_page_choose(enforcer, kind->title_ja, kind->title_en)
                        : g_strdup(request->kind);
}

/* "35(1)" as 第35条第1項; what has another form stays as it is. */
static char *article_in_japanese(const char *article)
{
    char *end = NULL;
    guint64 number = g_ascii_strtoull(article, &end, 10);
    if (end == article || (*end != '\0' && *end != '(')) {
        return g_strdup(article);
    }
    if (*end == '\0') {
        return g_strdup_printf("第%" G_GUINT64_FORMAT "条", number);
    }
    const char *start = end + 1;
    guint64 paragraph = g_ascii_strtoull(start, &end, 10);
    return end != start && g_str_equal(end, ")")
               ? g_strdup_printf("第%" G_GUINT64_FORMAT "条第%" G_GUINT64_FORMAT "項", number,
                                 paragraph)
               : g_strdup(article);
}

char *request_page_articles(const DaichoEnforcer *enforcer, const DaichoRequest *request)
{
    const char *law = daicho_policy_get_law(enforcer->policy);
    const DaichoRequestKind *kind = daicho_policy_find_request_kind(enforcer->policy,
                                                                    request->kind);
    const char *articles = kind != NULL && kind->article != NULL ? kind->article : "";
    g_auto(GStrv) list = g_strsplit(articles, ", ", -1);
    for (char **article = list; *article != NULL; article++) {
        char *japanese = article_in_japanese(*article);
        g_free(*article);
        *article = japanese;
    }
    g_autofree char *joined = g_strjoinv("、", list);
    g_autofree char *english = g_strdup_printf("Article %s", articles);
    g_autofree char *chosen = request_page_choose(enforcer, joined, english);
    return g_strdup_printf("%s%s%s", law != NULL ? law : "", law != NULL ? ": " : "", chosen);
}

DaichoPaper *request_page_new(const DaichoEnforcer *enforcer, const DaichoRequest *request,
                              const char *title_ja, const char *title_en)
{
    DaichoPaper *paper = daicho_paper_new(title_ja, title_en);
    const char *organisation = daicho_policy_get_organisation(enforcer->policy);
    g_autofree char *reference = request_page_reference(request);
    g_autofree char *today = daicho_era_format_date(enforcer->actor.now_s, enforcer->time_zone);
    g_autofree char *footer = g_strdup_printf("%s · %s", organisation != NULL ? organisation : "",
                                              reference);
    daicho_paper_set_sender(paper, organisation);
    daicho_paper_set_reference(paper, "受付番号", "Reference", reference);
    daicho_paper_set_date(paper, today, enforcer->actor.now_s);
    daicho_paper_set_footer(paper, organisation != NULL ? footer : reference);
    return paper;
}

/* The postal code has a line of its own on an envelope. */
static char *break_address(const char *address)
{
    const char *end = g_str_has_prefix(address, "〒") ? strpbrk(address, " \t") : NULL;
    return end != NULL ? g_strdup_printf("%.*s\n%s", (int)(end - address), address, end + 1)
                       : g_strdup(address);
}

void request_page_add_addressee(DaichoPaper *paper, const DaichoEnforcer *enforcer,
                                const DaichoRequest *request)
{
    const char *name = daicho_subject_get(request->subject, "name");
    const char *address = daicho_subject_get(request->subject, "address");
    gboolean has_agent = *request->agent != '\0';
    const char *person = name != NULL ? name : "ご本人";
    g_autofree char *to = g_strdup_printf("%s 様", has_agent ? request->agent : person);
    g_autofree char *agent = request_page_choose(enforcer, "代理人", "agent");
    g_autofree char *of = g_strdup_printf("（%s 様 %s）", person, agent);
    g_autofree char *lines = address != NULL && !has_agent ? break_address(address) : NULL;
    daicho_paper_set_addressee(paper, lines, to, has_agent ? of : NULL);
}
