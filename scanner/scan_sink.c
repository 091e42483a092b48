#include "scanner/scan.h"

enum { COMMIT_FILES = 10000, COMMIT_INTERVAL_US = 1000000, SHOW_INTERVAL_US = 100000 };

static gboolean open_transaction(Scan *scan, GError **error)
{
    if (scan->transaction == NULL) {
        scan->transaction = daicho_transaction_begin(scan->catalog, error);
        scan->committed_us = g_get_monotonic_time();
    }
    return scan->transaction != NULL;
}

gboolean scan_sink_commit(Scan *scan, gboolean now, GError **error)
{
    if (scan->transaction == NULL) {
        return TRUE;
    }
    if (now || scan->uncommitted >= COMMIT_FILES ||
        g_get_monotonic_time() - scan->committed_us > COMMIT_INTERVAL_US) {
        gboolean committed = daicho_transaction_commit(scan->transaction, error);
        g_clear_pointer(&scan->transaction, daicho_transaction_free);
        scan->uncommitted = 0;
        if (!committed) {
            return FALSE;
        }
    }
    return TRUE;
}

static void count_items(Scan *scan, const GPtrArray *items)
{
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        scan->progress.findings += item->findings->len;
        for (guint j = 0; j < item->findings->len; j++) {
            const DaichoFinding *finding = g_ptr_array_index(item->findings, j);
            scan->result->highest_confidence = MAX(scan->result->highest_confidence,
                                                   finding->confidence);
        }
    }
    const DaichoItem *file = g_ptr_array_index(items, 0);
    scan->result->members += items->len - 1;
    scan->result->bytes += (guint64)MAX(file->identity.size_bytes, 0);
    scan->progress.members = scan->result->members;
    scan->progress.bytes = scan->result->bytes;
}

gboolean scan_sink_put(Scan *scan, GPtrArray *items, const char *marker, GError **error)
{
    if (!open_transaction(scan, error) ||
        !daicho_catalog_put_file(scan->catalog, &scan->row, items, marker, error)) {
        return FALSE;
    }
    count_items(scan, items);
    scan->uncommitted++;
    return scan_sink_commit(scan, FALSE, error);
}

gboolean scan_sink_copy(Scan *scan, const WorkerFile *file, const char *digest, gboolean *known,
                        GError **error)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    DaichoItem *item = daicho_item_new();
    g_ptr_array_add(items, item);
    scan_complete_items(items, scan->options->share, file);
    g_free(item->digest);
    item->digest = g_strdup(digest);
    item->size_bytes = file->status.st_size;
    if (!open_transaction(scan, error) ||
        !daicho_catalog_copy_file(scan->catalog, &scan->row, item, known, error)) {
        return FALSE;
    }
    scan->result->copied += *known ? 1 : 0;
    return TRUE;
}

void scan_show_progress(Scan *scan, gboolean now)
{
    if (scan->options->progress == NULL) {
        return;
    }
    gint64 at_us = g_get_monotonic_time();
    if (now || at_us - scan->shown_us > SHOW_INTERVAL_US) {
        scan->shown_us = at_us;
        scan->progress.expected_files = scan_count_get(scan->count);
        scan->options->progress(&scan->progress, scan->options->progress_data);
    }
}
