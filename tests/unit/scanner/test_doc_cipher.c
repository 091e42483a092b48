#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_crypt.h"
#include "tests/unit/scanner/fixture_doc.h"

enum { ENCRYPTED = 0x0100, OBFUSCATED = 0x8000, KEY_AT = 14, START_BYTES = 68, BLOCK_BYTES = 512 };

#define TEXT "会員は架空花子です\r"

/* header: what the table begins with; empty when it is obfuscated. */
static Doc *make_doc(guint16 flags, const GByteArray *header, guint32 key)
{
    Doc *doc = doc_new(flags);
    g_byte_array_append(doc->table, header->data, header->len);
    fixture_set_u32(doc->block, KEY_AT, key);
    for (guint i = 0; i < 100; i++) {
        doc_add_piece(doc, DOC_MAIN, TEXT, TRUE);
    }
    return doc;
}

static GBytes *write_file(const GByteArray *document, const GByteArray *table)
{
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "WordDocument", document);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "0Table", table);
    return ole_writer_finish(writer);
}

static GBytes *make_encrypted(const char *password, guint key_bits)
{
    FixtureRc4 rc4 = fixture_rc4_new(password, key_bits);
    g_autoptr(GByteArray) header = fixture_rc4_header(&rc4);
    g_autoptr(Doc) doc = make_doc(ENCRYPTED, header, header->len);
    g_autoptr(GByteArray) document = doc_join(doc);
    fixture_rc4_stream(&rc4, BLOCK_BYTES, START_BYTES, document->data + START_BYTES,
                       document->len - START_BYTES);
    fixture_rc4_stream(&rc4, BLOCK_BYTES, header->len, doc->table->data + header->len,
                       doc->table->len - header->len);
    return write_file(document, doc->table);
}

static void each_way_of_rc4_is_known(void **state)
{
    (void)state;
    static const guint key_bits[] = {0, 40, 56, 128};
    for (gsize i = 0; i < G_N_ELEMENTS(key_bits); i++) {
        g_autoptr(GBytes) file = make_encrypted("合言葉", key_bits[i]);
        g_autoptr(Extracted) extracted = fixture_extract_locked("a.doc", file, "wrong 合言葉");
        assert_string_equal(extracted->items->str, "read\n");
        assert_string_equal(extracted->types->str, "application/msword  100\n");
        assert_non_null(strstr(extracted->places->str, "paragraph 100: 会員は架空花子です"));
        g_autoptr(Extracted) closed = fixture_extract_locked("a.doc", file, "wrong");
        assert_string_equal(closed->items->str, "unread: encrypted\n");
        assert_string_equal(closed->text->str, "");
    }
}

static void what_office_opens_unasked_is_read(void **state)
{
    (void)state;
    g_autoptr(GBytes) file = make_encrypted("VelvetSweatshop", 0);
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.doc", file, "");
    assert_string_equal(extracted->items->str, "read\n");
}

/* Word saves 147A83AF as what it keeps of "password" (w:unprotectPassword), key and hash. */
static GBytes *make_obfuscated(guint32 kept)
{
    static const guint8 filling[] = {0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80};
    guint8 bytes[16] = "password";
    memcpy(bytes + 8, filling, sizeof filling);
    g_autoptr(GByteArray) nothing = g_byte_array_new();
    g_autoptr(Doc) doc = make_doc(ENCRYPTED | OBFUSCATED, nothing, kept);
    g_autoptr(GByteArray) document = doc_join(doc);
    for (gsize i = 0; i < sizeof bytes; i++) {
        bytes[i] ^= i % 2 == 0 ? 0x7a : 0x14;
        bytes[i] = (guint8)(bytes[i] << 7 | bytes[i] >> 1);
    }
    GByteArray *const streams[] = {document, doc->table};
    for (gsize i = 0; i < G_N_ELEMENTS(streams); i++) {
        for (gsize at = i == 0 ? START_BYTES : 0; at < streams[i]->len; at++) {
            guint8 plain = streams[i]->data[at];
            guint8 hidden = plain ^ bytes[at % sizeof bytes];
            streams[i]->data[at] = plain != 0 && hidden != 0 ? hidden : plain;
        }
    }
    return write_file(document, doc->table);
}

static void obfuscation_is_known(void **state)
{
    (void)state;
    g_autoptr(GBytes) file = make_obfuscated(0x147a83af);
    g_autoptr(Extracted) extracted = fixture_extract_locked("a.doc", file, "wrong password");
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(strstr(extracted->places->str, "paragraph 100: 会員は架空花子です"));
    g_autoptr(Extracted) closed = fixture_extract_locked("a.doc", file, "Password 合言葉 passwor");
    assert_string_equal(closed->items->str, "unread: encrypted\n");
    g_autoptr(GBytes) other = make_obfuscated(0x147a83ae);
    g_autoptr(Extracted) unlike = fixture_extract_locked("a.doc", other, "password");
    assert_string_equal(unlike->items->str, "unread: encrypted\n");
}

static void damage_is_survived_and_told(void **state)
{
    (void)state;
    g_autoptr(GBytes) file = make_encrypted("VelvetSweatshop", 128);
    fixture_damage("a.doc", file, 101);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_way_of_rc4_is_known),
        cmocka_unit_test(what_office_opens_unasked_is_read),
        cmocka_unit_test(obfuscation_is_known),
        cmocka_unit_test(damage_is_survived_and_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
