#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_ole.h"

/* A storage of properties being written: what has a stream, and the entries of those that have none
 * (MS-OXMSG 2.4). */
typedef struct {
    OleWriter *writer;
    guint32 storage;
    GByteArray *fixed;
} Object;

static Object object_new(OleWriter *writer, guint32 storage, gsize header)
{
    Object object = {writer, storage, g_byte_array_new()};
    fixture_put_zeros(object.fixed, header);
    return object;
}

static void object_end(Object *object)
{
    fixture_add_stream(object->writer, object->storage, "__properties_version1.0", object->fixed);
    g_clear_pointer(&object->fixed, g_byte_array_unref);
}

static void put_stream(Object *object, guint32 tag, const void *bytes, gsize length)
{
    g_autofree char *name = g_strdup_printf("__substg1.0_%08X", tag);
    ole_writer_add_stream(object->writer, object->storage, name, bytes, length);
}

static void put_text(Object *object, guint16 id, const char *text)
{
    gsize length = 0;
    g_autofree char *wide = fixture_convert("UTF-16LE", text, &length);
    put_stream(object, (guint32)id << 16 | 0x1f, wide, length);
}

static void put_bytes_text(Object *object, guint16 id, const char *charset, const char *text)
{
    gsize length = 0;
    g_autofree char *bytes = fixture_convert(charset, text, &length);
    put_stream(object, (guint32)id << 16 | 0x1e, bytes, length);
}

static void put_fixed(Object *object, guint32 tag, guint64 value)
{
    fixture_put_u32(object->fixed, tag);
    fixture_put_u32(object->fixed, 6);
    fixture_put_u32(object->fixed, (guint32)value);
    fixture_put_u32(object->fixed, (guint32)(value >> 32));
}

/* Properties 8000 and 8001: the number of a mail address, and a name. */
static void put_names(OleWriter *writer)
{
    guint32 names = ole_writer_add_storage(writer, OLE_WRITER_ROOT, "__nameid_version1.0", NULL);
    g_autoptr(GByteArray) entries = g_byte_array_new();
    g_autoptr(GByteArray) strings = g_byte_array_new();
    fixture_put_u32(entries, 0x8083);
    fixture_put_u32(entries, 0x00000006);
    fixture_put_u32(entries, 0);
    fixture_put_u32(entries, 0x00010007);
    fixture_put_u32(strings, 8);
    fixture_put_utf16(strings, "会員番号");
    fixture_add_stream(writer, names, "__substg1.0_00030102", entries);
    fixture_add_stream(writer, names, "__substg1.0_00040102", strings);
}

static OleWriter *message_new(Object *message)
{
    OleWriter *writer = ole_writer_new(512);
    put_names(writer);
    *message = object_new(writer, OLE_WRITER_ROOT, 32);
    return writer;
}

static guint32 add_part(Object *message, const char *kind, guint number)
{
    g_autofree char *name = g_strdup_printf("__%s_version1.0_#%08X", kind, number);
    return ole_writer_add_storage(message->writer, message->storage, name, NULL);
}

static void properties_are_cells_with_their_names(void **state)
{
    (void)state;
    Object message;
    g_autoptr(OleWriter) writer = message_new(&message);
    put_text(&message, 0x0037, "会員名簿");
    put_text(&message, 0x3a1c, "090-0000-1234");
    put_text(&message, 0x8000, "hanako@example.com");
    put_text(&message, 0x8001, "架空123");
    put_text(&message, 0x6543, "見本太郎");
    put_text(&message, 0x3a09, "");
    put_fixed(&message, 0x3a420040, G_GUINT64_CONSTANT(122742432000000000));
    object_end(&message);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.msg", writer);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/vnd.ms-outlook  1\n");
    assert_string_equal(extracted->cells->str,
                        "subject=会員名簿\nmobile telephone=090-0000-1234\n"
                        "birthday=1989-12-16 00:00:00\nproperty 6543=見本太郎\n"
                        "mail address 1=hanako@example.com\n会員番号=架空123\n");
}

static void recipients_and_lines_of_the_body_are_records(void **state)
{
    (void)state;
    Object message;
    g_autoptr(OleWriter) writer = message_new(&message);
    put_text(&message, 0x1000, "架空花子様\r\n\r\nhanako@example.com");
    Object recipient = object_new(writer, add_part(&message, "recip", 0), 8);
    put_text(&recipient, 0x3001, "架空花子");
    put_text(&recipient, 0x39fe, "hanako@example.com");
    object_end(&recipient);
    object_end(&message);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.msg", writer);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str,
                        "recipient 1: 架空花子\nrecipient 1: hanako@example.com\n"
                        "body line 1: 架空花子様\nbody line 3: hanako@example.com\n");
}

static void strings_of_bytes_are_in_the_codepage_of_the_message(void **state)
{
    (void)state;
    static const struct {
        guint32 tag, value;
        const char *charset;
    } cases[] = {
        {0x3ffd0003, 932, "CP932"},
        {0x3fde0003, 51932, "EUC-JP"},
        {0x3ff10003, 0x411, "CP932"},
        {0x3ffd0003, 932, "UTF-8"},
        {0, 0, "CP932"},
        {0x3ffd0003, 65001, "CP932"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Object message;
        g_autoptr(OleWriter) writer = message_new(&message);
        put_bytes_text(&message, 0x0037, cases[i].charset, "東京都の会員は架空花子さん");
        put_fixed(&message, cases[i].tag, cases[i].value);
        object_end(&message);
        g_autoptr(Extracted) extracted = fixture_extract_ole("a.msg", writer);
        assert_string_equal(extracted->cells->str, "subject=東京都の会員は架空花子さん\n");
    }
}

static void headers_and_other_bodies_are_items(void **state)
{
    (void)state;
    static const guint8 rtf[] = {0x1a, 0x00, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x00, 0x4c, 0x5a,
                                 0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20,
                                 0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0};
    Object message;
    g_autoptr(OleWriter) writer = message_new(&message);
    put_text(&message, 0x007d,
             "Received: from example.com\r\nContent-Type: multipart/mixed;\r\n"
             "\tboundary=x\r\nFrom: hanako@example.com\r\n");
    put_stream(&message, 0x10130102, "<p>\x89\xcb\x8b\xf3", 7);
    put_stream(&message, 0x10090102, rtf, sizeof rtf);
    put_fixed(&message, 0x3fde0003, 932);
    object_end(&message);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.msg", writer);
    assert_non_null(strstr(extracted->items->str, " headers.eml"));
    assert_non_null(strstr(extracted->items->str, " body.html"));
    assert_non_null(strstr(extracted->items->str, " body.rtf"));
    assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
    assert_null(strstr(extracted->text->str, "boundary"));
    assert_non_null(strstr(extracted->text->str, "架空"));
}

static void attachments_are_items_by_their_long_names(void **state)
{
    (void)state;
    Object message;
    g_autoptr(OleWriter) writer = message_new(&message);
    Object long_name = object_new(writer, add_part(&message, "attach", 0), 8);
    put_text(&long_name, 0x3704, "MEIBO~1.TXT");
    put_text(&long_name, 0x3707, "名簿.txt");
    put_stream(&long_name, 0x37010102, "hanako@example.com", 18);
    object_end(&long_name);
    Object nameless = object_new(writer, add_part(&message, "attach", 1), 8);
    put_stream(&nameless, 0x37010102, "x", 1);
    object_end(&nameless);
    object_end(&message);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.msg", writer);
    assert_string_equal(extracted->items->str, "read 名簿.txt\nread attachment 2\nread\n");
    assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
}

/* A message within a message has a shorter header, and the names of the outer one. */
static void nested_messages_are_items(void **state)
{
    (void)state;
    Object message;
    g_autoptr(OleWriter) writer = message_new(&message);
    Object attachment = object_new(writer, add_part(&message, "attach", 0), 8);
    put_text(&attachment, 0x3001, "転送");
    guint32 storage = ole_writer_add_storage(writer, attachment.storage, "__substg1.0_3701000D",
                                             NULL);
    Object inner = object_new(writer, storage, 24);
    put_text(&inner, 0x8000, "hanako@example.com");
    put_fixed(&inner, 0x3a420040, G_GUINT64_CONSTANT(122742432000000000));
    object_end(&inner);
    object_end(&attachment);
    object_end(&message);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.msg", writer);
    assert_string_equal(extracted->items->str, "read 転送.msg\nread\n");
    assert_non_null(strstr(extracted->cells->str,
                           "birthday=1989-12-16 00:00:00\nmail address 1=hanako@example.com\n"));
}

static void damage_is_told(void **state)
{
    (void)state;
    Object message;
    g_autoptr(OleWriter) writer = message_new(&message);
    put_text(&message, 0x0037, "会員名簿");
    put_fixed(&message, 0x3ffd0003, 932);
    Object attachment = object_new(writer, add_part(&message, "attach", 0), 8);
    put_text(&attachment, 0x3707, "名簿.txt");
    g_autofree char *content = g_strnfill(5000, 'x');
    put_stream(&attachment, 0x37010102, content, 5000);
    object_end(&attachment);
    object_end(&message);
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    fixture_damage("a.msg", file, 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(properties_are_cells_with_their_names),
        cmocka_unit_test(recipients_and_lines_of_the_body_are_records),
        cmocka_unit_test(strings_of_bytes_are_in_the_codepage_of_the_message),
        cmocka_unit_test(headers_and_other_bodies_are_items),
        cmocka_unit_test(attachments_are_items_by_their_long_names),
        cmocka_unit_test(nested_messages_are_items),
        cmocka_unit_test(damage_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
