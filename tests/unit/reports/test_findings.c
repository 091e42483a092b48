#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"
#include "reports/reports.h"
#include "tests/unit/reports/fixture_catalog.h"

static char *report(const FixtureCatalog *fixture, const DaichoFindingQuery *query,
                    DaichoFormat format)
{
    GString *out = g_string_new(NULL);
    assert_true(daicho_report_findings(fixture->catalog, query, format, out, NULL));
    return g_string_free(out, FALSE);
}

static guint count_lines(const char *text)
{
    guint lines = 0;
    for (; *text != '\0'; text++) {
        lines += *text == '\n' ? 1 : 0;
    }
    return lines;
}

static void tsv_has_the_columns_of_the_command_line(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    const DaichoFindingQuery query = {.path_glob = "採用/*"};
    g_autofree char *text = report(fixture, &query, DAICHO_FORMAT_TSV);
    assert_string_equal(
        text, "path\tpart\trecord\trule\tcategory\tconfidence\tstart\tend\tpurpose\tsample\n"
              "採用/応募者.csv\t\t1\tjp.phone\tcontact\t90\t0\t12\trecruiting\t0**-****-1234\n"
              "採用/応募者.csv\t\t2\tjp.phone\tcontact\t90\t20\t32\trecruiting\t0**-****-1234\n");
}

/* R1 */
static void an_odd_path_stays_on_its_line(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    const DaichoFindingQuery query = {
        .path_glob = "misc/*", .rule = "jp.phone", .minimum_confidence = 40};
    g_autofree char *text = report(fixture, &query, DAICHO_FORMAT_TSV);
    assert_int_equal(count_lines(text), 2);
    assert_non_null(strstr(text, "\nmisc/\\xFF\\t<script>alert(1)</script>\\n&\"'.csv\t\t1\t"));
    assert_true(g_utf8_validate(text, -1, NULL));
}

static void a_member_has_its_part(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    const DaichoFindingQuery query = {.path_glob = "*.zip"};
    g_autofree char *text = report(fixture, &query, DAICHO_FORMAT_TSV);
    assert_non_null(strstr(text, "\nseminar/list.zip\tinner.zip!/list.csv\t1\t"));
}

static void the_table_names_the_share_in_the_path(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    const DaichoFindingQuery query = {.path_glob = "採用/*"};
    g_autofree char *text = report(fixture, &query, DAICHO_FORMAT_TABLE);
    assert_non_null(strstr(text, "\nhr:採用/応募者.csv"));
    assert_null(strstr(text, "Share"));
}

static void csv_and_json_have_the_share_last(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    const DaichoFindingQuery query = {.path_glob = "=SUM*", .rule = "jp.phone"};
    g_autofree char *csv = report(fixture, &query, DAICHO_FORMAT_CSV);
    assert_non_null(strstr(csv, ",purpose,sample,share\r\n"));
    assert_non_null(strstr(csv, "\r\n\"'=SUM(A1) seminar.csv\","));
    assert_true(g_str_has_suffix(csv, ",0**-****-1234,hr\r\n"));
    g_autofree char *json = report(fixture, &query, DAICHO_FORMAT_JSON);
    g_autoptr(JsonParser) parser = json_parser_new();
    assert_true(json_parser_load_from_data(parser, json, -1, NULL));
    JsonObject *root = json_node_get_object(json_parser_get_root(parser));
    assert_string_equal(json_object_get_string_member(root, "schema"), "daicho/findings/1");
    JsonArray *rows = json_object_get_array_member(root, "rows");
    assert_int_equal(json_array_get_length(rows), 1);
    JsonObject *row = json_array_get_object_element(rows, 0);
    assert_string_equal(json_object_get_string_member(row, "share"), "hr");
    assert_int_equal(json_object_get_int_member(row, "confidence"), 90);
}

static void no_findings_leave_the_header(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_finish(fixture);
    const DaichoFindingQuery query = {0};
    g_autofree char *text = report(fixture, &query, DAICHO_FORMAT_TSV);
    assert_int_equal(count_lines(text), 1);
}

/* R1: a path of any bytes is an URI that leads back to them. */
static void sarif_is_json_and_escapes_paths(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    const DaichoFindingQuery query = {.path_glob = "misc/*"};
    g_autofree char *text = report(fixture, &query, DAICHO_FORMAT_SARIF);
    g_autoptr(JsonParser) parser = json_parser_new();
    assert_true(json_parser_load_from_data(parser, text, -1, NULL));
    assert_non_null(strstr(text, "\"uri\":\"misc/%FF%09%3Cscript%3Ealert%281%29%3C/script%3E%0A"));
    assert_non_null(strstr(text, "\"uriBaseId\":\"hr\""));
    assert_true(g_utf8_validate(text, -1, NULL));
}

/* R2: one item is partly read and one unread, below misc there is none. */
static void sarif_tells_what_was_not_read(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    static const struct {
        const char *glob, *sound;
        guint count;
    } cases[] = {{NULL, "unread: encrypted", 2},
                 {"misc/*", "\"toolExecutionNotifications\":[]", 0}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const DaichoFindingQuery query = {.path_glob = cases[i].glob};
        g_autofree char *text = report(fixture, &query, DAICHO_FORMAT_SARIF);
        g_autoptr(JsonParser) parser = json_parser_new();
        assert_true(json_parser_load_from_data(parser, text, -1, NULL));
        JsonObject *root = json_node_get_object(json_parser_get_root(parser));
        JsonObject *run = json_array_get_object_element(json_object_get_array_member(root, "runs"),
                                                        0);
        JsonObject *invocation = json_array_get_object_element(
            json_object_get_array_member(run, "invocations"), 0);
        assert_true(json_object_get_boolean_member(invocation, "executionSuccessful"));
        assert_int_equal(json_array_get_length(json_object_get_array_member(
                             invocation, "toolExecutionNotifications")),
                         cases[i].count);
        assert_non_null(strstr(text, cases[i].sound));
    }
}

static void sarif_of_a_scan_that_failed_was_no_success(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    g_autoptr(DaichoRun) run = daicho_run_new("hr", FIXTURE_NOW_S);
    assert_true(daicho_catalog_begin_run(fixture->catalog, run, NULL));
    const DaichoFindingQuery of_hr = {.share = "hr"}, of_other = {.share = "other"};
    g_autofree char *text = report(fixture, &of_hr, DAICHO_FORMAT_SARIF);
    g_autofree char *other = report(fixture, &of_other, DAICHO_FORMAT_SARIF);
    assert_non_null(strstr(text, "\"executionSuccessful\":false"));
    assert_non_null(
        strstr(text, "the last scan of the share \\\"hr\\\" interrupted: it was killed"));
    assert_non_null(strstr(other, "\"executionSuccessful\":true"));
}

static void findings_are_no_page(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_finish(fixture);
    const DaichoFindingQuery query = {0};
    g_autoptr(GString) out = g_string_new("before");
    g_autoptr(GError) error = NULL;
    assert_false(daicho_report_findings(fixture->catalog, &query, DAICHO_FORMAT_HTML, out, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_string_equal(out->str, "before");
}

static gboolean append_piece(const char *bytes, gsize length, gpointer data, GError **error)
{
    (void)error;
    g_string_append_len(data, bytes, (gssize)length);
    return TRUE;
}

static void many_rows_come_in_pieces_that_make_the_whole(void **state)
{
    FixtureCatalog *fixture = *state;
    static const FixtureFile large = {.path = "large.csv",
                                      .mode = 0600,
                                      .category = "contact",
                                      .confidence = 90,
                                      .records = 3000};
    fixture_catalog_put(fixture, &large);
    fixture_catalog_finish(fixture);
    const DaichoFindingQuery query = {.rule = "jp.phone"};
    g_autofree char *whole = report(fixture, &query, DAICHO_FORMAT_TSV);
    assert_int_equal(count_lines(whole), 3001);
    g_autoptr(GString) pieces = g_string_new(NULL);
    assert_true(daicho_report_findings_to(fixture->catalog, &query, DAICHO_FORMAT_TSV,
                                          DAICHO_LANGUAGE_EN, append_piece, pieces, NULL));
    assert_string_equal(pieces->str, whole);
}

static void items_say_what_was_not_read_and_why(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    static const DaichoItemState unread = DAICHO_ITEM_UNREAD;
    const DaichoItemQuery query = {.state = &unread};
    g_autoptr(GString) out = g_string_new(NULL);
    assert_true(daicho_report_items(fixture->catalog, &query, DAICHO_FORMAT_TSV, out, NULL));
    assert_string_equal(out->str,
                        "share\tpath\tpart\tstate\ttype\treason\tsize\tfindings\tpurpose\n"
                        "hr\tlocked/only.zip\t\tunread\ttext/csv\tencrypted\t1234\t0\t\n");
}

static void items_come_in_pieces_too(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_fill(fixture);
    const DaichoItemQuery query = {0};
    g_autoptr(GString) whole = g_string_new(NULL);
    g_autoptr(GString) pieces = g_string_new(NULL);
    assert_true(daicho_report_items(fixture->catalog, &query, DAICHO_FORMAT_JSON, whole, NULL));
    assert_true(daicho_report_items_to(fixture->catalog, &query, DAICHO_FORMAT_JSON,
                                       DAICHO_LANGUAGE_EN, append_piece, pieces, NULL));
    assert_int_equal(count_lines(whole->str), 9);
    assert_string_equal(pieces->str, whole->str);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tsv_has_the_columns_of_the_command_line),
        TEST(an_odd_path_stays_on_its_line),
        TEST(a_member_has_its_part),
        TEST(the_table_names_the_share_in_the_path),
        TEST(csv_and_json_have_the_share_last),
        TEST(no_findings_leave_the_header),
        TEST(sarif_is_json_and_escapes_paths),
        TEST(sarif_tells_what_was_not_read),
        TEST(sarif_of_a_scan_that_failed_was_no_success),
        TEST(findings_are_no_page),
        TEST(many_rows_come_in_pieces_that_make_the_whole),
        TEST(items_say_what_was_not_read_and_why),
        TEST(items_come_in_pieces_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
