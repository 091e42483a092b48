#include "reports/reports.h"

#include "reports/page.h"
#include "reports/register.h"

enum { MAX_EXPOSED_FILES = 200 };

static const HtmlLink links[] = {
    {"summary", N_("Summary")},
    {"requests", N_("Requests")},
    {"charts", N_("Charts")},
    {"trend", N_("Trend")},
    {"exposure", N_("Exposure")},
    {"no-purpose", N_("No purpose")},
    {"unknown-purpose", N_("Unknown purpose")},
    {"unexpected", N_("Unexpected")},
    {"unread", N_("Unread")},
    {"retention", N_("Retention")},
    {"register", N_("Register")},
};

static void clear_array(GPtrArray **array)
{
    g_clear_pointer(array, g_ptr_array_unref);
}

static void facts_clear(PageFacts *facts)
{
    clear_array(&facts->shares);
    clear_array(&facts->failed_runs);
    clear_array(&facts->sets);
    clear_array(&facts->by_category);
    clear_array(&facts->by_purpose);
    clear_array(&facts->by_share);
    clear_array(&facts->by_year);
    clear_array(&facts->by_state);
    clear_array(&facts->exposure);
    clear_array(&facts->unread);
    clear_array(&facts->requests);
    clear_array(&facts->trend);
    g_clear_pointer(&facts->retention, retention_facts_free);
    g_clear_pointer(&facts->no_purpose, misfits_free);
    g_clear_pointer(&facts->unknown_purpose, misfits_free);
    g_clear_pointer(&facts->unexpected, misfits_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PageFacts, facts_clear)

static gint compare_keys(gconstpointer one, gconstpointer other)
{
    const Count *a = *(Count *const *)one, *b = *(Count *const *)other;
    return g_strcmp0(a->key, b->key);
}

static gboolean load_counts(PageFacts *facts, DaichoCatalog *catalog, gint64 now_s, GError **error)
{
    const struct {
        DaichoCountBy by;
        GPtrArray **counts;
    } wanted[] = {
        {DAICHO_COUNT_BY_CATEGORY, &facts->by_category},
        {DAICHO_COUNT_BY_PURPOSE, &facts->by_purpose},
        {DAICHO_COUNT_BY_SHARE, &facts->by_share},
        {DAICHO_COUNT_BY_YEAR, &facts->by_year},
        {DAICHO_COUNT_BY_STATE, &facts->by_state},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        *wanted[i].counts = counts_load(catalog, wanted[i].by, now_s, error);
        if (*wanted[i].counts == NULL) {
            return FALSE;
        }
    }
    g_ptr_array_sort(facts->by_year, compare_keys);
    return TRUE;
}

static gboolean load_lists(PageFacts *facts, DaichoCatalog *catalog,
                           const DaichoConfiguredShares *configured, gint64 now_s,
                           DaichoLanguage language, GError **error)
{
    return dismissals_count(catalog, now_s, &facts->dismissals, error) &&
           (facts->shares = shares_load(catalog, configured, error)) != NULL &&
           (facts->failed_runs = failed_runs_load(catalog, error)) != NULL &&
           (facts->sets = register_load(catalog, facts->policy, configured, now_s, language,
                                        error)) != NULL &&
           (facts->exposure = exposure_load(catalog, now_s, &facts->dismissed_files, error)) !=
               NULL &&
           (facts->no_purpose = misfits_load(catalog, "policy.no-purpose", now_s, error)) != NULL &&
           (facts->unknown_purpose = misfits_load(catalog, "policy.unknown-purpose", now_s,
                                                  error)) != NULL &&
           (facts->unexpected = misfits_load(catalog, "policy.unexpected-category", now_s,
                                             error)) != NULL &&
           (facts->unread = unread_load(catalog, error)) != NULL &&
           (facts->trend = trend_load(catalog, error)) != NULL &&
           (facts->requests = requests_load(catalog, now_s, error)) != NULL;
}

static void write_page(Html *html, const HtmlPage *page, const PageFacts *facts)
{
    html_page_begin(html, page);
    section_summary(html, facts);
    section_requests(html, facts->requests);
    section_charts(html, facts);
    section_trend(html, facts->trend);
    section_exposure(html, facts->exposure, facts->dismissed_files, MAX_EXPOSED_FILES);
    section_no_purpose(html, facts->no_purpose);
    section_unknown_purpose(html, facts->unknown_purpose);
    section_unexpected(html, facts->unexpected);
    section_unread(html, facts->unread);
    section_retention(html, facts->retention);
    section_register(html, facts->sets);
    html_page_end(html);
}

gboolean daicho_report_html(DaichoEnforcer *enforcer, const DaichoConfiguredShares *configured,
                            DaichoLanguage language, GString *out, GError **error)
{
    g_auto(PageFacts) facts = {.policy = enforcer->policy};
    gint64 now_s = enforcer->actor.now_s;
    if (!load_counts(&facts, enforcer->catalog, now_s, error) ||
        !load_lists(&facts, enforcer->catalog, configured, now_s, language, error) ||
        (facts.retention = retention_facts_load(enforcer, NULL, error)) == NULL) {
        return FALSE;
    }
    const HtmlPage page = {N_("Personal data report"),
                           daicho_policy_get_organisation(enforcer->policy), now_s, links,
                           G_N_ELEMENTS(links)};
    Html html = {out, language};
    write_page(&html, &page, &facts);
    return TRUE;
}
