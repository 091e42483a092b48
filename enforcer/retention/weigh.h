#ifndef DAICHO_ENFORCER_RETENTION_WEIGH_H
#define DAICHO_ENFORCER_RETENTION_WEIGH_H

#include "enforcer/retention/retention.h"

/* How the period of one file stands; hold and decision are not looked at yet. */
typedef struct {
    DaichoEnforcer *enforcer;
    GDate today;
    char *zone; /* its name */
} RetentionClock;

gboolean retention_clock_init(RetentionClock *clock, DaichoEnforcer *enforcer, GError **error);
void retention_clock_clear(RetentionClock *clock);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RetentionClock, retention_clock_clear)

/* The whole verdict, holds and decisions with it. */
gboolean retention_weigh(const RetentionClock *clock, const DaichoRetentionFile *file,
                         DaichoRetention *retention, GError **error);

/* The last day to keep what counts from a named date under a purpose. FALSE when there is none. */
gboolean retention_end_of(const RetentionClock *clock, const DaichoPurpose *purpose,
                          const char *named, GDate *last);

/* Whether a decision keeps the file today, whatever an earlier plan says. */
gboolean retention_is_kept(DaichoEnforcer *enforcer, const char *share, const char *path,
                           char **until, gboolean *kept, GError **error);

const char *retention_then(const DaichoPurpose *purpose);
const char *retention_from(const DaichoPurpose *purpose);

#endif
