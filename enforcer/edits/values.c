#include "enforcer/edits/values.h"

#include <libxml/xmlreader.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/edits/nodes.h"

/* What is too short to tell of somebody is not looked for, and what may well be part of a longer word only
 * where it stands alone. */
enum { CACHE_CHARACTERS = 2, TELLING_CHARACTERS = 3, WORD_CHARACTERS = 6, TELLING_DIGITS = 6 };

struct EditValues {
    GHashTable *all;    /* of char *: looked for in caches */
    GHashTable *copied; /* of char *, borrowed: looked for in copies */
    GPtrArray *telling; /* of char *: looked for everywhere */
};

/* --- which --- */

static gboolean is_telling(const char *value)
{
    gsize digits = 0;
    gboolean has_letter = FALSE;
    for (const char *at = value; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        digits += g_unichar_isdigit(character) ? 1 : 0;
        has_letter = has_letter || (character > 0x7f && g_unichar_isalpha(character)) ||
                     character == '@';
    }
    gboolean is_amount = strchr(value, '.') != NULL && !has_letter;
    return (digits >= TELLING_DIGITS && !is_amount) ||
           (has_letter && g_utf8_strlen(value, -1) >= TELLING_CHARACTERS);
}

/* The pieces of a record's text that stand alone in it. */
static void add_pieces(GHashTable *pieces, const char *text)
{
    g_auto(GStrv) split = g_strsplit_set(text, "\t\n", -1);
    for (char **piece = split; *piece != NULL; piece++) {
        g_strstrip(*piece);
        if (g_utf8_strlen(*piece, -1) >= CACHE_CHARACTERS) {
            g_hash_table_add(pieces, g_strdup(*piece));
        }
    }
}

static gboolean is_of_identifier(char byte)
{
    return g_ascii_isalnum(byte) || (byte != '\0' && strchr("@.+-_", byte) != NULL);
}

/* An address, or a number that one can call. */
static gboolean is_identifier(const char *word)
{
    enum { CALLED_DIGITS = 9 };
    const char *at = strchr(word, '@');
    gsize digits = 0;
    for (const char *byte = word; *byte != '\0'; byte++) {
        digits += g_ascii_isdigit(*byte) ? 1 : 0;
    }
    gboolean is_called = (*word == '0' || *word == '+') &&
                         strspn(word, "+-0123456789") == strlen(word);
    return at != NULL ? at > word && strchr(at, '.') != NULL : is_called && digits >= CALLED_DIGITS;
}

/* What tells of somebody in the midst of a sentence. */
static void add_identifiers(GHashTable *identifiers, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        gsize length = 0;
        while (is_of_identifier(at[length])) {
            length++;
        }
        g_autofree char *word = g_strndup(at, length);
        g_autofree char *last = g_strdup(word + strspn(word, ".-_"));
        while (*last != '\0' && strchr(".-_", last[strlen(last) - 1]) != NULL) {
            last[strlen(last) - 1] = '\0';
        }
        if (is_identifier(last)) {
            g_hash_table_add(identifiers, g_steal_pointer(&last));
        }
        at += MAX(length, 1);
    }
}

static GHashTable *new_set(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static gint compare_values(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static void choose(EditValues *values, GHashTable *identifiers, const GString *staying)
{
    GHashTableIter iterator;
    gpointer value = NULL;
    g_hash_table_iter_init(&iterator, identifiers);
    while (g_hash_table_iter_next(&iterator, &value, NULL)) {
        if (!g_hash_table_contains(values->all, value) && strstr(staying->str, value) == NULL) {
            g_ptr_array_add(values->telling, g_strdup(value));
        }
    }
    g_hash_table_iter_init(&iterator, values->all);
    while (g_hash_table_iter_next(&iterator, &value, NULL)) {
        if (is_telling(value)) {
            g_hash_table_add(values->copied, value);
        }
        if (is_telling(value) && strstr(staying->str, value) == NULL) {
            g_ptr_array_add(values->telling, g_strdup(value));
        }
    }
    g_ptr_array_sort(values->telling, compare_values);
}

static gboolean matches(const char *name, const char *const *patterns)
{
    for (; *patterns != NULL; patterns++) {
        if (g_pattern_match_simple(*patterns, name)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_copy(const DaichoRecordSource *record, const char *const *copies,
                        const char *const *caches)
{
    const char *part = record->origins->len > 0
                           ? g_array_index(record->origins, DaichoOrigin, 0).part
                           : "";
    return matches(part, copies) || matches(part, caches);
}

EditValues *edit_values_new(const DaichoDocument *document, const guint8 *goes,
                            const char *const *copies, const char *const *caches)
{
    EditValues *values = g_new0(EditValues, 1);
    g_autoptr(GHashTable) staying = new_set();
    g_autoptr(GHashTable) identifiers = new_set();
    g_autoptr(GString) text = g_string_new(NULL);
    values->all = new_set();
    values->copied = g_hash_table_new(g_str_hash, g_str_equal);
    values->telling = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < document->records->len; i++) {
        const DaichoRecordSource *record = g_ptr_array_index(document->records, i);
        if (goes[i] != 0) {
            add_pieces(values->all, record->text->str);
            add_identifiers(identifiers, record->text->str);
        } else if (!is_copy(record, copies, caches)) {
            add_pieces(staying, record->text->str);
            g_string_append(text, record->text->str);
        }
    }
    GHashTableIter iterator;
    gpointer piece = NULL;
    g_hash_table_iter_init(&iterator, staying);
    while (g_hash_table_iter_next(&iterator, &piece, NULL)) {
        g_hash_table_remove(values->all, piece);
    }
    choose(values, identifiers, text);
    return values;
}

void edit_values_free(EditValues *values)
{
    if (values != NULL) {
        g_hash_table_unref(values->copied);
        g_hash_table_unref(values->all);
        g_ptr_array_unref(values->telling);
        g_free(values);
    }
}

void edit_values_add(EditValues *values, const char *value)
{
    g_hash_table_add(values->all, g_strdup(value));
}

/* --- copies --- */

static gboolean is_value(GHashTable *values, const char *text)
{
    g_autofree char *stripped = text != NULL ? g_strstrip(g_strdup(text)) : NULL;
    return stripped != NULL && g_hash_table_contains(values, stripped);
}

/* A value in a cache of numbers or dates becomes one that is missing (18.10.1.54 of ISO/IEC 29500-1). */
static void empty_attribute(EditParts *parts, xmlNode *node, xmlAttr *attribute)
{
    static const char *const typed[] = {"n", "d", "b", "e", NULL};
    edit_parts_empty(parts, node);
    if (strcmp((const char *)attribute->name, "v") == 0 && node_is_among(node, typed)) {
        xmlNodeSetName(node, (const xmlChar *)"m");
        xmlRemoveProp(attribute);
    } else {
        xmlNodeSetContent((xmlNode *)attribute, (const xmlChar *)"");
    }
}

/* The least and the greatest of the values of a field may be missing (18.10.1.90). */
static gboolean is_bound(const xmlAttr *attribute)
{
    static const char *const bounds[] = {"minValue", "maxValue", "minDate", "maxDate", NULL};
    return g_strv_contains(bounds, (const char *)attribute->name);
}

/* Others count values, or are their numbers, and only look alike. */
static gboolean is_cached(const xmlNode *node, const xmlAttr *attribute)
{
    static const char *const typed[] = {"s", "n", "d", "b", "e", NULL};
    return is_bound(attribute) ||
           (strcmp((const char *)attribute->name, "v") == 0 && node_is_among(node, typed));
}

static void erase_attributes(GHashTable *values, EditParts *parts, xmlNode *node, gboolean is_cache)
{
    xmlAttr *next = NULL;
    for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = next) {
        next = attribute->next;
        g_autofree char *value = node_dup_value(node, (const char *)attribute->name);
        if (!is_value(values, value) || (is_cache && !is_cached(node, attribute))) {
            continue;
        }
        if (is_bound(attribute)) {
            xmlRemoveProp(attribute);
            edit_parts_touch(parts, edit_parts_get_name(parts, node));
        } else {
            empty_attribute(parts, node, attribute);
        }
    }
}

static void erase_in_node(GHashTable *values, EditParts *parts, xmlNode *node, gboolean is_cache)
{
    erase_attributes(values, parts, node, is_cache);
    g_autofree char *text = node->children != NULL && xmlFirstElementChild(node) == NULL
                                ? node_dup_text(node)
                                : NULL;
    if (is_value(values, text)) {
        xmlNodeSetContent(node, (const xmlChar *)"");
        edit_parts_empty(parts, node);
    }
}

gboolean edit_values_erase(const EditValues *values, EditParts *parts, const char *const *patterns,
                           gboolean is_cache, GError **error)
{
    const GPtrArray *names = edit_parts_get_names(parts);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (!edit_parts_has(parts, name) || !matches(name, patterns)) {
            continue;
        }
        xmlNode *root = edit_parts_get_root(parts, name, error);
        if (root == NULL) {
            return FALSE;
        }
        for (xmlNode *node = root; node != NULL; node = node_next(node, root)) {
            if (node->type == XML_ELEMENT_NODE) {
                erase_in_node(is_cache ? values->all : values->copied, parts, node, is_cache);
            }
        }
    }
    return TRUE;
}

/* --- what is left --- */

/* In a formula a text stands between quotes. */
static gboolean is_quoted(const char *text, const char *value)
{
    g_autofree char *quoted = strchr(text, '"') != NULL ? g_strconcat("\"", value, "\"", NULL)
                                                        : NULL;
    return quoted != NULL && strstr(text, quoted) != NULL;
}

static const char *find_value(const EditValues *values, const char *text)
{
    for (guint i = 0; text != NULL && i < values->telling->len; i++) {
        const char *value = g_ptr_array_index(values->telling, i);
        gboolean is_long = g_utf8_strlen(value, -1) >= WORD_CHARACTERS;
        if (is_long ? strstr(text, value) != NULL
                    : strcmp(text, value) == 0 || is_quoted(text, value)) {
            return value;
        }
    }
    return NULL;
}

static const char *find_in_node(const EditValues *values, xmlTextReader *reader)
{
    const char *found = find_value(values, (const char *)xmlTextReaderConstValue(reader));
    while (found == NULL && xmlTextReaderMoveToNextAttribute(reader) == 1) {
        found = find_value(values, (const char *)xmlTextReaderConstValue(reader));
    }
    return found;
}

static gboolean is_xml(const char *name)
{
    return g_str_has_suffix(name, ".xml") || g_str_has_suffix(name, ".rels") ||
           g_str_has_suffix(name, ".vml") || g_str_has_suffix(name, ".rdf");
}

static gboolean refuse(const char *name, const char *what, GError **error)
{
    g_autofree char *shown = daicho_text_escape(name, -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "the document's part %s %s: open it with the program that made it, delete the "
                "record and save it",
                shown, what);
    return FALSE;
}

static gboolean check_xml(const EditValues *values, const char *name, const char *data,
                          gsize length, GError **error)
{
    xmlTextReader *reader = length <= G_MAXINT32
                                ? xmlReaderForMemory(data, (int)length, NULL, NULL,
                                                     XML_PARSE_NONET | XML_PARSE_NOERROR |
                                                         XML_PARSE_NOWARNING)
                                : NULL;
    const char *found = NULL;
    int status = reader != NULL ? 1 : -1;
    while (status == 1 && found == NULL) {
        status = xmlTextReaderRead(reader);
        found = status == 1 ? find_in_node(values, reader) : NULL;
    }
    xmlFreeTextReader(reader);
    if (status < 0) {
        return refuse(name, "cannot be searched for what was taken out", error);
    }
    return found == NULL || refuse(name, "would still hold what was taken out", error);
}

/* As Windows writes it; without the tables of iconv, which cannot be loaded here. */
static GByteArray *widen(const char *value)
{
    GByteArray *wide = g_byte_array_new();
    g_autofree gunichar2 *units = g_utf8_to_utf16(value, -1, NULL, NULL, NULL);
    for (gsize i = 0; units != NULL && units[i] != 0; i++) {
        const guint16 unit = GUINT16_TO_LE(units[i]);
        g_byte_array_append(wide, (const guint8 *)&unit, sizeof unit);
    }
    return wide;
}

/* Settings of a printer, a picture's remarks: no more is known of them than their bytes. */
static gboolean check_bytes(const EditValues *values, const char *name, const char *data,
                            gsize length, GError **error)
{
    for (guint i = 0; i < values->telling->len; i++) {
        const char *value = g_ptr_array_index(values->telling, i);
        g_autoptr(GByteArray) wide = widen(value);
        if (g_utf8_strlen(value, -1) >= WORD_CHARACTERS &&
            (memmem(data, length, value, strlen(value)) != NULL ||
             (wide->len > 0 && memmem(data, length, wide->data, wide->len) != NULL))) {
            return refuse(name, "would still hold what was taken out", error);
        }
    }
    return TRUE;
}

static gboolean check_part(const EditValues *values, EditParts *parts, const char *name,
                           GError **error)
{
    g_autoptr(GBytes) bytes = edit_parts_read(parts, name, error);
    if (bytes == NULL) {
        return FALSE;
    }
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    return length == 0 || (is_xml(name) ? check_xml(values, name, data, length, error)
                                        : check_bytes(values, name, data, length, error));
}

gboolean edit_values_check(const EditValues *values, EditParts *parts, GError **error)
{
    const GPtrArray *names = edit_parts_get_names(parts);
    for (guint i = 0; i < names->len && values->telling->len > 0; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (edit_parts_has(parts, name) && !check_part(values, parts, name, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
