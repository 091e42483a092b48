#include "reports/html.h"

#include "base/era.h"
#include "reports/terms.h"

void html_append_day(Html *html, const char *day)
{
    g_autofree char *era = daicho_era_format_day(day, html->language);
    if (era == NULL) {
        html_append_text(html, day);
        return;
    }
    html_append_markup(html, "<time datetime=\"%s\">%s</time> <span class=\"era\">%s</span>", day,
                       day, era);
}

static void append_place(Html *html, const char *cell)
{
    html_append(html, "<bdi>");
    html_append_text(html, cell);
    html_append(html, "</bdi>");
}

static void append_term(Html *html, const char *cell)
{
    html_append_text(html, term_say(html->language, cell));
}

static void append_terms(Html *html, const char *cell)
{
    g_autofree char *said = term_say_list(html->language, cell);
    html_append_text(html, said);
}

static void append_reason(Html *html, const char *cell)
{
    g_autofree char *said = reason_say(html->language, cell);
    html_append_text(html, said);
}

void html_append_cell(Html *html, HtmlKind kind, const char *cell)
{
    static void (*const appenders[])(Html *, const char *) = {
        [HTML_TEXT] = html_append_text,   [HTML_NUMBER] = html_append_text,
        [HTML_PLACE] = append_place,      [HTML_DAY] = html_append_day,
        [HTML_WORDS] = html_append_words, [HTML_TERM] = append_term,
        [HTML_TERMS] = append_terms,      [HTML_REASON] = append_reason,
    };
    if (cell != NULL) {
        appenders[kind](html, cell);
    } else {
        html_append(html, "<span class=\"none\">—</span>");
    }
}
