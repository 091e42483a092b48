#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_zip.h"

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define NAMES                                                                                      \
    " xmlns:office='" OASIS "office:1.0' xmlns:text='" OASIS "text:1.0' xmlns:table='" OASIS       \
    "table:1.0' xmlns:draw='" OASIS "drawing:1.0' xmlns:style='" OASIS                             \
    "style:1.0' xmlns:presentation='" OASIS "presentation:1.0' xmlns:meta='" OASIS                 \
    "meta:1.0' xmlns:form='" OASIS "form:1.0' xmlns:svg='" OASIS "svg-compatible:1.0'"             \
    " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:xlink='http://www.w3.org/1999/xlink'"      \
    " xmlns:math='http://www.w3.org/1998/Math/MathML'"
#define P(words) "<text:p>" words "</text:p>"
#define CELL(words) "<table:table-cell>" P(words) "</table:table-cell>"

/* What stands within the body of one XML file. */
static Extracted *flat(const char *name, const char *kind, const char *body)
{
    g_autofree char *text = g_strdup_printf("<?xml version='1.0'?><office:document" NAMES
                                            "><office:body><office:%s>%s</office:%s>"
                                            "</office:body></office:document>",
                                            kind, body, kind);
    return fixture_extract(name, text, -1, NULL);
}

static void expect(const char *kind, const char *body, const char *places)
{
    g_autoptr(Extracted) extracted = flat("a.fodt", kind, body);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, places);
}

static void paragraphs_are_records(void **state)
{
    (void)state;
    expect(
        "text",
        "<text:h>Heading</text:h>" P("") P(
            "\n  ha<text:span>na</text:span>ko@example.com  \n x<text:s text:c='2'/>y<text:tab/>"
            "z<text:line-break/>\n end ") "<text:list><text:list-item>" P("item") "</"
                                                                                  "text:list-item><"
                                                                                  "/text:list>",
        "paragraph 1: Heading\nparagraph 3: hanako@example.com x  y\tz\n end \n"
        "paragraph 4: item\n");
}

static void what_tears_a_text_apart_stands_behind(void **state)
{
    (void)state;
    expect(
        "text",
        P("<text:ruby><text:ruby-base>架空</text:ruby-base><text:ruby-text>かくう</text:ruby-text>"
          "</text:ruby><text:ruby><text:ruby-base>花子</text:ruby-base><text:ruby-text>はなこ"
          "</text:ruby-text></text:ruby>さん")
            P("<text:a xlink:href='mailto:hanako%40example.com'>mail</text:a>"
              "<text:a xlink:href='#top'>up</text:a><text:a xlink:href='http://x.example/'>"
              "http://x.example/</text:a><draw:frame><draw:image xlink:href='file:///C:/x.png'/>"
              "<svg:desc>picture of Hanako</svg:desc></draw:frame>"),
        "paragraph 1: 架空花子さん\nかくう\nはなこ\n"
        "paragraph 2: mailuphttp://x.example/\nhanako@example.com\nfile:///C:/x.png\n"
        "picture of Hanako\n");
}

static void notes_are_stories_of_their_own(void **state)
{
    (void)state;
    expect(
        "text",
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        "<dc:creator>Mihon</dc:creator><dc:date>2020-01-01</dc:date></office:change-info>" P(
            "go"
            "n"
            "e") "</text:deletion></text:changed-region></text:tracked-changes>" P("hanako@<text:"
                                                                                   "note "
                                                                                   "text:note-"
                                                                                   "class='"
                                                                                   "footnote'><"
                                                                                   "text:note-"
                                                                                   "citation>1</"
                                                                                   "text:note-"
                                                                                   "citation>"
                                                                                   "<text:note-"
                                                                                   "body>" P("note") P(
                                                                                       "more") "</"
                                                                                               "tex"
                                                                                               "t:"
                                                                                               "not"
                                                                                               "e-"
                                                                                               "bod"
                                                                                               "y><"
                                                                                               "/te"
                                                                                               "xt:"
                                                                                               "not"
                                                                                               "e>"
                                                                                               "exa"
                                                                                               "mpl"
                                                                                               "e."
                                                                                               "com"
                                                                                               "<te"
                                                                                               "xt:"
                                                                                               "not"
                                                                                               "e "
                                                                                               "tex"
                                                                                               "t:"
                                                                                               "not"
                                                                                               "e-"
                                                                                               "cla"
                                                                                               "ss="
                                                                                               "'en"
                                                                                               "dno"
                                                                                               "te'"
                                                                                               "><"
                                                                                               "tex"
                                                                                               "t:"
                                                                                               "not"
                                                                                               "e-"
                                                                                               "bod"
                                                                                               "y"
                                                                                               ">" P(
                                                                                                   "end") "</text:note-body></"
                                                                                                          "text:note><office:annotation><dc:creator>Mihon Taro"
                                                                                                          "</dc:creator><dc:date>2020</dc:date>" P(
                                                                                                              "why?") "</"
                                                                                                                      "office:annotation><draw:frame><draw:text-"
                                                                                                                      "box>" P("box <draw:rect>" P(
                                                                                                                          "shape") "</"
                                                                                                                                   "draw:"
                                                                                                                                   "rect>in")
                                                                                                                          P("box 2") "</draw:text-box></"
                                                                                                                                     "draw:frame>."),
        "change 1: Mihon\nchange 1: gone\nfootnote 1: note\nfootnote 1: more\nendnote 1: end\n"
        "comment 1: Mihon Taro\ncomment 1: why?\ntext box 2: shape\ntext box 1: box in\n"
        "text box 1: box 2\nparagraph 1: hanako@example.com.\n");
}

static void rows_of_tables_are_records(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = flat(
        "a.fodt", "text",
        "<table:table><table:table-header-rows><table:table-row>" CELL("氏名") CELL("欄") CELL(
            "電話") "</table:table-row></table:table-header-rows><table:table-row>"
                    "<table:table-cell>" P("架空")
                        P("花子") "</table:table-cell><table:table-cell "
                                  "table:number-columns-spanned='1'/>" CELL(
                                      "03-0000-1234") "</table:table-row>"
                                                      "<table:table-row><table:table-cell "
                                                      "table:number-columns-repeated='2'/>"
                                                      "<table:table-cell><table:table><table:table-"
                                                      "row>" CELL("in") CELL(
                                                          "ner") "</table:table-row></"
                                                                 "table:table></table:table-cell></"
                                                                 "table:table-row></table:table>");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->cells->str, "=氏名\n=欄\n=電話\n氏名=架空\n花子\n欄=\n"
                                               "電話=03-0000-1234\n氏名=\n欄=\n電話=in\tner\t\n");
    assert_non_null(strstr(extracted->places->str, "table 1 row 2: 03-0000-1234\n"));
}

static void attributes_and_formulas_are_text(void **state)
{
    (void)state;
    expect("text",
           "<office:forms><form:form><form:text form:label='Name' form:current-value='Hanako'>"
           "<form:properties><form:property>no</form:property></form:properties></form:text>"
           "</form:form></office:forms>" P("a<text:hidden-text text:string-value='hidden'/>")
               P("<draw:object><math:math><math:mi>x</math:mi>\n<math:mn>1</math:mn></math:math>"
                 "</draw:object>"),
           "form: Name Hanako\nparagraph 1: a\nhidden\ntext box 1: x 1\n");
}

static void cells_of_sheets_have_their_places(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = flat(
        "a.fods", "spreadsheet",
        "<table:table table:name='名簿'><table:table-row>" CELL("氏名") CELL("電話") CELL(
            "生年月日") "</table:table-row><table:table-row table:number-rows-repeated='8'>"
                        "<table:table-cell "
                        "table:number-columns-repeated='16384'/></table:table-row>"
                        "<table:table-row><table:table-cell><office:annotation>" P(
                            "memo") "</office:annotation>" P("架空")
                            P("花子") "</table:table-cell><table:table-cell "
                                      "office:value='312345678'>" P(
                                          "3.12E+08") "</table:table-cell><table:table-cell "
                                                      "office:date-value='1985-01-02'/>"
                                                      "</table:table-row><table:table-row "
                                                      "table:number-rows-repeated='2'><table:table-"
                                                      "cell "
                                                      "table:number-columns-repeated='2'>" P(
                                                          "x") "</table:table-cell></"
                                                               "table:table-row></table:table>"
                                                               "<table:table table:name='H' "
                                                               "table:display='false'><table:table-"
                                                               "row "
                                                               "table:number-rows-repeated='"
                                                               "1048576'>"
                                                               "<table:table-cell "
                                                               "table:number-columns-repeated='"
                                                               "16384'>" P("all") "</"
                                                                                  "table:table-"
                                                                                  "cell></"
                                                                                  "table:table-row>"
                                                                                  "<table:table-"
                                                                                  "row>" CELL(
                                                                                      "late") "</"
                                                                                              "tabl"
                                                                                              "e:"
                                                                                              "tabl"
                                                                                              "e-"
                                                                                              "row>"
                                                                                              "</"
                                                                                              "tabl"
                                                                                              "e:"
                                                                                              "tabl"
                                                                                              "e>");
    assert_string_equal(extracted->items->str, "read\n");
    assert_true(g_str_has_prefix(extracted->places->str,
                                 "名簿: 名簿\n名簿:A10 comment: memo\n"
                                 "名簿:A1: 氏名\n名簿:B1: 電話\n名簿:C1: 生年月日\n"
                                 "名簿:A10: 架空\n花子\n名簿:B10: 312345678\n"
                                 "名簿:C10: 1985-01-02\n名簿:A11: x\n名簿:B11: x\n"
                                 "名簿:A12: x\n名簿:B12: x\nH: H\nH:A1: all\nH:B1: all\n"));
    assert_true(g_str_has_suffix(extracted->places->str, "H:BL64: all\nH:A1048577: late\n"));
    assert_non_null(strstr(extracted->cells->str, "電話=312345678\n"));
}

static void slides_have_numbers_and_notes(void **state)
{
    (void)state;
    expect(
        "presentation",
        "<presentation:footer-decl>Kakuu Ltd.</presentation:footer-decl>"
        "<draw:page draw:name='p1'><draw:frame><draw:text-box>" P("title")
            P("hanako@example.com") "</draw:text-box></draw:frame><office:annotation>" P(
                "odd") "</office:annotation>"
                       "<presentation:notes><draw:frame><draw:text-box>" P(
                           "say this") "</draw:text-box></draw:frame></presentation:notes></"
                                       "draw:page>"
                                       "<draw:page><draw:frame><table:table><table:table-row>" CELL(
                                           "a") CELL("b") "</table:table-row></table:table></"
                                                          "draw:frame></draw:page>",
        "presentation: Kakuu Ltd.\nslide 1: title\nslide 1: hanako@example.com\n"
        "slide 1 comment 1: odd\nslide 1 notes: say this\nslide 2 table 1 row 1: a\tb\n");
    expect("drawing", "<draw:page><draw:rect>" P("x") "</draw:rect></draw:page>", "page 1: x\n");
}

static void files_within_the_xml_are_items(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = flat(
        "a.fodt", "text",
        P("ha<draw:frame><draw:image><office:binary-data>aGFuYWtv\n QGV4YW1wbGUuY29t\n"
          "</office:binary-data></draw:image></draw:frame>nako<draw:frame><draw:object-ole>"
          "<office:binary-data>dGFybw==</office:binary-data></draw:object-ole></draw:frame>"));
    assert_string_equal(extracted->items->str, "read picture 1\nread object 1\nread\n");
    assert_string_equal(extracted->text->str, "hanako@example.comtarohanako\n");
}

/* --- packages --- */

static FixtureZip *package_new(const char *type)
{
    FixtureZip *zip = fixture_zip_new();
    g_autofree char *mimetype = g_strconcat("application/vnd.oasis.opendocument.", type, NULL);
    fixture_zip_add_stored(zip, "mimetype", mimetype, -1);
    return zip;
}

static void add_xml(FixtureZip *zip, const char *name, const char *inner)
{
    g_autofree char *text = g_strdup_printf("<office:document-content" NAMES ">%s"
                                            "</office:document-content>",
                                            inner);
    fixture_zip_add(zip, name, text, -1);
}

static Extracted *extract_package(FixtureZip *zip, const char *name)
{
    g_autoptr(GBytes) bytes = fixture_zip_finish(zip);
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    return fixture_extract(name, data, (gssize)length, NULL);
}

static void parts_of_a_package_are_read(void **state)
{
    (void)state;
    FixtureZip *zip = package_new("text");
    fixture_zip_add(zip, "Pictures/p.txt", "taro@example.com", -1);
    add_xml(zip, "content.xml",
            "<office:body><office:text>" P("hanako") "</office:text></office:body>");
    add_xml(
        zip, "styles.xml",
        "<office:styles><style:style>no</style:style></office:styles><office:master-styles>"
        "<style:master-page style:name='S'><style:header>" P(
            "top") "</style:header><style:footer>" P("end") "</style:footer></style:master-page></"
                                                            "office:master-styles>");
    add_xml(zip, "meta.xml",
            "<office:meta><meta:generator>no</meta:generator><dc:title>T</dc:title>"
            "<meta:initial-creator>架空花子</meta:initial-creator><meta:user-defined "
            "meta:name='電話'>03-0000-1234</meta:user-defined></office:meta>");
    add_xml(zip, "Object 1/content.xml",
            "<office:body><office:spreadsheet><table:table table:name='S1'><table:table-row>" CELL(
                "mihon") "</table:table-row></table:table></office:spreadsheet></office:body>");
    fixture_zip_add(zip, "settings.xml", "<no/>", -1);
    fixture_zip_add(zip, "META-INF/manifest.xml", "<manifest/>", -1);
    g_autoptr(Extracted) extracted = extract_package(zip, "no-ending");
    assert_string_equal(extracted->items->str, "read Pictures/p.txt\nread\n");
    assert_string_equal(extracted->types->str, "text/plain UTF-8 1\n"
                                               "application/vnd.oasis.opendocument.text  8\n");
    assert_string_equal(extracted->places->str,
                        "paragraph 1: hanako\nheader: top\nfooter: end\nproperties: title: T\n"
                        "properties: initial creator: 架空花子\nproperties: 電話: 03-0000-1234\n"
                        "Object 1 S1: Object 1 S1\nObject 1 S1:A1: mihon\n: taro@example.com\n");
}

static void what_is_encrypted_is_unread(void **state)
{
    (void)state;
    FixtureZip *zip = package_new("text");
    fixture_zip_add_stored(zip, "content.xml", "\x8f\x12\xfe", 3);
    fixture_zip_add(zip, "META-INF/manifest.xml",
                    "<m:manifest xmlns:m='" OASIS "manifest:1.0'><m:file-entry m:full-path="
                    "'content.xml'><m:encryption-data/></m:file-entry></m:manifest>",
                    -1);
    g_autoptr(Extracted) extracted = extract_package(zip, "a.odt");
    assert_string_equal(extracted->items->str, "unread: encrypted\n");
    assert_string_equal(extracted->text->str, "");
}

static void damage_is_told_and_the_rest_is_read(void **state)
{
    (void)state;
    g_autoptr(Extracted) cut = fixture_extract(
        "a.fodt",
        "<office:document" NAMES "><office:body><office:text>" P(
            "hanako@example.com") "<text:p>half<text:note><text:note-body>" P("note"),
        -1, NULL);
    assert_true(g_str_has_prefix(cut->items->str, "partly-read: damaged: a.fodt, line 1:"));
    assert_string_equal(cut->places->str, "paragraph 1: hanako@example.com\nfootnote 1: note\n"
                                          "paragraph 2: half\n");
    FixtureZip *zip = package_new("text");
    fixture_zip_add(zip, "other.txt", "taro@example.com", -1);
    g_autoptr(Extracted) empty = extract_package(zip, "a.odt");
    assert_string_equal(empty->items->str,
                        "read other.txt\npartly-read: damaged: content.xml is missing\n");
}

/* Wherever a file is cut or flipped, reading ends and says how. */
static void damage_anywhere_is_survived(void **state)
{
    (void)state;
    static const char body[] =
        "<office:document" NAMES "><office:meta><dc:title>t</dc:title></office:meta><office:body>"
        "<office:spreadsheet><table:table table:name='S'><table:table-row "
        "table:number-rows-repeated='2'><table:table-cell office:value='1'>" P(
            "x<text:s text:c='9'/>") "</"
                                     "table:table-cell><table:table-cell><office:annotation><"
                                     "table:table><table:table-row>" CELL(
                                         "a") "</"
                                              "table:table-"
                                              "row></"
                                              "table:table></"
                                              "office:"
                                              "annotation></"
                                              "table:table-"
                                              "cell>"
                                              "</"
                                              "table:table-"
                                              "row></"
                                              "table:table></"
                                              "office:"
                                              "spreadsheet><"
                                              "office:text><"
                                              "table:table>"
                                              "<table:table-"
                                              "row>" CELL("b") "</table:table-row></table:table>" P(
                                                  "<text:"
                                                  "note>" P(
                                                      "n") "</"
                                                           "te"
                                                           "xt"
                                                           ":n"
                                                           "ot"
                                                           "e"
                                                           ">") "<draw:page/></office:text></"
                                                                "office:body></office:document>";
    for (gsize length = sizeof NAMES; length < sizeof body; length++) {
        g_autoptr(Extracted) cut = fixture_extract("a.fods", body, (gssize)length, NULL);
        assert_true(length >= sizeof body - 1 || g_str_has_prefix(cut->items->str, "partly-read"));
        g_autofree char *flipped = g_memdup2(body, sizeof body);
        flipped[length] = (char)(body[length] ^ 5);
        g_autoptr(Extracted) other = fixture_extract("a.fods", flipped, sizeof body - 1, NULL);
        assert_true(other->items->len > 0);
    }
}

static void each_record_tells_the_element_that_it_was_read_from(void **state)
{
    (void)state;
    g_autoptr(Extracted) text = flat(
        "a.fodt", "text",
        P("a<text:note><text:note-body>" P(
            "n") "</text:note-body></text:note>b") "<table:table><table:table-row>" CELL("c")
            CELL("d") "</table:table-row><table:table-row>" CELL("e")
                CELL("f") "</table:table-row></table:table>");
    assert_string_equal(text->origins->str, "1 a.fodt:7\n2 a.fodt:4\n3 a.fodt:10\n4 a.fodt:15\n");
    g_autoptr(Extracted)
        sheet = flat("a.fods", "spreadsheet",
                     "<table:table table:name='S'><table:table-row "
                     "table:number-rows-repeated='2'>" CELL("a") "</table:table-row>"
                                                                 "</table:table>");
    assert_string_equal(sheet->origins->str, "1 a.fods:4\n2 a.fods:5\n3 a.fods:5\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_are_records),
        cmocka_unit_test(each_record_tells_the_element_that_it_was_read_from),
        cmocka_unit_test(what_tears_a_text_apart_stands_behind),
        cmocka_unit_test(notes_are_stories_of_their_own),
        cmocka_unit_test(rows_of_tables_are_records),
        cmocka_unit_test(attributes_and_formulas_are_text),
        cmocka_unit_test(cells_of_sheets_have_their_places),
        cmocka_unit_test(slides_have_numbers_and_notes),
        cmocka_unit_test(files_within_the_xml_are_items),
        cmocka_unit_test(parts_of_a_package_are_read),
        cmocka_unit_test(what_is_encrypted_is_unread),
        cmocka_unit_test(damage_is_told_and_the_rest_is_read),
        cmocka_unit_test(damage_anywhere_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
