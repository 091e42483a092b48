#include "rules/validator.h"

#include <string.h>

static guint32 crc32(const char *text, gsize length)
{
    guint32 crc = G_MAXUINT32;
    for (gsize i = 0; i < length; i++) {
        crc ^= (guint8)text[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
        }
    }
    return ~crc;
}

/* A prefix of four, 30 characters, and their CRC-32 as six digits in base 62. */
gboolean github_token_accepts(const char *value)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "abcdefghijklmnopqrstuvwxyz";
    enum { PREFIX = 4, BODY = 30, CHECK = 6 };
    if (strlen(value) != PREFIX + BODY + CHECK) {
        return FALSE;
    }
    guint32 crc = crc32(value + PREFIX, BODY);
    for (gsize i = PREFIX + BODY + CHECK; i-- > PREFIX + BODY; crc /= 62) {
        if (value[i] != alphabet[crc % 62]) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The header, in base64url, is a JSON object that names an algorithm. */
gboolean jwt_accepts(const char *value)
{
    const char *dot = strchr(value, '.');
    gsize length = dot != NULL ? (gsize)(dot - value) : 0;
    if (length < 4 || length > 4096) {
        return FALSE;
    }
    g_autofree char *encoded = g_strdup_printf("%.*s%s", (int)length, value,
                                               &"==="[3 - (4 - length % 4) % 4]);
    g_strdelimit(encoded, "-", '+');
    g_strdelimit(encoded, "_", '/');
    gsize size = 0;
    g_autofree guchar *header = g_base64_decode(encoded, &size);
    return size > 2 && header[0] == '{' &&
           g_strstr_len((const char *)header, (gssize)size, "\"alg\"") != NULL;
}
