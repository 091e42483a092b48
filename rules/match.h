#ifndef DAICHO_RULES_MATCH_H
#define DAICHO_RULES_MATCH_H

#include "rules/context.h"
#include "rules/fold.h"

/* What a rule says of a place. */
typedef enum {
    CANDIDATE_GOOD,
    CANDIDATE_WITHOUT_VALUE, /* the group named value took no part */
    CANDIDATE_REFUSED,       /* by the validator */
    CANDIDATE_UNKNOWN,       /* not among the known values */
} CandidateState;

/* A match before the overlaps are settled. */
typedef struct {
    const Rule *rule;
    gsize start, end; /* in the original text */
    gsize folded_start, folded_end;
    const char *folded; /* the folded text that these are of: borrowed */
    gsize cell;         /* index; G_MAXSIZE when none */
    guint confidence;
    gint points; /* of the confidence, from the validator */
    CandidateState state;
    gboolean is_labelled;    /* its rule found the label itself: by the pattern, or as a column */
    const KnownEntry *known; /* borrowed; NULL when the rule asks for none */
    guint n_known;
    gboolean is_confirmed; /* something else of the same subject stands nearby */
} Candidate;

/* The text in its matching view. */
typedef struct {
    DaichoRules *rules;
    const DaichoText *text;
    char *owned; /* NULL when nothing had to be folded */
    const char *folded;
    gsize length;
    FoldMap map;        /* while owned is there; else offsets are the same */
    char **labels;      /* folded */
    GArray *candidates; /* of Candidate: the good ones */
    GArray *refused;    /* of Candidate: the others; NULL when nobody asks */
    GPtrArray *limited; /* as daicho_rules_match; may be NULL */
    GPtrArray *cells;   /* folded cells that candidates borrow from */
    char *prepared;     /* for keywords; NULL until asked for */
    TextKind kind;
    gboolean is_gated; /* else matches are looked for everywhere */
    GArray *ats;       /* of guint32: where an "@" stands; NULL until asked for */
    GArray *digits;    /* as ats */
    GArray **starts;   /* of guint32, for each rule: what the plan for starts gave */
    GArray **literals; /* of MatchRange, for each rule; NULL: they could not be looked for */
} MatchView;

/* labels of text and the text itself are borrowed. */
void match_view_init(MatchView *view, DaichoRules *rules, const DaichoText *text,
                     GPtrArray *limited);
void match_view_clear(MatchView *view);

/* Adds the candidates of every rule. */
void match_view_run(MatchView *view);

/* Where a candidate stands: what is context to it. Borrowed from the view. */
ContextPlace match_view_place(const MatchView *view, const Candidate *candidate);

gsize match_view_to_original(const MatchView *view, gsize folded_offset);

/* The first place in the folded text that comes from original_offset or later. */
gsize match_view_to_folded(const MatchView *view, gsize original_offset);

/* Adds every place where the pattern, validator and context of the rule at this index hold. */
void match_pattern(MatchView *view, guint index);

/* Adds what stands at a place of the folded text, if validator and context hold, without what is no part
 * of it; whole_start: where what the rule matched begins, its label included. Returns where what is no
 * part of it begins, or another match may. */
gsize match_add(MatchView *view, const Rule *rule, gsize whole_start, gsize start, gsize end);

/* Adds every keyword of the rule. */
void match_keywords(MatchView *view, const Rule *rule);

/* Adds every whole cell under a label that the rule reads. */
void match_columns(MatchView *view, const Rule *rule);

/* The rule gave up on this text. */
void match_note_limit(MatchView *view, const Rule *rule);

/* Makes sure those of exact rules near which something else of the same subject stands: in the same
 * record, or where there are none within some lines. */
void match_confirm_subjects(MatchView *view);

/* The index of the record that holds a place of the original text. */
gsize match_view_record(const MatchView *view, gsize place);

/* Leaves, of candidates that overlap, the one with the best claim (rules.h); in order of start. */
void match_settle_overlaps(MatchView *view);

#endif
