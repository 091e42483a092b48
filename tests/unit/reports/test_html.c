#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "reports/html.h"
#include "reports/reports.h"
#include "tests/unit/reports/fixture_catalog.h"
#include "tests/unit/reports/fixture_page.h"

static const DaichoConfiguredShares nothing_configured = {0};

static FixturePage *report_of(const FixtureCatalog *fixture,
                              const DaichoConfiguredShares *configured, DaichoLanguage language)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *begin = g_strdup_printf("<!DOCTYPE html>\n<html lang=\"%s\">",
                                             daicho_languages[language]);
    DaichoEnforcer enforcer = {
        .catalog = fixture->catalog, .policy = fixture->policy, .actor = {.now_s = FIXTURE_NOW_S}};
    assert_true(daicho_report_html(&enforcer, configured, language, out, NULL));
    assert_true(g_str_has_prefix(out->str, begin));
    return fixture_page_read(out->str);
}

static FixturePage *report_in(const FixtureCatalog *fixture, DaichoLanguage language)
{
    return report_of(fixture, &nothing_configured, language);
}

static FixturePage *report(const FixtureCatalog *fixture)
{
    return report_in(fixture, DAICHO_LANGUAGE_EN);
}

static void assert_says(const FixturePage *page, const char *words)
{
    if (strstr(page->text->str, words) == NULL) {
        fail_msg("the page does not say: %s", words);
    }
}

static void assert_says_not(const FixturePage *page, const char *words)
{
    if (strstr(page->text->str, words) != NULL) {
        fail_msg("the page says: %s", words);
    }
}

/* R6 */
static void the_page_of_everything_is_sound(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    fixture_catalog_put_request(fixture, "erasure", "decided", FIXTURE_NOW_S - FIXTURE_DAY_S);
    g_autoptr(FixturePage) page = report(fixture);
    fixture_page_assert_sound(page);
    static const char *const sections[] = {
        "summary",         "requests",   "charts", "trend",     "exposure", "no-purpose",
        "unknown-purpose", "unexpected", "unread", "retention", "register"};
    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++) {
        assert_true(g_hash_table_contains(page->ids, sections[i]));
    }
    assert_int_equal(fixture_page_count(page, "svg"), 7);
    assert_says(page, "Mihon Education and Training Co., Ltd.");
    assert_says(page, "Items read6\nPartly read1\nNot read1\nFiles with personal data5\n"
                      "Entries of the register6\n");
    assert_says(page, "1overdue requests");
    assert_says(page, "2items not read, or not in full");
    assert_says(page, "1items without a purpose");
    assert_says(page, "1items with unexpected data");
    assert_says(page, "1files that everyone may read");
    assert_says(page, "too many members (1)");
    assert_says(page, "encrypted (1)");
    assert_says(page, "hr:seminar/list.zip!/inner.zip!/list.csv");
}

static void put_run(FixtureCatalog *fixture, const char *share, DaichoRunResult result)
{
    g_autoptr(DaichoRun) run = daicho_run_new(share, FIXTURE_NOW_S - FIXTURE_DAY_S);
    assert_true(daicho_catalog_begin_run(fixture->catalog, run, NULL));
    run->ended_s = FIXTURE_NOW_S - FIXTURE_DAY_S + 60;
    run->result = result;
    g_free(run->reason);
    run->reason = g_strdup(result == DAICHO_RUN_FAILED ? "no <folder>"
                                                       : "its window ended at 06:00");
    assert_true(daicho_catalog_end_run(fixture->catalog, run, NULL));
}

static void a_scan_that_failed_stands_at_the_top(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    put_run(fixture, "hr", DAICHO_RUN_PARTIAL);
    g_autoptr(FixturePage) before = report(fixture);
    assert_says_not(before, "Scans that failed or were interrupted");
    put_run(fixture, "hr", DAICHO_RUN_FAILED);
    put_run(fixture, "sales", DAICHO_RUN_INTERRUPTED);
    g_autoptr(FixturePage) page = report(fixture);
    fixture_page_assert_sound(page);
    assert_says(page, "Scans that failed or were interrupted");
    assert_says(page, "no <folder>");
    assert_says(page, "interrupted");
    g_autoptr(FixturePage) japanese = report_in(fixture, DAICHO_LANGUAGE_JA);
    assert_says(japanese, "失敗または中断したスキャン");
    assert_says(japanese, "時間帯が06:00に終わりました");
    assert_says(japanese, "失敗");
}

/* R2 */
static void a_share_that_was_never_scanned_is_told(void **state)
{
    static const DaichoConfiguredShare shares[] = {{"hr", "/srv/hr"}, {"legal", "/srv/le&gal"}};
    static const DaichoConfiguredShares configured = {shares, G_N_ELEMENTS(shares)};
    FixtureCatalog *fixture = *state;
    g_autoptr(FixturePage) empty = report_of(fixture, &configured, DAICHO_LANGUAGE_EN);
    assert_says(empty, "No share has been scanned yet");
    assert_says_not(empty, "in order");
    fixture_catalog_fill(fixture);
    g_autoptr(FixturePage) page = report_of(fixture, &configured, DAICHO_LANGUAGE_EN);
    fixture_page_assert_sound(page);
    assert_says(page, "act1shares not scanned to the end");
    assert_says(page, "legal/srv/le&galnever———");
    assert_says(page, "legal:/ (not scanned to the end)");
    g_autoptr(FixturePage) without = report(fixture);
    assert_says(without, "in order0shares not scanned to the end");
}

static void a_page_by_itself_tells_of_scans_that_failed(void **state)
{
    FixtureCatalog *fixture = *state;
    guint left_out = 0;
    g_autoptr(GString) book = g_string_new(NULL);
    g_autoptr(GString) exposure = g_string_new(NULL);
    fixture_catalog_fill(fixture);
    put_run(fixture, "hr", DAICHO_RUN_FAILED);
    assert_true(daicho_report_register(fixture->catalog, fixture->policy, &nothing_configured,
                                       FIXTURE_NOW_S, DAICHO_FORMAT_HTML, DAICHO_LANGUAGE_EN, book,
                                       NULL));
    assert_true(daicho_report_exposure(fixture->catalog, FIXTURE_NOW_S, DAICHO_FORMAT_HTML,
                                       DAICHO_LANGUAGE_EN, exposure, &left_out, NULL));
    const char *const pages[] = {book->str, exposure->str};
    for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(FixturePage) page = fixture_page_read(pages[i]);
        fixture_page_assert_sound(page);
        assert_says(page, "Scans that failed or were interrupted");
    }
}

static void a_path_is_shown_and_never_run(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autoptr(FixturePage) page = report(fixture);
    assert_int_equal(fixture_page_count(page, "script"), 0);
    assert_says(page, "hr:misc/\\xFF\\t<script>alert(1)</script>\\n&\"'.csv");
}

/* The fixture's files are 400 days old: application forms are kept for a year. */
static void what_is_kept_for_too_long_is_told(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autoptr(FixturePage) page = report(fixture);
    assert_says(page, "duethe period has ended: daicho retention plan1\n");
    assert_says(page, "hr:採用/応募者.csvduerecruiting");
    assert_says(page, "1files past their period of retention");
}

static void the_trend_goes_over_all_scans(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autoptr(FixturePage) page = report(fixture);
    assert_says(page, "2026-11-24 24 Nov Reiwa 8hr882\n");
}

/* R6 */
static void the_page_is_sound_and_whole_in_japanese(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    fixture_catalog_put_request(fixture, "erasure", "decided", FIXTURE_NOW_S - FIXTURE_DAY_S);
    g_autoptr(FixturePage) page = report_in(fixture, DAICHO_LANGUAGE_JA);
    fixture_page_assert_sound(page);
    assert_says(page, "個人情報の管理状況報告書");
    assert_says(page, "2026-11-24 令和8年11月24日");
    assert_says(page, "1期限を過ぎた請求");
    assert_says(page, "消去");
    assert_says(page, "期限超過");
    assert_says(page, "暗号化されています (1)");
    assert_says(page, "セミナー申込者への確認");
    assert_says(page, "1年、その後削除");
    static const char *const english[] = {"Findings",       "Personal data", "overdue requests",
                                          "purpose of use", "decided",       "missing"};
    for (gsize i = 0; i < G_N_ELEMENTS(english); i++) {
        assert_says_not(page, english[i]);
    }
}

/* Each of them as part of a path, of a share and of a reason. */
static void names_of_others_are_text_wherever_they_stand(void **state)
{
    FixtureCatalog *fixture = *state;
    static const char *const names[] = {
        "</th><script>alert(1)</script>",
        "\" onmouseover=\"x\" '",
        "&lt;&amp;&#x3c;",
        "`code`",
        "]]><!--",
        "\xe2\x80\xaegpj.exe",
        "\xff\xfe\x80",
        "\x1b[31m\x07",
        "\xef\xbf\xbe",
        "%s%n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *reason = g_strconcat("damaged: ", names[i], " is missing", NULL);
        fixture_catalog_put(fixture, &(FixtureFile){.path = names[i],
                                                    .mode = 0644,
                                                    .state = DAICHO_ITEM_PARTLY_READ,
                                                    .reason = reason,
                                                    .category = "contact",
                                                    .confidence = 90,
                                                    .records = 1});
    }
    fixture_catalog_finish(fixture);
    for (int language = 0; language < DAICHO_N_LANGUAGES; language++) {
        g_autoptr(FixturePage) page = report_in(fixture, (DaichoLanguage)language);
        fixture_page_assert_sound(page);
        assert_int_equal(fixture_page_count(page, "script"), 0);
        assert_null(strstr(page->text->str, "\xe2\x80\xae"));
        assert_null(strchr(page->text->str, '\x1b'));
        assert_says(page, "hr:</th><script>alert(1)</script>");
        assert_says(page, "hr:&lt;&amp;&#x3c;");
        assert_says(page, "hr:`code`");
        assert_says(page, "hr:\\xE2\\x80\\xAEgpj.exe");
        assert_says(page, "hr:\\xFF\\xFE\\x80");
    }
}

/* R7 */
static void nothing_of_a_person_is_on_the_page(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    fixture_catalog_put_request(fixture, "erasure", "received", 0);
    g_autoptr(FixturePage) page = report(fixture);
    assert_says(page, "waiting");
    assert_says_not(page, "架空");
    assert_says_not(page, "example.com");
    assert_says_not(page, "1234");
}

/* R2 */
static void a_catalog_without_shares_does_not_call_anything_clean(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(FixturePage) page = report(fixture);
    fixture_page_assert_sound(page);
    assert_int_equal(fixture_page_count(page, "svg"), 0);
    assert_says(page, "No share has been scanned yet");
    assert_says_not(page, "in order");
}

static void a_scan_that_did_not_end_is_told(void **state)
{
    FixtureCatalog *fixture = *state;
    static const FixtureFile file = {.path = "a.txt", .mode = 0600};
    fixture_catalog_put(fixture, &file);
    g_autoptr(FixturePage) page = report(fixture);
    assert_says(page, "1shares not scanned to the end");
    assert_says(page, "never");
}

static void put_many(FixtureCatalog *fixture, guint many)
{
    for (guint i = 0; i < many; i++) {
        g_autofree char *found = g_strdup_printf("misc/found-%04u.csv", i);
        g_autofree char *locked = g_strdup_printf("misc/locked-%04u.zip", i);
        fixture_catalog_put(fixture, &(FixtureFile){.path = found,
                                                    .mode = 0644,
                                                    .category = "contact",
                                                    .confidence = 90,
                                                    .records = 1});
        fixture_catalog_put(fixture, &(FixtureFile){.path = locked,
                                                    .mode = 0644,
                                                    .state = DAICHO_ITEM_UNREAD,
                                                    .reason = "encrypted"});
    }
    fixture_catalog_finish(fixture);
}

/* R4 */
static void a_list_that_is_cut_says_how_many_more_there_are(void **state)
{
    FixtureCatalog *fixture = *state;
    put_many(fixture, 250);
    g_autoptr(FixturePage) page = report(fixture);
    fixture_page_assert_sound(page);
    assert_says(page, "250items not read, or not in full");
    assert_says(page, "The first 50 of 250 are shown here; 200 more are in daicho items");
    assert_says(page, "The first 200 of 250 are shown here; 50 more are in daicho findings");
    assert_says(page, "The first 200 of 250 are shown here; 50 more are in daicho report exposure");
}

static void reasons_past_the_lists_are_counted(void **state)
{
    FixtureCatalog *fixture = *state;
    for (guint i = 0; i < 33; i++) {
        g_autofree char *path = g_strdup_printf("misc/%02u.bin", i);
        g_autofree char *reason = g_strdup_printf("reason %02u", i);
        fixture_catalog_put(fixture, &(FixtureFile){.path = path,
                                                    .mode = 0600,
                                                    .state = DAICHO_ITEM_UNREAD,
                                                    .reason = reason});
    }
    fixture_catalog_finish(fixture);
    g_autoptr(FixturePage) page = report(fixture);
    assert_int_equal(fixture_page_count(page, "details"), 30);
    assert_says(page, "The items of the 3 rarest reasons are in daicho items");
    assert_says(page, "reason 32");
}

static void assert_stands_before(const FixturePage *page, const char *one, const char *other)
{
    const char *first = strstr(page->text->str, one);
    assert_non_null(first);
    assert_non_null(strstr(first + strlen(one), other));
}

static void years_run_on_and_the_commonest_reason_is_first(void **state)
{
    FixtureCatalog *fixture = *state;
    static const FixtureFile files[] = {
        {.path = "a", .category = "contact", .confidence = 90, .records = 1, .age_days = 30},
        {.path = "b", .category = "contact", .confidence = 90, .records = 3, .age_days = 400},
        {.path = "c", .category = "contact", .confidence = 90, .records = 2, .age_days = 3000},
        {.path = "d", .state = DAICHO_ITEM_UNREAD, .reason = "out of time"},
        {.path = "e", .state = DAICHO_ITEM_UNREAD, .reason = "encrypted"},
        {.path = "f", .state = DAICHO_ITEM_PARTLY_READ, .reason = "encrypted"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        fixture_catalog_put(fixture, &files[i]);
    }
    fixture_catalog_finish(fixture);
    g_autoptr(FixturePage) page = report(fixture);
    assert_says(page, "\n20182\n20253\n20261\n");
    assert_stands_before(page, "encrypted (2)", "out of time (1)");
}

static void each_report_has_a_page_by_itself(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autoptr(GString) book = g_string_new(NULL);
    g_autoptr(GString) exposure = g_string_new(NULL);
    g_autoptr(GString) requests = g_string_new(NULL);
    guint left_out = 0;
    assert_true(daicho_report_register(fixture->catalog, fixture->policy, &nothing_configured,
                                       FIXTURE_NOW_S, DAICHO_FORMAT_HTML, DAICHO_LANGUAGE_EN, book,
                                       NULL));
    assert_true(daicho_report_exposure(fixture->catalog, FIXTURE_NOW_S, DAICHO_FORMAT_HTML,
                                       DAICHO_LANGUAGE_EN, exposure, &left_out, NULL));
    assert_true(daicho_report_requests(fixture->catalog, FIXTURE_NOW_S, DAICHO_FORMAT_HTML,
                                       DAICHO_LANGUAGE_EN, requests, NULL));
    const char *const pages[] = {book->str, exposure->str, requests->str};
    for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(FixturePage) page = fixture_page_read(pages[i]);
        fixture_page_assert_sound(page);
        assert_int_equal(fixture_page_count(page, "section"), 1);
    }
}

static void text_is_escaped_for_attributes_too(void **state)
{
    (void)state;
    g_autoptr(GString) out = g_string_new(NULL);
    Html html = {out, DAICHO_LANGUAGE_EN};
    html_append_text(&html, "<a href=\"x\" id='y'>&\n\xff");
    assert_string_equal(out->str, "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;\\n\\xFF");
}

static void numbers_are_grouped_by_thousands(void **state)
{
    (void)state;
    static const struct {
        gint64 number;
        const char *text;
    } cases[] = {
        {0, "0"},
        {999, "999"},
        {1000, "1,000"},
        {-100, "-100"},
        {-1234567, "-1,234,567"},
        {G_MAXINT64, "9,223,372,036,854,775,807"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = html_number(cases[i].number);
        assert_string_equal(text, cases[i].text);
    }
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_page_of_everything_is_sound),
        TEST(what_is_kept_for_too_long_is_told),
        TEST(the_trend_goes_over_all_scans),
        TEST(the_page_is_sound_and_whole_in_japanese),
        TEST(a_scan_that_failed_stands_at_the_top),
        TEST(a_share_that_was_never_scanned_is_told),
        TEST(a_page_by_itself_tells_of_scans_that_failed),
        TEST(a_path_is_shown_and_never_run),
        TEST(names_of_others_are_text_wherever_they_stand),
        TEST(nothing_of_a_person_is_on_the_page),
        TEST(a_catalog_without_shares_does_not_call_anything_clean),
        TEST(a_scan_that_did_not_end_is_told),
        TEST(a_list_that_is_cut_says_how_many_more_there_are),
        TEST(reasons_past_the_lists_are_counted),
        TEST(years_run_on_and_the_commonest_reason_is_first),
        TEST(each_report_has_a_page_by_itself),
        cmocka_unit_test(text_is_escaped_for_attributes_too),
        cmocka_unit_test(numbers_are_grouped_by_thousands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
