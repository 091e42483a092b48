#ifndef DAICHO_RULES_COLUMN_COUNTS_H
#define DAICHO_RULES_COLUMN_COUNTS_H

#include "rules/rule.h"

/* What is counted of the columns of tables (columns.h), and how counts are added up and sent. */

enum { COLUMN_PROBES = 8 };

typedef enum { HEADER_UNREAD, HEADER_SILENT, HEADER_OWN, HEADER_OTHER } HeaderWords;

/* Of one rule in one column. What takes long to find out is kept. */
typedef struct {
    guint64 tried, passed; /* places that the pattern fits; those that the validator accepts */
    guint probed;          /* of those that passed, the first ones */
    guint checks;          /* a bit for each of these: another last digit would not pass */
    HeaderWords header;
    gboolean has_points;
    gint points; /* that the neighbours add, once all was counted */
} Count;

typedef struct {
    char *label; /* folded; NULL when it has none */
    guint64 filled;
    GHashTable *counts; /* of Count, by rule */
    gboolean is_of_things;
} Column;

/*
 * What a text's own matches are held against while others may still come is what stands in it, and what
 * the first text with the table held. So that says the same of a text whoever counted those between.
 */
struct DaichoColumns {
    DaichoRules *rules;
    GPtrArray *all;  /* tables: of GPtrArray of Column; NULL where there is none */
    GPtrArray *head; /* the same: of each table what its first text held */
    GPtrArray *here; /* of the text that is being matched */
    gboolean has_refuted;
};

/* A table, or a column, by its number from 1. NULL when there is none, and none is made; or when there are
 * too many. */
GPtrArray *column_counts_find_table(GPtrArray *tables, guint32 number, gboolean is_new);
Column *column_counts_find(GPtrArray *tables, guint32 table, guint32 number, gboolean is_new);

/* Puts a table, taken over, where there was none. */
void column_counts_put_table(GPtrArray *tables, guint32 number, GPtrArray *table);

/* Of a rule; made when there is none. */
Count *column_counts_get(Column *column, const Rule *rule);

/* count is of what stands behind what sum is of. */
void column_counts_add(Count *sum, const Count *count);
void column_counts_add_all(GPtrArray *sums, const GPtrArray *tables);

#endif
