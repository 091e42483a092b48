#include "scanner/readers/doc_cipher.h"

#include "scanner/readers/crypto.h"
#include "scanner/readers/offcrypto_summary.h"
#include "scanner/readers/offcrypto_xor.h"
#include "scanner/readers/passwords.h"

enum { BLOCK_BYTES = 512, START_BYTES = 68, OLD_START_BYTES = 52, HEADER_BYTES = 4096 };

struct DocCipher {
    OffcryptoRc4 *rc4; /* NULL when it is obfuscated */
    OffcryptoXor obfuscation;
    guint64 start_bytes, header_bytes; /* not encrypted: of the document, of the table */
    guint64 plain_bytes;               /* of the stream that is being decrypted */
};

static gboolean open_rc4(DocCipher *cipher, Ole *ole, const DocFib *fib)
{
    const char *name = fib->in_second_table ? "1Table" : "0Table";
    const OleEntry *entry = ole_find_stream(ole_get_root(ole), name);
    if (entry == NULL) {
        item_set_unread(ole_get_item(ole), "damaged: it has no table");
        return FALSE;
    }
    g_autoptr(OleStream) table = ole_stream_open(ole, entry);
    g_autoptr(GBytes) header = ole_stream_load(table, 0, MIN(fib->key, (guint32)HEADER_BYTES));
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(header, &length);
    cipher->rc4 = offcrypto_rc4_open(ole_get_item(ole), bytes, length, passwords_of_office,
                                     BLOCK_BYTES);
    return cipher->rc4 != NULL;
}

DocCipher *doc_cipher_open(Ole *ole, const DocFib *fib)
{
    g_autoptr(DocCipher) cipher = g_new0(DocCipher, 1);
    cipher->start_bytes = fib->is_old ? OLD_START_BYTES : START_BYTES;
    cipher->header_bytes = fib->is_obfuscated || fib->is_old ? 0 : fib->key;
    gboolean is_open = fib->is_obfuscated || fib->is_old
                           ? offcrypto_xor_open(ole_get_item(ole), (guint16)(fib->key >> 16),
                                                (guint16)fib->key, OFFCRYPTO_XOR_WORD,
                                                passwords_of_office, &cipher->obfuscation)
                           : open_rc4(cipher, ole, fib);
    return is_open ? g_steal_pointer(&cipher) : NULL;
}

void doc_cipher_free(DocCipher *cipher)
{
    if (cipher != NULL) {
        offcrypto_rc4_free(cipher->rc4);
        crypto_wipe(cipher, sizeof *cipher);
        g_free(cipher);
    }
}

static void decrypt(gpointer data, guint64 offset, guint8 *bytes, gsize length)
{
    DocCipher *cipher = data;
    guint64 plain = cipher->plain_bytes > offset ? cipher->plain_bytes - offset : 0;
    gsize skipped = (gsize)MIN(plain, (guint64)length);
    if (cipher->rc4 != NULL) {
        offcrypto_rc4_decrypt(cipher->rc4, offset + skipped, bytes + skipped, length - skipped);
    } else {
        offcrypto_xor_decrypt_stream(&cipher->obfuscation, offset + skipped, bytes + skipped,
                                     length - skipped);
    }
}

static gboolean decrypt_stream(DocCipher *cipher, OleStream *stream, guint64 plain_bytes)
{
    cipher->plain_bytes = plain_bytes;
    return ole_stream_decrypt(stream, decrypt, cipher);
}

gboolean doc_cipher_decrypt_document(DocCipher *cipher, OleStream *document)
{
    return decrypt_stream(cipher, document, cipher->start_bytes);
}

gboolean doc_cipher_decrypt_table(DocCipher *cipher, OleStream *table)
{
    return decrypt_stream(cipher, table, cipher->header_bytes);
}

gboolean doc_cipher_decrypt_data(DocCipher *cipher, OleStream *data)
{
    return decrypt_stream(cipher, data, 0);
}

void doc_cipher_give_properties(DocCipher *cipher, Ole *ole, TextView *view)
{
    if (cipher->rc4 != NULL) {
        offcrypto_summary_give(ole, "encryption", cipher->rc4, view);
    }
}
