#include "base/private.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/error.h"
#include "base/sanitizer.h"

/* LeakSanitizer looks at its own process from outside. */
enum { MAY_BE_TRACED = DAICHO_HAS_ADDRESS_SANITIZER };

gboolean daicho_private_begin(GError **error)
{
    const struct rlimit none = {0, 0};
    /* The limit alone does not keep the kernel from handing a dump to a program. */
    if (setrlimit(RLIMIT_CORE, &none) < 0 || prctl(PR_SET_DUMPABLE, MAY_BE_TRACED, 0, 0, 0) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot forbid core dumps");
    }
    return TRUE;
}
