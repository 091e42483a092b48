#ifndef DAICHO_CATALOG_ROTATION_H
#define DAICHO_CATALOG_ROTATION_H

#include "base/fs.h"
#include "catalog/store.h"

/* What a rotation did. */
typedef struct {
    gboolean has_new;   /* a key was made; else the file had a newer one than the catalog */
    gboolean is_tidied; /* the catalog had its key: what was left was to write it anew */
    gboolean
        is_replaced; /* the catalog is under the newest key, also where an error came after that */
} DaichoRotation;

/* How files are read, as texts that a scan keeps, one for each share, in the same order for each key; a
 * catalog that stands under one of them for a key gets the one for the other. */
typedef GPtrArray *(*DaichoRotationDigests)(const DaichoKey *key, gpointer data);

/*
 * Gives the catalog at path a new key, which is put before those in the file at key_path. What was found,
 * and all that was decided about it, is known as before. digests may be NULL.
 *
 * Where the file has a newer key than the catalog none is made: a run that was cut off has made it, or the
 * catalog is an older backup. Whatever happens, the file holds a key that opens the catalog, and nothing
 * is lost; running it again goes on.
 *
 * DAICHO_ERROR_USAGE while a plan is being carried out. DAICHO_ERROR_RUN: somebody has the catalog open.
 */
gboolean daicho_catalog_rotate(DaichoFs *fs, const char *path, const char *key_path,
                               const DaichoActor *actor, DaichoRotationDigests digests,
                               gpointer data, DaichoRotation *told, GError **error);

/* Whether one would go on with something instead of making a key: the catalog is not under newest, or may
 * hold something of the key before in free space. */
gboolean daicho_catalog_is_rotation_left(DaichoCatalog *catalog, const DaichoKey *newest,
                                         gboolean *is_left, GError **error);

#endif
