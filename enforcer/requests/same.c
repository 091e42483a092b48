#include "enforcer/requests/request.h"

#include <string.h>

#include "enforcer/print.h"

typedef struct {
    DaichoEnforcer *enforcer;
    const DaichoRequest *request;
    gint64 found;
} Search;

static gboolean compare(const DaichoRequest *other, gpointer data, GError **error)
{
    (void)error;
    static const char *const ended[] = {"withdrawn", "lapsed", "identity-failed", "closed", NULL};
    Search *search = data;
    if (search->found != 0 || other->number == search->request->number || other->subject == NULL ||
        g_strv_contains(ended, other->state) || strcmp(other->kind, search->request->kind) != 0) {
        return TRUE;
    }
    gboolean is_same = print_may_be_same_person(search->enforcer, search->request->subject,
                                                other->subject);
    search->found = is_same ? other->number : 0;
    return TRUE;
}

gboolean daicho_request_find_same(DaichoEnforcer *enforcer, gint64 number, gint64 *same,
                                  GError **error)
{
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(enforcer->catalog, number, error);
    if (request == NULL || request->subject == NULL) {
        *same = 0;
        return request != NULL;
    }
    Search search = {enforcer, request, 0};
    gboolean read = daicho_catalog_each_request(enforcer->catalog, compare, &search, error);
    *same = search.found;
    return read;
}
