#include "enforcer/hold.h"

#include <string.h>

#include "base/text.h"
#include "enforcer/apply.h"
#include "enforcer/hold_prints.h"

/* A glob that names a folder covers all that lies in it. */
static gboolean matches(const char *glob, const char *path)
{
    g_autofree char *inside = g_strconcat(glob, g_str_has_suffix(glob, "/") ? "*" : "/*", NULL);
    return strcmp(glob, path) == 0 || daicho_text_glob(glob, path) ||
           daicho_text_glob(inside, path);
}

static gboolean covers_path(const DaichoHoldRow *hold, const DaichoTarget *target)
{
    gboolean has_share = *hold->share != '\0';
    if (has_share && strcmp(hold->share, target->share) != 0) {
        return FALSE;
    }
    if (*hold->path_glob == '\0') {
        return has_share;
    }
    /* It may have been typed in the escaped form in which paths are shown. */
    g_autofree char *bytes = daicho_text_unescape(hold->path_glob, NULL);
    return matches(hold->path_glob, target->path) ||
           (bytes != NULL && matches(bytes, target->path));
}

typedef struct {
    const char *path;
    gboolean found;
} InFile;

static gboolean look_at_path(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    (void)finding;
    (void)error;
    InFile *file = data;
    file->found = file->found || strcmp(item->path, file->path) == 0;
    return TRUE;
}

static gboolean covers_subject(DaichoEnforcer *enforcer, const DaichoHoldRow *hold,
                               const DaichoTarget *target, gboolean *covers, GError **error)
{
    InFile file = {.path = target->path};
    for (guint i = 0; i < hold->fingerprints->len && !file.found; i++) {
        const DaichoFindingQuery query = {
            .share = target->share,
            .fingerprint = g_bytes_get_data(g_ptr_array_index(hold->fingerprints, i), NULL)};
        if (!daicho_catalog_each_finding(enforcer->catalog, &query, look_at_path, &file, error)) {
            return FALSE;
        }
    }
    *covers = file.found;
    return TRUE;
}

typedef struct {
    DaichoEnforcer *enforcer;
    const DaichoTarget *target; /* or */
    const GPtrArray *prints;
    char *reason; /* NULL while no hold covers it */
} Covering;

static gboolean try_hold(const DaichoHoldRow *hold, gpointer data, GError **error)
{
    Covering *covering = data;
    gboolean covers = FALSE;
    if (hold->released_s != 0 || covering->reason != NULL) {
        return TRUE;
    }
    if (covering->target == NULL) {
        covers = hold_prints_meet(covering->prints, hold->fingerprints);
    } else if (covers_path(hold, covering->target)) {
        covers = TRUE;
    } else if (!covers_subject(covering->enforcer, hold, covering->target, &covers, error)) {
        return FALSE;
    }
    if (covers) {
        covering->reason = g_strdup_printf("hold %" G_GINT64_FORMAT ": %s", hold->number,
                                           hold->reason);
    }
    return TRUE;
}

static gboolean try_holds(Covering *covering, char **reason, gboolean *held, GError **error)
{
    gboolean read = daicho_catalog_each_hold(covering->enforcer->catalog, try_hold, covering,
                                             error);
    *held = read && covering->reason != NULL;
    *reason = covering->reason;
    return read;
}

gboolean daicho_hold_covers(DaichoEnforcer *enforcer, const DaichoTarget *target, char **reason,
                            gboolean *held, GError **error)
{
    Covering covering = {.enforcer = enforcer, .target = target};
    return try_holds(&covering, reason, held, error);
}

gboolean daicho_hold_covers_subject(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                    char **reason, gboolean *held, GError **error)
{
    g_autoptr(GPtrArray) prints = hold_prints_new(enforcer, subject, error);
    Covering covering = {.enforcer = enforcer, .prints = prints};
    return prints != NULL && try_holds(&covering, reason, held, error);
}
