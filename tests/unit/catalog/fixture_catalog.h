#ifndef DAICHO_TESTS_UNIT_CATALOG_FIXTURE_CATALOG_H
#define DAICHO_TESTS_UNIT_CATALOG_FIXTURE_CATALOG_H

#include "catalog/catalog.h"

/* A catalog in a temporary folder with its key; the share "t" is registered. */
typedef struct {
    char *folder, *path, *root;
    DaichoKey *key;
    DaichoCatalog *catalog;
} FixtureCatalog;

int fixture_catalog_set_up(void **state);
int fixture_catalog_tear_down(void **state);

/* Closes the catalog and opens it again. */
void fixture_catalog_reopen(FixtureCatalog *fixture, DaichoCatalogMode mode);

/* Of the schema, and one of before, from 3 on: what came since is taken out. */
#define FIXTURE_CATALOG_VERSION 17
void fixture_catalog_go_back(const FixtureCatalog *fixture, gint64 version);

/* A scan of "t" at now_s under rules that are named so. */
DaichoScanRow fixture_catalog_begin(const FixtureCatalog *fixture, const char *rules,
                                    gboolean full);
DaichoScanTotals fixture_catalog_finish(const FixtureCatalog *fixture, const DaichoScanRow *scan,
                                        const GArray *gone);

/* An item of "t" whose identity follows from its path; an e-mail finding when value is given. */
DaichoItem *fixture_catalog_item(const FixtureCatalog *fixture, const char *path, const char *part,
                                 const char *value);
void fixture_catalog_add_finding(const FixtureCatalog *fixture, DaichoItem *item,
                                 const char *category, const char *value, guint confidence);

/* Puts a file with its members; takes the items. */
void fixture_catalog_put(const FixtureCatalog *fixture, const DaichoScanRow *scan,
                         const char *marker, DaichoItem *file, ...) G_GNUC_NULL_TERMINATED;

/* "path!part state purpose n" of every item, and "path!part rule category" of every finding. */
char *fixture_catalog_list_items(const FixtureCatalog *fixture);
char *fixture_catalog_list_findings(const FixtureCatalog *fixture);

/* Fails when the value's bytes stand in the database or its log in UTF-8, UTF-16 or CP932. */
void fixture_catalog_expect_absent(const FixtureCatalog *fixture, const char *value);

/* Whether these bytes stand in the database or its log. */
gboolean fixture_catalog_has_bytes(const FixtureCatalog *fixture, const void *bytes, gsize length);

#endif
