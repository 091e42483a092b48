#include "enforcer/holds/hold.h"

#include <string.h>

/*
 * A telephone is shared by families and offices, so that it tells of the erased person only where no
 * other person's name stands in the record. That is why names have tombstones, too, and alone count
 * for nothing: a namesake who comes is not somebody who came back.
 */
typedef struct {
    DaichoEnforcer *enforcer;
    GHashTable *own_names; /* "request print" */
    GHashTable *named;     /* requests that have a name at all */
    GHashTable *records; /* "item record" with an erased person's telephone: prints of its names */
    gint64 request;
    const char *kind;
    gint64 last_item; /* findings of one item come one after another */
    DaichoReturnedFunc each;
    gpointer data;
    guint *returned;
} Lookup;

static gboolean is_name(const char *kind)
{
    return strcmp(kind, "name") == 0;
}

static gboolean is_shared(const char *kind)
{
    return strcmp(kind, "phone") == 0;
}

static char *name_key(gint64 request, const guint8 *fingerprint)
{
    g_autofree char *hex = daicho_hex_encode(fingerprint, DAICHO_FINGERPRINT_BYTES);
    return g_strdup_printf("%" G_GINT64_FORMAT " %s", request, hex);
}

static char *record_key(const DaichoItem *item, const DaichoFinding *finding)
{
    return g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, item->id, finding->record);
}

/* --- whose telephones they are --- */

static gboolean add_record(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                           GError **error)
{
    (void)error;
    const Lookup *lookup = data;
    g_hash_table_insert(lookup->records, record_key(item, finding),
                        g_ptr_array_new_with_free_func(g_free));
    return TRUE;
}

static gboolean collect(gint64 request, const char *kind, const guint8 *fingerprint, gpointer data,
                        GError **error)
{
    Lookup *lookup = data;
    if (is_name(kind)) {
        g_hash_table_add(lookup->own_names, name_key(request, fingerprint));
        g_hash_table_add(lookup->named, g_memdup2(&request, sizeof request));
    }
    const DaichoFindingQuery query = {.fingerprint = fingerprint};
    return !is_shared(kind) || daicho_catalog_each_finding(lookup->enforcer->catalog, &query,
                                                           add_record, lookup, error);
}

static gboolean add_name(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                         GError **error)
{
    (void)error;
    const Lookup *lookup = data;
    g_autofree char *key = record_key(item, finding);
    GPtrArray *names = finding->in_name ? NULL : g_hash_table_lookup(lookup->records, key);
    if (names != NULL) {
        g_ptr_array_add(names, g_memdup2(finding->fingerprint, DAICHO_FINGERPRINT_BYTES));
    }
    return TRUE;
}

static gboolean collect_names(Lookup *lookup, GError **error)
{
    const DaichoFindingQuery query = {.kind = "name"};
    return daicho_catalog_each_tombstone(lookup->enforcer->catalog, collect, lookup, error) &&
           (g_hash_table_size(lookup->records) == 0 ||
            daicho_catalog_each_finding(lookup->enforcer->catalog, &query, add_name, lookup,
                                        error));
}

static gboolean is_of_another(const Lookup *lookup, const DaichoItem *item,
                              const DaichoFinding *finding)
{
    g_autofree char *record = record_key(item, finding);
    const GPtrArray *names = g_hash_table_lookup(lookup->records, record);
    gboolean is_named = names != NULL && names->len > 0 &&
                        g_hash_table_contains(lookup->named, &lookup->request);
    for (guint i = 0; is_named && i < names->len; i++) {
        g_autofree char *name = name_key(lookup->request, g_ptr_array_index(names, i));
        if (g_hash_table_contains(lookup->own_names, name)) {
            return FALSE;
        }
    }
    return is_named;
}

/* --- who came back --- */

static gboolean report_item(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                            GError **error)
{
    Lookup *lookup = data;
    if (item->id == lookup->last_item ||
        (is_shared(lookup->kind) && is_of_another(lookup, item, finding))) {
        return TRUE;
    }
    lookup->last_item = item->id;
    return lookup->each == NULL ||
           lookup->each(lookup->request, item, finding, lookup->data, error);
}

static gboolean look_up(gint64 request, const char *kind, const guint8 *fingerprint, gpointer data,
                        GError **error)
{
    Lookup *lookup = data;
    const DaichoFindingQuery query = {.fingerprint = fingerprint};
    if (is_name(kind)) {
        return TRUE;
    }
    lookup->request = request;
    lookup->kind = kind; /* it is part of the fingerprint */
    lookup->last_item = 0;
    if (!daicho_catalog_each_finding(lookup->enforcer->catalog, &query, report_item, lookup,
                                     error)) {
        return FALSE;
    }
    *lookup->returned += lookup->last_item != 0 ? 1 : 0;
    return TRUE;
}

gboolean daicho_tombstones_check(DaichoEnforcer *enforcer, DaichoReturnedFunc each, gpointer data,
                                 guint *returned, GError **error)
{
    g_autoptr(GHashTable) own_names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) named = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GHashTable) records = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                                          (GDestroyNotify)g_ptr_array_unref);
    Lookup lookup = {
        .enforcer = enforcer,
        .own_names = own_names,
        .named = named,
        .records = records,
        .each = each,
        .data = data,
        .returned = returned,
    };
    *returned = 0;
    return collect_names(&lookup, error) &&
           daicho_catalog_each_tombstone(enforcer->catalog, look_up, &lookup, error);
}
