#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_SHARE_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_SHARE_H

#include "catalog/catalog.h"
#include "rules/rules.h"

/* A share in a temporary folder, with a key, a catalog and the packs of the source tree. */
typedef struct {
    char *folder, *root;
    DaichoKey *key;
    DaichoCatalog *catalog;
    DaichoRules *rules;
} FixtureShare;

int fixture_share_set_up(void **state);
int fixture_share_tear_down(void **state);

/* Writes a file into the share, with its folders. */
void fixture_share_put(const FixtureShare *share, const char *path, const char *bytes,
                       gssize length);

/* The same text in another charset. */
void fixture_share_put_as(const FixtureShare *share, const char *path, const char *charset,
                          const char *text);

/* "state path!part: reason" of every item and "rule@record sample" of every finding of medium
 * confidence or more, a line each. */
char *fixture_share_list_items(const FixtureShare *share);
char *fixture_share_list_findings(const FixtureShare *share);

#endif
