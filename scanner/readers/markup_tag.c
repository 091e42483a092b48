#include "scanner/readers/markup_tag.h"

#include <string.h>

#include "scanner/readers/markup_entity.h"

struct MarkupTagParser {
    MarkupKind kind;
    GHashTable *entities;
    char *name;
    GArray *attributes; /* of MarkupAttribute */
    GPtrArray *strings; /* that they point into */
    gsize expanded;
};

MarkupTagParser *markup_tag_parser_new(MarkupKind kind, GHashTable *entities)
{
    MarkupTagParser *parser = g_new0(MarkupTagParser, 1);
    parser->kind = kind;
    parser->entities = entities;
    parser->attributes = g_array_new(FALSE, FALSE, sizeof(MarkupAttribute));
    parser->strings = g_ptr_array_new_with_free_func(g_free);
    return parser;
}

void markup_tag_parser_free(MarkupTagParser *parser)
{
    g_free(parser->name);
    g_array_unref(parser->attributes);
    g_ptr_array_unref(parser->strings);
    g_free(parser);
}

gsize markup_tag_get_expanded(const MarkupTagParser *parser)
{
    return parser->expanded;
}

/* One more byte of a tag; TRUE at its end. */
static gboolean look_at(char byte, gboolean is_declaration, MarkupTagEnd *end)
{
    if ((byte == '"' || byte == '\'') && (end->has_equal || is_declaration)) {
        end->quote = byte;
        end->has_equal = FALSE;
        return FALSE;
    }
    if (is_declaration && byte == '[') {
        end->brackets++;
    } else if (is_declaration && byte == ']' && end->brackets > 0) {
        end->brackets--;
    }
    end->has_equal = byte == '=' || (end->has_equal && g_ascii_isspace(byte));
    return byte == '>' && end->brackets == 0;
}

/* Passes up to what ends a value or a comment; FALSE when that is not there yet. */
static gboolean pass_quoted(const char *text, gsize length, MarkupTagEnd *end)
{
    const char *from = text + end->looked_at;
    gsize left = length - end->looked_at;
    const char *found = end->in_comment ? memmem(from, left, "-->", 3)
                                        : memchr(from, end->quote, left);
    if (found == NULL) {
        end->looked_at += end->in_comment ? left - MIN(left, (gsize)2) : left;
        return FALSE;
    }
    end->looked_at = (gsize)(found - text) + (end->in_comment ? 2 : 1);
    end->quote = '\0';
    return TRUE;
}

gsize markup_tag_find_end(const char *text, gsize length, gboolean is_declaration,
                          MarkupTagEnd *end)
{
    while (end->looked_at < length) {
        if ((end->quote != '\0' || end->in_comment) && !pass_quoted(text, length, end)) {
            return 0;
        }
        if (end->in_comment) {
            end->in_comment = FALSE;
            end->looked_at++; /* its ">" */
            continue;
        }
        gsize left = length - end->looked_at;
        if (left == 0) {
            return 0;
        }
        const char *at = text + end->looked_at;
        if (is_declaration && end->brackets > 0 && memcmp(at, "<!--", MIN(left, (gsize)4)) == 0) {
            end->in_comment = left >= 4;
            end->looked_at += end->in_comment ? 4 : 0;
            if (!end->in_comment) {
                return 0;
            }
            continue;
        }
        end->looked_at++;
        if (look_at(*at, is_declaration, end)) {
            return end->looked_at;
        }
    }
    return 0;
}

static gboolean ends_name(char byte)
{
    return g_ascii_isspace(byte) || byte == '/' || byte == '>' || byte == '=';
}

static gsize measure_name(const char *text, gsize length)
{
    gsize at = 0;
    while (at < length && !ends_name(text[at])) {
        at++;
    }
    return at;
}

char *markup_tag_dup_name(MarkupKind kind, const char *text, gsize length)
{
    gsize size = measure_name(text, length);
    return kind != MARKUP_XML ? g_ascii_strdown(text, (gssize)size) : g_strndup(text, size);
}

gboolean markup_tag_is_name(MarkupKind kind, const char *name)
{
    gsize length = strlen(name);
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isalnum(name[i]) && strchr("-_:.", name[i]) == NULL &&
            (kind != MARKUP_XML || (guchar)name[i] < 0x80)) {
            return FALSE;
        }
    }
    return length > 0;
}

static const char *keep(MarkupTagParser *parser, char *string)
{
    g_ptr_array_add(parser->strings, string);
    return string;
}

static const char *resolve(MarkupTagParser *parser, const char *text, gsize length)
{
    if (memchr(text, '&', length) == NULL) {
        return keep(parser, g_strndup(text, length));
    }
    g_autoptr(GString) value = g_string_sized_new(length);
    markup_entity_append(value, text, length, parser->entities);
    parser->expanded += value->len > length ? value->len - length : 0;
    return keep(parser, g_string_free(g_steal_pointer(&value), FALSE));
}

/* Reads a value from text on, behind the "="; returns how much of it that is. */
static gsize take_value(MarkupTagParser *parser, const char *text, gsize length, const char **value)
{
    gsize at = 0;
    while (at < length && g_ascii_isspace(text[at])) {
        at++;
    }
    if (at < length && (text[at] == '"' || text[at] == '\'')) {
        const char *close = memchr(text + at + 1, text[at], length - at - 1);
        gsize end = close != NULL ? (gsize)(close - text) : length;
        *value = resolve(parser, text + at + 1, end - at - 1);
        return MIN(end + 1, length);
    }
    gsize start = at;
    while (at < length && !g_ascii_isspace(text[at])) {
        at++;
    }
    *value = resolve(parser, text + start, at - start);
    return at;
}

/* Reads an attribute, or passes what is none; returns how much of text that is. */
static gsize take_attribute(MarkupTagParser *parser, const char *text, gsize length)
{
    /* A stray "=" is a name's first character (HTML, 13.2.5.32). */
    gsize size = *text == '=' ? 1 + measure_name(text + 1, length - 1) : measure_name(text, length);
    gsize at = size;
    if (size == 0) {
        return 1;
    }
    MarkupAttribute attribute = {.value = ""};
    attribute.name = keep(parser, parser->kind != MARKUP_XML ? g_ascii_strdown(text, (gssize)size)
                                                             : g_strndup(text, size));
    while (at < length && g_ascii_isspace(text[at])) {
        at++;
    }
    if (at < length && text[at] == '=') {
        at++;
        attribute.has_value = TRUE;
        at += take_value(parser, text + at, length - at, &attribute.value);
    }
    g_array_append_val(parser->attributes, attribute);
    return at;
}

gboolean markup_tag_parse(MarkupTagParser *parser, const char *text, gsize length, MarkupTag *tag)
{
    g_array_set_size(parser->attributes, 0);
    g_ptr_array_set_size(parser->strings, 0);
    g_free(parser->name);
    parser->expanded = 0;
    parser->name = markup_tag_dup_name(parser->kind, text + 1, length - 2);
    if (!markup_tag_is_name(parser->kind, parser->name)) {
        return FALSE;
    }
    gsize end = length - 1; /* the ">" */
    gboolean is_empty = parser->kind != MARKUP_HTML && text[end - 1] == '/';
    end -= is_empty ? 1 : 0;
    for (gsize at = 1 + strlen(parser->name); at < end;) {
        at += take_attribute(parser, text + at, end - at);
    }
    *tag = (MarkupTag){
        .name = parser->name,
        .attributes = (const MarkupAttribute *)(gpointer)parser->attributes->data,
        .n_attributes = parser->attributes->len,
        .is_empty = is_empty,
    };
    return TRUE;
}
