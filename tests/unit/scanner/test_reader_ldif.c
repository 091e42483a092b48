#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"

static Extracted *directory(const char *text)
{
    return fixture_extract("a.ldif", text, -1, NULL);
}

/* "name:: " and the value in base64 (g_free). */
static char *encoded(const char *name, const char *value)
{
    g_autofree char *base64 = g_base64_encode((const guchar *)value, strlen(value));
    return g_strdup_printf("%s:: %s\n", name, base64);
}

static void an_entry_is_a_record_with_its_bytes(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = directory(
        "version: 1\n\n# 名簿\n\ndn: cn=a,dc=example\nmail: hanako@example.com\n\n"
        "dn: cn=b,dc=example\ntelephoneNumber: 03-0000-\n 1234\n");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "text/x-ldif UTF-8 3\n");
    assert_string_equal(extracted->records->str, "1:12-22 2:22-68 3:68-120");
    assert_string_equal(extracted->places->str,
                        "line 3: # 名簿\nentry 1, dn: cn=a,dc=example\n"
                        "entry 1, mail: hanako@example.com\nentry 2, dn: cn=b,dc=example\n"
                        "entry 2, telephoneNumber: 03-0000-1234\n");
}

static void values_in_base64_are_decoded(void **state)
{
    (void)state;
    g_autofree char *dn = encoded("dn", "cn=架空花子,dc=example");
    g_autofree char *name = encoded("cn;lang-ja", "架空花子");
    g_autofree char *text = g_strconcat(
        "version: 1\n", dn, name, "sn: 架空\ngivenName: 花子\n",
        "postalAddress: 1-2-3$架空市\njpegPhoto:: /9j/4AAQSkZJRgABAQAAAQ\n ABAAD/2Q==\n", NULL);
    g_autoptr(Extracted) extracted = directory(text);
    assert_string_equal(extracted->cells->str,
                        "dn=cn=架空花子,dc=example\nname=架空花子\n姓=架空\n名=花子\n"
                        "address=1-2-3 架空市\n");
    assert_string_equal(extracted->items->str,
                        "unread entry 1 jpegPhoto 1: no reader for image/jpeg\nread\n");
}

static void changes_are_read(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = directory("dn: cn=a\nchangetype: modify\nreplace: mail\n"
                                               "mail: x@example.com\n-\nadd: cn\ncn:<file:///a\n");
    assert_string_equal(extracted->cells->str,
                        "dn=cn=a\nchangetype=modify\nreplace=mail\nmail=x@example.com\nadd=cn\n"
                        "name=file:///a\n");
}

static void other_charsets_are_read(void **state)
{
    (void)state;
    gsize length = 0;
    g_autofree char *bytes = fixture_convert("CP932", "dn: cn=a\ncn: 架空花子です\n\n", &length);
    g_autoptr(Extracted) extracted = fixture_extract("a.ldif", bytes, (gssize)length, NULL);
    assert_string_equal(extracted->cells->str, "dn=cn=a\nname=架空花子です\n");
    assert_string_equal(extracted->records->str, "1:0-27");
}

static void what_is_no_ldif_is_read(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = directory("架空花子 03-0000-1234\n:\n::\na::%%%\n: x@example.com");
    assert_non_null(strstr(extracted->text->str, "03-0000-1234"));
    assert_non_null(strstr(extracted->text->str, "x@example.com"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_a_record_with_its_bytes),
        cmocka_unit_test(values_in_base64_are_decoded),
        cmocka_unit_test(changes_are_read),
        cmocka_unit_test(other_charsets_are_read),
        cmocka_unit_test(what_is_no_ldif_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
