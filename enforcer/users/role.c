#include "enforcer/users/role.h"

#include <string.h>

#include "base/error.h"

const char *const daicho_roles[] = {"administrator", "reviewer", "handler", NULL};

static const struct {
    const char *act; /* "NAME may not …" */
    const char *roles[4];
    gboolean is_keepers;
} rights[] = {
    [DAICHO_RIGHT_NONE] = {"", {NULL}, TRUE},
    [DAICHO_RIGHT_READ] = {"look at the register", {"administrator", "reviewer", "handler"}, TRUE},
    [DAICHO_RIGHT_UNMASK] = {"see values unmasked", {"administrator", "handler"}, FALSE},
    [DAICHO_RIGHT_HANDLE] = {"handle requests, search persons or make and carry out plans",
                             {"handler"},
                             FALSE},
    [DAICHO_RIGHT_PROVIDE] = {"record or check what is provided to others",
                              {"administrator", "handler"},
                              FALSE},
    [DAICHO_RIGHT_DISPOSE] = {"decide what is kept or restored",
                              {"administrator", "handler"},
                              FALSE},
    [DAICHO_RIGHT_APPROVE] = {"approve what is destroyed", {"administrator"}, FALSE},
    [DAICHO_RIGHT_DISMISS] = {"dismiss findings", {"administrator", "reviewer"}, FALSE},
    [DAICHO_RIGHT_HOLD] = {"place or release holds", {"administrator"}, FALSE},
    [DAICHO_RIGHT_SCAN] = {"scan", {"administrator"}, TRUE},
    [DAICHO_RIGHT_CONFIGURE] = {"change consignees", {"administrator"}, FALSE},
    [DAICHO_RIGHT_KEEP] = {"back up or restore the catalog", {"administrator"}, TRUE},
    [DAICHO_RIGHT_USERS] = {"manage users", {"administrator"}, TRUE},
};

static gboolean note_any(const DaichoUser *user, gpointer data, GError **error)
{
    (void)user;
    (void)error;
    *(gboolean *)data = TRUE;
    return TRUE;
}

static gboolean may(const DaichoUser *user, DaichoRight right)
{
    for (const char *const *role = rights[right].roles; *role != NULL; role++) {
        if (g_strv_contains((const char *const *)user->roles, *role)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean refuse(const char *name, const DaichoUser *user, DaichoRight right, GError **error)
{
    if (user == NULL || user->disabled_s > 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s is %s user here and may do nothing: an administrator can change that with "
                    "daicho user add %s --role ROLE",
                    name, user == NULL ? "no" : "a disabled", name);
        return FALSE;
    }
    g_autofree char *has = g_strjoinv(" and ", user->roles);
    g_autofree char *needs = g_strjoinv(" or ", (char **)(guintptr)rights[right].roles);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "%s has the role %s and may not %s: that is for the role %s", name, has,
                rights[right].act, needs);
    return FALSE;
}

gboolean daicho_role_check(DaichoCatalog *catalog, const char *name, gboolean is_keeper,
                           DaichoRight right, GError **error)
{
    gboolean has_any = FALSE;
    g_autoptr(GError) failed = NULL;
    if (!daicho_catalog_each_user(catalog, note_any, &has_any, error)) {
        return FALSE;
    }
    if (!has_any || right == DAICHO_RIGHT_NONE || (is_keeper && rights[right].is_keepers)) {
        return TRUE;
    }
    g_autoptr(DaichoUser) user = daicho_catalog_find_user(catalog, name, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    return (user != NULL && user->disabled_s == 0 && may(user, right)) ||
           refuse(name, user, right, error);
}
