#include "enforcer/vault/person.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/print.h"
#include "enforcer/vault/entry.h"

typedef struct {
    DaichoEnforcer *enforcer;
    const DaichoSubject *subject;
    gint64 plan;        /* of the entry before, */
    gboolean is_theirs; /* and whether it was for the person */
    DaichoVaulted *vaulted;
} Search;

static gboolean look_at_plan(Search *search, gint64 plan, GError **error)
{
    DaichoCatalog *catalog = search->enforcer->catalog;
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(catalog, plan, error);
    search->plan = plan;
    search->is_theirs = FALSE;
    if (row == NULL || row->request == 0) {
        return row != NULL;
    }
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(catalog, row->request, error);
    if (request == NULL || request->subject == NULL) {
        return request != NULL;
    }
    search->is_theirs = print_is_same_person(search->enforcer, search->subject, request->subject);
    return TRUE;
}

static gboolean count_stored(const Search *search, const DaichoVaultRow *row, GError **error)
{
    g_autoptr(GError) failed = NULL;
    DaichoVaulted *vaulted = search->vaulted;
    if (vault_check_purge(search->enforcer, row, &failed)) {
        vaulted->first = vaulted->stored == 0 ? row->number : vaulted->first;
        vaulted->stored++;
        return TRUE;
    }
    if (!g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_USAGE)) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    vaulted->held++;
    return TRUE;
}

static gboolean count_entry(const DaichoVaultRow *row, gpointer data, GError **error)
{
    Search *search = data;
    DaichoVaulted *vaulted = search->vaulted;
    if (row->plan != search->plan && !look_at_plan(search, row->plan, error)) {
        return FALSE;
    }
    if (search->is_theirs && strcmp(row->state, "purged") == 0) {
        vaulted->purged++;
    }
    return !search->is_theirs || strcmp(row->state, "stored") != 0 ||
           count_stored(search, row, error);
}

gboolean daicho_vault_count_person(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                   DaichoVaulted *vaulted, GError **error)
{
    Search search = {.enforcer = enforcer, .subject = subject, .vaulted = vaulted};
    *vaulted = (DaichoVaulted){0};
    return daicho_catalog_each_vault(enforcer->catalog, count_entry, &search, error);
}
