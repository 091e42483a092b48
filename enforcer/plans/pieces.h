#ifndef DAICHO_ENFORCER_PLANS_PIECES_H
#define DAICHO_ENFORCER_PLANS_PIECES_H

#include <glib.h>

/* The targets stand last in a plan's text. */
#define PLAN_TARGETS ",\"targets\":["
#define PLAN_END "]}"
#define PLAN_HEAD_END PLAN_TARGETS PLAN_END

/*
 * Takes a plan's text apart, so that its targets can be parsed one after the other. It knows the
 * canonical form alone: of any other text the pieces may be wrong, which the comparison with the
 * plan written again has to find.
 */

/* The text without its targets (g_free); *rest is where the first of them begins. NULL: there is no
 * list of targets. */
char *plan_pieces_get_head(const char *text, const char **rest);

/* The next target (g_free), after which *rest stands; NULL when another one does not follow. */
char *plan_pieces_next(const char **rest);

#endif
