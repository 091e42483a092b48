#ifndef DAICHO_CATALOG_RETENTION_H
#define DAICHO_CATALOG_RETENTION_H

#include "base/key.h"
#include "catalog/store.h"

/* What retention looks at, file by file, and what people decided about files whose period had ended. */
typedef struct {
    char *share, *path; /* path: bytes */
    gint64 mtime_ns, size_bytes;
    gint64 found_s;  /* when a scan first saw it under this path; 0 when that is not known */
    char **purposes; /* of the file if it has one, and of all in it with findings; each once; "" for
                        findings without one */
    gint64 findings; /* of medium confidence or more, those of its members with it */
    gboolean is_unread; /* it, or a member of it, could not be read in full */
} DaichoRetentionFile;

void daicho_retention_file_free(DaichoRetentionFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoRetentionFile, daicho_retention_file_free)

/* Files that hold personal data, or may since they were not read, in order of share and path: of
 * DaichoRetentionFile, all at once, so that the caller may write meanwhile (g_ptr_array_unref). */
GPtrArray *daicho_catalog_load_retention(DaichoCatalog *catalog, GError **error);

/*
 * A decision about one file, which is known by the keyed fingerprint of its share and path. To delete
 * holds for the file as it was decided about: another size or modification time is another file.
 */
typedef struct {
    gint64 number;
    char *purpose;
    char *decision; /* "delete" or "keep" */
    char *until;    /* "2027-03-31", the last day to keep it; "" for delete */
    char *reason;   /* readable: no personal data */
    gint64 mtime_ns, size_bytes;
    char *made_by;
    gint64 made_s;
} DaichoDisposition;

DaichoDisposition *daicho_disposition_new(void); /* all strings "" */
void daicho_disposition_free(DaichoDisposition *disposition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoDisposition, daicho_disposition_free)

/* Adds it and sets its number. */
gboolean daicho_catalog_put_disposition(DaichoCatalog *catalog, const char *share, const char *path,
                                        DaichoDisposition *disposition, GError **error);

/* The latest one of a file; NULL without error when there is none. */
DaichoDisposition *daicho_catalog_get_disposition(DaichoCatalog *catalog, const char *share,
                                                  const char *path, GError **error);

/* Destroys the texts of plans that are for no request, were made before before_s, and are over. While
 * something of a plan lies in the vault, a hold must still find what it is. */
gboolean daicho_catalog_shred_retention(DaichoCatalog *catalog, gint64 before_s, gint64 *shredded,
                                        GError **error);

#endif
