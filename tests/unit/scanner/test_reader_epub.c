#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_told.h"
#include "tests/unit/scanner/fixture_zip.h"

#define CONTAINER                                                                                  \
    "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"               \
    "<rootfile full-path='book/content.opf' "                                                      \
    "media-type='application/oebps-package+xml'/></rootfiles></container>"
#define PACKAGE                                                                                     \
    "<package xmlns='http://www.idpf.org/2007/opf'><metadata "                                      \
    "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>架空 花子</dc:creator></metadata>" \
    "<manifest><item id='a' href='text/a.xhtml'/><item id='b' href='text/b%20b.xhtml'/>"            \
    "<item id='p' href='p.txt'/></manifest>"                                                        \
    "<spine><itemref idref='b'/><itemref idref='a'/></spine></package>"
#define TOLD_PACKAGE                                                                               \
    "book/content.opf@line 1, creator 架空 花子\t|\n"                                          \
    "book/content.opf@line 1, id a\t\nbook/content.opf@line 1, href text/a.xhtml\t|\n"             \
    "book/content.opf@line 1, id b\t\nbook/content.opf@line 1, href text/b%20b.xhtml\t|\n"         \
    "book/content.opf@line 1, id p\t\nbook/content.opf@line 1, href p.txt\t|\n"                    \
    "book/content.opf@line 1, idref b\t|a\t|\nbook/content.opf: read\n"
#define TOLD_PAGE(name, words) name "@line 1 " words "|\n" name ": read\n"
#define TOLD_TEXT "book/p.txt@ p\nbook/p.txt: read\n"
#define PAGE(words)                                                                                \
    "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>" words "</p></body></html>"
#define ENCRYPTED(method, link)                                                                    \
    "<e:EncryptedData><e:EncryptionMethod Algorithm='" method                                      \
    "'/><e:CipherData><e:CipherReference URI='" link "'/></e:CipherData></e:EncryptedData>"

/* A book with other content of some of its files, or without it (""). */
static GBytes *make_book(const char *container, const char *package, const char *encryption)
{
    const struct {
        const char *name, *content;
    } files[] = {
        {"META-INF/container.xml", container},
        {"META-INF/encryption.xml", encryption},
        {"book/content.opf", package},
        {"book/text/a.xhtml", PAGE("a@example.com")},
        {"book/text/b b.xhtml", PAGE("b@example.com")},
        {"book/p.txt", "p"},
    };
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add_stored(zip, "mimetype", "application/epub+zip", -1);
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        if (*files[i].content != '\0') {
            fixture_zip_add(zip, files[i].name, files[i].content, -1);
        }
    }
    return fixture_zip_finish(zip);
}

static void expect(const char *name, const char *container, const char *package,
                   const char *encryption, const char *told)
{
    g_autoptr(GBytes) book = make_book(container, package, encryption);
    gsize length = 0;
    const void *bytes = g_bytes_get_data(book, &length);
    g_autofree char *got = fixture_tell(name, bytes, (gssize)length);
    assert_string_equal(got, told);
}

static void chapters_are_counted_as_the_book_is_read(void **state)
{
    (void)state;
    const char *told = TOLD_PACKAGE TOLD_PAGE("chapter 2/book/text/a.xhtml", "a@example.com")
        TOLD_PAGE("chapter 1/book/text/b b.xhtml", "b@example.com") TOLD_TEXT ": read\n";
    expect("book.epub", CONTAINER, PACKAGE, "", told);
    expect("any.bin", CONTAINER, PACKAGE, "", told);
}

static void encrypted_files_are_told(void **state)
{
    (void)state;
    expect("book.epub", CONTAINER, PACKAGE,
           "<encryption xmlns:e='http://www.w3.org/2001/04/xmlenc#'>" ENCRYPTED(
               "http://www.w3.org/2001/04/xmlenc#aes128-cbc", "book/text/b%20b.xhtml")
               ENCRYPTED("http://www.idpf.org/2008/embedding", "book/p.txt") "</encryption>",
           "META-INF/encryption.xml@line 1, Algorithm "
           "http://www.w3.org/2001/04/xmlenc#aes128-cbc\t\n"
           "META-INF/encryption.xml@line 1, URI book/text/b%20b.xhtml\t|\n"
           "META-INF/encryption.xml@line 1, Algorithm http://www.idpf.org/2008/embedding\t\n"
           "META-INF/encryption.xml@line 1, URI book/p.txt\t|\n"
           "META-INF/encryption.xml: read\n" TOLD_PACKAGE TOLD_PAGE(
               "chapter 2/book/text/a.xhtml",
               "a@example.com") "chapter 1/book/text/b b.xhtml: unread encrypted\n" TOLD_TEXT
                                ": partly-read encrypted members\n");
}

static void a_book_without_its_lists_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    expect("book.epub", "", PACKAGE, "",
           TOLD_PACKAGE TOLD_PAGE("book/text/a.xhtml", "a@example.com")
               TOLD_PAGE("book/text/b b.xhtml", "b@example.com") TOLD_TEXT
           ": partly-read damaged: META-INF/container.xml is missing\n");
    expect("book.epub", CONTAINER,
           "<package xmlns='http://www.idpf.org/2007/opf'><spine><itemref idref='x'/></spine>"
           "</package>",
           "",
           "book/content.opf@line 1, idref x\t|\nbook/content.opf: read\n" TOLD_PAGE(
               "book/text/a.xhtml", "a@example.com")
               TOLD_PAGE("book/text/b b.xhtml", "b@example.com") TOLD_TEXT
           ": partly-read damaged: chapter 1 is missing\n");
    expect("book.epub", CONTAINER, "", "",
           TOLD_PAGE("book/text/a.xhtml", "a@example.com")
               TOLD_PAGE("book/text/b b.xhtml", "b@example.com") TOLD_TEXT
           ": partly-read damaged: book/content.opf is missing\n");
    expect("book.epub", "<container/>", "", "",
           TOLD_PAGE("book/text/a.xhtml", "a@example.com")
               TOLD_PAGE("book/text/b b.xhtml", "b@example.com") TOLD_TEXT
           ": partly-read damaged: META-INF/container.xml names no book\n");
    expect("book.epub", CONTAINER, "<package/>", "",
           "book/content.opf: read\n" TOLD_PAGE("book/text/a.xhtml", "a@example.com")
               TOLD_PAGE("book/text/b b.xhtml", "b@example.com") TOLD_TEXT
           ": partly-read damaged: book/content.opf names no chapter\n");
}

static void damage_is_survived(void **state)
{
    (void)state;
    g_autoptr(GBytes) book = make_book(CONTAINER, PACKAGE, "");
    gsize length = 0;
    const void *bytes = g_bytes_get_data(book, &length);
    fixture_survive_damage("book.epub", bytes, length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chapters_are_counted_as_the_book_is_read),
        cmocka_unit_test(encrypted_files_are_told),
        cmocka_unit_test(a_book_without_its_lists_is_read_as_far_as_it_goes),
        cmocka_unit_test(damage_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
