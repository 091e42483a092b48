#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_ENFORCER_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_ENFORCER_H

#include "enforcer/acts/apply.h"

/* A share "t" in a temporary folder, a vault beside it, and all that an enforcer needs. */
typedef struct {
    char *folder, *root, *vault, *catalog_path;
    DaichoKey *key;
    DaichoCatalog *catalog;
    DaichoRules *rules;
    DaichoPolicy *policy;
    DaichoEnforcer enforcer; /* acting as "handler" at 1000 */
    GString *told;           /* of the last apply: "outcome note", a line each target */
    DaichoApplyResult result;
} Fixture;

/* A table of two persons: the record of 架空花子 is the first after the header. */
#define FIXTURE_BEFORE                                                                             \
    "氏名,電話,メール\n架空花子,03-0000-1234,hanako@example.com\n"                      \
    "見本太郎,03-0000-5678,taro@example.com\n"
#define FIXTURE_AFTER "氏名,電話,メール\n見本太郎,03-0000-5678,taro@example.com\n"

int fixture_enforcer_set_up(void **state);

/* On a file system in memory where there is one, for tests that apply many plans: every journal step
 * waits for the disk. */
int fixture_enforcer_set_up_in_memory(void **state);
int fixture_enforcer_tear_down(void **state);

/* SQLite's handles do not survive a fork. */
void fixture_enforcer_close_catalog(Fixture *fixture);
void fixture_enforcer_open_catalog(Fixture *fixture);

void fixture_enforcer_put(const Fixture *fixture, const char *path, const char *text);
char *fixture_enforcer_read(const Fixture *fixture, const char *path); /* NULL when gone */

/* Hidden files that daicho left in the folder of the share's root. */
guint fixture_enforcer_count_hidden(const Fixture *fixture);

/* Every file beneath the share with its content, mode, owner, times and inode. */
char *fixture_enforcer_dump(const Fixture *fixture);
void fixture_enforcer_scan(Fixture *fixture);

/* An erasure for 架空花子, decided, and a plan for it. */
DaichoPlan *fixture_enforcer_plan(Fixture *fixture);

/* A target for the file as it is now; for parts of a .csv, the record of FIXTURE_BEFORE
 * goes; other edits are added by the caller. */
DaichoTarget *fixture_enforcer_add(const Fixture *fixture, DaichoPlan *plan, DaichoAction action,
                                   const char *path);

/* Stores the plan, as its maker; frees it. */
gint64 fixture_enforcer_store(Fixture *fixture, DaichoPlan *plan, gboolean approve);

/* All of the above for one file. */
gint64 fixture_enforcer_plan_one(Fixture *fixture, DaichoAction action, const char *path);

/* Applies and fills told and result; a run that fails fails the test. */
void fixture_enforcer_apply(Fixture *fixture, gint64 plan, gboolean execute);

char *fixture_enforcer_get_step(const Fixture *fixture, gint64 plan, gint64 target);
char *fixture_enforcer_get_state(const Fixture *fixture, gint64 plan);

/* The number of the last vault entry that is stored; 0 when there is none. */
gint64 fixture_enforcer_find_stored(const Fixture *fixture);
void fixture_enforcer_assert_audit_holds(const Fixture *fixture);

#endif
