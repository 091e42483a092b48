#ifndef DAICHO_CATALOG_BACKUP_H
#define DAICHO_CATALOG_BACKUP_H

#include "base/fs.h"
#include "catalog/store.h"

/*
 * A backup is the catalog as it was at one moment, in one file of mode 0600 that needs no other beside
 * it but the key. It holds what the catalog held then: what was shredded or purged since is still in
 * it, sealed.
 */

/* Copies a catalog that others may read and write meanwhile to path, which must not exist, and reads the
 * copy through before it gets its name. rows: of the audit chain in it. */
gboolean daicho_catalog_backup(DaichoCatalog *catalog, const char *path, gint64 *rows,
                               GError **error);

/* What a restore did, or would have done. */
typedef struct {
    gint64 rows;         /* of the audit chain in the backup */
    gint64 version;      /* of its schema, before it was brought up to date */
    char *kept;          /* the file in which the catalog before is kept; NULL: there was none */
    gboolean is_unknown; /* the catalog before could not be read: nobody knows what it had */
    gint64 rows_before;  /* of its audit chain */
    char *forgotten; /* acts recorded after the backup: "hold-add 1, plan-apply 2"; "" for none */
} DaichoRestore;

void daicho_restore_clear(DaichoRestore *restore);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DaichoRestore, daicho_restore_clear)

/*
 * Puts a backup in the place of the catalog at path, in one step: whatever happens, under that name is
 * the one or the other, whole, and the one before is kept beside it. The backup is copied, read through
 * and brought up to date first, and the restoring is a row of its audit chain.
 *
 * DAICHO_ERROR_USAGE: a backup of another key, or something that is none; or acts beside scans were
 * recorded since it was made, which would be forgotten (restore says which), unless forget. An
 * unreadable catalog is replaced without asking. DAICHO_ERROR_DAMAGED: the backup is. DAICHO_ERROR_RUN:
 * somebody has the catalog open.
 */
gboolean daicho_catalog_restore(DaichoFs *fs, const char *backup, const char *path,
                                const DaichoKey *key, const DaichoActor *actor, gboolean forget,
                                DaichoRestore *restore, GError **error);

/* When a backup last took the catalog's place, as in the name of what was kept; "" for never (g_free). */
char *daicho_catalog_dup_restored(DaichoCatalog *catalog, GError **error);

#endif
