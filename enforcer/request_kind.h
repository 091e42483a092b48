#ifndef DAICHO_ENFORCER_REQUEST_KIND_H
#define DAICHO_ENFORCER_REQUEST_KIND_H

#include <glib.h>

/* What a kind of request is called, and whether daicho itself carries it out by a plan. */
typedef struct {
    const char *kind;
    const char *title_en, *title_ja;
    gboolean has_plan;
} RequestKind;

/* NULL when there is no such kind. */
const RequestKind *request_kind_find(const char *kind);

#endif
