#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "reports/register_set.h"
#include "reports/reports.h"
#include "tests/unit/reports/fixture_catalog.h"

static const DaichoConfiguredShares nothing_configured = {0};

static char *report_of(const FixtureCatalog *fixture, const DaichoConfiguredShares *configured,
                       DaichoFormat format)
{
    GString *out = g_string_new(NULL);
    assert_true(daicho_report_register(fixture->catalog, fixture->policy, configured, FIXTURE_NOW_S,
                                       format, DAICHO_LANGUAGE_EN, out, NULL));
    return g_string_free(out, FALSE);
}

static char *report(const FixtureCatalog *fixture, DaichoFormat format)
{
    return report_of(fixture, &nothing_configured, format);
}

static JsonArray *parse_rows(JsonParser *parser, const char *json)
{
    assert_true(json_parser_load_from_data(parser, json, -1, NULL));
    JsonObject *root = json_node_get_object(json_parser_get_root(parser));
    assert_string_equal(json_object_get_string_member(root, "schema"), "daicho/register/1");
    return json_object_get_array_member(root, "rows");
}

static JsonObject *find_row(JsonArray *rows, const char *set)
{
    for (guint i = 0; i < json_array_get_length(rows); i++) {
        JsonObject *row = json_array_get_object_element(rows, i);
        if (strcmp(json_object_get_string_member(row, "set"), set) == 0) {
            return row;
        }
    }
    fail_msg("the register has no data set %s", set);
    return NULL;
}

static void assert_cell(JsonObject *row, const char *column, const char *expected)
{
    assert_true(json_object_has_member(row, column));
    if (expected == NULL) {
        assert_true(json_object_get_null_member(row, column));
    } else {
        assert_string_equal(json_object_get_string_member(row, column), expected);
    }
}

static void scan_and_policy_fill_what_they_know(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autofree char *json = report(fixture, DAICHO_FORMAT_JSON);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *row = find_row(parse_rows(parser, json), "hr:採用/ (recruiting)");
    assert_cell(row, "categories", "contact");
    assert_cell(row, "purpose", "recruiting");
    assert_cell(row, "purpose_en", "Selecting applicants for employment");
    assert_cell(row, "purpose_ja", "採用選考");
    assert_cell(row, "place", "share hr (/srv/hr), folder 採用/");
    assert_cell(row, "access", "recruiters");
    assert_cell(row, "department", "Human Resources");
    assert_cell(row, "retention", "1 year from the last change of the file, then delete");
    assert_cell(row, "special_care", "no");
    assert_cell(row, "last_scan", "2026-11-24");
    assert_cell(row, "risk", "low");
    assert_int_equal(json_object_get_int_member(row, "persons"), 2);
    assert_int_equal(json_object_get_int_member(row, "files"), 1);
    assert_int_equal(json_object_get_int_member(row, "findings"), 2);
}

/* R3 */
static void what_only_a_person_knows_is_missing(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autofree char *json = report(fixture, DAICHO_FORMAT_JSON);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *row = find_row(parse_rows(parser, json), "hr:採用/ (recruiting)");
    assert_cell(row, "consent", NULL);
    assert_cell(row, "last_review", NULL);
    assert_cell(row, "missing", "Consent; Contact, provision, joint use; Consignment; Last review");
    g_autofree char *tsv = report(fixture, DAICHO_FORMAT_TSV);
    assert_non_null(strstr(tsv, "\t—\t"));
}

static void special_care_makes_a_high_risk(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autofree char *json = report(fixture, DAICHO_FORMAT_JSON);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *row = find_row(parse_rows(parser, json), "hr:人事/ (hr)");
    assert_cell(row, "special_care", "yes");
    assert_cell(row, "risk", "high");
}

static void a_data_set_without_purpose_has_a_row(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autofree char *json = report(fixture, DAICHO_FORMAT_JSON);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *row = find_row(parse_rows(parser, json), "hr:misc/ (no purpose)");
    assert_cell(row, "purpose", NULL);
    assert_cell(row, "retention", NULL);
    assert_cell(row, "risk", "medium");
    assert_int_equal(json_object_get_int_member(row, "findings"), 1);
}

/* R2 */
static void what_could_not_be_read_is_not_called_clean(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autofree char *json = report(fixture, DAICHO_FORMAT_JSON);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonArray *rows = parse_rows(parser, json);
    JsonObject *locked = find_row(rows, "hr:locked/ (no purpose)");
    assert_cell(locked, "categories", NULL);
    assert_cell(locked, "persons", NULL);
    assert_cell(locked, "special_care", "none found, but not all could be read");
    assert_cell(locked, "risk", "medium");
    assert_int_equal(json_object_get_int_member(locked, "unread"), 1);
    JsonObject *partly = find_row(rows, "hr:seminar/ (seminar-confirmation)");
    assert_int_equal(json_object_get_int_member(partly, "unread"), 1);
    assert_int_equal(json_object_get_int_member(partly, "findings"), 1);
}

static void data_sets_are_in_order_of_share_and_folder(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autofree char *json = report(fixture, DAICHO_FORMAT_JSON);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonArray *rows = parse_rows(parser, json);
    static const char *const sets[] = {
        "hr:/ (seminar-confirmation)",        "hr:locked/ (no purpose)", "hr:misc/ (no purpose)",
        "hr:seminar/ (seminar-confirmation)", "hr:人事/ (hr)",           "hr:採用/ (recruiting)",
    };
    assert_int_equal(json_array_get_length(rows), G_N_ELEMENTS(sets));
    for (guint i = 0; i < G_N_ELEMENTS(sets); i++) {
        assert_cell(json_array_get_object_element(rows, i), "set", sets[i]);
    }
}

static void the_table_says_what_it_leaves_out(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autofree char *text = report(fixture, DAICHO_FORMAT_TABLE);
    assert_true(g_str_has_prefix(text, "Data set"));
    assert_non_null(strstr(text, "\nNot in this table, but in csv, json and html: purpose, "));
    assert_non_null(
        strstr(text, "Consent; Contact, provision, joint use; Consignment; Last review\n"));
}

static void many_persons_are_a_high_risk(void **state)
{
    FixtureCatalog *fixture = *state;
    static const FixtureFile files[] = {
        {.path = "inquiries/a.csv",
         .mode = 0600,
         .category = "contact",
         .confidence = 90,
         .records = 1001},
        {.path = "survey/b.csv",
         .mode = 0600,
         .category = "contact",
         .confidence = 90,
         .records = 101},
    };
    fixture_catalog_put(fixture, &files[0]);
    fixture_catalog_put(fixture, &files[1]);
    fixture_catalog_finish(fixture);
    g_autofree char *json = report(fixture, DAICHO_FORMAT_JSON);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonArray *rows = parse_rows(parser, json);
    assert_cell(find_row(rows, "hr:inquiries/ (inquiries)"), "risk", "high");
    assert_cell(find_row(rows, "hr:survey/ (surveys)"), "risk", "medium");
}

static void durations_are_told_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *duration, *words;
    } cases[] = {
        {"P5Y", "5 years"},     {"P1Y6M", "1 year 6 months"},
        {"P30D", "30 days"},    {"P2W", "2 weeks"},
        {"P1D", "1 day"},       {"P", "P"},
        {"PT5H", "PT5H"},       {"5Y", "5Y"},
        {"P-1Y", "P-1Y"},       {"P5", "P5"},
        {"forever", "forever"}, {"", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = register_duration_words(DAICHO_LANGUAGE_EN, cases[i].duration);
        assert_string_equal(words, cases[i].words);
    }
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

/* R2 */
static void what_was_not_scanned_has_a_row_without_figures(void **state)
{
    static const DaichoConfiguredShare shares[] = {{"hr", "/srv/hr"}, {"legal", "/srv/legal"}};
    static const DaichoConfiguredShares configured = {shares, G_N_ELEMENTS(shares)};
    static const char *const unknown[] = {"files",        "findings",  "unread",
                                          "special_care", "last_scan", "dismissed"};
    FixtureCatalog *fixture = *state;
    for (gboolean is_finished = FALSE; is_finished <= TRUE; is_finished++) {
        g_autofree char *json = report_of(fixture, &configured, DAICHO_FORMAT_JSON);
        g_autofree char *csv = report_of(fixture, &configured, DAICHO_FORMAT_CSV);
        g_autoptr(JsonParser) parser = json_parser_new();
        JsonArray *rows = parse_rows(parser, json);
        JsonObject *row = find_row(rows, "legal:/ (not scanned to the end)");
        for (gsize i = 0; i < G_N_ELEMENTS(unknown); i++) {
            assert_cell(row, unknown[i], NULL);
        }
        assert_cell(row, "risk", "medium");
        assert_non_null(strstr(json_object_get_string_member(row, "missing"), "Last scan"));
        assert_int_equal(json_array_get_length(rows), is_finished ? 1 : 2);
        assert_non_null(strstr(csv, "\r\n\"legal:/ (not scanned to the end)\",—,"));
        fixture_catalog_finish(fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(scan_and_policy_fill_what_they_know),
        TEST(what_only_a_person_knows_is_missing),
        TEST(special_care_makes_a_high_risk),
        TEST(a_data_set_without_purpose_has_a_row),
        TEST(what_could_not_be_read_is_not_called_clean),
        TEST(data_sets_are_in_order_of_share_and_folder),
        TEST(the_table_says_what_it_leaves_out),
        TEST(many_persons_are_a_high_risk),
        TEST(what_was_not_scanned_has_a_row_without_figures),
        cmocka_unit_test(durations_are_told_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
