#ifndef DAICHO_RULES_PATTERN_REACH_H
#define DAICHO_RULES_PATTERN_REACH_H

#include <glib.h>

/*
 * The most bytes that a match of the pattern, with what its look-aheads read, can take; 0 when that
 * is unbounded or could not be told. Never too few. *has_at says whether every match surely holds an
 * "@".
 */
gsize pattern_reach(const char *pattern, gboolean *has_at);

#endif
