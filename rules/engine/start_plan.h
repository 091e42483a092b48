#ifndef DAICHO_RULES_ENGINE_START_PLAN_H
#define DAICHO_RULES_ENGINE_START_PLAN_H

#include "rules/engine/pattern_shape.h"

/*
 * Where matches of many rules can start, in one pass over a text. A start is where the bytes from
 * there on, the one before it and the digits near it are as a shape of the rule's pattern allows.
 * Nothing else need be tried with PCRE2, and what is tried sees the whole text, so that the matches
 * stay the same (R1).
 *
 * What many shapes begin with is looked for once: how long a pass takes hardly depends on how many
 * rules there are.
 */
typedef struct StartPlan StartPlan;

StartPlan *start_plan_new(guint n_rules);
void start_plan_free(StartPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StartPlan, start_plan_free)

/* A shape of the rule's matches; copied. */
void start_plan_add(StartPlan *plan, guint rule, const Shape *shape);

/* To be called when all shapes are added. */
void start_plan_finish(StartPlan *plan);

/* How few places of usual text the shape allows: whether looking there pays. wide_is_rare: the text has
 * few characters beyond ASCII. */
gboolean shape_is_rare(const Shape *shape, gboolean wide_is_rare);

/* For every rule added, its places as an array of guint32 in ascending order, NULL when there are none.
 * length is below 4 GiB. Free the result with start_places_free. */
GArray **start_plan_run(const StartPlan *plan, const char *text, gsize length);
void start_places_free(const StartPlan *plan, GArray **places);

/* As start_plan_run, with the classifier of this index, and the rest for the same processors. */
GArray **start_plan_run_with(const StartPlan *plan, gsize classifier, const char *text,
                             gsize length);

#endif
