#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_ooxml.h"

#define SPACES                                                                                     \
    " xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""                      \
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""                           \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""             \
    " xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\""                          \
    " xmlns:dgm=\"http://schemas.openxmlformats.org/drawingml/2006/diagram\""                      \
    " xmlns:dsp=\"http://schemas.microsoft.com/office/drawing/2008/diagram\""                      \
    " xmlns:p188=\"http://schemas.microsoft.com/office/powerpoint/2018/8/main\""
#define PART(root, content) "<" root SPACES ">" content "</" root ">"
#define P(text) "<a:p><a:r><a:t>" text "</a:t></a:r></a:p>"
#define SHAPE(content) "<p:sp><p:txBody>" content "</p:txBody></p:sp>"
#define CELL(content) "<a:tc><a:txBody>" content "</a:txBody></a:tc>"
#define MAIN(slides)                                                                               \
    {                                                                                              \
        "ppt/presentation.xml", PART("p:presentation", "<p:sldIdLst>" slides "</p:sldIdLst>"), "", \
            "officeDocument", NULL                                                                 \
    }
#define NO_MORE                                                                                    \
    {                                                                                              \
        NULL, NULL, NULL, NULL, NULL                                                               \
    }

static Extracted *read_parts(const FixturePart *parts)
{
    gsize length = 0;
    g_autoptr(GBytes) bytes = fixture_ooxml(parts);
    const void *data = g_bytes_get_data(bytes, &length);
    return fixture_extract("a.pptx", data, (gssize)length, NULL);
}

static void slides_have_the_numbers_that_people_see(void **state)
{
    (void)state;
    const FixturePart parts[] = {
        MAIN("<p:sldId id=\"256\" r:id=\"r2\"/><p:sldId id=\"257\" r:id=\"r1\"/>"),
        {"ppt/slides/slide1.xml",
         PART("p:sld", SHAPE(P("second") "<a:p><a:r><a:t>090-0000</a:t></a:r><a:r><a:t>-1234</a:t>"
                                         "</a:r><a:br/><a:fld><a:t>7</a:t></a:fld></a:p>")),
         "ppt/presentation.xml", "slide", "r1"},
        {"ppt/slides/slide2.xml",
         PART("p:sld", "<p:grpSp><p:grpSp>" SHAPE(P("grouped")) "</p:grpSp></p:grpSp>"),
         "ppt/presentation.xml", "slide", "r2"},
        {"ppt/slides/slide3.xml", PART("p:sld", SHAPE(P("orphan"))), NULL, NULL, NULL},
        NO_MORE,
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "slide 2: second\n"
                                                "slide 2: 090-0000-1234\n7\n"
                                                "slide 1: grouped\n"
                                                "slide: orphan\n");
}

static void what_belongs_to_a_slide_says_so(void **state)
{
    (void)state;
    const FixturePart parts[] = {
        MAIN("<p:sldId r:id=\"r1\"/><p:sldId r:id=\"r2\"/>"),
        {"ppt/slides/slide1.xml", PART("p:sld", SHAPE(P("first"))), "ppt/presentation.xml", "slide",
         "r1"},
        {"ppt/slides/slide2.xml",
         PART("p:sld",
              "<p:cNvPr id=\"2\" descr=\"架空花子の写真\"/>" SHAPE(
                  "<a:p><a:r><a:rPr><a:hlinkClick r:id=\"m\"/></a:rPr><a:t>mail</a:t></a:r>"
                  "</a:p>")),
         "ppt/presentation.xml", "slide", "r2"},
        {"mailto:hanako@example.com", NULL, "ppt/slides/slide2.xml", "hyperlink", "m"},
        {"ppt/notesSlides/notesSlide1.xml", PART("p:notes", SHAPE(P("say it"))),
         "ppt/slides/slide2.xml", "notesSlide", NULL},
        {"ppt/comments/comment1.xml",
         PART("p:cmLst", "<p:cm authorId=\"0\"><p:text>why?</p:text></p:cm>"
                         "<p:cm authorId=\"0\"><p:text>how?</p:text></p:cm>"),
         "ppt/slides/slide2.xml", "comments", NULL},
        {"ppt/comments/modern1.xml",
         PART("p188:cmLst", "<p188:cm><p188:replyLst><p188:reply><p188:txBody>" P(
                                "reply") "</p188:txBody></p188:reply></"
                                         "p188:replyLst><p188:txBody>" P("new") "</p188:txBody></"
                                                                                "p188:cm>"),
         "ppt/slides/slide1.xml", "comments", NULL},
        {"ppt/commentAuthors.xml",
         PART("p:cmAuthorLst", "<p:cmAuthor id=\"0\" name=\"見本太郎\" initials=\"MT\"/>"),
         "ppt/presentation.xml", "commentAuthors", NULL},
        {"ppt/tags/tag1.xml", PART("p:tagLst", "<p:tag name=\"AUTHOR\" val=\"花子\"/>"),
         "ppt/slides/slide1.xml", "tags", NULL},
        {"ppt/slideMasters/slideMaster1.xml", PART("p:sldMaster", SHAPE(P("master text"))),
         "ppt/presentation.xml", "slideMaster", NULL},
        {"ppt/slideLayouts/slideLayout1.xml", PART("p:sldLayout", SHAPE(P("layout text"))),
         "ppt/slides/slide1.xml", "slideLayout", NULL},
        {"ppt/theme/theme1.xml", PART("a:theme", P("look")), "ppt/presentation.xml", "theme", NULL},
        NO_MORE,
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str, "slide 1: first\n"
                                                "slide 2: 架空花子の写真\n"
                                                "slide 2: mail\nhanako@example.com\n"
                                                "slide 2 notes: say it\n"
                                                "slide 2 comment 1: why?\n"
                                                "slide 2 comment 2: how?\n"
                                                "slide 1 comment 1: reply\n"
                                                "slide 1 comment 1: new\n"
                                                "people: id: 0\nname: 見本太郎\ninitials: MT\n"
                                                "slide 1 tags: AUTHOR\nAUTHOR: 花子\n"
                                                "master 1: master text\n"
                                                "layout 1: layout text\n");
}

static void tables_charts_and_diagrams_are_read(void **state)
{
    (void)state;
    const FixturePart parts[] = {
        MAIN("<p:sldId r:id=\"r1\"/>"),
        {"ppt/slides/slide1.xml",
         PART("p:sld", "<a:tbl><a:tr>" CELL(P("氏名")) CELL(P("電話")) "</a:tr><a:tr>" CELL(
                           P("架空花子")) CELL(P("03-0000-1234")) "</a:tr></a:tbl>"),
         "ppt/presentation.xml", "slide", "r1"},
        {"ppt/charts/chart1.xml",
         PART("c:chartSpace", "<c:title><c:tx><c:rich>" P(
                                  "売上") "</c:rich></c:tx></c:title><c:ser><c:tx><c:f>S!A1"
                                          "</c:f><c:v>花子</c:v></c:tx><c:cat><c:pt><c:v>Q1</c:v></"
                                          "c:pt></c:cat></c:ser>"),
         "ppt/slides/slide1.xml", "chart", NULL},
        {"ppt/diagrams/data1.xml", PART("dgm:dataModel", "<dgm:t>" P("部長 太郎") "</dgm:t>"),
         "ppt/slides/slide1.xml", "diagramData", NULL},
        {"ppt/diagrams/drawing1.xml", PART("dsp:drawing", P("部長 太郎")), "ppt/slides/slide1.xml",
         "diagramDrawing", NULL},
        {"ppt/embeddings/book.xlsx", "no document", "ppt/charts/chart1.xml", "package", NULL},
        NO_MORE,
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_string_equal(extracted->cells->str, "=氏名\n=電話\n氏名=架空花子\n電話=03-0000-1234\n");
    assert_non_null(strstr(extracted->places->str, "slide 1 table 1 row 2: 架空花子\n"));
    assert_non_null(strstr(extracted->places->str, "slide 1 chart 1: 売上\n"
                                                   "slide 1 chart 1: 花子\tQ1\t\n"
                                                   "slide 1 diagram 1: 部長 太郎\n"));
    assert_null(strstr(extracted->places->str, "diagram 2"));
    assert_non_null(strstr(extracted->items->str, " ppt/embeddings/book.xlsx"));
}

/* Without the data, the drawing is all there is. */
static void a_diagram_that_is_only_drawn_is_read(void **state)
{
    (void)state;
    const FixturePart parts[] = {
        MAIN(""),
        {"ppt/diagrams/drawing1.xml", PART("dsp:drawing", P("花子")), NULL, NULL, NULL},
        NO_MORE,
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_string_equal(extracted->places->str, "diagram: 花子\n");
}

/* Links in a circle, to themselves and to nowhere. */
static void links_may_lead_anywhere(void **state)
{
    (void)state;
    const FixturePart parts[] = {
        MAIN("<p:sldId r:id=\"none\"/><p:sldId/><p:sldId r:id=\"r1\"/><p:sldId r:id=\"r1\"/>"),
        {"ppt/slides/slide1.xml", PART("p:sld", SHAPE(P("花子"))), "ppt/presentation.xml", "slide",
         "r1"},
        {"ppt/notes.xml", PART("p:notes", SHAPE(P("notes"))), "ppt/slides/slide1.xml", "notesSlide",
         NULL},
        {"ppt/notes.xml", NULL, "ppt/notes.xml", "notesSlide", NULL},
        {"ppt/chart.xml", PART("c:chartSpace", P("chart")), "ppt/notes.xml", "chart", NULL},
        NO_MORE,
    };
    g_autoptr(Extracted) extracted = read_parts(parts);
    assert_non_null(strstr(extracted->places->str, "slide 1: 花子\n"));
    assert_non_null(strstr(extracted->places->str, "slide 1 notes chart 1: chart\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slides_have_the_numbers_that_people_see),
        cmocka_unit_test(what_belongs_to_a_slide_says_so),
        cmocka_unit_test(tables_charts_and_diagrams_are_read),
        cmocka_unit_test(a_diagram_that_is_only_drawn_is_read),
        cmocka_unit_test(links_may_lead_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
