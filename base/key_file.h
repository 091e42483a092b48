#ifndef DAICHO_BASE_KEY_FILE_H
#define DAICHO_BASE_KEY_FILE_H

#include <sodium.h>

#include "base/fs.h"

/*
 * The secrets in a key's file, the newest first. One alone is its 32 bytes and nothing else. Of several
 *
 *   "daicho keys 1\n"
 *   the secrets, the newest first, 32 bytes each
 *   BLAKE2b-256 of all that
 *
 * so that a file from which an earlier one was cut off is not taken for a key: it would open the catalog
 * and find nothing in it.
 */
enum { KEY_FILE_MOST = 64 };

typedef struct {
    gsize length;
    guint8 masters[KEY_FILE_MOST][crypto_kdf_KEYBYTES];
} KeyFile;

/* Wipes it. */
void key_file_clear(KeyFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KeyFile, key_file_clear)

/* DAICHO_ERROR_USAGE when others can read the file, or it is no key. */
gboolean key_file_read(const char *path, KeyFile *file, GError **error);

/* Writes a file that must not exist, synced, of mode 0600. */
gboolean key_file_make(const char *path, const KeyFile *file, GError **error);

/* Puts it in the place of the one at path, in one step and synced: whatever happens, path is the one or
 * the other, whole. It is read again before. */
gboolean key_file_replace(DaichoFs *fs, const char *path, const KeyFile *file, GError **error);

#endif
