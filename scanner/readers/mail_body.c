#include "scanner/readers/mail_body.h"

#include <string.h>

#include "scanner/charset_declared.h"
#include "scanner/readers/mail_transfer.h"

enum {
    CHUNK_BYTES = 1 << 20, /* whole lines that are converted together */
    LINE_BYTES = 8 << 20,  /* a line longer than this is cut */
    UU_BYTES = 64 << 20,
};

typedef struct {
    MailMessage *message;
    const char *charset; /* as declared; may be NULL */
    guint64 invalid;     /* bytes that are not of it */
    const char *used;    /* the charset that they are not of */
    gboolean is_flowed, deletes_space;
    gboolean goes_on; /* the last line, at depth, goes on with the next */
    gsize depth;      /* of quotation */
    char *uu_name;    /* of the file that is being decoded; NULL while none is */
    MailTransfer uu;
    GByteArray *uu_bytes;
    guint encrypted; /* blocks of PGP */
} Body;

static void body_init(Body *body, MailMessage *message)
{
    memset(body, 0, sizeof *body);
    body->message = message;
}

/* --- files within the text --- */

static void begin_uu(Body *body, char *name)
{
    body->uu_name = name;
    body->uu_bytes = g_byte_array_new();
    mail_transfer_init(&body->uu, MAIL_TRANSFER_UU);
    body->uu.is_uu = TRUE;
}

static void end_uu(Body *body)
{
    MailMessage *message = body->message;
    g_autofree char *name = mail_message_dup_member_name(message, body->uu_name);
    if (body->uu.wrong > 0 || body->uu.is_uu) {
        item_set_partly(message->item, "damaged: %s is not whole", name);
    }
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(g_steal_pointer(&body->uu_bytes));
    mail_transfer_clear(&body->uu);
    g_clear_pointer(&body->uu_name, g_free);
    if (message->outline == NULL && item_may_add_member(message->item)) {
        item_read_bytes(message->item, name, bytes);
    }
}

/* FALSE when the line is none of the file, but text. */
static gboolean decode_uu(Body *body, const char *line, gsize length)
{
    if (!mail_transfer_is_uu_line(line, length)) {
        end_uu(body);
        return FALSE;
    }
    mail_transfer_step(&body->uu, line, length, body->uu_bytes);
    if (body->uu_bytes->len > UU_BYTES) {
        item_set_partly(body->message->item, "limit: size of a file within the text");
        end_uu(body);
    } else if (!body->uu.is_uu) {
        end_uu(body);
    }
    return TRUE;
}

static void note_encrypted(Body *body, const char *line, gsize length)
{
    static const char mark[] = "-----BEGIN PGP MESSAGE-----";
    if (length >= strlen(mark) && memcmp(line, mark, strlen(mark)) == 0) {
        body->encrypted++;
    }
}

/* --- lines --- */

static gsize count_quotes(const char *line, gsize length)
{
    gsize depth = 0;
    while (depth < length && line[depth] == '>') {
        depth++;
    }
    return depth;
}

/* Whether a line goes on with the next: it ends in a blank (RFC 3676, 4.1), and is not the line before a
 * signature (4.3). */
static gboolean is_flowing(const char *text, gsize length)
{
    gboolean is_signature = length == 3 && memcmp(text, "-- ", 3) == 0;
    return length > 0 && text[length - 1] == ' ' && !is_signature;
}

static void give_flowed(Body *body, const char *line, gsize length, gboolean ends)
{
    TextView *view = body->message->view;
    gsize depth = count_quotes(line, length);
    gsize skipped = depth + (depth < length && line[depth] == ' ' ? 1 : 0); /* stuffed: 4.4 */
    const char *text = line + skipped;
    gsize size = length - skipped;
    if (body->goes_on && depth != body->depth) {
        text_view_append(view, "\n", 1);
        body->goes_on = FALSE;
    }
    if (!body->goes_on) {
        text_view_append(view, line, (gssize)skipped);
    }
    gboolean goes_on = ends && is_flowing(text, size);
    text_view_append(view, text, (gssize)(size - (goes_on && body->deletes_space ? 1 : 0)));
    body->goes_on = goes_on;
    body->depth = depth;
    if (ends && !goes_on) {
        text_view_append(view, "\n", 1);
    }
}

/* A line without its line end; ends: it had one. */
static void give_line(Body *body, const char *line, gsize length, gboolean ends)
{
    if (body->uu_name != NULL && decode_uu(body, line, length)) {
        return;
    }
    char *name = length > 6 && line[0] == 'b' ? mail_transfer_dup_uu_name(line, length) : NULL;
    if (name != NULL) {
        begin_uu(body, name);
    }
    note_encrypted(body, line, length);
    if (body->is_flowed) {
        give_flowed(body, line, length, ends);
        return;
    }
    text_view_append(body->message->view, line, (gssize)length);
    text_view_append(body->message->view, "\n", ends ? 1 : 0);
}

static void give_lines(Body *body, const char *text, gsize length)
{
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        gsize size = end != NULL ? (gsize)(end - text) : length;
        gsize taken = end != NULL ? size + 1 : size;
        gboolean has_return = end != NULL && size > 0 && text[size - 1] == '\r';
        give_line(body, text, size - (has_return ? 1 : 0), end != NULL);
        text += taken;
        length -= taken;
    }
}

static void give_chunk(Body *body, const guint8 *bytes, gsize length)
{
    gsize size = 0;
    guint64 invalid = 0;
    const char *used = NULL;
    if (length == 0) {
        return;
    }
    g_autofree char *text = charset_declared_convert(body->charset, bytes, length, &size, &invalid,
                                                     &used);
    body->invalid += invalid;
    body->used = invalid > 0 ? used : body->used;
    give_lines(body, text, size);
}

/* Of wide characters, a line end is no single byte. */
static gboolean is_wide(const char *charset)
{
    return charset != NULL && (g_ascii_strncasecmp(charset, "utf-16", 6) == 0 ||
                               g_ascii_strncasecmp(charset, "utf-32", 6) == 0);
}

/* Where a long line can be cut: after a blank or mark of ASCII, which is no part of a longer character
 * in any charset without shifts. */
static gsize find_cut(Body *body, const GByteArray *chunk)
{
    if (is_wide(body->charset)) {
        return chunk->len & ~(gsize)3;
    }
    if (memchr(chunk->data, 0x1b, chunk->len) != NULL) {
        item_set_partly(body->message->item, "limit: a line of more than 8 MiB");
    }
    gsize cut = chunk->len;
    while (cut > 0 && (chunk->data[cut - 1] < 0x20 || chunk->data[cut - 1] > 0x2f)) {
        cut--;
    }
    return cut > 0 ? cut : chunk->len;
}

/* Gives what can be given of a chunk; whole is the end of its whole lines. */
static void give_part(Body *body, GByteArray *chunk, gsize *whole)
{
    gsize cut = *whole;
    if (chunk->len >= LINE_BYTES && cut == 0) {
        cut = find_cut(body, chunk);
    }
    if (cut > 0 && chunk->len >= CHUNK_BYTES) {
        give_chunk(body, chunk->data, cut);
        g_byte_array_remove_range(chunk, 0, (guint)cut);
        *whole = 0;
    }
}

static void give_all(Body *body, Source *content)
{
    g_autoptr(GByteArray) chunk = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    gsize whole = 0;
    gssize got = 0;
    do {
        gsize before = chunk->len;
        g_byte_array_set_size(chunk, (guint)(before + SOURCE_PEEK_BYTES));
        guint8 *bytes = chunk->data + before;
        got = source_read(content, bytes, SOURCE_PEEK_BYTES, &error);
        g_byte_array_set_size(chunk, (guint)(before + (gsize)MAX(got, 0)));
        const guint8 *end = got > 0 ? memrchr(bytes, '\n', (gsize)got) : NULL;
        if (end != NULL && !is_wide(body->charset)) {
            whole = before + (gsize)(end - bytes) + 1;
        }
        give_part(body, chunk, &whole);
    } while (got > 0);
    give_chunk(body, chunk->data, chunk->len);
    if (error != NULL) {
        item_set_partly(body->message->item, "%s", error->message);
    }
}

static void end_body(Body *body)
{
    MailMessage *message = body->message;
    if (body->uu_name != NULL) {
        end_uu(body);
    }
    if (body->invalid > 0) {
        item_set_partly(message->item, "%" G_GUINT64_FORMAT " bytes are not %s", body->invalid,
                        body->used);
    }
    for (guint i = 0;
         message->outline == NULL && i < body->encrypted && item_may_add_member(message->item);
         i++) {
        g_autofree char *name = mail_message_dup_member_name(message, "PGP message");
        item_refuse_member(message->item, name, "encrypted", -1);
    }
}

static gboolean is_word(const char *value, const char *word)
{
    return value != NULL && g_ascii_strcasecmp(value, word) == 0;
}

void mail_body_read(MailMessage *message, const MailHeader *header, Source *content)
{
    Body body;
    body_init(&body, message);
    body.charset = mail_header_get_parameter(header, "charset");
    body.is_flowed = is_word(mail_header_get_parameter(header, "format"), "flowed");
    body.deletes_space = is_word(mail_header_get_parameter(header, "delsp"), "yes");
    give_all(&body, content);
    end_body(&body);
}

void mail_body_give(MailMessage *message, const char *bytes, gsize length)
{
    Body body;
    body_init(&body, message);
    give_chunk(&body, (const guint8 *)bytes, length);
    end_body(&body);
}
