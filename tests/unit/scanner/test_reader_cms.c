#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_told.h"

/* Object identifiers with their tags. */
#define DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
#define SIGNED "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define ENVELOPED "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
#define COMPRESSED "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09"
#define AUTHENTICATED "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17"

static const char mail[] = "Subject: inner\n\nhanako@example.com\n";

/* An element around others, which are joined; its length of the shortest kind, or left open. */
static GByteArray *wrap(guint8 tag, gboolean is_open, const GByteArray *first,
                        const GByteArray *second)
{
    GByteArray *element = g_byte_array_new();
    gsize length = first->len + (second != NULL ? second->len : 0);
    guint8 head[] = {tag, (guint8)length, (guint8)length};
    head[1] = is_open ? 0x80 : length > 127 ? 0x81 : head[1];
    g_byte_array_append(element, head, !is_open && length > 127 ? 3 : 2);
    g_byte_array_append(element, first->data, first->len);
    if (second != NULL) {
        g_byte_array_append(element, second->data, second->len);
    }
    if (is_open) {
        g_byte_array_append(element, (const guint8 *)"\0\0", 2);
    }
    return element;
}

static GByteArray *raw(const char *bytes, gsize length)
{
    return g_byte_array_append(g_byte_array_new(), (const guint8 *)bytes, (guint)length);
}

static GByteArray *join(GByteArray *first, GByteArray *second)
{
    g_byte_array_append(first, second->data, second->len);
    g_byte_array_unref(second);
    return first;
}

static GByteArray *wrap_one(guint8 tag, gboolean is_open, GByteArray *content)
{
    GByteArray *element = wrap(tag, is_open, content, NULL);
    g_byte_array_unref(content);
    return element;
}

/* ContentInfo (RFC 5652, 3). */
static GByteArray *make_message(const char *object, gsize length, gboolean is_open,
                                GByteArray *content)
{
    return wrap_one(0x30, is_open, join(raw(object, length), wrap_one(0xa0, is_open, content)));
}

static GByteArray *make_octets(gboolean is_open)
{
    if (!is_open) {
        return wrap_one(0x04, FALSE, raw(mail, strlen(mail)));
    }
    gsize half = strlen(mail) / 2;
    return wrap_one(0x24, TRUE,
                    join(wrap_one(0x04, FALSE, raw(mail, half)),
                         wrap_one(0x04, FALSE, raw(mail + half, strlen(mail) - half))));
}

/* SignedData (RFC 5652, 5.1) with a certificate that is nothing but a name and an address. */
static GByteArray *make_signed(gboolean is_open, gboolean has_content)
{
    GByteArray *content = raw(DATA, 11);
    if (has_content) {
        content = join(content, wrap_one(0xa0, is_open, make_octets(is_open)));
    }
    static const char address[] = "\x0c\x0c架空花子\x04\x14\x30\x12\x81\x10taro@example.com";
    GByteArray *certificates = wrap_one(0xa0, FALSE,
                                        wrap_one(0x30, FALSE, raw(address, strlen(address))));
    GByteArray *inside = join(raw("\x02\x01\x01\x31\x00", 5), wrap_one(0x30, is_open, content));
    inside = join(inside, certificates);
    return make_message(SIGNED, 11, is_open, wrap_one(0x30, is_open, inside));
}

static void assert_told(const char *name, GByteArray *message, const char *expected)
{
    g_autofree char *told = fixture_tell(name, message->data, (gssize)message->len);
    g_byte_array_unref(message);
    assert_string_equal(told, expected);
}

static const char inner_told[] = "content.eml@header Subject: inner||\n"
                                 "content.eml@body hanako@example.com||\n"
                                 "content.eml: read\n";

static void signed_messages_are_opened(void **state)
{
    (void)state;
    g_autofree char *expected = g_strconcat(
        inner_told, "@certificate 1 架空花子|taro@example.com||\n: read\n", NULL);
    assert_told("smime.p7m", make_signed(FALSE, TRUE), expected);
    assert_told("smime.p7m", make_signed(TRUE, TRUE), expected);
    assert_told("smime.p7s", make_signed(FALSE, FALSE),
                "@certificate 1 架空花子|taro@example.com||\n: read\n");
    g_autofree char *data = g_strconcat(inner_told, ": read\n", NULL);
    assert_told("smime.p7m", make_message(DATA, 11, FALSE, make_octets(FALSE)), data);
}

static void signed_messages_in_letters_are_opened(void **state)
{
    (void)state;
    g_autoptr(GByteArray) message = make_signed(FALSE, TRUE);
    g_autofree char *base64 = g_base64_encode(message->data, message->len);
    g_autofree char *text = g_strdup_printf("-----BEGIN PKCS7-----\n%s\n-----END PKCS7-----\n",
                                            base64);
    g_autofree char *told = fixture_tell("a.pem", text, -1);
    assert_true(g_str_has_prefix(told, inner_told));
}

static void encrypted_messages_are_told(void **state)
{
    (void)state;
    assert_told("smime.p7m", make_message(ENVELOPED, 11, FALSE, raw("\x30\x00", 2)),
                ": unread encrypted\n");
    assert_told("smime.p7m", make_message(ENVELOPED, 11, TRUE, raw("\x30\x00", 2)),
                ": unread encrypted\n");
    assert_told("smime.p7m", make_message(AUTHENTICATED, 13, FALSE, raw("\x30\x00", 2)),
                ": unread encrypted\n");
    assert_told("smime.p7m", make_message(COMPRESSED, 13, FALSE, raw("\x30\x00", 2)),
                ": unread no reader for compressed content of CMS\n");
}

static void damage_is_told(void **state)
{
    (void)state;
    g_autoptr(GByteArray) whole = make_signed(FALSE, TRUE);
    g_autofree char *cut = fixture_tell("smime.p7m", whole->data, (gssize)whole->len - 60);
    assert_non_null(strstr(cut, "Subject: inner"));
    assert_non_null(strstr(cut, "\n: partly-read damaged: it ends early\n"));
    fixture_survive_damage("smime.p7m", whole->data, whole->len);
    g_autoptr(GByteArray) open = make_signed(TRUE, TRUE);
    fixture_survive_damage("smime.p7m", open->data, open->len);
    /* Cut off anywhere, it is never whole. */
    for (guint length = 20; length < whole->len; length++) {
        g_autofree char *told = fixture_tell("smime.p7m", whole->data, (gssize)length);
        assert_null(strstr(told, "\n: read\n"));
        assert_false(g_str_has_prefix(told, ": read\n"));
    }
}

static void nesting_without_end_is_survived(void **state)
{
    (void)state;
    g_autoptr(GByteArray) bytes = raw("\x30\x80" SIGNED, 13);
    for (int i = 0; i < 100000; i++) {
        g_byte_array_append(bytes, (const guint8 *)"\xa0\x80", 2);
    }
    g_autofree char *told = fixture_tell("smime.p7m", bytes->data, (gssize)bytes->len);
    assert_string_equal(told, ": unread damaged: it is no signed message\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signed_messages_are_opened),
        cmocka_unit_test(signed_messages_in_letters_are_opened),
        cmocka_unit_test(encrypted_messages_are_told),
        cmocka_unit_test(damage_is_told),
        cmocka_unit_test(nesting_without_end_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
