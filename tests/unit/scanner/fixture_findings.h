#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_FINDINGS_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_FINDINGS_H

#include "tests/unit/scanner/fixture_share.h"

/* "rule confidence sample fingerprint" of every finding within a file, and a line for each item that is
 * not read in full, sorted (g_free). */
char *fixture_list_findings(const FixtureShare *share, const char *name, GBytes *bytes);

#endif
