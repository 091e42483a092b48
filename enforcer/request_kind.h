#ifndef DAICHO_ENFORCER_REQUEST_KIND_H
#define DAICHO_ENFORCER_REQUEST_KIND_H

#include <glib.h>

/* What a kind of request is called, and whether daicho itself carries it out: by a plan, or by the
 * package that it hands over. */
typedef struct {
    const char *kind;
    const char *title_en, *title_ja;
    gboolean has_plan, has_package;
    gboolean is_short; /* it may be decided at once: nobody must be known for an answer */
} RequestKind;

/* NULL when there is no such kind. */
const RequestKind *request_kind_find(const char *kind);

#endif
