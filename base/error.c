#include "base/error.h"

#include <stdarg.h>

G_DEFINE_QUARK(daicho - error - quark, daicho_error)

gboolean daicho_error_set_errno(GError **error, DaichoErrorCode code, int errnum,
                                const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, DAICHO_ERROR, (int)code, "%s: %s", what, g_strerror(errnum));
    return FALSE;
}
