#include "scanner/readers/mail_header.h"

#include <gmime/gmime.h>
#include <string.h>

#include "scanner/charset_declared.h"
#include "scanner/readers/mail_words.h"

enum { HEADER_BYTES = 1 << 20 };

typedef struct {
    char *name;  /* NULL for a line that is no field */
    char *raw;   /* UTF-8, folded, encoded */
    char *value; /* decoded */
} Field;

struct MailHeader {
    GPtrArray *fields; /* of Field * */
    GMimeContentType *type;
    GMimeContentDisposition *disposition;
    char *media_type; /* lower case; NULL when there is none, or none that can be read */
};

static void field_free(gpointer data)
{
    Field *field = data;
    g_free(field->name);
    g_free(field->raw);
    g_free(field->value);
    g_free(field);
}

void mail_header_free(MailHeader *header)
{
    if (header == NULL) {
        return;
    }
    g_ptr_array_unref(header->fields);
    g_clear_object(&header->type);
    g_clear_object(&header->disposition);
    g_free(header->media_type);
    g_free(header);
}

/* Raw Japanese in a header has no declared charset: ISO-2022-JP and Shift_JIS both occur. All lines
 * together tell it best. */
static char *convert(const char *bytes, gsize length, const char *charset)
{
    return charset_declared_convert(charset, (const guint8 *)bytes, length, NULL, NULL, NULL);
}

static void add_field(MailHeader *header, const char *bytes, gsize length, const char *charset)
{
    Field *field = g_new0(Field, 1);
    gsize name = mail_lines_find_name(bytes, length);
    const char *colon = name > 0 ? memchr(bytes, ':', length) : NULL;
    const char *value = colon != NULL ? colon + 1 : bytes;
    field->name = colon != NULL ? g_strndup(bytes, name) : NULL;
    field->raw = convert(value, length - (gsize)(value - bytes), charset);
    field->value = g_strstrip(mail_words_decode(field->raw));
    g_ptr_array_add(header->fields, field);
}

/* A field ends where a line begins that is not folded (RFC 5322, 2.2.3). */
static void split_fields(MailHeader *header, const char *bytes, gsize length)
{
    gboolean ascii_only = FALSE;
    const Charset *detected = charset_detect((const guint8 *)bytes, length, &ascii_only);
    const char *charset = detected != NULL ? detected->name : NULL;
    gsize start = 0;
    for (gsize i = 0; i < length; i++) {
        gboolean is_folded = i + 1 < length && (bytes[i + 1] == ' ' || bytes[i + 1] == '\t');
        if ((bytes[i] == '\n' && !is_folded) || i + 1 == length) {
            add_field(header, bytes + start, i + 1 - start, charset);
            start = i + 1;
        }
    }
}

static const char *get_raw(const MailHeader *header, const char *name)
{
    for (guint i = 0; i < header->fields->len; i++) {
        const Field *field = g_ptr_array_index(header->fields, i);
        if (field->name != NULL && g_ascii_strcasecmp(field->name, name) == 0) {
            return field->raw;
        }
    }
    return NULL;
}

/* A decoded word may hold quotes, which do not end the string that it stands in. */
static char *decode_within_quotes(const char *value)
{
    g_autoptr(GString) decoded = g_string_new(NULL);
    const char *at = value;
    while (*at != '\0') {
        gsize plain = strcspn(at, "\"");
        const char *end = at[plain] == '"' ? strchr(at + plain + 1, '"') : NULL;
        if (end == NULL) {
            break;
        }
        g_autofree char *quoted = g_strndup(at + plain + 1, (gsize)(end - at) - plain - 1);
        g_autofree char *text = mail_words_decode(quoted);
        g_string_append_len(decoded, at, (gssize)plain + 1);
        g_string_append(decoded, g_strdelimit(text, "\"\\", '_'));
        g_string_append_c(decoded, '"');
        at = end + 1;
    }
    g_string_append(decoded, at);
    return g_string_free(g_steal_pointer(&decoded), FALSE);
}

/* A value without line ends, which GMime does not expect, and without encoded words, which must not
 * stand here but do (RFC 2047, 5): GMime would decode one by one, though a character may be split
 * between two. */
static char *dup_unfolded(const char *raw)
{
    g_autofree char *value = g_strdelimit(g_strdup(raw), "\r\n", ' ');
    char *decoded = strstr(value, "=?") != NULL ? decode_within_quotes(value) : g_strdup(value);
    return g_strstrip(decoded);
}

static void parse_content(MailHeader *header)
{
    GMimeParserOptions *options = g_mime_parser_options_get_default();
    const char *raw = get_raw(header, "Content-Type");
    if (raw != NULL) {
        g_autofree char *value = dup_unfolded(raw);
        header->type = g_mime_content_type_parse(options, value);
        gboolean has_type = strchr(value, '/') != NULL;
        g_autofree char *type = has_type ? g_mime_content_type_get_mime_type(header->type) : NULL;
        header->media_type = type != NULL ? g_ascii_strdown(type, -1) : NULL;
    }
    raw = get_raw(header, "Content-Disposition");
    if (raw != NULL) {
        g_autofree char *value = dup_unfolded(raw);
        header->disposition = g_mime_content_disposition_parse(options, value);
    }
}

MailHeader *mail_header_parse(const char *bytes, gsize length)
{
    MailHeader *header = g_new0(MailHeader, 1);
    header->fields = g_ptr_array_new_with_free_func(field_free);
    split_fields(header, bytes, length);
    parse_content(header);
    return header;
}

static gboolean is_blank(const char *line, gsize length)
{
    return line[0] == '\n' || (length > 1 && line[0] == '\r' && line[1] == '\n');
}

/* Whether content begins here without any header: then its first line is no field. */
static gboolean has_no_header(MailLines *lines)
{
    gsize length = 0;
    const char *ahead = mail_lines_peek(lines, &length);
    gboolean is_quoted_from = length > 6 && memcmp(ahead, ">From ", 6) == 0;
    return length > 0 && !is_blank(ahead, length) && mail_lines_find_name(ahead, length) == 0 &&
           !is_quoted_from;
}

MailHeader *mail_header_read(MailLines *lines)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    const char *line = NULL;
    gsize length = 0;
    gboolean begins = FALSE;
    gboolean goes_on = !has_no_header(lines);
    while (goes_on && bytes->len < HEADER_BYTES &&
           mail_lines_next(lines, &line, &length, &begins)) {
        goes_on = !begins || !is_blank(line, length);
        if (goes_on) {
            g_string_append_len(bytes, line, (gssize)length);
        }
    }
    return mail_header_parse(bytes->str, bytes->len);
}

gboolean mail_header_is_empty(const MailHeader *header)
{
    return header->fields->len == 0;
}

static gboolean is_id(const Field *field)
{
    static const char *const names[] = {"Message-ID", "In-Reply-To", "References",
                                        "Resent-Message-ID", "Content-ID"};
    for (gsize i = 0; field->name != NULL && i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(names[i], field->name) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static void append_field(GString *text, const Field *field)
{
    if (field->name != NULL) {
        g_string_append_printf(text, "%s: ", field->name);
    }
    g_string_append(text, field->value);
    g_string_append_c(text, '\n');
}

static char *dup_fields(const MailHeader *header, gboolean with_ids, gboolean with_others)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < header->fields->len; i++) {
        const Field *field = g_ptr_array_index(header->fields, i);
        if (is_id(field) ? with_ids : with_others) {
            append_field(text, field);
        }
    }
    return g_string_free(text, FALSE);
}

char *mail_header_dup_text(const MailHeader *header)
{
    return dup_fields(header, TRUE, TRUE);
}

char *mail_header_dup_ids(const MailHeader *header)
{
    return dup_fields(header, TRUE, FALSE);
}

char *mail_header_dup_other_text(const MailHeader *header)
{
    return dup_fields(header, FALSE, TRUE);
}

const char *mail_header_get(const MailHeader *header, const char *name)
{
    for (guint i = 0; i < header->fields->len; i++) {
        const Field *field = g_ptr_array_index(header->fields, i);
        if (field->name != NULL && g_ascii_strcasecmp(field->name, name) == 0) {
            return field->value;
        }
    }
    return NULL;
}

const char *mail_header_get_type(const MailHeader *header, const char *fallback)
{
    return header->media_type != NULL ? header->media_type : fallback;
}

gboolean mail_header_has_type(const MailHeader *header, const char *type)
{
    return header->media_type != NULL && strcmp(header->media_type, type) == 0;
}

const char *mail_header_get_parameter(const MailHeader *header, const char *name)
{
    return header->type != NULL ? g_mime_content_type_get_parameter(header->type, name) : NULL;
}

/* What would pass for folders and members of an archive goes. */
static char *clean_name(const char *name)
{
    g_autofree char *decoded = mail_words_decode(name);
    g_autofree char *valid = g_utf8_make_valid(decoded, -1);
    for (char *c = valid; *c != '\0'; c++) {
        *c = g_ascii_iscntrl(*c) || *c == '/' ? '_' : *c;
    }
    g_strstrip(valid);
    return *valid != '\0' ? g_steal_pointer(&valid) : NULL;
}

char *mail_header_dup_filename(const MailHeader *header)
{
    const char *name = header->disposition != NULL ? g_mime_content_disposition_get_parameter(
                                                         header->disposition, "filename")
                                                   : NULL;
    if (name == NULL) {
        name = mail_header_get_parameter(header, "name");
    }
    return name != NULL ? clean_name(name) : NULL;
}

/* "http://example.com/a/photo.png?x=1" is photo.png to people. */
char *mail_header_dup_location_name(const MailHeader *header)
{
    const char *location = mail_header_get(header, "Content-Location");
    if (location == NULL) {
        return NULL;
    }
    g_autofree char *path = g_strndup(location, strcspn(location, "?#"));
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    gboolean is_name = strchr(name, '.') != NULL && strchr(name, ':') == NULL;
    g_autofree char *decoded = is_name ? g_uri_unescape_string(name, NULL) : NULL;
    return decoded != NULL ? clean_name(decoded) : NULL;
}

gboolean mail_header_is_attachment(const MailHeader *header)
{
    return header->disposition != NULL &&
           g_mime_content_disposition_is_attachment(header->disposition);
}
