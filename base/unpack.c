#include "base/unpack.h"

#include <string.h>

gboolean daicho_unpack_take(DaichoUnpack *rest, void *target, gsize length)
{
    if (rest->left < length) {
        return FALSE;
    }
    memcpy(target, rest->at, length);
    rest->at += length;
    rest->left -= length;
    return TRUE;
}

char *daicho_unpack_dup_text(DaichoUnpack *rest, gsize length)
{
    if (rest->left < length || !g_utf8_validate_len((const char *)rest->at, length, NULL)) {
        return NULL;
    }
    char *text = g_strndup((const char *)rest->at, length);
    rest->at += length;
    rest->left -= length;
    return text;
}
