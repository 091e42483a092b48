#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_biff.h"
#include "tests/unit/scanner/fixture_crypt.h"

enum { FILE_PASS = 0x2f, SHEET = 0x85, INTERFACE = 0xe1, BLOCK_BYTES = 1024, XOR = 0, RC4 = 1 };

typedef void (*Encrypt)(gconstpointer key, guint64 offset, guint8 *bytes, gsize length);

/* Every record behind the one on the password but those that stay as they are (MS-XLS 2.2.10). */
static void encrypt_records(GByteArray *book, Encrypt encrypt, gconstpointer key)
{
    gboolean is_behind = FALSE;
    for (gsize at = 0; at + 4 <= book->len;) {
        guint16 type = ole_get_u16(book->data + at);
        gsize length = ole_get_u16(book->data + at + 2);
        guint8 place[4] = {0};
        at += 4;
        memcpy(place, book->data + at, MIN(length, sizeof place));
        if (is_behind && type != BIFF_BOF && type != INTERFACE) {
            encrypt(key, at, book->data + at, length);
        }
        if (type == SHEET) {
            memcpy(book->data + at, place, sizeof place);
        }
        is_behind = is_behind || type == FILE_PASS;
        at += length;
    }
}

/* pass: the content of the record on the password. */
static GByteArray *make_book(guint16 version, const GByteArray *pass)
{
    GByteArray *book = g_byte_array_new();
    biff_put_bof(book, version, BIFF_GLOBALS);
    gsize start = biff_begin(book, FILE_PASS);
    g_byte_array_append(book, pass->data, pass->len);
    biff_end(book, start);
    start = biff_begin(book, INTERFACE);
    fixture_put_u16(book, 0x4b0);
    biff_end(book, start);
    gsize place = biff_put_sheet(book, 0, "名簿");
    biff_put_end(book);
    fixture_set_u32(book, place, book->len);
    biff_put_bof(book, version, BIFF_SHEET);
    for (guint16 row = 0; row < 100; row++) {
        biff_put_label(book, row, 0, "架空花子");
        biff_put_label(book, row, 1, "hanako@example.com");
    }
    biff_put_end(book);
    return book;
}

static GBytes *write_book(const GByteArray *book)
{
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "Workbook", book);
    return ole_writer_finish(writer);
}

static void encrypt_rc4(gconstpointer key, guint64 offset, guint8 *bytes, gsize length)
{
    fixture_rc4_stream(key, BLOCK_BYTES, offset, bytes, length);
}

static GBytes *make_encrypted(const char *password, guint key_bits)
{
    FixtureRc4 rc4 = fixture_rc4_new(password, key_bits);
    g_autoptr(GByteArray) header = fixture_rc4_header(&rc4);
    g_autoptr(GByteArray) pass = g_byte_array_new();
    fixture_put_u16(pass, RC4);
    g_byte_array_append(pass, header->data, header->len);
    g_autoptr(GByteArray) book = make_book(0x600, pass);
    encrypt_records(book, encrypt_rc4, &rc4);
    return write_book(book);
}

static void assert_read(const Extracted *extracted)
{
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(strstr(extracted->places->str, "名簿:A1: 架空花子\n"));
    assert_non_null(strstr(extracted->places->str, "名簿:B100: hanako@example.com\n"));
}

static void each_way_of_rc4_is_known(void **state)
{
    (void)state;
    static const guint key_bits[] = {0, 40, 56, 128};
    for (gsize i = 0; i < G_N_ELEMENTS(key_bits); i++) {
        g_autoptr(GBytes) file = make_encrypted("合言葉", key_bits[i]);
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.xls", file, "wrong 合言葉");
        assert_read(extracted);
        g_autoptr(Extracted) closed = fixture_extract_locked("a.xls", file, "wrong");
        assert_string_equal(closed->items->str, "unread: encrypted\n");
        assert_string_equal(closed->text->str, "");
    }
}

static void what_excel_opens_unasked_is_read(void **state)
{
    (void)state;
    g_autoptr(GBytes) file = make_encrypted("VelvetSweatshop", 0);
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.xls", file, "");
    assert_read(extracted);
}

/* 16 bytes from the password, its filling and its key (MS-OFFCRYPTO 2.3.7.2), which the cases have as
 * they are known. */
static void encrypt_xor(gconstpointer key, guint64 offset, guint8 *bytes, gsize length)
{
    const guint8 *array = key;
    for (gsize i = 0; i < length; i++) {
        guint8 hidden = bytes[i] ^ array[(offset + length + i) % 16];
        bytes[i] = (guint8)(hidden << 5 | hidden >> 3);
    }
}

static GBytes *make_obfuscated(const char *bytes, guint16 key, guint16 hash)
{
    static const guint8 filling[] = {0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80,
                                     0x00, 0xbe, 0x0f, 0x00, 0xbf, 0x0f, 0x00};
    guint8 array[16];
    gsize length = strlen(bytes);
    for (gsize i = 0; i < sizeof array; i++) {
        array[i] = i < length ? (guint8)bytes[i] : filling[i - length];
        array[i] ^= (guint8)(i % 2 == 0 ? key & 0xff : key >> 8);
        array[i] = (guint8)(array[i] << 2 | array[i] >> 6);
    }
    g_autoptr(GByteArray) pass = g_byte_array_new();
    fixture_put_u16(pass, XOR);
    fixture_put_u16(pass, key);
    fixture_put_u16(pass, hash);
    g_autoptr(GByteArray) book = make_book(0x600, pass);
    encrypt_records(book, encrypt_xor, array);
    return write_book(book);
}

/* Keys and hashes by the tables of the specification. */
static void obfuscation_is_known(void **state)
{
    (void)state;
    g_autoptr(GBytes) japanese = make_obfuscated("\x8d\x87\x8c\xbe\x97\x74", 0x12e6, 0xcd2b);
    g_autoptr(Extracted) opened = fixture_extract_locked("a.xls", japanese, "wrong 合言葉");
    assert_read(opened);
    g_autoptr(GBytes) file = make_obfuscated("password", 0x147a, 0x83af);
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.xls", file, "wrong password");
    assert_read(extracted);
    g_autoptr(Extracted) closed = fixture_extract_locked("a.xls", file, "Password passwor wrong");
    assert_string_equal(closed->items->str, "unread: encrypted\n");
    assert_string_equal(closed->text->str, "");
}

static void damage_is_survived_and_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) file = make_encrypted("VelvetSweatshop", 128);
    fixture_damage("a.xls", file, 101);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_way_of_rc4_is_known),
        cmocka_unit_test(what_excel_opens_unasked_is_read),
        cmocka_unit_test(obfuscation_is_known),
        cmocka_unit_test(damage_is_survived_and_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
