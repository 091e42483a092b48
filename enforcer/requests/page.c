#include "enforcer/requests/page.h"

#include <string.h>

#include "enforcer/requests/era.h"
#include "enforcer/requests/kind.h"

static const char style[] =
    "@page{size:A4;margin:18mm 20mm}"
    "body{font:10pt/1.45 'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,"
    "sans-serif;color:#111;background:#fff;max-width:170mm;margin:0 auto;padding:6mm}"
    "header{border-bottom:2px solid #111;margin-bottom:5mm}"
    "h1{font-size:17pt;line-height:1.3;margin:0 0 3mm}"
    "h2{font-size:11.5pt;margin:4mm 0 1mm;break-after:avoid}"
    "p{margin:0 0 2mm}[lang=en]{color:#333}"
    "h1 [lang=en],h2 [lang=en],th [lang=en],caption [lang=en]{font-weight:normal}"
    "h1 [lang=en]{display:block;font-size:12pt}"
    "table{border-collapse:collapse;width:100%;margin:0 0 3mm}"
    "caption{text-align:left;font-weight:bold;padding:0 0 1mm}"
    "th,td{border:1px solid #555;padding:1.1mm 2.2mm;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}"
    "th{width:38%;background:#eee;print-color-adjust:exact}tr{break-inside:avoid}"
    ".code{font-family:monospace;font-size:12pt;letter-spacing:.12em}"
    ".sign td{height:10mm}"
    "@media print{body{padding:0;max-width:none}}";

void request_page_add(GString *html, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_markup_vprintf_escaped(format, arguments);
    va_end(arguments);
    g_string_append(html, text);
}

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

char *request_page_kind(const DaichoRequest *request)
{
    const RequestKind *kind = request_kind_find(request->kind);
    return kind != NULL ? g_strdup_printf("%s / %s", kind->title_ja, kind->title_en)
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
    return g_strdup_printf("%s%s%s / Article %s", law != NULL ? law : "", law != NULL ? ": " : "",
                           joined, articles);
}

void request_page_begin(GString *html, const DaichoEnforcer *enforcer, const DaichoRequest *request,
                        const char *title_ja, const char *title_en)
{
    const char *organisation = daicho_policy_get_organisation(enforcer->policy);
    g_autofree char *reference = request_page_reference(request);
    g_autofree char *today = era_format_date(enforcer->actor.now_s, enforcer->time_zone);
    request_page_add(html,
                     "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width\">\n"
                     "<title>%s / %s %s</title>\n<style>",
                     title_ja, title_en, reference);
    g_string_append(html, style);
    request_page_add(html,
                     "</style>\n</head>\n<body>\n<header>\n<h1>%s <span lang=\"en\">%s</span>"
                     "</h1>\n<p>%s</p>\n<p>受付番号 <span lang=\"en\">Reference</span> "
                     "<strong>%s</strong> · %s</p>\n</header>\n<main>\n",
                     title_ja, title_en, organisation != NULL ? organisation : "", reference,
                     today);
}

void request_page_end(GString *html)
{
    g_string_append(html, "</main>\n</body>\n</html>\n");
}

void request_page_add_heading(GString *html, const char *ja, const char *en)
{
    g_string_append_printf(html, "<h2>%s <span lang=\"en\">%s</span></h2>\n", ja, en);
}

void request_page_add_text(GString *html, const char *ja, const char *en)
{
    g_string_append_printf(html, "<p>%s</p>\n<p lang=\"en\">%s</p>\n", ja, en);
}

void request_page_begin_table(GString *html, const char *caption_ja, const char *caption_en)
{
    g_string_append_printf(html,
                           "<table>\n<caption>%s <span lang=\"en\">%s</span></caption>\n<tbody>\n",
                           caption_ja, caption_en);
}

void request_page_add_row(GString *html, const char *label_ja, const char *label_en,
                          const char *value)
{
    request_page_add(html,
                     "<tr><th scope=\"row\">%s <span lang=\"en\">%s</span></th><td>%s</td></tr>\n",
                     label_ja, label_en, value);
}

void request_page_end_table(GString *html)
{
    g_string_append(html, "</tbody>\n</table>\n");
}
