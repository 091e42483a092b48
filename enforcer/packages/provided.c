#include "enforcer/packages/provided.h"

#include <string.h>

#include "enforcer/consignees/provision.h"
#include "enforcer/print.h"

typedef struct {
    DaichoEnforcer *enforcer;
    DaichoPackage *package;
    const GPtrArray *prints; /* of the person */
    PlanInclude *include;
} Gathering;

void package_provision_free(DaichoPackageProvision *provision)
{
    g_free(provision->day);
    g_free(provision->recipient);
    g_free(provision->ground);
    g_free(provision->law);
    g_free(provision->basis);
    g_free(provision->items);
    g_strfreev(provision->categories);
    g_free(provision);
}

static void add_provision(Gathering *gathering, const DaichoProvision *source)
{
    const char *law = daicho_policy_find_provision_ground(gathering->enforcer->policy,
                                                          source->ground);
    DaichoPackageProvision *provision = g_new0(DaichoPackageProvision, 1);
    provision->number = source->number;
    provision->day = g_strdup(source->provided);
    provision->recipient = g_strdup(source->recipient);
    provision->ground = g_strdup(source->ground);
    provision->law = g_strdup(law != NULL ? law : source->ground);
    provision->basis = g_strdup(source->basis);
    provision->items = g_strdup(source->items);
    provision->categories = g_strdupv(source->categories);
    provision->is_of_many = source->persons != 1;
    g_ptr_array_add(gathering->package->provisions, provision);
}

/* Why a person has to decide about it; NULL when it goes in by itself. */
static const char *find_doubt(const DaichoProvision *provision, PrintMatch found)
{
    if (found == PRINT_MATCH_NAME) {
        return "only the name stands in it, which others may have";
    }
    if (found == PRINT_MATCH_PHONE || found == PRINT_MATCH_MAILBOX) {
        return "other names stand in it, and a telephone or mailbox may be a family's";
    }
    return strcmp(provision->ground, "law") == 0
               ? "a law asked for it: look first whether the person may be told of it"
               : NULL;
}

static gboolean gather_provision(const DaichoProvision *provision, gpointer data, GError **error)
{
    Gathering *gathering = data;
    DaichoPackage *package = gathering->package;
    g_autofree char *place = g_strdup_printf("provision:%" G_GINT64_FORMAT, provision->number);
    g_autoptr(GHashTable) provided = daicho_catalog_load_provided(gathering->enforcer->catalog,
                                                                  provision->number, error);
    if (provided == NULL) {
        return FALSE;
    }
    PrintMatch found = print_match(gathering->prints, provided);
    const char *doubt = found != PRINT_MATCH_NONE ? find_doubt(provision, found) : NULL;
    if (found == PRINT_MATCH_NONE) {
        package->unread_items += provision->is_partly ? 1 : 0;
    } else if (doubt == NULL || plan_include_take(gathering->include, place, 0)) {
        add_provision(gathering, provision);
    } else {
        g_ptr_array_add(package->possible, g_strdup_printf("%s (%s)", place, doubt));
    }
    return TRUE;
}

gboolean package_provided_gather(DaichoPackage *package, DaichoEnforcer *enforcer,
                                 const DaichoSubject *subject, PlanInclude *include, GError **error)
{
    g_autoptr(GPtrArray) prints = print_subject(enforcer, subject);
    Gathering gathering = {enforcer, package, prints, include};
    return daicho_catalog_each_provision(enforcer->catalog, NULL, gather_provision, &gathering,
                                         error) &&
           plan_include_check(include, error);
}

gboolean package_provided_find_none(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                    gboolean *is_none, GError **error)
{
    g_autoptr(GPtrArray)
        provisions = g_ptr_array_new_with_free_func((GDestroyNotify)package_provision_free);
    g_autoptr(GPtrArray) possible = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(PlanInclude) include = plan_include_new(NULL);
    DaichoPackage package = {.provisions = provisions, .possible = possible};
    gboolean gathered = package_provided_gather(&package, enforcer, subject, include, error);
    *is_none = provisions->len + possible->len == 0;
    return gathered;
}
