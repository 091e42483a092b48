#ifndef DAICHO_ENFORCER_PLANS_FILE_H
#define DAICHO_ENFORCER_PLANS_FILE_H

#include "enforcer/plans/include.h"
#include "enforcer/plans/letter.h"
#include "enforcer/subjects/identity.h"
#include "enforcer/subjects/scan.h"

/* A record of one item in which the subject was found. */
typedef struct {
    gint64 number, start, end;  /* bytes of the part; -1 unknown */
    DaichoHitStrength strength; /* the highest in it */
    gboolean is_included;       /* by staff */
    gboolean goes;              /* it is the subject's */
    const SubjectPlace *place;  /* the first in it; the one that is decided, if one is */
    gboolean is_mixed; /* other persons stand in it as well, or may: it is a very long line */
} PlanRecord;

/* What was found in one item, and who else is in it. */
typedef struct {
    const DaichoItem *item;
    GPtrArray *findings;       /* in its text, as plan_findings_new has them */
    GArray *records;           /* of PlanRecord, ascending */
    gint64 others;             /* records that tell of other persons */
    gboolean is_container;     /* other items lie within it */
    gboolean may_have_others;  /* a text of the subject's name in which somebody else may stand */
    gboolean is_unheaded;      /* a table whose first row may be somebody's */
    gboolean is_twin;          /* another member has the same name */
    gboolean is_named;         /* its own name holds the subject, at strong or more, or included */
    gboolean is_name_included; /* staff said that what has this name may go, whatever is in it */
    gboolean is_under_name;    /* a folder on the way to it does */
    gboolean is_only_possible; /* its name or a folder's holds a hit that nobody decided */
    const SubjectPlace *name_place; /* as for a record; NULL when its name holds nothing */
    const char *name_kind;          /* of the first identifier in its name; NULL when none */
    guint mail;           /* one more than the index of the mail that it lies in; 0: none */
    gint64 message;       /* of that mail */
    PlanLetters *letters; /* of a mail, else NULL */
    gboolean keeps_name;  /* the name tells of the subject even when the content is gone */
} PlanItem;

/*
 * One file weighed for a plan. Persons are counted by records in tables and JSON. In running text,
 * where a record is a line, a line belongs to the name that stands in it or nearest above it, or to
 * whom the file is named after; another name, another e-mail address than those known, another
 * birth date, or more than two further telephone numbers speak of others.
 */
typedef struct {
    const SubjectScan *scan;
    GArray *items; /* of PlanItem, one for each of the scan's */
} PlanFile;

/* identity and scan are borrowed; their items must have share and path. */
void plan_file_init(PlanFile *file, const SubjectIdentity *identity, const SubjectScan *scan,
                    PlanInclude *include);

/* Only the items, without records: for who judges by something else than a person. */
void plan_file_init_items(PlanFile *file, const SubjectScan *scan);
void plan_file_clear(PlanFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PlanFile, plan_file_clear)

gint64 plan_file_count_others(const PlanFile *file);

/* Whether staff decided that a place is another person's, and nothing else was said now. */
gboolean plan_record_is_decided(const PlanRecord *record);
gboolean plan_item_name_is_decided(const PlanItem *item);

/* Whether anything in it is the subject's. */
gboolean plan_file_is_target(const PlanFile *file);
gboolean plan_item_goes(const PlanItem *item);

/*
 * Whether an item, with all within it, is about the subject alone: it was read in full, tells of
 * nobody else, and is named after the subject or holds nothing but the subject's records. The name of
 * a table says nothing of rows that nobody knows, unless staff said that it may go.
 */
gboolean plan_file_is_only_subject(const PlanFile *file, guint index);

/* Whether a table is named after the subject and rows stay in it of which nobody knows whose they are. */
gboolean plan_item_keeps_rows(const PlanItem *item);

/* What becomes of what lies in a message: nothing because of that; it goes with it; or staff said that
 * the message may go, whoever else is in it. */
typedef enum { PLAN_MESSAGE_STAYS, PLAN_MESSAGE_GOES, PLAN_MESSAGE_INCLUDED } PlanMessageFate;
PlanMessageFate plan_file_get_message_fate(const PlanFile *file, const PlanItem *item);

/* Whether what is attached to a message of the item at index tells of nobody else. */
gboolean plan_file_is_message_only_subject(const PlanFile *file, guint index, gint64 message);

/* Whether part lies within the item's part. */
gboolean plan_part_is_within(const char *part, const char *container);

#endif
