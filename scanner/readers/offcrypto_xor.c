#include "scanner/readers/offcrypto_xor.h"

#include <iconv.h>
#include <string.h>

#include "scanner/readers/passwords.h"

enum { KEY_BYTES = 16, MAX_PASSWORD_BYTES = 15 };

/* A password as bytes of a codepage. */
typedef struct {
    guint8 bytes[MAX_PASSWORD_BYTES];
    gsize length;
} Letters;

typedef struct {
    guint16 key, hash;
    OffcryptoXorKind kind;
    OffcryptoXor *own;
} Obfuscation;

static guint16 rotate(guint16 value, guint count, guint width)
{
    guint16 mask = (guint16)((1U << width) - 1);
    return (guint16)(((value << count) | (value >> (width - count))) & mask);
}

static guint8 rotate_byte(guint8 value, guint count)
{
    return (guint8)rotate(value, count, 8);
}

/* 2.3.7.1: each letter is turned within 15 bits by its place. */
static guint16 make_hash(const Letters *letters)
{
    enum { LAST = 0xce4b, BITS = 15 };
    guint16 hash = (guint16)letters->length ^ LAST;
    for (guint i = 0; i < letters->length; i++) {
        hash ^= rotate(letters->bytes[i], (i + 1) % BITS, BITS);
    }
    return hash;
}

/* One step of the register that the two tables of 2.3.7.2 hold the states of. */
static guint16 step(guint16 state)
{
    enum { TAPS = 0x1020 };
    guint16 next = rotate(state, 1, 16);
    return (next & 1) != 0 ? next ^ TAPS : next;
}

/* 2.3.7.2, without its tables. */
static guint16 make_key(const Letters *letters)
{
    enum { BITS = 8, USED_BITS = 0x7f };
    guint16 key = 0;
    guint16 base = 0x8000;
    guint16 end = 0xffff;
    for (gsize i = letters->length; i > 0; i--) {
        guint8 letter = letters->bytes[i - 1] & USED_BITS;
        for (guint bit = 0; bit < BITS; bit++, letter >>= 1) {
            base = step(base);
            key ^= (letter & 1) != 0 ? base : 0;
            end = step(end);
        }
    }
    return key ^ end;
}

/* 2.3.7.2: the letters, then a filling, under the two bytes of the key. */
static void make_bytes(const Letters *letters, guint16 key, OffcryptoXorKind kind,
                       OffcryptoXor *own)
{
    static const guint8 filling[] = {0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80,
                                     0x00, 0xbe, 0x0f, 0x00, 0xbf, 0x0f, 0x00};
    const guint8 halves[] = {(guint8)(key & 0xff), (guint8)(key >> 8)};
    for (gsize i = 0; i < KEY_BYTES; i++) {
        guint8 byte = i < letters->length ? letters->bytes[i] : filling[i - letters->length];
        own->bytes[i] = rotate_byte(byte ^ halves[i % 2], kind);
    }
}

static gboolean fits_letters(const Obfuscation *obfuscation, const Letters *letters)
{
    guint16 key = make_key(letters);
    if (letters->length == 0 || key != obfuscation->key ||
        make_hash(letters) != obfuscation->hash) {
        return FALSE;
    }
    make_bytes(letters, key, obfuscation->kind, obfuscation->own);
    return TRUE;
}

/* What does not fit into 15 bytes, or the codepage, is no password. */
static gboolean encode(const char *password, const char *codepage, Letters *letters)
{
    char *in = (char *)(guintptr)password;
    char *out = (char *)letters->bytes;
    size_t left = strlen(password);
    size_t room = sizeof letters->bytes;
    iconv_t converter = iconv_open(codepage, "UTF-8");
    if (converter == (iconv_t)-1) {
        return FALSE;
    }
    size_t status = iconv(converter, &in, &left, &out, &room);
    iconv_close(converter);
    letters->length = sizeof letters->bytes - room;
    return status != (size_t)-1;
}

static gboolean fits(gpointer data, const char *password)
{
    static const char *const codepages[] = {"CP932", "WINDOWS-1252"};
    Letters letters = {.length = strlen(password)};
    if (g_str_is_ascii(password)) {
        gboolean is_short = letters.length <= sizeof letters.bytes;
        memcpy(letters.bytes, password, is_short ? letters.length : 0);
        return is_short && fits_letters(data, &letters);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(codepages); i++) {
        if (encode(password, codepages[i], &letters) && fits_letters(data, &letters)) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean offcrypto_xor_open(Item *item, guint16 key, guint16 hash, OffcryptoXorKind kind,
                            const char *const *known, OffcryptoXor *own)
{
    Obfuscation obfuscation = {key, hash, kind, own};
    const PasswordTrial trial = {.known = known, .steps = 1, .fits = fits, .data = &obfuscation};
    return passwords_try(item, &trial);
}

/* 2.3.7.3: a record begins in the key where it ends in the stream. */
void offcrypto_xor_decrypt_record(const OffcryptoXor *own, guint64 offset, guint8 *bytes,
                                  gsize length)
{
    enum { TURNED_BY = 3 };
    for (gsize i = 0; i < length; i++) {
        bytes[i] = rotate_byte(bytes[i], TURNED_BY) ^ own->bytes[(offset + length + i) % KEY_BYTES];
    }
}

/* 2.3.7.6: zeros stay, and nothing becomes one. */
void offcrypto_xor_decrypt_stream(const OffcryptoXor *own, guint64 offset, guint8 *bytes,
                                  gsize length)
{
    for (gsize i = 0; i < length; i++) {
        guint8 byte = bytes[i] ^ own->bytes[(offset + i) % KEY_BYTES];
        bytes[i] = bytes[i] != 0 && byte != 0 ? byte : bytes[i];
    }
}
