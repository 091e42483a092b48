#include "scanner/scanner.h"

#include <string.h>

#include "base/text.h"

char *daicho_member_name_decode(const char *bytes, gsize length)
{
    if (g_utf8_validate_len(bytes, length, NULL)) {
        return g_strndup(bytes, length);
    }
    char *name = g_convert(bytes, (gssize)length, "UTF-8", "CP932", NULL, NULL, NULL);
    return name != NULL ? name : daicho_text_escape(bytes, (gssize)length);
}
