#include "scanner/readers/mail_part.h"

#include <string.h>

#include "base/error.h"

typedef struct {
    MailLines *lines;
    Extraction *extraction;
    MailTransfer transfer;
    GByteArray *out; /* decoded, from taken on */
    gsize taken;
    char line_end
        [2]; /* of the last line: it belongs to the boundary, if one comes (RFC 2046, 5.1.1) */
    gsize n_line_end;
    gboolean at_end;
} Part;

static gsize count_line_end(const char *line, gsize length)
{
    gsize count = line[length - 1] == '\n' ? 1 : 0;
    return count == 1 && length > 1 && line[length - 2] == '\r' ? 2 : count;
}

static void decode_line(Part *part)
{
    const char *line = NULL;
    gsize length = 0;
    gboolean begins = FALSE;
    gboolean is_binary = part->transfer.kind == MAIL_TRANSFER_NONE;
    if (!mail_lines_next(part->lines, &line, &length, &begins)) {
        MailStop stop = mail_lines_get_stop(part->lines);
        if (stop != MAIL_STOP_BOUNDARY && stop != MAIL_STOP_LAST) {
            mail_transfer_step(&part->transfer, part->line_end, part->n_line_end, part->out);
        }
        mail_transfer_finish(&part->transfer, part->out);
        part->at_end = TRUE;
        return;
    }
    if (!is_binary) {
        mail_transfer_step(&part->transfer, line, length, part->out);
        return;
    }
    g_byte_array_append(part->out, (const guint8 *)part->line_end, (guint)part->n_line_end);
    part->n_line_end = count_line_end(line, length);
    memcpy(part->line_end, line + length - part->n_line_end, part->n_line_end);
    g_byte_array_append(part->out, (const guint8 *)line, (guint)(length - part->n_line_end));
}

static gboolean check_end(const Part *part, GError **error)
{
    const char *failure = mail_lines_get_failure(part->lines);
    if (failure != NULL) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, failure);
    } else if (part->transfer.wrong > 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER,
                    "damaged: %" G_GUINT64_FORMAT " bytes are not of its transfer encoding",
                    part->transfer.wrong);
    }
    return failure == NULL && part->transfer.wrong == 0;
}

static gssize read_part(gpointer data, void *buffer, gsize length, GError **error)
{
    Part *part = data;
    if (part->extraction->limit != NULL) {
        return 0;
    }
    if (part->taken == part->out->len) {
        g_byte_array_set_size(part->out, 0);
        part->taken = 0;
    }
    while (part->out->len < length && !part->at_end) {
        decode_line(part);
    }
    gsize got = MIN(length, part->out->len - part->taken);
    if (got == 0) {
        return check_end(part, error) ? 0 : -1;
    }
    memcpy(buffer, part->out->data + part->taken, got);
    part->taken += got;
    return extraction_count_bytes(part->extraction, got) ? (gssize)got : 0;
}

static void close_part(gpointer data)
{
    Part *part = data;
    mail_transfer_clear(&part->transfer);
    g_byte_array_unref(part->out);
    g_free(part);
}

Source *mail_part_open(MailLines *lines, MailTransferKind kind, Extraction *extraction)
{
    Part *part = g_new0(Part, 1);
    part->lines = lines;
    part->extraction = extraction;
    part->out = g_byte_array_new();
    mail_transfer_init(&part->transfer, kind);
    return source_new_closing(read_part, close_part, part, -1, extraction->options->digests);
}

void mail_part_skip(MailLines *lines)
{
    const char *line = NULL;
    gsize length = 0;
    gboolean begins = FALSE;
    while (mail_lines_next(lines, &line, &length, &begins)) {
        continue;
    }
}
