#include "reports/page.h"

#include "base/text.h"

static void append_run(Html *html, const HtmlTable *table, const FailedRun *run)
{
    g_autofree char *began = daicho_date_format(run->started_s);
    g_autofree char *figures = run->figures_s > 0 ? daicho_date_format(run->figures_s) : NULL;
    html_table_row(html, table, NULL,
                   (const char *const[]){run->share, began, run->result, run->reason, figures});
}

void section_runs(Html *html, const GPtrArray *runs)
{
    static const HtmlColumn columns[] = {
        {N_("Share"), HTML_TEXT}, {N_("Began"), HTML_DAY},      {N_("Result"), HTML_WORDS},
        {N_("Why"), HTML_REASON}, {N_("Figures of"), HTML_DAY},
    };
    static const HtmlTable table = {"runs", N_("Scans that failed or were interrupted"), columns,
                                    G_N_ELEMENTS(columns), NULL};
    if (runs->len == 0) {
        return;
    }
    html_append_note(html, N_("The last scan of these shares did not come to its end: what this "
                              "page says of them is of an earlier scan, or not all."));
    html_table_begin(html, &table);
    for (guint i = 0; i < runs->len; i++) {
        append_run(html, &table, g_ptr_array_index(runs, i));
    }
    html_table_end(html);
}
