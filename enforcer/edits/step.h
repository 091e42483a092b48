#ifndef DAICHO_ENFORCER_EDITS_STEP_H
#define DAICHO_ENFORCER_EDITS_STEP_H

#include "enforcer/plans/plan.h"

/* An edit on its way down: what is left of its part's chain. */
typedef struct {
    DaichoEdit *edit; /* records of a document that go along are added while it is open */
    const char *chain;
} EditStep;

/* One container being rewritten, with all that lies around it. */
typedef struct {
    const DaichoLimits *limits;
    const char *name; /* of the container as a member; NULL for the file itself */
    guint depth;
    gboolean is_expanded;  /* it came out of a compressed stream */
    const char *file_name; /* of the file, where the container is that; else NULL */
} EditPlace;

const EditStep *edit_step_get(const GArray *steps, guint index);

/* What is left of the chain in the member of this name; NULL when the chain does not lead there. */
const char *edit_step_get_rest(const char *chain, const char *name);

/* Always FALSE, with an error that names the part. */
gboolean edit_step_refuse(const EditStep *step, const char *what, GError **error);

/* Whether the content of the part is still the planned one. */
gboolean edit_step_check_digest(const EditStep *step, const char *digest, GError **error);

/* Whether a file of the one name holds changes to a database of the other, which would come back with it
 * (sqlite.org/tempfiles.html, 2). Always FALSE with an error from the second. */
gboolean edit_step_is_beside(const char *name, const char *database);
gboolean edit_step_refuse_beside(const EditStep *step, GError **error);

char *edit_step_digest(GBytes *content); /* hexadecimal (g_free) */

/* A content of any kind after the edits in it; steps is of EditStep. */
GBytes *edit_step_rewrite(GBytes *content, const GArray *steps, const EditPlace *place,
                          GError **error);

#endif
