#ifndef DAICHO_CATALOG_PROVISIONS_H
#define DAICHO_CATALOG_PROVISIONS_H

#include "base/key.h"
#include "catalog/store.h"

/* What was provided to whom, on what ground; whose it was only by fingerprints. And whose data is not
 * to be provided any more. */

/* A value that tells of a person. */
typedef struct {
    char *kind;
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
} DaichoPrint;

DaichoPrint *daicho_print_new(const char *kind, const guint8 fingerprint[DAICHO_FINGERPRINT_BYTES]);
void daicho_print_free(DaichoPrint *print);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoPrint, daicho_print_free)

/* Prints are equal when both kind and fingerprint are: for hash tables of DaichoPrint. */
guint daicho_print_hash(gconstpointer print);
gboolean daicho_print_equal(gconstpointer one, gconstpointer other);

typedef struct {
    gint64 number;
    char *recipient;  /* unsealed: it may be one person */
    gint64 consignee; /* its number; 0 when the recipient is none */
    char *ground;     /* "consent", "law" or "consignment" */
    char *basis;      /* which law, how consent was given; readable: no personal data */
    char *provided;   /* the day */
    char **categories;
    char *items;        /* what was handed over, in words; readable */
    gint64 persons;     /* an estimate when it was a file */
    gboolean is_partly; /* the file could not be read in full: more may have been in it */
    char *made_by;
    gint64 made_s;
} DaichoProvision;

DaichoProvision *daicho_provision_alloc(void); /* strings "", categories empty */
void daicho_provision_free(DaichoProvision *provision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoProvision, daicho_provision_free)

/* Adds it with whose it was (of DaichoPrint) and sets its number. */
gboolean daicho_catalog_put_provision(DaichoCatalog *catalog, DaichoProvision *provision,
                                      const GPtrArray *prints, GError **error);

typedef gboolean (*DaichoProvisionFunc)(const DaichoProvision *provision, gpointer data,
                                        GError **error);

/* All to a recipient (NULL: to anybody), as consignees are known by name, in order of number. */
gboolean daicho_catalog_each_provision(DaichoCatalog *catalog, const char *recipient,
                                       DaichoProvisionFunc each, gpointer data, GError **error);

/* Whose one was: of DaichoPrint, as a set (g_hash_table_unref). */
GHashTable *daicho_catalog_load_provided(DaichoCatalog *catalog, gint64 provision, GError **error);

/* --- the list of persons whose data is provided no more --- */

gboolean daicho_catalog_put_suspension(DaichoCatalog *catalog, gint64 request,
                                       const DaichoPrint *print, gint64 now_s, GError **error);

/* Takes the person of a request off the list; *lifted is how many prints went. */
gboolean daicho_catalog_lift_suspension(DaichoCatalog *catalog, gint64 request, gint64 now_s,
                                        gint64 *lifted, GError **error);

/* Those that stand: from DaichoPrint to the number of the request as a gint64 (g_hash_table_unref). */
GHashTable *daicho_catalog_load_suspensions(DaichoCatalog *catalog, GError **error);

#endif
