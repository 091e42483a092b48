#ifndef DAICHO_ENFORCER_REQUESTS_KIND_H
#define DAICHO_ENFORCER_REQUESTS_KIND_H

#include <glib.h>

/* What is special about a kind; several may be. */
typedef enum {
    REQUEST_KIND_HAS_PLAN = 1 << 0,    /* daicho carries it out by a plan */
    REQUEST_KIND_HAS_PACKAGE = 1 << 1, /* or by the package that it hands over */
    REQUEST_KIND_IS_SHORT = 1 << 2,    /* it may be decided at once: an answer needs no identity */
    REQUEST_KIND_HAS_DETAILS = 1 << 3, /* its plan is about single values */
} RequestKindFlags;

typedef struct {
    const char *kind;
    const char *title_en, *title_ja;
    RequestKindFlags flags;
} RequestKind;

/* NULL when there is no such kind. */
const RequestKind *request_kind_find(const char *kind);

/* Whether the kind is known, and has any of the flags. */
gboolean request_kind_is(const char *kind, RequestKindFlags flags);

#endif
