#ifndef DAICHO_CATALOG_CARRIED_H
#define DAICHO_CATALOG_CARRIED_H

#include "catalog/sql.h"

/* A column whose content hangs on the key, and the SQL function that carries it to another. */
typedef struct {
    const char *table, *column;
    const char *function;
} CarriedColumn;

/* All of them, those of a table together; ends with NULLs. */
extern const CarriedColumn carried_columns[];

/* In the caller's transaction: what stands in them by the key from, as to makes it; to follows from. */
gboolean carried_update(DaichoCatalog *catalog, const DaichoKey *from, const DaichoKey *to,
                        GError **error);

#endif
