#ifndef DAICHO_CATALOG_NAMESAKES_H
#define DAICHO_CATALOG_NAMESAKES_H

#include "catalog/provisions.h"

/*
 * Records of which staff decided that they are another person's (同姓同名), so that nobody is asked
 * twice. Whose they are not, where they stand and what is in them are keyed fingerprints; the place as
 * people read it is sealed.
 */
typedef struct {
    gint64 number;
    gint64 request; /* in which it was decided */
    gint64 record;  /* its number at that time; 0: a file's or member's name */
    guint8 place[DAICHO_FINGERPRINT_BYTES];   /* of its file or member */
    guint8 content[DAICHO_FINGERPRINT_BYTES]; /* of what was decided about */
    char *told;                               /* "office:seminar/list.csv#3"; sealed */
    char *reason;                             /* readable: no personal data */
    char *made_by;
    gint64 made_s;
    char *ended_by;    /* who took it back; "" while it stands */
    gint64 ended_s;    /* 0 while it stands */
    GPtrArray *prints; /* of DaichoPrint: what the request knew of the person whose it is not */
} DaichoNamesake;

DaichoNamesake *daicho_namesake_alloc(void); /* strings "", no prints */
void daicho_namesake_free(DaichoNamesake *namesake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoNamesake, daicho_namesake_free)

/* Adds it and sets its number. */
gboolean daicho_catalog_put_namesake(DaichoCatalog *catalog, DaichoNamesake *namesake,
                                     GError **error);

/* Of DaichoNamesake with their prints, in order of number, those that were taken back only when
 * with_ended (g_ptr_array_unref). */
GPtrArray *daicho_catalog_load_namesakes(DaichoCatalog *catalog, gboolean with_ended,
                                         GError **error);

/* Those that stand and were decided in the request (0: in none), or of somebody who shares one of prints
 * (of DaichoPrint) with the subject: likewise. */
GPtrArray *daicho_catalog_load_namesakes_of(DaichoCatalog *catalog, gint64 request,
                                            const GPtrArray *prints, GError **error);

/* Takes one back; one that is unknown or was taken back already is DAICHO_ERROR_USAGE. */
gboolean daicho_catalog_end_namesake(DaichoCatalog *catalog, gint64 number, const char *user,
                                     gint64 now_s, GError **error);

#endif
