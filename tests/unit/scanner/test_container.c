/* The container must not change the finding: the same text gives the same rules, values and
 * confidences, wherever and however it lies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fd.h"
#include "tests/unit/scanner/fixture_container.h"
#include "tests/unit/scanner/fixture_share.h"
#include "scanner/collect.h"

static const char person[] = "申込者 氏名: 架空 花子\n"
                             "住所: 〒100-0000 架空県見本市中央1丁目2番3号\n"
                             "電話 ０３００００１２３４ メール hanako@example.com\n"
                             "マイナンバー 1234-5678-9018\n"
                             "生年月日: 昭和60年1月2日\n"
                             "カード番号 4111 1111 1111 1111\n";

static gint compare_lines(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* "rule confidence fingerprint" of every finding within a text, sorted. */
static char *list_findings(const FixtureShare *share, const char *name, GBytes *bytes)
{
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    DAICHO_AUTO_FD int fd = memfd_create("container", MFD_CLOEXEC);
    for (gsize done = 0; done < length;) {
        gssize written = write(fd, data + done, length - done);
        assert_true(written > 0);
        done += (gsize)written;
    }
    const CollectOptions options = {
        .rules = share->rules, .key = share->key, .reading = &daicho_reading_default};
    g_auto(Collected) collected = {0};
    assert_true(extract_init(NULL));
    collect_fd(fd, name, &options, &collected);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < collected.items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(collected.items, i);
        if (item->state != DAICHO_ITEM_READ) {
            fail_msg("%s!%s is not read: %s", name, item->part, item->reason);
        }
        for (guint j = 0; j < item->findings->len; j++) {
            const DaichoFinding *finding = g_ptr_array_index(item->findings, j);
            g_autofree char *print = daicho_hex_encode(finding->fingerprint, 6);
            g_ptr_array_add(lines, g_strdup_printf("%s %u %s %s", finding->rule,
                                                   finding->confidence, finding->sample, print));
        }
    }
    g_ptr_array_sort(lines, compare_lines);
    g_ptr_array_add(lines, NULL);
    return g_strjoinv("\n", (char **)(gpointer)lines->pdata);
}

static void compare(const FixtureShare *share, const char *text, const char *wanted,
                    const char *what)
{
    for (gsize i = 0; i < fixture_n_containers; i++) {
        const FixtureContainer *container = &fixture_containers[i];
        g_autoptr(GBytes) bytes = container->pack(text);
        if (bytes == NULL) {
            continue;
        }
        g_autofree char *got = list_findings(share, container->name, bytes);
        if (strcmp(got, wanted) != 0) {
            fail_msg("%s, %s: found\n%s\nand not\n%s", container->name, what, got, wanted);
        }
    }
}

static char *list_plain(const FixtureShare *share, const char *text)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    return list_findings(share, "plain.txt", bytes);
}

static void every_container_gives_the_same(void **state)
{
    const FixtureShare *share = *state;
    g_autofree char *wanted = list_plain(share, person);
    assert_non_null(strstr(wanted, "jp.name "));
    assert_non_null(strstr(wanted, "jp.my-number "));
    assert_non_null(strstr(wanted, "common.email "));
    compare(share, person, wanted, "a few lines");
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

/* 64 KiB is looked at to tell a type; windows are of 4 MiB and, in documents, of 1 MiB. Under a
 * sanitizer, which is slow, a few of them are enough. */
#if defined(__SANITIZE_ADDRESS__)
static const gsize paddings[] = {1, (1 << 20) - 40};
#else
static const gsize paddings[] = {1,     2,     3,     4095,           65520,   65535,
                                 65536, 65537, 70001, (1 << 20) - 40, 1 << 20, 4 << 20};
#endif

static void padding_changes_nothing(void **state)
{
    const FixtureShare *share = *state;
    g_autofree char *wanted = list_plain(share, person);
    for (gsize i = 0; i < G_N_ELEMENTS(paddings); i++) {
        g_autofree char *padded = pad(person, paddings[i], FALSE);
        g_autofree char *what = g_strdup_printf("behind %zu bytes", paddings[i]);
        compare(share, padded, wanted, what);
    }
}

static void one_long_line_changes_nothing(void **state)
{
    const FixtureShare *share = *state;
    g_autofree char *short_line = pad(person, 1, TRUE);
    g_autofree char *wanted = list_plain(share, short_line);
    assert_non_null(strstr(wanted, "common.email "));
    for (gsize i = 0; i < G_N_ELEMENTS(paddings); i++) {
        g_autofree char *padded = pad(person, paddings[i], TRUE);
        g_autofree char *what = g_strdup_printf("in a line, behind %zu bytes", paddings[i]);
        compare(share, padded, wanted, what);
    }
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)
    const struct CMUnitTest tests[] = {
        IN_SHARE(every_container_gives_the_same),
        IN_SHARE(padding_changes_nothing),
        IN_SHARE(one_long_line_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
