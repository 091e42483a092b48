/* The container must not change the finding: the same text gives the same rules, values and
 * confidences, wherever and however it lies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "tests/unit/scanner/fixture_container.h"
#include "tests/unit/scanner/fixture_findings.h"

static const char person[] = "申込者 氏名: 架空 花子\n"
                             "住所: 〒100-0000 架空県見本市中央1丁目2番3号\n"
                             "電話 ０３００００１２３４ メール hanako@example.com\n"
                             "マイナンバー 1234-5678-9018\n"
                             "生年月日: 昭和60年1月2日\n"
                             "カード番号 4123 4567 8901 2349\n";

enum { LARGE_BYTES = 2 << 20 }; /* of no interest to those with small windows */

/* Adds to faults what a container changed. */
static void compare(const FixtureShare *share, const char *text, const char *wanted,
                    const char *what, GString *faults)
{
    for (gsize i = 0; i < fixture_n_containers; i++) {
        const FixtureContainer *container = &fixture_containers[i];
        gboolean is_worth_it = container->is_text || strlen(text) < LARGE_BYTES;
        g_autoptr(GBytes) bytes = is_worth_it ? container->pack(text) : NULL;
        if (bytes == NULL) {
            continue;
        }
        g_autofree char *got = fixture_list_findings(share, container->name, bytes);
        if (strcmp(got, wanted) != 0) {
            g_string_append_printf(faults, "%s, %s: found\n%s\nand not\n%s\n", container->name,
                                   what, got, wanted);
        }
    }
}

static char *list_plain(const FixtureShare *share, const char *text)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    return fixture_list_findings(share, "plain.txt", bytes);
}

static void every_container_gives_the_same(void **state)
{
    const FixtureShare *share = *state;
    g_autofree char *wanted = list_plain(share, person);
    assert_non_null(strstr(wanted, "jp.name "));
    assert_non_null(strstr(wanted, "jp.my-number "));
    assert_non_null(strstr(wanted, "common.email "));
    g_autoptr(GString) faults = g_string_new(NULL);
    compare(share, person, wanted, "a few lines", faults);
    assert_string_equal(faults->str, "");
}

/* Filler before and after, so that the text lies on every kind of border. */
static char *pad(const char *text, gsize before, gboolean one_line)
{
    GString *padded = g_string_new(NULL);
    const char *filler = one_line ? "本日は晴天なり。" : "本日は晴天なり。\n";
    while (padded->len + strlen(filler) < before) {
        g_string_append(padded, filler);
    }
    while (padded->len < before) {
        g_string_append_c(padded, '.');
    }
    g_string_append_c(padded, one_line ? ' ' : '\n');
    g_string_append(padded, text);
    for (guint i = 0; i < 1000; i++) {
        g_string_append(padded, filler);
    }
    if (one_line) {
        g_strdelimit(padded->str, "\n", ' ');
    }
    return g_string_free(padded, FALSE);
}

/* Windows are of 4 MiB and, in documents, of 1 MiB. Under a sanitizer, which is slow, a few
 * small ones are enough: the windows have tests of their own. */
#if defined(__SANITIZE_ADDRESS__)
static const gsize paddings[] = {1, 70001};
static const gsize borders[] = {64 << 10};
enum { STRIDE = 137 };
#else
static const gsize paddings[] = {1, 2, 70001, (1 << 20) - 40, (4 << 20) - 40};
static const gsize borders[] = {16 << 10, 64 << 10, 256 << 10};
enum { STRIDE = 93 };
#endif

static void padding_changes_nothing(void **state)
{
    const FixtureShare *share = *state;
    g_autofree char *wanted = list_plain(share, person);
    g_autoptr(GString) faults = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(paddings); i++) {
        g_autofree char *padded = pad(person, paddings[i], FALSE);
        g_autofree char *what = g_strdup_printf("behind %zu bytes", paddings[i]);
        compare(share, padded, wanted, what, faults);
    }
    assert_string_equal(faults->str, "");
}

static void one_long_line_changes_nothing(void **state)
{
    const FixtureShare *share = *state;
    g_autofree char *short_line = pad(person, 1, TRUE);
    g_autofree char *wanted = list_plain(share, short_line);
    assert_non_null(strstr(wanted, "common.email "));
    g_autoptr(GString) faults = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(paddings); i++) {
        g_autofree char *padded = pad(person, paddings[i], TRUE);
        g_autofree char *what = g_strdup_printf("in a line, behind %zu bytes", paddings[i]);
        compare(share, padded, wanted, what, faults);
    }
    assert_string_equal(faults->str, "");
}

/* Lines of ASCII before and after, so that the text is all that tells its charset. */
static char *enclose(const char *text, gsize before)
{
    static const char filler[] = "a line of the log, without anything in it\n";
    GString *padded = g_string_new(NULL);
    while (padded->len < before) {
        gsize piece = MIN(strlen(filler), before - padded->len);
        g_string_append_len(padded, filler + strlen(filler) - piece, (gssize)piece);
    }
    g_string_append(padded, text);
    for (guint i = 0; i < 60; i++) {
        g_string_append(padded, filler);
    }
    return g_string_free(padded, FALSE);
}

/* Buffers are of 16 to 256 KiB: 64 KiB are looked at to tell a type and a charset. Each border lies
 * at other places of the text, so that together they are denser than STRIDE. */
static void lying_across_a_border_changes_nothing(void **state)
{
    const FixtureShare *share = *state;
    g_autofree char *wanted = list_plain(share, person);
    g_autoptr(GString) faults = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(borders); i++) {
        for (gsize back = i * STRIDE / G_N_ELEMENTS(borders); back < strlen(person) + 70;
             back += STRIDE) {
            gsize before = borders[i] + 70 - back;
            g_autofree char *padded = enclose(person, before);
            g_autofree char *what = g_strdup_printf("behind %zu bytes of ASCII", before);
            compare(share, padded, wanted, what, faults);
        }
    }
    assert_string_equal(faults->str, "");
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)
    const struct CMUnitTest tests[] = {
        IN_SHARE(every_container_gives_the_same),
        IN_SHARE(padding_changes_nothing),
        IN_SHARE(lying_across_a_border_changes_nothing),
        IN_SHARE(one_long_line_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
