#include "enforcer/holds/hold.h"

#include <string.h>

#include "base/period.h"
#include "base/text.h"
#include "enforcer/acts/apply.h"
#include "enforcer/holds/prints.h"

/* A glob that names a folder covers all that lies in it. */
static gboolean matches(const char *glob, const char *path)
{
    g_autofree char *inside = g_strconcat(glob, g_str_has_suffix(glob, "/") ? "*" : "/*", NULL);
    return strcmp(glob, path) == 0 || daicho_text_glob(glob, path) ||
           daicho_text_glob(inside, path);
}

static gboolean covers_path(const DaichoHoldRow *hold, const DaichoTarget *target)
{
    if (*hold->share != '\0' && strcmp(hold->share, target->share) != 0) {
        return FALSE;
    }
    if (*hold->path_glob == '\0') {
        return TRUE;
    }
    /* It may have been typed in the escaped form in which paths are shown. */
    g_autofree char *bytes = daicho_text_unescape(hold->path_glob, NULL);
    return matches(hold->path_glob, target->path) ||
           (bytes != NULL && matches(bytes, target->path));
}

/* What the catalog knows of a file beside its path. */
typedef struct {
    const char *purpose; /* that is looked for */
    gboolean is_known, has_purpose;
    gint64 mtime_ns;
} Facts;

static gboolean take_item(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    Facts *facts = data;
    facts->is_known = TRUE;
    facts->has_purpose = facts->has_purpose || strcmp(item->purpose, facts->purpose) == 0;
    facts->mtime_ns = item->identity.mtime_ns;
    return TRUE;
}

static gboolean is_of_purpose(const DaichoHoldRow *hold, const DaichoTarget *target,
                              const Facts *facts)
{
    gboolean can_tell = facts->is_known || *target->purpose != '\0';
    return *hold->purpose == '\0' || !can_tell || facts->has_purpose ||
           strcmp(hold->purpose, target->purpose) == 0;
}

static gboolean is_of_period(const DaichoEnforcer *enforcer, const DaichoHoldRow *hold,
                             const DaichoTarget *target, const Facts *facts)
{
    gint64 mtime_ns = target->identity.mtime_ns != 0 ? target->identity.mtime_ns : facts->mtime_ns;
    gint64 mtime_s = mtime_ns / 1000000000 - (mtime_ns % 1000000000 < 0 ? 1 : 0);
    GDate day;
    GDate end;
    if (mtime_ns == 0 || !daicho_day_in(mtime_s, enforcer->time_zone, &day)) {
        return TRUE;
    }
    return !(daicho_day_parse(hold->since, &end) && g_date_compare(&day, &end) < 0) &&
           !(daicho_day_parse(hold->until, &end) && g_date_compare(&day, &end) > 0);
}

/* All that the hold says of files must be so; a hold that says nothing of files covers none. */
static gboolean covers_file(DaichoEnforcer *enforcer, const DaichoHoldRow *hold,
                            const DaichoTarget *target, gboolean *covers, GError **error)
{
    gboolean has_path = *hold->share != '\0' || *hold->path_glob != '\0';
    gboolean has_more = *hold->purpose != '\0' || *hold->since != '\0' || *hold->until != '\0';
    Facts facts = {.purpose = hold->purpose};
    const DaichoItemQuery query = {.share = target->share, .path = target->path};
    *covers = (has_path || has_more) && covers_path(hold, target);
    if (!*covers || !has_more) {
        return TRUE;
    }
    if (!daicho_catalog_each_item(enforcer->catalog, &query, take_item, &facts, error)) {
        return FALSE;
    }
    *covers = is_of_purpose(hold, target, &facts) && is_of_period(enforcer, hold, target, &facts);
    return TRUE;
}

static gboolean note_found(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                           GError **error)
{
    (void)item;
    (void)finding;
    (void)error;
    *(gboolean *)data = TRUE;
    return TRUE;
}

static gboolean covers_subject(DaichoEnforcer *enforcer, const DaichoHoldRow *hold,
                               const DaichoTarget *target, gboolean *covers, GError **error)
{
    *covers = FALSE;
    for (guint i = 0; i < hold->fingerprints->len && !*covers; i++) {
        const DaichoFindingQuery query = {
            .share = target->share,
            .path = target->path,
            .fingerprint = g_bytes_get_data(g_ptr_array_index(hold->fingerprints, i), NULL)};
        if (!daicho_catalog_each_finding(enforcer->catalog, &query, note_found, covers, error)) {
            return FALSE;
        }
    }
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
    } else if (!covers_file(covering->enforcer, hold, covering->target, &covers, error) ||
               (!covers &&
                !covers_subject(covering->enforcer, hold, covering->target, &covers, error))) {
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
