#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_ole.h"

/* A package as Windows makes one of a file (MS-OLEDS 2.3.6). */
static GByteArray *package_of(const char *charset, const char *path, const char *content)
{
    GByteArray *package = g_byte_array_new();
    fixture_put_u32(package, 0);
    fixture_put_u16(package, 2);
    fixture_put_charset(package, charset, "label");
    fixture_put_zeros(package, 1);
    fixture_put_charset(package, charset, path);
    fixture_put_zeros(package, 1);
    fixture_put_u32(package, 0x00030000);
    fixture_put_u32(package, 7);
    g_byte_array_append(package, (const guint8 *)"C:\\tmp", 7);
    fixture_put_u32(package, (guint32)strlen(content));
    g_byte_array_append(package, (const guint8 *)content, (guint)strlen(content));
    fixture_set_u32(package, 0, package->len - 4);
    return package;
}

static void a_package_is_the_file_in_it(void **state)
{
    (void)state;
    static const guint32 sectors[] = {512, 4096};
    for (gsize i = 0; i < G_N_ELEMENTS(sectors); i++) {
        g_autoptr(OleWriter) writer = ole_writer_new(sectors[i]);
        g_autoptr(GByteArray)
            package = package_of("CP932", "C:\\書類\\名簿.txt", "hanako@example.com");
        fixture_add_stream(writer, OLE_WRITER_ROOT, "\1Ole10Native", package);
        g_autoptr(Extracted) extracted = fixture_extract_ole("oleObject1.bin", writer);
        assert_string_equal(extracted->items->str, "read 名簿.txt\nread\n");
        assert_string_equal(extracted->text->str, "hanako@example.com");
        assert_string_equal(extracted->types->str,
                            "text/plain UTF-8 1\napplication/x-ole-package  0\n");
    }
}

static void long_streams_lie_in_sectors_of_their_own(void **state)
{
    (void)state;
    g_autofree char *content = g_strnfill(300000, 'x');
    memcpy(content + 299000, "\nhanako@example.com\n", 20);
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    g_autoptr(GByteArray) package = package_of("UTF-8", "a.txt", content);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "\1Ole10Native", package);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.bin", writer);
    assert_string_equal(extracted->items->str, "read a.txt\nread\n");
    assert_string_equal(extracted->text->str, content);
}

static void data_of_a_program_is_a_member_without_a_name(void **state)
{
    (void)state;
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    ole_writer_add_stream(writer, OLE_WRITER_ROOT, "\1Ole10Native", "\5\0\0\0hello", 9);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.bin", writer);
    assert_string_equal(extracted->items->str, "read package\nread\n");
    assert_string_equal(extracted->text->str, "hello");
}

static void what_it_is_stands_in_its_directory(void **state)
{
    (void)state;
    static const struct {
        const char *stream, *end;
    } kinds[] = {
        {"EncryptedPackage", "unread: encrypted\n"},
        {"VisioDocument", "unread: no reader for application/vnd.visio\n"},
        {"Something", "unread: no reader for application/x-ole-storage\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(OleWriter) writer = ole_writer_new(512);
        ole_writer_add_stream(writer, OLE_WRITER_ROOT, kinds[i].stream, "x", 1);
        g_autoptr(Extracted) extracted = fixture_extract_ole("a.docx", writer);
        assert_string_equal(extracted->items->str, kinds[i].end);
    }
}

static void properties_are_cells_of_a_record(void **state)
{
    (void)state;
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    ole_writer_add_stream(writer, OLE_WRITER_ROOT, "VisioDocument", "x", 1);
    fixture_add_summary(writer, OLE_WRITER_ROOT, "架空花子", "会員名簿");
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.vsd", writer);
    assert_string_equal(extracted->cells->str, "author=架空花子\ntitle=会員名簿\n");
    assert_string_equal(extracted->types->str, "application/vnd.visio  1\n");
}

static void a_header_alone_is_no_file(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = fixture_extract("a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1zzz", 11, NULL);
    assert_string_equal(extracted->items->str, "unread: damaged: it ends within its first bytes\n");
}

static void circles_end(void **state)
{
    (void)state;
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    g_autofree char *content = g_strnfill(8000, 'x');
    ole_writer_add_stream(writer, OLE_WRITER_ROOT, "Package", content, 8000);
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    gsize length = 0;
    g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(file, &length), g_bytes_get_size(file));
    /* The stream's sectors are the first of the table, which is the last sector of the file. */
    memcpy(bytes + length - 512 + 4, "\0\0\0\0", 4);
    g_autoptr(Extracted) extracted = fixture_extract("a.bin", bytes, (gssize)length, NULL);
    assert_non_null(
        strstr(extracted->items->str, "partly-read: damaged: a part of it is cut off\n"));
}

static void damage_is_told(void **state)
{
    (void)state;
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    g_autofree char *content = g_strnfill(5000, 'x');
    g_autoptr(GByteArray) package = package_of("UTF-8", "a.txt", content);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "\1Ole10Native", package);
    fixture_add_summary(writer, OLE_WRITER_ROOT, "架空花子", "会員名簿");
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    fixture_damage("a.bin", file, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_package_is_the_file_in_it),
        cmocka_unit_test(long_streams_lie_in_sectors_of_their_own),
        cmocka_unit_test(data_of_a_program_is_a_member_without_a_name),
        cmocka_unit_test(what_it_is_stands_in_its_directory),
        cmocka_unit_test(properties_are_cells_of_a_record),
        cmocka_unit_test(a_header_alone_is_no_file),
        cmocka_unit_test(circles_end),
        cmocka_unit_test(damage_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
