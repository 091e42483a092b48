#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_ooxml.h"
#include "tests/unit/scanner/fixture_zip.h"

#define MAIN "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define SPACES                                                                                     \
    " xmlns:w=\"" MAIN "\""                                                                        \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""             \
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""                           \
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""         \
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""                    \
    " xmlns:v=\"urn:schemas-microsoft-com:vml\""
#define DOCUMENT(body) "<w:document" SPACES "><w:body>" body "</w:body></w:document>"
#define P(runs) "<w:p>" runs "</w:p>"
#define R(text) "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define CELL(content) "<w:tc>" content "</w:tc>"

static Extracted *extract(GBytes *bytes)
{
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    return fixture_extract("a.docx", data, (gssize)length, NULL);
}

static Extracted *read_parts(const FixturePart *parts)
{
    g_autoptr(GBytes) bytes = fixture_ooxml(parts);
    return extract(bytes);
}

static Extracted *read_body(const char *document)
{
    const FixturePart parts[] = {
        {"word/document.xml", document, "", "officeDocument", NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    return read_parts(parts);
}

static void runs_join_and_paragraphs_are_records(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = read_body(DOCUMENT(
        P("<w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"1\"/></w:tabs></w:pPr>" R("090-0000")
              R("-1234")) P("")
            P(R("氏名") "<w:r><w:tab/><w:t>架空花子</w:t><w:br/></w:r>"
                        "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/>"
                        "<w:t>c</w:t><w:sym w:font=\"Wingdings\" w:char=\"F028\"/>"
                        "<w:sym w:font=\"Arial\" w:char=\"0041\"/></w:r>")));
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "paragraph 1: 090-0000-1234\n"
                                                "paragraph 3: 氏名\t架空花子\na-bc A\n");
    assert_string_equal(extracted->types->str,
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document "
                        " 2\n");
}

static void a_row_of_a_table_is_a_record(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = read_body(DOCUMENT(
        P(R("before")) "<w:tbl><w:tr>" CELL(P(R("氏名")))
            CELL(P(R("電話"))) "</w:tr><w:tr>" CELL(P(R("架空花子")))
                CELL(P(R("03-0000-1234")) P(R("03-0000-5678"))) "</w:tr></w:tbl>" P(R("after"))));
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->cells->str,
                        "=氏名\n=電話\n氏名=架空花子\n電話=03-0000-1234\n03-0000-5678\n");
    assert_non_null(strstr(extracted->places->str, "paragraph 1: before\n"));
    assert_non_null(strstr(extracted->places->str, "table 1 row 2: 架空花子\n"));
    assert_non_null(strstr(extracted->places->str, "paragraph 2: after\n"));
}

/* A form: the names stand in front of the values. */
static void a_table_within_a_cell_is_its_text(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = read_body(DOCUMENT("<w:tbl><w:tr>" CELL(P(R("x"))) CELL(
        P(R("one")) "<w:tbl><w:tr>" CELL(P(R("氏名")))
            CELL(P(R("見本太郎"))) "</w:tr><w:tr>" CELL(P(R("住所")))
                CELL(P(R("東京都"))) "</w:tr></w:tbl>" P("") P(R("two"))) "</w:tr></w:tbl>"));
    assert_string_equal(extracted->places->str,
                        "table 1 row 1: x\tone\n氏名\t見本太郎\n住所\t東京都\ntwo\n");
}

static void every_story_is_read(void **state)
{
    (void)state;
    const FixturePart parts[] = {
        {"word/document.xml", DOCUMENT(P(R("body"))), "", "officeDocument", NULL},
        {"word/header1.xml", "<w:hdr" SPACES ">" P(R("top one")) "</w:hdr>", "word/document.xml",
         "header", NULL},
        {"word/header2.xml", "<w:hdr" SPACES ">" P(R("top two")) "</w:hdr>", "word/document.xml",
         "header", NULL},
        {"word/footer1.xml",
         "<w:ftr" SPACES "><w:tbl><w:tr>" CELL(P(R("bottom"))) "</w:tr></w:tbl></w:ftr>",
         "word/document.xml", "footer", NULL},
        {"word/footnotes.xml",
         "<w:footnotes" SPACES "><w:footnote w:type=\"separator\" w:id=\"-1\">" P(
             "") "</w:footnote>"
                 "<w:footnote w:id=\"1\">" P(
                     R("note one")) "</w:footnote>"
                                    "<w:footnote w:id=\"2\">" P(R("note two"))
                                        P(R("more")) "</w:footnote></w:footnotes>",
         "word/document.xml", "footnotes", NULL},
        {"word/endnotes.xml",
         "<w:endnotes" SPACES "><w:endnote w:id=\"1\">" P(R("end")) "</w:endnote></w:endnotes>",
         "word/document.xml", "endnotes", NULL},
        {"word/comments.xml",
         "<w:comments" SPACES
         "><w:comment w:id=\"0\" w:author=\"架空花子\">" P(R("why?")) "</w:comment></w:comments>",
         "word/document.xml", "comments", NULL},
        {"word/glossary/document.xml",
         "<w:glossaryDocument" SPACES "><w:docParts><w:docPart><w:docPartBody>" P(
             R("block")) "</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>",
         "word/document.xml", "glossaryDocument", NULL},
        {"word/styles.xml", "<w:styles" SPACES ">" P(R("no text")) "</w:styles>", NULL, NULL, NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "paragraph 1: body\n"
                                                "header 1: top one\n"
                                                "header 2: top two\n"
                                                "footer 1 table 1 row 1: bottom\n"
                                                "footnote 1: note one\n"
                                                "footnote 2: note two\n"
                                                "footnote 2: more\n"
                                                "endnote 1: end\n"
                                                "comment 1 author: 架空花子\n"
                                                "comment 1: why?\n"
                                                "glossary paragraph 1: block\n"
                                                "authors of changes: 架空花子\n");
}

static void what_was_deleted_is_read_as_it_was(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = read_body(DOCUMENT(
        P(R("03-0000-") "<w:del "
                        "w:author=\"見本太郎\"><w:r><w:delText>1234</w:delText></w:r></w:del>"
                        "<w:ins w:author=\"見本太郎\">" R("5678") "</w:ins>")
            P("<w:del><w:r><w:delText>架空花子</w:delText></w:r></w:del>") P(
                "<w:moveFrom>" R("moved") "</w:moveFrom>") P("<w:moveTo>" R("moved") "</w:moveTo>")
                P("<w:ins><w:del><w:r><w:delText>both</w:delText></w:r></w:del></w:ins>")));
    assert_string_equal(extracted->places->str, "paragraph 1: 03-0000-5678\n"
                                                "paragraph 1 before changes: 03-0000-1234\n"
                                                "paragraph 2 before changes: 架空花子\n"
                                                "paragraph 3 before changes: moved\n"
                                                "paragraph 4: moved\n"
                                                "paragraph 5 before changes: both\n"
                                                "authors of changes: 見本太郎\n");
}

#define BOX(text) "<w:txbxContent>" P(R(text)) "</w:txbxContent>"

static void a_text_box_does_not_break_the_text_around_it(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = read_body(DOCUMENT(
        P(R("090-0000") "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>"
                        "<wp:docPr name=\"p\" descr=\"写真\"/>" BOX(
                            "boxed") "</w:drawing></mc:Choice><mc:Fallback><w:pict>"
                                     "<v:shape alt=\"写真\"><v:textbox>" BOX(
                                         "boxed") "</v:textbox></v:shape></w:pict></mc:Fallback>"
                                                  "</mc:AlternateContent></w:r>" R("-1234"))
            P("<w:r><mc:AlternateContent><mc:Choice Requires=\"x\">" BOX(
                "shown") "</mc:Choice><mc:Fallback>" BOX("hidden") "</mc:Fallback></"
                                                                   "mc:AlternateContent></w:r>")
                P("<w:r><mc:AlternateContent><mc:Choice Requires=\"x\"/><mc:Fallback>" BOX(
                    "only") "</mc:Fallback></mc:AlternateContent></w:r>")));
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "paragraph 1 text box: boxed\n"
                                                "paragraph 1: 090-0000-1234\n写真\n"
                                                "paragraph 2 text box: shown\n"
                                                "paragraph 2: hidden\n"
                                                "paragraph 3 text box: only\n");
}

static void addresses_behind_links_are_read_once(void **state)
{
    (void)state;
    static const char body[] = DOCUMENT(
        P("<w:hyperlink r:id=\"rId9\" w:tooltip=\"write\">" R("Mail") "</w:hyperlink>") P(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText> HYPERLINK \"mail</w:instrText>"
            "<w:instrText>to:hanako@example.com\" </w:instrText>"
            "<w:fldChar w:fldCharType=\"separate\"/></w:r>" R("hanako@example.com"))
            P("<w:fldSimple w:instr=\" PAGEREF _Toc090000012 \\h \">" R("7") "</w:fldSimple>")
                P("<w:fldSimple w:instr=\" MERGEFIELD 氏名 \">" R("x") "</w:fldSimple>"));
    const FixturePart parts[] = {
        {"word/document.xml", body, "", "officeDocument", NULL},
        {"mailto:taro%40example.com", NULL, "word/document.xml", "hyperlink", "rId9"},
        {"file:///C:/Users/%E6%9E%B6%E7%A9%BA/a.dotx", NULL, "word/settings.xml",
         "attachedTemplate", "rId1"},
        {NULL, NULL, NULL, NULL, NULL},
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_string_equal(extracted->places->str, "paragraph 1: Mail\ntaro@example.com\nwrite\n"
                                                "paragraph 2: hanako@example.com\n"
                                                "paragraph 3: 7\n"
                                                "paragraph 4: x\nMERGEFIELD 氏名\n"
                                                "links: file:///C:/Users/架空/a.dotx\n");
}

static void ruby_follows_the_names_it_stands_above(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = read_body(
        DOCUMENT(P(R("担当 ") "<w:r><w:ruby><w:rt>" R("かくう") "</w:rt><w:rubyBase>" R(
            "架空") "</"
                    "w:rubyBase></"
                    "w:ruby></"
                    "w:r><w:r><w:"
                    "ruby><w:"
                    "rt>" R("はな"
                            "こ") "</w:rt><w:rubyBase>" R("花子") "<"
                                                                  "/"
                                                                  "w"
                                                                  ":"
                                                                  "r"
                                                                  "u"
                                                                  "b"
                                                                  "y"
                                                                  "B"
                                                                  "a"
                                                                  "s"
                                                                  "e"
                                                                  ">"
                                                                  "<"
                                                                  "/"
                                                                  "w"
                                                                  ":"
                                                                  "r"
                                                                  "u"
                                                                  "b"
                                                                  "y"
                                                                  ">"
                                                                  "<"
                                                                  "/"
                                                                  "w"
                                                                  ":"
                                                                  "r"
                                                                  ">" R(" です"))));
    assert_string_equal(extracted->places->str, "paragraph 1: 担当 架空花子 です\nかくう はなこ\n");
}

static void data_beside_the_text_is_read(void **state)
{
    (void)state;
    const FixturePart parts[] = {
        {"word/document.xml", DOCUMENT(P(R("body"))), "", "officeDocument", NULL},
        {"docProps/core.xml",
         "<cp:coreProperties xmlns:cp=\"urn:cp\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
         "<dc:creator>架空花子</dc:creator><dc:title/></cp:coreProperties>",
         "", "metadata/core-properties", NULL},
        {"docProps/custom.xml",
         "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
         "custom-properties\" xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/"
         "docPropsVTypes\"><property fmtid=\"{D5CDD505}\" pid=\"2\" name=\"担当\">"
         "<vt:lpwstr>見本太郎</vt:lpwstr></property></Properties>",
         "", "custom-properties", NULL},
        {"customXml/item1.xml", "<persons><person tel=\"03-0000-1234\">花子</person></persons>",
         "word/document.xml", "customXml", NULL},
        {"word/settings.xml",
         "<w:settings" SPACES "><w:docVars><w:docVar w:name=\"Client\" w:val=\"太郎\"/></w:docVars>"
         "</w:settings>",
         "word/document.xml", "settings", NULL},
        {"word/people.xml",
         "<w15:people xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\">"
         "<w15:person w15:author=\"花子\"><w15:presenceInfo w15:userId=\"hanako@example.com\"/>"
         "</w15:person></w15:people>",
         "word/document.xml", "people", NULL},
        {"elsewhere/unknown.xml", "<x>unknown</x>", NULL, NULL, NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "paragraph 1: body\n"
                                                "properties: creator: 架空花子\n"
                                                "properties: 担当\n"
                                                "properties: 担当: 見本太郎\n"
                                                "custom XML 1: tel: 03-0000-1234\n"
                                                "custom XML 1: person: 花子\n"
                                                "settings: Client\n"
                                                "settings: 太郎\n"
                                                "people: author: 花子\n"
                                                "people: userId: hanako@example.com\n"
                                                "elsewhere/unknown.xml: x: unknown\n");
}

static void what_was_put_in_is_a_member(void **state)
{
    (void)state;
    const FixturePart parts[] = {
        {"word/document.xml", DOCUMENT(P(R("body"))), "", "officeDocument", NULL},
        {"word/embeddings/list.csv", "mail\nhanako@example.com\n", "word/document.xml", "package",
         NULL},
        {"word/afchunk.xml", "<html>taro@example.com</html>", "word/document.xml", "aFChunk", NULL},
        {"word/media/image1.png", "\x89PNG\r\n\x1a\n", "word/document.xml", "image", NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_non_null(strstr(extracted->items->str, "read word/embeddings/list.csv\n"));
    assert_non_null(strstr(extracted->items->str, "read word/afchunk.xml\n"));
    assert_non_null(strstr(extracted->items->str, "unread word/media/image1.png: no reader"));
    assert_true(g_str_has_suffix(extracted->items->str, "\nread\n"));
    assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
    assert_non_null(strstr(extracted->text->str, "taro@example.com"));
}

static void the_strict_form_is_read(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = read_body(
        "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body><x:p>"
        "<x:r><x:t>架空</x:t></x:r><x:r><x:t>花子</x:t></x:r></x:p></x:body></x:document>");
    assert_string_equal(extracted->places->str, "paragraph 1: 架空花子\n");
    g_autoptr(Extracted) bare = read_body("<document xmlns=\"" MAIN "\"><body><p><r><t>花子</t></r>"
                                          "</p></body></document>");
    assert_string_equal(bare->places->str, "paragraph 1: 花子\n");
}

/* UTF-16, and no list of types and no links at all. */
static void parts_are_known_by_what_they_are(void **state)
{
    (void)state;
    gsize length = 0;
    g_autofree char *utf16 = fixture_convert(
        "UTF-16", "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" DOCUMENT(P(R("架空花子"))),
        &length);
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add(zip, "strange/name.xml", utf16, (gssize)length);
    g_autoptr(GBytes) bytes = fixture_zip_finish(zip);
    g_autoptr(Extracted) extracted = extract(bytes);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "paragraph 1: 架空花子\n");
}

static void what_is_broken_is_read_and_told(void **state)
{
    (void)state;
    g_autoptr(Extracted) open = read_body("<w:document" SPACES "><w:body><w:tbl><w:tr><w:tc><w:p>"
                                          "<w:r><w:t>架空花子</w:t></w:r></w:tr>" P(R("after")));
    assert_true(
        g_str_has_prefix(open->items->str, "partly-read: damaged: word/document.xml, line"));
    assert_non_null(strstr(open->text->str, "架空花子"));
    assert_non_null(strstr(open->text->str, "after"));
    g_autoptr(Extracted)
        stray = read_body(DOCUMENT("<w:t>stray</w:t></w:tc></w:tr></w:tbl></w:p>"));
    assert_non_null(strstr(stray->text->str, "stray"));
    g_autoptr(Extracted) zip = fixture_extract("a.docx", "PK\x03\x04 nothing", -1, NULL);
    assert_true(g_str_has_prefix(zip->items->str, "partly-read: damaged") ||
                g_str_has_prefix(zip->items->str, "unread: damaged"));
}

/* Longer than what is held of a paragraph or a cell. */
static void a_long_text_is_read_whole(void **state)
{
    (void)state;
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GString) xml = g_string_new("<w:document" SPACES "><w:body>");
        g_string_append(xml, i == 0 ? "" : "<w:tbl><w:tr><w:tc>");
        g_string_append(xml, "<w:p>");
        for (guint n = 0; n < 300000; n++) {
            g_string_append_printf(xml, "<w:r><w:t>n%u,</w:t></w:r>", n);
        }
        g_string_append(xml, "</w:p>");
        g_string_append(xml, i == 0 ? "" : "</w:tc></w:tr></w:tbl>");
        g_string_append(xml, "</w:body></w:document>");
        g_autoptr(Extracted) extracted = read_body(xml->str);
        assert_string_equal(extracted->items->str, "read\n");
        const char *at = extracted->text->str;
        for (guint n = 0; n < 300000; n += 1000) {
            g_autofree char *word = g_strdup_printf("n%u,", n);
            at = strstr(at, word);
            assert_non_null(at);
        }
    }
}

/* Paragraphs in text boxes in paragraphs, and tables in tables. */
static void depth_is_survived(void **state)
{
    (void)state;
    static const char *const begins[] = {"<w:p><w:txbxContent>", "<w:tbl><w:tr><w:tc>",
                                         "<mc:AlternateContent><mc:Fallback>"};
    for (gsize i = 0; i < G_N_ELEMENTS(begins); i++) {
        g_autoptr(GString) xml = g_string_new("<w:document" SPACES "><w:body>");
        for (guint n = 0; n < 5000; n++) {
            g_string_append(xml, begins[i]);
        }
        g_string_append(xml, P(R("deep")));
        g_autoptr(Extracted) extracted = read_body(xml->str);
        assert_non_null(strstr(extracted->text->str, "deep"));
        assert_true(g_str_has_prefix(extracted->items->str, "partly-read"));
    }
}

static GBytes *make_all(void)
{
    const FixturePart parts[] = {
        {"word/document.xml",
         DOCUMENT(
             P(R("one") "<w:del><w:r><w:delText>two</w:delText></w:r></w:del>") "<w:tbl><w:"
                                                                                "tr>" CELL(P(R(
                                                                                    "x"))) "</"
                                                                                           "w:tr></"
                                                                                           "w:"
                                                                                           "tbl>"),
         "", "officeDocument", NULL},
        {"word/comments.xml",
         "<w:comments" SPACES
         "><w:comment w:author=\"花子\">" P(R("why")) "</w:comment></w:comments>",
         "word/document.xml", "comments", NULL},
        {"word/embeddings/list.csv", "mail\nhanako@example.com\n", "word/document.xml", "package",
         NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    return fixture_ooxml(parts);
}

/* A document that is cut is never taken for whole, and no damage ends the reader. */
static void any_damage_is_survived(void **state)
{
    (void)state;
    g_autoptr(GBytes) bytes = make_all();
    gsize length = 0;
    const char *whole = g_bytes_get_data(bytes, &length);
    for (gsize cut = 5; cut < length; cut += 3) {
        g_autoptr(Extracted) extracted = fixture_extract("a.docx", whole, (gssize)cut, NULL);
        const char *last = strrchr(extracted->items->str, '\n');
        g_autofree char *items = g_strndup(extracted->items->str,
                                           (gsize)(last - extracted->items->str));
        const char *line = strrchr(items, '\n');
        assert_string_not_equal(line != NULL ? line + 1 : items, "read");
    }
    for (gsize at = 0; at < length; at += 2) {
        g_autofree char *damaged = g_memdup2(whole, length);
        damaged[at] = (char)(damaged[at] ^ 0x41);
        g_autoptr(Extracted) extracted = fixture_extract("a.docx", damaged, (gssize)length, NULL);
        assert_true(extracted->items->len > 0);
    }
}

/* The same in XML: bytes of the text itself. */
static void any_damage_of_the_xml_is_survived(void **state)
{
    (void)state;
    static const char xml[] = DOCUMENT(P(R("a") "<w:r><mc:AlternateContent><mc:Choice>" BOX(
        "b") "</"
             "mc:Choice><mc:"
             "Fallback>" BOX(
                 "b") "</"
                      "mc:"
                      "Fal"
                      "lba"
                      "ck>"
                      "</"
                      "mc:"
                      "Alt"
                      "ern"
                      "ate"
                      "Con"
                      "ten"
                      "t><"
                      "/w:"
                      "r><"
                      "w:"
                      "ins"
                      "trT"
                      "ext"
                      ">HY"
                      "PER"
                      "LIN"
                      "K "
                      "\"x"
                      "\"<"
                      "/w:"
                      "ins"
                      "trT"
                      "ext"
                      ">") "<w:tbl><w:tr>" CELL(P(R("c")) "<w:tbl><w:tr>" CELL(P(R("d"))) "</"
                                                                                          "w:"
                                                                                          "tr><"
                                                                                          "/w:"
                                                                                          "tbl"
                                                                                          ">") "</"
                                                                                               "w:"
                                                                                               "tr>"
                                                                                               "</"
                                                                                               "w:"
                                                                                               "tbl"
                                                                                               ">");
    for (gsize at = strlen("<w:document" SPACES ">"); at < strlen(xml); at++) {
        g_autofree char *damaged = g_strdup(xml);
        damaged[at] = at % 2 == 0 ? '<' : '/';
        g_autoptr(Extracted) extracted = read_body(damaged);
        assert_true(extracted->items->len > 0);
        g_autofree char *cut = g_strndup(xml, at);
        g_autoptr(Extracted) partly = read_body(cut);
        assert_true(g_str_has_prefix(partly->items->str, "partly-read: damaged"));
    }
}

/* What stands in a paragraph, a row or an attribute comes from the element that is taken out with it,
 * however late the record is given. */
static void each_record_tells_the_element_that_it_was_read_from(void **state)
{
    (void)state;
    const FixturePart parts[] = {
        {"word/document.xml",
         /* 1 document, 2 body, 3 p, 4 r, 5 t; 6 tbl, 7 tr, 8 tc, 9 p, 10 r, 11 t, … */
         DOCUMENT(P(R("a")) "<w:tbl><w:tr>" CELL(P(R("b"))) "</w:tr><w:tr>" CELL(P(R("c")))
                      CELL(P(R("d"))) "</w:tr></w:tbl>" P("<w:r><w:drawing><wp:docPr descr=\"e\"/>"
                                                          "</w:drawing></w:r>" R("f"))),
         "", "officeDocument", NULL},
        {"word/footnotes.xml",
         "<w:footnotes" SPACES "><w:footnote>" P(R("g")) "</w:footnote>"
                                                         "</w:footnotes>",
         "word/document.xml", "footnotes", NULL},
        {"docProps/core.xml", "<x><y/><creator>h</creator></x>", "", "core-properties", NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_string_equal(extracted->places->str,
                        "paragraph 1: a\ntable 1 row 1: b\ntable 1 row 2: c\td\n"
                        "paragraph 2: f\ne\nfootnote 1: g\nproperties: creator: h\n");
    assert_string_equal(extracted->origins->str, "1 word/document.xml:3\n2 word/document.xml:7\n"
                                                 "3 word/document.xml:12\n4 word/document.xml:21\n"
                                                 "5 word/footnotes.xml:3\n6 docProps/core.xml:3\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_join_and_paragraphs_are_records),
        cmocka_unit_test(a_row_of_a_table_is_a_record),
        cmocka_unit_test(a_table_within_a_cell_is_its_text),
        cmocka_unit_test(every_story_is_read),
        cmocka_unit_test(what_was_deleted_is_read_as_it_was),
        cmocka_unit_test(a_text_box_does_not_break_the_text_around_it),
        cmocka_unit_test(addresses_behind_links_are_read_once),
        cmocka_unit_test(ruby_follows_the_names_it_stands_above),
        cmocka_unit_test(data_beside_the_text_is_read),
        cmocka_unit_test(what_was_put_in_is_a_member),
        cmocka_unit_test(the_strict_form_is_read),
        cmocka_unit_test(parts_are_known_by_what_they_are),
        cmocka_unit_test(what_is_broken_is_read_and_told),
        cmocka_unit_test(a_long_text_is_read_whole),
        cmocka_unit_test(depth_is_survived),
        cmocka_unit_test(any_damage_is_survived),
        cmocka_unit_test(any_damage_of_the_xml_is_survived),
        cmocka_unit_test(each_record_tells_the_element_that_it_was_read_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
