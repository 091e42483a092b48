#include "reports/page.h"

/* A purpose is known by its id; who reads Japanese reads what it is called. */
static char *dup_purpose(const Html *html, const DaichoPolicy *policy, const char *id)
{
    const DaichoPurpose *purpose = daicho_policy_find_purpose(policy, id);
    gboolean is_called = html->language == DAICHO_LANGUAGE_JA && purpose != NULL &&
                         purpose->title_ja != NULL;
    return g_strdup(is_called ? purpose->title_ja : id);
}

static void count_free(gpointer data)
{
    Count *count = data;
    g_free(count->key);
    g_free(count);
}

static void append_purposes(Html *html, const HtmlChart *chart, const PageFacts *facts)
{
    g_autoptr(GPtrArray) named = g_ptr_array_new_with_free_func(count_free);
    for (guint i = 0; i < facts->by_purpose->len; i++) {
        const Count *count = g_ptr_array_index(facts->by_purpose, i);
        Count *copy = g_new0(Count, 1);
        *copy = (Count){dup_purpose(html, facts->policy, count->key), count->count};
        g_ptr_array_add(named, copy);
    }
    html_append_chart(html, chart, named);
}

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
    append_purposes(html, &purpose, facts);
    html_append_chart(html, &share, facts->by_share);
    html_append_chart(html, &year, facts->by_year);
    html_section_end(html);
}
