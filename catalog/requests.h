#ifndef DAICHO_CATALOG_REQUESTS_H
#define DAICHO_CATALOG_REQUESTS_H

#include "catalog/store.h"

/*
 * Requests as they are stored. What a request must know of a person is sealed with the key; the
 * rest of a row is not personal. The guards of the life cycle are the enforcer's.
 */

/* A subject's identifier: kind is "email", "phone", "name", "kana", "address", "birth-date" or a
 * rule's id. */
typedef struct {
    char *kind;
    char *value;
} DaichoIdentifier;

typedef struct {
    GPtrArray *identifiers; /* of DaichoIdentifier, owned */
    gint64 request;         /* whose it is; 0: of none */
} DaichoSubject;

DaichoSubject *daicho_subject_new(void);
void daicho_subject_add(DaichoSubject *subject, const char *kind, const char *value);
const char *daicho_subject_get(const DaichoSubject *subject, const char *kind); /* first, or NULL */
void daicho_subject_free(DaichoSubject *subject);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoSubject, daicho_subject_free)

typedef struct {
    gint64 number;
    char *kind;             /* "erasure" */
    char *state;            /* "received", "identity-verified", … */
    DaichoSubject *subject; /* unsealed; NULL after it was shredded */
    char *agent;            /* sealed; "" when the person asks */
    char *authority;        /* sealed */
    char *evidence;         /* sealed; how identity was checked */
    char *check_code;       /* printed on the form */
    char *decision;         /* "", "accept", "partly", "refuse" */
    char *ground;
    char *reason;                                   /* sealed */
    char *response;                                 /* sealed */
    gint64 received_s, returned_s, due_s, closed_s; /* 0 when not yet; closed_s: when it ended */
    char *made_by;
} DaichoRequest;

DaichoRequest *daicho_request_alloc(void); /* all strings "", subject NULL */
void daicho_request_free(DaichoRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoRequest, daicho_request_free)

/* Inserts when number is 0 and sets it; else updates. */
gboolean daicho_catalog_put_request(DaichoCatalog *catalog, DaichoRequest *request, GError **error);

/* NULL with DAICHO_ERROR_USAGE when there is no such request. */
DaichoRequest *daicho_catalog_get_request(DaichoCatalog *catalog, gint64 number, GError **error);

typedef gboolean (*DaichoRequestFunc)(const DaichoRequest *request, gpointer data, GError **error);
gboolean daicho_catalog_each_request(DaichoCatalog *catalog, DaichoRequestFunc each, gpointer data,
                                     GError **error);

/* Destroys the sealed data of requests closed before before_s, and the texts of their plans but of
 * those that are being carried out. What stays holds no personal data. A request of which something
 * lies in the vault is left until that is restored or purged. */
gboolean daicho_catalog_shred_requests(DaichoCatalog *catalog, gint64 before_s, gint64 *shredded,
                                       GError **error);

#endif
