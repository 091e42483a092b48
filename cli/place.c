#include "cli/place.h"

#include "base/text.h"

char *place_join(const char *share, const char *path, const char *part, gint64 record)
{
    g_autofree char *number = record > 0 ? g_strdup_printf("#%" G_GINT64_FORMAT, record)
                                         : g_strdup("");
    return g_strconcat(share, ":", path, *part != '\0' ? "!/" : "", part, number, NULL);
}

char *place_format(const char *share, const char *path, const char *part, gint64 record)
{
    g_autofree char *joined = place_join(share, path, part, record);
    return daicho_text_escape(joined, -1);
}
