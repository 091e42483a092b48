#include "enforcer/hold.h"

/* One tombstone looked up in the catalog. */
typedef struct {
    DaichoEnforcer *enforcer;
    gint64 request;
    gint64 last_item; /* findings of one item come one after another */
    DaichoReturnedFunc each;
    gpointer data;
    guint *returned;
} Lookup;

static gboolean report_item(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                            GError **error)
{
    Lookup *lookup = data;
    if (item->id == lookup->last_item) {
        return TRUE;
    }
    lookup->last_item = item->id;
    return lookup->each == NULL ||
           lookup->each(lookup->request, item, finding, lookup->data, error);
}

static gboolean look_up(gint64 request, const char *kind, const guint8 *fingerprint, gpointer data,
                        GError **error)
{
    (void)kind; /* it is part of the fingerprint */
    Lookup *lookup = data;
    const DaichoFindingQuery query = {.fingerprint = fingerprint};
    lookup->request = request;
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
    Lookup lookup = {.enforcer = enforcer, .each = each, .data = data, .returned = returned};
    *returned = 0;
    return daicho_catalog_each_tombstone(enforcer->catalog, look_up, &lookup, error);
}
