#ifndef DAICHO_CATALOG_DISMISSALS_H
#define DAICHO_CATALOG_DISMISSALS_H

#include "base/key.h"
#include "catalog/store.h"

/*
 * Dismissals: what a reviewer has looked at and need not be shown again. A dismissal never touches a
 * finding and never hides one: it is a number in the finding's row, by which reports count it apart.
 * What is done for a person (searches, plans, holds, retention, tombstones) does not look at it.
 *
 * A finding's row holds the number of the dismissal that covers it and lasts the longest, so that a
 * report compares numbers, whatever the number of findings, and is still exact on the day when one
 * expires: when the longest has ended, all have. It is set when a dismissal is made or ended, in the
 * same transaction, and when a scan writes the rows of a file; rows of a file that did not change are
 * not written, and keep theirs.
 *
 * C1: globs and places may name a person, and are sealed; values and listed places are fingerprints.
 * After an erasure the path of what is gone is replaced here, too (daicho_catalog_forget_file).
 */
typedef struct {
    gint64 number;
    char *share;     /* "" in each of the criteria: any */
    char *path_glob; /* as daicho_text_glob */
    char *rule;
    char *category;
    char *kind; /* of the value */
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    char *place;        /* what the listed findings are called: a place, or a baseline */
    gboolean is_listed; /* it covers listed findings alone, of those that the criteria cover */
    char *reason;       /* readable: no personal data */
    char *until;        /* its last day, "2027-03-31"; "" when it has none */
    gint64 until_s;     /* the end of that day; 0 when it has none */
    char *made_by;
    gint64 made_s;
    char *ended_by, *end_reason; /* "" while it stands */
    gint64 ended_s;              /* 0 while it stands */
    gint64 findings;             /* on reading: those in whose row its number is */
} DaichoDismissal;

DaichoDismissal *daicho_dismissal_alloc(void);
void daicho_dismissal_free(DaichoDismissal *dismissal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoDismissal, daicho_dismissal_free)

/* Whether it counts at that moment: neither ended nor expired. */
gboolean daicho_dismissal_stands(const DaichoDismissal *dismissal, gint64 now_s);

/* A value at a place. Another value there, or the same under another rule, is another finding. */
typedef struct {
    guint8 place[DAICHO_FINGERPRINT_BYTES]; /* of its file or member */
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    gint64 record;        /* -1: wherever in it */
    const char *rule;     /* both borrowed, or interned */
    const char *category; /* findings of the policy differ by it alone */
} DaichoKnownFinding;

void daicho_print_place(const DaichoKey *key, const char *share, const char *path, const char *part,
                        guint8 place[DAICHO_FINGERPRINT_BYTES]);

/*
 * Adds it and sets its number; known (of DaichoKnownFinding) is what is listed, NULL without a list.
 * *covered is how many findings it covers now, *before how many of them another covered already.
 */
gboolean daicho_catalog_put_dismissal(DaichoCatalog *catalog, DaichoDismissal *dismissal,
                                      const GArray *known, gint64 *covered, gint64 *before,
                                      GError **error);

/* Takes one back; one that is unknown or was taken back already is DAICHO_ERROR_USAGE. */
gboolean daicho_catalog_end_dismissal(DaichoCatalog *catalog, gint64 number, const char *reason,
                                      const char *user, gint64 now_s, GError **error);

/* Of DaichoDismissal, in order of number, those that were taken back only when with_ended
 * (g_ptr_array_unref). */
GPtrArray *daicho_catalog_load_dismissals(DaichoCatalog *catalog, gboolean with_ended,
                                          GError **error);

#endif
