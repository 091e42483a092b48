#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_document.h"
#include "tests/unit/enforcer/fixture_put.h"

#define OLD "090-0000-1111"
#define NEW "090-0000-2222"
#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define LINK(id, kind, target)                                                                     \
    "<Relationship Id=\"" id "\" Type=\"" RELATION "/" kind "\" Target=\"" target "\"/>"
#define LINKS(links) "<Relationships xmlns=\"" PACKAGE "relationships\">" links "</Relationships>"

static void assert_part(GBytes *document, const char *part, const char *text, gboolean holds)
{
    g_autofree char *content = fixture_document_part(document, part);
    assert_non_null(content);
    if ((strstr(content, text) != NULL) != holds) {
        fail_msg("%s: %s", part, content);
    }
}

/* Every part but these is as it was. */
static void assert_others_same(GBytes *before, GBytes *after, const FixtureText *parts,
                               const char *const *changed)
{
    for (; parts->name != NULL; parts++) {
        g_autofree char *was = fixture_document_part(before, parts->name);
        g_autofree char *is = fixture_document_part(after, parts->name);
        if (!g_strv_contains(changed, parts->name)) {
            assert_string_equal(is, was);
        }
    }
}

/* --- workbooks --- */

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define XLSX(root, content)                                                                        \
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<" root " xmlns=\"" MAIN       \
    "\" xmlns:r=\"" RELATION "\">" content "</" root ">"
#define S(place, index) "<c r=\"" place "\" s=\"1\" t=\"s\"><v>" index "</v></c>"
#define SI(text) "<si><t>" text "</t></si>"
#define READ "<rPh sb=\"0\" eb=\"1\"><t>ミホン</t></rPh><phoneticPr fontId=\"1\"/>"

static const FixtureText workbook[] = {
    {"[Content_Types].xml", "<Types xmlns=\"" PACKAGE "content-types\"/>"},
    {"_rels/.rels", LINKS(LINK("r1", "officeDocument", "xl/workbook.xml"))},
    {"xl/workbook.xml",
     XLSX("workbook", "<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets>")},
    {"xl/_rels/workbook.xml.rels", LINKS(LINK("r1", "worksheet", "worksheets/sheet1.xml")
                                             LINK("r2", "sharedStrings", "sharedStrings.xml"))},
    {"xl/worksheets/sheet1.xml",
     XLSX("worksheet",
          "<sheetData><row r=\"1\">" S("A1", "0") S("B1", "1") "</row><row r=\"2\">" S("A2", "2")
              S("B2", "3") "<c r=\"C2\"><v>312345678901</v></c></row><row r=\"3\">" S("A3", "4")
                  S("B3", "3") "</row><row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>三郎</t></is>"
                               "</c><c r=\"B4\" t=\"str\"><f>B3&amp;\"1\"</f><v>" OLD "1</v></c>"
                               "</row></sheetData>")},
    {"xl/sharedStrings.xml",
     XLSX("sst", SI("氏名") SI("電話") SI("架空花子") SI(OLD) "<si><t>見本太郎</t>" READ "</si>")},
    {NULL, NULL},
};
static const char *const book_changes[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
                                           NULL};

static void another_cell_that_shares_the_string_stays(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = fixture_document(workbook);
    g_autoptr(GBytes) got = fixture_put(book, "a.xlsx", 1, OLD, NEW, NULL);
    assert_part(got, "xl/worksheets/sheet1.xml",
                "<c r=\"B2\" s=\"1\" t=\"inlineStr\"><is><t>" NEW "</t></is></c>", TRUE);
    assert_part(got, "xl/worksheets/sheet1.xml", S("B3", "3"), TRUE);
    assert_part(got, "xl/sharedStrings.xml", SI(OLD), TRUE);
    assert_others_same(book, got, workbook, book_changes);
    g_autofree char *records = fixture_document_records(got, "a.xlsx");
    assert_non_null(strstr(records, "架空花子 " NEW " 312345678901\n見本太郎"));
}

static void a_string_that_no_cell_shows_any_more_is_emptied(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = fixture_document(workbook);
    g_autoptr(GBytes) got = fixture_put(book, "a.xlsx", 1, "架空花子", "見本花子", NULL);
    assert_part(got, "xl/worksheets/sheet1.xml",
                "<c r=\"A2\" s=\"1\" t=\"inlineStr\"><is><t>見本花子</t></is></c>", TRUE);
    assert_part(got, "xl/sharedStrings.xml", "架空花子", FALSE);
    assert_part(got, "xl/sharedStrings.xml", SI(OLD) "<si><t>見本太郎</t>" READ "</si>", TRUE);
    assert_others_same(book, got, workbook, book_changes);
}

static void a_cell_loses_its_value_and_keeps_its_place(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = fixture_document(workbook);
    g_autoptr(GBytes) got = fixture_put(book, "a.xlsx", 1, OLD, "", NULL);
    assert_part(got, "xl/worksheets/sheet1.xml", "<c r=\"B2\" s=\"1\"/>", TRUE);
    assert_part(got, "xl/worksheets/sheet1.xml", S("B3", "3"), TRUE);
}

static void numbers_formulas_and_readings_of_a_workbook_are_left_to_a_person(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = fixture_document(workbook);
    assert_null(fixture_put(book, "a.xlsx", 1, "312345678901", "312345678902", "cannot change"));
    assert_null(fixture_put(book, "a.xlsx", 1, OLD "1", NEW "1", "cannot change"));
    assert_null(fixture_put(book, "a.xlsx", 1, "見本太郎", "架空太郎", "phonetic"));
}

static void a_copy_of_the_value_is_not_left_behind(void **state)
{
    (void)state;
    FixtureText parts[G_N_ELEMENTS(workbook) + 1];
    memcpy(parts, workbook, sizeof workbook);
    parts[G_N_ELEMENTS(workbook) - 1] = (FixtureText){
        "xl/pivotCache/pivotCacheRecords1.xml",
        XLSX("pivotCacheRecords", "<r><s v=\"" OLD "\"/></r>")};
    parts[G_N_ELEMENTS(workbook)] = (FixtureText){NULL, NULL};
    g_autoptr(GBytes) book = fixture_document(parts);
    assert_null(fixture_put(book, "a.xlsx", 1, OLD, NEW, "a copy of the value"));
    parts[G_N_ELEMENTS(workbook) - 1] = (FixtureText){"_xmlsignatures/sig1.xml", "<s/>"};
    g_autoptr(GBytes) sealed = fixture_document(parts);
    assert_null(fixture_put(sealed, "a.xlsx", 1, OLD, NEW, "signed"));
}

/* --- running text --- */

#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define R(text) "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define P(runs) "<w:p>" runs "</w:p>"
#define TC(text) "<w:tc>" P(R(text)) "</w:tc>"
#define TR(cells) "<w:tr>" cells "</w:tr>"

static const FixtureText letter[] = {
    {"[Content_Types].xml",
     "<Types xmlns=\"" PACKAGE "content-types\"><Override PartName=\"/word/document.xml\" "
     "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+"
     "xml\"/></Types>"},
    {"_rels/.rels", LINKS(LINK("r1", "officeDocument", "word/document.xml"))},
    {"word/document.xml", DECLARATION "<w:document xmlns:w=\"" WORD "\"><w:body>" P(
                              R("架空花子 tel ") R("090-00") R("00-1111") R(" 内線"))
                              P(R("見本太郎 " OLD)) "<w:tbl>" TR(TC("架空") TC(OLD))
                                  TR(TC("見本") TC(OLD)) "</w:tbl></w:body></w:document>"},
    {NULL, NULL},
};
static const char *const letter_changes[] = {"word/document.xml", NULL};

static void a_value_over_several_runs_changes_in_the_first(void **state)
{
    (void)state;
    g_autoptr(GBytes) text = fixture_document(letter);
    g_autoptr(GBytes) got = fixture_put(text, "a.docx", 1, OLD, NEW, NULL);
    assert_part(got, "word/document.xml",
                P(R("架空花子 tel ") R(NEW) R("") R(" 内線")) P(R("見本太郎 " OLD)), TRUE);
    assert_others_same(text, got, letter, letter_changes);
}

static void a_cell_of_a_table_changes_alone(void **state)
{
    (void)state;
    g_autoptr(GBytes) text = fixture_document(letter);
    g_autoptr(GBytes) got = fixture_put(text, "a.docx", 3, OLD, NEW, NULL);
    g_autofree char *records = fixture_document_records(got, "a.docx");
    assert_non_null(strstr(records, "架空 " NEW "\n見本 " OLD "\n"));
    assert_non_null(strstr(records, "見本太郎 " OLD "\n"));
}

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define NAMES                                                                                      \
    " xmlns:office='" OASIS "office:1.0' xmlns:text='" OASIS "text:1.0' xmlns:table='" OASIS       \
    "table:1.0' xmlns:manifest='" OASIS "manifest:1.0'"
#define ODF_CELL(words) "<table:table-cell><text:p>" words "</text:p></table:table-cell>"
#define ODF(kind, body)                                                                            \
    DECLARATION "<office:document-content" NAMES "><office:body><office:" kind ">" body            \
                "</office:" kind "></office:body></office:document-content>"
#define MANIFEST                                                                                   \
    "<manifest:manifest" NAMES "><manifest:file-entry manifest:full-path='content.xml'/>"          \
    "<manifest:file-entry manifest:full-path='Thumbnails/thumbnail.png'/></manifest:manifest>"

static const FixtureText open_sheet[] = {
    {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
    {"content.xml",
     ODF("spreadsheet", "<table:table table:name='t'><table:table-row>" ODF_CELL("架空花子")
                            ODF_CELL(OLD) "</table:table-row><table:table-row>" ODF_CELL("見本太郎")
                                ODF_CELL(OLD) "</table:table-row></table:table>")},
    {"Thumbnails/thumbnail.png", "a preview"},
    {"META-INF/manifest.xml", MANIFEST},
    {NULL, NULL},
};
static const FixtureText open_text[] = {
    {"mimetype", "application/vnd.oasis.opendocument.text"},
    {"content.xml", ODF("text", "<text:p>tel 090-<text:span>0000</text:span>-1111 x</text:p>"
                                "<text:p>" OLD "</text:p>")},
    {"META-INF/manifest.xml", MANIFEST},
    {NULL, NULL},
};

static void open_documents_change_in_the_same_way(void **state)
{
    (void)state;
    g_autoptr(GBytes) sheet = fixture_document(open_sheet);
    g_autoptr(GBytes) got = fixture_put(sheet, "a.ods", 1, OLD, NEW, NULL);
    assert_part(got, "content.xml", ODF_CELL("架空花子") ODF_CELL(NEW), TRUE);
    g_autofree char *records = fixture_document_records(got, "a.ods");
    assert_non_null(strstr(records, "架空花子 " NEW "\n見本太郎 " OLD "\n"));
    g_autofree char *preview = fixture_document_part(got, "Thumbnails/thumbnail.png");
    assert_null(preview);
    assert_part(got, "META-INF/manifest.xml", "Thumbnails", FALSE);
    g_autoptr(GBytes) text = fixture_document(open_text);
    g_autoptr(GBytes) changed = fixture_put(text, "a.odt", 1, OLD, NEW, NULL);
    assert_part(changed, "content.xml",
                "<text:p>tel " NEW "<text:span></text:span> x</text:p><text:p>" OLD "</text:p>",
                TRUE);
    g_autofree char *lines = fixture_document_records(changed, "a.odt");
    assert_string_equal(lines, "tel " NEW " x\n" OLD "\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_cell_that_shares_the_string_stays),
        cmocka_unit_test(a_string_that_no_cell_shows_any_more_is_emptied),
        cmocka_unit_test(a_cell_loses_its_value_and_keeps_its_place),
        cmocka_unit_test(numbers_formulas_and_readings_of_a_workbook_are_left_to_a_person),
        cmocka_unit_test(a_copy_of_the_value_is_not_left_behind),
        cmocka_unit_test(a_value_over_several_runs_changes_in_the_first),
        cmocka_unit_test(a_cell_of_a_table_changes_alone),
        cmocka_unit_test(open_documents_change_in_the_same_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
