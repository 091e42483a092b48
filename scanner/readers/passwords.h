#ifndef DAICHO_SCANNER_READERS_PASSWORDS_H
#define DAICHO_SCANNER_READERS_PASSWORDS_H

#include "scanner/reader.h"

/* How a document is opened: whether a password fits. Which one did is kept nowhere. */
typedef gboolean (*PasswordFits)(gpointer data, const char *password);

typedef struct {
    const char *const
        *known;    /* passwords that the program itself tries, unasked; NULL-terminated */
    guint64 steps; /* hashes, or KiB filled, that one try takes */
    PasswordFits fits;
    gpointer data;
} PasswordTrial;

/* The password that Excel, and for OOXML all of Office, gives a document that is to open without a
 * question (MS-OFFCRYPTO 2.4.2.3 has PowerPoint's, of the binary format). */
extern const char *const passwords_of_office[];
extern const char *const passwords_of_powerpoint[];

/* Tries what is known and what is configured. FALSE when nothing fits, or trying would take more steps
 * than a file may: the item was set unread. */
gboolean passwords_try(Item *item, const PasswordTrial *trial);

/* Counts steps against what a file may take; FALSE when it is more: nothing was counted. */
gboolean passwords_may_take(Item *item, guint64 steps);

/* As UTF-16, little-endian, without an end (g_bytes_unref). */
GBytes *passwords_as_utf16(const char *password);

#endif
