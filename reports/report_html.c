#include "reports/reports.h"

#include "reports/page.h"
#include "reports/register.h"

enum { MAX_EXPOSED_FILES = 200 };

static void clear_array(GPtrArray **array)
{
    g_clear_pointer(array, g_ptr_array_unref);
}

static void facts_clear(PageFacts *facts)
{
    clear_array(&facts->shares);
    clear_array(&facts->sets);
    clear_array(&facts->by_category);
    clear_array(&facts->by_purpose);
    clear_array(&facts->by_share);
    clear_array(&facts->by_year);
    clear_array(&facts->by_state);
    clear_array(&facts->exposure);
    clear_array(&facts->unread);
    clear_array(&facts->requests);
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

static gboolean load_lists(PageFacts *facts, DaichoCatalog *catalog, const DaichoPolicy *policy,
                           gint64 now_s, DaichoLanguage language, GError **error)
{
    return dismissals_count(catalog, now_s, &facts->dismissals, error) &&
           (facts->shares = shares_load(catalog, error)) != NULL &&
           (facts->sets = register_load(catalog, policy, now_s, language, error)) != NULL &&
           (facts->exposure = exposure_load(catalog, now_s, &facts->dismissed_files, error)) !=
               NULL &&
           (facts->no_purpose = misfits_load(catalog, "policy.no-purpose", now_s, error)) != NULL &&
           (facts->unknown_purpose = misfits_load(catalog, "policy.unknown-purpose", now_s,
                                                  error)) != NULL &&
           (facts->unexpected = misfits_load(catalog, "policy.unexpected-category", now_s,
                                             error)) != NULL &&
           (facts->unread = unread_load(catalog, error)) != NULL &&
           (facts->requests = requests_load(catalog, now_s, error)) != NULL;
}

static void append_navigation(Html *html)
{
    static const struct {
        const char *section, *words;
    } links[] = {
        {"summary", N_("Summary")},       {"register", N_("Register")},
        {"charts", N_("Charts")},         {"exposure", N_("Exposure")},
        {"no-purpose", N_("No purpose")}, {"unknown-purpose", N_("Unknown purpose")},
        {"unexpected", N_("Unexpected")}, {"unread", N_("Unread")},
        {"requests", N_("Requests")},
    };
    html_append(html, "<nav aria-label=\"");
    html_append_words(html, N_("Sections"));
    html_append(html, "\">\n<ul>\n");
    for (gsize i = 0; i < G_N_ELEMENTS(links); i++) {
        html_append_markup(html, "<li><a href=\"#%s\">", links[i].section);
        html_append_words(html, links[i].words);
        html_append(html, "</a></li>\n");
    }
    html_append(html, "</ul>\n</nav>\n");
}

static void write_page(Html *html, const HtmlPage *page, const PageFacts *facts)
{
    html_page_begin(html, page);
    append_navigation(html);
    section_summary(html, facts);
    section_register(html, facts->sets);
    section_charts(html, facts);
    section_exposure(html, facts->exposure, facts->dismissed_files, MAX_EXPOSED_FILES);
    section_no_purpose(html, facts->no_purpose);
    section_unknown_purpose(html, facts->unknown_purpose);
    section_unexpected(html, facts->unexpected);
    section_unread(html, facts->unread);
    section_requests(html, facts->requests);
    html_page_end(html);
}

gboolean daicho_report_html(DaichoCatalog *catalog, const DaichoPolicy *policy, gint64 now_s,
                            DaichoLanguage language, GString *out, GError **error)
{
    g_auto(PageFacts) facts = {0};
    if (!load_counts(&facts, catalog, now_s, error) ||
        !load_lists(&facts, catalog, policy, now_s, language, error)) {
        return FALSE;
    }
    const HtmlPage page = {N_("Personal data report"), daicho_policy_get_organisation(policy),
                           now_s};
    Html html = {out, language};
    write_page(&html, &page, &facts);
    return TRUE;
}
