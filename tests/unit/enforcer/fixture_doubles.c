#include <string.h>

#include "base/error.h"
#include "enforcer/certificate.h"
#include "enforcer/edit.h"
#include "enforcer/request.h"

/* Stand in for what is not linked: the real ones win where they are. */

__attribute__((weak)) gboolean edit_apply(DaichoFs *fs, int source_fd, int staged_fd,
                                          const GPtrArray *edits, const DaichoLimits *limits,
                                          GError **error)
{
    (void)limits;
    const DaichoEdit *edit = g_ptr_array_index(edits, 0);
    goffset kept = 0;
    if (edits->len != 1 || strcmp(edit->part, "") != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "only plain files here");
        return FALSE;
    }
    for (guint i = 0; i < edit->ranges->len; i++) {
        const DaichoRange *range = &g_array_index(edit->ranges, DaichoRange, i);
        if (!daicho_fs_copy_range(fs, source_fd, kept, range->start - kept, staged_fd, error)) {
            return FALSE;
        }
        kept = range->end;
    }
    return daicho_fs_copy_range(fs, source_fd, kept, -1, staged_fd, error);
}

__attribute__((weak)) gboolean daicho_request_executed(DaichoEnforcer *enforcer, gint64 number,
                                                       GError **error)
{
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(enforcer->catalog, number, error);
    if (request == NULL) {
        return FALSE;
    }
    g_free(request->state);
    request->state = g_strdup("executed");
    return daicho_catalog_put_request(enforcer->catalog, request, error);
}

__attribute__((weak)) gint64 daicho_certificate_make(DaichoEnforcer *enforcer, gint64 plan,
                                                     GError **error)
{
    const guint8 signature[DAICHO_SIGNATURE_BYTES] = {0};
    gint64 number = 0;
    return daicho_catalog_put_certificate(enforcer->catalog, plan, "{}", signature,
                                          enforcer->actor.now_s, &number, error)
               ? number
               : 0;
}
