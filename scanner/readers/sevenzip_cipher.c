#include "scanner/readers/sevenzip_cipher.h"

#include <gcrypt.h>
#include <string.h>

#include "scanner/readers/passwords.h"
#include "scanner/readers/sevenzip_bytes.h"

enum { PASSWORD_IS_KEY = 63, BATCH_BYTES = 65536 };

/* The lengths of salt and vector are one less each, with a bit of their own for whether there is one. */
gboolean sevenzip_cipher_take(SevenzipCipher *cipher, const guint8 *properties, gsize length)
{
    SevenzipCursor cursor = {properties, properties + length, FALSE};
    guint8 first = sevenzip_take_byte(&cursor);
    guint8 second = (first & 0xc0) != 0 ? sevenzip_take_byte(&cursor) : 0;
    guint iv_length = (first >> 6 & 1) + (second & 15U);
    *cipher = (SevenzipCipher){.power = first & 63,
                               .salt_length = (first >> 7 & 1) + (second >> 4U)};
    const guint8 *salt = sevenzip_take_bytes(&cursor, cipher->salt_length);
    const guint8 *iv = sevenzip_take_bytes(&cursor, iv_length);
    if (cursor.has_failed || salt == NULL || iv == NULL) {
        return FALSE;
    }
    memcpy(cipher->salt, salt, cipher->salt_length);
    memcpy(cipher->iv, iv, iv_length);
    return TRUE;
}

gboolean sevenzip_cipher_has_key_of(const SevenzipCipher *cipher, const SevenzipCipher *other)
{
    return cipher->power == other->power && cipher->salt_length == other->salt_length &&
           memcmp(cipher->salt, other->salt, sizeof cipher->salt) == 0;
}

guint64 sevenzip_cipher_count_rounds(const SevenzipCipher *cipher)
{
    return cipher->power == PASSWORD_IS_KEY ? 1 : (guint64)1 << cipher->power;
}

/* What one round hashes: salt, password in UTF-16, a counter of eight bytes. */
static GByteArray *make_round(const SevenzipCipher *cipher, const char *password)
{
    GByteArray *round = g_byte_array_new();
    g_autoptr(GBytes) units = passwords_as_utf16(password);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(units, &length);
    g_byte_array_append(round, cipher->salt, cipher->salt_length);
    if (length > 0) {
        g_byte_array_append(round, bytes, (guint)length);
    }
    sevenzip_put_u64(round, 0);
    return round;
}

static void set_counter(guint8 *round, gsize length, guint64 value)
{
    guint64 counter = GUINT64_TO_LE(value);
    memcpy(round + length - sizeof counter, &counter, sizeof counter);
}

/* Many rounds are hashed at once, which is what makes them cheap. */
static void hash_rounds(gcry_md_hd_t hash, const GByteArray *round, guint64 rounds)
{
    guint64 in_batch = MIN(rounds, (guint64)MAX(BATCH_BYTES / round->len, 1U));
    g_autofree guint8 *batch = g_malloc(in_batch * round->len);
    for (guint64 i = 0; i < in_batch; i++) {
        memcpy(batch + i * round->len, round->data, round->len);
    }
    for (guint64 done = 0; done < rounds; done += in_batch) {
        guint64 count = MIN(in_batch, rounds - done);
        for (guint64 i = 0; i < count; i++) {
            set_counter(batch + i * round->len, round->len, done + i);
        }
        gcry_md_write(hash, batch, count * round->len);
    }
    crypto_wipe(batch, in_batch * round->len);
}

gboolean sevenzip_cipher_make_key(const SevenzipCipher *cipher, const char *password,
                                  guint8 key[SEVENZIP_KEY_BYTES])
{
    gcry_md_hd_t hash = NULL;
    g_autoptr(GByteArray) round = make_round(cipher, password);
    gboolean has_key = TRUE;
    memset(key, 0, SEVENZIP_KEY_BYTES);
    if (cipher->power == PASSWORD_IS_KEY) {
        memcpy(key, round->data, MIN(round->len - sizeof(guint64), (gsize)SEVENZIP_KEY_BYTES));
    } else if (gcry_md_open(&hash, GCRY_MD_SHA256, 0) == 0) {
        hash_rounds(hash, round, sevenzip_cipher_count_rounds(cipher));
        memcpy(key, gcry_md_read(hash, GCRY_MD_SHA256), SEVENZIP_KEY_BYTES);
        gcry_md_close(hash);
    } else {
        has_key = FALSE;
    }
    crypto_wipe(round->data, round->len);
    return has_key;
}

CryptoCipher *sevenzip_cipher_open(const SevenzipCipher *cipher,
                                   const guint8 key[SEVENZIP_KEY_BYTES])
{
    return crypto_cipher_new(GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC, key, SEVENZIP_KEY_BYTES,
                             cipher->iv, sizeof cipher->iv);
}
