#ifndef DAICHO_TESTS_UNIT_REPORTS_FIXTURE_CATALOG_H
#define DAICHO_TESTS_UNIT_REPORTS_FIXTURE_CATALOG_H

#include "catalog/catalog.h"

/* A catalog in a temporary folder, with the default policy and a scan that has begun. */
typedef struct {
    char *folder;
    DaichoKey *key;
    DaichoCatalog *catalog;
    DaichoPolicy *policy;
    DaichoScanRow scan; /* of share "hr", rooted at /srv/hr */
} FixtureCatalog;

/* 2026-11-24T00:00:00Z: the day on which the fixture's scan ends. */
enum { FIXTURE_NOW_S = 1795478400, FIXTURE_DAY_S = 24 * 60 * 60 };

int fixture_catalog_set_up(void **state);
int fixture_catalog_tear_down(void **state);

/* A file, or with part a file and one member that has what follows. */
typedef struct {
    const char *path, *part;
    guint32 mode;
    const char *acl;
    DaichoItemState state;
    const char *reason;
    const char *category; /* NULL: nothing is found */
    guint confidence;
    gint64 records;  /* each with one finding */
    gint64 age_days; /* since its last change; 0 stands for 400 */
} FixtureFile;

void fixture_catalog_put(FixtureCatalog *fixture, const FixtureFile *file);

/* Ends the scan and gives items their purposes. */
void fixture_catalog_finish(FixtureCatalog *fixture);

/* Files of every kind that reports tell apart, then fixture_catalog_finish. */
void fixture_catalog_fill(FixtureCatalog *fixture);

/* A request of the fixture's invented person; due_s 0 for none. Returns its number. */
gint64 fixture_catalog_put_request(FixtureCatalog *fixture, const char *kind,
                                   const char *request_state, gint64 due_s);

#endif
