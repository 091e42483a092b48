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

typedef struct {
    const char *name, *source;
    gint64 record;
    const char *old, *text;
    const char *expected; /* NULL: refused */
} Case;

static void check(const Case *cases, gsize n_cases)
{
    for (gsize i = 0; i < n_cases; i++) {
        fixture_put_expect(cases[i].source, cases[i].name, cases[i].record, cases[i].old,
                           cases[i].text, cases[i].expected);
    }
}

static void a_string_of_json_changes_alone(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"a.json", "[{\"a\":\"" OLD "\"},{\"a\":\"" OLD "\"}]", 1, OLD, NEW,
         "[{\"a\":\"" NEW "\"},{\"a\":\"" OLD "\"}]"},
        {"a.json", "[{\"a\":\"" OLD "\"},{\"a\":\"tel " OLD " x\"}]", 2, OLD, NEW,
         "[{\"a\":\"" OLD "\"},{\"a\":\"tel " NEW " x\"}]"},
        {"a.json", "{ \"x\": \"\\u0041\\/\", \"a\" : \"" OLD "\" , \"b\":[\"" OLD "\"] }", 1, OLD,
         NEW, "{ \"x\": \"\\u0041\\/\", \"a\" : \"" NEW "\" , \"b\":[\"" NEW "\"] }"},
        /* escapes */
        {"a.json", "[{\"a\":\"\\u67b6\\u7a7a\"}]", 1, "架空", "見\"本𠮷",
         "[{\"a\":\"\\u898b\\\"\\u672c\\ud842\\udfb7\"}]"},
        {"a.json", "[{\"a\":\"架空\\n\"}]", 1, "架空", "見\\本", "[{\"a\":\"見\\\\本\\n\"}]"},
        {"a.json", "\xef\xbb\xbf[{\"a\":\"" OLD "\"}]", 1, OLD, "", "\xef\xbb\xbf[{\"a\":\"\"}]"},
        {"a.jsonl", "{\"a\":\"" OLD "\"}\n\n{\"a\":\"" OLD "\"}\n", 3, OLD, NEW,
         "{\"a\":\"" OLD "\"}\n\n{\"a\":\"" NEW "\"}\n"},
        /* no string, or a key too */
        {"a.json", "[{\"a\":312345678901}]", 1, "312345678901", "312345678902", NULL},
        {"a.json", "[{\"" OLD "\":\"" OLD "\"}]", 1, OLD, NEW, NULL},
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void a_property_of_an_entry_changes_alone(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"a.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nTEL:" OLD "\r\nEND:VCARD\r\n", 1, OLD, NEW,
         "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nTEL:" NEW "\r\nEND:VCARD\r\n"},
        {"a.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nTEL:03-0000\r\n -1111\r\nEND:VCARD\r\n", 1,
         OLD, NEW, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nTEL:" NEW "\r\nEND:VCARD\r\n"},
        {"a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:架空花子\nNOTE:a\\, b 架空花子\\nc\nEND:VCARD\n", 1,
         "架空花子", "見本,花子",
         "BEGIN:VCARD\nVERSION:3.0\nFN:見本\\,花子\nNOTE:a\\, b 見本\\,花子\\nc\nEND:VCARD\n"},
        {"a.ics",
         "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:tel " OLD
         "\nEND:VEVENT\nEND:VCALENDAR\n",
         1, OLD, NEW,
         "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:tel " NEW
         "\nEND:VEVENT\nEND:VCALENDAR\n"},
        {"a.ldif", "version: 1\ndn: cn=a\nmobile: " OLD "\n\ndn: cn=b\nmobile: " OLD "\n", 1, OLD,
         NEW, "version: 1\ndn: cn=a\nmobile: " NEW "\n\ndn: cn=b\nmobile: " OLD "\n"},
        {"a.ldif", "version: 1\ndn: cn=a\nsn: A\nmobile: " OLD "\n", 1, OLD, "",
         "version: 1\ndn: cn=a\nsn: A\nmobile: \n"},
        /* RFC 2849: no letter beyond ASCII in a plain value */
        {"a.ldif", "version: 1\ndn: cn=a\ncn: Hanako\n", 1, "Hanako", "花子", NULL},
        /* encoded once more */
        {"a.vcf",
         "BEGIN:VCARD\nVERSION:2.1\nFN:A\nNOTE;ENCODING=QUOTED-PRINTABLE:" OLD "=0D\nEND:VCARD\n",
         1, OLD, NEW, NULL},
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void a_base64_value_of_ldif_is_written_in_base64(void **state)
{
    (void)state;
    static const char text[] = "架空花子 様";
    static const char changed[] = "見本花子 様";
    g_autofree char *before = g_base64_encode((const guchar *)text, strlen(text));
    g_autofree char *after = g_base64_encode((const guchar *)changed, strlen(changed));
    for (gsize fold = 0; fold < 2; fold++) {
        g_autofree char *source = g_strdup_printf("version: 1\ndn: cn=a\ncn:: %.4s%s%s\nsn: A\n",
                                                  before, fold == 1 ? "\n " : "", before + 4);
        g_autofree char *expected = g_strdup_printf("version: 1\ndn: cn=a\ncn:: %s\nsn: A\n",
                                                    after);
        fixture_put_expect(source, "a.ldif", 1, "架空", "見本", expected);
    }
}

static void text_and_attributes_of_markup_change_alone(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"a.xml", "<l><p><t>" OLD "</t></p><p><t>" OLD "</t></p></l>", 1, OLD, NEW,
         "<l><p><t>" NEW "</t></p><p><t>" OLD "</t></p></l>"},
        {"a.xml", "<l><p tel='" OLD "'/><p tel='" OLD "'/></l>", 2, OLD, NEW,
         "<l><p tel='" OLD "'/><p tel='" NEW "'/></l>"},
        {"a.xml", "<l><p><t>A &amp; " OLD "</t></p><p><t>x</t></p></l>", 1, "A & " OLD, "<B> & 'C'",
         "<l><p><t>&lt;B&gt; &amp; &apos;C&apos;</t></p><p><t>x</t></p></l>"},
        {"a.xml", "<l><p><t><![CDATA[" OLD "]]></t></p><p><t>x</t></p></l>", 1, OLD, "A<B",
         "<l><p><t><![CDATA[A<B]]></t></p><p><t>x</t></p></l>"},
        {"a.html", "<html><body><p>tel 03&#45;0000-1111</p><p>" OLD "</p></body></html>", 1, OLD,
         NEW, "<html><body><p>tel " NEW "</p><p>" OLD "</p></body></html>"},
        /* cut by a tag */
        {"a.html", "<html><body><p>tel 03-<b>0000</b>-1111</p></body></html>", 1, OLD, NEW, NULL},
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void the_charset_stays_or_nothing_changes(void **state)
{
    (void)state;
    static const char text[] = "<html><head><meta charset=\"Shift_JIS\"></head><body><p>架空花子"
                               "</p><p>表示</p></body></html>";
    static const char changed[] = "<html><head><meta charset=\"Shift_JIS\"></head><body><p>見本花子"
                                  "</p><p>表示</p></body></html>";
    g_autoptr(GBytes) source = daicho_charset_encode("Shift_JIS", text);
    g_autoptr(GBytes) expected = daicho_charset_encode("Shift_JIS", changed);
    assert_true(daicho_document_prepare(NULL));
    g_autoptr(GBytes) got = fixture_put(source, "a.html", 1, "架空花子", "見本花子", NULL);
    fixture_assert_same(got, expected);
    g_autoptr(GBytes)
        none = fixture_put(source, "a.html", 1, "架空花子", "見本𠮷子", "character set");
    assert_null(none);
}

static void two_values_of_a_record_change_at_once_and_one_of_two_alone(void **state)
{
    (void)state;
    static const char text[] = "[{\"a\":\"" OLD "\",\"b\":\"架空\",\"c\":\"" OLD "\"}]";
    g_autoptr(GBytes) source = fixture_bytes(text);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    DaichoEdit *edit = fixture_edit(edits, "", source, FALSE);
    fixture_put_add(edit, source, "a.json", 1, 1, "架空", "見本");
    fixture_put_add(edit, source, "a.json", 1, 2, OLD, NEW);
    g_autoptr(GBytes) got = fixture_put_apply(source, "a.json", edits, NULL);
    g_autoptr(GBytes)
        expected = fixture_bytes("[{\"a\":\"" OLD "\",\"b\":\"見本\",\"c\":\"" NEW "\"}]");
    fixture_assert_same(got, expected);
}

static void expect_refusal(GBytes *source, const GPtrArray *edits, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) got = fixture_put_apply(source, "a.json", edits, &error);
    assert_null(got);
    assert_non_null(strstr(error->message, words));
}

static void what_the_plan_does_not_say_is_not_written(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = fixture_bytes("[{\"a\":\"" OLD "\"}]");
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    DaichoEdit *edit = fixture_edit(edits, "", source, FALSE);
    fixture_put_add(edit, source, "a.json", 1, 1, OLD, NEW);
    g_array_index(edit->ranges, DaichoRange, 0).start = 4000;
    g_array_index(edit->ranges, DaichoRange, 0).end = 4012;
    expect_refusal(source, edits, "does not stand where the plan says");
    g_ptr_array_set_size(edit->puts, 0);
    expect_refusal(source, edits, "does not say what is put");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_string_of_json_changes_alone),
        cmocka_unit_test(a_property_of_an_entry_changes_alone),
        cmocka_unit_test(a_base64_value_of_ldif_is_written_in_base64),
        cmocka_unit_test(text_and_attributes_of_markup_change_alone),
        cmocka_unit_test(the_charset_stays_or_nothing_changes),
        cmocka_unit_test(two_values_of_a_record_change_at_once_and_one_of_two_alone),
        cmocka_unit_test(what_the_plan_does_not_say_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
