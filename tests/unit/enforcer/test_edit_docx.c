#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_document.h"

#define MAIN "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define SPACES                                                                                     \
    " xmlns:w=\"" MAIN "\" xmlns:r=\"" RELATION "\""                                               \
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""                    \
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""                           \
    " xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""
#define P(runs) "<w:p>" runs "</w:p>"
#define R(text) "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define ROW(...) "<w:tr>" __VA_ARGS__ "</w:tr>"
#define CELL(text) "<w:tc>" P(R(text)) "</w:tc>"
#define LINK(id, kind, target)                                                                     \
    "<Relationship Id=\"" id "\" Type=\"" RELATION "/" kind "\" Target=\"" target "\"/>"
#define LINKS(links)                                                                               \
    DECLARATION "<Relationships xmlns=\"" PACKAGE "relationships\">" links "</Relationships>"

static const char types[] = DECLARATION
    "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"xml\" "
    "ContentType=\"application/xml\"/><Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Override PartName=\"/word/media/photo.png\" ContentType=\"image/png\"/></Types>";

static GBytes *build(const char *body)
{
    g_autofree char *document = g_strconcat(DECLARATION "<w:document" SPACES "><w:body>", body,
                                            "<w:sectPr/></w:body></w:document>", NULL);
    const FixtureText parts[] = {
        {"[Content_Types].xml", types},
        {"_rels/.rels", LINKS(LINK("r1", "officeDocument", "word/document.xml")
                                  LINK("r2", "core-properties", "docProps/core.xml"))},
        {"word/document.xml", document},
        {"word/_rels/document.xml.rels",
         LINKS(LINK("n1", "footnotes", "footnotes.xml") LINK("c1", "comments", "comments.xml")
                   LINK("p1", "image", "media/photo.png")
                       LINK("p2", "image",
                            "media/logo.png") "<Relationship Id=\"m1\" Type=\"" RELATION
                                              "/hyperlink\" Target=\"mailto:hanako@example.com\" "
                                              "TargetMode=\"External\"/>")},
        {"word/footnotes.xml",
         "<w:footnotes" SPACES "><w:footnote w:id=\"7\">" P(
             R("花子の注")) "</w:footnote>"
                            "<w:footnote w:id=\"8\">" P(R("別の注")) "</w:footnote></w:footnotes>"},
        {"word/comments.xml", "<w:comments" SPACES "><w:comment w:id=\"3\" w:author=\"担当\">" P(
                                  R("花子の件")) "</w:comment></w:comments>"},
        {"word/media/photo.png", "a portrait"},
        {"word/media/logo.png", "left alone"},
        {"docProps/core.xml",
         "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:subject>架空花子</dc:subject>"
         "<cp:revision>2</cp:revision></cp:coreProperties>"},
        {NULL, NULL},
    };
    return fixture_document(parts);
}

static void assert_records(GBytes *document, const char *name, const char *expected)
{
    g_autofree char *records = fixture_document_records(document, name);
    assert_string_equal(records, expected);
}

static void assert_holds(GBytes *document, const char *part, const char *text, gboolean holds)
{
    g_autofree char *content = fixture_document_part(document, part);
    assert_non_null(content);
    assert_int_equal(strstr(content, text) != NULL, holds);
}

#define BEHIND "花子の注\n別の注\n担当\n花子の件\n"
#define LINKED "mailto:hanako@example.com\n"
#define PROPERTIES "subject: 架空花子\nrevision: 2\n" LINKED

/* D1: What repeats the row's value goes with it; what is about anything else stays to the byte. */
static void a_row_goes_and_the_others_stay(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        document = build(P(R("名簿")) "<w:tbl>" ROW(CELL("氏名") CELL("電話"))
                             ROW(CELL("架空花子") CELL("090-0000-0001"))
                                 ROW(CELL("見本太郎") CELL("090-0000-0002")) "</w:tbl>" P(R("終")));
    assert_records(
        document, "a.docx",
        "名簿\n氏名 電話\n架空花子 090-0000-0001\n見本太郎 090-0000-0002\n終\n" BEHIND PROPERTIES
        "担当\n");
    fixture_document_refuse(document, "a.docx", "架空花子", "make a new plan");
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "架空花子|subject");
    assert_records(left, "a.docx",
                   "名簿\n氏名 電話\n見本太郎 090-0000-0002\n終\n" BEHIND "revision: 2\n" LINKED
                   "担当\n");
    assert_holds(left, "word/media/photo.png", "a portrait", TRUE);
    assert_holds(left, "docProps/core.xml", "架空花子", FALSE);
}

static void the_last_row_takes_its_table_along(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build("<w:tbl>" ROW(CELL("仮名次郎") CELL("x")) "</w:tbl>");
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "仮名次郎");
    assert_holds(left, "word/document.xml", "w:tbl", FALSE);
    assert_holds(left, "word/document.xml", "<w:p/><w:sectPr/>", TRUE);
}

static void a_cell_that_others_share_is_left_to_people(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build("<w:tbl>" ROW(
        "<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>" P(R("仮名次郎")) "</w:tc>" CELL(
            "x")) ROW("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" CELL("y")) "</w:tbl>");
    fixture_document_refuse(document, "a.docx", "仮名次郎", "reaches into the row below");
}

static void what_hangs_on_a_paragraph_goes_with_it(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        P(R("一") "<w:bookmarkStart w:id=\"1\" w:name=\"b\"/>")
            P(R("仮名次郎") "<w:bookmarkEnd w:id=\"1\"/><w:commentRangeStart w:id=\"3\"/>"
                            "<w:hyperlink r:id=\"m1\">" R(
                                "書く") "</w:hyperlink><w:commentRangeEnd w:id=\"3\"/>"
                                        "<w:r><w:footnoteReference w:id=\"7\"/><w:commentReference "
                                        "w:id=\"3\"/>"
                                        "<w:drawing><a:blip r:embed=\"p1\"/></w:drawing></w:r>")
                P(R("三") "<w:r><w:footnoteReference w:id=\"8\"/><w:drawing>"
                          "<a:blip r:embed=\"p2\"/></w:drawing></w:r>"));
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "仮名次郎");
    assert_records(left, "a.docx", "一\n三\n別の注\nsubject: 架空花子\nrevision: 2\n");
    assert_holds(left, "word/document.xml", "bookmark", FALSE);
    assert_holds(left, "word/_rels/document.xml.rels", "hanako@example.com", FALSE);
    assert_holds(left, "word/_rels/document.xml.rels", "logo.png", TRUE);
    assert_holds(left, "word/media/logo.png", "left alone", TRUE);
    assert_holds(left, "[Content_Types].xml", "photo.png", FALSE);
    g_autofree char *photo = fixture_document_part(left, "word/media/photo.png");
    assert_null(photo);
}

/* The end of a section stands in its last paragraph, and a cell needs one. */
static void a_paragraph_that_is_needed_stays_empty(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        document = build(P(R("一")) P("<w:pPr><w:sectPr/></w:pPr>" R("仮名次郎")) P(R("三")));
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "仮名次郎");
    assert_records(left, "a.docx", "一\n三\n" BEHIND PROPERTIES "担当\n");
    assert_holds(left, "word/document.xml", "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>", TRUE);
}

static void deleted_text_goes_without_its_paragraph(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        P(R("担当 ") "<w:del w:author=\"例示\"><w:r><w:delText>仮名次郎</w:delText></w:r></w:del>"
                     "<w:ins w:author=\"例示\">" R("未定") "</w:ins>"));
    assert_records(document, "a.docx",
                   "担当 未定\n担当 仮名次郎\n" BEHIND PROPERTIES "例示\n担当\n");
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "担当 仮名次郎");
    assert_records(left, "a.docx", "担当 未定\n" BEHIND PROPERTIES "例示\n担当\n");
    assert_holds(left, "word/document.xml", "仮名次郎", FALSE);
}

#define BOX(text) "<w:txbxContent>" P(R(text)) "</w:txbxContent>"

/* A text box stands there twice; the paragraph that it hangs on is another record. */
static void a_text_box_goes_in_both_its_forms(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        document = build(P(R("外") "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">" BOX(
            "仮名次郎") "</mc:Choice><mc:Fallback>" BOX("仮名次郎") "</mc:Fallback></"
                                                                    "mc:AlternateContent>"
                                                                    "</w:r>"));
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "仮名次郎");
    assert_records(left, "a.docx", "外\n" BEHIND PROPERTIES "担当\n");
    assert_holds(left, "word/document.xml", "仮名次郎", FALSE);
    g_autoptr(GBytes) other = fixture_document_erase(document, "a.docx", "外");
    assert_records(other, "a.docx", "仮名次郎\n" BEHIND PROPERTIES "担当\n");
}

/* What somebody changed stays; that it was they goes. */
static void the_author_of_changes_goes_without_what_was_changed(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(
        P(R("一") "<w:del w:author=\"例示\"><w:r><w:delText>二</w:delText></w:r></w:del>")
            P("<w:ins w:author=\"例示\" w:id=\"7\">" R("三") "</w:ins>"
                                                             "<w:ins w:author=\"見本\">" R(
                                                                 "四") "</w:ins>"));
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "例示");
    assert_records(left, "a.docx", "一\n一二\n三四\n" BEHIND PROPERTIES "担当\n見本\n");
    assert_holds(left, "word/document.xml", "<w:ins w:author=\"\" w:id=\"7\">", TRUE);
    assert_holds(left, "word/document.xml", "例示", FALSE);
    assert_holds(left, "word/comments.xml", "担当", TRUE);
}

static void a_value_that_stands_elsewhere_is_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(P(R("一")) P(R("仮名次郎")) P(
        "<w:bookmarkStart w:id=\"1\" w:name=\"仮名次郎\"/><w:bookmarkEnd w:id=\"1\"/>" R("三")));
    fixture_document_refuse(document, "a.docx", "仮名次郎", "would still hold");
}

/* --- slides --- */

#define SLIDE_P(text) "<a:p><a:r><a:t>" text "</a:t></a:r></a:p>"
#define SLIDE_TC(text) "<a:tc><a:txBody>" SLIDE_P(text) "</a:txBody></a:tc>"

static GBytes *build_slides(void)
{
    static const FixtureText parts[] = {
        {"[Content_Types].xml", types},
        {"_rels/.rels", LINKS(LINK("r1", "officeDocument", "ppt/presentation.xml"))},
        {"ppt/presentation.xml",
         "<p:presentation" SPACES "><p:sldIdLst><p:sldId r:id=\"s1\"/></p:sldIdLst>"
         "</p:presentation>"},
        {"ppt/_rels/presentation.xml.rels", LINKS(LINK("s1", "slide", "slides/slide1.xml"))},
        {"ppt/slides/slide1.xml",
         "<p:sld" SPACES "><p:txBody>" SLIDE_P("仮名次郎") "</p:txBody><p:txBody>" SLIDE_P("一")
             SLIDE_P("例示三郎") "</p:txBody><p:graphicFrame><a:tbl><a:tr>" SLIDE_TC("氏名")
                 SLIDE_TC("電話") "</a:tr><a:tr>" SLIDE_TC("見本四郎")
                     SLIDE_TC("1") "</a:tr><a:tr>" SLIDE_TC("見本五郎")
                         SLIDE_TC("2") "</a:tr></a:tbl></p:graphicFrame></p:sld>"},
        {"ppt/slides/_rels/slide1.xml.rels",
         LINKS(LINK("n1", "notesSlide", "../notesSlides/notesSlide1.xml")
                   LINK("c1", "comments", "../comments/comment1.xml"))},
        {"ppt/notesSlides/notesSlide1.xml", "<p:notes" SPACES "><p:txBody>" SLIDE_P("覚え")
                                                SLIDE_P("例示六郎") "</p:txBody></p:notes>"},
        {"ppt/charts/chart1.xml",
         "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:ser>"
         "<c:v>例示三郎</c:v><c:v>図</c:v></c:ser></c:chartSpace>"},
        {"ppt/comments/comment1.xml",
         "<p:cmLst" SPACES "><p:cm><p:text>例示七郎</p:text></p:cm></p:cmLst>"},
        {NULL, NULL},
    };
    return fixture_document(parts);
}

static void paragraphs_rows_notes_and_comments_of_slides_go(void **state)
{
    (void)state;
    g_autoptr(GBytes) slides = build_slides();
    assert_records(slides, "a.pptx",
                   "仮名次郎\n一\n例示三郎\n氏名 電話\n見本四郎 1\n見本五郎 2\n"
                   "覚え\n例示六郎\n例示三郎 図\n例示七郎\n");
    g_autoptr(GBytes)
        left = fixture_document_erase(slides, "a.pptx", "仮名次郎|見本四郎|例示六郎|例示七郎");
    assert_records(left, "a.pptx", "一\n例示三郎\n氏名 電話\n見本五郎 2\n覚え\n例示三郎 図\n");
    assert_holds(left, "ppt/slides/slide1.xml", "<p:txBody><a:p/></p:txBody>", TRUE);
}

/* The series of a chart is one record, which tells of others as well. */
static void a_value_that_a_chart_shows_is_left_to_people(void **state)
{
    (void)state;
    g_autoptr(GBytes) slides = build_slides();
    fixture_document_refuse(slides, "a.pptx", "=例示三郎", "another record would change");
}

/* No reader knows such a part, so that only its bytes can tell. */
static void a_part_that_is_no_text_does_not_keep_the_value(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        gboolean is_refused;
    } cases[] = {
        {"\1\2hanako@example.com\3", TRUE},
        /* UTF-16, little-endian */
        {"\1\xb6\x67\x7a\x7a\xb1\x82\x50\x5b\x6e\x30\x23\x90\x61\x7d\x48\x51\2", TRUE},
        {"\1\2hanako@example\3", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const FixtureText parts[] = {
            {"[Content_Types].xml", types},
            {"_rels/.rels", LINKS(LINK("r1", "officeDocument", "word/document.xml"))},
            {"word/document.xml", DECLARATION
             "<w:document" SPACES
             "><w:body><w:tbl>" ROW(CELL("架空花子の連絡先") CELL("hanako@example.com"))
                 ROW(CELL("見本太郎")) "</w:tbl><w:p/><w:sectPr/></w:body></w:document>"},
            {"word/printerSettings1.bin", cases[i].bytes},
            {NULL, NULL},
        };
        g_autoptr(GBytes) document = fixture_document(parts);
        if (cases[i].is_refused) {
            fixture_document_refuse(document, "a.docx", "架空花子", "would still hold");
        } else {
            g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "架空花子");
            assert_holds(left, "word/printerSettings1.bin", "hanako@example", TRUE);
        }
    }
}

/* Nor does what was said in a sentence stand anywhere else. */
static void an_address_or_number_of_a_sentence_is_looked_for(void **state)
{
    (void)state;
    static const struct {
        const char *rest;
        gboolean is_refused;
    } cases[] = {
        {"<!-- hanako@example.com -->", TRUE},
        {"<!-- tel:03-0000-1234; -->", TRUE},
        {P("<w:pPr><w:pStyle w:val=\"x hanako@example.com\"/></w:pPr>" R("別の件")), TRUE},
        {"<!-- 2024-05-01 -->", FALSE},
        {"<!-- taro@example.com -->", FALSE},
        {P(R("連絡は hanako@example.com へ")), FALSE}, /* another record has it */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *body = g_strconcat(
            P(R("2024-05-01 架空花子から(hanako@example.com、03-0000-1234)。")) P(R("見本太郎")),
            cases[i].rest, NULL);
        g_autofree char *text = g_strconcat(DECLARATION "<w:document" SPACES "><w:body>", body,
                                            "<w:sectPr/></w:body></w:document>", NULL);
        const FixtureText parts[] = {
            {"[Content_Types].xml", types},
            {"_rels/.rels", LINKS(LINK("r1", "officeDocument", "word/document.xml"))},
            {"word/document.xml", text},
            {NULL, NULL},
        };
        g_autoptr(GBytes) document = fixture_document(parts);
        if (cases[i].is_refused) {
            fixture_document_refuse(document, "a.docx", "2024", "would still hold");
        } else {
            g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "2024");
            assert_holds(left, "word/document.xml", "架空花子", FALSE);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_goes_and_the_others_stay),
        cmocka_unit_test(the_last_row_takes_its_table_along),
        cmocka_unit_test(a_cell_that_others_share_is_left_to_people),
        cmocka_unit_test(what_hangs_on_a_paragraph_goes_with_it),
        cmocka_unit_test(a_paragraph_that_is_needed_stays_empty),
        cmocka_unit_test(deleted_text_goes_without_its_paragraph),
        cmocka_unit_test(a_text_box_goes_in_both_its_forms),
        cmocka_unit_test(the_author_of_changes_goes_without_what_was_changed),
        cmocka_unit_test(a_value_that_stands_elsewhere_is_told),
        cmocka_unit_test(paragraphs_rows_notes_and_comments_of_slides_go),
        cmocka_unit_test(a_value_that_a_chart_shows_is_left_to_people),
        cmocka_unit_test(a_part_that_is_no_text_does_not_keep_the_value),
        cmocka_unit_test(an_address_or_number_of_a_sentence_is_looked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
