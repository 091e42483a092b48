#ifndef DAICHO_ENFORCER_DISMISSALS_DISMISSAL_H
#define DAICHO_ENFORCER_DISMISSALS_DISMISSAL_H

#include "enforcer/context.h"
#include "enforcer/dismissals/baseline.h"

/*
 * What a reviewer has looked at and need not be shown again (catalog/dismissals.h). All criteria that
 * are given must hold together; any may be NULL, not all.
 *
 * - share, path_glob, rule and category hold for findings to come, too.
 * - value ("email=hanako@example.com", or a rule's id before the sign) holds wherever the value is;
 *   same_value_as is a place where one value was found. Of it only the fingerprint is kept.
 * - place ("office:seminar/list.csv", "…#3", "office:a.zip!/b.csv") holds while the value there is the
 *   one that was found: another one is news. Without a record it holds wherever in the file or member
 *   the value stands.
 *
 * - baseline holds for what is in it: the same values in the same files, wherever in them.
 *
 * What would cover nearly everything, such as a rule alone or the glob "*", needs is_everywhere. The
 * reason is stored readable: one with personal data in it is refused. until is its last day.
 */
typedef struct {
    const char *share, *path_glob, *rule, *category;
    const char *value, *same_value_as;
    const char *place;
    const DaichoBaseline *baseline;
    const char *reason, *until;
    gboolean is_everywhere;
} DaichoDismissalScope;

typedef struct {
    gint64 number;
    gint64 covered; /* findings now */
    gint64 before;  /* of them, those that another dismissal covered already */
} DaichoDismissalResult;

/* In the audit chain. DAICHO_ERROR_USAGE says what is lacking, too broad, or not there. */
gboolean daicho_dismissal_make(DaichoEnforcer *enforcer, const DaichoDismissalScope *scope,
                               DaichoDismissalResult *result, GError **error);

/* It stays on record, with who took it back, when and why. In the audit chain. */
gboolean daicho_dismissal_end(DaichoEnforcer *enforcer, gint64 number, const char *reason,
                              GError **error);

#endif
