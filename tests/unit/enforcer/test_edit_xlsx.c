#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_document.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define XLSX(root, content)                                                                        \
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<" root " xmlns=\"" MAIN       \
    "\" xmlns:r=\"" RELATION "\">" content "</" root ">"
#define LINK(id, kind, target)                                                                     \
    "<Relationship Id=\"" id "\" Type=\"" RELATION "/" kind "\" Target=\"" target "\"/>"
#define LINKS(links) "<Relationships xmlns=\"" PACKAGE "relationships\">" links "</Relationships>"
#define S(place, index) "<c r=\"" place "\" s=\"1\" t=\"s\"><v>" index "</v></c>"
#define ROW(number, cells) "<row r=\"" number "\">" cells "</row>"
#define SI(text) "<si><t>" text "</t></si>"
#define SHAPE(row)                                                                                 \
    "<v:shape><x:ClientData ObjectType=\"Note\"><x:Row>" row "</x:Row><x:Column>1</x:Column>"      \
    "</x:ClientData></v:shape>"

#define HEAD ROW("1", S("A1", "0") S("B1", "1") S("C1", "2"))
#define HANAKO                                                                                     \
    ROW("2", S("A2", "3") S("B2", "4") "<c r=\"C2\" s=\"2\"><v>29353</v></c>"                      \
                                       "<c r=\"D2\"><f>LEN(A2)</f><v>5</v></c>")
#define TARO ROW("3", S("A3", "5") S("B3", "6") S("C3", "7"))

static GBytes *build(const char *rows, const char *behind)
{
    g_autofree char *sheet = g_strconcat(XLSX("worksheet", "<sheetData>"), NULL);
    sheet[strlen(sheet) - strlen("</worksheet>")] = '\0';
    g_autofree char *whole = g_strconcat(sheet, rows, "</sheetData>", behind, "</worksheet>", NULL);
    const FixtureText parts[] = {
        {"[Content_Types].xml",
         "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"xml\" "
         "ContentType=\"application/xml\"/><Override PartName=\"/xl/calcChain.xml\" "
         "ContentType=\"application/"
         "vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml\"/>"
         "</Types>"},
        {"_rels/.rels", LINKS(LINK("r1", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml", XLSX("workbook", "<sheets><sheet name=\"顧客\" sheetId=\"1\" "
                                             "r:id=\"r1\"/></sheets>")},
        {"xl/_rels/workbook.xml.rels",
         LINKS(LINK("r1", "worksheet", "worksheets/sheet1.xml")
                   LINK("r2", "sharedStrings", "sharedStrings.xml")
                       LINK("r3", "calcChain", "calcChain.xml") LINK("r4", "styles", "styles.xml")
                           LINK("r5", "pivotCacheDefinition", "pivotCache/def1.xml"))},
        {"xl/styles.xml",
         XLSX("styleSheet", "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
                            "</cellXfs>")},
        {"xl/worksheets/sheet1.xml", whole},
        {"xl/worksheets/_rels/sheet1.xml.rels",
         LINKS(LINK("c1", "comments", "../comments1.xml") LINK("v1", "vmlDrawing", "../vml1.vml")
                   LINK("t1", "table",
                        "../tables/table1.xml") "<Relationship Id=\"m1\" Type=\"" RELATION
                                                "/hyperlink\" Target=\"mailto:hanako@example.com\" "
                                                "TargetMode=\"External\"/>")},
        {"xl/sharedStrings.xml", XLSX("sst", SI("氏名") SI("部署") SI("生年月日") SI("架空花子") SI(
                                                 "営業部") SI("見本太郎") SI("営業部") SI("不明"))},
        {"xl/calcChain.xml", XLSX("calcChain", "<c r=\"D2\" i=\"1\"/>")},
        {"xl/comments1.xml",
         XLSX("comments",
              "<authors><author>担当</author></authors><commentList>"
              "<comment ref=\"B2\" authorId=\"0\"><text><t>花子の件</t></text></comment>"
              "<comment ref=\"B3\" authorId=\"0\"><text><t>太郎の件</t></text></comment>"
              "</commentList>")},
        {"xl/vml1.vml",
         "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" "
         "xmlns:x=\"urn:schemas-microsoft-com:office:excel\">" SHAPE("1") SHAPE("2") "</xml>"},
        {"xl/tables/table1.xml", XLSX("table", "<x/>")},
        {"xl/pivotCache/def1.xml",
         XLSX("pivotCacheDefinition",
              "<cacheFields><cacheField name=\"氏名\"><sharedItems><s v=\"架空花子\"/>"
              "<s v=\"見本太郎\"/></sharedItems></cacheField><cacheField name=\"生年月日\">"
              "<sharedItems><d v=\"1980-05-12T00:00:00\"/></sharedItems></cacheField>"
              "<cacheField name=\"1818\"><sharedItems count=\"1818\" minValue=\"5\" "
              "maxValue=\"1818\">"
              "<n v=\"1818\"/><n v=\"5\"/></sharedItems></cacheField></cacheFields>")},
        {NULL, NULL},
    };
    return fixture_document(parts);
}

static void assert_holds(GBytes *document, const char *part, const char *text, gboolean holds)
{
    g_autofree char *content = fixture_document_part(document, part);
    assert_non_null(content);
    if ((strstr(content, text) != NULL) != holds) {
        fail_msg("%s", content);
    }
}

#define LINK_ROW                                                                                   \
    "<hyperlinks><hyperlink ref=\"A2\" r:id=\"m1\"/></hyperlinks>"                                 \
    "<mergeCells><mergeCell ref=\"A4:A5\"/></mergeCells>"

static void a_row_goes_with_all_that_hangs_on_it(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = build(HEAD HANAKO TARO, LINK_ROW);
    g_autofree char *before = fixture_document_records(book, "a.xlsx");
    assert_non_null(strstr(before, "架空花子 営業部 1980/5/12 5\n"));
    g_autoptr(GBytes) left = fixture_document_erase(book, "a.xlsx", "架空花子");
    g_autofree char *after = fixture_document_records(left, "a.xlsx");
    static const char *const gone[] = {"架空花子", "1980", "花子の件", "hanako"};
    for (gsize i = 0; i < G_N_ELEMENTS(gone); i++) {
        assert_null(strstr(after, gone[i]));
    }
    assert_non_null(strstr(after, "氏名 部署 生年月日\n見本太郎 営業部 不明\n"));
    assert_non_null(strstr(after, "太郎の件"));
    assert_holds(left, "xl/worksheets/sheet1.xml", "<c r=\"A2\" s=\"1\"/>", TRUE);
    assert_holds(left, "xl/worksheets/sheet1.xml", "hyperlink", FALSE);
    assert_holds(left, "xl/worksheets/_rels/sheet1.xml.rels", "mailto", FALSE);
    assert_holds(left, "xl/pivotCache/def1.xml", "<s v=\"\"/><s v=\"見本太郎\"/>", TRUE);
    assert_holds(left, "xl/vml1.vml", "<x:Row>1<", FALSE);
    assert_holds(left, "xl/vml1.vml", "<x:Row>2<", TRUE);
    assert_holds(left, "[Content_Types].xml", "calcChain", FALSE);
    g_autofree char *order = fixture_document_part(left, "xl/calcChain.xml");
    assert_null(order);
}

/* A number of the row stands in a cache as a value, and as what only looks alike. */
static void what_counts_in_a_cache_is_no_value(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        book = build(HEAD ROW("2", S("A2", "3") "<c r=\"B2\"><v>1818</v></c>") TARO, LINK_ROW);
    g_autoptr(GBytes) left = fixture_document_erase(book, "a.xlsx", "架空花子");
    assert_holds(left, "xl/pivotCache/def1.xml",
                 "<cacheField name=\"1818\"><sharedItems count=\"1818\" minValue=\"5\">"
                 "<m/><n v=\"5\"/></sharedItems></cacheField>",
                 TRUE);
}

/* Strings keep their numbers, and those that another cell shows their text. */
static void shared_strings_keep_their_places(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        book = build(HEAD HANAKO ROW("3", S("A3", "5") S("B3", "4") S("C3", "7")), LINK_ROW);
    g_autoptr(GBytes) left = fixture_document_erase(book, "a.xlsx", "架空花子");
    assert_holds(left, "xl/sharedStrings.xml",
                 SI("生年月日") "<si><t/></si>" SI("営業部") SI("見本太郎"), TRUE);
}

static void what_goes_along_must_be_planned(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = build(HEAD HANAKO TARO, LINK_ROW);
    fixture_document_refuse(book, "a.xlsx", "架空花子", "make a new plan");
}

static void a_comment_goes_without_its_row(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = build(HEAD HANAKO TARO, LINK_ROW);
    g_autoptr(GBytes) left = fixture_document_erase(book, "a.xlsx", "担当: 花子の件");
    assert_holds(left, "xl/comments1.xml", "花子の件", FALSE);
    assert_holds(left, "xl/comments1.xml", "太郎の件", TRUE);
    assert_holds(left, "xl/vml1.vml", "<x:Row>1<", FALSE);
    assert_holds(left, "xl/worksheets/sheet1.xml", "29353", TRUE);
}

/* The last comment of somebody goes with the name, which stands at the top of all comments. */
static void the_author_goes_with_the_last_comment(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = build(HEAD HANAKO TARO, LINK_ROW);
    g_autoptr(GBytes) left = fixture_document_erase(book, "a.xlsx", "担当: 花子の件");
    assert_holds(left, "xl/comments1.xml", "<author>担当</author>", TRUE);
    g_autoptr(GBytes) none = fixture_document_erase(left, "a.xlsx", "担当: 太郎の件");
    assert_holds(none, "xl/comments1.xml", "担当", FALSE);
    assert_holds(none, "xl/comments1.xml", "<authors><author", TRUE);
}

#define THREADS "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
#define NEWER(id, kind, target)                                                                    \
    "<Relationship Id=\"" id                                                                       \
    "\" Type=\"http://schemas.microsoft.com/office/2017/10/relationships/" kind                    \
    "\" Target=\"" target "\"/>"

/* Who wrote threads is told by name and account in a part of its own. */
static void who_wrote_threads_goes_with_them(void **state)
{
    (void)state;
    const FixtureText parts[] = {
        {"[Content_Types].xml",
         "<Types xmlns=\"" PACKAGE "content-types\"><Override PartName=\"/xl/workbook.xml\" "
         "ContentType=\"application/"
         "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
         "</Types>"},
        {"_rels/.rels", LINKS(LINK("r1", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml", XLSX("workbook", "<sheets><sheet name=\"備品\" sheetId=\"1\" "
                                             "r:id=\"r1\"/></sheets>")},
        {"xl/_rels/workbook.xml.rels", LINKS(LINK("r1", "worksheet", "worksheets/sheet1.xml")
                                                 NEWER("r2", "person", "persons/person.xml"))},
        {"xl/worksheets/sheet1.xml", XLSX("worksheet", "<sheetData/>")},
        {"xl/worksheets/_rels/sheet1.xml.rels",
         LINKS(NEWER("t1", "threadedComment", "../threadedComments/one.xml"))},
        {"xl/persons/person.xml",
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?><personList xmlns=\"" THREADS
         "\"><person displayName=\"架空花子\" id=\"{A}\" "
         "userId=\"hanako@example.com\"/><person displayName=\"見本太郎\" "
         "id=\"{B}\"/></personList>"},
        {"xl/threadedComments/one.xml",
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ThreadedComments xmlns=\"" THREADS
         "\"><threadedComment ref=\"B1\" personId=\"{A}\" "
         "id=\"{C}\"><text>確認</text></threadedComment><threadedComment ref=\"A1\" "
         "personId=\"{B}\" id=\"{D}\"><text>了解</text></threadedComment></ThreadedComments>"},
        {NULL, NULL},
    };
    g_autoptr(GBytes) book = fixture_document(parts);
    g_autoptr(GBytes)
        left = fixture_document_erase(book, "a.xlsx", "架空花子 hanako@example.com|架空花子: 確認");
    assert_holds(left, "xl/persons/person.xml",
                 "<person displayName=\"\" id=\"{A}\" userId=\"\"/>"
                 "<person displayName=\"見本太郎\" id=\"{B}\"/>",
                 TRUE);
    assert_holds(left, "xl/threadedComments/one.xml", "確認", FALSE);
    assert_holds(left, "xl/threadedComments/one.xml", "了解", TRUE);
}

static void a_shared_formula_stays_for_the_others(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = build(
        HEAD ROW("2", S("A2", "3") "<c r=\"D2\"><f t=\"shared\" ref=\"D2:D3\" si=\"0\">LEN(A2)</f>"
                                   "<v>55</v></c>")
            ROW("3", S("A3", "5") "<c r=\"D3\"><f t=\"shared\" si=\"0\"/><v>66</v></c>"),
        "");
    g_autoptr(GBytes) left = fixture_document_erase(book, "a.xlsx", "架空花子");
    assert_holds(left, "xl/worksheets/sheet1.xml", "LEN(A2)", TRUE);
    assert_holds(left, "xl/worksheets/sheet1.xml", "55", FALSE);
    assert_holds(left, "xl/worksheets/sheet1.xml", "66", TRUE);
}

static void what_other_rows_need_is_left_to_people(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        merged = build(HEAD HANAKO TARO, "<mergeCells><mergeCell ref=\"B2:B3\"/></mergeCells>");
    fixture_document_refuse(merged, "a.xlsx", "架空花子", "reaches into the row below");
    g_autoptr(GBytes) text = build(
        HEAD ROW("2", S("A2", "3") "<c r=\"D2\"><f t=\"shared\" ref=\"D2:D3\" si=\"0\">\"花子\"</f>"
                                   "<v>5</v></c>"),
        "");
    fixture_document_refuse(text, "a.xlsx", "架空花子", "formula with text");
    fixture_document_refuse(merged, "a.xlsx", "顧客", "another record would change");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_goes_with_all_that_hangs_on_it),
        cmocka_unit_test(what_counts_in_a_cache_is_no_value),
        cmocka_unit_test(shared_strings_keep_their_places),
        cmocka_unit_test(what_goes_along_must_be_planned),
        cmocka_unit_test(a_comment_goes_without_its_row),
        cmocka_unit_test(the_author_goes_with_the_last_comment),
        cmocka_unit_test(who_wrote_threads_goes_with_them),
        cmocka_unit_test(a_shared_formula_stays_for_the_others),
        cmocka_unit_test(what_other_rows_need_is_left_to_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
