#ifndef DAICHO_ENFORCER_CONTEXT_H
#define DAICHO_ENFORCER_CONTEXT_H

#include "base/fs.h"
#include "base/limits.h"
#include "catalog/catalog.h"
#include "paper/paper.h"
#include "rules/rules.h"

/* What every act of the enforcer needs; all borrowed. */
typedef struct {
    DaichoCatalog *catalog;
    DaichoRules *rules;
    const DaichoPolicy *policy;
    DaichoFs *fs; /* daicho_fs_system(), or a test's double */
    const DaichoReading *reading;
    const char *vault_dir; /* folder of mode 0700 for suspended data */
    DaichoActor actor;
    GTimeZone *time_zone;               /* in which people read dates and days end; NULL: UTC */
    DaichoPaperLanguage paper_language; /* of forms and letters to persons */
    /* Called after every journal step is on disk; tests kill the process here. May be NULL. */
    void (*after_step)(gint64 plan, gint64 target, const char *step, gpointer data);
    gpointer after_step_data;
    /* Called before each file that is read for a person. May be NULL. */
    void (*progress)(guint done, guint all, gpointer data);
    gpointer progress_data;
    /* Set by a signal handler: apply ends before the next target, a search before the next file. May
     * be NULL. */
    const volatile int *stop;
} DaichoEnforcer;

#endif
