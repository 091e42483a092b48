#include "cli/plan_scans.h"

#include "base/text.h"

typedef struct {
    GString *text;
    const char *indent;
} Scans;

static gboolean add_share(const DaichoShareRow *share, gpointer data, GError **error)
{
    (void)error;
    const Scans *scans = data;
    g_autofree char *name = daicho_text_escape(share->name, -1);
    g_autofree char *at = share->last_scan_s > 0 ? daicho_time_format(share->last_scan_s) : NULL;
    g_string_append_printf(scans->text, "%s%s: %s%s\n", scans->indent, name,
                           at != NULL ? "last scanned " : "never scanned to its end",
                           at != NULL ? at : "");
    return TRUE;
}

char *plan_scans_new(const Cli *cli, const char *indent, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    Scans scans = {text, indent};
    return daicho_catalog_each_share_uncounted(cli->catalog, add_share, &scans, error)
               ? g_string_free(g_steal_pointer(&text), FALSE)
               : NULL;
}
