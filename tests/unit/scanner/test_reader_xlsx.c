#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_xlsx.h"

#define ROWS(rows) "<sheetData>" rows "</sheetData>"

static void assert_sheet(const char *sheet, const char *strings, const char *places)
{
    g_autoptr(Extracted) extracted = fixture_xlsx_extract_sheet(sheet, strings);
    assert_string_equal(extracted->items->str, "read\n");
    assert_true(g_str_has_prefix(extracted->places->str, "S: S\n"));
    assert_string_equal(extracted->places->str + strlen("S: S\n"), places);
}

static void assert_has(const GString *text, const char *wanted)
{
    if (strstr(text->str, wanted) == NULL) {
        fail_msg("no \"%s\" in:\n%s", wanted, text->str);
    }
}

static void cells_show_what_people_see(void **state)
{
    (void)state;
    assert_sheet(ROWS("<row r=\"2\"><c r=\"B2\" s=\"1\"><v>9000001234</v></c>"
                      "<c r=\"C2\" s=\"2\"><v>29221</v></c><c r=\"D2\" s=\"3\"><v>45017</v></c>"
                      "<c r=\"E2\"><v>9012345678</v></c><c r=\"F2\"><v>1.5E2</v></c>"
                      "<c r=\"G2\"><v>12345678901234567890</v></c></row>"
                      "<row r=\"3\"><c r=\"A3\" t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c>"
                      "<c t=\"d\"><v>1980-01-01</v></c><c t=\"n\"><v>x</v></c>"
                      "<c t=\"str\" s=\"4\"><f>A1</f><v>架空花子</v></c><c/><c><v></v></c></row>"),
                 NULL,
                 "S:B2: 090-0000-1234\nS:C2: 1980/1/1\nS:D2: 令和5年4月1日\nS:E2: 9012345678\n"
                 "S:F2: 150\nS:G2: 12345678901234567890\nS:A3: TRUE\nS:B3: #N/A\n"
                 "S:C3: 1980-01-01\nS:D3: x\nS:E3: 架空花子 様\n");
}

static void strings_are_joined_and_readings_stand_apart(void **state)
{
    (void)state;
    assert_sheet(ROWS("<row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v></c></row>"
                      "<row><c t=\"inlineStr\"><is><r><t>hana</t></r><r><t>ko@example.com</t></r>"
                      "<rPh sb=\"0\" eb=\"1\"><t>ハナコ</t></rPh></is></c></row>"),
                 "<si><r><rPr><b/></rPr><t>090-0000</t></r><r><t>-1234</t></r></si>"
                 "<si><t>架空花子</t><rPh sb=\"0\" eb=\"2\"><t>カクウ</t></rPh>"
                 "<rPh sb=\"2\" eb=\"4\"><t>ハナコ</t></rPh><phoneticPr fontId=\"1\"/></si>",
                 "S:A1: 架空花子\nS:A1 reading: カクウハナコ\nS:B1: 090-0000-1234\n"
                 "S:A2: hanako@example.com\nS:A2 reading: ハナコ\n");
}

static void strings_that_no_cell_shows_are_given(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = fixture_xlsx_extract_sheet(
        ROWS("<row><c t=\"s\"><v>0</v></c></row>"),
        "<si><t>x</t></si><si><t>hanako@example.com</t></si>");
    assert_has(extracted->places, "shared strings: hanako@example.com\n");
    assert_null(strstr(extracted->places->str, "shared strings: x"));
}

static void a_string_that_is_missing_is_damage(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = fixture_xlsx_extract_sheet(
        ROWS("<row><c t=\"s\"><v>3</v></c></row>"), "<si><t>x</t></si>");
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged: a cell has a string that is missing\n");
}

static void columns_have_the_names_of_the_first_row(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = fixture_xlsx_extract_sheet(
        ROWS(
            "<row r=\"3\"><c r=\"B3\" t=\"s\"><v>0</v></c><c r=\"C3\" t=\"s\"><v>1</v></c></row>"
            "<row r=\"4\"><c r=\"B4\" t=\"s\"><v>2</v></c><c r=\"C4\" s=\"1\"><v>9000001234</v></c>"
            "</row>"),
        "<si><t>氏名</t></si><si><t>電話</t></si><si><t>架空花子</t>"
        "<rPh sb=\"0\" eb=\"4\"><t>カクウハナコ</t></rPh></si>");
    assert_string_equal(extracted->cells->str, "=氏名\n=電話\n氏名=架空花子\n"
                                               "フリガナ=カクウハナコ\n電話=090-0000-1234\n");
}

static void what_formulas_hide_is_given(void **state)
{
    (void)state;
    assert_sheet(ROWS("<row><c t=\"str\"><f>HYPERLINK(\"mailto:hanako@example.com\",\"a\"\"b c\")"
                      "</f><v>架空</v></c></row>"),
                 NULL,
                 "S:A1: 架空\nS:A1 formula: mailto:hanako@example.com\nS:A1 formula: a\"b c\n");
}

static void what_stands_behind_the_cells_is_read(void **state)
{
    (void)state;
    assert_sheet(
        ROWS(
            "<row><c><v>1</v></c></row>") "<autoFilter ref=\"A1:B2\"><filterColumn "
                                          "colId=\"0\"><filters>"
                                          "<filter "
                                          "val=\"見本太郎\"/></filters></filterColumn></autoFilter>"
                                          "<dataValidations><dataValidation sqref=\"C3:C9\" "
                                          "prompt=\"Whom?\">"
                                          "<formula1>\"架空花子,見本太郎\"</formula1></"
                                          "dataValidation></dataValidations>"
                                          "<headerFooter><oddHeader>&amp;L&amp;\"MS,Bold\"&amp;"
                                          "12社外秘&amp;C架空花子"
                                          "&amp;K01+000A&amp;&amp;B&amp;R&amp;P / "
                                          "&amp;N</oddHeader>"
                                          "<firstFooter>hanako@example.com</firstFooter></"
                                          "headerFooter>"
                                          "<extLst><ext><sqref>A1</sqref></ext></extLst>",
        NULL,
        "S:A1: 1\nS settings: 見本太郎\nS settings: Whom?\n"
        "S:C3 formula: 架空花子,見本太郎\nS header: 社外秘\t架空花子A&B\t /\n"
        "S footer: hanako@example.com\n");
}

static const FixturePart whole_book[] = {
    {"xl/Workbook.xml",
     FIXTURE_XLSX("workbook",
                  "<fileSharing userName=\"架空花子\"/><workbookPr date1904=\"1\"/><sheets>"
                  "<sheet name=\"A &amp; b\" sheetId=\"1\" r:id=\"r1\"/>"
                  "<sheet name=\"x!\" sheetId=\"2\" state=\"veryHidden\" r:id=\"r2\"/>"
                  "<sheet name=\"lost\" sheetId=\"3\" r:id=\"r9\"/></sheets>"
                  "<definedNames><definedName name=\"tel\">\"03-0000-1234\"</definedName>"
                  "<definedName name=\"_xlnm.Print_Area\">x!$A$1</definedName></definedNames>"),
     -1},
    {"xl/_rels/Workbook.xml.rels",
     FIXTURE_RELATIONS(FIXTURE_LINK("r1", "worksheet", "/xl/worksheets/Sheet1.xml") FIXTURE_LINK(
         "r2", "worksheet", "worksheets/other.xml") FIXTURE_LINK("r4", "styles", "styles.xml")
                           FIXTURE_LINK("r5", "person", "persons/person.xml")),
     -1},
    {"xl/styles.xml", FIXTURE_XLSX("styleSheet", "<cellXfs><xf numFmtId=\"14\"/></cellXfs>"), -1},
    {"xl/worksheets/sheet1.xml",
     FIXTURE_XLSX("worksheet",
                  "<sheetData><row r=\"1\"><c r=\"A1\"><v>35064</v></c></row></sheetData>"
                  "<hyperlinks><hyperlink ref=\"B2\" r:id=\"h1\" tooltip=\"write\"/></hyperlinks>"),
     -1},
    {"xl/worksheets/_rels/sheet1.xml.rels",
     FIXTURE_RELATIONS(FIXTURE_LINK_OUT("h1", "hyperlink", "mailto:hanako%40example.com")
                           FIXTURE_LINK_OUT("h2", "hyperlink", "https://example.com/%E6%9E%B6")
                               FIXTURE_LINK("c1", "comments", "../comments7.xml") FIXTURE_LINK(
                                   "c2", "threadedComment", "../threadedComments/t.xml")
                                   FIXTURE_LINK("d", "drawing", "../drawings/drawing1.xml")
                                       FIXTURE_LINK("o", "package", "../embeddings/見積.csv")),
     -1},
    {"xl/worksheets/other.xml",
     FIXTURE_XLSX("worksheet", "<sheetData><row><c><v>0</v></c></row></sheetData>"), -1},
    {"xl/comments7.xml",
     FIXTURE_XLSX("comments",
                  "<authors><author>見本太郎</author><author>tc={1}</author></authors>"
                  "<commentList><comment ref=\"C3\" authorId=\"0\"><text><r><t>call </t>"
                  "</r><r><t>03-0000-1234</t></r></text></comment><comment ref=\"D4\""
                  " authorId=\"1\"><text><t>x</t></text></comment></commentList>"),
     -1},
    {"xl/threadedComments/t.xml",
     "<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/"
     "threadedcomments\"><threadedComment ref=\"D4\" personId=\"{P}\" id=\"{I}\">"
     "<text>yes</text></threadedComment></ThreadedComments>",
     -1},
    {"xl/persons/person.xml",
     "<personList xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/"
     "threadedcomments\"><person displayName=\"架空花子\" id=\"{P}\" "
     "userId=\"hanako@example.com\"/>"
     "</personList>",
     -1},
    {"xl/drawings/drawing1.xml",
     "<xdr:wsDr xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\""
     " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><xdr:sp><xdr:nvSpPr>"
     "<xdr:cNvPr id=\"2\" name=\"Box\" descr=\"portrait\"/></xdr:nvSpPr><xdr:txBody><a:p><a:r>"
     "<a:t>090-0000</a:t></a:r><a:r><a:t>-5678</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>",
     -1},
    {"xl/embeddings/見積.csv", "name\n架空花子\n", -1},
    {"xl/calcChain.xml", FIXTURE_XLSX("calcChain", "<c r=\"A1\"/>"), -1},
    {"docProps/core.xml",
     "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
     "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
     "<dc:creator>見本太郎</dc:creator></cp:coreProperties>",
     -1},
    {NULL, NULL, 0},
};

static void all_parts_of_a_workbook_are_read(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "workbook: 架空花子\n",
        "workbook: lost\n",
        "defined name: tel\t\"03-0000-1234\"\n",
        "A & b: A & b\n",
        "A & b:A1: 2000/1/1\n",
        "A & b:B2 link: hanako@example.com\n",
        "A & b:B2 link: write\n",
        "x!:A1: 1904/1/1\n",
        "A & b:C3 comment: 見本太郎: call 03-0000-1234\n",
        "A & b:D4 comment: x\n",
        "A & b:D4 comment: 架空花子: yes\n",
        "person: 架空花子\thanako@example.com\n",
        "A & b drawing: portrait\n",
        "A & b drawing: 090-0000-5678\n",
        "A & b links: https://example.com/架\n",
        "properties: creator: 見本太郎\n",
    };
    g_autoptr(Extracted) extracted = fixture_xlsx_extract("xl/Workbook.xml", whole_book);
    assert_string_equal(extracted->items->str, "read xl/embeddings/見積.csv\nread\n");
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        assert_has(extracted->places, wanted[i]);
    }
    assert_null(strstr(extracted->places->str, "Print_Area"));
}

static void strict_workbooks_are_read(void **state)
{
    (void)state;
#define STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships"
    static const FixturePart parts[] = {
        {"xl/workbook.xml",
         "<workbook xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:q=\"" STRICT
         "\"><sheets><sheet name=\"S\" sheetId=\"1\" q:id=\"r1\"/></sheets></workbook>",
         -1},
        {"xl/_rels/workbook.xml.rels",
         FIXTURE_RELATIONS("<Relationship Id=\"r1\" Type=\"" STRICT
                           "/worksheet\" Target=\"some/where.xml\"/>"),
         -1},
        {"xl/some/where.xml",
         "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData>"
         "<x:row><x:c t=\"d\"><x:v>1980-01-01</x:v></x:c></x:row></x:sheetData></x:worksheet>",
         -1},
        {NULL, NULL, 0},
    };
    g_autoptr(Extracted) extracted = fixture_xlsx_extract("xl/workbook.xml", parts);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "S: S\nS:A1: 1980-01-01\n");
}

static void a_sheet_that_is_missing_is_damage(void **state)
{
    (void)state;
    static const FixturePart parts[] = {
        {"xl/workbook.xml",
         FIXTURE_XLSX("workbook", "<sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>"), -1},
        {"xl/_rels/workbook.xml.rels",
         FIXTURE_RELATIONS(FIXTURE_LINK("r1", "worksheet", "worksheets/sheet1.xml")), -1},
        {"xl/worksheets/sheet2.xml",
         FIXTURE_XLSX("worksheet", ROWS("<row><c t=\"str\"><v>left over</v></c></row>")), -1},
        {NULL, NULL, 0},
    };
    g_autoptr(Extracted) extracted = fixture_xlsx_extract("xl/workbook.xml", parts);
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged: xl/worksheets/sheet1.xml is missing\n");
    assert_has(extracted->places, "sheet2.xml:A1: left over\n");
}

static void a_long_string_in_many_cells_is_shown_once(void **state)
{
    (void)state;
    g_autoptr(GString) rows = g_string_new("<sheetData>");
    for (guint i = 0; i < 5000; i++) {
        g_string_append(rows, "<row><c t=\"s\"><v>0</v></c></row>");
    }
    g_string_append(rows, "</sheetData>");
    g_autofree char *filler = g_strnfill(200000, 'x');
    g_autofree char *strings = g_strdup_printf("<si><t>%s hanako@example.com</t></si>", filler);
    g_autoptr(Extracted) extracted = fixture_xlsx_extract_sheet(rows->str, strings);
    assert_string_equal(extracted->items->str, "read\n");
    assert_true(extracted->text->len < 300000);
    assert_has(extracted->text, "hanako@example.com");
}

static void a_text_in_too_many_cells_is_a_limit(void **state)
{
    (void)state;
    g_autoptr(GString) rows = g_string_new("<sheetData>");
    for (guint i = 0; i < 5000; i++) {
        g_string_append(rows, "<row><c t=\"s\"><v>0</v></c></row>");
    }
    g_string_append(rows, "</sheetData>");
    g_autofree char *filler = g_strnfill(90000, 'x');
    g_autofree char *strings = g_strdup_printf("<si><t>%s</t></si>", filler);
    g_autoptr(Extracted) extracted = fixture_xlsx_extract_sheet(rows->str, strings);
    assert_string_equal(extracted->items->str, "partly-read: limit: expansion ratio\n");
}

static void strings_beyond_what_is_kept_are_given_all_the_same(void **state)
{
    (void)state;
    g_autoptr(GString) strings = g_string_new(NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    for (guint i = 0; i < 70; i++) {
        g_string_append(strings, "<si><t>");
        for (guint letter = 0; letter < 1000000; letter++) {
            g_string_append_c(strings, (char)g_rand_int_range(random, 'a', 'z'));
        }
        g_string_append_printf(strings, " %u@example.com</t></si>", i);
    }
    g_autoptr(Extracted) extracted = fixture_xlsx_extract_sheet(
        ROWS("<row><c t=\"s\"><v>0</v></c></row>"), strings->str);
    assert_string_equal(extracted->items->str, "partly-read: limit: shared strings\n");
    assert_has(extracted->text, " 0@example.com");
    assert_has(extracted->text, " 69@example.com");
}

static void a_cut_at_any_place_is_told(void **state)
{
    (void)state;
    gsize length = 0;
    g_autoptr(GBytes) bytes = fixture_xlsx_make("xl/Workbook.xml", whole_book);
    const char *data = g_bytes_get_data(bytes, &length);
    for (gsize end = 0; end < length; end += 7) {
        g_autoptr(Extracted) extracted = fixture_extract("a.xlsx", data, (gssize)end, NULL);
        if (end > 4 && strstr(extracted->items->str, "partly-read:") == NULL &&
            strstr(extracted->items->str, "unread:") == NULL) {
            fail_msg("cut at %d: %s", (int)end, extracted->items->str);
        }
    }
}

static void flipped_bytes_break_nothing(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    static const char *const fields[] = {"r", "s", "t", "ref"};
    static const char *const values[] = {"-1", "ZZZZ99999999999999", "s", "", "4294967296"};
    for (guint i = 0; i < 200; i++) {
        g_autoptr(GString) rows = g_string_new("<sheetData>");
        for (guint n = 0; n < 20; n++) {
            g_string_append_printf(
                rows, "%s %s=\"%s\" %s=\"%s\">%s", g_rand_boolean(random) ? "<c" : "<row",
                fields[g_rand_int_range(random, 0, 2)], values[g_rand_int_range(random, 0, 5)],
                fields[g_rand_int_range(random, 2, 4)], values[g_rand_int_range(random, 0, 5)],
                g_rand_boolean(random) ? "<v>9</v></c>" : "<is><t>x");
        }
        g_autoptr(Extracted) extracted = fixture_xlsx_extract_sheet(rows->str, NULL);
        assert_true(g_str_has_prefix(extracted->items->str, "partly-read: damaged: "));
    }
}

static void each_record_tells_the_cells_that_it_was_read_from(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = fixture_xlsx_extract_sheet(
        ROWS("<row><c t=\"str\"><v>a</v></c><c/><c t=\"s\"><v>0</v></c></row>"
             "<row><c/><c t=\"inlineStr\"><is><t>b</t></is></c></row>") "<dataValidations><"
                                                                        "dataValidation "
                                                                        "prompt=\"c\"/></"
                                                                        "dataValidations>",
        "<si><t>x</t></si><si><t>y</t></si>");
    assert_string_equal(extracted->places->str, "S: S\nS:A1: a\nS:C1: x\nS:B2: b\nS settings: c\n"
                                                "shared strings: y\n");
    assert_string_equal(extracted->origins->str,
                        "2 xl/worksheets/sheet1.xml:4 xl/worksheets/sheet1.xml:7\n"
                        "3 xl/worksheets/sheet1.xml:11\n4 xl/worksheets/sheet1.xml:15\n"
                        "5 xl/sharedStrings.xml:4\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_show_what_people_see),
        cmocka_unit_test(strings_are_joined_and_readings_stand_apart),
        cmocka_unit_test(strings_that_no_cell_shows_are_given),
        cmocka_unit_test(a_string_that_is_missing_is_damage),
        cmocka_unit_test(columns_have_the_names_of_the_first_row),
        cmocka_unit_test(what_formulas_hide_is_given),
        cmocka_unit_test(what_stands_behind_the_cells_is_read),
        cmocka_unit_test(all_parts_of_a_workbook_are_read),
        cmocka_unit_test(strict_workbooks_are_read),
        cmocka_unit_test(a_sheet_that_is_missing_is_damage),
        cmocka_unit_test(a_long_string_in_many_cells_is_shown_once),
        cmocka_unit_test(a_text_in_too_many_cells_is_a_limit),
        cmocka_unit_test(strings_beyond_what_is_kept_are_given_all_the_same),
        cmocka_unit_test(a_cut_at_any_place_is_told),
        cmocka_unit_test(flipped_bytes_break_nothing),
        cmocka_unit_test(each_record_tells_the_cells_that_it_was_read_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
