#include "reports/page.h"

#include "base/text.h"
#include "reports/register.h"

/* What may need attention: how many, and where on the page it is told. */
typedef struct {
    gint64 count;
    gboolean is_grave;
    const char *section;
    HtmlLabel what;
    const char *why;
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

static void append_check(GString *out, const Check *check)
{
    const char *class = check->count == 0 ? "good" : check->is_grave ? "bad" : "warn";
    const char *tag = check->count == 0 ? "none" : check->is_grave ? "act" : "look";
    g_string_append_printf(out, "<li class=\"%s\"><span class=\"tag\">%s</span><b>", class, tag);
    html_append_number(out, check->count);
    g_string_append_printf(out, "</b><a href=\"#%s\">", check->section);
    html_append_label(out, check->what);
    g_string_append_printf(out, "</a><small>%s</small></li>\n", check->why);
}

static void append_checks(GString *out, const PageFacts *facts)
{
    const Check checks[] = {
        {requests_count(facts->requests, REQUEST_OVERDUE),
         TRUE,
         "requests",
         {"overdue requests", "期限を過ぎた請求"},
         "Persons wait for an answer past its deadline."},
        {requests_count(facts->requests, REQUEST_DUE_SOON),
         FALSE,
         "requests",
         {"requests due soon", "期限の近い請求"},
         "Their deadline is within three days."},
        {unread_count(facts->unread),
         TRUE,
         "unread",
         {"items not read, or not in full", "読めなかった項目"},
         "What is in them is not known: they are not clean."},
        {facts->no_purpose->total,
         TRUE,
         "no-purpose",
         {"items without a purpose", "利用目的のない項目"},
         "Personal data that no purpose of use justifies."},
        {facts->unknown_purpose->total,
         TRUE,
         "unknown-purpose",
         {"folders that name an unknown purpose", "未知の利用目的を指定したフォルダ"},
         "Their <code>.daicho.yaml</code> names a purpose that the policy does not have."},
        {facts->unexpected->total,
         FALSE,
         "unexpected",
         {"items with unexpected data", "目的外の種類を含む項目"},
         "Categories that their purpose does not expect."},
        {exposure_count(facts->exposure, READERS_WORLD),
         FALSE,
         "exposure",
         {"files that everyone may read", "誰でも読めるファイル"},
         "Their mode bits let every account read them."},
        {count_high_risk(facts->sets),
         FALSE,
         "register",
         {"data sets of high risk", "リスクの高い個人情報"},
         "By the rule told in the register."},
        {facts->dismissals.soon,
         FALSE,
         "summary",
         {"dismissals that expire soon", "まもなく失効する確認済み"},
         "Within 30 days: what they cover is then counted again."},
        {count_never_scanned(facts->shares),
         TRUE,
         "shares",
         {"shares not scanned to the end", "スキャン未完了の共有"},
         "Nothing can be said of what was not reached."},
    };
    g_string_append(out, "<ul class=\"attention\">\n");
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
        append_check(out, &checks[i]);
    }
    g_string_append(out, "</ul>\n");
}

static void append_states(GString *out, const PageFacts *facts)
{
    g_string_append(out, "<p>Items on the shares: ");
    for (guint i = 0; i < facts->by_state->len; i++) {
        const Count *count = g_ptr_array_index(facts->by_state, i);
        g_string_append(out, i > 0 ? ", " : "");
        html_append_number(out, count->count);
        g_string_append_c(out, ' ');
        html_append_text(out, count->key);
    }
    g_string_append(out, facts->by_state->len == 0 ? "none. " : ". ");
    g_string_append(out, "Files with personal data: ");
    html_append_number(out, facts->exposure->len);
    g_string_append(out, ", in data sets: ");
    html_append_number(out, facts->sets->len);
    g_string_append(out, ". Findings that were dismissed and are not counted among them: ");
    html_append_number(out, facts->dismissals.findings);
    g_string_append_printf(out, ", by %u %s.</p>\n", facts->dismissals.dismissals,
                           facts->dismissals.dismissals == 1 ? "dismissal" : "dismissals");
}

static void append_shares(GString *out, const GPtrArray *shares)
{
    static const HtmlColumn columns[] = {
        {{"Share", "共有"}, FALSE},
        {{"Root", "場所"}, FALSE},
        {{"Last scan", "最終スキャン"}, FALSE},
        {{"Files", "ファイル数"}, TRUE},
        {{"Not read in full", "未読"}, TRUE},
        {{"Findings", "検出数"}, TRUE},
    };
    static const HtmlTable table = {
        "shares",
        {"Shares and when they were last scanned to the end", "共有と最終スキャン"},
        columns,
        G_N_ELEMENTS(columns)};
    html_table_begin(out, &table);
    for (guint i = 0; i < shares->len; i++) {
        const Share *share = g_ptr_array_index(shares, i);
        g_autofree char *scanned = share->last_scan_s != 0 ? daicho_time_format(share->last_scan_s)
                                                           : g_strdup("never");
        g_autofree char *files = html_number(share->files);
        g_autofree char *unread = html_number(share->unread);
        g_autofree char *findings = html_number(share->findings);
        html_table_row(
            out, &table, NULL,
            (const char *const[]){share->name, share->root, scanned, files, unread, findings});
    }
    html_table_end(out);
    html_append_note(
        out, "Findings are counted here at any confidence, those that were dismissed, too.");
}

void section_summary(GString *out, const PageFacts *facts)
{
    html_section_begin(out, "summary", (HtmlLabel){"What needs attention", "要対応事項"});
    if (facts->shares->len == 0) {
        html_append_note(out, "No share has been scanned yet: this page says nothing of what is on "
                              "the shares.");
    }
    append_checks(out, facts);
    append_states(out, facts);
    append_shares(out, facts->shares);
    html_section_end(out);
}
