#include "scanner/readers/pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "scanner/readers/silence.h"

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

/* No fonts: what is drawn is not for eyes, and a worker cannot look for any. */
static void forgo_fonts(void)
{
    FcConfig *none = FcConfigCreate();
    FcConfigSetCurrent(none);
    FcConfigDestroy(none);
}

gboolean pdf_init(GError **error)
{
    if (kept_open != NULL) {
        return TRUE;
    }
    forgo_fonts();
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
    /* About how it looks, which is not read. */
    static const char *const drawn[] = {"HorizontalTextLayouter", "Missing 'Tf' operator",
                                        "Couldn't find a font"};
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

/* While a document is being opened, only what is said of the last attempt counts. */
static void note_damage(Pdf *pdf, const char *words)
{
    if (pdf->damage == NULL) {
        pdf->damage = g_strdup(words);
    }
}

static void take_message(const char *domain, GLogLevelFlags level, const char *message,
                         gpointer data)
{
    (void)domain;
    (void)level;
    Pdf *pdf = data;
    const char *words = strstr(message, ": ");
    if (words == NULL || !is_loss(message, words + 2)) {
        return;
    }
    g_autofree char *shown = g_strchomp(g_strndup(words + 2, strcspn(words + 2, "\n<")));
    if (pdf->document == NULL) {
        note_damage(pdf, shown);
    } else if (pdf->page > 0) {
        item_set_partly(pdf->item, "damaged: page %d: %s", pdf->page, shown);
    } else {
        item_set_partly(pdf->item, "damaged: %s", shown);
    }
}

static PopplerDocument *try_password(Pdf *pdf, int fd, const char *password, GError **error)
{
    g_clear_pointer(&pdf->damage, g_free);
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (own < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot read");
        return NULL;
    }
    return poppler_document_new_from_fd(own, password, error); /* takes it, even when it fails */
}

/* Poppler has a password for Latin-1 (7.6.3.3), and has no second attempt, in UTF-8 (ISO 32000-2,
 * 7.6.4.3.3), at what is in a file: so each byte of its UTF-8 becomes one of Latin-1. */
static char *dup_as_bytes(const char *password)
{
    return g_convert(password, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
}

/* Poppler tries a password as the owner's and as a user's. What it says of a wrong one is not always
 * that it is wrong: error tells how the document is without any. */
static PopplerDocument *try_passwords(Pdf *pdf, int fd, GError **error)
{
    const char *const *password = pdf->item->extraction->options->passwords;
    PopplerDocument *document = try_password(pdf, fd, NULL, error);
    if (document != NULL || password == NULL ||
        !g_error_matches(*error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) {
        return document;
    }
    for (; document == NULL && *password != NULL; password++) {
        document = try_password(pdf, fd, *password, NULL);
        g_autofree char *bytes = dup_as_bytes(*password);
        if (document == NULL && bytes != NULL && !g_str_is_ascii(*password)) {
            document = try_password(pdf, fd, bytes, NULL);
        }
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

static gboolean write_all(int fd, const guint8 *bytes, gsize length)
{
    while (length > 0) {
        gssize written = write(fd, bytes, length);
        if (written < 0 && errno != EINTR) {
            return FALSE;
        }
        bytes += MAX(written, 0);
        length -= (gsize)MAX(written, 0);
    }
    return TRUE;
}

/* What is in an archive becomes a file without a name. -1 after setting the item unread. */
static int spool_nested(Item *item)
{
    g_autofree guint8 *buffer = g_malloc(SOURCE_PEEK_BYTES);
    g_autoptr(GError) error = NULL;
    DAICHO_AUTO_FD int fd = memfd_create("pdf", MFD_CLOEXEC);
    gsize taken = 0;
    gssize got = 1;
    while (fd >= 0 && taken <= NESTED_BYTES &&
           (got = source_read(item->source, buffer, SOURCE_PEEK_BYTES, &error)) > 0) {
        taken += (gsize)got;
        if (!write_all(fd, buffer, (gsize)got)) {
            daicho_fd_clear(&fd);
        }
    }
    if (fd < 0) {
        item_set_unread(item, "out of memory");
    } else if (got > 0) {
        item_set_unread(item, "limit: nested document of more than 256 MiB");
        daicho_fd_clear(&fd);
    } else if (got < 0) {
        item_set_partly(item, "%s", error->message);
    }
    return daicho_fd_steal(&fd);
}

gboolean pdf_open(Pdf *pdf)
{
    g_autoptr(GError) error = NULL;
    DAICHO_AUTO_FD int spooled = -1;
    int fd = source_get_fd(pdf->item->source);
    if (fd < 0) {
        spooled = spool_nested(pdf->item);
        fd = spooled;
    }
    if (fd < 0) {
        return FALSE;
    }
    pdf->heard = silence_begin();
    pdf->listener = g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, take_message, pdf);
    pdf->document = try_passwords(pdf, fd, &error);
    if (pdf->document == NULL) {
        item_set_unread(pdf->item, "%s", describe(error));
        pdf_close(pdf);
        return FALSE;
    }
    if (pdf->damage != NULL) {
        item_set_partly(pdf->item, "damaged: %s", pdf->damage);
    }
    pdf->view = text_view_new(pdf->item);
    pdf->given = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    pdf->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return TRUE;
}

void pdf_close(Pdf *pdf)
{
    g_clear_pointer(&pdf->view, text_view_free);
    g_clear_pointer(&pdf->given, g_hash_table_unref);
    g_clear_pointer(&pdf->fields, g_hash_table_unref);
    g_list_free_full(g_steal_pointer(&pdf->attachments), g_object_unref);
    g_clear_pointer(&pdf->damage, g_free);
    g_clear_object(&pdf->document);
    g_log_remove_handler("Poppler", pdf->listener);
    silence_end(pdf->heard);
}
