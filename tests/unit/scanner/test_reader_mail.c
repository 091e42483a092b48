#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "tests/unit/scanner/fixture_told.h"

static void assert_told(const char *mail, const char *expected)
{
    g_autofree char *told = fixture_tell("a.eml", mail, -1);
    assert_string_equal(told, expected);
}

static void header_and_body_have_their_places(void **state)
{
    (void)state;
    assert_told("From: =?ISO-2022-JP?B?GyRCMk02dRsoQg==?= <hanako@example.com>\r\n"
                "To: taro@example.com,\r\n\tjiro@example.com\r\n"
                "X-Phone: 03-0000-1234\r\n"
                "\r\n"
                "line 1\r\n\r\nline 3\r\n",
                "@header From: 架空 <hanako@example.com>|"
                "To: taro@example.com, jiro@example.com|X-Phone: 03-0000-1234||\n"
                "@body line 1||line 3||\n"
                ": read\n");
}

static void headers_in_any_raw_charset_are_read(void **state)
{
    (void)state;
    static const char *const charsets[] = {"UTF-8", "CP932", "EUC-JP", "ISO-2022-JP"};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        gsize length = 0;
        g_autofree char *mail = fixture_convert(
            charsets[i],
            "From: \"架空 花子です\" <hanako@example.com>\nSubject: 見本の件について\n\nx\n",
            &length);
        g_autofree char *told = fixture_tell("a.eml", mail, (gssize)length);
        assert_non_null(strstr(told, "@header From: \"架空 花子です\" <hanako@example.com>|"
                                     "Subject: 見本の件について|"));
    }
}

static void bodies_in_any_declared_charset_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *declared, *charset;
    } cases[] = {
        {"utf-8", "UTF-8"},    {"shift_jis", "CP932"},         {"\"Windows-31J\"", "CP932"},
        {"euc-jp", "EUC-JP"},  {"iso-2022-jp", "ISO-2022-JP"}, {"us-ascii", "UTF-8"},
        {"us-ascii", "CP932"}, {"iso-8859-1", "ISO-2022-JP"},  {"utf-8", "EUC-JP"},
        {"no-such", "CP932"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize length = 0;
        g_autofree char *text = g_strdup_printf("Subject: x\nContent-Type: text/plain; charset=%s\n"
                                                "\n架空花子さんのメールです。\n",
                                                cases[i].declared);
        g_autofree char *mail = fixture_convert(cases[i].charset, text, &length);
        g_autofree char *told = fixture_tell("a.eml", mail, (gssize)length);
        if (strstr(told, "@body 架空花子さんのメールです。||\n: read\n") == NULL) {
            fail_msg("%s as %s: %s", cases[i].charset, cases[i].declared, told);
        }
    }
}

static void transfer_encodings_are_undone(void **state)
{
    (void)state;
    assert_told("Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n\n"
                "5p6256m66Iqx5a2Q\n",
                "@header Content-Transfer-Encoding: base64|Content-Type: text/plain; "
                "charset=utf-8||\n@body 架空花子|\n: read\n");
    assert_told("Content-Transfer-Encoding: quoted-printable\n\nhanako=40exam=\nple.com\n",
                "@header Content-Transfer-Encoding: quoted-printable||\n"
                "@body hanako@example.com||\n: read\n");
    assert_told("Content-Transfer-Encoding: base64\n\naGFuYWtv!QGV4YW1wbGUuY29t\n",
                "@header Content-Transfer-Encoding: base64||\n@body hanako@example.com|\n"
                ": partly-read damaged: 1 bytes are not of its transfer encoding\n");
    assert_told("Content-Transfer-Encoding: x-secret\n\nx\n",
                "@header Content-Transfer-Encoding: x-secret||\n@body x||\n"
                ": partly-read its transfer encoding is not known\n");
}

static void damaged_html_gives_what_it_has(void **state)
{
    (void)state;
    assert_told("Content-Type: text/html; charset=shift_jis\n"
                "Content-Transfer-Encoding: base64\n\nPHA+icuL8zwvcD4=!\n",
                "body.html@line 1 架空|\nbody.html: read\n"
                "@header Content-Type: text/html; charset=shift_jis|"
                "Content-Transfer-Encoding: base64||\n"
                ": partly-read damaged: 1 bytes are not of its transfer encoding\n");
    assert_told("Content-Type: text/html\n\n", "@header Content-Type: text/html||\n: read\n");
    assert_told("Content-Type: message/delivery-status\n\n",
                "@header Content-Type: message/delivery-status||\n: read\n");
}

static void pages_are_read_with_what_belongs_to_them(void **state)
{
    (void)state;
    g_autofree char *told = fixture_tell(
        "page.mht",
        "From: <Saved by Blink>\nSubject: =?utf-8?Q?=E6=9E=B6=E7=A9=BA?=\nMIME-Version: 1.0\n"
        "Content-Type: multipart/related; type=\"text/html\"; boundary=\"--b\"\n\n\n"
        "----b\nContent-Type: text/html\nContent-ID: <frame@mhtml.blink>\n"
        "Content-Transfer-Encoding: quoted-printable\n"
        "Content-Location: http://example.com/list.html\n\n"
        "<p id=3D1>hanako@=\nexample.com</p>\n"
        "----b\nContent-Type: text/css\nContent-Location: http://example.com/a/site.css?v=1\n\n"
        "p {}\n----b--\n",
        -1);
    assert_non_null(strstr(told, "body.html@line 1 hanako@example.com|"));
    assert_non_null(strstr(told, "@header From: <Saved by Blink>|Subject: 架空|"));
    assert_non_null(strstr(told, "@body 2 p {}|"));
    assert_true(g_str_has_suffix(told, "\n: read\n"));
}

static void flowed_lines_are_joined(void **state)
{
    (void)state;
    assert_told("Content-Type: text/plain; format=flowed; delsp=yes\n\n"
                "hanako@ \nexample.com\n stuffed\n> quoted \n> text\n-- \nend\n",
                "@header Content-Type: text/plain; format=flowed; delsp=yes||\n"
                "@body hanako@example.com| stuffed|> quotedtext|-- |end||\n: read\n");
    assert_told("Content-Type: text/plain; format=flowed\n\na \nb\n> c \nd\n",
                "@header Content-Type: text/plain; format=flowed||\n"
                "@body a b|> c |d||\n: read\n");
}

static void all_parts_are_read(void **state)
{
    (void)state;
    assert_told("Content-Type: multipart/mixed; boundary=\"b\"\n\n"
                "preamble\n"
                "--b\n\nfirst\n"
                "--b\nContent-Type: multipart/alternative; boundary=b1\n\n"
                "--b1\nContent-Type: text/plain\n\nsecond\n"
                "--b1\nContent-Type: text/html\n\n<p>third</p>\n"
                "--b1--\n"
                "--b \nContent-Disposition: attachment; filename*=utf-8''%E5%90%8D%E7%B0%BF.csv\n"
                "Content-Transfer-Encoding: base64\n\nbWFpbApoYW5ha29AZXhhbXBsZS5jb20K\n"
                "--b\nContent-Type: message/rfc822\n\n"
                "Subject: inner\n\ninner body\n"
                "--b--\n"
                "epilogue\n",
                "body 3.html@line 1 third|\n"
                "body 3.html: read\n"
                "名簿.csv@ mail|hanako@example.com|\n"
                "名簿.csv: read\n"
                "part 5.eml@header Subject: inner||\n"
                "part 5.eml@body inner body|\n"
                "part 5.eml: read\n"
                "@header Content-Type: multipart/mixed; boundary=\"b\"||\n"
                "@before the parts preamble||\n"
                "@body first|\n"
                "@part 2 header Content-Type: multipart/alternative; boundary=b1||"
                "Content-Type: text/plain||\n"
                "@body 2 second|\n"
                "@part 3 header Content-Type: text/html||\n"
                "@part 4 header Content-Disposition: attachment; "
                "filename*=utf-8''%E5%90%8D%E7%B0%BF.csv|Content-Transfer-Encoding: base64||\n"
                "@part 5 header Content-Type: message/rfc822||\n"
                "@after the parts epilogue||\n"
                ": read\n");
}

/* The names of the members that a part with this header becomes. */
static void assert_name(const char *header, const char *expected)
{
    g_autofree char *mail = g_strdup_printf("Content-Type: multipart/mixed; boundary=b\n\n"
                                            "--b\n%s\n\nx\n--b--\n",
                                            header);
    g_autofree char *told = fixture_tell("a.eml", mail, -1);
    g_autofree char *end = g_strconcat("\n", expected, ": read\n", NULL);
    if (strstr(told, end) == NULL) {
        fail_msg("%s\n%s", header, told);
    }
}

static void attachments_have_the_names_that_people_know(void **state)
{
    (void)state;
    assert_name("Content-Disposition: attachment; filename=\"a b.txt\"", "a b.txt");
    assert_name("Content-Disposition: attachment; filename=a b.txt", "a b.txt");
    assert_name("Content-Type: text/plain; name=\"=?ISO-2022-JP?B?GyRCMk02dRsoQi50eHQ=?=\"",
                "架空.txt");
    assert_name("Content-Disposition: attachment; filename=\"=?UTF-8?B?5p4=?=\n"
                " =?UTF-8?B?tuepui50eHQ=?=\"",
                "架空.txt");
    assert_name("Content-Disposition: attachment;\n filename*0*=iso-2022-jp''%1B$B2M;\n"
                " filename*1*=6u%1B(B; filename*2=.txt",
                "架空.txt");
    assert_name("Content-Type: text/plain; name*=shift_jis'ja'%89%CB%8B%F3.txt", "架空.txt");
    assert_name("Content-Disposition: attachment; filename=\"\x89\xcb\x8b\xf3\x82\xcc\x96\xbc"
                "\x95\xeb.txt\"",
                "架空の名簿.txt");
    assert_name("Content-Disposition: attachment; filename=\"../../etc/passwd\"",
                ".._.._etc_passwd");
    assert_name("Content-Disposition: attachment; filename=\"x!/y.z\"", "x!_y.z");
    assert_name("Content-Disposition: attachment", "part 1.txt");
    assert_name("Content-Type: text/calendar", "part 1.ics");
    assert_name("Content-Type: application/x; name=\"\"", "part 1");
    assert_name("Content-Type: image/x\nContent-Location: http://example.com/a/logo%20x.xyz?b/c",
                "logo x.xyz");
}

static void two_of_one_name_stay_two(void **state)
{
    (void)state;
    g_autofree char *told = fixture_tell(
        "a.eml",
        "Content-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n"
        "--b\nContent-Disposition: attachment; filename=a.txt\n\ny\n--b--\n",
        -1);
    assert_non_null(strstr(told, "a.txt@ x\na.txt: read\n"));
    assert_non_null(strstr(told, "a (2).txt@ y\na (2).txt: read\n"));
}

static void reports_are_read_like_headers(void **state)
{
    (void)state;
    g_autofree char *told = fixture_tell(
        "a.eml",
        "Content-Type: multipart/report; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.com\n\n"
        "Final-Recipient: rfc822; =?utf-8?q?hanako=40example.com?=\n"
        "--b\nContent-Type: text/rfc822-headers\n\nSubject: =?utf-8?b?5p6256m6?=\n\n--b--\n",
        -1);
    assert_non_null(strstr(told, "@part 1 Reporting-MTA: dns; mx.example.com|"
                                 "Final-Recipient: rfc822; hanako@example.com|"));
    assert_non_null(strstr(told, "@part 2 Subject: 架空|"));
    assert_true(g_str_has_suffix(told, "\n: read\n"));
}

static void fields_that_a_report_encoded_are_read(void **state)
{
    (void)state;
    g_autofree char *fields = g_base64_encode(
        (const guchar *)"Final-Recipient: rfc822; hanako@example.com\nAction: failed\n", 59);
    g_autofree char *mail = g_strdup_printf(
        "Content-Type: multipart/report; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.com\nContent-Transfer-Encoding: base64\n\n%s\n--b--\n",
        fields);
    g_autofree char *told = fixture_tell("a.eml", mail, -1);
    assert_non_null(strstr(told, "|Final-Recipient: rfc822; hanako@example.com|Action: failed|"));
    /* It says so, but they are not: nothing is lost. */
    g_autofree char *plain = fixture_tell(
        "a.eml",
        "Content-Type: multipart/report; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.com\nContent-Transfer-Encoding: base64\n\n"
        "Final-Recipient: rfc822; hanako@example.com\n\nAction: failed\n--b--\n",
        -1);
    assert_non_null(strstr(plain, "|Final-Recipient: rfc822; hanako@example.com|Action: failed|"));
}

static void broken_mail_gives_all_that_it_has(void **state)
{
    (void)state;
    /* No end. */
    g_autofree char *no_end = fixture_tell(
        "a.eml", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhanako@example.com\n", -1);
    assert_non_null(strstr(no_end, "@body hanako@example.com|"));
    assert_non_null(strstr(no_end, ": partly-read damaged: the end of a multipart is missing\n"));
    /* No boundary told, and a wrong one. */
    static const char *const headers[] = {"multipart/mixed", "multipart/mixed; boundary=wrong"};
    for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autofree char *mail = g_strdup_printf(
            "Content-Type: %s\n\n----x\nContent-Type: text/plain\n"
            "Content-Transfer-Encoding: base64\n\naGFuYWtvQGV4YW1wbGUuY29t\n"
            "----x\nContent-Type: text/plain\n\ntwo\n----x--\n",
            headers[i]);
        g_autofree char *told = fixture_tell("a.eml", mail, -1);
        assert_non_null(strstr(told, "@body hanako@example.com|"));
        assert_non_null(strstr(told, "@body 2 two|"));
        assert_non_null(strstr(told, "\n: read\n"));
    }
    /* Parts within a part that has no end of its own. */
    g_autofree char *inner = fixture_tell("a.eml",
                                          "Content-Type: multipart/mixed; boundary=b\n\n"
                                          "--b\nContent-Type: multipart/mixed; boundary=c\n\n"
                                          "--c\n\none\n--b\n\ntwo\n--b--\n",
                                          -1);
    assert_non_null(strstr(inner, "@body one|"));
    assert_non_null(strstr(inner, "@body 2 two|"));
    /* Lines in a header that are none, and no header at all. */
    g_autofree char *lines = fixture_tell("a.eml",
                                          "Subject: x\nhanako@example.com\nTo: y\n\nbody\n", -1);
    assert_non_null(strstr(lines, "@header Subject: x|hanako@example.com|To: y|"));
    g_autofree char *none = fixture_tell("a.eml", "only hanako@example.com\nhere\n", -1);
    assert_string_equal(none, "@body only hanako@example.com|here||\n: read\n");
    /* A part behind the end. */
    g_autofree char *behind = fixture_tell("a.eml",
                                           "Content-Type: multipart/mixed; boundary=b\n\n"
                                           "--b\n\none\n--b--\nrest\n--b\n"
                                           "Content-Transfer-Encoding: base64\n\ndHdv\n--b--\n",
                                           -1);
    assert_non_null(strstr(behind, "@body 2 two|"));
}

static void binary_parts_keep_their_bytes(void **state)
{
    (void)state;
    static const char mail[] = "From: a@example.com\nMIME-Version: 1.0\n"
                               "Content-Type: multipart/mixed; boundary=b\n\n"
                               "--b\nContent-Disposition: attachment; filename=a.gz\n"
                               "Content-Transfer-Encoding: binary\n\n"
                               "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcc\x4b\xcc\xce"
                               "\x77\x48\xad\x48\xcc\x2d\xc8\x49\xd5\x4b\xce\xcf\xe5\x02\x00\xae"
                               "\x11\xb4\xc7\x13\x00\x00\x00\n--b--\n";
    g_autofree char *told = fixture_tell("kept by a server", mail, sizeof mail - 1);
    assert_non_null(strstr(told, "@header From: a@example.com|"));
    assert_non_null(strstr(told, "a.gz!/a@ "));
}

static void what_is_encrypted_is_told(void **state)
{
    (void)state;
    g_autofree char *pgp = fixture_tell(
        "a.eml",
        "Subject: x\nContent-Type: multipart/encrypted; boundary=b\n\n"
        "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
        "--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\nxyz\n--b--\n",
        -1);
    assert_non_null(strstr(pgp, "encrypted.asc: unread encrypted\n"));
    g_autofree char *within = fixture_tell("a.eml",
                                           "Subject: x\n\nsee:\n-----BEGIN PGP MESSAGE-----\n"
                                           "\nhQEMA\n-----END PGP MESSAGE-----\nhanako\n",
                                           -1);
    assert_non_null(strstr(within, "PGP message: unread encrypted\n"));
    assert_non_null(strstr(within, "|hanako|"));
    g_autofree char *file = fixture_tell("a.txt", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", -1);
    assert_string_equal(file, ": unread encrypted\n");
}

static void files_written_into_the_text_are_members(void **state)
{
    (void)state;
    assert_told("Subject: x\n\nbegin 644 a.txt\n2:&%N86MO0&5X86UP;&4N8V]M\n`\nend\nafter\n",
                "a.txt@ hanako@example.com\na.txt: read\n@header Subject: x||\n"
                "@body begin 644 a.txt|after||\n: read\n");
    assert_told("Subject: x\n\nbegin 100 metres ahead\nof hanako@example.com.\n",
                "metres ahead: read\n@header Subject: x||\n"
                "@body begin 100 metres ahead|of hanako@example.com.||\n"
                ": partly-read damaged: metres ahead is not whole\n");
}

static void a_piece_of_a_message_is_told(void **state)
{
    (void)state;
    g_autofree char *told = fixture_tell(
        "a.eml", "Content-Type: message/partial; number=2; total=3; id=x\n\nhanako\n", -1);
    assert_non_null(strstr(told, "@body hanako|"));
    assert_non_null(strstr(told, ": partly-read it is one piece of a message"));
}

static void messages_within_messages_have_a_limit(void **state)
{
    (void)state;
    g_autoptr(GString) mail = g_string_new(NULL);
    for (int i = 0; i < 40; i++) {
        g_string_append(mail, "Content-Type: message/rfc822\n\n");
    }
    g_string_append(mail, "Subject: x\n\nhanako@example.com\n");
    g_autofree char *told = fixture_tell("a.eml", mail->str, -1);
    assert_non_null(strstr(told, "unread limit: depth 16\n"));
    g_string_truncate(mail, 0);
    for (int i = 0; i < 200; i++) {
        g_string_append_printf(mail, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i,
                               i);
    }
    g_string_append(mail, "\nhanako@example.com\n");
    g_autofree char *parts = fixture_tell("a.eml", mail->str, -1);
    assert_non_null(strstr(parts, "hanako@example.com"));
    assert_non_null(strstr(parts, ": partly-read limit: parts within parts\n"));
}

static void one_long_line_loses_nothing(void **state)
{
    (void)state;
    static const char needle[] = "hanako@example.com";
    g_autoptr(GString)
        mail = g_string_new("Subject: x\nContent-Type: text/plain; charset=utf-8\n\n");
    while (mail->len < (20 << 20)) {
        g_string_append(mail, "架空の文 ");
    }
    g_string_append(mail, needle);
    g_autofree char *told = fixture_tell("a.eml", mail->str, (gssize)mail->len);
    assert_non_null(strstr(told, needle));
    assert_true(g_str_has_suffix(told, "\n: read\n"));
    assert_null(strstr(told, "\xef\xbf\xbd"));
}

static void damage_ends_in_an_honest_state(void **state)
{
    (void)state;
    static const char mail[] =
        "From: =?utf-8?b?5p6256m6?= <a@b>\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        "Content-Type: text/plain; format=flowed; charset=utf-8\n\nx \ny\n--b\n"
        "Content-Disposition: attachment; filename*=utf-8''%E5%90.csv\n"
        "Content-Transfer-Encoding: base64\n\nbWFpbAo=\n--b\n"
        "Content-Type: message/rfc822\n\nA: b\n\nbegin 644 a\n#aaaa\n`\nend\n"
        "--b\nContent-Transfer-Encoding: quoted-printable\n\na=3D=\nb\n--b--\n";
    fixture_survive_damage("a.eml", mail, sizeof mail - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_and_body_have_their_places),
        cmocka_unit_test(headers_in_any_raw_charset_are_read),
        cmocka_unit_test(bodies_in_any_declared_charset_are_read),
        cmocka_unit_test(transfer_encodings_are_undone),
        cmocka_unit_test(damaged_html_gives_what_it_has),
        cmocka_unit_test(pages_are_read_with_what_belongs_to_them),
        cmocka_unit_test(flowed_lines_are_joined),
        cmocka_unit_test(all_parts_are_read),
        cmocka_unit_test(attachments_have_the_names_that_people_know),
        cmocka_unit_test(two_of_one_name_stay_two),
        cmocka_unit_test(reports_are_read_like_headers),
        cmocka_unit_test(fields_that_a_report_encoded_are_read),
        cmocka_unit_test(broken_mail_gives_all_that_it_has),
        cmocka_unit_test(binary_parts_keep_their_bytes),
        cmocka_unit_test(what_is_encrypted_is_told),
        cmocka_unit_test(files_written_into_the_text_are_members),
        cmocka_unit_test(a_piece_of_a_message_is_told),
        cmocka_unit_test(messages_within_messages_have_a_limit),
        cmocka_unit_test(one_long_line_loses_nothing),
        cmocka_unit_test(damage_ends_in_an_honest_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
