#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "tests/unit/scanner/fixture_told.h"

enum { TEXT_AT = 0x180, JAPANESE = 0x411 };

static void put_u32(GByteArray *out, gsize at, guint32 value)
{
    for (gsize i = 0; i < 4; i++) {
        out->data[at + i] = (guint8)(value >> (8 * i));
    }
}

/* A document of a language with a body and a header. */
static GByteArray *make_document(guint language, guint flags, const char *body, const char *header)
{
    GByteArray *word = g_byte_array_new();
    gsize body_bytes = strlen(body);
    gsize header_bytes = strlen(header);
    g_byte_array_set_size(word, TEXT_AT);
    memset(word->data, 0, TEXT_AT);
    put_u32(word, 0, 0x002da5db);
    put_u32(word, 6, language);
    word->data[10] = (guint8)flags;
    word->data[11] = (guint8)(flags >> 8);
    put_u32(word, 0x18, TEXT_AT);
    put_u32(word, 0x1c, (guint32)(TEXT_AT + body_bytes + header_bytes));
    put_u32(word, 0x34, (guint32)body_bytes);
    put_u32(word, 0x3c, (guint32)header_bytes);
    g_byte_array_append(word, (const guint8 *)body, (guint)body_bytes);
    g_byte_array_append(word, (const guint8 *)header, (guint)header_bytes);
    return word;
}

static void text_is_read_in_the_charset_of_the_language(void **state)
{
    (void)state;
    g_autoptr(GByteArray) word = make_document(JAPANESE, 0,
                                               "\x89\xcb\x8b\xf3 \x89\xd4\x8e\x71\r\n"
                                               "mail\ahanako@example.com\a\a\r\n",
                                               "03-0000-1234\r\n");
    g_autofree char *told = fixture_tell("a.doc", word->data, (gssize)word->len);
    assert_string_equal(told, "@paragraph 1 架空 花子|\n"
                              "@paragraph 2 mail\thanako@example.com\t\t|\n"
                              "@header 1 03-0000-1234|\n"
                              ": read\n");
}

static void text_that_no_story_has_is_read(void **state)
{
    (void)state;
    g_autoptr(GByteArray) word = make_document(JAPANESE, 0, "one\r\nhanako@example.com\r\n", "");
    put_u32(word, 0x34, 5);
    g_autofree char *told = fixture_tell("a.doc", word->data, (gssize)word->len);
    assert_non_null(strstr(told, "@paragraph 1 one|"));
    assert_non_null(strstr(told, "@comment 1 hanako@example.com|"));
}

static void what_is_not_whole_or_in_order_is_told(void **state)
{
    (void)state;
    g_autoptr(GByteArray) fast = make_document(JAPANESE, 4, "hanako@example.com\r\n", "");
    g_autofree char *told = fixture_tell("a.doc", fast->data, (gssize)fast->len);
    assert_string_equal(told, "@paragraph 1 hanako@example.com|\n: partly-read it was saved fast: "
                              "its text may not be in order\n");
    g_autoptr(GByteArray) locked = make_document(JAPANESE, 0x100, "x\r\n", "");
    g_autofree char *encrypted = fixture_tell("a.doc", locked->data, (gssize)locked->len);
    assert_string_equal(encrypted, ": unread encrypted\n");
    g_autoptr(GByteArray) cut = make_document(JAPANESE, 0, "hanako@example.com\r\nmore\r\n", "");
    g_autofree char *rest = fixture_tell("a.doc", cut->data, (gssize)cut->len - 4);
    assert_non_null(strstr(rest, "@paragraph 1 hanako@example.com|"));
    assert_true(g_str_has_suffix(rest, ": partly-read damaged: its text is cut off\n"));
}

static void a_header_that_is_cut_or_leads_into_itself_is_told(void **state)
{
    (void)state;
    g_autoptr(GByteArray) word = make_document(JAPANESE, 0, "hanako@example.com\r\n", "");
    g_autofree char *cut = fixture_tell("a.doc", word->data, 40);
    assert_string_equal(cut, ": unread damaged: it is cut off\n");
    put_u32(word, 0x18, 0);
    put_u32(word, 0x1c, 0);
    g_autofree char *empty = fixture_tell("a.doc", word->data, (gssize)word->len);
    assert_string_equal(empty, ": partly-read damaged: its text is cut off\n");
}

static void damage_does_no_harm(void **state)
{
    (void)state;
    g_autoptr(GByteArray) word = make_document(JAPANESE, 0, "hanako@example.com\r\n", "x\r\n");
    fixture_survive_damage("a.doc", word->data, word->len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_read_in_the_charset_of_the_language),
        cmocka_unit_test(text_that_no_story_has_is_read),
        cmocka_unit_test(what_is_not_whole_or_in_order_is_told),
        cmocka_unit_test(a_header_that_is_cut_or_leads_into_itself_is_told),
        cmocka_unit_test(damage_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
