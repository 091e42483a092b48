#include "reports/html.h"

#include "base/text.h"

/* page.css */
extern const unsigned char daicho_page_css[];

static void append_head(Html *html, const HtmlPage *page)
{
    /* The policy lets the browser fetch nothing, whatever a page should come to hold. */
    html_append_markup(html,
                       "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                       "<meta http-equiv=\"Content-Security-Policy\" "
                       "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
                       "<meta name=\"viewport\" content=\"width=device-width, "
                       "initial-scale=1\"/>\n<meta name=\"robots\" content=\"noindex\"/>\n"
                       "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>",
                       daicho_languages[html->language]);
    html_append_words(html, page->title);
    if (page->organisation != NULL) {
        html_append(html, " · ");
        html_append_text(html, page->organisation);
    }
    html_append_markup(html, "</title>\n<style>\n%s</style>\n</head>\n",
                       (const char *)daicho_page_css);
}

/* "2026-11-28 令和8年11月28日 20:42 (UTC)" */
static void append_moment(Html *html, gint64 at_s)
{
    g_autofree char *day = daicho_date_format(at_s);
    g_autofree char *at = daicho_time_format(at_s);
    html_append(html, "<p class=\"meta\">");
    html_append_words(html, N_("As of"));
    html_append(html, " ");
    html_append_day(html, day);
    html_append_markup(html, " <time datetime=\"%s\">%.5s</time> (", at, at + 11);
    html_append_words(html, N_("all times are UTC"));
    html_append(html, ")</p>\n");
}

static void append_header(Html *html, const HtmlPage *page)
{
    html_append(html, "<header>\n<h1>");
    html_append_words(html, page->title);
    html_append(html, "</h1>\n");
    if (page->organisation != NULL) {
        html_append(html, "<p class=\"meta\">");
        html_append_text(html, page->organisation);
        html_append(html, "</p>\n");
    }
    if (page->now_s != 0) {
        append_moment(html, page->now_s);
    }
    html_append(html, "</header>\n");
}

static void append_navigation(Html *html, const HtmlPage *page)
{
    html_append(html, "<nav aria-label=\"");
    html_append_words(html, N_("Sections"));
    html_append(html, "\">\n<ul>\n");
    for (guint i = 0; i < page->n_links; i++) {
        html_append_markup(html, "<li><a href=\"#%s\">", page->links[i].section);
        html_append_words(html, page->links[i].words);
        html_append(html, "</a></li>\n");
    }
    html_append(html, "</ul>\n</nav>\n");
}

void html_page_begin(Html *html, const HtmlPage *page)
{
    append_head(html, page);
    html_append(html, "<body>\n<a class=\"skip\" href=\"#main\">");
    html_append_words(html, N_("Skip to the content"));
    html_append(html, "</a>\n");
    append_header(html, page);
    if (page->n_links > 0) {
        append_navigation(html, page);
    }
    html_append(html, "<main id=\"main\" tabindex=\"-1\">\n");
}

void html_page_end(Html *html)
{
    html_append(html, "</main>\n<footer>\n<p>");
    html_append_words(
        html, N_("Made by daicho. Values are masked throughout; paths show bytes that cannot be "
                 "printed as \\xHH. Findings count from medium confidence on."));
    html_append(html, "</p>\n</footer>\n</body>\n</html>\n");
}

void html_section_begin(Html *html, const char *id, const char *title)
{
    html_append_markup(html,
                       "<section id=\"%s\" aria-labelledby=\"%s-title\">\n"
                       "<h2 id=\"%s-title\">",
                       id, id, id);
    html_append_words(html, title);
    html_append(html, "</h2>\n");
}

void html_section_end(Html *html)
{
    html_append(html, "</section>\n");
}
