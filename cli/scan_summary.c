#include "cli/scan_summary.h"

#include <string.h>

#include "cli/baseline.h"
#include "cli/message.h"
#include "cli/output.h"

enum { SHOWN_REASONS = 5 };

static void scanned_share_free(gpointer data)
{
    ScannedShare *share = data;
    g_free(share->share);
    g_free(share);
}

ScanSummary *scan_summary_new(void)
{
    ScanSummary *summary = g_new0(ScanSummary, 1);
    summary->shares = g_ptr_array_new_with_free_func(scanned_share_free);
    return summary;
}

void scan_summary_free(ScanSummary *summary)
{
    if (summary != NULL) {
        g_ptr_array_unref(summary->shares);
        g_free(summary);
    }
}

typedef struct {
    const char *share;
    guint64 count;
} ShareCount;

static gboolean note_count(const char *key, gint64 count, gpointer data, GError **error)
{
    (void)error;
    ShareCount *wanted = data;
    if (strcmp(key, wanted->share) == 0) {
        wanted->count = (guint64)count;
    }
    return TRUE;
}

/* Findings of the share with at least this confidence, dismissed or not. */
static gboolean count_findings(const Cli *cli, const char *share, guint confidence,
                               DaichoDismissed dismissed, guint64 *count, GError **error)
{
    ShareCount wanted = {share, 0};
    gboolean counted = daicho_catalog_count(cli->catalog, DAICHO_COUNT_BY_SHARE, confidence,
                                            dismissed, cli->now_s, note_count, &wanted, error);
    *count = wanted.count;
    return counted;
}

/* Of a share whose scan did not come to its end, where that counts them. */
static gboolean count_stopped(const Cli *cli, const char *share, ScannedShare *row, GError **error)
{
    guint64 all = 0, from_medium = 0;
    if (!count_findings(cli, share, 0, DAICHO_DISMISSED_NOT, &all, error) ||
        !count_findings(cli, share, DAICHO_CONFIDENCE_MEDIUM, DAICHO_DISMISSED_NOT, &from_medium,
                        error) ||
        !count_findings(cli, share, DAICHO_CONFIDENCE_HIGH, DAICHO_DISMISSED_NOT, &row->high,
                        error) ||
        !count_findings(cli, share, 0, DAICHO_DISMISSED_ONLY, &row->dismissed, error)) {
        return FALSE;
    }
    row->medium = from_medium - row->high;
    row->low = all - from_medium;
    return TRUE;
}

gboolean scan_summary_add(const Cli *cli, ScanSummary *summary, const char *share,
                          const DaichoScanResult *result, gint64 duration_us, GError **error)
{
    ScannedShare *row = g_new0(ScannedShare, 1);
    row->share = g_strdup(share);
    row->result = *result;
    row->duration_us = duration_us;
    row->high = (guint64)result->totals.high;
    row->medium = (guint64)result->totals.medium;
    row->low = (guint64)result->totals.low;
    row->dismissed = (guint64)result->totals.dismissed;
    summary->stopped = summary->stopped || result->stopped;
    g_ptr_array_add(summary->shares, row);
    return !result->stopped || count_stopped(cli, share, row, error);
}

static gboolean note_news(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                          GError **error)
{
    (void)item;
    (void)error;
    guint64 *count = data;
    *count += g_str_has_prefix(finding->rule, "policy.") ? 0 : 1;
    return TRUE;
}

/* Findings that nobody has looked at. */
static gboolean count_news(const Cli *cli, const ScanCheck *check, const char *share,
                           BaselineFilter *filter, guint64 *count, GError **error)
{
    const DaichoFindingQuery query = {
        .share = share,
        .minimum_confidence = check->confidence,
        .wants = baseline_is_news,
        .wants_data = filter,
        .dismissed = DAICHO_DISMISSED_NOT,
        .now_s = cli->now_s,
    };
    *count = 0;
    return check->baseline != NULL
               ? daicho_catalog_each_finding(cli->catalog, &query, note_news, count, error)
               : count_findings(cli, share, check->confidence, DAICHO_DISMISSED_NOT, count, error);
}

gboolean scan_summary_check_findings(const Cli *cli, const ScanSummary *summary,
                                     const ScanCheck *check, gboolean *found, GError **error)
{
    BaselineFilter filter = {.baseline = check->baseline};
    guint64 left_out = 0;
    *found = FALSE;
    for (guint i = 0; i < summary->shares->len; i++) {
        const char *share = ((const ScannedShare *)g_ptr_array_index(summary->shares, i))->share;
        guint64 count = 0, dismissed = 0;
        if (!count_news(cli, check, share, &filter, &count, error) ||
            !count_findings(cli, share, check->confidence, DAICHO_DISMISSED_ONLY, &dismissed,
                            error)) {
            return FALSE;
        }
        *found = *found || count > 0;
        left_out += dismissed;
    }
    if (left_out > 0) {
        g_autofree char *findings = message_counted(left_out, "finding is", "findings are");
        message_tell(cli, "%s dismissed and left out of --fail-on", findings);
    }
    baseline_tell(cli, &filter, check->baseline_file);
    return TRUE;
}

static gboolean has_unread(const ScannedShare *share)
{
    return share->result.stopped || share->result.is_away ||
           share->result.unreadable_directories > 0 ||
           share->result.totals.unread + share->result.totals.partly_read > 0;
}

gboolean scan_summary_has_unread(const ScanSummary *summary)
{
    for (guint i = 0; i < summary->shares->len; i++) {
        if (has_unread(g_ptr_array_index(summary->shares, i))) {
            return TRUE;
        }
    }
    return FALSE;
}

/* --- in words --- */

static void append_counts(GString *text, const ScannedShare *share)
{
    const DaichoScanResult *result = &share->result;
    double seconds = MAX((double)share->duration_us / G_USEC_PER_SEC, 0.001);
    g_autofree char *files = message_counted(result->files, "file", "files");
    g_autofree char *members = message_counted(result->members, "member of archives",
                                               "members of archives");
    g_autofree char *bytes = message_bytes(result->bytes);
    g_autofree char *rate = message_bytes((guint64)((double)result->bytes / seconds));
    g_autofree char *unchanged = message_count(result->unchanged);
    g_string_append_printf(text, "%s: %s (%s unchanged), %s, %s in %.1f s, %s/s\n", share->share,
                           files, unchanged, members, bytes, seconds, rate);
    if (result->special > 0) {
        g_autofree char *special = message_count(result->special);
        g_string_append_printf(text, "  left out: %s links, pipes, sockets and devices\n", special);
    }
}

typedef struct {
    char *reason;
    guint64 count;
} Reason;

static void reason_clear(gpointer data)
{
    Reason *reason = data;
    g_free(reason->reason);
}

static gboolean tally_reason(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    GArray *reasons = data;
    for (guint i = 0; i < reasons->len; i++) {
        Reason *reason = &g_array_index(reasons, Reason, i);
        if (strcmp(reason->reason, item->reason) == 0) {
            reason->count++;
            return TRUE;
        }
    }
    const Reason reason = {g_strdup(item->reason), 1};
    g_array_append_val(reasons, reason);
    return TRUE;
}

static gint compare_reasons(gconstpointer one, gconstpointer other)
{
    const Reason *first = one, *second = other;
    return first->count != second->count ? (first->count < second->count ? 1 : -1)
                                         : strcmp(first->reason, second->reason);
}

static gboolean collect_reasons(DaichoCatalog *catalog, const char *share, GArray *reasons,
                                GError **error)
{
    const DaichoItemQuery query = {.share = share, .unread_only = TRUE};
    if (!daicho_catalog_each_item(catalog, &query, tally_reason, reasons, error)) {
        return FALSE;
    }
    g_array_sort(reasons, compare_reasons);
    return TRUE;
}

static gboolean append_reasons(GString *text, DaichoCatalog *catalog, const char *share,
                               GError **error)
{
    g_autoptr(GArray) reasons = g_array_new(FALSE, FALSE, sizeof(Reason));
    g_array_set_clear_func(reasons, reason_clear);
    if (!collect_reasons(catalog, share, reasons, error)) {
        return FALSE;
    }
    for (guint i = 0; i < MIN(reasons->len, SHOWN_REASONS); i++) {
        const Reason *reason = &g_array_index(reasons, Reason, i);
        g_autofree char *count = message_count(reason->count);
        g_string_append_printf(text, "    %s × %s\n", count, reason->reason);
    }
    if (reasons->len > SHOWN_REASONS) {
        guint more = reasons->len - SHOWN_REASONS;
        g_string_append_printf(text, "    and %u more reason%s\n", more, more > 1 ? "s" : "");
    }
    return TRUE;
}

static gboolean append_totals(GString *text, DaichoCatalog *catalog, const ScannedShare *share,
                              GError **error)
{
    const DaichoScanTotals *totals = &share->result.totals;
    g_autofree char *read = message_count((guint64)totals->read);
    g_autofree char *partly = message_count((guint64)totals->partly_read);
    g_autofree char *unread = message_count((guint64)totals->unread);
    g_autofree char *removed = message_counted((guint64)totals->removed, "file is", "files are");
    g_string_append_printf(text, "  read %s, partly read %s, unread %s\n", read, partly, unread);
    if (totals->partly_read + totals->unread > 0 &&
        !append_reasons(text, catalog, share->share, error)) {
        return FALSE;
    }
    if (share->result.unreadable_directories > 0) {
        g_autofree char *folders = message_counted(share->result.unreadable_directories, "folder",
                                                   "folders");
        g_string_append_printf(text, "  %s could not be listed: what was known there is kept\n",
                               folders);
    }
    if (share->result.files == 0) {
        g_string_append(text, "  there is no file in it: is it the right folder, and mounted?\n");
    }
    if (totals->removed > 0) {
        g_string_append_printf(text, "  %s gone since the last scan\n", removed);
    }
    return TRUE;
}

static gboolean append_share(GString *text, DaichoCatalog *catalog, const ScannedShare *share,
                             GError **error)
{
    append_counts(text, share);
    if (share->result.stopped) {
        g_string_append(text, "  stopped before the end: the next scan goes on from here\n");
        return TRUE;
    }
    if (!append_totals(text, catalog, share, error)) {
        return FALSE;
    }
    g_autofree char *high = message_count(share->high);
    g_autofree char *medium = message_count(share->medium);
    g_autofree char *low = message_count(share->low);
    g_string_append_printf(text, "  findings: %s high, %s medium, %s low", high, medium, low);
    if (share->dismissed > 0) {
        g_autofree char *dismissed = message_count(share->dismissed);
        g_string_append_printf(text, "; besides %s dismissed", dismissed);
    }
    g_string_append_c(text, '\n');
    return TRUE;
}

static void append_sandbox(GString *text)
{
    DaichoSandboxSupport support = daicho_sandbox_probe();
    const struct {
        const char *name;
        gboolean is_there;
    } layers[] = {
        {"Landlock", support.landlock}, {"seccomp", support.seccomp}, {"openat2", support.openat2}};
    for (gsize i = 0; i < G_N_ELEMENTS(layers); i++) {
        if (!layers[i].is_there) {
            g_string_append_printf(text,
                                   "This kernel has no %s: a layer of the sandbox was missing "
                                   "(daicho doctor tells more).\n",
                                   layers[i].name);
        }
    }
}

static gboolean print_words(const Cli *cli, const ScanSummary *summary, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < summary->shares->len; i++) {
        if (!append_share(text, cli->catalog, g_ptr_array_index(summary->shares, i), error)) {
            return FALSE;
        }
    }
    append_sandbox(text);
    return cli->quiet || output_write(cli, text->str, (gssize)text->len, error);
}

/* --- as a table --- */

static void add_row(DaichoTable *table, const ScannedShare *share)
{
    const DaichoScanResult *result = &share->result;
    const guint64 numbers[] = {
        result->files,
        result->members,
        result->bytes,
        result->unchanged,
        (guint64)result->totals.read,
        (guint64)result->totals.partly_read,
        (guint64)result->totals.unread,
        result->unreadable_directories,
        (guint64)result->totals.removed,
        share->high,
        share->medium,
        share->low,
        (guint64)share->duration_us / 1000,
        share->dismissed,
    };
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(cells, g_strdup(share->share));
    g_ptr_array_add(cells, g_strdup(result->stopped ? "stopped" : "finished"));
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_ptr_array_add(cells, g_strdup_printf("%" G_GUINT64_FORMAT, numbers[i]));
    }
    daicho_table_add(table, (const char *const *)cells->pdata);
}

static gboolean print_table(const Cli *cli, const ScanSummary *summary, GError **error)
{
    static const DaichoColumn columns[] = {
        {"share", "Share", FALSE},
        {"state", "State", FALSE},
        {"files", "Files", TRUE},
        {"members", "Members", TRUE},
        {"bytes", "Bytes", TRUE},
        {"unchanged", "Unchanged", TRUE},
        {"read", "Read", TRUE},
        {"partly_read", "Partly read", TRUE},
        {"unread", "Unread", TRUE},
        {"unreadable_folders", "Unreadable folders", TRUE},
        {"removed", "Removed", TRUE},
        {"high", "High", TRUE},
        {"medium", "Medium", TRUE},
        {"low", "Low", TRUE},
        {"milliseconds", "Milliseconds", TRUE},
        {"dismissed", "Dismissed", TRUE},
    };
    g_autoptr(DaichoTable) table = daicho_table_new("scan", columns, G_N_ELEMENTS(columns));
    for (guint i = 0; i < summary->shares->len; i++) {
        add_row(table, g_ptr_array_index(summary->shares, i));
    }
    return output_table(cli, table, error);
}

gboolean scan_summary_print(const Cli *cli, const ScanSummary *summary, GError **error)
{
    gboolean printed = cli->format == DAICHO_FORMAT_TABLE ? print_words(cli, summary, error)
                                                          : print_table(cli, summary, error);
    if (printed && summary->shares->len > 0) {
        message_tell(cli, "Look next at: daicho register, daicho findings%s",
                     scan_summary_has_unread(summary) ? ", daicho report unread" : "");
    }
    return printed;
}
