#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/era.h"
#include "tests/unit/enforcer/fixture_request.h"

static void dates_are_told_in_both_calendars(void **state)
{
    (void)state;
    static const struct {
        gint64 unix_s;
        const char *date;
    } days[] = {
        {FIXTURE_REQUEST_NOW, "2026-11-25（令和8年11月25日）"},
        {1556668800, "2019-05-01（令和元年5月1日）"},
        {1556668799, "2019-04-30（平成31年4月30日）"},
        {600220800, "1989-01-08（平成元年1月8日）"},
        {600220799, "1989-01-07（昭和64年1月7日）"},
        {-1357603200, "1926-12-25（昭和元年12月25日）"},
        {-1357603201, "1926-12-24（大正15年12月24日）"},
        {-1812153600, "1912-07-30（大正元年7月30日）"},
        {-1812153601, "1912-07-29（明治45年7月29日）"},
        {-4000000000, "1843-03-31"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        g_autofree char *date = daicho_era_format_date(days[i].unix_s, NULL);
        assert_string_equal(date, days[i].date);
    }
}

static void a_date_is_the_one_that_people_have(void **state)
{
    (void)state;
    g_autoptr(GTimeZone) tokyo = g_time_zone_new_identifier("+09:00");
    g_autofree char *before = daicho_era_format_date(FIXTURE_REQUEST_NOW - 9 * 3600 - 1, tokyo);
    g_autofree char *after = daicho_era_format_date(FIXTURE_REQUEST_NOW - 9 * 3600, tokyo);
    assert_string_equal(before, "2026-11-24（令和8年11月24日）");
    assert_string_equal(after, "2026-11-25（令和8年11月25日）");
}

static char *take_form(FixtureRequest *fixture, gint64 number)
{
    g_autoptr(GError) error = NULL;
    char *form = fixture_request_take_html(
        daicho_request_form(&fixture->enforcer, number, DAICHO_PAPER_HTML, &error));
    assert_null(error);
    assert_non_null(form);
    return form;
}

static void assert_holds(const char *page, const char *text)
{
    if (strstr(page, text) == NULL) {
        fail_msg("the page does not hold \"%s\":\n%s", text, page);
    }
}

static void the_form_holds_what_the_person_needs(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "identity-verified");
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(fixture->catalog, number, NULL);
    g_autofree char *form = take_form(fixture, number);
    const char *const texts[] = {"個人情報開示等請求書",
                                 "Personal Information Disclosure, Etc. Request",
                                 "Mihon Education and Training Co., Ltd.",
                                 "R-000001",
                                 request->check_code,
                                 "消去 / Erasure",
                                 "第35条第1項、第35条第5項 / Article 35(1), 35(5)",
                                 "個人情報の保護に関する法律",
                                 "架空 花子",
                                 "東京都架空区見本町1-2-3",
                                 "hanako@example.com",
                                 "03-0000-1234",
                                 "1985-04-01",
                                 "2027-01-24（令和9年1月24日）",
                                 "苦情・相談窓口"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        assert_holds(form, texts[i]);
    }
}

static void the_form_names_agent_and_authority(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(DaichoSubject) subject = fixture_request_subject();
    gint64 number = daicho_request_new(enforcer, "disclosure", subject, "見本 太郎", "成年後見人",
                                       NULL);
    assert_true(daicho_request_verify(enforcer, number, "agent-in-person", "licence seen", NULL));
    g_autofree char *form = take_form(fixture, number);
    assert_holds(form, "見本 太郎");
    assert_holds(form, "成年後見人");
    assert_holds(form, "第33条第1項 / Article 33(1)");
}

static void markup_in_a_name_stays_text(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoEnforcer *enforcer = &fixture->enforcer;
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    daicho_subject_add(subject, "name", "<script>alert(\"花\")</script> & 'x'");
    gint64 number = daicho_request_new(enforcer, "erasure", subject, NULL, NULL, NULL);
    assert_true(daicho_request_verify(enforcer, number, "callback", "called", NULL));
    g_autofree char *form = take_form(fixture, number);
    assert_null(strstr(form, "<script"));
    assert_holds(form, "&lt;script&gt;alert(&quot;花&quot;)&lt;/script&gt; &amp; &apos;x&apos;");
}

/* Every element that is opened is closed in order, and nothing is fetched. */
static void the_page_is_whole_and_by_itself(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "identity-verified");
    g_autofree char *form = take_form(fixture, number);
    g_autoptr(GString) page = g_string_new(form);
    g_autoptr(GError) error = NULL;
    const GMarkupParser parser = {0};
    g_string_replace(page, "<!DOCTYPE html>\n", "", 1);
    g_string_replace(page, "<meta charset=\"utf-8\">", "", 1);
    g_string_replace(page, "<meta name=\"viewport\" content=\"width=device-width\">", "", 1);
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
    assert_true(g_markup_parse_context_parse(context, page->str, -1, &error) &&
                g_markup_parse_context_end_parse(context, &error));
    assert_null(strstr(form, "src="));
    assert_null(strstr(form, "href="));
    assert_null(strstr(form, "url("));
    assert_holds(form, "<html lang=\"ja\">");
    assert_holds(form, "@page{size:A4");
    assert_holds(form, "<th scope=\"row\">");
}

static void nothing_of_the_form_is_stored(void **state)
{
    FixtureRequest *fixture = *state;
    gint64 number = fixture_request_make(fixture, "erasure", "accept", "identity-verified");
    g_autofree char *form = take_form(fixture, number);
    assert_false(fixture_request_holds(fixture, "個人情報開示等請求書"));
    fixture_request_assert_no_leak(fixture);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_the_one_that_people_have),
        cmocka_unit_test(dates_are_told_in_both_calendars),
        TEST(the_form_holds_what_the_person_needs),
        TEST(the_form_names_agent_and_authority),
        TEST(markup_in_a_name_stays_text),
        TEST(the_page_is_whole_and_by_itself),
        TEST(nothing_of_the_form_is_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
