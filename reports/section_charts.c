#include "reports/page.h"

void section_charts(Html *html, const PageFacts *facts)
{
    static const HtmlChart category = {
        "chart-category",
        N_("Findings by category"),
        N_("Bars: the number of findings of each category; the numbers are in the table."),
        N_("none"),
        {N_("Category"), HTML_TERM},
        N_("Findings"),
    };
    static const HtmlChart purpose = {
        "chart-purpose",
        N_("Findings by purpose of use"),
        N_("Bars: the number of findings under each purpose; the numbers are in the table."),
        N_("no purpose"),
        {N_("Purpose"), HTML_TEXT},
        N_("Findings"),
    };
    static const HtmlChart share = {
        "chart-share",
        N_("Findings by share"),
        N_("Bars: the number of findings on each share; the numbers are in the table."),
        N_("none"),
        {N_("Share"), HTML_TEXT},
        N_("Findings"),
    };
    static const HtmlChart year = {
        "chart-year",
        N_("Findings by age: year of the file's last change"),
        N_("Bars: the number of findings in files of each year; the numbers are in the table."),
        N_("unknown"),
        {N_("Year"), HTML_TEXT},
        N_("Findings"),
    };
    html_section_begin(html, "charts", N_("What was found where"));
    html_append_chart(html, &category, facts->by_category);
    html_append_chart(html, &purpose, facts->by_purpose);
    html_append_chart(html, &share, facts->by_share);
    html_append_chart(html, &year, facts->by_year);
    html_section_end(html);
}
