#include "enforcer/edits/put.h"

#include <string.h>

/* Text and attributes of HTML and XML. Comments, declarations and scripts are left out: a value that is shown
 * from there is not found, and left to a person. */

static const char *const types[] = {"text/html", "application/xhtml+xml", "application/xml",
                                    "text/xml", NULL};

enum { KIND_TEXT = 't', KIND_ATTRIBUTE = 'a', KIND_VERBATIM = 'v' };

typedef struct {
    const char *text;
    gsize length, at;
    GPtrArray *tokens;
} MarkupSplit;

static gboolean starts(const MarkupSplit *split, const char *word)
{
    gsize size = strlen(word);
    return split->length - split->at >= size &&
           g_ascii_strncasecmp(split->text + split->at, word, size) == 0;
}

static gsize find(const MarkupSplit *split, gsize from, const char *word)
{
    gsize size = strlen(word);
    for (gsize at = from; at + size <= split->length; at++) {
        if (g_ascii_strncasecmp(split->text + at, word, size) == 0) {
            return at;
        }
    }
    return split->length;
}

/* --- characters --- */

static gunichar get_number(const char *name)
{
    gboolean is_hexadecimal = name[1] == 'x' || name[1] == 'X';
    guint64 number = g_ascii_strtoull(name + (is_hexadecimal ? 2 : 1), NULL,
                                      is_hexadecimal ? 16 : 10);
    return number > 0 && number <= 0x10ffff && g_unichar_validate((gunichar)number)
               ? (gunichar)number
               : 0;
}

/* What stands for a character, by name or number; 0 when it is none that is known. */
static gunichar get_entity(const char *name)
{
    static const struct {
        const char *name;
        gunichar character;
    } known[] = {{"amp", '&'},  {"lt", '<'},    {"gt", '>'},
                 {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xa0}};
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
        if (strcmp(known[i].name, name) == 0) {
            return known[i].character;
        }
    }
    return *name == '#' ? get_number(name) : 0;
}

/* The character at an ampersand; how many bytes it takes. */
static gsize add_entity(const MarkupSplit *split, EditPutToken *token, gsize at, gsize end)
{
    enum { LONGEST = 10 };
    char utf8[6];
    gsize size = 1;
    while (at + size < end && size <= LONGEST && split->text[at + size] != ';') {
        size++;
    }
    gboolean has_end = at + size < end && split->text[at + size] == ';';
    g_autofree char *name = g_strndup(split->text + at + 1, size - 1);
    gunichar character = has_end ? get_entity(name) : 0;
    if (character == 0) {
        edit_put_token_add(token, "&", 1, at);
        return 1;
    }
    edit_put_token_add(token, utf8, (gsize)g_unichar_to_utf8(character, utf8), at);
    return size + 1;
}

static void add_text(const MarkupSplit *split, gsize start, gsize end, char kind)
{
    EditPutToken *token = edit_put_tokens_add(split->tokens, kind);
    for (gsize at = start; at < end;) {
        gsize size = 1;
        if (split->text[at] == '&' && kind != KIND_VERBATIM) {
            size = add_entity(split, token, at, end);
        } else {
            edit_put_token_add(token, split->text + at, 1, at);
        }
        at += size;
    }
    edit_put_token_end(token, end);
}

/* --- tags --- */

/* Values between quotes, up to the end of the tag. */
static void read_tag(MarkupSplit *split)
{
    gsize at = split->at + 1;
    while (at < split->length && split->text[at] != '>') {
        char quote = split->text[at];
        if ((quote == '"' || quote == '\'') && split->text[at - 1] == '=') {
            const char mark[] = {quote, '\0'};
            gsize end = find(split, at + 1, mark);
            add_text(split, at + 1, end, KIND_ATTRIBUTE);
            at = end;
        }
        at++;
    }
    split->at = MIN(at + 1, split->length);
}

/* Elements whose content is no text. */
static gboolean skip_script(MarkupSplit *split)
{
    static const char *const names[][2] = {{"<script", "</script"}, {"<style", "</style"}};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        gsize size = strlen(names[i][0]);
        if (starts(split, names[i][0]) && split->at + size < split->length &&
            strchr(" >\t\r\n", split->text[split->at + size]) != NULL) {
            split->at = find(split, split->at, names[i][1]);
            return TRUE;
        }
    }
    return FALSE;
}

static void read_markup(MarkupSplit *split)
{
    static const char section[] = "<![CDATA[";
    if (starts(split, section)) {
        gsize start = split->at + strlen(section);
        gsize end = find(split, start, "]]>");
        add_text(split, start, end, KIND_VERBATIM);
        split->at = MIN(end + 3, split->length);
    } else if (starts(split, "<!--")) {
        split->at = MIN(find(split, split->at, "-->") + 3, split->length);
    } else if (!skip_script(split)) {
        read_tag(split);
    }
}

static GPtrArray *split_record(const char *record, gsize length)
{
    MarkupSplit split = {record, length, 0, edit_put_tokens_new()};
    while (split.at < length) {
        gsize end = find(&split, split.at, "<");
        if (end > split.at) {
            add_text(&split, split.at, end, KIND_TEXT);
            split.at = end;
        } else {
            read_markup(&split);
        }
    }
    return split.tokens;
}

static char *write_text(const EditPutToken *token, const char *old, const char *text)
{
    (void)old;
    if (token->kind == KIND_VERBATIM) {
        return strstr(text, "]]>") == NULL ? g_strdup(text) : NULL;
    }
    return g_markup_escape_text(text, -1);
}

static GBytes *put(const EditPutWork *work, GError **error)
{
    static const EditPutSyntax syntax = {split_record, write_text};
    return edit_put_write_records(work, &syntax, error);
}

const EditPutFormat edit_put_markup = {types, put};
