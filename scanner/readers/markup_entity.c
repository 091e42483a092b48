#include "scanner/readers/markup_entity.h"

#include <libxml/HTMLparser.h>
#include <string.h>

enum { NAME_BYTES = 32, DECLARED_MOST = 10000, EXPANDED_BYTES = 32 << 20 };

/* Those of HTML 5 (section 13.5) that stand for ASCII, which may hide an address or a number, and
 * the apostrophe of XML; libxml2 has those of HTML 4. */
static const struct {
    const char *name;
    gunichar value;
} more[] = {
    {"apos", '\''},    {"commat", '@'},       {"period", '.'},  {"num", '#'},      {"lpar", '('},
    {"rpar", ')'},     {"plus", '+'},         {"comma", ','},   {"colon", ':'},    {"semi", ';'},
    {"sol", '/'},      {"bsol", '\\'},        {"lowbar", '_'},  {"UnderBar", '_'}, {"equals", '='},
    {"quest", '?'},    {"excl", '!'},         {"dollar", '$'},  {"percnt", '%'},   {"ast", '*'},
    {"midast", '*'},   {"lsqb", '['},         {"lbrack", '['},  {"rsqb", ']'},     {"rbrack", ']'},
    {"lcub", '{'},     {"lbrace", '{'},       {"rcub", '}'},    {"rbrace", '}'},   {"verbar", '|'},
    {"vert", '|'},     {"VerticalLine", '|'}, {"Hat", '^'},     {"grave", '`'},    {"Tab", '\t'},
    {"NewLine", '\n'}, {"hyphen", 0x2010},    {"dash", 0x2010}, {"AMP", '&'},      {"LT", '<'},
    {"GT", '>'},       {"QUOT", '"'},
};

/* What numbers from 0x80 to 0x9f mean is what Windows-1252 has there (HTML, 13.2.5.80). */
static const guint16 from_80[32] = {
    0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178,
};

/* The character of "&#123" or "&#x7b"; *length is what of it was used, without the semicolon. */
static gunichar read_number(const char *text, gsize left, gsize *length)
{
    gsize at = 2;
    gboolean is_hex = left > 2 && (text[2] == 'x' || text[2] == 'X');
    gunichar value = 0;
    at += is_hex ? 1 : 0;
    gsize first = at;
    while (at < left && (is_hex ? g_ascii_isxdigit(text[at]) : g_ascii_isdigit(text[at]))) {
        value = MIN(value * (is_hex ? 16 : 10) + (gunichar)g_ascii_xdigit_value(text[at]),
                    0x110000U);
        at++;
    }
    *length = at > first ? at : 0;
    if (value >= 0x80 && value < 0xa0) {
        return from_80[value - 0x80];
    }
    return value == 0 || !g_unichar_validate(value) ? 0xfffd : value;
}

static gunichar find_named(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(more); i++) {
        if (strcmp(more[i].name, name) == 0) {
            return more[i].value;
        }
    }
    const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
    return known != NULL ? known->value : 0;
}

static void append_character(GString *out, gunichar character)
{
    /* Nobody sees a soft hyphen, and it must not part what is one word. */
    if (character != 0xad) {
        g_string_append_unichar(out, character);
    }
}

/* A name without its semicolon is an entity only where old pages have them so. */
static gboolean may_lack_semicolon(const char *name)
{
    static const char *const names[] = {"amp", "lt", "gt", "quot", "nbsp", "copy", "reg", NULL};
    return g_strv_contains(names, name);
}

/* Appends what the reference at text stands for; returns its length, 0 when it is none. */
static gsize append_reference(GString *out, const char *text, gsize left, GHashTable *entities)
{
    gsize length = 0;
    if (left > 1 && text[1] == '#') {
        gunichar character = read_number(text, left, &length);
        if (length > 0) {
            append_character(out, character);
        }
        return length > 0 && length < left && text[length] == ';' ? length + 1 : length;
    }
    length = 1;
    while (length < left && length <= NAME_BYTES &&
           (g_ascii_isalnum(text[length]) || strchr("_.-", text[length]) != NULL ||
            (guchar)text[length] >= 0x80)) {
        length++;
    }
    gboolean is_closed = length < left && text[length] == ';';
    g_autofree char *name = g_strndup(text + 1, length - 1);
    gboolean may_expand = entities != NULL && is_closed && out->len < EXPANDED_BYTES;
    const char *content = may_expand ? g_hash_table_lookup(entities, name) : NULL;
    if (content != NULL) {
        g_string_append(out, content);
        return length + 1;
    }
    gunichar character = is_closed || may_lack_semicolon(name) ? find_named(name) : 0;
    if (character == 0) {
        return 0;
    }
    append_character(out, character);
    return length + (is_closed ? 1 : 0);
}

void markup_entity_append(GString *out, const char *text, gsize length, GHashTable *entities)
{
    const char *end = text + length;
    while (text < end) {
        const char *found = memchr(text, '&', (gsize)(end - text));
        const char *stop = found != NULL ? found : end;
        g_string_append_len(out, text, stop - text);
        text = stop;
        if (text == end) {
            return;
        }
        gsize used = append_reference(out, text, (gsize)(end - text), entities);
        if (used == 0) {
            g_string_append_c(out, '&');
            used = 1;
        }
        text += used;
    }
}

/* One declaration: a name and its quoted content, which may refer to those before it. */
static void declare(GHashTable *entities, const char *text, const char *end)
{
    const char *name = text;
    while (text < end && !g_ascii_isspace(*text)) {
        text++;
    }
    g_autofree char *key = g_strndup(name, (gsize)(text - name));
    while (text < end && g_ascii_isspace(*text)) {
        text++;
    }
    if (text >= end || (*text != '"' && *text != '\'') ||
        g_hash_table_size(entities) >= DECLARED_MOST || g_hash_table_contains(entities, key)) {
        return;
    }
    const char *close = memchr(text + 1, *text, (gsize)(end - text - 1));
    if (close == NULL || close - text > MARKUP_ENTITY_BYTES) {
        return;
    }
    g_autoptr(GString) content = g_string_new(NULL);
    markup_entity_append(content, text + 1, (gsize)(close - text - 1), entities);
    if (content->len <= MARKUP_ENTITY_BYTES) {
        g_hash_table_insert(entities, g_steal_pointer(&key),
                            g_string_free(g_steal_pointer(&content), FALSE));
    }
}

void markup_entity_declare(GHashTable *entities, const char *subset, gsize length)
{
    static const char word[] = "<!ENTITY";
    const char *end = subset + length;
    for (const char *at = memmem(subset, length, word, sizeof word - 1); at != NULL;
         at = memmem(at, (gsize)(end - at), word, sizeof word - 1)) {
        at += sizeof word - 1;
        while (at < end && g_ascii_isspace(*at)) {
            at++;
        }
        declare(entities, at, end);
    }
}
