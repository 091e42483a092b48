#ifndef DAICHO_RULES_PATTERN_REACH_H
#define DAICHO_RULES_PATTERN_REACH_H

#include <glib.h>

/* What is sure of every match of a pattern. All zero when nothing could be told. */
typedef struct {
    gsize most;   /* bytes that a match takes at most; 0: unbounded or not known */
    guint digits; /* ASCII digits that it holds at least */
    guint ats;    /* "@" that it holds at least */
    guint wides;  /* characters beyond ASCII that it holds at least */
} PatternReach;

/* Derived from the pattern alone, never too few bytes and never too many characters. */
PatternReach pattern_reach(const char *pattern);

#endif
