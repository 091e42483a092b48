#ifndef DAICHO_CATALOG_NOTICES_H
#define DAICHO_CATALOG_NOTICES_H

#include "catalog/store.h"

/* What a consignee is to be told when a request was carried out. One for each request and consignee. */
typedef struct {
    gint64 request, consignee;          /* numbers */
    char *kind;                         /* "erase" or "stop-provision" */
    char *why;                          /* "folder", "provided", or both joined by ", " */
    gint64 made_s, sent_s, confirmed_s; /* 0 when not yet */
    char *way;                          /* "post", "e-mail" or "telephone"; "" when not sent */
    char *said;                         /* sealed: what was told, and what was answered */
} DaichoNotice;

DaichoNotice *daicho_notice_alloc(void); /* strings "" */
void daicho_notice_free(DaichoNotice *notice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoNotice, daicho_notice_free)

/* Inserts it, or updates the one of the same request and consignee. */
gboolean daicho_catalog_put_notice(DaichoCatalog *catalog, const DaichoNotice *notice,
                                   GError **error);

typedef gboolean (*DaichoNoticeFunc)(const DaichoNotice *notice, gpointer data, GError **error);
gboolean daicho_catalog_each_notice(DaichoCatalog *catalog, gint64 request, DaichoNoticeFunc each,
                                    gpointer data, GError **error);

/* NULL without error when there is none. */
DaichoNotice *daicho_catalog_get_notice(DaichoCatalog *catalog, gint64 request, gint64 consignee,
                                        GError **error);

#endif
