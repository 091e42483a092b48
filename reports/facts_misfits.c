#include "reports/facts.h"

static void misfit_free(gpointer data)
{
    Misfit *misfit = data;
    g_free(misfit->share);
    g_free(misfit->path);
    g_free(misfit->part);
    g_free(misfit->purpose);
    g_string_free(misfit->categories, TRUE);
    g_free(misfit);
}

void misfits_free(Misfits *misfits)
{
    if (misfits != NULL) {
        g_ptr_array_unref(misfits->first);
        g_free(misfits);
    }
}

typedef struct {
    Misfits *misfits;
    gint64 item;     /* of the last finding */
    Misfit *current; /* NULL past the first ones */
} Loading;

static Misfit *misfit_new(const DaichoItem *item)
{
    Misfit *misfit = g_new0(Misfit, 1);
    misfit->share = g_strdup(item->share);
    misfit->path = g_strdup(item->path);
    misfit->part = g_strdup(item->part);
    misfit->purpose = g_strdup(item->purpose);
    misfit->categories = g_string_new(NULL);
    return misfit;
}

static void begin_item(Loading *loading, const DaichoItem *item)
{
    loading->item = item->id;
    loading->current = NULL;
    loading->misfits->total++;
    if (loading->misfits->first->len < MISFITS_MAX) {
        loading->current = misfit_new(item);
        g_ptr_array_add(loading->misfits->first, loading->current);
    }
}

/* There is one such finding for each item and category, and an item's come one after another. */
static gboolean each_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    (void)error;
    Loading *loading = data;
    if (finding->dismissal != 0) {
        loading->misfits->dismissed++;
        return TRUE;
    }
    if (loading->misfits->total == 0 || loading->item != item->id) {
        begin_item(loading, item);
    }
    if (loading->current != NULL) {
        GString *categories = loading->current->categories;
        g_string_append_printf(categories, "%s%s", categories->len > 0 ? ", " : "",
                               finding->category);
    }
    return TRUE;
}

Misfits *misfits_load(DaichoCatalog *catalog, const char *rule, gint64 now_s, GError **error)
{
    g_autoptr(Misfits) misfits = g_new0(Misfits, 1);
    misfits->first = g_ptr_array_new_with_free_func(misfit_free);
    Loading loading = {.misfits = misfits};
    const DaichoFindingQuery query = {.rule = rule, .now_s = now_s};
    if (!daicho_catalog_each_finding(catalog, &query, each_finding, &loading, error)) {
        return NULL;
    }
    return g_steal_pointer(&misfits);
}
