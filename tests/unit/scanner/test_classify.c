#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"
#include "scanner/reader.h"

static int set_up(void **state)
{
    (void)state;
    return extract_init(NULL, NULL) ? 0 : 1;
}

/* "type reader" of a file of that name with these first bytes. */
static void assert_class(const char *name, const char *head, gssize length, const char *expected)
{
    Item item = {.name = name};
    classify_item(&item, (const guint8 *)head, length >= 0 ? (gsize)length : strlen(head));
    g_autofree char *found = g_strdup_printf("%s %s", item.type,
                                             item.reader != NULL ? item.reader->name : "none");
    if (strcmp(found, expected) != 0) {
        fail_msg("%s: %s", name, found);
    }
}

static void text_goes_by_its_name(void **state)
{
    (void)state;
    assert_class("a.csv", "x\n", -1, "text/csv csv");
    assert_class("A.CSV", "x\n", -1, "text/csv csv");
    assert_class("a.tsv", "x\n", -1, "text/tab-separated-values csv");
    assert_class("a.json", "{}", -1, "application/json json");
    assert_class("a.jsonl", "{}", -1, "application/jsonl json-lines");
    assert_class("a.html", "<p>", -1, "text/html html");
    assert_class("page", "\n<HTML>", -1, "text/html html");
    assert_class("a.dat", "x\n", -1, "text/plain text");
    assert_class(".csv", "x\n", -1, "text/plain text");
    assert_class(".daicho.yaml", "purpose: hr\n", -1, "application/yaml marker");
    assert_class("empty.csv", "", 0, "inode/x-empty text");
}

static void mail_goes_by_its_header(void **state)
{
    (void)state;
    static const char *const mails[] = {
        "Received: from x\n\tby y\nFrom: hanako@example.com\n\nx\n",
        "X-Own: 1\nX-Other: 2\nMessage-ID: <1@example.com>\nSubject: x\n",
        "\xef\xbb\xbf\r\nReturn-Path: <>\r\nDate: x\r\n",
        "From: hanako@example.com\nTo: taro@example.com\nSubject: x\n\n",
        "From: <Saved by Blink>\nSnapshot-Content-Location: x\nSubject: x\nMIME-Version: 1.0\n",
        "MIME-Version: 1.0\nContent-Type: text/plain\n\n\xff\xfe\x01\x02\x03\x04",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
        assert_class("1234567.M1.host:2,S", mails[i], -1, "message/rfc822 mail");
        assert_class("a.txt", mails[i], -1, "message/rfc822 mail");
        assert_class("a.log", mails[i], -1,
                     i == 5 ? "application/octet-stream none" : "text/plain text");
    }
    static const char *const texts[] = {
        "Received: 5 boxes\nSent: 3 boxes\n",
        "From: Tokyo\nTo: Osaka\nDate: 2026-11-28\nSubject: trip\n",
        "Subject: x\nDate: y\n\nhanako@example.com\n",
        "Name: hanako\nMail: hanako@example.com\n",
        "From here on it is text.\nTo: be, or not\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        assert_class("a", texts[i], -1, "text/plain text");
    }
    assert_class("a.eml", "X-Own: 1\n\nx\n", -1, "message/rfc822 mail");
    assert_class("a.eml", "only text\n", -1, "message/rfc822 mail");
    assert_class("a.mht", "From: x\n", -1, "message/rfc822 mail");
    assert_class("a.mbox", "only text\n", -1, "application/mbox mbox");
    assert_class("a.eml", "From a Sat Nov 28 01:05:09 2026\nTo: b\n", -1, "application/mbox mbox");
    assert_class("Inbox", "From - Sat Nov 28 01:05:09 2026\nX-Mozilla-Status: 1\n", -1,
                 "application/mbox mbox");
    assert_class("a.eml", "\xff\xfeS\0u\0b\0j\0", 10, "text/plain text");
    assert_class("a.asc", "-----BEGIN PGP MESSAGE-----\n", -1,
                 "application/pgp-encrypted encrypted");
    assert_class("winmail.dat", "\x78\x9f\x3e\x22\x01", -1, "application/ms-tnef tnef");
    assert_class("a", "\x30\x82\x01\x01\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", -1,
                 "application/pkcs7-mime cms");
    assert_class("a", "\x30\x80\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17", -1,
                 "application/pkcs7-mime cms");
}

static void content_beats_the_name(void **state)
{
    (void)state;
    assert_class("a.txt", "PK\x03\x04....", -1, "application/zip archive");
    assert_class("a.csv", "%!PS-Adobe-3.0\n", -1, "application/postscript none");
    assert_class("a.docx", "only text\n", -1, "text/plain text");
    assert_class("a.txt", "\0\1\0\0Standard Jet DB\0\1", 21, "application/vnd.ms-access access");
    assert_class("a", "\0\1\0\0Standard ACE DB\0\2", 21, "application/vnd.ms-access access");
    assert_class("a.txt", "The Standard Jet DB begins so\n", -1, "text/plain text");
}

static void documents_are_not_walked_as_archives(void **state)
{
    (void)state;
    assert_class("a.docx", "PK\x03\x04....", -1,
                 "application/vnd.openxmlformats-officedocument.wordprocessingml.document ooxml");
    static const char odf[] = "PK\x03\x04..........................mimetype"
                              "application/vnd.oasis.opendocument.textPK";
    assert_class("renamed", odf, -1, "application/vnd.oasis.opendocument.text odf");
    assert_class("a.xml",
                 "<?xml version='1.0'?><office:document xmlns:office='x' "
                 "office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>",
                 -1, "application/vnd.oasis.opendocument.spreadsheet-flat-xml odf-flat");
    static const char ooxml[] = "PK\x03\x04......[Content_Types].xml.....xl/workbook.xml";
    assert_class("renamed", ooxml, -1,
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx");
}

static void text_that_begins_like_an_archive_is_text(void **state)
{
    (void)state;
    assert_class("phones.txt", "07070700000\n07070700001\n", -1, "text/plain text");
    assert_class("phones.csv", "07070100000,x\n", -1, "text/csv csv");
    assert_class("a.txt", "BZh91AY&SY is how bzip2 files begin\n", -1, "text/plain text");
    assert_class("a.txt", "BZh is short for nothing\n", -1, "text/plain text");
    assert_class("a.txt", "LZIP files\n", -1, "text/plain text");
    assert_class("a.txt", "l -lh shows sizes\n", -1, "text/plain text");
    assert_class("a.txt", "MSCF is a signature\n", -1, "text/plain text");
}

static void unknown_bytes_have_the_type_that_libmagic_knows(void **state)
{
    (void)state;
    assert_class("a.txt", "\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10", 10,
                 "application/octet-stream none");
    assert_class("a.txt", "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0", 28,
                 "audio/x-wav none");
}

static void a_marker_names_a_purpose_and_is_read(void **state)
{
    (void)state;
    g_autoptr(Extracted) good = fixture_extract(".daicho.yaml", "purpose: hr\n", -1, NULL);
    assert_string_equal(good->items->str, "read\n");
    assert_string_equal(good->text->str, "purpose: hr\n");
    static const char *const bad[] = {"purpose: [", "other: x\n", "- purpose\n", "purpose: [a]\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(Extracted) extracted = fixture_extract(".daicho.yaml", bad[i], -1, NULL);
        if (!g_str_has_prefix(extracted->items->str, "partly-read: it names no purpose")) {
            fail_msg("%s: %s", bad[i], extracted->items->str);
        }
        assert_string_equal(extracted->text->str, bad[i]);
    }
}

static void a_file_that_nothing_reads_says_so(void **state)
{
    (void)state;
    g_autoptr(Extracted) page = fixture_extract("a.ps", "%!PS-Adobe-3.0\n", -1, NULL);
    assert_string_equal(page->items->str, "unread: no reader for application/postscript\n");
    static const char zeros[8192];
    g_autoptr(Extracted) sparse = fixture_extract("a.bin", zeros, sizeof zeros, NULL);
    assert_string_equal(sparse->items->str, "unread: no reader for application/octet-stream\n");
    g_autoptr(Extracted) empty = fixture_extract("a.bin", "", 0, NULL);
    assert_string_equal(empty->items->str, "read\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_goes_by_its_name),
        cmocka_unit_test(mail_goes_by_its_header),
        cmocka_unit_test(content_beats_the_name),
        cmocka_unit_test(documents_are_not_walked_as_archives),
        cmocka_unit_test(text_that_begins_like_an_archive_is_text),
        cmocka_unit_test(unknown_bytes_have_the_type_that_libmagic_knows),
        cmocka_unit_test(a_marker_names_a_purpose_and_is_read),
        cmocka_unit_test(a_file_that_nothing_reads_says_so),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
