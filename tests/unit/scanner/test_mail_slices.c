#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <string.h>

#include "tests/unit/scanner/fixture_share.h"
#include "tests/unit/scanner/fixture_split.h"
#include "tests/unit/scanner/fixture_zip.h"

/* As mail_slices.c has windows: a slice is one at least. */
enum { WINDOW_BYTES = 256 << 10, MBOX_BYTES = 3 * WINDOW_BYTES };

/* --- messages --- */

static void add_separator(GString *mbox, guint number)
{
    g_string_append_printf(mbox,
                           "From user%u@example.com Sat Nov 28 01:%02u:09 2026\n"
                           "From: user%u@example.com\n"
                           "Message-ID: <%u.2026@example.com>\n"
                           "Subject: =?UTF-8?B?5rCP5ZCN77ya5p625qm66Iqx5a2Q?= %u\n",
                           number, number % 60, number, number, number);
}

/* Text that quotes lines, which would be messages if they were not quoted. */
static void add_plain(GString *mbox, guint number)
{
    add_separator(mbox, number);
    g_string_append_printf(mbox,
                           "Content-Type: text/plain; charset=UTF-8\n\n"
                           "氏名：架空花子 電話：03-0000-%04u\n\n"
                           ">From taro%u@example.com Sat Nov 28 01:06:09 2026\n"
                           ">>From there\nFrom here on it is text.\n\n",
                           number % 10000, number);
}

static void add_filling(GString *mbox, gsize bytes)
{
    const gsize end = mbox->len + bytes;
    for (guint line = 0; mbox->len < end; line++) {
        g_string_append_printf(mbox, "nothing of interest stands in line %u of the text\n", line);
    }
}

static GBytes *make_zip(guint number)
{
    FixtureZip *zip = fixture_zip_new();
    g_autofree char *list = g_strdup_printf("氏名,メール\n架空花子,h%u@example.com\n", number);
    fixture_zip_add(zip, "名簿.csv", list, -1);
    fixture_zip_add(zip, "u@example.com.txt", "u@example.com\n", -1);
    return fixture_zip_finish(zip);
}

static void add_base64(GString *mbox, GBytes *bytes)
{
    gsize length = 0;
    const guint8 *content = g_bytes_get_data(bytes, &length);
    g_autofree char *encoded = g_base64_encode(content, length);
    for (gsize i = 0; i < strlen(encoded); i += 76) {
        g_string_append_printf(mbox, "%.76s\n", encoded + i);
    }
}

/* Two parts of one name, with a page and a text beside a boundary that is that of other messages, too. */
static void add_multipart(GString *mbox, guint number)
{
    g_autoptr(GBytes) zip = make_zip(number);
    add_separator(mbox, number);
    g_string_append_printf(mbox,
                           "Content-Type: multipart/mixed; boundary=b\n\n"
                           "before%u@example.com\n--b\n\nbody%u@example.com\n"
                           "--b\nContent-Type: text/html\n\n<p>page%u@example.com</p>\n",
                           number, number, number);
    for (guint i = 0; i < 2; i++) {
        g_string_append(mbox, "--b\nContent-Type: application/zip\n"
                              "Content-Disposition: attachment; filename=list.zip\n"
                              "Content-Transfer-Encoding: base64\n\n");
        add_base64(mbox, zip);
    }
    g_string_append_printf(mbox, "--b--\nafter%u@example.com\n\n", number);
}

/* Messages of all kinds, some as long as a window, others not. */
static GString *make_mbox(gsize bytes)
{
    GString *mbox = g_string_sized_new(bytes + WINDOW_BYTES);
    for (guint number = 1; mbox->len < bytes; number++) {
        (number % 7 == 3 ? add_multipart : add_plain)(mbox, number);
        if (number % 40 == 0) {
            add_filling(mbox, (gsize)number % 3 * WINDOW_BYTES / 2);
            g_string_append_c(mbox, '\n');
        }
    }
    return mbox;
}

static void put(const FixtureShare *share, const char *path, const GString *mbox)
{
    fixture_share_put(share, path, mbox->str, (gssize)mbox->len);
}

static void expect_text(const char *got, const char *text)
{
    if (strstr(got, text) == NULL) {
        fail_msg("no '%s' in:\n%s", text, got);
    }
}

/* --- what is split --- */

/* S8: small ones, with members of the same names, and matches that are near to each other. */
static void an_mbox_in_slices_is_the_mbox(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = make_mbox(MBOX_BYTES);
    put(share, "a@example.com.mbox", mbox);
    put(share, "Sent", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 2);
    expect_text(got, "!message 178/list (2).zip!/名簿.csv ");
    expect_text(got, "'message 178 after the parts' a***@e***.com");
    expect_text(got, "Sent! application/mbox  0 ''");
}

static void line_ends_of_windows_are_line_ends(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = make_mbox(MBOX_BYTES);
    g_string_replace(mbox, "\n", "\r\n", 0);
    put(share, "a.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 1);
    expect_text(got, "'message 178 after the parts'");
}

/* Each of more than a window: each is a slice. */
static void each_message_may_be_a_slice(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = g_string_new(NULL);
    for (guint number = 1; number <= 6; number++) {
        (number % 2 == 0 ? add_multipart : add_plain)(mbox, number);
        add_filling(mbox, (gsize)WINDOW_BYTES + number);
        g_string_append_printf(mbox, "end%u@example.com\n\n", number);
    }
    put(share, "a.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 1);
    expect_text(got, "'message 6 after the parts'");
}

/* A text that is cut into windows by itself, in the middle of what is cut into slices. */
static void a_huge_message_is_one_slice(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = make_mbox((gsize)2 * WINDOW_BYTES);
    add_plain(mbox, 9000);
    for (guint i = 0; i < 60; i++) {
        add_filling(mbox, 100 << 10);
        g_string_append_printf(mbox, "huge%u@example.com\n", i);
    }
    g_string_append_c(mbox, '\n');
    g_autoptr(GString) rest = make_mbox((gsize)2 * WINDOW_BYTES);
    g_string_append_len(mbox, rest->str, (gssize)rest->len);
    put(share, "a.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 1);
    expect_text(got, " h***@e***.com");
}

static void the_last_line_needs_no_end(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = make_mbox(MBOX_BYTES);
    g_string_append(mbox, "last@example.com");
    put(share, "a.mbox", mbox);
    add_multipart(mbox, 9000);
    g_string_append(mbox, "--b--");
    put(share, "b.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 2);
    expect_text(got, " l***@e***.com");
}

/* A word at the end of each message is near to the number that the next begins with, but for those that
 * begin a window. */
static void what_stands_near_is_the_same(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = g_string_new(NULL);
    for (guint number = 0; mbox->len < MBOX_BYTES; number++) {
        g_string_append(mbox, "From 123456789018 Sat Nov 28 01:05:09 2026\nSubject: x\n\n");
        add_filling(mbox, 10 << 10);
        g_string_append(mbox, "マイナンバー\n\n");
    }
    put(share, "a.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 1);
    expect_text(got, "a.mbox! jp.my-number 90 @2 ");
    expect_text(got, "a.mbox! jp.my-number 30 ");
}

/* Text is a message of its own, as are blanks when there are many; a mark of UTF-8 is none. */
static void what_stands_before_the_first_message_counts(void **state)
{
    const FixtureShare *share = *state;
    const char *const before[] = {"ahead@example.com stands here\n\n", "\n \n\n", "\xef\xbb\xbf"};
    g_autoptr(GString) mbox = make_mbox(MBOX_BYTES);
    for (gsize i = 0; i < G_N_ELEMENTS(before); i++) {
        g_autofree char *path = g_strdup_printf("%d.mbox", (int)i);
        g_autofree char *text = g_strconcat(before[i], mbox->str, NULL);
        fixture_share_put(share, path, text, -1);
    }
    g_autoptr(GString) blanks = g_string_new(NULL);
    add_plain(blanks, 1);
    g_autofree char *lines = g_strnfill(WINDOW_BYTES, '\n');
    g_string_prepend(mbox, lines);
    g_string_prepend(mbox, blanks->str);
    put(share, "blanks.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 4);
    expect_text(got, "'message 1 body' a***@e***.com");
}

/* Damage to a message is told of the folder: what comes first stays, whichever slice is done first. */
static void the_first_damage_is_told(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = g_string_new(NULL);
    for (guint number = 1; number <= 300; number++) {
        add_plain(mbox, number);
        if (number % 100 == 50) {
            add_filling(mbox, WINDOW_BYTES);
        } else if (number % 100 == 0) {
            add_separator(mbox, number);
            g_string_append_printf(mbox, "\n\xff\xfe%.*s\n\n", (int)number / 100, "\xff\xff\xff");
        }
    }
    put(share, "a.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 1);
    expect_text(got, "a.mbox! application/mbox  1 '");
}

/* --- what is not --- */

static void an_mbox_within_an_archive_stays_whole(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = make_mbox(MBOX_BYTES);
    FixtureZip *zip = fixture_zip_new();
    fixture_zip_add(zip, "a.mbox", mbox->str, (gssize)mbox->len);
    g_autoptr(GBytes) bytes = fixture_zip_finish(zip);
    gsize length = 0;
    const char *content = g_bytes_get_data(bytes, &length);
    fixture_share_put(share, "a.zip", content, (gssize)length);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 0);
    expect_text(got, "a.zip!a.mbox!/message 178/list (2).zip!/名簿.csv ");
}

static void one_message_stays_whole(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = g_string_new(NULL);
    add_plain(mbox, 1);
    add_filling(mbox, MBOX_BYTES);
    put(share, "a.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 0);
    expect_text(got, "'message 1 header' u***@e***.com");
}

/* Only who knows the boundary knows that a line ends with it, and that the next may be a message. */
static void a_boundary_longer_than_a_piece_keeps_an_mbox_whole(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = make_mbox((gsize)2 * WINDOW_BYTES);
    g_autofree char *blanks = g_strnfill(8192 - 3, ' ');
    add_separator(mbox, 9000);
    g_string_append_printf(mbox, "Content-Type: multipart/mixed; boundary=b\n\n--b%s", blanks);
    add_plain(mbox, 9001);
    g_autoptr(GString) rest = make_mbox((gsize)2 * WINDOW_BYTES);
    g_string_append_len(mbox, rest->str, (gssize)rest->len);
    put(share, "a.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 0);
    expect_text(got, "'damaged: the end of a multipart is missing'");
}

static void limits_hold_for_the_whole_mbox(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = make_mbox(MBOX_BYTES);
    put(share, "a.mbox", mbox);
    g_autofree char *few = fixture_split_expect_same(share, &(FixtureWay){.members = 100}, 0);
    expect_text(few, "'limit: members'");
    g_autofree char *many = fixture_split_expect_same(share, &(FixtureWay){.findings = 500}, 0);
    expect_text(many, "'limit: findings'");
}

/* Of a rule that gives up it depends on the messages before whether that is what is told. */
static void a_rule_that_gives_up_keeps_an_mbox_whole(void **state)
{
    FixtureShare *share = *state;
    static const char pack[] =
        "- {id: evil, category: name, pattern: '(?:a|a|ab|b)*[cd]', confidence: 50}\n";
    g_autofree char *path = g_build_filename(share->folder, "evil.yaml", NULL);
    const char *const paths[] = {path, NULL};
    assert_true(g_file_set_contents(path, pack, -1, NULL));
    daicho_rules_free(share->rules);
    share->rules = daicho_rules_load(paths, NULL, NULL);
    assert_non_null(share->rules);
    g_autofree char *letters = g_strnfill(3000, 'a');
    g_autoptr(GString) mbox = make_mbox((gsize)2 * WINDOW_BYTES);
    add_separator(mbox, 9000);
    g_string_append_printf(mbox, "\n%s\n\n", letters);
    put(share, "a.mbox", mbox);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 0);
    expect_text(got, "evil");
}

/* --- workers that lie --- */

/* S4: of the places of what was found. */
static void boast(int fd, const char *path, const CollectOptions *options, Collected *collected)
{
    collect_fd(fd, path, options, collected);
    const DaichoItem *file = g_ptr_array_index(collected->items, 0);
    if (options->slice.from > 0 && file->findings->len > 0) {
        DaichoFinding *finding = g_ptr_array_index(file->findings, 0);
        finding->end = (gint64)collected->outcome.sum.text_bytes + 1;
    }
}

static void places_that_cannot_be_make_an_mbox_whole(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) mbox = make_mbox(MBOX_BYTES);
    put(share, "a.mbox", mbox);
    const DaichoScanResult result = fixture_split_scan(share,
                                                       &(FixtureWay){.jobs = 2, .read = boast});
    assert_int_equal(result.split, 0);
    assert_int_equal(result.files, 1);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(an_mbox_in_slices_is_the_mbox),
        IN_SHARE(line_ends_of_windows_are_line_ends),
        IN_SHARE(each_message_may_be_a_slice),
        IN_SHARE(a_huge_message_is_one_slice),
        IN_SHARE(the_last_line_needs_no_end),
        IN_SHARE(what_stands_near_is_the_same),
        IN_SHARE(what_stands_before_the_first_message_counts),
        IN_SHARE(the_first_damage_is_told),
        IN_SHARE(an_mbox_within_an_archive_stays_whole),
        IN_SHARE(one_message_stays_whole),
        IN_SHARE(a_boundary_longer_than_a_piece_keeps_an_mbox_whole),
        IN_SHARE(limits_hold_for_the_whole_mbox),
        IN_SHARE(a_rule_that_gives_up_keeps_an_mbox_whole),
        IN_SHARE(places_that_cannot_be_make_an_mbox_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
