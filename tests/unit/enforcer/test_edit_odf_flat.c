#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_document.h"

/* Documents that are one XML file, and drawings. */

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define NAMES                                                                                      \
    " xmlns:office='" OASIS "office:1.0' xmlns:text='" OASIS "text:1.0' xmlns:table='" OASIS       \
    "table:1.0' xmlns:draw='" OASIS "drawing:1.0' xmlns:style='" OASIS                             \
    "style:1.0' xmlns:presentation='" OASIS "presentation:1.0' xmlns:meta='" OASIS                 \
    "meta:1.0' xmlns:chart='" OASIS "chart:1.0' xmlns:dc='http://purl.org/dc/elements/1.1/'"
#define P(words) "<text:p>" words "</text:p>"
#define ROW(...) "<table:table-row>" __VA_ARGS__ "</table:table-row>"
#define CELL(words) "<table:table-cell>" P(words) "</table:table-cell>"

static GBytes *build(const char *kind, const char *mimetype, const char *body)
{
    g_autofree char *text = g_strdup_printf(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document" NAMES
        " office:version='1.3' office:mimetype='application/vnd.oasis.opendocument.%s'>"
        "<office:meta><dc:title>仮名次郎の件</dc:title><meta:keyword>名簿</meta:keyword>"
        "</office:meta><office:settings/><office:body><office:%s>%s</office:%s></office:body>"
        "</office:document>\n",
        mimetype, kind, body, kind);
    return fixture_bytes(text);
}

static void assert_records(GBytes *document, const char *name, const char *expected)
{
    g_autofree char *records = fixture_document_records(document, name);
    assert_string_equal(records, expected);
}

static void assert_holds(GBytes *document, const char *text, gboolean holds)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(document, &length);
    if ((memmem(bytes, length, text, strlen(text)) != NULL) != holds) {
        fail_msg("%s: %.*s", text, (int)length, bytes);
    }
}

#define META "title: 仮名次郎の件\nkeyword: 名簿\n"

static void a_paragraph_and_a_row_of_a_text_go(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        "text", "text",
        P("名簿") P("仮名次郎<office:annotation>" P(
            "要確認") "</office:annotation>") "<table:table table:name='t'>" ROW(CELL("氏名")
                                                                                     CELL("電話"))
            ROW(CELL("仮名次郎") CELL("03-0000-0001"))
                ROW(CELL("見本太郎") CELL("03-0000-0002")) "</table:table>");
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.fodt", "仮名次郎");
    assert_records(left, "a.fodt", META "名簿\n氏名 電話\n見本太郎 03-0000-0002\n");
    assert_holds(left, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", TRUE);
    assert_holds(left, "仮名次郎</text:p>", FALSE);
    assert_holds(left, "要確認", FALSE);
    assert_holds(left, "<office:settings/>", TRUE);
}

static void a_row_of_a_sheet_becomes_empty_where_it_is(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        document = build("spreadsheet", "spreadsheet",
                         "<table:table table:name='S'>" ROW(CELL("氏名")) ROW(CELL("仮名次郎"))
                             ROW(CELL("見本太郎")) "</table:table>");
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.fods", "仮名次郎");
    assert_records(left, "a.fods", META "S\n氏名\n見本太郎\n");
    assert_holds(left, "<table:table-row><table:table-cell/></table:table-row>", TRUE);
}

/* It repeats what the record held, and nothing else does. */
static void a_property_of_the_same_value_goes_along(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build("text", "text", P("仮名次郎の件") P("見本太郎"));
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.fodt", "仮名次郎の件");
    assert_records(left, "a.fodt", "keyword: 名簿\n見本太郎\n");
    assert_holds(left, "仮名次郎", FALSE);
}

static void a_value_that_stands_elsewhere_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        "text", "text",
        P("仮名次郎の連絡先") P("<text:span text:style-name='仮名次郎の連絡先'>x</text:span>"));
    fixture_document_refuse(document, "a.fodt", "仮名次郎の連絡先",
                            "would still hold what was taken out");
}

/* The picture shows the chart as it was; its program draws it anew. */
static void the_picture_of_a_chart_goes_with_its_row(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        "text", "text",
        P("表<draw:frame><draw:object><office:document office:mimetype='application/"
          "vnd.oasis.opendocument.chart'><office:body><office:chart><chart:chart><table:table "
          "table:name='local-table'>" ROW(CELL("氏名") CELL("点")) ROW(CELL("例示九子") CELL("71"))
              ROW(CELL("例示十郎")
                      CELL("72")) "</table:table></chart:chart></office:chart>"
                                  "</office:body></office:document></draw:object>"
                                  "<draw:image><office:binary-data>AAAA</office:binary-data>"
                                  "</draw:image></draw:frame>"));
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.fodt", "例示九子");
    assert_holds(left, "例示九子", FALSE);
    assert_holds(left, "AAAA", FALSE);
    assert_holds(left, "例示十郎", TRUE);
}

static void slides_and_drawings_lose_a_paragraph(void **state)
{
    (void)state;
    static const char *const kinds[][3] = {
        {"presentation", "presentation", "a.fodp"},
        {"drawing", "graphics", "a.fodg"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GBytes)
            document = build(kinds[i][0], kinds[i][1],
                             "<draw:page draw:name='p'><draw:frame><draw:text-box>" P("仮名次郎")
                                 P("見本太郎") "</draw:text-box></draw:frame><draw:rect>" P(
                                     "仮名次郎の席") "</draw:rect>"
                                                     "</draw:page>");
        g_autoptr(GBytes)
            left = fixture_document_erase(document, kinds[i][2], "=仮名次郎|仮名次郎の席");
        assert_holds(left, "仮名次郎</text:p>", FALSE);
        assert_holds(left, "仮名次郎の席", FALSE);
        assert_holds(left, "見本太郎", TRUE);
        assert_holds(left, "<draw:rect/>", TRUE);
    }
}

static void a_drawing_that_is_a_package_is_cut(void **state)
{
    (void)state;
    const FixtureText parts[] = {
        {"mimetype", "application/vnd.oasis.opendocument.graphics"},
        {"content.xml",
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content" NAMES
         "><office:body><office:drawing><draw:page draw:name='p'><draw:ellipse>" P(
             "仮名次郎") "</draw:ellipse><draw:custom-shape>" P("見本太郎") "</draw:custom-shape></"
                                                                            "draw:page></"
                                                                            "office:drawing></"
                                                                            "office:body>"
                                                                            "</"
                                                                            "office:document-"
                                                                            "content>"},
        {"Thumbnails/thumbnail.png", "a preview"},
        {NULL, NULL},
    };
    g_autoptr(GBytes) document = fixture_document(parts);
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.odg", "仮名次郎");
    g_autofree char *content = fixture_document_part(left, "content.xml");
    assert_non_null(strstr(content, "<draw:ellipse/><draw:custom-shape><text:p>見本太郎"));
    assert_null(fixture_document_part(left, "Thumbnails/thumbnail.png"));
}

static void a_document_with_declarations_of_its_own_is_left_to_people(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = fixture_bytes(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY n \"x\">]><office:document" NAMES
        " office:mimetype='application/vnd.oasis.opendocument.text'><office:body><office:text>" P(
            "仮名次郎") P("見本太郎") "</office:text></office:body></office:document>");
    g_autofree char *records = fixture_document_records(document, "a.fodt");
    if (strstr(records, "not read") == NULL) {
        fixture_document_refuse(document, "a.fodt", "仮名次郎", "is no plain XML");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paragraph_and_a_row_of_a_text_go),
        cmocka_unit_test(a_row_of_a_sheet_becomes_empty_where_it_is),
        cmocka_unit_test(a_property_of_the_same_value_goes_along),
        cmocka_unit_test(a_value_that_stands_elsewhere_is_told),
        cmocka_unit_test(the_picture_of_a_chart_goes_with_its_row),
        cmocka_unit_test(slides_and_drawings_lose_a_paragraph),
        cmocka_unit_test(a_drawing_that_is_a_package_is_cut),
        cmocka_unit_test(a_document_with_declarations_of_its_own_is_left_to_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
