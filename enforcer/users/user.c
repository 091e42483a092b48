#include "enforcer/users/user.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/users/role.h"

static gboolean refuse(GError **error, const char *message)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, message);
    return FALSE;
}

static gboolean check_name(const char *name, GError **error)
{
    gboolean is_name = *name != '\0' && g_utf8_validate(name, -1, NULL) && !g_ascii_isspace(*name);
    for (const char *at = name; is_name && *at != '\0'; at++) {
        is_name = !g_ascii_iscntrl(*at);
    }
    return is_name || refuse(error, "a user is named as the account is, or as --as names it");
}

static gboolean check_roles(const char *const *roles, GError **error)
{
    if (roles == NULL || *roles == NULL) {
        return refuse(error, "say what the user may do: --role administrator, reviewer or handler "
                             "(may be repeated)");
    }
    for (; *roles != NULL; roles++) {
        if (!g_strv_contains(daicho_roles, *roles)) {
            const char *nearest = daicho_text_nearest(*roles, daicho_roles);
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "there is no role \"%s\"%s%s%s: there are administrator, reviewer and "
                        "handler",
                        *roles, nearest != NULL ? " (did you mean \"" : "",
                        nearest != NULL ? nearest : "", nearest != NULL ? "\"?)" : "");
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean is_administrator(const DaichoUser *user)
{
    return user->disabled_s == 0 &&
           g_strv_contains((const char *const *)user->roles, "administrator");
}

static gboolean note_administrator(const DaichoUser *user, gpointer data, GError **error)
{
    (void)error;
    gboolean *has_any = data;
    *has_any = *has_any || is_administrator(user);
    return TRUE;
}

/* Stores the user with its audit row, unless nobody would be left to change that again. */
static gboolean store(DaichoEnforcer *enforcer, const DaichoUser *user, const char *act,
                      GError **error)
{
    gboolean has_any = FALSE;
    g_autofree char *object = g_strconcat("user ", user->name, NULL);
    g_autofree char *roles = g_strjoinv(", ", user->roles);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    if (transaction == NULL || !daicho_catalog_put_user(enforcer->catalog, user, error) ||
        !daicho_catalog_each_user(enforcer->catalog, note_administrator, &has_any, error)) {
        return FALSE;
    }
    if (!has_any) {
        return refuse(error, "there must be an administrator: add one first, with daicho user add "
                             "NAME --role administrator");
    }
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, act, object, roles,
                                       error) &&
           daicho_transaction_commit(transaction, error);
}

gboolean daicho_user_add(DaichoEnforcer *enforcer, const char *name, const char *const *roles,
                         GError **error)
{
    if (!check_name(name, error) || !check_roles(roles, error)) {
        return FALSE;
    }
    g_autoptr(DaichoUser) user = daicho_user_alloc();
    g_autoptr(GPtrArray) once = g_ptr_array_new();
    for (const char *const *role = daicho_roles; *role != NULL; role++) {
        if (g_strv_contains(roles, *role)) {
            g_ptr_array_add(once, g_strdup(*role));
        }
    }
    g_ptr_array_add(once, NULL);
    g_free(user->name);
    user->name = g_strdup(name);
    g_strfreev(user->roles);
    user->roles = (char **)g_ptr_array_free(g_steal_pointer(&once), FALSE);
    g_free(user->made_by);
    user->made_by = g_strdup(daicho_actor_name(&enforcer->actor));
    user->made_s = enforcer->actor.now_s;
    return store(enforcer, user, "user-add", error);
}

gboolean daicho_user_disable(DaichoEnforcer *enforcer, const char *name, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(DaichoUser) user = daicho_catalog_find_user(enforcer->catalog, name, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    if (user == NULL || user->disabled_s > 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is %s user (see daicho user list)",
                    name, user == NULL ? "no" : "already a disabled");
        return FALSE;
    }
    user->disabled_s = enforcer->actor.now_s;
    return store(enforcer, user, "user-disable", error);
}
