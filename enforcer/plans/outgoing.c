#include "enforcer/plans/outgoing.h"

#include "enforcer/consignees/consignee.h"

static gboolean collect(const DaichoConsignee *consignee, gpointer data, GError **error)
{
    (void)error;
    DaichoConsignee *copy = daicho_consignee_alloc();
    copy->number = consignee->number;
    g_strfreev(copy->folders);
    copy->folders = g_strdupv(consignee->folders);
    g_ptr_array_add(data, copy);
    return TRUE;
}

GPtrArray *plan_outgoing_load(DaichoEnforcer *enforcer, GError **error)
{
    g_autoptr(GPtrArray)
        consignees = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_consignee_free);
    return daicho_catalog_each_consignee(enforcer->catalog, collect, consignees, error)
               ? g_steal_pointer(&consignees)
               : NULL;
}

gboolean plan_outgoing_has(const GPtrArray *consignees, const char *share, const char *path)
{
    for (guint i = 0; i < consignees->len; i++) {
        if (daicho_consignee_has_file(g_ptr_array_index(consignees, i), share, path)) {
            return TRUE;
        }
    }
    return FALSE;
}
