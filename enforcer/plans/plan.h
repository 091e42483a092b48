#ifndef DAICHO_ENFORCER_PLANS_PLAN_H
#define DAICHO_ENFORCER_PLANS_PLAN_H

#include "enforcer/subjects/proposal.h"

/*
 * A plan says exactly what will be done to which bytes. It is made by reading every candidate
 * again, never from the catalog's memory alone; its text is canonical JSON, its hash is approved,
 * and nothing that is not in it is ever touched.
 */

typedef enum {
    DAICHO_ACTION_DELETE_FILE,
    DAICHO_ACTION_DELETE_PARTS, /* records of a file, members or records within an archive or a mail */
    DAICHO_ACTION_SUSPEND_FILE,
    DAICHO_ACTION_SUSPEND_PARTS, /* records of a plain file */
    DAICHO_ACTION_DELETE_VALUES, /* single values of records; their records stay */
    DAICHO_ACTION_CHANGE_VALUES, /* the same, and others take their place, or stand where none did */
    DAICHO_ACTION_MANUAL,        /* a person must do it: see instructions */
    DAICHO_ACTION_HELD,          /* a hold stops it: nothing is done */
} DaichoAction;

const char *daicho_action_name(DaichoAction action); /* "delete-file", … */

/* Bytes of a part that go; end exclusive. A record of a document has no bytes of its own: start and end
 * are -1. */
typedef struct {
    gint64 start, end;
    gint64 record; /* number, from 1 */
} DaichoRange;

/* What takes the place of a range. */
typedef struct {
    char *text; /* UTF-8, as readers will show it; "" for nothing */
    GBytes *
        bytes; /* as it is written; NULL: the part's format writes the text, and the range counts in
                    * the text that its reader shows */
} DaichoPut;

DaichoPut *daicho_put_new(const char *text, GBytes *bytes); /* bytes is borrowed, and may be NULL */
void daicho_put_free(DaichoPut *put);

/* What a request wants done to one detail. */
typedef struct {
    char *kind;      /* "phone", a rule's id */
    char *old, *put; /* that goes, and that comes; either may be NULL */
} DaichoChange;

DaichoChange *daicho_change_new(const char *kind, const char *old, const char *put);
void daicho_change_free(DaichoChange *change);

/* A change to one part of a file. */
typedef struct {
    char *part;       /* "" for the file itself, else the container chain of the leaf */
    char *digest;     /* BLAKE2b-256 of the part's content before, hexadecimal */
    char *format;     /* "" where the ranges are all that goes, else by whom they are cut out: see
                       * enforcer/edits/record.h */
    gboolean remove;  /* the whole member goes; ranges is empty */
    gboolean is_open; /* being planned: records of a document that go along are added; not stored */
    GArray
        *ranges; /* of DaichoRange, ascending, not overlapping; all of bytes or all of a document */
    GPtrArray *puts; /* of DaichoPut, one for each range; NULL: nothing takes their place */
    char *sealed;    /* the puts, as they are stored; "" when there are none, or not yet */
} DaichoEdit;

DaichoEdit *daicho_edit_new(const char *part, const char *digest, gboolean remove);
void daicho_edit_free(DaichoEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoEdit, daicho_edit_free)

/* Whether what goes are records of a document rather than bytes. */
gboolean daicho_edit_is_of_document(const DaichoEdit *edit);

/* One file, and all that happens to it. */
typedef struct {
    gint64 number; /* from 1 */
    DaichoAction action;
    char *share, *root;
    char *path;              /* bytes, relative to root */
    DaichoIdentity identity; /* at the time of the plan */
    char *digest;            /* BLAKE2b-256 of the whole file */
    char *purpose;
    char *why;          /* which identifiers were found, and how strong */
    gint64 others;      /* other persons in the file (estimate: records with findings of others) */
    GPtrArray *edits;   /* of DaichoEdit */
    char **masked;      /* the records that go, masked, one line each */
    char *disposal;     /* what level the file system allows: "unlinked on btrfs (copy on write)" */
    char *instructions; /* for a manual task or a held target; "" otherwise */
} DaichoTarget;

DaichoTarget *daicho_target_new(void);
void daicho_target_free(DaichoTarget *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoTarget, daicho_target_free)

typedef struct {
    gint64 request;
    char *kind;          /* the request's */
    char *policy_digest; /* the policy it was made under */
    gint64 made_s;
    char *made_by;
    gint64 unread;       /* items on the shares that nobody could search */
    GPtrArray *possible; /* of char *: places with a name alone, not included, for a person to
                            decide; "  (what is known of it)" may stand behind the place */
    GPtrArray *excluded; /* of char *: places that staff decided to be another person's, with "  (by
                            whom, when, why)" behind the place */
    GPtrArray *targets;  /* of DaichoTarget */
    GPtrArray *changes;  /* of DaichoChange: what is asked for; NULL where records go */
    char *sealed;        /* they, as they are stored */
} DaichoPlan;

DaichoPlan *daicho_plan_new(void);
void daicho_plan_free(DaichoPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoPlan, daicho_plan_free)

/* Canonical JSON: the same plan always gives the same text. */
char *daicho_plan_to_json(const DaichoPlan *plan);
DaichoPlan *daicho_plan_from_json(const char *text, GError **error);

/* What staff say of a plan; all may be NULL. */
typedef struct {
    const char *const *include; /* places of possible hits that are the subject's */
    const char *const *exclude; /* places that are another person's; this is remembered */
    const char *reason;         /* why they are: readable, without personal data; needed then */
    const GPtrArray *changes;   /* of DaichoChange: of a correction, addition or deletion */
    GPtrArray
        *proposals; /* of DaichoProposal: added to, what else stands in the subject's records */
} DaichoPlanChoice;

/*
 * Makes the plan of a request (state: decided, accepted in full or part) and stores it, with the
 * decisions; places are written as a plan prints them, vectors are NULL-terminated. In a plan of
 * correction, addition or deletion (APPI article 34(1)) the changes are made in the subject's records,
 * which have old and put, put alone, or old alone; in the plan they are sealed. Returns its number, or 0.
 */
gint64 daicho_plan_make_chosen(DaichoEnforcer *enforcer, gint64 request,
                               const DaichoPlanChoice *choice, GError **error);

/* The same with no more than include; and with changes. */
gint64 daicho_plan_make(DaichoEnforcer *enforcer, gint64 request, const char *const *include,
                        GError **error);
gint64 daicho_plan_make_changes(DaichoEnforcer *enforcer, gint64 request, const GPtrArray *changes,
                                const char *const *include, GError **error);

/* Seals the puts and changes of a plan that is to be stored, and opens those of one that was: without that
 * nothing of it can be carried out. DAICHO_ERROR_RUN when they were changed. */
void daicho_plan_seal(DaichoPlan *plan, const DaichoKey *key);
gboolean daicho_plan_unseal(DaichoPlan *plan, const DaichoKey *key, GError **error);

/* Loads a stored plan after checking its hash, and its approval when it has one. *row may be NULL. */
DaichoPlan *daicho_plan_load(DaichoEnforcer *enforcer, gint64 number, DaichoPlanRow **row,
                             GError **error);

/* Signs the plan's hash. Who made it may not approve it, unless the policy says so. */
gboolean daicho_plan_approve(DaichoEnforcer *enforcer, gint64 number, GError **error);

#endif
