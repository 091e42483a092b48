#include "scanner/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/fs.h"

char *daicho_scan_dup_digest(const DaichoRules *rules, const DaichoReading *reading,
                             const DaichoKey *key)
{
    return extract_dup_digest(daicho_rules_get_digest(rules), reading, key);
}

static gboolean begin(Scan *scan, const WorkerConfig *config, gint64 now_s, GError **error)
{
    const DaichoScanOptions *options = scan->options;
    g_autofree char *root = realpath(options->root, NULL);
    if (root == NULL) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot open the folder %s",
                                      options->root);
    }
    g_autofree char *digest = daicho_scan_dup_digest(config->rules, config->reading, config->key);
    scan->root_fd = daicho_fs_open_root(root, error);
    if (scan->root_fd < 0 ||
        !daicho_catalog_put_share(scan->catalog, options->share, root, error) ||
        !daicho_catalog_begin_scan(scan->catalog, options->share, digest, options->full, now_s,
                                   &scan->row, error)) {
        return FALSE;
    }
    scan->result->resumed = scan->row.resumed;
    scan->walk = walk_open(scan->root_fd, options->exclude, options->cross_devices);
    scan->known = daicho_known_files_open(scan->catalog, &scan->row);
    if (options->progress != NULL) {
        scan->count = scan_count_start(scan->root_fd, options->exclude, options->cross_devices);
    }
    scan->committed_us = g_get_monotonic_time();
    return extract_init(&options->reading, error);
}

/* While a folder cannot be listed, or the share is not mounted, nothing is taken to be gone. */
static gboolean find_gone(Scan *scan, GArray **gone, GError **error)
{
    struct stat root;
    DaichoScanResult *result = scan->result;
    if (result->files == 0 && fstat(scan->root_fd, &root) == 0 &&
        !daicho_known_files_is_elsewhere(scan->known, root.st_dev, &result->is_away, error)) {
        return FALSE;
    }
    if (result->unreadable_directories > 0 || result->is_away || walk_has_missed(scan->walk)) {
        return TRUE;
    }
    *gone = daicho_known_files_take_gone(scan->known, error);
    return *gone != NULL;
}

static gboolean finish(Scan *scan, gint64 now_s, GError **error)
{
    g_autoptr(GArray) gone = NULL;
    if (!find_gone(scan, &gone, error)) {
        return FALSE;
    }
    return daicho_catalog_finish_scan(scan->catalog, &scan->row, gone, now_s, &scan->result->totals,
                                      error);
}

static void clear(Scan *scan)
{
    g_clear_pointer(&scan->transaction, daicho_transaction_free);
    g_clear_pointer(&scan->count, scan_count_free);
    g_clear_pointer(&scan->walk, walk_close);
    g_clear_pointer(&scan->known, daicho_known_files_close);
    g_queue_clear_full(&scan->again, (GDestroyNotify)worker_file_free);
    g_queue_clear_full(&scan->later, (GDestroyNotify)worker_file_free);
    daicho_fd_clear(&scan->root_fd);
}

gboolean scan_run(DaichoCatalog *catalog, const WorkerConfig *config,
                  const DaichoScanOptions *options, gint64 now_s, DaichoScanResult *result,
                  GError **error)
{
    *result = (DaichoScanResult){0};
    Scan scan = {.catalog = catalog, .options = options, .result = result, .root_fd = -1};
    gboolean done = begin(&scan, config, now_s, error) && scan_loop_run(&scan, config, error);
    scan_show_progress(&scan, TRUE);
    done = done && (result->stopped || finish(&scan, now_s, error));
    clear(&scan);
    return done;
}

gboolean daicho_scan_share(DaichoCatalog *catalog, DaichoRules *rules,
                           const DaichoScanOptions *options, gint64 now_s, DaichoScanResult *result,
                           GError **error)
{
    const WorkerConfig config = {
        .rules = rules,
        .key = daicho_catalog_get_key(catalog),
        .reading = &options->reading,
        .read = collect_fd,
    };
    return scan_run(catalog, &config, options, now_s, result, error);
}
