#include "reports/page.h"

static void append_misfit(GString *out, const HtmlTable *table, const Misfit *misfit)
{
    g_autofree char *place = g_strdup_printf("%s:%s%s%s", misfit->share, misfit->path,
                                             *misfit->part != '\0' ? "!/" : "", misfit->part);
    html_table_row(out, table, NULL,
                   (const char *const[]){place, misfit->categories->str,
                                         *misfit->purpose != '\0' ? misfit->purpose : NULL});
}

static void append_misfits(GString *out, const HtmlTable *table, const Misfits *misfits,
                           const char *how)
{
    if (misfits->dismissed > 0) {
        g_autofree char *dismissed = html_number(misfits->dismissed);
        g_autofree char *note = g_strdup_printf(
            "Dismissed, and so not listed: %s (%s <code>--dismissed</code>).", dismissed, how);
        html_append_note(out, note);
    }
    if (misfits->total == 0) {
        html_append_note(out, "There is none among the items that were read.");
        return;
    }
    html_table_begin(out, table);
    for (guint i = 0; i < misfits->first->len; i++) {
        append_misfit(out, table, g_ptr_array_index(misfits->first, i));
    }
    html_table_end(out);
    html_append_more(out, misfits->first->len, misfits->total, how);
}

/* The purpose is the last column, which an item without one has not. */
static const HtmlColumn columns[] = {
    {{"Item", "項目"}, FALSE},
    {{"Categories", "種類"}, FALSE},
    {{"Purpose", "利用目的"}, FALSE},
};

void section_no_purpose(GString *out, const Misfits *misfits)
{
    static const HtmlTable table = {
        "no-purpose-items",
        {"Items with personal data and no purpose of use", "利用目的のない項目"},
        columns,
        G_N_ELEMENTS(columns) - 1};
    html_section_begin(out, "no-purpose",
                       (HtmlLabel){"Items without a purpose", "利用目的のない個人情報"});
    html_append_note(out,
                     "Give them a purpose with a mapping rule in the policy or a "
                     "<code>.daicho.yaml</code> in their folder, or delete what nobody needs.");
    append_misfits(out, &table, misfits, "<code>daicho findings --rule policy.no-purpose</code>");
    html_section_end(out);
}

void section_unknown_purpose(GString *out, const Misfits *misfits)
{
    static const HtmlTable table = {
        "unknown-purpose-items",
        {"Markers that name a purpose which the policy does not have", "未知の利用目的の指定"},
        columns,
        1};
    html_section_begin(out, "unknown-purpose", (HtmlLabel){"Unknown purposes", "未知の利用目的"});
    html_append_note(out,
                     "What lies in the folder of such a <code>.daicho.yaml</code> is filed as if "
                     "it were not there: mend its word, or add the purpose to the policy.");
    append_misfits(out, &table, misfits,
                   "<code>daicho findings --rule policy.unknown-purpose</code>");
    html_section_end(out);
}

void section_unexpected(GString *out, const Misfits *misfits)
{
    static const HtmlTable table = {
        "unexpected-items",
        {"Items with categories that their purpose does not expect", "目的外の種類を含む項目"},
        columns,
        G_N_ELEMENTS(columns)};
    html_section_begin(out, "unexpected",
                       (HtmlLabel){"Unexpected categories", "目的外の種類の個人情報"});
    append_misfits(out, &table, misfits,
                   "<code>daicho findings --rule policy.unexpected-category</code>");
    html_section_end(out);
}
