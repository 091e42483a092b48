#include "reports/page.h"

#include "base/text.h"

enum { MAX_SCANS = 40 };

static void append_scan(Html *html, const HtmlTable *table, const TrendPoint *point)
{
    g_autofree char *day = daicho_date_format(point->ended_s);
    g_autofree char *findings = html_number(trend_point_count(point));
    g_autofree char *high = html_number(point->high);
    g_autofree char *unread = html_number(point->unread);
    html_table_row(html, table, NULL,
                   (const char *const[]){day, point->share, findings, high, unread});
}

static void append_scans(Html *html, const GPtrArray *points)
{
    static const HtmlColumn columns[] = {
        {N_("Ended"), HTML_DAY},
        {N_("Share"), HTML_TEXT},
        {N_("Findings"), HTML_NUMBER},
        {N_("of these high"), HTML_NUMBER},
        {N_("Not read in full"), HTML_NUMBER},
    };
    static const HtmlTable table = {"trend-scans", N_("Scans, the last one first"), columns,
                                    G_N_ELEMENTS(columns), NULL};
    guint shown = MIN(points->len, MAX_SCANS);
    html_append(html, "<div>");
    html_table_begin(html, &table);
    for (guint i = 0; i < shown; i++) {
        append_scan(html, &table, g_ptr_array_index(points, points->len - 1 - i));
    }
    html_table_end(html);
    html_append_more(html, shown, points->len, "`daicho report trend`");
    html_append(html, "</div>\n");
}

void section_trend(Html *html, const GPtrArray *points)
{
    static const HtmlChart chart = {
        .id = "chart-trend",
        .title = N_("Findings after each scan"),
        .description = N_("Lines: the number of findings of medium confidence or more after each "
                          "scan, one for each share; the numbers are in the table."),
    };
    html_section_begin(html, "trend", N_("Trend over scans"));
    if (points->len == 0) {
        html_append_note(
            html,
            N_("No scan has ended whose sums were kept: there is a trend from the next one on."));
        html_section_end(html);
        return;
    }
    html_figure_begin(html, &chart);
    html_append_lines(html, &chart, points);
    append_scans(html, points);
    html_figure_end(html);
    html_section_end(html);
}
