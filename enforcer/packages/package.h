#ifndef DAICHO_ENFORCER_PACKAGES_PACKAGE_H
#define DAICHO_ENFORCER_PACKAGES_PACKAGE_H

#include "enforcer/plans/plan.h"
#include "paper/paper.h"

/*
 * What a request of disclosure hands to the person: every record about them, read again from the
 * shares, with its place and purpose. This and `extract` are the two places where daicho shows
 * values. What is not known to be the person's own is masked as samples are: in running text and
 * where a record tells of others every finding that is not the person's, else the e-mail addresses
 * and telephone numbers that are not among those the request names.
 */
typedef struct {
    char *place;   /* "office:seminar/list.csv!/a", other persons in names masked */
    char *locator; /* "Sheet1:B2"; "" when there is none */
    char *purpose; /* id; "" when it has none */
    char *heading; /* the first line of its table, when that tells of nobody; "" otherwise */
    char *text;
    gint64 number; /* from 1; 0 when its text has no records */
    gboolean is_masked;
} DaichoPackageRecord;

/* A record of provision about the person. */
typedef struct {
    gint64 number;
    char *day, *recipient;
    char *ground, *law;  /* id, and what the policy says of it */
    char *basis, *items; /* "" when not told */
    char **categories;   /* ids; of all that was provided */
    gboolean is_of_many; /* other persons' data was in it, too */
} DaichoPackageProvision;

typedef struct {
    gint64 request;
    DaichoPaper *paper;
    char *csv, *json;
    GPtrArray *records;    /* of DaichoPackageRecord */
    GPtrArray *provisions; /* of DaichoPackageProvision; NULL but for provision-disclosure */
    GPtrArray *possible;   /* of char *: places that are not in it: no more than possible, or lines
                            about several persons */
    GPtrArray
        *excluded; /* of char *: places that staff decided to be another person's, and who did */
    GPtrArray *unread; /* of char *: "place: why", of what may hold the person's data; for staff */
    gint64 unread_items; /* on the shares, which daicho cannot read at all or in full; of
                            provision-disclosure: other provisions that were not read in full */
    guint files;
    struct SubjectDecisions *decisions; /* to be stored when it is finished */
    GArray *ended;                      /* of gint64: decisions to be taken back then */
} DaichoPackage;

/*
 * Reads the records of a request of kind disclosure that was accepted, in full or in part, or gathers
 * the records of provision of one of kind provision-disclosure; later it may be made again. choice
 * is as for plans, without details, or includes "provision:N". DAICHO_ERROR_USAGE in the wrong order.
 */
DaichoPackage *daicho_package_new(DaichoEnforcer *enforcer, gint64 number,
                                  const DaichoPlanChoice *choice, GError **error);
void daicho_package_free(DaichoPackage *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoPackage, daicho_package_free)

/* index.html, records.csv and records.json in a ZIP, each encrypted with AES-256. */
GBytes *daicho_package_to_zip(const DaichoPackage *package, const char *passphrase, gint64 now_s,
                              GError **error);

/* 24 letters and digits that are not taken for others, in groups of four: 108 bits (g_free). */
char *daicho_package_new_passphrase(void);

/* To be called once the file is written: the request counts as executed, what was decided of places is
 * remembered, and the audit chain says so. */
gboolean daicho_package_finish(DaichoEnforcer *enforcer, const DaichoPackage *package,
                               const char *format, GError **error);

#endif
