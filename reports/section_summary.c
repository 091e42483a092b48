#include "reports/page.h"

#include <string.h>

#include "base/text.h"
#include "reports/register.h"

/* What may need attention: how many, and where on the page it is told. */
typedef struct {
    gint64 count;
    gboolean is_grave;
    const char *section;
    const char *what, *why;
} Check;

static gint64 count_never_scanned(const GPtrArray *shares)
{
    gint64 count = 0;
    for (guint i = 0; i < shares->len; i++) {
        count += ((const Share *)g_ptr_array_index(shares, i))->last_scan_s == 0 ? 1 : 0;
    }
    return count;
}

static gint64 count_high_risk(const GPtrArray *sets)
{
    gint64 count = 0;
    for (guint i = 0; i < sets->len; i++) {
        count += ((const RegisterRow *)g_ptr_array_index(sets, i))->risk == RISK_HIGH ? 1 : 0;
    }
    return count;
}

static void append_check(Html *html, const Check *check)
{
    const char *class = check->count == 0 ? "good" : check->is_grave ? "bad" : "warn";
    const char *tag = check->count == 0 ? N_("in order") : check->is_grave ? N_("act") : N_("look");
    html_append_markup(html, "<li class=\"%s\"><span class=\"tag\">", class);
    html_append_words(html, tag);
    html_append(html, "</span><b>");
    html_append_number(html, check->count);
    html_append_markup(html, "</b><a href=\"#%s\">", check->section);
    html_append_words(html, check->what);
    html_append(html, "</a>");
    if (check->count > 0) {
        html_append(html, "<small>");
        html_append_words(html, check->why);
        html_append(html, "</small>");
    }
    html_append(html, "</li>\n");
}

static void append_checks(Html *html, const PageFacts *facts)
{
    const Check checks[] = {
        {requests_count(facts->requests, REQUEST_OVERDUE), TRUE, "requests", N_("overdue requests"),
         N_("Persons wait for an answer past its deadline.")},
        {requests_count(facts->requests, REQUEST_DUE_SOON), FALSE, "requests",
         N_("requests due soon"), N_("Their deadline is within three days.")},
        {unread_count(facts->unread), TRUE, "unread", N_("items not read, or not in full"),
         N_("What is in them is not known: they are not clean.")},
        {facts->no_purpose->total, TRUE, "no-purpose", N_("items without a purpose"),
         N_("Personal data that no purpose of use justifies.")},
        {facts->unknown_purpose->total, TRUE, "unknown-purpose",
         N_("folders that name an unknown purpose"),
         N_("Their `.daicho.yaml` names a purpose that the policy does not have.")},
        {facts->unexpected->total, FALSE, "unexpected", N_("items with unexpected data"),
         N_("Categories that their purpose does not expect.")},
        {exposure_count(facts->exposure, READERS_WORLD), FALSE, "exposure",
         N_("files that everyone may read"), N_("Their mode bits let every account read them.")},
        {count_high_risk(facts->sets), FALSE, "register", N_("data sets of high risk"),
         N_("By the rule told in the register.")},
        {facts->retention->counts[DAICHO_RETENTION_DUE] +
             facts->retention->counts[DAICHO_RETENTION_REVIEW],
         FALSE, "retention", N_("files past their period of retention"),
         N_("They are due, or a person has to decide.")},
        {facts->dismissals.soon, FALSE, "summary", N_("dismissals that expire soon"),
         N_("Within 30 days: what they cover is then counted again.")},
        {count_never_scanned(facts->shares), TRUE, "shares", N_("shares not scanned to the end"),
         N_("Nothing can be said of what was not reached.")},
    };
    html_append(html, "<ul class=\"attention\">\n");
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
        append_check(html, &checks[i]);
    }
    html_append(html, "</ul>\n");
}

static void append_figure(Html *html, const char *what, gint64 number)
{
    html_append(html, "<div><dt>");
    html_append_words(html, what);
    html_append(html, "</dt><dd>");
    html_append_number(html, number);
    html_append(html, "</dd></div>\n");
}

static gint64 count_in_state(const PageFacts *facts, DaichoItemState state)
{
    gint64 sum = 0;
    for (guint i = 0; i < facts->by_state->len; i++) {
        const Count *count = g_ptr_array_index(facts->by_state, i);
        sum += strcmp(count->key, daicho_item_state_name(state)) == 0 ? count->count : 0;
    }
    return sum;
}

static void append_figures(Html *html, const PageFacts *facts)
{
    const struct {
        const char *what;
        gint64 number;
    } figures[] = {
        {N_("Items read"), count_in_state(facts, DAICHO_ITEM_READ)},
        {N_("Partly read"), count_in_state(facts, DAICHO_ITEM_PARTLY_READ)},
        {N_("Not read"), count_in_state(facts, DAICHO_ITEM_UNREAD)},
        {N_("Files with personal data"), facts->exposure->len},
        {N_("Entries of the register"), facts->sets->len},
        {N_("Dismissals that stand"), facts->dismissals.dismissals},
        {N_("Findings that they cover, counted nowhere else"), facts->dismissals.findings},
    };
    html_append(html, "<dl class=\"figures\">\n");
    for (gsize i = 0; i < G_N_ELEMENTS(figures); i++) {
        append_figure(html, figures[i].what, figures[i].number);
    }
    html_append(html, "</dl>\n");
}

/* Whether a scan has written anything of it: 0 would be more than is known. */
static gboolean is_known_share(const Share *share)
{
    return share->last_scan_s != 0 || share->files > 0;
}

static void append_share(Html *html, const HtmlTable *table, const Share *share)
{
    gboolean is_scanned = share->last_scan_s != 0;
    gboolean is_known = is_known_share(share);
    g_autofree char *scanned = is_scanned ? daicho_date_format(share->last_scan_s) : NULL;
    g_autofree char *files = is_known ? html_number(share->files) : NULL;
    g_autofree char *unread = is_known ? html_number(share->unread) : NULL;
    g_autofree char *findings = is_known ? html_number(share->findings) : NULL;
    const char *never = daicho_language_say(html->language, N_("never"));
    html_table_row(html, table, NULL,
                   (const char *const[]){share->name, share->root, is_scanned ? scanned : never,
                                         files, unread, findings});
}

static void append_shares(Html *html, const GPtrArray *shares)
{
    static const HtmlColumn columns[] = {
        {N_("Share"), HTML_TEXT},
        {N_("Root"), HTML_PLACE},
        {N_("Last scan"), HTML_DAY},
        {N_("Files"), HTML_NUMBER},
        {N_("Not read in full"), HTML_NUMBER},
        {N_("Findings"), HTML_NUMBER},
    };
    static const HtmlTable table = {"shares",
                                    N_("Shares and when they were last scanned to the end"),
                                    columns, G_N_ELEMENTS(columns), NULL};
    html_table_begin(html, &table);
    for (guint i = 0; i < shares->len; i++) {
        append_share(html, &table, g_ptr_array_index(shares, i));
    }
    html_table_end(html);
    html_append_note(
        html, N_("Findings are counted here at any confidence, those that were dismissed, too."));
}

static gboolean has_known_share(const GPtrArray *shares)
{
    gboolean has_any = FALSE;
    for (guint i = 0; i < shares->len; i++) {
        has_any = has_any || is_known_share(g_ptr_array_index(shares, i));
    }
    return has_any;
}

/* Without a scan nothing is in order: nothing is known. */
void section_summary(Html *html, const PageFacts *facts)
{
    html_section_begin(html, "summary", N_("What needs attention"));
    section_runs(html, facts->failed_runs);
    if (!has_known_share(facts->shares)) {
        html_append(html, "<p class=\"more\">");
        html_append_words(html, N_("No share has been scanned yet: this page says nothing of what "
                                   "is on the shares."));
        html_append(html, "</p>\n");
    } else {
        append_checks(html, facts);
        append_figures(html, facts);
        append_shares(html, facts->shares);
    }
    html_section_end(html);
}
