#include "scanner/readers/pdf.h"

#include <fcntl.h>
#include <string.h>

#include "base/error.h"
#include "base/fd.h"

enum { NESTED_BYTES = 256 << 20 };

/* No page, and well formed. */
static const char smallest[] = "%PDF-1.4\n"
                               "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                               "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
                               "xref\n0 3\n"
                               "0000000000 65535 f \n"
                               "0000000009 00000 n \n"
                               "0000000052 00000 n \n"
                               "trailer<</Size 3/Root 1 0 R>>\nstartxref\n96\n%%EOF\n";

/* Poppler lists the folders of its data when the first document is opened and forgets them when the
 * last is closed: this one never is. */
static PopplerDocument *kept_open;

gboolean pdf_init(GError **error)
{
    if (kept_open != NULL) {
        return TRUE;
    }
    g_autoptr(GBytes) bytes = g_bytes_new_static(smallest, sizeof smallest - 1);
    g_autoptr(GError) failed = NULL;
    kept_open = poppler_document_new_from_bytes(bytes, NULL, &failed);
    if (kept_open == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "poppler cannot be used: %s",
                    failed->message);
        return FALSE;
    }
    return TRUE;
}

/* Poppler's messages are "Syntax error at position 12: Unknown operator". Warnings, and what GLib says
 * in its name, are about nothing that is lost. */
static gboolean is_loss(const char *message, const char *words)
{
    static const char *const losses[] = {"Syntax error", "Internal error", "IO error"};
    /* About how poppler draws a field that no text is taken from. */
    static const char *const drawn[] = {"HorizontalTextLayouter", "Missing 'Tf' operator"};
    for (gsize i = 0; i < G_N_ELEMENTS(drawn); i++) {
        if (g_str_has_prefix(words, drawn[i])) {
            return FALSE;
        }
    }
    for (gsize i = 0; i < G_N_ELEMENTS(losses); i++) {
        if (g_str_has_prefix(message, losses[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

static void take_message(const char *domain, GLogLevelFlags level, const char *message,
                         gpointer data)
{
    (void)domain;
    (void)level;
    const Pdf *pdf = data;
    const char *words = strstr(message, ": ");
    if (words == NULL || !is_loss(message, words + 2)) {
        return;
    }
    g_autofree char *shown = g_strndup(words + 2, strcspn(words + 2, "\n<"));
    if (pdf->page > 0) {
        item_set_partly(pdf->item, "damaged: page %d: %s", pdf->page, g_strchomp(shown));
    } else {
        item_set_partly(pdf->item, "damaged: %s", g_strchomp(shown));
    }
}

static PopplerDocument *try_password(const Item *item, GBytes *bytes, const char *password,
                                     GError **error)
{
    if (bytes != NULL) {
        return poppler_document_new_from_bytes(bytes, password, error);
    }
    int fd = fcntl(source_get_fd(item->source), F_DUPFD_CLOEXEC, 0);
    if (fd < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot read");
        return NULL;
    }
    return poppler_document_new_from_fd(fd, password, error); /* owns fd, even when it fails */
}

/* Poppler tries a password as the owner's and as a user's. */
static PopplerDocument *try_passwords(const Item *item, GBytes *bytes, GError **error)
{
    static const char *const none[] = {NULL};
    const char *const *passwords = item->extraction->options->passwords;
    PopplerDocument *document = try_password(item, bytes, NULL, error);
    for (passwords = passwords != NULL ? passwords : none; document == NULL && *passwords != NULL;
         passwords++) {
        if (!g_error_matches(*error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) {
            break;
        }
        g_clear_error(error);
        document = try_password(item, bytes, *passwords, error);
    }
    return document;
}

static const char *describe(const GError *error)
{
    static const struct {
        int code;
        const char *words;
    } reasons[] = {
        {POPPLER_ERROR_ENCRYPTED, "encrypted"},
        {POPPLER_ERROR_DAMAGED, "damaged: it has no table of its objects"},
        {POPPLER_ERROR_BAD_CATALOG, "damaged: it has no catalog of its pages"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (g_error_matches(error, POPPLER_ERROR, reasons[i].code)) {
            return reasons[i].words;
        }
    }
    return error->message;
}

/* What is in no file is held in memory. FALSE after setting the item unread. */
static gboolean hold_nested(Item *item, GBytes **bytes)
{
    gboolean too_large = FALSE;
    g_autoptr(GError) error = NULL;
    if (source_get_fd(item->source) < 0) {
        *bytes = source_read_all(item->source, NESTED_BYTES, &too_large, &error);
    }
    if (source_get_fd(item->source) < 0 && *bytes == NULL) {
        item_set_unread(item, "%s",
                        too_large ? "limit: nested document of more than 256 MiB" : error->message);
        return FALSE;
    }
    return TRUE;
}

gboolean pdf_open(Pdf *pdf)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;
    if (!hold_nested(pdf->item, &bytes)) {
        return FALSE;
    }
    pdf->listener = g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, take_message, pdf);
    pdf->document = try_passwords(pdf->item, bytes, &error);
    if (pdf->document == NULL) {
        item_set_unread(pdf->item, "%s", describe(error));
        pdf_close(pdf);
        return FALSE;
    }
    pdf->view = text_view_new(pdf->item);
    pdf->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return TRUE;
}

void pdf_close(Pdf *pdf)
{
    g_clear_pointer(&pdf->view, text_view_free);
    g_clear_pointer(&pdf->fields, g_hash_table_unref);
    g_list_free_full(g_steal_pointer(&pdf->attachments), g_object_unref);
    g_clear_object(&pdf->document);
    g_log_remove_handler("Poppler", pdf->listener);
}
