#include "reports/rows_sarif.h"

#include <string.h>

#include "reports/facts.h"

enum { FLUSH_BYTES = 64 * 1024 };

typedef struct {
    const DaichoKey *key;
    const GPtrArray *dismissals;
    RowOutput *output;
    GHashTable *rules, *shares; /* names that were met, owned */
    gboolean is_later;
} Sarif;

static void append_member(GString *out, const char *name, const char *text)
{
    g_string_append_printf(out, "\"%s\":", name);
    row_json_append_string(text, out);
}

static void append_artifact(const DaichoItem *item, GString *out)
{
    g_autofree char *uri = g_uri_escape_bytes((const guint8 *)item->path, strlen(item->path), "/");
    g_string_append(out, "\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{");
    append_member(out, "uri", uri);
    g_string_append_c(out, ',');
    append_member(out, "uriBaseId", item->share);
    g_string_append_c(out, '}');
}

/* Ends what append_artifact began. */
static void append_place(const char *place, GString *out)
{
    g_string_append_c(out, '}');
    if (*place != '\0') {
        g_string_append(out, ",\"logicalLocations\":[{");
        append_member(out, "fullyQualifiedName", place);
        g_string_append(out, "}]");
    }
    g_string_append(out, "}]");
}

static void append_location(const DaichoItem *item, const DaichoFinding *finding, GString *out)
{
    g_autofree char *place = daicho_finding_dup_place(finding, item->part);
    gboolean is_plain = *place == '\0' && !finding->in_name && finding->end > finding->start &&
                        g_str_has_prefix(item->type, "text/") &&
                        strcmp(item->type, "text/html") != 0;
    append_artifact(item, out);
    if (is_plain) {
        g_string_append_printf(out,
                               ",\"region\":{\"byteOffset\":%" G_GINT64_FORMAT
                               ",\"byteLength\":%" G_GINT64_FORMAT "}",
                               finding->start, finding->end - finding->start);
    }
    append_place(place, out);
    g_string_append_c(out, ',');
}

/* The value at its file: the same for as long as a baseline takes it for the same. */
static void append_fingerprint(const Sarif *sarif, const DaichoItem *item,
                               const DaichoFinding *finding, GString *out)
{
    guint8 place[DAICHO_FINGERPRINT_BYTES];
    daicho_print_place(sarif->key, item->share, item->path, item->part, place);
    g_autofree char *where = daicho_hex_encode(place, sizeof place);
    g_autofree char *what = daicho_hex_encode(finding->fingerprint, sizeof finding->fingerprint);
    g_string_append_printf(out, "\"partialFingerprints\":{\"daichoPlaceAndValue/v1\":\"%s%s\"},",
                           where, what);
}

static void append_suppression(const Sarif *sarif, gint64 number, GString *out)
{
    const char *reason = "";
    for (guint i = 0; i < sarif->dismissals->len; i++) {
        const DaichoDismissal *dismissal = g_ptr_array_index(sarif->dismissals, i);
        reason = dismissal->number == number ? dismissal->reason : reason;
    }
    g_string_append(out, "\"suppressions\":[{\"kind\":\"external\",");
    append_member(out, "justification", reason);
    g_string_append(out, "}],");
}

static gboolean each_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    Sarif *sarif = data;
    GString *out = sarif->output->text;
    const char *level = finding->confidence >= DAICHO_CONFIDENCE_HIGH     ? "error"
                        : finding->confidence >= DAICHO_CONFIDENCE_MEDIUM ? "warning"
                                                                          : "note";
    g_autofree char *message = g_strdup_printf(
        "%s: %s", finding->category, *finding->sample != '\0' ? finding->sample : finding->rule);
    g_hash_table_add(sarif->rules, g_strdup(finding->rule));
    g_hash_table_add(sarif->shares, g_strdup(item->share));
    g_string_append(out, sarif->is_later ? ",\n{" : "\n{");
    sarif->is_later = TRUE;
    append_member(out, "ruleId", finding->rule);
    g_string_append_printf(out, ",\"level\":\"%s\",\"message\":{", level);
    append_member(out, "text", message);
    g_string_append(out, "},");
    append_location(item, finding, out);
    append_fingerprint(sarif, item, finding, out);
    if (finding->dismissal > 0) {
        append_suppression(sarif, finding->dismissal, out);
    }
    g_string_append(out, "\"properties\":{");
    append_member(out, "category", finding->category);
    g_string_append_c(out, ',');
    append_member(out, "purpose", item->purpose);
    g_string_append_printf(out, ",\"confidence\":%u,\"record\":%" G_GINT64_FORMAT "}}",
                           finding->confidence, finding->record);
    return out->len < FLUSH_BYTES || row_output_flush(sarif->output, error);
}

/* --- what was not read: without it no result would look as if all were clean --- */

static void begin_notification(Sarif *sarif, const char *level, const char *what, const char *why)
{
    GString *out = sarif->output->text;
    g_autofree char *message = g_strdup_printf("%s: %s", what, why);
    g_string_append(out, sarif->is_later ? ",\n{" : "\n{");
    sarif->is_later = TRUE;
    g_string_append_printf(out, "\"level\":\"%s\",\"message\":{", level);
    append_member(out, "text", message);
    g_string_append_c(out, '}');
}

static gboolean each_unread(const DaichoItem *item, gpointer data, GError **error)
{
    Sarif *sarif = data;
    GString *out = sarif->output->text;
    gboolean is_unread = item->state == DAICHO_ITEM_UNREAD;
    g_hash_table_add(sarif->shares, g_strdup(item->share));
    begin_notification(sarif, is_unread ? "error" : "warning", daicho_item_state_name(item->state),
                       item->reason);
    g_string_append_c(out, ',');
    append_artifact(item, out);
    append_place(item->part, out);
    g_string_append_c(out, '}');
    return out->len < FLUSH_BYTES || row_output_flush(sarif->output, error);
}

static gboolean append_unread(Sarif *sarif, DaichoCatalog *catalog, const DaichoFindingQuery *query,
                              GError **error)
{
    static const DaichoItemState states[] = {DAICHO_ITEM_UNREAD, DAICHO_ITEM_PARTLY_READ};
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        const DaichoItemQuery items = {
            .share = query->share, .path_glob = query->path_glob, .state = &states[i]};
        if (!daicho_catalog_each_item(catalog, &items, each_unread, sarif, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static guint append_failed(Sarif *sarif, const GPtrArray *runs, const char *share)
{
    guint count = 0;
    for (guint i = 0; i < runs->len; i++) {
        const FailedRun *run = g_ptr_array_index(runs, i);
        if (share == NULL || strcmp(share, run->share) == 0) {
            g_autofree char *what = g_strdup_printf("the last scan of the share \"%s\" %s",
                                                    run->share, run->result);
            begin_notification(sarif, "error", what, run->reason);
            g_string_append_c(sarif->output->text, '}');
            count++;
        }
    }
    return count;
}

static gboolean append_invocation(Sarif *sarif, DaichoCatalog *catalog,
                                  const DaichoFindingQuery *query, GError **error)
{
    GString *out = sarif->output->text;
    g_autoptr(GPtrArray) runs = failed_runs_load(catalog, error);
    g_string_append(out, "],\n\"invocations\":[{\"toolExecutionNotifications\":[");
    sarif->is_later = FALSE;
    if (runs == NULL || !append_unread(sarif, catalog, query, error)) {
        return FALSE;
    }
    guint failed = append_failed(sarif, runs, query->share);
    g_string_append_printf(out, "],\"executionSuccessful\":%s}", failed == 0 ? "true" : "false");
    return TRUE;
}

/* Rules and bases stand behind the results, which are written before all of them are known. */
static void append_names(GHashTable *names, const char *before, const char *after, GString *out)
{
    g_autoptr(GList) sorted = g_list_sort(g_hash_table_get_keys(names), (GCompareFunc)strcmp);
    for (const GList *name = sorted; name != NULL; name = name->next) {
        g_string_append_printf(out, "%s%s", name == sorted ? "" : ",", before);
        row_json_append_string(name->data, out);
        g_string_append(out, after);
    }
}

static void append_end(const Sarif *sarif, GString *out)
{
    g_string_append(out, "],\n\"tool\":{\"driver\":{\"name\":\"daicho\",\"rules\":[");
    append_names(sarif->rules, "{\"id\":", "}", out);
    g_string_append(out, "]}},\n\"originalUriBaseIds\":{");
    append_names(sarif->shares, "", ":{\"description\":{\"text\":\"a share\"}}", out);
    g_string_append(out, "}}]}\n");
}

gboolean sarif_write(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                     const GPtrArray *dismissals, RowOutput *output, GError **error)
{
    g_autoptr(GHashTable) rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) shares = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Sarif sarif = {daicho_catalog_get_key(catalog), dismissals, output, rules, shares, FALSE};
    g_string_append(output->text, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
                                  "\"version\":\"2.1.0\",\"runs\":[{\"results\":[");
    if (!daicho_catalog_each_finding(catalog, query, each_finding, &sarif, error) ||
        !append_invocation(&sarif, catalog, query, error)) {
        return FALSE;
    }
    append_end(&sarif, output->text);
    return row_output_flush(output, error);
}
