#include <string.h>

#include "scanner/readers/crypto.h"
#include "scanner/readers/offcrypto_summary.h"
#include "scanner/readers/offcrypto_xor.h"
#include "scanner/readers/passwords.h"
#include "scanner/readers/xls.h"

enum { BLOCK_BYTES = 1024, HEADER_BYTES = 4096, RC4 = 1 };

struct XlsCipher {
    OffcryptoRc4 *rc4; /* NULL when it is obfuscated */
    OffcryptoXor obfuscation;
};

static gboolean open_rc4(XlsCipher *cipher, XlsBook *book)
{
    guint8 header[HEADER_BYTES];
    gsize length = biff_take(book->stream, header,
                             MIN(sizeof header, biff_stream_get_left(book->stream)));
    cipher->rc4 = offcrypto_rc4_open(book->item, header, length, passwords_of_office, BLOCK_BYTES);
    return cipher->rc4 != NULL;
}

static gboolean open_xor(XlsCipher *cipher, XlsBook *book)
{
    guint16 key = biff_take_u16(book->stream);
    guint16 hash = biff_take_u16(book->stream);
    return offcrypto_xor_open(book->item, key, hash, OFFCRYPTO_XOR_EXCEL, passwords_of_office,
                              &cipher->obfuscation);
}

/* FilePass (2.4.117); before BIFF8 there is one way, and no word of it. */
XlsCipher *xls_cipher_open(XlsBook *book)
{
    g_autoptr(XlsCipher) cipher = g_new0(XlsCipher, 1);
    guint16 way = book->version >= 8 ? biff_take_u16(book->stream) : 0;
    gboolean is_open = way == RC4 ? open_rc4(cipher, book) : open_xor(cipher, book);
    return is_open ? g_steal_pointer(&cipher) : NULL;
}

void xls_cipher_free(XlsCipher *cipher)
{
    if (cipher != NULL) {
        offcrypto_rc4_free(cipher->rc4);
        crypto_wipe(cipher, sizeof *cipher);
        g_free(cipher);
    }
}

/* How many bytes of a record's content are not encrypted (2.2.10): all of some, and where a sheet is. */
static gsize count_plain(guint16 type, gsize length)
{
    static const guint16 plain[] = {0x009, 0x209, 0x409, 0x809, 0x02f,
                                    0x0e1, 0x138, 0x194, 0x195, 0x196};
    enum { SHEET = 0x085, PLACE_BYTES = 4 };
    for (gsize i = 0; i < G_N_ELEMENTS(plain); i++) {
        if (plain[i] == type) {
            return length;
        }
    }
    return type == SHEET ? MIN((gsize)PLACE_BYTES, length) : 0;
}

void xls_cipher_decrypt(gpointer data, guint16 type, guint64 offset, guint8 *bytes, gsize length)
{
    XlsCipher *cipher = data;
    gsize plain = count_plain(type, length);
    guint8 place[4];
    if (cipher->rc4 != NULL) {
        offcrypto_rc4_decrypt(cipher->rc4, offset + plain, bytes + plain, length - plain);
    } else if (plain < length) {
        memcpy(place, bytes, plain);
        offcrypto_xor_decrypt_record(&cipher->obfuscation, offset, bytes, length);
        memcpy(bytes, place, plain);
    }
}

void xls_cipher_give_properties(XlsCipher *cipher, Ole *ole, TextView *view)
{
    if (cipher->rc4 != NULL) {
        offcrypto_summary_give(ole, "encryption", cipher->rc4, view);
    }
}
