#include "scanner/readers/offcrypto.h"

#include <gcrypt.h>
#include <string.h>

#include "scanner/readers/passwords.h"
#include "scanner/readers/xml_events.h"

enum { VERSION_BYTES = 8, BLOCK_KEY_BYTES = 8, MAX_VALUE_BYTES = 128, MAX_KEY_BYTES = 32 };
enum { MAX_SPINS = 10 * 1000 * 1000 }; /* ST_SpinCount (2.3.4.10) */

/* What keys are made for (2.3.4.11 to 2.3.4.14). */
static const guint8 for_input[] = {0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79};
static const guint8 for_hash[] = {0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e};
static const guint8 for_key[] = {0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6};
static const guint8 for_mac_key[] = {0x5f, 0xb2, 0xad, 0x01, 0x0c, 0xb9, 0xe1, 0xf6};
static const guint8 for_mac[] = {0xa0, 0x67, 0x7f, 0x02, 0xb2, 0x2c, 0x84, 0x33};

typedef struct {
    gsize length; /* 0: it is not there */
    guint8 bytes[MAX_VALUE_BYTES];
} Value;

/* How something is encrypted: the package, or the key to it. */
typedef struct {
    gboolean is_given;
    int hash, mode;
    gsize key_length;
    Value salt;
} Parameters;

typedef struct {
    Parameters package, password;
    guint64 spins;
    Value input, hash, key; /* encrypted with the password */
    Value mac_key, mac;     /* encrypted with the key */
    guint8 package_key[MAX_VALUE_BYTES];
    CryptoCipher *cipher; /* of the package */
    CryptoMac *watching;  /* NULL when there is nothing to check */
    guint8 wanted[MAX_VALUE_BYTES];
} Agile;

/* --- what the XML says --- */

static const XmlNamespace namespaces[] = {
    {"http://schemas.microsoft.com/office/2006/encryption", "e"},
    {"http://schemas.microsoft.com/office/2006/keyEncryptor/password", "p"},
    {NULL, NULL},
};

static void take_value(const XmlElement *element, const char *name, Value *value)
{
    g_autofree char *text = xml_element_dup_value(element, name);
    gsize length = 0;
    g_autofree guchar *bytes = text != NULL ? g_base64_decode(text, &length) : NULL;
    value->length = length <= MAX_VALUE_BYTES ? length : 0;
    if (value->length > 0) {
        memcpy(value->bytes, bytes, length);
    }
}

static guint64 take_number(const XmlElement *element, const char *name)
{
    g_autofree char *text = xml_element_dup_value(element, name);
    return text != NULL ? g_ascii_strtoull(text, NULL, 10) : 0;
}

/* 2.3.4.10 knows other ciphers, which no program writes. */
static void take_parameters(const XmlElement *element, Parameters *parameters)
{
    g_autofree char *hash = xml_element_dup_value(element, "hashAlgorithm");
    gboolean is_cfb = xml_element_has_value(element, "cipherChaining", "ChainingModeCFB");
    guint64 bits = take_number(element, "keyBits");
    parameters->hash = crypto_hash_find(hash);
    parameters->mode = is_cfb ? GCRY_CIPHER_MODE_CFB8 : GCRY_CIPHER_MODE_CBC;
    parameters->key_length = bits / 8 <= MAX_KEY_BYTES ? (gsize)(bits / 8) : 0;
    take_value(element, "saltValue", &parameters->salt);
    parameters->is_given = xml_element_has_value(element, "cipherAlgorithm", "AES") &&
                           parameters->hash != 0 && parameters->salt.length > 0 &&
                           crypto_find_aes(parameters->key_length) != 0 &&
                           take_number(element, "blockSize") == OFFCRYPTO_BLOCK_BYTES;
}

static void on_start(gpointer data, const XmlElement *element)
{
    Agile *agile = data;
    if (strcmp(element->name, "e:keyData") == 0) {
        take_parameters(element, &agile->package);
    } else if (strcmp(element->name, "e:dataIntegrity") == 0) {
        take_value(element, "encryptedHmacKey", &agile->mac_key);
        take_value(element, "encryptedHmacValue", &agile->mac);
    } else if (strcmp(element->name, "p:encryptedKey") == 0) {
        take_parameters(element, &agile->password);
        agile->spins = take_number(element, "spinCount");
        take_value(element, "encryptedVerifierHashInput", &agile->input);
        take_value(element, "encryptedVerifierHashValue", &agile->hash);
        take_value(element, "encryptedKeyValue", &agile->key);
    }
}

static void ignore_end(gpointer data, const char *name)
{
    (void)data, (void)name;
}

static void ignore_text(gpointer data, const char *text, gsize length)
{
    (void)data, (void)text, (void)length;
}

static gboolean is_whole(const Agile *agile)
{
    return agile->package.is_given && agile->password.is_given && agile->input.length > 0 &&
           agile->hash.length >= crypto_hash_get_length(agile->password.hash) &&
           agile->key.length >= agile->package.key_length;
}

static void close_agile(gpointer key)
{
    Agile *agile = key;
    crypto_cipher_free(agile->cipher);
    crypto_mac_free(agile->watching);
    crypto_wipe(agile, sizeof *agile);
    g_free(agile);
}

static gpointer open_agile(Item *item, GBytes *info, guint64 *steps)
{
    static const XmlHandler handler = {
        .namespaces = namespaces,
        .start = on_start,
        .end = ignore_end,
        .text = ignore_text,
    };
    gsize length = g_bytes_get_size(info);
    gsize start = MIN(length, (gsize)VERSION_BYTES);
    g_autoptr(GBytes) xml = g_bytes_new_from_bytes(info, start, length - start);
    g_autoptr(Source) source = source_new_for_bytes(xml, FALSE);
    Agile *agile = g_new0(Agile, 1);
    xml_events_read(item, "EncryptionInfo", source, &handler, agile);
    *steps = agile->spins <= MAX_SPINS ? agile->spins : G_MAXUINT64;
    if (!is_whole(agile)) {
        close_agile(agile);
        return NULL;
    }
    return agile;
}

/* --- keys --- */

/* Cut or filled to a length (2.3.4.11). */
static void fit_length(guint8 *bytes, gsize length, gsize wanted)
{
    if (length < wanted) {
        memset(bytes + length, 0x36, wanted - length);
    }
}

/* Decrypts a value with a key and a vector, both of which are cut or filled. */
static gboolean open_value(const Parameters *parameters, const guint8 *key, const void *iv,
                           gsize iv_length, const Value *value, guint8 *out)
{
    guint8 vector[MAX_VALUE_BYTES];
    memcpy(vector, iv, iv_length);
    fit_length(vector, iv_length, OFFCRYPTO_BLOCK_BYTES);
    memcpy(out, value->bytes, value->length);
    return crypto_decrypt(crypto_find_aes(parameters->key_length), parameters->mode, key,
                          parameters->key_length, vector, OFFCRYPTO_BLOCK_BYTES, out,
                          value->length);
}

static gboolean open_with_password(const Agile *agile, const guint8 *digest, const guint8 *purpose,
                                   const Value *value, guint8 *out)
{
    guint8 key[CRYPTO_HASH_BYTES];
    gsize length = crypto_hash_get_length(agile->password.hash);
    crypto_hash(agile->password.hash, digest, length, purpose, BLOCK_KEY_BYTES, key);
    fit_length(key, length, agile->password.key_length);
    return open_value(&agile->password, key, agile->password.salt.bytes,
                      agile->password.salt.length, value, out);
}

static void spin(const Agile *agile, const char *password, guint8 *digest)
{
    int hash = agile->password.hash;
    gsize length = crypto_hash_get_length(hash);
    g_autoptr(GBytes) units = passwords_as_utf16(password);
    gsize units_length = 0;
    const void *bytes = g_bytes_get_data(units, &units_length);
    crypto_hash(hash, agile->password.salt.bytes, agile->password.salt.length, bytes, units_length,
                digest);
    for (guint64 i = 0; i < agile->spins; i++) {
        guint32 number = GUINT32_TO_LE((guint32)i);
        crypto_hash(hash, &number, sizeof number, digest, length, digest);
    }
}

/* What the checksum is to be (2.3.4.14). */
static void begin_watch(Agile *agile)
{
    int hash = agile->package.hash;
    gsize length = crypto_hash_get_length(hash);
    const Value *salt = &agile->package.salt;
    guint8 iv[CRYPTO_HASH_BYTES];
    guint8 key[MAX_VALUE_BYTES];
    if (agile->mac_key.length < length || agile->mac.length < length) {
        return;
    }
    crypto_hash(hash, salt->bytes, salt->length, for_mac_key, BLOCK_KEY_BYTES, iv);
    gboolean is_open = open_value(&agile->package, agile->package_key, iv, length, &agile->mac_key,
                                  key);
    crypto_hash(hash, salt->bytes, salt->length, for_mac, BLOCK_KEY_BYTES, iv);
    if (is_open &&
        open_value(&agile->package, agile->package_key, iv, length, &agile->mac, agile->wanted)) {
        agile->watching = crypto_mac_new(hash, key, length);
    }
}

static gboolean take_key(Agile *agile, const guint8 *digest)
{
    if (!open_with_password(agile, digest, for_key, &agile->key, agile->package_key)) {
        return FALSE;
    }
    guint8 no_vector[OFFCRYPTO_BLOCK_BYTES] = {0};
    agile->cipher = crypto_cipher_new(crypto_find_aes(agile->package.key_length),
                                      agile->package.mode, agile->package_key,
                                      agile->package.key_length, no_vector, sizeof no_vector);
    begin_watch(agile);
    return agile->cipher != NULL;
}

/* 2.3.4.13 */
static gboolean fits_agile(gpointer key, const char *password)
{
    Agile *agile = key;
    guint8 digest[CRYPTO_HASH_BYTES];
    guint8 input[MAX_VALUE_BYTES];
    guint8 hash[MAX_VALUE_BYTES];
    guint8 wanted[CRYPTO_HASH_BYTES];
    spin(agile, password, digest);
    gboolean fits = open_with_password(agile, digest, for_input, &agile->input, input) &&
                    open_with_password(agile, digest, for_hash, &agile->hash, hash);
    if (fits) {
        crypto_hash(agile->password.hash, input, agile->input.length, NULL, 0, wanted);
        fits = crypto_is_equal(wanted, hash, crypto_hash_get_length(agile->password.hash)) &&
               take_key(agile, digest);
    }
    crypto_wipe(digest, sizeof digest);
    return fits;
}

/* --- the package --- */

static void watch_agile(gpointer key, const guint8 *bytes, gsize length)
{
    Agile *agile = key;
    if (agile->watching != NULL) {
        crypto_mac_add(agile->watching, bytes, length);
    }
}

static gboolean is_genuine_agile(gpointer key)
{
    Agile *agile = key;
    return agile->watching == NULL || crypto_mac_check(agile->watching, agile->wanted);
}

/* 2.3.4.12, 2.3.4.15 */
static gboolean decrypt_agile(gpointer key, guint32 segment, guint8 *bytes, gsize length)
{
    Agile *agile = key;
    guint8 iv[CRYPTO_HASH_BYTES];
    guint32 number = GUINT32_TO_LE(segment);
    int hash = agile->package.hash;
    crypto_hash(hash, agile->package.salt.bytes, agile->package.salt.length, &number, sizeof number,
                iv);
    fit_length(iv, crypto_hash_get_length(hash), OFFCRYPTO_BLOCK_BYTES);
    return crypto_cipher_set_iv(agile->cipher, iv, OFFCRYPTO_BLOCK_BYTES) &&
           crypto_cipher_decrypt(agile->cipher, bytes, length);
}

const OffcryptoScheme offcrypto_agile = {
    .minor_version = 4,
    .open = open_agile,
    .close = close_agile,
    .fits = fits_agile,
    .watch = watch_agile,
    .is_genuine = is_genuine_agile,
    .decrypt = decrypt_agile,
};
