#ifndef DAICHO_RULES_COLUMNS_H
#define DAICHO_RULES_COLUMNS_H

#include "rules/match.h"

/* What a column's header, its other cells and its neighbours say of a rule's matches in it. */
typedef enum {
    COLUMN_SAYS_NOTHING,
    COLUMN_IS_LABELLED, /* the header has words of the rule */
    COLUMN_IS_NOT,      /* the header says something else */
    COLUMN_IS_CHANCE,   /* as many pass as of any numbers */
    COLUMN_IS_SURE,     /* so many do not pass by chance */
} ColumnVerdict;

/* Of what was counted in this text, and in the first one with the table. */
ColumnVerdict columns_get_verdict(const MatchView *view, const Candidate *candidate);

/* Counts the cells of a text, and a place that a rule's pattern fits. */
void columns_count_cells(const MatchView *view);
void columns_count(const MatchView *view, const Candidate *candidate);

/* Adds what was counted of a text to what was counted before, once its matches are settled. */
void columns_end(const MatchView *view);

/* Remembers that a header refutes any of the candidates, also of those that lose their place. */
void columns_note_refuted(const MatchView *view);

/* The same of one that words around it bring to nothing. */
void columns_note_lowered(const MatchView *view, const Candidate *candidate);

/* The words by which headers tell numbers of things, compiled. */
pcre2_code *columns_compile_things(void);

/* Whether a folded header or key has the rule's words. */
gboolean label_fits(DaichoRules *rules, const Rule *rule, const char *label, gsize length);

#endif
