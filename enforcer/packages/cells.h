#ifndef DAICHO_ENFORCER_PACKAGES_CELLS_H
#define DAICHO_ENFORCER_PACKAGES_CELLS_H

#include "enforcer/plans/file.h"

/*
 * Covers the names of others that stand alone in a cell, with nothing that says so: in columns in which
 * names stand in other rows, and wherever a cell is written like a full name, but in a column whose
 * heading speaks of something else. In a paper for one person too much covered does less harm than too
 * little; of several persons in one cell, and else, a name of the subject's stays.
 */
typedef struct PackageCells PackageCells;

/* Of one item of a file that is open as fd; reads some rows of others, in the sandbox, to see which
 * columns hold names. */
PackageCells *package_cells_new(const SubjectIdentity *identity, const DaichoKey *key,
                                const PlanFile *file, guint index, int fd,
                                const DaichoReading *reading, GError **error);
void package_cells_free(PackageCells *cells);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackageCells, package_cells_free)

/* heading is the first line of the table, "" when that is not known. Returns the text of a row (g_free),
 * the same when *covered is FALSE. */
char *package_cells_cover(const PackageCells *cells, const char *heading, const char *text,
                          gboolean *covered);

#endif
