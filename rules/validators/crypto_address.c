#include "rules/validator.h"

#include <string.h>

enum { ADDRESS_BYTES = 25, CHECK_BYTES = 4, DIGEST_BYTES = 32 };

static void sha256(const guint8 *bytes, gsize length, guint8 digest[DIGEST_BYTES])
{
    gsize size = DIGEST_BYTES;
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(checksum, bytes, (gssize)length);
    g_checksum_get_digest(checksum, digest, &size);
    g_checksum_free(checksum);
}

/* The number in base 58 as 25 bytes: version, hash, check. */
static gboolean take_base58(const char *value, guint8 bytes[ADDRESS_BYTES])
{
    static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    memset(bytes, 0, ADDRESS_BYTES);
    for (; *value != '\0'; value++) {
        const char *place = strchr(alphabet, *value);
        if (place == NULL) {
            return FALSE;
        }
        guint carry = (guint)(place - alphabet);
        for (gsize i = ADDRESS_BYTES; i-- > 0;) {
            carry += bytes[i] * 58u;
            bytes[i] = (guint8)carry;
            carry >>= 8;
        }
        if (carry != 0) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The check is the first four bytes of SHA-256 twice over the rest; version 0 or 5. */
static gboolean base58_accepts(const char *value)
{
    guint8 bytes[ADDRESS_BYTES];
    guint8 digest[DIGEST_BYTES];
    if (!take_base58(value, bytes) || (bytes[0] != 0 && bytes[0] != 5)) {
        return FALSE;
    }
    sha256(bytes, ADDRESS_BYTES - CHECK_BYTES, digest);
    sha256(digest, DIGEST_BYTES, digest);
    return memcmp(digest, bytes + ADDRESS_BYTES - CHECK_BYTES, CHECK_BYTES) == 0;
}

static guint32 polymod(guint32 check, guint value)
{
    static const guint32 generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    guint32 top = check >> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (guint i = 0; i < G_N_ELEMENTS(generator); i++) {
        check ^= (top >> i & 1) != 0 ? generator[i] : 0;
    }
    return check;
}

/* BIP 173, and BIP 350 for versions from 1 on; of the main network. */
static gboolean bech32_accepts(const char *value)
{
    static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    static const guint prefix[] = {3, 3, 0, 'b' & 31, 'c' & 31};
    guint32 check = 1;
    g_autofree char *lower = g_ascii_strdown(value, -1);
    g_autofree char *upper = g_ascii_strup(value, -1);
    if (strcmp(value, lower) != 0 && strcmp(value, upper) != 0) {
        return FALSE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(prefix); i++) {
        check = polymod(check, prefix[i]);
    }
    for (const char *at = lower + 3; *at != '\0'; at++) {
        const char *place = strchr(alphabet, *at);
        if (place == NULL) {
            return FALSE;
        }
        check = polymod(check, (guint)(place - alphabet));
    }
    return check == (lower[3] == 'q' ? 1 : 0x2bc830a3);
}

gboolean crypto_address_accepts(const char *value)
{
    return g_ascii_strncasecmp(value, "bc1", 3) == 0 ? bech32_accepts(value)
                                                     : base58_accepts(value);
}
