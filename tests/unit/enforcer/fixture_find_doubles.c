#include "enforcer/apply.h"
#include "enforcer/edit.h"

/* Stand in for what is not there yet. */

gboolean __attribute__((weak))
daicho_hold_covers(DaichoEnforcer *enforcer, const DaichoTarget *target, char **reason,
                   gboolean *held, GError **error)
{
    (void)enforcer;
    (void)error;
    *held = g_str_has_prefix(target->path, "held/");
    *reason = *held ? g_strdup("hold 1") : NULL;
    return TRUE;
}

gboolean __attribute__((weak)) edit_is_supported(const char *container_type)
{
    static const char *const types[] = {"application/zip", "application/gzip", "application/x-tar",
                                        NULL};
    return g_strv_contains(types, container_type);
}
