#include "cli/place.h"

#include "base/text.h"

char *place_format(const char *share, const char *path, const char *part, gint64 record)
{
    g_autofree char *shown_path = daicho_text_escape(path, -1);
    g_autofree char *shown_part = daicho_text_escape(part, -1);
    g_autofree char *number = record > 0 ? g_strdup_printf("#%" G_GINT64_FORMAT, record)
                                         : g_strdup("");
    return g_strconcat(share, ":", shown_path, *part != '\0' ? "!/" : "", shown_part, number, NULL);
}
