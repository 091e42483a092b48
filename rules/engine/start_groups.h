#ifndef DAICHO_RULES_ENGINE_START_GROUPS_H
#define DAICHO_RULES_ENGINE_START_GROUPS_H

#include "rules/engine/start_plan.h"

/* What a plan for starts is made of: for start_plan, which makes it, and start_pass, which runs it. */

/* Digits are counted so far on. */
enum { COUNTED_BYTES = 64 };

/* After so many looks it is asked whether any are left. */
enum { LOOKS_FIRST = 2 };

/* Classes, and what is outside of the text. */
enum { OUTSIDE = N_BYTE_CLASSES, N_KINDS };

/* What is left to look at for one shape, where its group allows a start. */
typedef struct {
    guint rule;
    guint least;    /* digits */
    guint64 within; /* bit i: they may be at i bytes from the start */
} StartMember;

/* Shapes that begin alike. */
typedef struct {
    guint16 not_before; /* classes */
    guint16 at[SHAPE_BYTES];
    guint least;     /* digits that each member wants */
    GArray *members; /* of StartMember */
} StartGroup;

/* A byte that must be of a set: the n-th from the start. */
typedef struct {
    guint at;
    guint set;
} StartLook;

/* Where one of some groups may start, in as few looks as pay. Sets are indexes into the plan's. */
typedef struct {
    guint16 not_before; /* classes */
    guint16 at[SHAPE_BYTES];
    guint not_before_set;
    StartLook looks[SHAPE_BYTES]; /* those that tell something, the one that tells most first */
    guint n_looks;
    guint least; /* digits that each of them wants */
} StartLeader;

/* Classes that are looked for together. */
typedef struct {
    guint16 set;
    guint base;   /* index of another one, all of whose classes it has; its own: none */
    guint16 rest; /* the classes that the other one has not */
} StartSet;

/* Two bytes that a table is asked for together: the one before a start and the first, and so on. */
enum { START_PAIRS = SHAPE_BYTES / 2 };

/*
 * Leaders give the few places where anything can start; there, tables give the groups. A table has for
 * each kind of byte, or each two, a set of groups: bit i of it for the group of that index.
 */
struct StartPlan {
    guint n_rules;
    GArray *groups;              /* of StartGroup */
    GArray *leaders;             /* of StartLeader */
    GArray *sets;                /* of StartSet */
    GArray *order;               /* of guint: of the sets, so that each comes behind its base */
    gsize words;                 /* of a set of groups */
    guint64 *pairs[START_PAIRS]; /* by two bytes */
    guint64 *last;               /* by the last byte of a shape */
    guint64 *digits;             /* by the digits in the next COUNTED_BYTES bytes */
    guint8 class_of[256];
};

#endif
