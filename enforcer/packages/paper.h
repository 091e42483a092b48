#ifndef DAICHO_ENFORCER_PACKAGES_PAPER_H
#define DAICHO_ENFORCER_PACKAGES_PAPER_H

#include <json-glib/json-glib.h>

#include "enforcer/packages/package.h"

/* The records of a package in the three forms in which the person gets them: to be read (owned), and
 * for machines (g_free). */
DaichoPaper *package_to_paper(const DaichoPackage *package, const DaichoEnforcer *enforcer,
                              const DaichoRequest *request);

/* RFC 4180, UTF-8 with a mark at the start; a cell that a spreadsheet would take for a formula gets
 * an apostrophe in front. */
char *package_to_csv(const DaichoPackage *package, const DaichoEnforcer *enforcer);

/* {"schema":"daicho/disclosure/1",…}: docs/requests.md says what is in it. */
char *package_to_json(const DaichoPackage *package, const DaichoEnforcer *enforcer,
                      const DaichoRequest *request);

/* What both kinds of package share: a row of CSV; the start of the object, up to who made it and when. */
void package_csv_append(GString *out, const char *const *cells, guint n_cells);
void package_json_begin(JsonBuilder *builder, const char *schema, const DaichoEnforcer *enforcer,
                        const DaichoRequest *request);

#endif
