#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "scanner/readers/mail_transfer.h"
#include "scanner/readers/mail_words.h"

static void encoded_words_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *text;
    } cases[] = {
        {"plain text", "plain text"},
        {"", ""},
        {"=?ISO-2022-JP?B?GyRCMk02dRsoQg==?= <hanako@example.com>", "架空 <hanako@example.com>"},
        {"\"=?iso-2022-jp?B?GyRCMk02dRsoQg==?=\" x", "\"架空\" x"},
        {"=?UTF-8?Q?=E6=9E=B6=E7=A9=BA_=E8=8A=B1=E5=AD=90?=", "架空 花子"},
        {"=?Shift_JIS?B?icuL84nUjnE=?=", "架空花子"},
        {"=?utf-8*ja?q?a=3Db?= c", "a=b c"},
        /* Blanks between words go, others stay. */
        {"a =?utf-8?q?b?= =?utf-8?q?c?=\r\n =?utf-8?q?d?= e", "a bcd e"},
        {"=?utf-8?q?b?= c =?utf-8?q?d?=", "b c d"},
        {"folded\r\n\tvalue\n here", "folded value here"},
        /* A character split between two words, and one broken over lines. */
        {"=?UTF-8?B?5p4=?= =?UTF-8?B?tuepug==?=", "架空"},
        {"=?UTF-8?Q?=E6=9E?=\r\n =?UTF-8?Q?=B6=E7=A9=BA?=", "架空"},
        {"=?UTF-8?B?5p62\r\n 56m6?=", "架空"},
        {"=?UTF-8?Q?=E6=9E=B6=\r\n E7=A9=BA?=", "架空"},
        /* Charsets side by side. */
        {"=?UTF-8?Q?=E6=9E=B6?= =?Shift_JIS?B?i/M=?=", "架空"},
        /* What is broken gives what it has. */
        {"=?UTF-8?B?5p6256m6", "架空"},
        {"=?UTF-8?B?5p6256m6 hanako@example.com", "架空 hanako@example.com"},
        {"=?UTF-8?X?abc?=", "=?UTF-8?X?abc?="},
        {"=?UTF-8?Q?a b?=", "a b"},
        {"=?", "=?"},
        {"=?no-such-charset?Q?hanako=40example.com?=", "hanako@example.com"},
        {"=?utf-8?q?a=0Ab=00c?=", "a b c"},
        {"1=?2", "1=?2"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = mail_words_decode(cases[i].raw);
        assert_string_equal(text, cases[i].text);
    }
}

static char *decode(MailTransferKind kind, const char *bytes, gsize piece, guint64 *wrong)
{
    MailTransfer transfer;
    g_autoptr(GByteArray) out = g_byte_array_new();
    mail_transfer_init(&transfer, kind);
    for (gsize at = 0; at < strlen(bytes); at += piece) {
        mail_transfer_step(&transfer, bytes + at, MIN(piece, strlen(bytes) - at), out);
    }
    mail_transfer_finish(&transfer, out);
    *wrong = transfer.wrong;
    mail_transfer_clear(&transfer);
    g_byte_array_append(out, (const guint8 *)"", 1);
    return g_strdup((const char *)out->data);
}

static void transfer_encodings_are_undone(void **state)
{
    (void)state;
    static const struct {
        MailTransferKind kind;
        const char *bytes, *text;
        guint64 wrong;
    } cases[] = {
        {MAIL_TRANSFER_BASE64, "aGFuYWtv\r\nQGV4YW1wbGUuY29t\r\n", "hanako@example.com", 0},
        {MAIL_TRANSFER_BASE64, "aGVsbG8=", "hello", 0},
        {MAIL_TRANSFER_BASE64, "aGVsbG8", "hello", 0},
        {MAIL_TRANSFER_BASE64, "aGVsbA==aGVsbG8=", "hellhello", 0},
        {MAIL_TRANSFER_BASE64, "aGVs*bG8=", "hello", 1},
        {MAIL_TRANSFER_BASE64, "aGVsb", "hel", 1},
        {MAIL_TRANSFER_BASE64, "====", "", 0},
        {MAIL_TRANSFER_QUOTED, "a=3Db=\r\nc=  \nd", "a=bcd", 0},
        {MAIL_TRANSFER_QUOTED, "a=zz=\n=4", "a=zz=4", 0},
        {MAIL_TRANSFER_QUOTED, "a==3D=4=3D x=E", "a===4= x=E", 0},
        {MAIL_TRANSFER_QUOTED, "end=", "end", 0},
        {MAIL_TRANSFER_QUOTED, "= x", "= x", 0},
        {MAIL_TRANSFER_NONE, "as it =3D is", "as it =3D is", 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize piece = 1; piece <= strlen(cases[i].bytes); piece++) {
            guint64 wrong = 0;
            g_autofree char *text = decode(cases[i].kind, cases[i].bytes, piece, &wrong);
            assert_string_equal(text, cases[i].text);
            assert_int_equal(wrong, cases[i].wrong);
        }
    }
}

static void names_of_transfer_encodings_are_taken_as_meant(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        MailTransferKind kind;
        gboolean is_known;
    } cases[] = {
        {"BASE64", MAIL_TRANSFER_BASE64, TRUE},
        {"\"base64\"", MAIL_TRANSFER_BASE64, TRUE},
        {"quoted/printable", MAIL_TRANSFER_QUOTED, TRUE},
        {"x-uuencode", MAIL_TRANSFER_UU, TRUE},
        {"x-uue", MAIL_TRANSFER_UU, TRUE},
        {"7-bit", MAIL_TRANSFER_NONE, TRUE},
        {"8bit", MAIL_TRANSFER_NONE, TRUE},
        {"binary", MAIL_TRANSFER_NONE, TRUE},
        {"", MAIL_TRANSFER_NONE, TRUE},
        {NULL, MAIL_TRANSFER_NONE, TRUE},
        {"x-secret", MAIL_TRANSFER_NONE, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean is_known = FALSE;
        assert_int_equal(mail_transfer_find(cases[i].value, &is_known), cases[i].kind);
        assert_int_equal(is_known, cases[i].is_known);
    }
}

static void uuencode_is_undone_line_by_line(void **state)
{
    (void)state;
    static const char *const lines[] = {"begin 644 a.txt\n", "2:&%N86MO0&5X86UP;&4N8V]M\n", "`\n",
                                        "end\n"};
    MailTransfer transfer;
    g_autoptr(GByteArray) out = g_byte_array_new();
    mail_transfer_init(&transfer, MAIL_TRANSFER_UU);
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        mail_transfer_step(&transfer, lines[i], strlen(lines[i]), out);
    }
    mail_transfer_finish(&transfer, out);
    assert_int_equal(transfer.wrong, 0);
    assert_int_equal(out->len, 18);
    assert_memory_equal(out->data, "hanako@example.com", 18);
    mail_transfer_clear(&transfer);
    assert_true(mail_transfer_is_uu_line(lines[1], strlen(lines[1]) - 1));
    assert_false(mail_transfer_is_uu_line("This is a sentence.", 19));
    assert_null(mail_transfer_dup_uu_name("begin with a word", 17));
    assert_null(mail_transfer_dup_uu_name("begin 644 ", 10));
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encoded_words_are_read),
        cmocka_unit_test(transfer_encodings_are_undone),
        cmocka_unit_test(names_of_transfer_encodings_are_taken_as_meant),
        cmocka_unit_test(uuencode_is_undone_line_by_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
