#ifndef DAICHO_CATALOG_STORE_H
#define DAICHO_CATALOG_STORE_H

#include "base/key.h"

#include <glib.h>

/*
 * The register's store: one SQLite file in WAL mode, one writer, and the key that seals and signs.
 * All functions fail with DAICHO_ERROR_RUN unless they say otherwise; nothing is half written.
 */
typedef struct DaichoCatalog DaichoCatalog;

typedef enum {
    DAICHO_CATALOG_READ,    /* must exist */
    DAICHO_CATALOG_EXAMINE, /* the same, of any older version, too */
    DAICHO_CATALOG_WRITE,   /* must exist; migrated if older */
    DAICHO_CATALOG_CREATE,  /* made with mode 0600 when missing */
} DaichoCatalogMode;

/* key is borrowed and must outlive the catalog. One that is under a key before it is used with that one,
 * as it was then: a backup, or a rotation cut off. A catalog made with another key, or by a newer daicho, is refused with DAICHO_ERROR_USAGE; one that is damaged with DAICHO_ERROR_DAMAGED, as far as
 * it shows: before anything is written a small one is read through, a large one at its ends. */
DaichoCatalog *daicho_catalog_open(const char *path, DaichoCatalogMode mode, const DaichoKey *key,
                                   GError **error);
void daicho_catalog_close(DaichoCatalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoCatalog, daicho_catalog_close)

/* The catalog's own, borrowed: the key that it was opened with, or one before that. */
const DaichoKey *daicho_catalog_get_key(const DaichoCatalog *catalog);

/* A transaction that rolls back when it is freed without a commit. They nest. */
typedef struct DaichoTransaction DaichoTransaction;
DaichoTransaction *daicho_transaction_begin(DaichoCatalog *catalog, GError **error);

/* The same within the one that is open, if any, without a way back of its own, which would cost as much
 * as what is written in between: freed uncommitted, those around it can only be freed too. */
DaichoTransaction *daicho_transaction_join(DaichoCatalog *catalog, GError **error);
gboolean daicho_transaction_commit(DaichoTransaction *transaction, GError **error);
void daicho_transaction_free(DaichoTransaction *transaction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoTransaction, daicho_transaction_free)

/*
 * Keeps a second process from acting on shares by the same catalog until it is freed or the process
 * ends, however it ends. DAICHO_ERROR_RUN when another process has it.
 */
typedef struct DaichoCatalogLock DaichoCatalogLock;
DaichoCatalogLock *daicho_catalog_lock(DaichoCatalog *catalog, GError **error);
void daicho_catalog_lock_free(DaichoCatalogLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoCatalogLock, daicho_catalog_lock_free)

/* Empties the write-ahead log, so that what was destroyed is no longer in it either. Not within a
 * transaction. */
gboolean daicho_catalog_flush(DaichoCatalog *catalog, GError **error);

/* Who acts, and when. as_user is NULL unless --as was given. */
typedef struct {
    const char *user;
    const char *as_user;
    gint64 now_s; /* Unix time */
} DaichoActor;

/* The one for whom it counts: as_user, else user. */
const char *daicho_actor_name(const DaichoActor *actor);

#endif
