#include "scanner/readers/mail_message.h"

#include <string.h>

#include "scanner/charset_declared.h"
#include "scanner/readers/mail_body.h"
#include "scanner/readers/mail_fields.h"
#include "scanner/readers/mail_header.h"
#include "scanner/readers/mail_part.h"

enum {
    NESTING = 50,           /* multiparts within multiparts */
    LEVELS = 100,           /* boundaries that are looked for */
    HTML_BYTES = 16 << 20,  /* held in memory */
    FIELDS_BYTES = 4 << 20, /* the same for reports that are written like headers */
};

/* What a part is to be read as. */
typedef enum {
    PART_FILE,
    PART_TEXT,
    PART_HTML,
    PART_FIELDS,  /* blocks of header fields */
    PART_MESSAGE, /* another message */
    PART_PIECE,   /* of a message that was sent in several */
} PartKind;

/* Types of parts. What is not here is a file, or text when it is text/anything. The ending goes to
 * names that have none. */
static const struct {
    const char *type;
    PartKind kind;
    const char *ending;
} part_types[] = {
    {"text/plain", PART_TEXT, ".txt"},
    {"text/html", PART_HTML, ".html"},
    {"text/rfc822-headers", PART_FIELDS, NULL},
    {"text/csv", PART_FILE, ".csv"},
    {"text/comma-separated-values", PART_FILE, ".csv"},
    {"text/tab-separated-values", PART_FILE, ".tsv"},
    {"text/calendar", PART_FILE, ".ics"},
    {"text/vcard", PART_FILE, ".vcf"},
    {"text/x-vcard", PART_FILE, ".vcf"},
    {"text/directory", PART_FILE, ".vcf"},
    {"text/xml", PART_FILE, ".xml"},
    {"text/rtf", PART_FILE, ".rtf"},
    {"message/rfc822", PART_MESSAGE, ".eml"},
    {"message/rfc2822", PART_MESSAGE, ".eml"},
    {"message/global", PART_MESSAGE, ".eml"},
    {"message/news", PART_MESSAGE, ".eml"},
    {"message/partial", PART_PIECE, NULL},
    {"message/external-body", PART_FIELDS, NULL},
    {"message/delivery-status", PART_FIELDS, NULL},
    {"message/disposition-notification", PART_FIELDS, NULL},
    {"message/feedback-report", PART_FIELDS, NULL},
    {"message/global-delivery-status", PART_FIELDS, NULL},
    {"message/global-headers", PART_FIELDS, NULL},
    {"application/pgp-encrypted", PART_FIELDS, NULL},
    {"application/json", PART_FILE, ".json"},
    {"application/xml", PART_FILE, ".xml"},
    {"application/pdf", PART_FILE, ".pdf"},
    {"application/pkcs7-mime", PART_FILE, ".p7m"},
    {"application/x-pkcs7-mime", PART_FILE, ".p7m"},
    {"application/pkcs7-signature", PART_FILE, ".p7s"},
    {"application/x-pkcs7-signature", PART_FILE, ".p7s"},
    {"application/ms-tnef", PART_FILE, ".dat"},
    {"application/pgp-signature", PART_FILE, ".asc"},
};

static void read_entity(MailMessage *message, const MailHeader *header, const char *fallback,
                        guint nesting);

/* --- places and names --- */

void mail_message_begin_place(MailMessage *message, const char *place)
{
    if (message->number == 0) {
        text_view_begin_record(message->view, place);
        return;
    }
    g_autofree char *locator = g_strdup_printf("message %" G_GUINT64_FORMAT " %s", message->number,
                                               place);
    text_view_set_locator(message->view, locator);
}

char *mail_message_dup_body_place(MailMessage *message)
{
    message->bodies++;
    return message->bodies == 1 ? g_strdup("body") : g_strdup_printf("body %u", message->bodies);
}

/* "invoice (2).pdf" for the second "invoice.pdf". */
static char *dup_numbered(const char *name, guint number)
{
    const char *dot = strrchr(name, '.');
    gsize stem = dot != NULL && dot != name ? (gsize)(dot - name) : strlen(name);
    return g_strdup_printf("%.*s (%u)%s", (int)stem, name, number, name + stem);
}

char *mail_message_dup_member_name(MailMessage *message, const char *name)
{
    char *own = g_strdup(name);
    for (guint number = 2; g_hash_table_contains(message->names, own); number++) {
        g_free(own);
        own = dup_numbered(name, number);
    }
    g_hash_table_add(message->names, own);
    return message->number == 0
               ? g_strdup(own)
               : g_strdup_printf("message %" G_GUINT64_FORMAT "/%s", message->number, own);
}

static const char *find_ending(const char *type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(part_types); i++) {
        if (strcmp(part_types[i].type, type) == 0 && part_types[i].ending != NULL) {
            return part_types[i].ending;
        }
    }
    return "";
}

/* The name that the sender gave, or one by its place and type. */
static char *dup_part_name(MailMessage *message, const MailHeader *header, const char *type)
{
    char *filename = mail_header_dup_filename(header);
    g_autofree char *given = filename != NULL ? filename : mail_header_dup_location_name(header);
    const char *ending = find_ending(type);
    g_autofree char *name = given != NULL ? g_strdup(given)
                                          : g_strdup_printf("part %u", message->parts);
    gboolean is_whole = given != NULL && strchr(given, '.') != NULL && strcmp(ending, ".eml") != 0;
    g_autofree char *whole = is_whole || g_str_has_suffix(name, ending)
                                 ? g_strdup(name)
                                 : g_strconcat(name, ending, NULL);
    return mail_message_dup_member_name(message, whole);
}

/* --- leaves --- */

static PartKind find_kind(const MailHeader *header, const char *type)
{
    PartKind kind = g_str_has_prefix(type, "text/") ? PART_TEXT : PART_FILE;
    for (gsize i = 0; i < G_N_ELEMENTS(part_types); i++) {
        if (strcmp(part_types[i].type, type) == 0) {
            kind = part_types[i].kind;
        }
    }
    g_autofree char *name = mail_header_dup_filename(header);
    gboolean is_file = mail_header_is_attachment(header) || name != NULL;
    return is_file && kind == PART_TEXT ? PART_FILE : kind;
}

static MailTransferKind find_transfer(const MailHeader *header)
{
    return mail_transfer_find(mail_header_get(header, "Content-Transfer-Encoding"), NULL);
}

static void read_file(MailMessage *message, const MailHeader *header, const char *type,
                      Source *content)
{
    g_autofree char *name = dup_part_name(message, header, type);
    if (message->outline != NULL) {
        mail_outline_add(message->outline, name, find_transfer(header), content);
    } else if (item_may_add_member(message->item)) {
        item_read_member(message->item, name, content);
    }
}

/* All of a content, or as much as can be had: then the item is partly read. */
static GByteArray *load(MailMessage *message, Source *content, gsize limit)
{
    g_autoptr(GByteArray) all = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    g_autofree guint8 *buffer = g_malloc(SOURCE_PEEK_BYTES);
    gssize got = 0;
    do {
        got = source_read(content, buffer, SOURCE_PEEK_BYTES, &error);
        g_byte_array_append(all, buffer, (guint)MAX(got, 0));
    } while (got > 0 && all->len <= limit);
    if (error != NULL) {
        item_set_partly(message->item, "%s", error->message);
    } else if (got > 0) {
        item_set_partly(message->item, "limit: size of part %u", message->parts);
    }
    return g_steal_pointer(&all);
}

/* As UTF-8 with a mark that says so: the mail knows the charset better than the document. */
static GBytes *convert_html(MailMessage *message, const MailHeader *header, const GByteArray *html,
                            const char **used)
{
    static const char mark[] = "\xef\xbb\xbf";
    gsize length = 0;
    guint64 invalid = 0;
    g_autofree char *text = charset_declared_convert(mail_header_get_parameter(header, "charset"),
                                                     html->data, html->len, &length, &invalid,
                                                     used);
    if (invalid > 0) {
        item_set_partly(message->item, "%" G_GUINT64_FORMAT " bytes are not %s", invalid, *used);
    }
    g_autoptr(GByteArray) marked = g_byte_array_new();
    g_byte_array_append(marked, (const guint8 *)mark, (guint)strlen(mark));
    g_byte_array_append(marked, (const guint8 *)text, (guint)length);
    return g_byte_array_free_to_bytes(g_steal_pointer(&marked));
}

static void read_html(MailMessage *message, const MailHeader *header, Source *content)
{
    g_autofree char *given = mail_header_dup_filename(header);
    g_autofree char *place = mail_message_dup_body_place(message);
    g_autofree char *by_place = g_strconcat(place, ".html", NULL);
    g_autofree char *name = mail_message_dup_member_name(message, given != NULL ? given : by_place);
    g_autoptr(GByteArray) html = load(message, content, HTML_BYTES);
    if (html->len == 0) {
        return;
    }
    const char *charset = NULL;
    g_autoptr(GBytes) bytes = convert_html(message, header, html, &charset);
    if (message->outline != NULL) {
        g_autoptr(Source) converted = source_new_for_bytes(bytes, TRUE);
        mail_outline_add(message->outline, name, find_transfer(header), converted);
        mail_outline_set_charset(message->outline, charset);
    } else if (item_may_add_member(message->item)) {
        item_read_bytes(message->item, name, bytes);
    }
}

static void read_text(MailMessage *message, const MailHeader *header, Source *content)
{
    g_autofree char *place = mail_message_dup_body_place(message);
    mail_message_begin_place(message, place);
    mail_body_read(message, header, content);
}

static void read_fields(MailMessage *message, Source *content)
{
    g_autofree char *place = g_strdup_printf("part %u", message->parts);
    mail_message_begin_place(message, place);
    g_autoptr(GByteArray) bytes = load(message, content, FIELDS_BYTES);
    mail_fields_give(message, (const char *)bytes->data, bytes->len);
}

static void read_content(MailMessage *message, const MailHeader *header, const char *type,
                         Source *content)
{
    switch (find_kind(header, type)) {
    case PART_TEXT:
        read_text(message, header, content);
        break;
    case PART_HTML:
        read_html(message, header, content);
        break;
    case PART_FIELDS:
        read_fields(message, content);
        break;
    case PART_PIECE:
        item_set_partly(message->item, "it is one piece of a message that was sent in several");
        read_text(message, header, content);
        break;
    case PART_MESSAGE:
    case PART_FILE:
    default:
        read_file(message, header, type, content);
        break;
    }
}

static void read_leaf(MailMessage *message, const MailHeader *header, const char *type)
{
    gboolean is_known = FALSE;
    const char *encoding = mail_header_get(header, "Content-Transfer-Encoding");
    MailTransferKind kind = mail_transfer_find(encoding, &is_known);
    if (!is_known) {
        item_set_partly(message->item, "its transfer encoding is not known");
    }
    gint64 start = mail_lines_get_offset(message->lines);
    g_autoptr(Source) content = mail_part_open(message->lines, kind, message->item->extraction);
    if (message->outline != NULL && find_kind(header, type) == PART_TEXT) {
        mail_outline_add_body(message->outline, kind, mail_header_get_parameter(header, "charset"));
    }
    read_content(message, header, type, content);
    mail_part_skip(message->lines);
    if (message->outline != NULL) {
        mail_outline_set_place(message->outline, start, mail_lines_get_offset(message->lines));
    }
}

/* --- multiparts --- */

/* Whether a line is a boundary that no header told of: what follows it is the header of a part. */
static gboolean is_untold_boundary(MailLines *lines, const char *line, gsize length)
{
    gsize n_ahead = 0;
    if (length < 4 || line[0] != '-' || line[1] != '-' || g_ascii_isspace(line[2]) ||
        mail_lines_count_levels(lines) >= LEVELS) {
        return FALSE;
    }
    const char *ahead = mail_lines_peek(lines, &n_ahead);
    return n_ahead > 8 && g_ascii_strncasecmp(ahead, "Content-", 8) == 0;
}

/* Text before the first part, or after the last; *boundary (g_free) is set when it ends at one that was
 * not told. */
static void read_outside(MailMessage *message, const char *place, char **boundary)
{
    enum { PIECE_BYTES = 65536 };
    g_autoptr(GString) text = g_string_new(NULL);
    const char *line = NULL;
    gsize length = 0;
    gboolean begins = FALSE;
    mail_message_begin_place(message, place);
    while (mail_lines_next(message->lines, &line, &length, &begins)) {
        g_autofree char *copy = g_strndup(line, length);
        if (begins && is_untold_boundary(message->lines, copy, length)) {
            *boundary = g_strdup(g_strchomp(copy) + 2);
            break;
        }
        g_string_append_len(text, copy, (gssize)length);
        if (text->len > PIECE_BYTES) {
            mail_body_give(message, text->str, text->len);
            g_string_truncate(text, 0);
        }
    }
    if (strspn(text->str, " \t\r\n") < text->len) {
        mail_body_give(message, text->str, text->len);
    }
}

/* One part is a mark, the other is what nobody can read (RFC 3156, 4; the same with S/MIME). */
static void read_encrypted(MailMessage *message, const MailHeader *header)
{
    message->parts++;
    g_autofree char *name = dup_part_name(message, header, "application/octet-stream");
    if (message->outline == NULL && item_may_add_member(message->item)) {
        item_refuse_member(message->item, name, "encrypted", -1);
    }
    mail_part_skip(message->lines);
}

static void read_part(MailMessage *message, const MailHeader *parent, guint nesting)
{
    g_autoptr(MailHeader) header = mail_header_read(message->lines);
    g_autofree char *text = mail_header_dup_text(header);
    g_autofree char *place = g_strdup_printf("part %u header", message->parts + 1);
    mail_message_begin_place(message, place);
    text_view_append(message->view, text, -1);
    gboolean is_digest = mail_header_has_type(parent, "multipart/digest");
    if (mail_header_has_type(parent, "multipart/encrypted") &&
        !mail_header_has_type(header, "application/pgp-encrypted")) {
        read_encrypted(message, header);
    } else {
        read_entity(message, header, is_digest ? "message/rfc822" : "text/plain", nesting);
    }
}

static void begin_part(MailMessage *message, gint64 start)
{
    if (message->outline != NULL) {
        mail_outline_begin_part(message->outline, start);
    }
}

/* All parts up to a stop that is further out. level: of the boundary. */
static void read_parts(MailMessage *message, const MailHeader *header, guint level, guint nesting)
{
    MailLines *lines = message->lines;
    gboolean has_end = FALSE;
    MailStop stop = mail_lines_get_stop(lines);
    while (text_view_goes_on(message->view) &&
           (stop == MAIL_STOP_NONE || stop == MAIL_STOP_BOUNDARY || stop == MAIL_STOP_LAST) &&
           (stop == MAIL_STOP_NONE || mail_lines_get_level(lines) >= level)) {
        g_autofree char *boundary = NULL;
        has_end = stop == MAIL_STOP_LAST;
        gint64 start = stop == MAIL_STOP_BOUNDARY ? mail_lines_get_offset(lines) : -1;
        mail_lines_take_stop(lines);
        if (has_end) {
            read_outside(message, "after the parts", &boundary);
        } else {
            begin_part(message, start);
            read_part(message, header, nesting + 1);
        }
        if (boundary != NULL) {
            mail_lines_push(lines, boundary);
        }
        stop = mail_lines_get_stop(lines);
    }
    if (!has_end) {
        item_set_partly(message->item, "damaged: the end of a multipart is missing");
    }
}

/* What is signed, or told of by a report, is not to be changed. */
static gboolean is_sealed(const MailHeader *header)
{
    return mail_header_has_type(header, "multipart/signed") ||
           mail_header_has_type(header, "multipart/encrypted") ||
           mail_header_has_type(header, "multipart/report");
}

static void read_multipart(MailMessage *message, const MailHeader *header, guint nesting)
{
    MailLines *lines = message->lines;
    guint level = mail_lines_count_levels(lines);
    const char *told = mail_header_get_parameter(header, "boundary");
    g_autofree char *boundary = NULL;
    if (told != NULL && *told != '\0') {
        mail_lines_push(lines, told);
    }
    read_outside(message, "before the parts", &boundary);
    if (boundary != NULL) {
        mail_lines_push(lines, boundary);
    }
    if (message->outline != NULL) {
        mail_outline_begin_multipart(message->outline, is_sealed(header));
    }
    read_parts(message, header, level, nesting);
    if (message->outline != NULL) {
        mail_outline_end_multipart(message->outline);
    }
    while (mail_lines_count_levels(lines) > level) {
        mail_lines_pop(lines);
    }
}

static void read_entity(MailMessage *message, const MailHeader *header, const char *fallback,
                        guint nesting)
{
    const char *type = mail_header_get_type(header, fallback);
    if (g_str_has_prefix(type, "multipart/") && nesting < NESTING) {
        read_multipart(message, header, nesting);
        return;
    }
    if (nesting >= NESTING) {
        item_set_partly(message->item, "limit: parts within parts");
    }
    message->parts++;
    read_leaf(message, header, type);
}

void mail_message_read(Item *item, TextView *view, MailLines *lines, guint64 number,
                       MailOutline *outline)
{
    g_autoptr(MailHeader) header = mail_header_read(lines);
    g_autofree char *text = mail_header_dup_other_text(header);
    g_autofree char *ids = mail_header_dup_ids(header);
    MailMessage message = {
        .item = item,
        .view = view,
        .lines = lines,
        .number = number,
        .names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .outline = outline,
    };
    begin_part(&message, -1);
    mail_message_begin_place(&message, "header");
    text_view_append(view, text, -1);
    if (*ids != '\0') {
        mail_message_begin_place(&message, "message ids");
        text_view_append(view, ids, -1);
    }
    read_entity(&message, header, "text/plain", 0);
    mail_part_skip(lines);
    g_hash_table_unref(message.names);
}
