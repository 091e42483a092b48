#include <string.h>

#include "base/error.h"
#include "enforcer/edit.h"

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
