#include "tests/unit/scanner/fixture_split.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

DaichoScanResult fixture_split_scan(const FixtureShare *share, const FixtureWay *way)
{
    DaichoScanResult result = {0};
    g_autoptr(GError) error = NULL;
    DaichoScanOptions options = {
        .share = "t",
        .root = share->root,
        .full = TRUE,
        .jobs = way->jobs,
        .split_unit = 512,
        .reading = daicho_reading_default,
    };
    options.reading.limits.findings = way->findings > 0 ? way->findings : 100000;
    options.reading.limits.members = way->members > 0 ? way->members : 1000;
    if (way->heap_bytes > 0) {
        options.reading.limits.heap_bytes = way->heap_bytes;
    }
    const WorkerConfig config = {
        .rules = share->rules,
        .key = share->key,
        .reading = &options.reading,
        .read = way->read != NULL ? way->read : collect_fd,
    };
    if (!scan_run(share->catalog, &config, &options, 1000, &result, &error)) {
        fail_msg("%s", error->message);
    }
    return result;
}

/* --- all that the catalog holds of a scan, but the numbers of rows --- */

typedef struct {
    GString *text;
    gint64 file_id; /* of the file that the item is in */
} Dump;

static gboolean list_item(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    Dump *dump = data;
    dump->file_id = *item->part == '\0' ? item->id : dump->file_id;
    g_string_append_printf(dump->text,
                           "%s!%s %s %s %d '%s' %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                           " %" G_GINT64_FORMAT " %d +%" G_GINT64_FORMAT "\n",
                           item->path, item->part, item->type, item->charset, (int)item->state,
                           item->reason, item->digest, item->size_bytes, item->records,
                           item->n_findings, item->has_refuted, item->id - dump->file_id);
    return TRUE;
}

static gboolean list_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    (void)error;
    g_autofree char *print = g_base64_encode(finding->fingerprint, DAICHO_FINGERPRINT_BYTES);
    g_string_append_printf(data,
                           "%s!%s %s %u @%" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                           "-%" G_GINT64_FORMAT " %d '%s' %s %s\n",
                           item->path, item->part, finding->rule, finding->confidence,
                           finding->record, finding->start, finding->end, finding->in_name,
                           finding->locator, finding->sample, print);
    return TRUE;
}

static gboolean list_data_set(const DaichoDataSetRow *row, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(
        data, "%s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s\n",
        row->folder, row->purpose, row->files, row->findings, row->persons, row->categories);
    return TRUE;
}

static char *dump(const FixtureShare *share)
{
    GString *text = g_string_new(NULL);
    const DaichoItemQuery items = {0};
    const DaichoFindingQuery findings = {0};
    Dump dump = {.text = text};
    assert_true(daicho_catalog_each_item(share->catalog, &items, list_item, &dump, NULL));
    assert_true(daicho_catalog_each_finding(share->catalog, &findings, list_finding, text, NULL));
    assert_true(daicho_catalog_each_data_set(share->catalog, 1000, list_data_set, text, NULL));
    return g_string_free(text, FALSE);
}

char *fixture_split_expect_same(const FixtureShare *share, const FixtureWay *way, guint64 n_split)
{
    FixtureWay one = *way;
    one.jobs = 1;
    const DaichoScanResult alone = fixture_split_scan(share, &one);
    g_autofree char *wanted = dump(share);
    one.jobs = 4;
    const DaichoScanResult many = fixture_split_scan(share, &one);
    char *got = dump(share);
    assert_int_equal(alone.split, 0);
    assert_int_equal(many.split, n_split);
    assert_int_equal(alone.handed_on, 0);
    if (way->n_handed_on > 0) {
        assert_int_equal(many.handed_on, way->n_handed_on);
    }
    assert_int_equal(many.files, alone.files);
    assert_int_equal(many.members, alone.members);
    assert_int_equal(many.bytes, alone.bytes);
    if (strcmp(got, wanted) != 0) {
        g_file_set_contents("/dev/stderr", got, -1, NULL);
        fail_msg("not as one worker read it:\n%s", wanted);
    }
    return got;
}
