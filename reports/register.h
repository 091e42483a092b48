#ifndef DAICHO_REPORTS_REGISTER_H
#define DAICHO_REPORTS_REGISTER_H

#include "catalog/catalog.h"
#include "reports/html.h"
#include "reports/reports.h"

/*
 * The register's rows as words: a data set each, a cell for each column, NULL where only a person
 * can know and the policy does not say.
 */
typedef struct {
    const char *name;  /* machine name */
    const char *title; /* words */
    HtmlKind kind;     /* how a page shows it */
    gboolean in_table; /* fits on a terminal */
} RegisterColumn;

guint register_get_n_columns(void);
const RegisterColumn *register_get_column(guint index);

/* Index of the column of that name, which must exist. */
guint register_find_column(const char *name);

typedef enum {
    RISK_HIGH,
    RISK_MEDIUM,
    RISK_LOW,
} Risk;

/* The rule by which risk is told, in one sentence; words. */
extern const char register_risk_rule[];
/* How persons are estimated, in one sentence; words. */
extern const char register_persons_method[];

typedef struct {
    Risk risk;
    char **cells; /* in words; register_get_n_columns() of them, any of them NULL */
} RegisterRow;

/*
 * Of RegisterRow, in order of share, folder and purpose. A data set in which nothing was found but
 * something could not be read has a row too, and so has a share that was not scanned to its end: they
 * are not known to be clean. NULL with error set.
 */
GPtrArray *register_load(DaichoCatalog *catalog, const DaichoPolicy *policy,
                         const DaichoConfiguredShares *configured, gint64 now_s,
                         DaichoLanguage language, GError **error);

#endif
