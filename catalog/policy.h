#ifndef DAICHO_CATALOG_POLICY_H
#define DAICHO_CATALOG_POLICY_H

#include <glib.h>

/*
 * The organisation's published policy as data (policy.yaml): purposes of use, the ordered rules
 * that map items to them, deadlines and grounds for requests. Articles of law and days are data
 * here, never in code. Strings are borrowed from the policy.
 */
typedef struct DaichoPolicy DaichoPolicy;

typedef struct {
    const char *id; /* "seminar-confirmation" */
    const char *title_en;
    const char *title_ja;    /* NULL when not given */
    const char *legal_basis; /* NULL when not given, as all below */
    char **categories;       /* data categories expected; NULL: any */
    const char *owner;       /* department */
    const char *access;      /* who holds access rights */
    char **consignees;
    const char *retention_keep;  /* ISO 8601 duration, "P5Y" */
    const char *retention_from;  /* modified, found, date-in-path, record-field */
    const char *retention_then;  /* delete, suspend, review */
    const char *retention_field; /* column or key that holds the date, with record-field */
    const char *disposal;        /* method */
    const char *obtained;        /* how the data was obtained */
    const char *made_known;      /* how the purpose was made known */
    const char *consent;
    const char *provision; /* contact, joint use, provision to third parties */
} DaichoPurpose;

typedef struct {
    const char *kind;    /* "erasure" */
    const char *article; /* "35(1), 35(5)" */
    gint64 days;         /* to the response, from where the policy's profile counts; or, when 0: */
    gint64 months;
} DaichoRequestKind;

/* What a law says: how long an answer may take where the policy gives a kind no days of its own, and at
 * what age a person asks for themselves. */
typedef struct {
    const char *name; /* of the law: "appi", "gdpr", "ccpa" */
    gint64 days, months;
    gint64 extension_days, extension_months; /* once; 0 and 0: none */
    gboolean from_receipt;                   /* of the request; FALSE: from the form's return */
    gint64 minor_below;       /* age in years below which a statutory representative may ask */
    gint64 represented_below; /* and below which nobody else may; 0: the person may, too */
} DaichoDeadlines;

/* Loads and checks the file: unknown keys, unknown purposes in mapping rules and repeated ids are
 * DAICHO_ERROR_USAGE with line and column. */
DaichoPolicy *daicho_policy_load_file(const char *path, GError **error);

/* The default: the policy of an education and training company, with its 13 purposes. */
DaichoPolicy *daicho_policy_load_default(GError **error);

/*
 * Whether the policy's data categories and kinds of requests are among these, which are known on
 * other floors (NULL-terminated); one that is not is DAICHO_ERROR_USAGE with line and column.
 */
gboolean daicho_policy_check_words(const DaichoPolicy *policy, const char *const *categories,
                                   const char *const *kinds, GError **error);

/* The text of the default, for `daicho init` to write. */
const char *daicho_policy_get_default_text(gsize *length);
void daicho_policy_free(DaichoPolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoPolicy, daicho_policy_free)

guint daicho_policy_get_length(const DaichoPolicy *policy);
const DaichoPurpose *daicho_policy_get_purpose(const DaichoPolicy *policy, guint index);
const DaichoPurpose *daicho_policy_find_purpose(const DaichoPolicy *policy, const char *id);

const char *daicho_policy_get_organisation(const DaichoPolicy *policy);
const char *daicho_policy_get_law(const DaichoPolicy *policy); /* the articles'; NULL: not given */
const char *
daicho_policy_get_desk(const DaichoPolicy *policy); /* for complaints; NULL: not given */
const char *daicho_policy_get_digest(const DaichoPolicy *policy); /* BLAKE2b-256, hexadecimal */
gboolean daicho_policy_get_four_eyes(const DaichoPolicy *policy); /* default TRUE */
gint64 daicho_policy_get_form_days(const DaichoPolicy *policy);   /* a form not returned lapses */
gint64 daicho_policy_get_keep_days(const DaichoPolicy *policy);   /* sealed data after closing */
gint64 daicho_policy_get_soon_days(const DaichoPolicy *policy);   /* what ends is told before */

/* The month, 1 to 12, with which a fiscal year ends. */
guint daicho_policy_get_fiscal_end(const DaichoPolicy *policy);
const DaichoDeadlines *daicho_policy_get_deadlines(const DaichoPolicy *policy);
const DaichoRequestKind *daicho_policy_find_request_kind(const DaichoPolicy *policy,
                                                         const char *kind);

/* The ground's words for the letter, or NULL when there is no such ground ("harm", "hold", …). */
const char *daicho_policy_find_ground(const DaichoPolicy *policy, const char *ground);

/* What the law says of a ground on which data is provided to a third party ("consent", "law",
 * "consignment"); NULL when the policy does not allow it. A policy without provision-grounds has
 * these three, without words. */
const char *daicho_policy_find_provision_ground(const DaichoPolicy *policy, const char *ground);

/*
 * The purpose of one item, or NULL: the marker found nearest above it wins, then the first mapping
 * rule that matches. type is the item's type; categories those found in it, NULL-terminated.
 */
const char *daicho_policy_map(const DaichoPolicy *policy, const char *share, const char *path,
                              const char *type, const char *const *categories, const char *marker);

/* Whether a purpose expects a category. */
gboolean daicho_purpose_expects(const DaichoPurpose *purpose, const char *category);

#endif
