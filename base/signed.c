#include "base/signed.h"

#include <string.h>

#include "base/error.h"

#define SIGNATURE_WORD "ed25519 "
#define PEM_BEGIN "-----BEGIN PUBLIC KEY-----\n"
#define PEM_END "\n-----END PUBLIC KEY-----\n"

/* RFC 8410, section 4: SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }. */
static const guint8 key_header[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                    0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

char *daicho_signed_write(const char *text, const guint8 signature[DAICHO_SIGNATURE_BYTES])
{
    g_autofree char *encoded = g_base64_encode(signature, DAICHO_SIGNATURE_BYTES);
    return g_strconcat(text, "\n" SIGNATURE_WORD, encoded, "\n", NULL);
}

/* Exactly length bytes, written as this program writes them: nothing may stand behind them. */
static gboolean decode_base64(const char *text, guint8 *bytes, gsize length)
{
    gsize got = 0;
    g_autofree guint8 *decoded = g_base64_decode(text, &got);
    g_autofree char *again = got == length ? g_base64_encode(decoded, got) : NULL;
    if (again == NULL || strcmp(again, text) != 0) {
        return FALSE;
    }
    memcpy(bytes, decoded, length);
    return TRUE;
}

char *daicho_signed_read(const char *bytes, gsize length, guint8 signature[DAICHO_SIGNATURE_BYTES],
                         GError **error)
{
    g_autofree char *text = g_strndup(bytes, length);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    gboolean is_signed = strlen(text) == length && g_strv_length(lines) == 3 && *lines[2] == '\0' &&
                         g_str_has_prefix(lines[1], SIGNATURE_WORD) &&
                         decode_base64(lines[1] + strlen(SIGNATURE_WORD), signature,
                                       DAICHO_SIGNATURE_BYTES);
    if (!is_signed) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                            "it is no signed file of daicho: two lines, the second with the "
                            "signature, nothing added and nothing cut off");
        return NULL;
    }
    return g_strdup(lines[0]);
}

char *daicho_public_key_write(const guint8 key[DAICHO_PUBLIC_KEY_BYTES])
{
    guint8 whole[sizeof key_header + DAICHO_PUBLIC_KEY_BYTES];
    memcpy(whole, key_header, sizeof key_header);
    memcpy(whole + sizeof key_header, key, DAICHO_PUBLIC_KEY_BYTES);
    g_autofree char *encoded = g_base64_encode(whole, sizeof whole);
    return g_strconcat(PEM_BEGIN, encoded, PEM_END, NULL);
}

static gboolean read_pem(const char *text, guint8 key[DAICHO_PUBLIC_KEY_BYTES])
{
    guint8 whole[sizeof key_header + DAICHO_PUBLIC_KEY_BYTES];
    const char *begin = strstr(text, PEM_BEGIN);
    const char *end = begin != NULL ? strstr(begin, PEM_END) : NULL;
    if (end == NULL) {
        return FALSE;
    }
    begin += strlen(PEM_BEGIN);
    g_autofree char *encoded = g_strndup(begin, (gsize)(end - begin));
    if (!decode_base64(encoded, whole, sizeof whole) ||
        memcmp(whole, key_header, sizeof key_header) != 0) {
        return FALSE;
    }
    memcpy(key, whole + sizeof key_header, DAICHO_PUBLIC_KEY_BYTES);
    return TRUE;
}

gboolean daicho_public_key_read(const char *text, guint8 key[DAICHO_PUBLIC_KEY_BYTES],
                                GError **error)
{
    g_autofree char *stripped = g_strstrip(g_strdup(text));
    if (read_pem(text, key) || daicho_hex_decode(stripped, key, DAICHO_PUBLIC_KEY_BYTES)) {
        return TRUE;
    }
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "it is no public key of Ed25519, as PEM or as 64 hexadecimal digits");
    return FALSE;
}
