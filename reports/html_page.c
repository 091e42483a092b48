#include "reports/html.h"

#include "base/text.h"

static void append_head(GString *out, const HtmlPage *page)
{
    /* The policy lets the browser fetch nothing, whatever a page should come to hold. */
    g_string_append(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                         "<meta http-equiv=\"Content-Security-Policy\" "
                         "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
                         "<meta name=\"viewport\" content=\"width=device-width, "
                         "initial-scale=1\"/>\n<meta name=\"robots\" content=\"noindex\"/>\n"
                         "<title>");
    html_append_text(out, page->title.en);
    g_string_append(out, " · ");
    html_append_text(out, page->title.ja);
    g_string_append_printf(out, "</title>\n<style>\n%s</style>\n</head>\n", html_style);
}

static void append_header(GString *out, const HtmlPage *page)
{
    g_string_append(out, "<header>\n<h1>");
    html_append_label(out, page->title);
    g_string_append(out, "</h1>\n");
    if (page->organisation != NULL) {
        g_string_append(out, "<p class=\"meta\">");
        html_append_text(out, page->organisation);
        g_string_append(out, "</p>\n");
    }
    if (page->now_s != 0) {
        g_autofree char *at = daicho_time_format(page->now_s);
        g_string_append_printf(out,
                               "<p class=\"meta\">As of <time datetime=\"%s\">%s</time>; all times "
                               "are UTC</p>\n",
                               at, at);
    }
    g_string_append(out, "</header>\n");
}

void html_page_begin(GString *out, const HtmlPage *page)
{
    append_head(out, page);
    g_string_append(out, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
    append_header(out, page);
    g_string_append(out, "<main id=\"main\">\n");
}

void html_page_end(GString *out)
{
    g_string_append(
        out, "</main>\n<footer>\n<p>Made by daicho. Values are masked throughout; paths show bytes "
             "that cannot be printed as \\xHH. Findings count from medium confidence on.</p>\n"
             "</footer>\n</body>\n</html>\n");
}

void html_section_begin(GString *out, const char *id, HtmlLabel title)
{
    g_string_append_printf(out,
                           "<section id=\"%s\" aria-labelledby=\"%s-title\">\n"
                           "<h2 id=\"%s-title\">",
                           id, id, id);
    html_append_label(out, title);
    g_string_append(out, "</h2>\n");
}

void html_section_end(GString *out)
{
    g_string_append(out, "</section>\n");
}
