#include "cli/number.h"

#include "base/error.h"
#include "cli/message.h"

gboolean number_parse(const char *what, const char *text, gint64 *number, GError **error)
{
    guint64 parsed = 0;
    if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, &parsed, NULL)) {
        g_autofree char *shown = message_typed(text);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is no number of a %s", shown,
                    what);
        return FALSE;
    }
    *number = (gint64)parsed;
    return TRUE;
}
