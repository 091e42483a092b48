#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_document.h"

#define TYPE "application/vnd.oasis.opendocument."
#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define NAMES                                                                                      \
    " xmlns:office='" OASIS "office:1.0' xmlns:text='" OASIS "text:1.0' xmlns:table='" OASIS       \
    "table:1.0' xmlns:draw='" OASIS "drawing:1.0' xmlns:style='" OASIS                             \
    "style:1.0' xmlns:presentation='" OASIS "presentation:1.0' xmlns:meta='" OASIS                 \
    "meta:1.0' xmlns:form='" OASIS "form:1.0' xmlns:svg='" OASIS "svg-compatible:1.0'"             \
    " xmlns:chart='" OASIS "chart:1.0' xmlns:manifest='" OASIS "manifest:1.0'"                     \
    " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:xlink='http://www.w3.org/1999/xlink'"
#define P(words) "<text:p>" words "</text:p>"
#define ITEM(words) "<text:list-item>" P(words) "</text:list-item>"
#define ROW(...) "<table:table-row>" __VA_ARGS__ "</table:table-row>"
#define CELL(words) "<table:table-cell>" P(words) "</table:table-cell>"
#define TABLE(rows) "<table:table table:name='t'>" rows "</table:table>"
#define ENTRY(path) "<manifest:file-entry manifest:full-path='" path "'/>"
#define CHANGES(regions) "<text:tracked-changes>" regions "</text:tracked-changes>"
#define BY(name) "<office:change-info><dc:creator>" name "</dc:creator></office:change-info>"

static GBytes *build(const char *kind, const char *body)
{
    g_autofree char *content = g_strdup_printf(
        DECLARATION "<office:document-content" NAMES "><office:body><office:%s>%s</office:%s>"
                    "</office:body></office:document-content>",
        kind, body, kind);
    g_autofree char *mimetype = g_strconcat(TYPE, kind, NULL);
    const FixtureText parts[] = {
        {"mimetype", mimetype},
        {"content.xml", content},
        {"styles.xml",
         DECLARATION "<office:document-styles" NAMES "><office:master-styles>"
                     "<style:master-page style:name='S'><style:header>" P("仮名四郎の綴り")
                         P("綴り") "</style:header></style:master-page></office:master-styles>"
                                   "</office:document-styles>"},
        {"meta.xml",
         DECLARATION "<office:document-meta" NAMES "><office:meta><dc:title>架空花子</dc:title>"
                     "<meta:user-defined meta:name='係'>例示八郎</meta:user-defined>"
                     "<meta:keyword>名簿</meta:keyword></office:meta></office:document-meta>"},
        {"Configurations2/accelerator/current.xml", ""},
        {"Thumbnails/thumbnail.png", "a preview"},
        {"Pictures/photo.png", "a portrait"},
        {"Pictures/logo.png", "left alone"},
        {"Object 1/content.xml", DECLARATION
         "<office:document-content" NAMES "><office:body><office:chart><chart:chart>"
         "<table:table table:name='local-table'><table:table-rows>" ROW(CELL("氏名") CELL("点"))
             ROW(CELL("例示九子") "<table:table-cell office:value-type="
                                  "'float' office:value='71'>" P("71") "</table:table-cell>")
                 ROW(CELL("例示十郎") CELL("72")) "</table:table-rows></table:table></chart:chart>"
                                                  "</office:chart></office:body>"
                                                  "</office:document-content>"},
        {"ObjectReplacements/Object 1", "a drawn chart"},
        {"META-INF/manifest.xml", DECLARATION
         "<!DOCTYPE manifest:manifest PUBLIC \"-//OpenOffice.org//DTD Manifest 1.0//EN\" "
         "\"Manifest.dtd\"><manifest:manifest" NAMES ">" ENTRY("/") ENTRY("content.xml")
             ENTRY("Thumbnails/thumbnail.png") ENTRY("Pictures/photo.png")
                 ENTRY("Pictures/logo.png") ENTRY("Object 1/") ENTRY("Object 1/content.xml")
                     ENTRY("ObjectReplacements/Object 1") "</manifest:manifest>"},
        {NULL, NULL},
    };
    return fixture_document(parts);
}

#define BEHIND                                                                                                              \
    "仮名四郎の綴り\n綴り\ntitle: 架空花子\n係: 例示八郎\nkeyword: 名簿\n氏名 点\n例示九子 71\n" \
    "例示十郎 72\n"

static void assert_records(GBytes *document, const char *name, const char *expected)
{
    g_autofree char *records = fixture_document_records(document, name);
    assert_string_equal(records, expected);
}

static void assert_holds(GBytes *document, const char *part, const char *text, gboolean holds)
{
    g_autofree char *content = fixture_document_part(document, part);
    assert_non_null(content);
    if ((strstr(content, text) != NULL) != holds) {
        fail_msg("%s: %s", part, content);
    }
}

static void assert_part(GBytes *document, const char *part, gboolean is_there)
{
    g_autofree char *content = fixture_document_part(document, part);
    assert_int_equal(content != NULL, is_there);
}

/* A text without these records must read like this, before what always stands behind it. */
static GBytes *expect_text(const char *body, const char *texts, const char *records)
{
    g_autoptr(GBytes) document = build("text", body);
    GBytes *left = fixture_document_erase(document, "a.odt", texts);
    g_autofree char *all = g_strconcat(records, BEHIND, NULL);
    assert_records(left, "a.odt", all);
    return left;
}

/* --- sheets --- */

/* D1 */
static void a_row_of_a_sheet_becomes_empty_where_it_is(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        "spreadsheet",
        "<table:table table:name='S'>" ROW(CELL("氏名") CELL("生年"))
            ROW("<table:table-cell table:style-name='ce1' office:value-type='string'>"
                "<office:annotation office:name='n'><dc:creator>担当</dc:creator>" P(
                    "要確認") "</"
                              "office:annotation>" P(
                                  "<text:a "
                                  "xlink:href='mailto:h@example.com'>仮名次郎</"
                                  "text:a>") "</table:table-cell><table:table-cell "
                                             "office:value-type='date' "
                                             "office:date-value='1960-01-02' "
                                             "table:formula='of:=DATE(1960;1;2)'>" P(
                                                 "昭和35年1月2日") "</"
                                                                   "table:table-cell>"
                                                                   "<table:covered-"
                                                                   "table-cell "
                                                                   "table:number-"
                                                                   "columns-repeated='"
                                                                   "3'>" P("裏") "</"
                                                                                 "table:"
                                                                                 "covered-"
                                                                                 "table-"
                                                                                 "cell>")
                ROW(CELL("見本太郎") CELL("昭和36年")) "</table:table>");
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.ods", "仮名次郎");
    assert_records(left, "a.ods", "S\n氏名 生年\n見本太郎 昭和36年\n" BEHIND);
    assert_holds(left, "content.xml",
                 "<table:table-row><table:table-cell table:style-name=\"ce1\"/><table:table-cell/>"
                 "<table:covered-table-cell table:number-columns-repeated=\"3\"/>"
                 "</table:table-row>",
                 TRUE);
    assert_part(left, "Thumbnails/thumbnail.png", FALSE);
    assert_holds(left, "META-INF/manifest.xml", "thumbnail", FALSE);
    assert_holds(left, "META-INF/manifest.xml", "Pictures/photo.png", TRUE);
}

static GBytes *build_repeated(const char *count)
{
    g_autofree char *body = g_strdup_printf(
        "<table:table table:name='S'><table:table-row table:number-rows-repeated='%s'>" CELL(
            "仮名次郎") "</table:table-row>" ROW(CELL("見本太郎")) "</table:table>",
        count);
    return build("spreadsheet", body);
}

static void of_a_repeated_row_only_one_goes(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build_repeated("3");
    g_autoptr(GBytes) middle = fixture_document_erase_numbers(document, "a.ods", 3, 3);
    assert_records(middle, "a.ods", "S\n仮名次郎\n仮名次郎\n見本太郎\n" BEHIND);
    assert_holds(middle, "content.xml",
                 "<table:table-row>"
                 "<table:table-cell><text:p>仮名次郎</text:p></table:table-cell>"
                 "</table:table-row><table:table-row><table:table-cell/></table:table-row>"
                 "<table:table-row><table:table-cell><text:p>仮名次郎</text:p></table:table-cell>"
                 "</table:table-row>",
                 TRUE);
    g_autoptr(GBytes) behind = fixture_document_erase_numbers(document, "a.ods", 3, 4);
    assert_holds(behind, "content.xml",
                 "仮名次郎</text:p></table:table-cell></table:table-row>"
                 "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/>"
                 "</table:table-row>",
                 TRUE);
    g_autoptr(GBytes) all = fixture_document_erase_numbers(document, "a.ods", 2, 4);
    assert_holds(all, "content.xml",
                 "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell/>", TRUE);
}

/* More copies of a row than are read go when all that are read go. */
static void a_row_that_is_repeated_often_goes_as_a_whole(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build_repeated("1000");
    fixture_document_refuse_numbers(document, 3, 3, "more often than is read");
    g_autoptr(GBytes) all = fixture_document_erase_numbers(document, "a.ods", 2, 65);
    assert_records(all, "a.ods", "S\n見本太郎\n" BEHIND);
    assert_holds(all, "content.xml",
                 "<table:table-row table:number-rows-repeated=\"1000\"><table:table-cell/>", TRUE);
}

static void what_other_rows_need_of_a_row_is_left_to_people(void **state)
{
    (void)state;
    g_autoptr(GBytes) merged = build(
        "spreadsheet", TABLE(ROW("<table:table-cell table:number-rows-spanned='2'>" P(
                           "仮名次郎") "</table:table-cell>") ROW("<table:covered-table-cell/>")));
    fixture_document_refuse(merged, "a.ods", "仮名次郎", "reaches into the row below");
    g_autoptr(GBytes) matrix = build(
        "spreadsheet",
        TABLE(ROW("<table:table-cell table:number-matrix-rows-spanned='2' "
                  "table:formula='of:=[.B1:.B2]'>" P("仮名次郎") "</table:table-cell>")
                  ROW(CELL("例示三郎"))));
    fixture_document_refuse(matrix, "a.ods", "仮名次郎", "fills other rows");
    g_autoptr(GBytes) changed = build(
        "spreadsheet", "<table:tracked-changes><table:cell-content-change table:id='c'/>"
                       "</table:tracked-changes>" TABLE(ROW(CELL("仮名次郎"))));
    fixture_document_refuse(changed, "a.ods", "仮名次郎", "accepted or rejected first");
}

static void what_formulas_hold_of_a_row_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        "spreadsheet",
        TABLE(ROW(CELL("仮名次郎")) ROW("<table:table-cell office:value-type='float' "
                                        "office:value='1' table:formula='of:=COUNTIF([.A1:.A9];"
                                        "&quot;仮名次郎&quot;)'>" P("1") "</table:table-cell>")));
    fixture_document_refuse(document, "a.ods", "仮名次郎", "would still hold");
}

static void lists_and_filters_of_a_sheet_lose_the_value(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        "spreadsheet",
        TABLE(ROW(CELL("仮名次郎"))
                  ROW(CELL("例示三郎"))) "<table:database-ranges><table:database-range "
                                         "table:name='d'><table:filter><table:filter-condition "
                                         "table:value='仮名次郎' table:operator='='/>"
                                         "</table:filter></table:database-range>"
                                         "</table:database-ranges><table:data-pilot-tables>"
                                         "<table:data-pilot-table table:name='p'>"
                                         "<table:data-pilot-field><table:data-pilot-member "
                                         "table:name='仮名次郎'/><table:data-pilot-member "
                                         "table:name='例示三郎'/></table:data-pilot-field>"
                                         "</table:data-pilot-table></table:data-pilot-tables>");
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.ods", "仮名次郎");
    assert_records(left, "a.ods", "t\n例示三郎\nd\n例示三郎\n" BEHIND);
    assert_holds(left, "content.xml", "仮名次郎", FALSE);
}

#define CHART_FRAME                                                                                \
    "<draw:frame><draw:object xlink:href='./Object 1'/>"                                           \
    "<draw:image xlink:href='./ObjectReplacements/Object 1'/></draw:frame>"

/* The chart stays, its picture does not: the chart's program draws it anew. */
static void a_chart_loses_its_row_and_its_picture(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        "spreadsheet",
        TABLE(ROW("<table:table-cell>" P("例示九子") CHART_FRAME "</table:table-cell>")));
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.ods", "例示九子");
    assert_records(left, "a.ods",
                   "t\n仮名四郎の綴り\n綴り\ntitle: 架空花子\n係: 例示八郎\nkeyword: 名簿\n"
                   "氏名 点\n\n例示十郎 72\n");
    assert_holds(left, "content.xml", "./Object 1", TRUE);
    assert_holds(left, "Object 1/content.xml",
                 "<table:table-row><table:table-cell/><table:table-cell/></table:table-row>", TRUE);
    assert_part(left, "ObjectReplacements/Object 1", FALSE);
    assert_holds(left, "META-INF/manifest.xml", "ObjectReplacements", FALSE);
    assert_holds(left, "META-INF/manifest.xml", "Object 1/content.xml", TRUE);
}

/* --- texts --- */

static void a_row_of_a_table_goes(void **state)
{
    (void)state;
    const char *body = P("名簿") TABLE(
        "<table:table-header-rows>" ROW(CELL("氏名") CELL("電話")) "</table:table-header-rows>" ROW(
            CELL("仮名次郎") CELL("090-0000-0001")) ROW(CELL("見本太郎") CELL("090-0000-0002")));
    g_autoptr(GBytes)
        left = expect_text(body, "仮名次郎", "名簿\n氏名 電話\n見本太郎 090-0000-0002\n");
    assert_holds(left, "content.xml", "</table:table-header-rows><table:table-row>", TRUE);
    g_autoptr(GBytes)
        head = expect_text(body, "氏名 電話|仮名次郎", "名簿\n見本太郎 090-0000-0002\n");
    assert_holds(head, "content.xml", "table-header-rows", FALSE);
    g_autoptr(GBytes)
        none = expect_text(P("名簿") TABLE(ROW(CELL("仮名次郎") CELL("x"))), "仮名次郎", "名簿\n");
    assert_holds(none, "content.xml", "table:table", FALSE);
}

static void a_row_with_merged_cells_is_emptied_or_left_to_people(void **state)
{
    (void)state;
    const char *body = TABLE(ROW("<table:table-cell table:number-rows-spanned='2'>" P(
        "例示三郎") "</table:table-cell>" CELL("x"))
                                 ROW("<table:covered-table-cell/>" CELL("仮名次郎")));
    g_autoptr(GBytes) document = build("text", body);
    fixture_document_refuse(document, "a.odt", "例示三郎", "reaches into the row below");
    g_autoptr(GBytes) left = expect_text(body, "仮名次郎", "例示三郎 x\n\n");
    assert_holds(left, "content.xml",
                 "<table:table-row><table:covered-table-cell/><table:table-cell/>", TRUE);
}

static void lists_go_with_their_last_item(void **state)
{
    (void)state;
    const char *body = P("一") "<text:list>" ITEM("仮名次郎")
        ITEM("例示三郎") "</text:list>"
                         "<text:h>見本太郎</text:h>" P("終");
    g_autoptr(GBytes) one = expect_text(body, "仮名次郎|見本太郎", "一\n例示三郎\n終\n");
    assert_holds(one, "content.xml", "<text:list><text:list-item>", TRUE);
    assert_holds(one, "content.xml", "text:h", FALSE);
    g_autoptr(GBytes) both = expect_text(body, "仮名次郎|例示三郎", "一\n見本太郎\n終\n");
    assert_holds(both, "content.xml", "text:list", FALSE);
}

#define NOTE(words)                                                                                \
    "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"             \
    "<text:note-body>" P(words) "</text:note-body></text:note>"
#define COMMENT(words)                                                                             \
    "<office:annotation office:name='c1'><dc:creator>担当</dc:creator>" P(                         \
        words) "</office:annotation>"
#define PICTURE(name) "<draw:frame><draw:image xlink:href='Pictures/" name "'/></draw:frame>"

static void what_hangs_on_a_paragraph_goes_with_it(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        left = expect_text(P("一<text:bookmark-start text:name='b'/><text:bookmark text:name='k'/>")
                               P("仮名次郎<text:bookmark-end text:name='b'/>" NOTE("注")
                                     COMMENT("覚え") PICTURE("photo.png") PICTURE("logo.png"))
                                   P("三<office:annotation-end "
                                     "office:name='c1'/>" PICTURE("logo.png")),
                           "仮名次郎", "一\n三\n");
    assert_holds(left, "content.xml", "bookmark-", FALSE);
    assert_holds(left, "content.xml", "<text:bookmark text:name=\"k\"/>", TRUE);
    assert_holds(left, "content.xml", "annotation", FALSE);
    assert_part(left, "Pictures/photo.png", FALSE);
    assert_holds(left, "Pictures/logo.png", "left alone", TRUE);
    assert_holds(left, "META-INF/manifest.xml", "photo.png", FALSE);
    assert_holds(left, "META-INF/manifest.xml", "logo.png", TRUE);
}

/* Words may lead anywhere, and a picture may name a folder. */
static void what_a_cut_link_leads_to_stays(void **state)
{
    (void)state;
    static const char *const links[] = {
        "<text:a xlink:href='Pictures'>所在</text:a>",
        "<text:a xlink:href='Pictures/logo.png'>所在</text:a>",
        "<text:a xlink:href='META-INF'>所在</text:a>",
        "所在<draw:frame><draw:image xlink:href='./Pictures'/></draw:frame>",
        "所在<draw:frame><draw:image xlink:href='META-INF/manifest.xml'/></draw:frame>",
        "所在<draw:frame><draw:object xlink:href='./Object%201/sub'/></draw:frame>",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(links); i++) {
        g_autofree char *body = g_strdup_printf("<text:p>架空花子の%s</text:p>" P("見本太郎"),
                                                links[i]);
        g_autoptr(GBytes) left = expect_text(body, "架空花子の", "見本太郎\n");
        assert_part(left, "Pictures/photo.png", TRUE);
        assert_part(left, "Pictures/logo.png", TRUE);
        assert_part(left, "Object 1/content.xml", TRUE);
        assert_holds(left, "META-INF/manifest.xml", "Pictures/logo.png", TRUE);
    }
}

static void notes_and_comments_go_by_themselves(void **state)
{
    (void)state;
    const char *body = P("一" NOTE("仮名次郎") "二" COMMENT(
        "見本太郎") "三<office:annotation-end office:name='c1'/>");
    g_autoptr(GBytes) left = expect_text(body, "仮名次郎|見本太郎", "一二三\n");
    assert_holds(left, "content.xml", "<text:p>一二三</text:p>", TRUE);
    g_autoptr(GBytes) author = expect_text(body, "担当", "仮名次郎\n見本太郎\n一二三\n");
    assert_holds(author, "content.xml", "<dc:creator/>", TRUE);
}

#define BOX(words) "<draw:frame><draw:text-box>" P(words) "</draw:text-box></draw:frame>"

static void text_boxes_and_objects_stay_without_their_paragraph(void **state)
{
    (void)state;
    const char *body = P("仮名次郎<text:span>" BOX("箱") "</text:span>" CHART_FRAME);
    g_autoptr(GBytes) left = expect_text(body, "仮名次郎", "箱\n");
    assert_holds(left, "content.xml", "./Object 1", TRUE);
    g_autoptr(GBytes) other = expect_text(body, "箱", "仮名次郎\n");
    assert_holds(other, "content.xml", "<draw:text-box/>", TRUE);
}

#define REGION(id, texts)                                                                          \
    "<text:changed-region text:id='" id "'><text:deletion>" BY("係") texts                         \
        "</text:deletion></text:changed-region>"

static void tracked_deletions_go(void **state)
{
    (void)state;
    const char *body = CHANGES(REGION("d1", P("仮名次郎")) REGION("d2", P("例示三郎") P("残り")))
        P("一<text:change text:change-id='d1'/>") P("二<text:change text:change-id='d2'/>");
    g_autoptr(GBytes) left = expect_text(body, "仮名次郎|例示三郎", "係\n残り\n一\n二\n");
    assert_holds(left, "content.xml", "d1", FALSE);
    assert_holds(left, "content.xml", "<text:p/><text:p>残り</text:p>", TRUE);
    g_autoptr(GBytes) place = expect_text(body, "一", "係\n例示三郎\n残り\n二\n");
    assert_holds(place, "content.xml", "d1", FALSE);
}

static void the_other_end_of_an_insertion_goes(void **state)
{
    (void)state;
    g_autoptr(GBytes) left = expect_text(
        CHANGES("<text:changed-region text:id='i1'><text:insertion>" BY(
            "係") "</text:insertion>"
                  "</text:changed-region>") P("一<text:change-start text:change-id='i1'/>足す")
            P("仮名次郎<text:change-end text:change-id='i1'/>"),
        "仮名次郎", "一足す\n");
    assert_holds(left, "content.xml", "i1", FALSE);
    assert_holds(left, "content.xml", "tracked-changes", FALSE);
}

static void headers_and_properties_go(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build("text", P("一"));
    g_autoptr(GBytes)
        left = fixture_document_erase(document, "a.odt", "仮名四郎|title|係|keyword|例示九子");
    assert_records(left, "a.odt", "一\n綴り\n氏名 点\n\n例示十郎 72\n");
    assert_holds(left, "styles.xml", "<style:header><text:p>綴り</text:p></style:header>", TRUE);
    assert_holds(left, "meta.xml", "<office:meta/>", TRUE);
}

/* A property says the same as the text. */
static void a_property_with_the_value_goes_along(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build("text", P("一") P("架空花子"));
    fixture_document_refuse(document, "a.odt", "架空花子", "make a new plan");
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.odt", "架空花子");
    assert_holds(left, "meta.xml", "架空花子", FALSE);
    assert_holds(left, "meta.xml", "例示八郎", TRUE);
}

#define FIELD                                                                                      \
    "<text:user-field-decls><text:user-field-decl office:value-type='string' "                     \
    "office:string-value='仮名次郎' text:name='who'/></text:user-field-decls>"

static void fields_go_unless_they_are_shown(void **state)
{
    (void)state;
    g_autoptr(GBytes) left = expect_text(FIELD P("一"), "who 仮名次郎", "一\n");
    assert_holds(left, "content.xml", "<text:user-field-decls/>", TRUE);
    g_autoptr(GBytes) shown = build(
        "text", FIELD P("一<text:user-field-get text:name='who'>仮名次郎</text:user-field-get>"));
    fixture_document_refuse(shown, "a.odt", "who 仮名次郎", "shows what is to go");
}

static void a_value_that_stands_elsewhere_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        document = build("text", P("仮名次郎") P("二<text:bookmark text:name='仮名次郎'/>"));
    fixture_document_refuse(document, "a.odt", "仮名次郎", "content.xml would still hold");
}

static void signed_documents_and_earlier_versions_are_left_to_people(void **state)
{
    (void)state;
    static const char content[] = DECLARATION
        "<office:document-content" NAMES "><office:body><office:text>" P(
            "仮名次郎") "</office:text></office:body></office:document-content>";
    const FixtureText signature[] = {
        {"mimetype", TYPE "text"},
        {"content.xml", content},
        {"META-INF/documentsignatures.xml", "<signatures/>"},
        {NULL, NULL},
    };
    const FixtureText versions[] = {
        {"mimetype", TYPE "text"},
        {"content.xml", content},
        {"VersionList.xml", "<list/>"},
        {NULL, NULL},
    };
    g_autoptr(GBytes) signed_one = fixture_document(signature);
    g_autoptr(GBytes) versioned = fixture_document(versions);
    fixture_document_refuse(signed_one, "a.odt", "仮名次郎", "signed");
    fixture_document_refuse(versioned, "a.odt", "仮名次郎", "earlier versions");
}

/* --- slides --- */

static void paragraphs_rows_notes_and_comments_of_slides_go(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        "presentation",
        "<presentation:footer-decl presentation:name='f'>例示五郎</presentation:footer-decl>"
        "<draw:page>" BOX(
            "仮名次郎") "<draw:custom-shape><text:p xml:id='p1'>例示三郎</text:p>"
                        "</draw:custom-shape><draw:frame>" TABLE(
                            ROW(CELL("氏名") CELL("x")) ROW(CELL("見本太郎") CELL(
                                "y"))) "<draw:image xlink:href='Pictures/photo.png'/>"
                                       "</draw:frame><office:annotation><dc:creator>担当</"
                                       "dc:creator>" P("例示六郎") "</"
                                                                   "office:annotation><"
                                                                   "presentation:notes>" BOX(
                                                                       "例示七郎") "</"
                                                                                   "presentation:"
                                                                                   "notes>"
                                                                                   "</draw:page>");
    g_autoptr(GBytes) left = fixture_document_erase(
        document, "a.odp", "仮名次郎|例示三郎|例示五郎|見本太郎|例示六郎|例示七郎");
    assert_records(left, "a.odp", "氏名 x\n" BEHIND);
    assert_holds(left, "content.xml", "xml:id=\"p1\"", TRUE);
    assert_holds(left, "content.xml", "annotation", FALSE);
    assert_part(left, "Pictures/photo.png", FALSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_of_a_sheet_becomes_empty_where_it_is),
        cmocka_unit_test(of_a_repeated_row_only_one_goes),
        cmocka_unit_test(a_row_that_is_repeated_often_goes_as_a_whole),
        cmocka_unit_test(what_other_rows_need_of_a_row_is_left_to_people),
        cmocka_unit_test(what_formulas_hold_of_a_row_is_told),
        cmocka_unit_test(lists_and_filters_of_a_sheet_lose_the_value),
        cmocka_unit_test(a_chart_loses_its_row_and_its_picture),
        cmocka_unit_test(a_row_of_a_table_goes),
        cmocka_unit_test(a_row_with_merged_cells_is_emptied_or_left_to_people),
        cmocka_unit_test(lists_go_with_their_last_item),
        cmocka_unit_test(what_hangs_on_a_paragraph_goes_with_it),
        cmocka_unit_test(what_a_cut_link_leads_to_stays),
        cmocka_unit_test(notes_and_comments_go_by_themselves),
        cmocka_unit_test(text_boxes_and_objects_stay_without_their_paragraph),
        cmocka_unit_test(tracked_deletions_go),
        cmocka_unit_test(the_other_end_of_an_insertion_goes),
        cmocka_unit_test(headers_and_properties_go),
        cmocka_unit_test(a_property_with_the_value_goes_along),
        cmocka_unit_test(fields_go_unless_they_are_shown),
        cmocka_unit_test(a_value_that_stands_elsewhere_is_told),
        cmocka_unit_test(signed_documents_and_earlier_versions_are_left_to_people),
        cmocka_unit_test(paragraphs_rows_notes_and_comments_of_slides_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
