#include "scanner/readers/content_line.h"

#include <string.h>

void content_line_clear(ContentLine *content)
{
    g_clear_pointer(&content->name, g_free);
    g_clear_pointer(&content->parameters, g_ptr_array_unref);
    g_clear_pointer(&content->value, g_free);
}

const char *content_line_get(const ContentLine *content, const char *parameter)
{
    gsize length = strlen(parameter);
    for (guint i = 0; i < content->parameters->len; i++) {
        const char *known = g_ptr_array_index(content->parameters, i);
        if (strncmp(known, parameter, length) == 0 && known[length] == '=') {
            return known + length + 1;
        }
    }
    return NULL;
}

/* Where a part ends: at one of these bytes, outside of quotes. */
static gsize find_end(const char *text, gsize length, const char *ends)
{
    gboolean in_quotes = FALSE;
    for (gsize i = 0; i < length; i++) {
        in_quotes = text[i] == '"' ? !in_quotes : in_quotes;
        if (!in_quotes && text[i] != '\0' && strchr(ends, text[i]) != NULL) {
            return i;
        }
    }
    return length;
}

static void add_parameter(ContentLine *content, const char *text, gsize length)
{
    gsize name = find_end(text, length, "=");
    gboolean has_name = name < length;
    g_autofree char *key = has_name ? g_ascii_strup(text, (gssize)name) : g_strdup("");
    const char *value = has_name ? text + name + 1 : text;
    gsize size = length - (gsize)(value - text);
    if (size >= 2 && *value == '"' && value[size - 1] == '"') {
        value++;
        size -= 2;
    }
    g_ptr_array_add(content->parameters, g_strdup_printf("%s=%.*s", key, (int)size, value));
}

/* Old vCards have values of parameters without names. */
static gboolean has_encoding(const ContentLine *content, const char *encoding)
{
    for (guint i = 0; i < content->parameters->len; i++) {
        const char *parameter = g_ptr_array_index(content->parameters, i);
        const char *value = strchr(parameter, '=') + 1;
        if ((*parameter == '=' || g_str_has_prefix(parameter, "ENCODING=")) &&
            g_ascii_strcasecmp(value, encoding) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

static gsize parse_head(ContentLine *content, EntryLines *lines, const EntryLine *line)
{
    gsize head = find_end(line->text, line->length, ":");
    gsize at = find_end(line->text, head, ";");
    gboolean is_property = head < line->length && at > 0 && memchr(line->text, ' ', at) == NULL;
    content->parameters = g_ptr_array_new_with_free_func(g_free);
    if (!is_property) {
        content->name = g_strdup("");
        return 0;
    }
    g_autofree char *bytes = g_ascii_strup(line->text, (gssize)at);
    g_autofree char *name = entry_lines_dup_utf8(lines, NULL, bytes, at);
    const char *dot = strchr(name, '.');
    content->name = g_strdup(dot != NULL ? dot + 1 : name);
    while (at < head) {
        gsize length = find_end(line->text + at + 1, head - at - 1, ";");
        add_parameter(content, line->text + at + 1, length);
        at += length + 1;
    }
    return head + 1;
}

/* Quoted-printable (RFC 2045, 6.7): in place, returns the new length. */
static gsize decode_quoted(char *text, gsize length)
{
    gsize out = 0;
    for (gsize i = 0; i < length; i++) {
        gboolean is_code = text[i] == '=' && i + 2 < length && g_ascii_isxdigit(text[i + 1]) &&
                           g_ascii_isxdigit(text[i + 2]);
        if (is_code) {
            int value = g_ascii_xdigit_value(text[i + 1]) << 4 | g_ascii_xdigit_value(text[i + 2]);
            text[out++] = (char)value;
            i += 2;
        } else {
            text[out++] = text[i];
        }
    }
    text[out] = '\0';
    return out;
}

/* A soft break: the value goes on in the next line, without the sign. */
static void take_soft_breaks(EntryLines *lines, EntryLine *line, GString *value)
{
    while (value->len > 0 && value->str[value->len - 1] == '=') {
        gsize before = line->length;
        g_string_truncate(value, value->len - 1);
        if (!entry_lines_continue(lines, line)) {
            return;
        }
        g_string_append_len(value, line->text + before, (gssize)(line->length - before));
    }
}

gboolean content_line_next(EntryLines *lines, EntryLine *line, ContentLine *content)
{
    if (!entry_lines_next(lines, line)) {
        return FALSE;
    }
    gsize head = parse_head(content, lines, line);
    g_autoptr(GString) value = g_string_new_len(line->text + head, (gssize)(line->length - head));
    if (has_encoding(content, "QUOTED-PRINTABLE")) {
        take_soft_breaks(lines, line, value);
        content->length = decode_quoted(value->str, value->len);
    } else {
        content->is_base64 = has_encoding(content, "B") || has_encoding(content, "BASE64");
        content->length = value->len;
    }
    content->value = g_string_free(g_steal_pointer(&value), FALSE);
    return TRUE;
}

/* "\n" is a line break, any other escaped character itself (RFC 6350, 3.4). */
static char *dup_unescaped(const char *text, gsize length)
{
    g_autoptr(GString) out = g_string_sized_new(length);
    for (gsize i = 0; i < length; i++) {
        gboolean is_escape = text[i] == '\\' && i + 1 < length;
        i += is_escape ? 1 : 0;
        g_string_append_c(out, is_escape && (text[i] == 'n' || text[i] == 'N') ? '\n' : text[i]);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *dup_value(const ContentLine *content, EntryLines *lines)
{
    return entry_lines_dup_utf8(lines, content_line_get(content, "CHARSET"), content->value,
                                content->length);
}

char *content_line_dup_text(const ContentLine *content, EntryLines *lines)
{
    g_autofree char *value = dup_value(content, lines);
    return dup_unescaped(value, strlen(value));
}

char **content_line_dup_components(const ContentLine *content, EntryLines *lines)
{
    g_autofree char *value = dup_value(content, lines);
    g_autoptr(GPtrArray) components = g_ptr_array_new();
    const char *start = value;
    for (const char *at = value;; at++) {
        if (*at == ';' || *at == '\0') {
            g_ptr_array_add(components, dup_unescaped(start, (gsize)(at - start)));
            start = at + 1;
        }
        if (*at == '\0') {
            break;
        }
        at += *at == '\\' && at[1] != '\0' ? 1 : 0;
    }
    g_ptr_array_add(components, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&components), FALSE);
}

GBytes *content_line_decode(const ContentLine *content)
{
    gsize size = 0;
    guchar *bytes = g_base64_decode(content->value, &size);
    return g_bytes_new_take(bytes, size);
}
