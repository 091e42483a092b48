#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/unit/scanner/fixture_findings.h"

#include "base/fd.h"
#include "scanner/collect.h"

static gint compare_lines(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

char *fixture_list_findings(const FixtureShare *share, const char *name, GBytes *bytes)
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
    assert_true(extract_init(NULL, NULL));
    collect_fd(fd, name, &options, &collected);
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < collected.items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(collected.items, i);
        if (item->state != DAICHO_ITEM_READ) {
            g_ptr_array_add(lines, g_strdup_printf("%s not read: %s", item->part, item->reason));
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
