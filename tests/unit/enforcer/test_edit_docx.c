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
#define P(runs) "<w:p>" runs "</w:p>"
#define R(text) "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define ROW(...) "<w:tr>" __VA_ARGS__ "</w:tr>"
#define CELL(text) "<w:tc>" P(R(text)) "</w:tc>"

static const char types[] = DECLARATION "<Types xmlns=\"" PACKAGE
                                        "content-types\"><Default Extension=\"xml\" "
                                        "ContentType=\"application/xml\"/></Types>";
static const char links[] = DECLARATION
    "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"r1\" Type=\"" RELATION
    "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

static GBytes *build(const char *body)
{
    g_autofree char *document = g_strconcat(DECLARATION "<w:document xmlns:w=\"" MAIN
                                                        "\" xmlns:r=\"" RELATION "\"><w:body>",
                                            body, "<w:sectPr/></w:body></w:document>", NULL);
    const FixtureText parts[] = {
        {"[Content_Types].xml", types},
        {"_rels/.rels", links},
        {"word/document.xml", document},
        {"word/media/note.bin", "left alone"},
        {NULL, NULL},
    };
    return fixture_document(parts);
}

static void assert_records(GBytes *document, const char *expected)
{
    g_autofree char *records = fixture_document_records(document, "a.docx");
    assert_string_equal(records, expected);
}

static void a_row_goes_and_the_others_stay(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        document = build(P(R("名簿")) "<w:tbl>" ROW(CELL("氏名") CELL("電話"))
                             ROW(CELL("架空花子") CELL("090-0000-0001"))
                                 ROW(CELL("見本太郎") CELL("090-0000-0002")) "</w:tbl>");
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "架空花子");
    assert_records(left, "名簿\n氏名 電話\n見本太郎 090-0000-0002\n");
    g_autofree char *other = fixture_document_part(left, "word/media/note.bin");
    assert_string_equal(other, "left alone");
}

static void a_paragraph_goes(void **state)
{
    (void)state;
    g_autoptr(GBytes) document = build(P(R("一")) P(R("架空花子")) P(R("三")));
    g_autoptr(GBytes) left = fixture_document_erase(document, "a.docx", "架空花子");
    assert_records(left, "一\n三\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_goes_and_the_others_stay),
        cmocka_unit_test(a_paragraph_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
