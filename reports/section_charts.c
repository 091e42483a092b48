#include "reports/page.h"

static const char unit[] = "findings";

void section_charts(GString *out, const PageFacts *facts)
{
    static const HtmlChart category = {"chart-category",
                                       {"Findings by category", "種類別の検出数"},
                                       unit,
                                       "none",
                                       {{"Category", "種類"}, FALSE}};
    static const HtmlChart purpose = {"chart-purpose",
                                      {"Findings by purpose", "利用目的別の検出数"},
                                      unit,
                                      "no purpose",
                                      {{"Purpose", "利用目的"}, FALSE}};
    static const HtmlChart share = {"chart-share",
                                    {"Findings by share", "共有別の検出数"},
                                    unit,
                                    "none",
                                    {{"Share", "共有"}, FALSE}};
    static const HtmlChart year = {
        "chart-year",
        {"Findings by age: year of the file's last change", "更新年別の検出数"},
        unit,
        "unknown",
        {{"Year", "年"}, FALSE}};
    html_section_begin(out, "charts", (HtmlLabel){"What was found where", "検出の内訳"});
    html_append_chart(out, &category, facts->by_category);
    html_append_chart(out, &purpose, facts->by_purpose);
    html_append_chart(out, &share, facts->by_share);
    html_append_chart(out, &year, facts->by_year);
    html_section_end(out);
}
