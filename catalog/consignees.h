#ifndef DAICHO_CATALOG_CONSIGNEES_H
#define DAICHO_CATALOG_CONSIGNEES_H

#include "catalog/store.h"

/*
 * To whom work on personal data is entrusted, and under what agreement. A consignee may be one person,
 * so that name and contact are sealed; it is found again by the keyed fingerprint of its name.
 */
typedef struct {
    gint64 number;
    char *name;               /* unsealed */
    char *contact;            /* unsealed; "" when not given */
    char *task;               /* readable: no personal data */
    char *agreement;          /* its date, "2026-04-01"; "" when there is none */
    gboolean is_confidential; /* the agreement binds to confidentiality */
    char *reconsignment;      /* "forbidden", "with-consent" or "allowed" */
    char **categories;        /* of data that the agreement covers; "any" for all */
    char **folders;           /* through which data goes out: "share:path", escaped as places are */
    char *reviewed;           /* when it was last reviewed; "" when never */
    char *next_review;        /* until when it is to be reviewed; "" when not said */
    gint64 ended_s;           /* 0 while it works for us */
    char *made_by;
    gint64 made_s;
} DaichoConsignee;

DaichoConsignee *daicho_consignee_alloc(void); /* strings "", lists empty */
void daicho_consignee_free(DaichoConsignee *consignee);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoConsignee, daicho_consignee_free)

/* Inserts when number is 0 and sets it; else updates. Its name is that of one alone. */
gboolean daicho_catalog_put_consignee(DaichoCatalog *catalog, DaichoConsignee *consignee,
                                      GError **error);

/* Case and spaces around a name do not matter. NULL without error when there is none. */
DaichoConsignee *daicho_catalog_find_consignee(DaichoCatalog *catalog, const char *name,
                                               GError **error);

typedef gboolean (*DaichoConsigneeFunc)(const DaichoConsignee *consignee, gpointer data,
                                        GError **error);
gboolean daicho_catalog_each_consignee(DaichoCatalog *catalog, DaichoConsigneeFunc each,
                                       gpointer data, GError **error);

/* By number; NULL with DAICHO_ERROR_USAGE when there is none. */
DaichoConsignee *daicho_catalog_get_consignee(DaichoCatalog *catalog, gint64 number,
                                              GError **error);

#endif
