#ifndef DAICHO_SCANNER_READERS_MAIL_TRANSFER_H
#define DAICHO_SCANNER_READERS_MAIL_TRANSFER_H

#include <glib.h>

/* What bytes became for their way through the mail (RFC 2045, 6), undone piece by piece. What is
 * damaged gives what can be had of it. */
typedef enum {
    MAIL_TRANSFER_NONE,
    MAIL_TRANSFER_BASE64,
    MAIL_TRANSFER_QUOTED, /* quoted-printable */
    MAIL_TRANSFER_UU,     /* uuencode: a piece must be a line */
} MailTransferKind;

typedef struct {
    MailTransferKind kind;
    guint32 bits;   /* base64: of a group that is not whole */
    guint n_bits;   /* and how many */
    gboolean is_uu; /* between "begin" and "end" */
    GString *held;  /* quoted-printable: "=" and what follows it */
    guint64 wrong;  /* bytes that have no place in it */
} MailTransfer;

/* By the value of Content-Transfer-Encoding, which may be NULL. *is_known (may be NULL): whether that
 * is a name for one. */
MailTransferKind mail_transfer_find(const char *value, gboolean *is_known);

void mail_transfer_init(MailTransfer *transfer, MailTransferKind kind);
void mail_transfer_clear(MailTransfer *transfer);

/* Both append to out. */
void mail_transfer_step(MailTransfer *transfer, const char *bytes, gsize length, GByteArray *out);
void mail_transfer_finish(MailTransfer *transfer, GByteArray *out);

/* "begin 644 name": the name (g_free), else NULL. */
char *mail_transfer_dup_uu_name(const char *line, gsize length);

/* Whether a line can be one of a file by uuencode: as long as it says, or its "end". */
gboolean mail_transfer_is_uu_line(const char *line, gsize length);

#endif
