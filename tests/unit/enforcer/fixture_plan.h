#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_PLAN_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_PLAN_H

#include "enforcer/plans/plan.h"
#include "tests/unit/enforcer/fixture_find.h"

/* Puts a request of that kind, state and decision into the catalog, which takes the subject; its
 * number. */
gint64 fixture_plan_request(FixtureFind *find, const char *kind, const char *state,
                            const char *decision, DaichoSubject *subject);
DaichoPlan *fixture_plan_load(FixtureFind *find, gint64 number);

/* Scans the share and makes the plan of an accepted request. */
DaichoPlan *fixture_plan_make(FixtureFind *find, const char *kind, DaichoSubject *subject,
                              const char *const *include);

/* That the plan is "number action path others edits" of every target, then "? place" of every
 * possible one, a line each. */
void fixture_plan_expect(const DaichoPlan *plan, const char *expected);

#endif
