#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/scanner.h"
#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_put.h"

#define OLD "03-0000-1111"
#define NEW "03-0000-2222"
#define HEAD "From: a@example.com\nTo: b@example.com\nSubject: x\nMIME-Version: 1.0\n"
#define TEXT(charset, encoding)                                                                    \
    "Content-Type: text/plain; charset=" charset "\nContent-Transfer-Encoding: " encoding "\n\n"

static void a_text_changes_in_its_encoding(void **state)
{
    (void)state;
    static const struct {
        const char *source, *old, *text, *expected; /* expected NULL: refused */
    } cases[] = {
        {HEAD TEXT("utf-8", "8bit") "架空 " OLD "\nend\n", OLD, NEW,
         HEAD TEXT("utf-8", "8bit") "架空 " NEW "\nend\n"},
        {HEAD TEXT("utf-8", "8bit") "架空花子\n", "架空", "見本",
         HEAD TEXT("utf-8", "8bit") "見本花子\n"},
        /* quoted-printable, over a soft break, and longer than a line */
        {HEAD TEXT("utf-8", "quoted-printable") "=E6=9E=B6 tel 03-00=\n00-1111 =\nend\n", OLD, NEW,
         HEAD TEXT("utf-8", "quoted-printable") "=E6=9E=B6 tel " NEW " =\nend\n"},
        {HEAD TEXT("utf-8", "quoted-printable") "a=3Db =E6=9E=B6=E7=A9=BA c\n", "架空", "見=本",
         HEAD TEXT("utf-8", "quoted-printable") "a=3Db =E8=A6=8B=3D=E6=9C=AC c\n"},
        {HEAD TEXT("utf-8", "quoted-printable") "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                                "aaaaaaaaaaaaa " OLD "\n",
         OLD, NEW "-12345",
         HEAD TEXT("utf-8", "quoted-printable") "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                                "aaaaaaaaaaaaa =\n" NEW "-12345=\n\n"},
        /* ASCII in a charset with shifts; what is none of it */
        {HEAD TEXT("iso-2022-jp", "7bit") "\033$B2MCV\033(B " OLD "\n", OLD, NEW,
         HEAD TEXT("iso-2022-jp", "7bit") "\033$B2MCV\033(B " NEW "\n"},
        {HEAD TEXT("iso-2022-jp", "7bit") "\033$B2MCV\033(B " OLD "\n", OLD, "架空", NULL},
        /* two texts have it: which one is not told */
        {HEAD "Content-Type: multipart/mixed; boundary=x\n\n--x\n\n" OLD "\n--x\n\n" OLD
              "\n--x--\n",
         OLD, NEW, NULL},
        {HEAD "Content-Type: multipart/mixed; boundary=x\n\n--x\n\n" OLD "\n--x\n\nother\n--x--\n",
         OLD, NEW,
         HEAD "Content-Type: multipart/mixed; boundary=x\n\n--x\n\n" NEW "\n--x\n\nother\n--x--\n"},
        {HEAD "Content-Type: multipart/signed; boundary=x\n\n--x\n\n" OLD "\n--x\n\nother\n--x--\n",
         OLD, NEW, NULL},
        /* in a header */
        {"From: a@example.com\nSubject: tel " OLD "\n\nbody\n", OLD, NEW, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        fixture_put_expect(cases[i].source, "a.eml", 1, cases[i].old, cases[i].text,
                           cases[i].expected);
    }
}

static void base64_stays_base64(void **state)
{
    (void)state;
    static const char text[] = "架空花子 tel " OLD "\r\nend\r\n";
    static const char changed[] = "架空花子 tel " NEW "\r\nend\r\n";
    g_autofree char *before = g_base64_encode((const guchar *)text, strlen(text));
    g_autofree char *after = g_base64_encode((const guchar *)changed, strlen(changed));
    g_autofree char *source = g_strconcat(HEAD TEXT("utf-8", "base64"), before, "\n", NULL);
    g_autofree char *expected = g_strconcat(HEAD TEXT("utf-8", "base64"), after, "\n", NULL);
    fixture_put_expect(source, "a.eml", 1, OLD, NEW, expected);
}

static void the_charset_of_a_text_stays(void **state)
{
    (void)state;
    assert_true(daicho_document_prepare(NULL));
    g_autoptr(GBytes) source = daicho_charset_encode(
        "Shift_JIS", HEAD TEXT("Shift_JIS", "8bit") "表示 架空花子\n");
    g_autoptr(GBytes) expected = daicho_charset_encode(
        "Shift_JIS", HEAD TEXT("Shift_JIS", "8bit") "表示 見本花子\n");
    g_autoptr(GBytes) got = fixture_put(source, "a.eml", 1, "架空花子", "見本花子", NULL);
    fixture_assert_same(got, expected);
    g_autoptr(GBytes)
        none = fixture_put(source, "a.eml", 1, "架空花子", "𠮷花子", "cannot be written");
    assert_null(none);
}

#define MESSAGE(text)                                                                              \
    "From a@example.com Wed May  1 09:00:00 2024\nFrom: a@example.com\n\n" text "\n\n"

static void a_message_of_an_mbox_changes_alone(void **state)
{
    (void)state;
    fixture_put_expect(MESSAGE(OLD) MESSAGE(OLD " x " OLD), "a.mbox", 2, OLD, NEW,
                       MESSAGE(OLD) MESSAGE(NEW " x " NEW));
    fixture_put_expect(MESSAGE(OLD) MESSAGE(OLD " x"), "a.mbox", 1, OLD, "",
                       MESSAGE("") MESSAGE(OLD " x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_changes_in_its_encoding),
        cmocka_unit_test(base64_stays_base64),
        cmocka_unit_test(the_charset_of_a_text_stays),
        cmocka_unit_test(a_message_of_an_mbox_changes_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
