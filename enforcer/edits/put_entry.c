#include "enforcer/edits/put.h"

#include <string.h>

/* Entries of vCards (RFC 6350), calendars (RFC 5545) and LDIF (RFC 2849): lines of properties, some of which
 * go on in the next line behind a blank. */

static const char *const types[] = {"text/vcard", "text/calendar", "text/x-ldif", NULL};

enum { KIND_ESCAPED = 'e', KIND_PARAMETER = 'p', KIND_PLAIN = 'l', KIND_BASE64 = 'b' };

/* One line with all that it goes on over, and where each of its bytes stands. */
typedef struct {
    GString *text;
    GArray *offsets; /* of gsize, one more than bytes */
} Line;

static void line_clear(Line *line)
{
    g_string_free(line->text, TRUE);
    g_array_unref(line->offsets);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Line, line_clear)

static gsize get_offset(const Line *line, gsize at)
{
    return g_array_index(line->offsets, gsize, at);
}

static gboolean is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Reads a line from *at, and sets that behind it. */
static void read_line(Line *line, const char *record, gsize length, gsize *at)
{
    gsize end = *at;
    for (;;) {
        while (end < length && record[end] != '\n' && record[end] != '\r') {
            g_string_append_c(line->text, record[end]);
            g_array_append_val(line->offsets, end);
            end++;
        }
        gsize next = end + (end < length && record[end] == '\r' ? 1 : 0);
        next += next < length && record[next] == '\n' ? 1 : 0;
        if (next == end || next >= length || !is_blank(record[next])) {
            g_array_append_val(line->offsets, end);
            *at = MAX(next, end);
            return;
        }
        end = next + 1;
    }
}

static void add_plain(GPtrArray *tokens, const Line *line, gsize start, gsize end, char kind)
{
    EditPutToken *token = edit_put_tokens_add(tokens, kind);
    for (gsize i = start; i < end; i++) {
        edit_put_token_add(token, line->text->str + i, 1, get_offset(line, i));
    }
    edit_put_token_end(token, end > start ? get_offset(line, end - 1) + 1 : get_offset(line, end));
}

/* --- vCards and calendars --- */

/* Components are parted by ";": each is a text of its own. */
static void add_components(GPtrArray *tokens, const Line *line, gsize start)
{
    EditPutToken *token = edit_put_tokens_add(tokens, KIND_ESCAPED);
    const char *text = line->text->str;
    gsize length = line->text->len;
    for (gsize i = start; i < length; i++) {
        gsize offset = get_offset(line, i);
        gboolean is_escape = text[i] == '\\' && i + 1 < length;
        if (text[i] == ';') {
            edit_put_token_end(token, offset);
            token = edit_put_tokens_add(tokens, KIND_ESCAPED);
            continue;
        }
        i += is_escape ? 1 : 0;
        gboolean is_break = is_escape && (text[i] == 'n' || text[i] == 'N');
        edit_put_token_add(token, is_break ? "\n" : text + i, 1, offset);
    }
    edit_put_token_end(token, length > start ? get_offset(line, length - 1) + 1
                                             : get_offset(line, length));
}

static gsize find_end(const char *text, gsize at, gsize length, const char *ends)
{
    gboolean in_quotes = FALSE;
    for (; at < length; at++) {
        in_quotes = text[at] == '"' ? !in_quotes : in_quotes;
        if (!in_quotes && strchr(ends, text[at]) != NULL) {
            break;
        }
    }
    return at;
}

/* What is encoded once more is not taken apart. */
static gboolean is_encoded(const char *head)
{
    g_autofree char *upper = g_ascii_strup(head, -1);
    return strstr(upper, "QUOTED-PRINTABLE") != NULL || strstr(upper, "BASE64") != NULL ||
           strstr(upper, "ENCODING=B") != NULL || strstr(upper, "CHARSET=") != NULL;
}

static void add_property(GPtrArray *tokens, const Line *line)
{
    const char *text = line->text->str;
    gsize length = line->text->len;
    gsize colon = find_end(text, 0, length, ":");
    g_autofree char *head = g_strndup(text, colon);
    if (colon == length || is_encoded(head)) {
        return;
    }
    for (gsize at = find_end(text, 0, colon, ";"); at < colon;) {
        gsize end = find_end(text, at + 1, colon, ";");
        gsize equals = find_end(text, at + 1, end, "=");
        gsize start = equals < end ? equals + 1 : at + 1;
        gboolean is_quoted = end > start + 1 && text[start] == '"' && text[end - 1] == '"';
        add_plain(tokens, line, start + (is_quoted ? 1 : 0), end - (is_quoted ? 1 : 0),
                  KIND_PARAMETER);
        at = end;
    }
    add_components(tokens, line, colon + 1);
}

/* --- LDIF --- */

static void add_base64(GPtrArray *tokens, const Line *line, gsize start)
{
    gsize size = 0;
    gsize length = line->text->len;
    g_autofree guchar *bytes = g_base64_decode(line->text->str + start, &size);
    if (size == 0 || !g_utf8_validate((const char *)bytes, (gssize)size, NULL)) {
        return;
    }
    EditPutToken *token = edit_put_tokens_add(tokens, KIND_BASE64);
    token->is_whole = TRUE;
    edit_put_token_add(token, (const char *)bytes, size, get_offset(line, start));
    edit_put_token_end(token, get_offset(line, length - 1) + 1);
}

static void add_attribute(GPtrArray *tokens, const Line *line)
{
    const char *text = line->text->str;
    gsize length = line->text->len;
    gsize colon = *text != '#' ? strcspn(text, ":") : length;
    gsize start = colon < length ? colon + 1 : 0;
    gboolean is_base64 = colon < length && text[start] == ':';
    start += is_base64 || (colon < length && text[start] == '<') ? 1 : 0;
    start += colon < length ? strspn(text + start, " ") : 0;
    if (is_base64 && start < length) {
        add_base64(tokens, line, start);
    } else if (!is_base64) {
        add_plain(tokens, line, start, length, KIND_PLAIN);
    }
}

/* --- both --- */

static GPtrArray *split(const char *record, gsize length,
                        void (*add)(GPtrArray *tokens, const Line *line))
{
    GPtrArray *tokens = edit_put_tokens_new();
    for (gsize at = 0; at < length;) {
        g_auto(Line) line = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(gsize))};
        read_line(&line, record, length, &at);
        add(tokens, &line);
    }
    return tokens;
}

static GPtrArray *split_entry(const char *record, gsize length)
{
    return split(record, length, add_property);
}

static GPtrArray *split_ldif(const char *record, gsize length)
{
    return split(record, length, add_attribute);
}

static char *write_escaped(const char *text)
{
    GString *written = g_string_new(NULL);
    for (; *text != '\0'; text++) {
        g_string_append(written, strchr("\\,;", *text) != NULL ? "\\" : "");
        g_string_append_c(written, *text);
    }
    return g_string_free(written, FALSE);
}

/* RFC 2849: letters beyond ASCII only where the old value has them, too; some must not begin a value. */
static gboolean is_plain(const char *old, const char *text)
{
    return (g_str_is_ascii(text) || !g_str_is_ascii(old)) && strchr(" :<", *text) == NULL;
}

static char *write_text(const EditPutToken *token, const char *old, const char *text)
{
    switch (token->kind) {
    case KIND_ESCAPED:
        return write_escaped(text);
    case KIND_PARAMETER:
        return strpbrk(text, "\";:,") == NULL ? g_strdup(text) : NULL;
    case KIND_BASE64:
        return g_base64_encode((const guchar *)text, strlen(text));
    default:
        return *text == '\0' || is_plain(old, text) ? g_strdup(text) : NULL;
    }
}

static GBytes *put(const EditPutWork *work, GError **error)
{
    static const EditPutSyntax entry = {split_entry, write_text};
    static const EditPutSyntax ldif = {split_ldif, write_text};
    gboolean is_ldif = strcmp(work->document->type, "text/x-ldif") == 0;
    return edit_put_write_records(work, is_ldif ? &ldif : &entry, error);
}

const EditPutFormat edit_put_entry = {types, put};
