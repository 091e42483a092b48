#include "reports/page.h"

static void append_misfit(Html *html, const HtmlTable *table, const Misfit *misfit)
{
    g_autofree char *place = g_strdup_printf("%s:%s%s%s", misfit->share, misfit->path,
                                             *misfit->part != '\0' ? "!/" : "", misfit->part);
    html_table_row(html, table, NULL,
                   (const char *const[]){place, misfit->categories->str,
                                         *misfit->purpose != '\0' ? misfit->purpose : NULL});
}

/* command: what lists the rest, between ` and `. */
static void append_misfits(Html *html, const HtmlTable *table, const Misfits *misfits,
                           const char *command)
{
    if (misfits->dismissed > 0) {
        g_autofree char *dismissed = html_number(misfits->dismissed);
        html_append_note_format(html,
                                N_("Dismissed, and so not listed: %s (%s with `--dismissed`)."),
                                dismissed, command);
    }
    if (misfits->total == 0) {
        html_append_note(html, N_("There is none among the items that were read."));
        return;
    }
    html_table_begin(html, table);
    for (guint i = 0; i < misfits->first->len; i++) {
        append_misfit(html, table, g_ptr_array_index(misfits->first, i));
    }
    html_table_end(html);
    html_append_more(html, misfits->first->len, misfits->total, command);
}

/* The purpose is the last column, which an item without one has not. */
static const HtmlColumn columns[] = {
    {N_("Item"), HTML_PLACE},
    {N_("Categories"), HTML_TERMS},
    {N_("Purpose"), HTML_TEXT},
};

void section_no_purpose(Html *html, const Misfits *misfits)
{
    static const HtmlTable table = {"no-purpose-items",
                                    N_("Items with personal data and no purpose of use"), columns,
                                    G_N_ELEMENTS(columns) - 1, NULL};
    html_section_begin(html, "no-purpose", N_("Items without a purpose"));
    html_append_note(html, N_("Give them a purpose with a mapping rule in the policy or a "
                              "`.daicho.yaml` in their folder, or delete what nobody needs."));
    append_misfits(html, &table, misfits, "`daicho findings --rule policy.no-purpose`");
    html_section_end(html);
}

void section_unknown_purpose(Html *html, const Misfits *misfits)
{
    static const HtmlTable table = {
        "unknown-purpose-items", N_("Markers that name a purpose which the policy does not have"),
        columns, 1, NULL};
    html_section_begin(html, "unknown-purpose", N_("Unknown purposes"));
    html_append_note(html, N_("What lies in the folder of such a `.daicho.yaml` is filed as if it "
                              "were not there: mend its word, or add the purpose to the policy."));
    append_misfits(html, &table, misfits, "`daicho findings --rule policy.unknown-purpose`");
    html_section_end(html);
}

void section_unexpected(Html *html, const Misfits *misfits)
{
    static const HtmlTable table = {"unexpected-items",
                                    N_("Items with categories that their purpose does not expect"),
                                    columns, G_N_ELEMENTS(columns), NULL};
    html_section_begin(html, "unexpected", N_("Unexpected categories"));
    append_misfits(html, &table, misfits, "`daicho findings --rule policy.unexpected-category`");
    html_section_end(html);
}
