#include "scanner/readers/pdf.h"

enum { ATTACHED_BYTES = 128 << 20 };

typedef struct {
    GByteArray *bytes;
    gboolean too_large;
} Taken;

static gboolean take(const char *buffer, gsize length, gpointer data, GError **error)
{
    Taken *taken = data;
    taken->too_large = taken->bytes->len + length > ATTACHED_BYTES;
    if (taken->too_large) {
        g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                            "limit: attachment of more than 128 MiB");
        return FALSE;
    }
    g_byte_array_append(taken->bytes, (const guint8 *)buffer, (guint)length);
    return TRUE;
}

static void read_attachment(Pdf *pdf, PopplerAttachment *attachment, guint number)
{
    Taken taken = {.bytes = g_byte_array_new()};
    g_autoptr(GError) error = NULL;
    const char *given = poppler_attachment_get_name(attachment);
    g_autofree char *name = given != NULL && *given != '\0'
                                ? g_utf8_make_valid(given, -1)
                                : g_strdup_printf("attachment %u", number);
    gboolean saved = poppler_attachment_save_to_callback(attachment, take, &taken, &error);
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(taken.bytes);
    if (!saved) {
        const char *reason = error != NULL ? error->message : "damaged: it cannot be read";
        item_refuse_member(pdf->item, name, reason,
                           (gint64)poppler_attachment_get_size(attachment));
        return;
    }
    item_read_bytes(pdf->item, name, bytes);
}

/* Those of the document come before those that pages show. */
void pdf_attachments_read(Pdf *pdf)
{
    GList *of_document = poppler_document_get_attachments(pdf->document);
    pdf->attachments = g_list_concat(of_document, g_list_reverse(pdf->attachments));
    if (pdf->attachments == NULL || !item_check_depth(pdf->item)) {
        return;
    }
    guint number = 0;
    for (const GList *link = pdf->attachments; link != NULL && pdf->item->extraction->limit == NULL;
         link = link->next) {
        read_attachment(pdf, link->data, ++number);
    }
}
