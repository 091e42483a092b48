#ifndef DAICHO_SCANNER_READERS_DOC_CIPHER_H
#define DAICHO_SCANNER_READERS_DOC_CIPHER_H

#include "scanner/readers/doc_fib.h"

/* What a document of Word was encrypted or obfuscated with (MS-DOC 2.2.6). */
typedef struct DocCipher DocCipher;

/* NULL when no password fits: the item was set unread. */
DocCipher *doc_cipher_open(Ole *ole, const DocFib *fib);
void doc_cipher_free(DocCipher *cipher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocCipher, doc_cipher_free)

/* Decrypts a stream but its start, which is not encrypted. FALSE after setting the item unread. */
gboolean doc_cipher_decrypt_document(DocCipher *cipher, OleStream *document);
gboolean doc_cipher_decrypt_table(DocCipher *cipher, OleStream *table);
gboolean doc_cipher_decrypt_data(DocCipher *cipher, OleStream *data);

/* Gives the properties that are encrypted apart, if they are. */
void doc_cipher_give_properties(DocCipher *cipher, Ole *ole, TextView *view);

#endif
