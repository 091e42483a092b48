#include "base/digest.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

struct DaichoDigester {
    crypto_generichash_state state;
};

DaichoDigester *daicho_digester_new(void)
{
    /* The state asks for an alignment of 64 bytes. */
    DaichoDigester *digester = g_aligned_alloc0(1, sizeof *digester, 64);
    crypto_generichash_init(&digester->state, NULL, 0, DAICHO_DIGEST_BYTES);
    return digester;
}

void daicho_digester_update(DaichoDigester *digester, const void *data, gsize length)
{
    crypto_generichash_update(&digester->state, data, length);
}

void daicho_digester_finish(DaichoDigester *digester, guint8 digest[DAICHO_DIGEST_BYTES])
{
    crypto_generichash_final(&digester->state, digest, DAICHO_DIGEST_BYTES);
}

void daicho_digester_free(DaichoDigester *digester)
{
    g_aligned_free(digester);
}

void daicho_digest(const void *data, gsize length, guint8 digest[DAICHO_DIGEST_BYTES])
{
    crypto_generichash(digest, DAICHO_DIGEST_BYTES, data, length, NULL, 0);
}

gboolean daicho_digest_fd(int fd, guint8 digest[DAICHO_DIGEST_BYTES], GError **error)
{
    enum { CHUNK = 1 << 18 };
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    g_autofree guint8 *buffer = g_malloc(CHUNK);
    for (off_t offset = 0;;) {
        ssize_t got = pread(fd, buffer, CHUNK, offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot read");
        }
        if (got == 0) {
            break;
        }
        daicho_digester_update(digester, buffer, (gsize)got);
        offset += got;
    }
    daicho_digester_finish(digester, digest);
    return TRUE;
}

char *daicho_hex_encode(const guint8 *bytes, gsize length)
{
    char *text = g_malloc(length * 2 + 1);
    return sodium_bin2hex(text, length * 2 + 1, bytes, length);
}

gboolean daicho_hex_decode(const char *text, guint8 *bytes, gsize length)
{
    gsize decoded = 0;
    const char *end = NULL;
    return sodium_hex2bin(bytes, length, text, strlen(text), NULL, &decoded, &end) == 0 &&
           decoded == length && *end == '\0';
}
