#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"

#define HEAD                                                                                       \
    "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\nfor old "         \
    "programs\r\n"
#define TEXT "--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
#define FIRST                                                                                      \
    "--x\r\nContent-Type: text/csv; name=\"list.csv\"\r\nContent-Transfer-Encoding: base64\r\n"    \
    "\r\n"
#define SECOND                                                                                     \
    "--x\r\nContent-Type: application/octet-stream\r\n"                                            \
    "Content-Disposition: attachment; filename=\"note.txt\"\r\n\r\none\r\ntwo\r\n"
#define END "--x--\r\nbehind\r\n"

static const char rows[] = "name,mail\nhanako,hanako@example.com\ntaro,taro@example.com\n";
static const char rows_left[] = "name,mail\ntaro,taro@example.com\n";
static const char row[] = "hanako,hanako@example.com\n";

/* Lines of 20 letters, so that there are several. */
static char *encode(const char *text, const char *line_end)
{
    g_autofree char *letters = g_base64_encode((const guchar *)text, strlen(text));
    GString *lines = g_string_new(NULL);
    for (gsize at = 0; at < strlen(letters); at += 20) {
        g_string_append_printf(lines, "%s%.20s", at > 0 ? line_end : "", letters + at);
    }
    return g_string_free(lines, FALSE);
}

/* The mail with the content of list.csv; NULL: without that part. */
static GBytes *make_mail(const char *list, const char *second)
{
    g_autofree char *encoded = list != NULL ? encode(list, "\r\n") : NULL;
    g_autofree char *text = g_strconcat(HEAD, TEXT, list != NULL ? FIRST : "",
                                        list != NULL ? encoded : "", list != NULL ? "\r\n" : "",
                                        second, END, NULL);
    return fixture_bytes(text);
}

static void cut_row(GPtrArray *edits, const char *part)
{
    g_autoptr(GBytes) content = fixture_bytes(rows);
    const char *at = strstr(rows, row);
    fixture_cut(fixture_edit(edits, part, content, FALSE), at - rows,
                at - rows + (gint64)strlen(row));
}

static void remove_note(GPtrArray *edits, const char *part)
{
    g_autoptr(GBytes) content = fixture_bytes("one\r\ntwo");
    fixture_edit(edits, part, content, TRUE);
}

static void expect(GBytes *source, const GPtrArray *edits, GBytes *expected)
{
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    fixture_assert_same(got, expected);
}

static void a_part_goes_with_its_boundary(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make_mail(rows, SECOND);
    g_autoptr(GBytes) without_note = make_mail(rows, "");
    g_autoptr(GBytes) without_list = make_mail(NULL, SECOND);
    g_autoptr(GBytes) list = fixture_bytes(rows);
    g_autoptr(GPtrArray) note = fixture_edits_new();
    remove_note(note, "note.txt");
    expect(source, note, without_note);
    g_autoptr(GPtrArray) first = fixture_edits_new();
    fixture_edit(first, "list.csv", list, TRUE);
    expect(source, first, without_list);
}

static void a_record_of_an_attachment_goes_and_it_is_encoded_as_it_was(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make_mail(rows, SECOND);
    g_autoptr(GBytes) left = make_mail(rows_left, SECOND);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_row(edits, "list.csv");
    expect(source, edits, left);
    g_autoptr(GBytes) both_left = make_mail(rows_left, "");
    remove_note(edits, "note.txt");
    expect(source, edits, both_left);
}

static void a_text_that_is_attached_as_it_is_is_cut(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make_mail(rows, SECOND);
    g_autofree char *changed = g_strdup(SECOND);
    memmove(strstr(changed, "one\r\n"), "two\r\n", sizeof "two\r\n");
    g_autoptr(GBytes) left = make_mail(rows, changed);
    g_autoptr(GBytes) content = fixture_bytes("one\r\ntwo");
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    fixture_cut(fixture_edit(edits, "note.txt", content, FALSE), 0, 5);
    expect(source, edits, left);
}

/* A part of a mail that is a page. */
static char *make_page(const char *text, const char *iconv, const char *charset,
                       const char *encoding)
{
    gsize length = 0;
    g_autofree char *bytes = g_convert(text, -1, iconv, "UTF-8", NULL, &length, NULL);
    g_autofree char *letters = g_base64_encode((const guchar *)bytes, length);
    gboolean is_base64 = strcmp(encoding, "base64") == 0;
    assert_non_null(bytes);
    return g_strdup_printf("--x\r\nContent-Type: text/html; charset=%s; name=page.html\r\n"
                           "Content-Transfer-Encoding: %s\r\n\r\n%s\r\n",
                           charset, encoding, is_base64 ? letters : bytes);
}

/* --- mboxes --- */

#define SEPARATOR "From a@example.com Wed May  1 09:00:00 2024\n"
#define PLAIN SEPARATOR "From: b@example.com\nSubject: plain\n\nhello\n>From here on\n\n"

static char *make_message(const char *list)
{
    g_autofree char *encoded = encode(list, "\n");
    return g_strconcat(SEPARATOR
                       "From: c@example.com\nContent-Type: multipart/mixed; boundary=x\n\n"
                       "--x\n\nhello\n--x\nContent-Type: text/csv; name=list.csv\n"
                       "Content-Transfer-Encoding: base64\n\n",
                       encoded, "\n--x--\n\n", NULL);
}

static GBytes *join(const char *first, const char *second, const char *third)
{
    g_autofree char *all = g_strconcat(first, second, third, NULL);
    return fixture_bytes(all);
}

static void cut_message(GPtrArray *edits, const char *part, GBytes *mbox, gint64 start, gint64 end)
{
    fixture_cut(fixture_edit(edits, part, mbox, FALSE), start, end);
}

static void a_message_goes_from_its_line_to_the_next(void **state)
{
    (void)state;
    g_autofree char *message = make_message(rows);
    g_autoptr(GBytes) source = join(PLAIN, message, PLAIN);
    g_autoptr(GBytes) left = join(PLAIN, "", PLAIN);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_message(edits, "", source, (gint64)strlen(PLAIN),
                (gint64)(strlen(PLAIN) + strlen(message)));
    expect(source, edits, left);
}

static void a_message_goes_with_its_only_part(void **state)
{
    (void)state;
    static const char message[] = SEPARATOR
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
        "Content-Disposition: attachment; filename=note.txt\n\none\n--x--\n\n";
    g_autoptr(GBytes) source = join(PLAIN, message, PLAIN);
    g_autoptr(GBytes) left = join(PLAIN, "", PLAIN);
    const FixtureMember member = {.name = "a.mbox", .content = source};
    const FixtureMember after = {.name = "a.mbox", .content = left};
    g_autoptr(GBytes) packed = fixture_archive_build(FIXTURE_USTAR, &member, 1);
    g_autoptr(GBytes) packed_left = fixture_archive_build(FIXTURE_USTAR, &after, 1);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_message(edits, "a.mbox", source, (gint64)strlen(PLAIN),
                (gint64)(strlen(PLAIN) + strlen(message)));
    expect(packed, edits, packed_left);
}

static void a_message_and_a_record_of_anothers_attachment_go_together(void **state)
{
    (void)state;
    g_autofree char *message = make_message(rows);
    g_autofree char *changed = make_message(rows_left);
    g_autoptr(GBytes) source = join(PLAIN, message, PLAIN);
    g_autoptr(GBytes) left = join("", changed, PLAIN);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_message(edits, "", source, 0, (gint64)strlen(PLAIN));
    cut_row(edits, "message 2/list.csv");
    expect(source, edits, left);
    g_autoptr(GPtrArray) same = fixture_edits_new();
    cut_message(same, "", source, (gint64)strlen(PLAIN), (gint64)(strlen(PLAIN) + strlen(message)));
    cut_row(same, "message 2/list.csv");
    fixture_expect_refusal(source, same, "goes with its message already");
}

static void mails_in_archives_are_changed(void **state)
{
    (void)state;
    g_autofree char *message = make_message(rows);
    g_autofree char *changed = make_message(rows_left);
    g_autoptr(GBytes) mbox = join(PLAIN, message, PLAIN);
    g_autoptr(GBytes) mbox_left = join("", changed, PLAIN);
    g_autoptr(GBytes) packed = fixture_compress("gzip", mbox);
    const FixtureMember members[] = {{.name = "a.mbox", .content = mbox},
                                     {.name = "b.mbox.gz", .content = packed}};
    g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_ZIP_DEFLATED, members, 2);
    const FixtureMember after[] = {{.name = "a.mbox", .content = mbox_left},
                                   {.name = "b.mbox.gz", .content = packed}};
    g_autoptr(GBytes) left = fixture_archive_build(FIXTURE_ZIP_DEFLATED, after, 2);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    cut_message(edits, "a.mbox", mbox, 0, (gint64)strlen(PLAIN));
    cut_row(edits, "a.mbox!/message 2/list.csv");
    expect(source, edits, left);
    g_autoptr(GPtrArray) compressed = fixture_edits_new();
    cut_message(compressed, "b.mbox", mbox, 0, (gint64)strlen(PLAIN));
    cut_row(compressed, "b.mbox!/message 2/list.csv");
    g_autoptr(GBytes) got = fixture_expect_success(packed, compressed);
    g_autoptr(GBytes) expanded = fixture_expand(got);
    fixture_assert_same(expanded, mbox_left);
}

/* --- what is refused --- */

static void a_database_with_its_log_attached_is_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = fixture_bytes(
        HEAD TEXT
        "--x\r\nContent-Disposition: attachment; filename=\"note.txt-wal\"\r\n\r\nx\r\n" SECOND
            END);
    g_autoptr(GPtrArray) note = fixture_edits_new();
    remove_note(note, "note.txt");
    fixture_expect_refusal(source, note, "stand in a file beside it");
}

static void a_message_is_not_left_without_parts(void **state)
{
    (void)state;
    g_autofree char *text = g_strconcat(HEAD, SECOND, END, NULL);
    g_autoptr(GBytes) source = fixture_bytes(text);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    remove_note(edits, "note.txt");
    fixture_expect_refusal(source, edits, "nothing would be left of a message");
}

static void the_body_itself_is_not_taken_away(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = fixture_bytes("From: a@example.com\n"
                                             "Content-Disposition: attachment; filename=note.txt\n"
                                             "\none\r\ntwo");
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    remove_note(edits, "note.txt");
    fixture_expect_refusal(source, edits, "all that its message holds");
}

static void what_is_signed_is_not_changed(void **state)
{
    (void)state;
    g_autofree char *text = g_strconcat(
        "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n", HEAD + 21, TEXT, SECOND, END,
        "--s\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--s--\r\n", NULL);
    g_autoptr(GBytes) source = fixture_bytes(text);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    remove_note(edits, "note.txt");
    fixture_expect_refusal(source, edits, "lies within a signature");
}

static void an_encoding_that_is_not_written_is_refused(void **state)
{
    (void)state;
    static const char part[] = "--x\r\nContent-Disposition: attachment; filename=list.csv\r\n"
                               "Content-Transfer-Encoding: x-uuencode\r\n\r\n"
                               "begin 644 list.csv\r\n%86(*8V0*\r\n`\r\nend\r\n";
    g_autoptr(GBytes) source = make_mail(NULL, part);
    g_autoptr(GBytes) list = fixture_bytes("ab\ncd");
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    fixture_cut(fixture_edit(edits, "list.csv", list, FALSE), 0, 3);
    fixture_expect_refusal(source, edits, "encoded in a way that daicho cannot write");
    g_autoptr(GBytes) left = make_mail(NULL, "");
    g_autoptr(GPtrArray) whole = fixture_edits_new();
    fixture_edit(whole, "list.csv", list, TRUE);
    expect(source, whole, left);
}

/* Lines that stay keep their bytes, however they are encoded. */
static void a_record_goes_from_quoted_printable(void **state)
{
    (void)state;
    static const char before[] =
        "--x\r\nContent-Disposition: attachment; filename=list.csv\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        "=6Eame,mail\r\nhanako,=\r\nhanako=40example.com\r\n=74aro,=\r\ntaro@example.com\r\n";
    static const char after[] = "--x\r\nContent-Disposition: attachment; filename=list.csv\r\n"
                                "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                                "=6Eame,mail\r\n=74aro,=\r\ntaro@example.com\r\n";
    static const char text[] =
        "name,mail\r\nhanako,hanako@example.com\r\ntaro,taro@example.com\r\n";
    g_autoptr(GBytes) source = make_mail(NULL, before);
    g_autoptr(GBytes) left = make_mail(NULL, after);
    g_autoptr(GBytes) content = fixture_bytes(text);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    fixture_cut(fixture_edit(edits, "list.csv", content, FALSE), 11, strstr(text, "taro,") - text);
    expect(source, edits, left);
}

/* The body of a letter in HTML is seen as UTF-8, whatever it is written in. */
static void a_paragraph_goes_from_a_page_in_any_charset(void **state)
{
    (void)state;
    static const char *const charsets[][2] = {
        {"UTF-8", "utf-8"}, {"ISO-2022-JP", "iso-2022-jp"}, {"CP932", "shift_jis"}};
    static const char *const encodings[] = {"base64", "8bit"};
    static const char page[] =
        "\xef\xbb\xbf<p>架空 花子</p><p>見本 太郎 です、よろしく</p>\r\n<p>x</p>";
    gint64 end = strstr(page, "<p>見本") - page;
    for (gsize i = 0; i < G_N_ELEMENTS(charsets) * G_N_ELEMENTS(encodings); i++) {
        const char *const *charset = charsets[i % G_N_ELEMENTS(charsets)];
        const char *encoding = encodings[i / G_N_ELEMENTS(charsets)];
        g_autofree char *before = make_page(page + 3, charset[0], charset[1], encoding);
        g_autofree char *after = make_page(page + end, charset[0], charset[1], encoding);
        g_autoptr(GBytes) source = make_mail(NULL, before);
        g_autoptr(GBytes) left = make_mail(NULL, after);
        g_autoptr(GBytes) content = fixture_bytes(page);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        fixture_cut(fixture_edit(edits, "page.html", content, FALSE), 3, end);
        expect(source, edits, left);
    }
}

static void what_changed_or_is_missing_is_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make_mail(rows, SECOND);
    g_autoptr(GBytes) other = fixture_bytes("other");
    g_autoptr(GPtrArray) changed = fixture_edits_new();
    fixture_edit(changed, "note.txt", other, TRUE);
    fixture_expect_refusal(source, changed, "note.txt changed since the plan");
    g_autoptr(GPtrArray) missing = fixture_edits_new();
    remove_note(missing, "other.txt");
    fixture_expect_refusal(source, missing, "other.txt is not there");
    g_autoptr(GBytes) cut = g_bytes_new_from_bytes(source, 0, g_bytes_get_size(source) - 20);
    g_autoptr(GPtrArray) damaged = fixture_edits_new();
    remove_note(damaged, "note.txt");
    fixture_expect_refusal(cut, damaged, "cannot be read in full");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_goes_with_its_boundary),
        cmocka_unit_test(a_record_of_an_attachment_goes_and_it_is_encoded_as_it_was),
        cmocka_unit_test(a_text_that_is_attached_as_it_is_is_cut),
        cmocka_unit_test(a_message_goes_from_its_line_to_the_next),
        cmocka_unit_test(a_message_goes_with_its_only_part),
        cmocka_unit_test(a_message_and_a_record_of_anothers_attachment_go_together),
        cmocka_unit_test(mails_in_archives_are_changed),
        cmocka_unit_test(a_database_with_its_log_attached_is_refused),
        cmocka_unit_test(a_message_is_not_left_without_parts),
        cmocka_unit_test(the_body_itself_is_not_taken_away),
        cmocka_unit_test(what_is_signed_is_not_changed),
        cmocka_unit_test(an_encoding_that_is_not_written_is_refused),
        cmocka_unit_test(a_record_goes_from_quoted_printable),
        cmocka_unit_test(a_paragraph_goes_from_a_page_in_any_charset),
        cmocka_unit_test(what_changed_or_is_missing_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
