#include "scanner/readers/mail_fields.h"

#include <string.h>

#include "scanner/readers/mail_header.h"
#include "scanner/readers/mail_transfer.h"

/* The first block of fields, with the empty lines behind it taken too. */
static MailHeader *take_fields(const char **bytes, gsize *length)
{
    const char *end = memmem(*bytes, *length, "\n\n", 2);
    const char *crlf = memmem(*bytes, *length, "\n\r\n", 3);
    end = end == NULL || (crlf != NULL && crlf < end) ? crlf : end;
    gsize size = end != NULL ? (gsize)(end - *bytes) + 1 : *length;
    MailHeader *header = mail_header_parse(*bytes, size);
    while (size < *length && ((*bytes)[size] == '\n' || (*bytes)[size] == '\r')) {
        size++;
    }
    *bytes += size;
    *length -= size;
    return header;
}

/* Some programs encode what follows the first block, and say so within that. NULL when what follows
 * is not so encoded, but fields as they should be. */
static GByteArray *decode_fields(const MailHeader *header, const char *bytes, gsize length)
{
    const char *encoding = mail_header_get(header, "Content-Transfer-Encoding");
    MailTransferKind kind = mail_transfer_find(encoding, NULL);
    if (kind == MAIL_TRANSFER_NONE || length == 0) {
        return NULL;
    }
    g_autoptr(GByteArray) decoded = g_byte_array_new();
    MailTransfer transfer;
    mail_transfer_init(&transfer, kind);
    mail_transfer_step(&transfer, bytes, length, decoded);
    mail_transfer_finish(&transfer, decoded);
    gboolean is_encoded = transfer.wrong == 0;
    mail_transfer_clear(&transfer);
    return is_encoded ? g_steal_pointer(&decoded) : NULL;
}

void mail_fields_give(MailMessage *message, const char *bytes, gsize length)
{
    g_autoptr(GByteArray) decoded = NULL;
    while (length > 0) {
        g_autoptr(MailHeader) header = take_fields(&bytes, &length);
        g_autofree char *text = mail_header_dup_text(header);
        text_view_append(message->view, text, -1);
        GByteArray *rest = decode_fields(header, bytes, length);
        if (rest != NULL) {
            g_clear_pointer(&decoded, g_byte_array_unref);
            decoded = rest;
            bytes = (const char *)decoded->data;
            length = decoded->len;
        }
    }
}
