#include "enforcer/edits/put.h"

#include <string.h>

/* Strings (RFC 8259, 7); the record is a value, a line of values, or several. */

static const char *const types[] = {"application/json", "application/jsonl", NULL};

typedef struct {
    const char *text;
    gsize length, at;
    GPtrArray *tokens;
} JsonSplit;

/* The code unit of four hexadecimal digits; 0 when they are none. */
static gunichar read_unit(const JsonSplit *split, gsize at)
{
    gunichar unit = 0;
    for (gsize i = 0; i < 4; i++) {
        int digit = at + i < split->length ? g_ascii_xdigit_value(split->text[at + i]) : -1;
        if (digit < 0) {
            return 0;
        }
        unit = unit * 16 + (gunichar)digit;
    }
    return unit;
}

/* Behind a backslash; how many bytes the escape has with it. */
static gsize add_escape(const JsonSplit *split, EditPutToken *token)
{
    static const char letters[] = "bfnrt";
    static const char meant[] = "\b\f\n\r\t";
    gsize at = split->at;
    char letter = at + 1 < split->length ? split->text[at + 1] : '\0';
    const char *known = letter != '\0' ? strchr(letters, letter) : NULL;
    gsize size = 2;
    if (letter != 'u') {
        edit_put_token_add(token, known != NULL ? &meant[known - letters] : &letter, 1, at);
        return size;
    }
    char utf8[6];
    gunichar unit = read_unit(split, at + 2);
    size = 6;
    if (unit >= 0xd800 && unit < 0xdc00 && at + 7 < split->length && split->text[at + 6] == '\\') {
        gunichar low = read_unit(split, at + 8);
        unit = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
                                             : 0xfffd;
        size = 12;
    }
    gunichar character = unit != 0 && g_unichar_validate(unit) ? unit : 0xfffd;
    edit_put_token_add(token, utf8, (gsize)g_unichar_to_utf8(character, utf8), at);
    return size;
}

/* A string from behind its quote; FALSE when it has no end. */
static gboolean read_string(JsonSplit *split, EditPutToken *token)
{
    while (split->at < split->length && split->text[split->at] != '"') {
        gsize size = 1;
        if (split->text[split->at] == '\\') {
            size = add_escape(split, token);
        } else {
            edit_put_token_add(token, split->text + split->at, 1, split->at);
        }
        split->at += size;
    }
    edit_put_token_end(token, MIN(split->at, split->length));
    split->at++;
    return split->at <= split->length;
}

static gboolean is_key(const JsonSplit *split)
{
    gsize at = split->at;
    while (at < split->length && g_ascii_isspace(split->text[at])) {
        at++;
    }
    return at < split->length && split->text[at] == ':';
}

/* Keys are no values, but name them. */
static GPtrArray *split_record(const char *record, gsize length)
{
    JsonSplit split = {record, length, 0, edit_put_tokens_new()};
    g_autofree char *key = NULL;
    while (split.at < length) {
        if (record[split.at++] != '"') {
            continue;
        }
        EditPutToken *token = edit_put_tokens_add(split.tokens, 's');
        gboolean is_whole = read_string(&split, token);
        if (is_whole && is_key(&split)) {
            g_free(key);
            key = g_strdup(token->text->str);
        } else if (is_whole) {
            token->key = g_strdup(key);
            continue;
        }
        g_ptr_array_set_size(split.tokens, (gint)split.tokens->len - 1);
    }
    return split.tokens;
}

static void add_unit(GString *written, guint unit)
{
    g_string_append_printf(written, "\\u%04x", unit);
}

static void add_character(GString *written, gunichar character, gboolean is_ascii)
{
    gboolean is_coded = character < 0x20 || (character >= 0x80 && is_ascii);
    if (character == '"' || character == '\\') {
        g_string_append_printf(written, "\\%c", (char)character);
    } else if (!is_coded) {
        g_string_append_unichar(written, character);
    } else if (character < 0x10000) {
        add_unit(written, character);
    } else {
        add_unit(written, 0xd800 + ((character - 0x10000) >> 10));
        add_unit(written, 0xdc00 + ((character - 0x10000) & 0x3ff));
    }
}

/* Where the old text is in escapes, so is the new one. */
static char *write_text(const EditPutToken *token, const char *old, const char *text)
{
    (void)token;
    GString *written = g_string_new(NULL);
    gboolean is_ascii = strstr(old, "\\u") != NULL;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        add_character(written, g_utf8_get_char(at), is_ascii);
    }
    return g_string_free(written, FALSE);
}

static GBytes *put(const EditPutWork *work, GError **error)
{
    static const EditPutSyntax syntax = {split_record, write_text};
    return edit_put_write_records(work, &syntax, error);
}

const EditPutFormat edit_put_json = {types, put};
