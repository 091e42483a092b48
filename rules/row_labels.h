#ifndef DAICHO_RULES_ROW_LABELS_H
#define DAICHO_RULES_ROW_LABELS_H

#include "rules/rule.h"

/* A text whose cells have the labels that stand to their left. */
typedef struct {
    DaichoText text; /* borrows all but cells and labels */
    GArray *cells;   /* of DaichoCell */
    GPtrArray *labels;
} RowLabels;

/*
 * A form as a table: a label and its value in each row (氏名 | 架空花子). It is one when no row holds more than
 * two cells, those on the left are words of rules of three kinds or more, and some on the right hold an
 * address of mail or a number. NULL when the text is none.
 */
RowLabels *row_labels_new(DaichoRules *rules, const DaichoText *text);
void row_labels_free(RowLabels *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RowLabels, row_labels_free)

#endif
