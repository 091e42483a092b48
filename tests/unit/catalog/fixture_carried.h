#ifndef DAICHO_TESTS_UNIT_CATALOG_FIXTURE_CARRIED_H
#define DAICHO_TESTS_UNIT_CATALOG_FIXTURE_CARRIED_H

#include "catalog/carried.h"
#include "tests/unit/catalog/fixture_catalog.h"

/* NULL when the column is not among carried_columns. */
const CarriedColumn *fixture_carried_find(const char *table, const char *column);

/* Rows of every table that has something to carry, referring to nothing. */
void fixture_carried_fill(const FixtureCatalog *fixture);

/* Whether one of them stands there as the fixture's key makes it, sealed with the newest. */
gboolean fixture_carried_has(const FixtureCatalog *fixture, const CarriedColumn *column, int row);
void fixture_carried_expect_all(const FixtureCatalog *fixture);

/* Fails when a fingerprint that the key before made of them stands anywhere in the file or its log. */
void fixture_carried_expect_none_of(const FixtureCatalog *fixture, const DaichoKey *before);

#endif
