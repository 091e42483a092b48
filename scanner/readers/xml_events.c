#include "scanner/readers/xml_events.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "base/utf8.h"

enum {
    CHUNK_BYTES = 32 << 10,
    DECLARATION_BYTES = 256, /* within which an XML declaration ends */
    ATTRIBUTE_FIELDS = 5,    /* of libxml2: local name, prefix, URI, value, its end */
};

struct XmlAttributes {
    const struct Events *events;
    guint n;
    const xmlChar **fields;
    GString *name;    /* of the one looked at */
    GString *current; /* of the last one given */
};

typedef struct Events {
    const XmlHandler *handler;
    gpointer data;
    GString *name;
    GHashTable *prefixes; /* of the reader, by URI; NULL for what it has none for */
    struct XmlAttributes attributes;
    Item *item;
    GArray *open;          /* of guint64: numbers of the elements that are open */
    guint64 n_elements;    /* that began */
    char *damage;          /* the first, in words; NULL while there is none */
    gboolean has_entities; /* whose content nobody has seen */
    xmlParserCtxtPtr parser;
} Events;

/* Bytes on their way to UTF-8. */
typedef struct {
    Source *source;
    const Charset *charset;
    CharsetConverter *converter; /* NULL for UTF-8 */
    GByteArray *bytes;           /* not yet converted: what a character's end is missing of */
    GString *text;
    guint64 invalid;
    gboolean at_end;
} Decoder;

/* --- names --- */

/* A parser has one copy of each URI, so that a pointer stands for it. */
static const char *find_prefix(const Events *events, const char *prefix, const char *uri)
{
    gpointer cached = NULL;
    if (uri == NULL || events->handler->namespaces == NULL) {
        return prefix;
    }
    if (!g_hash_table_lookup_extended(events->prefixes, uri, NULL, &cached)) {
        const XmlNamespace *known = events->handler->namespaces;
        while (known->uri != NULL && strcmp(known->uri, uri) != 0) {
            known++;
        }
        cached = (gpointer)(guintptr)known->prefix;
        g_hash_table_insert(events->prefixes, (gpointer)(guintptr)uri, cached);
    }
    return cached != NULL ? cached : prefix;
}

static const char *make_name(const Events *events, GString *name, const xmlChar *local,
                             const xmlChar *prefix, const xmlChar *uri)
{
    const char *found = find_prefix(events, (const char *)prefix, (const char *)uri);
    g_string_assign(name, found != NULL ? found : "");
    g_string_append(name, found != NULL ? ":" : "");
    return g_string_append(name, (const char *)local)->str;
}

/* libxml2 leaves "&" as "&#38;", so that no reference can be made up of it. */
static char *dup_value(const xmlChar **field)
{
    static const char mark[] = "&#38;";
    char *value = g_strndup((const char *)field[3], (gsize)(field[4] - field[3]));
    char *out = value;
    for (const char *at = value; *at != '\0';) {
        gboolean is_mark = strncmp(at, mark, strlen(mark)) == 0;
        *out++ = *at;
        at += is_mark ? strlen(mark) : 1;
    }
    *out = '\0';
    return value;
}

gboolean xml_element_next_value(const XmlElement *element, guint *nth, const char **name,
                                char **value)
{
    const struct XmlAttributes *attributes = element->attributes;
    if (*nth >= attributes->n) {
        return FALSE;
    }
    const xmlChar **field = attributes->fields + (gsize)*nth * ATTRIBUTE_FIELDS;
    (*nth)++;
    if (name != NULL) {
        *name = make_name(attributes->events, attributes->current, field[0], field[1], field[2]);
    }
    *value = dup_value(field);
    return TRUE;
}

/* The fields of an attribute; NULL when there is none of the name. */
static const xmlChar **find_value(const XmlElement *element, const char *name)
{
    const struct XmlAttributes *attributes = element->attributes;
    const char *colon = strchr(name, ':');
    const char *local = colon != NULL ? colon + 1 : name;
    for (guint i = 0; i < attributes->n; i++) {
        const xmlChar **field = attributes->fields + (gsize)i * ATTRIBUTE_FIELDS;
        if (strcmp((const char *)field[0], local) == 0 &&
            strcmp(make_name(attributes->events, attributes->name, field[0], field[1], field[2]),
                   name) == 0) {
            return field;
        }
    }
    return NULL;
}

char *xml_element_dup_value(const XmlElement *element, const char *name)
{
    const xmlChar **field = find_value(element, name);
    return field != NULL ? dup_value(field) : NULL;
}

gboolean xml_element_has_value(const XmlElement *element, const char *name, const char *value)
{
    const xmlChar **field = find_value(element, name);
    g_autofree char *found = field != NULL ? dup_value(field) : NULL;
    return found != NULL && strcmp(found, value) == 0;
}

/* --- what libxml2 calls --- */

static void start_element(void *context, const xmlChar *local, const xmlChar *prefix,
                          const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
                          int n_attributes, int n_defaulted, const xmlChar **fields)
{
    (void)n_namespaces, (void)namespaces, (void)n_defaulted;
    Events *events = context;
    events->attributes.n = (guint)n_attributes;
    events->attributes.fields = fields;
    const XmlElement element = {
        make_name(events, events->name, local, prefix, uri),
        &events->attributes,
    };
    events->n_elements++;
    g_array_append_val(events->open, events->n_elements);
    events->item->here.element = events->n_elements;
    events->handler->start(events->data, &element);
}

static void end_element(void *context, const xmlChar *local, const xmlChar *prefix,
                        const xmlChar *uri)
{
    Events *events = context;
    events->handler->end(events->data, make_name(events, events->name, local, prefix, uri));
    guint n = events->open->len;
    g_array_set_size(events->open, n > 0 ? n - 1 : 0);
    events->item->here.element = n > 1 ? g_array_index(events->open, guint64, n - 2) : 0;
}

static void take_characters(void *context, const xmlChar *text, int length)
{
    const Events *events = context;
    events->handler->text(events->data, (const char *)text, (gsize)length);
}

static void take_comment(void *context, const xmlChar *text)
{
    const Events *events = context;
    if (events->handler->comment != NULL) {
        events->handler->comment(events->data, (const char *)text);
    }
}

/* A reference to what a DTD elsewhere declares: those of HTML are known, of others the name is all
 * there is. */
static void take_reference(void *context, const xmlChar *name)
{
    const Events *events = context;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    char character[7] = "";
    if (known != NULL) {
        g_unichar_to_utf8(known->value, character);
    }
    g_autofree char *text = known != NULL ? g_strdup(character)
                                          : g_strdup_printf("&%s;", (const char *)name);
    events->handler->text(events->data, text, strlen(text));
}

static void take_entity(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                        const xmlChar *system_id, xmlChar *content)
{
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    Events *events = context;
    events->has_entities = TRUE;
}

/* R2: in our words, since those of the library say what stands in the file: names of elements and
 * entities, values of attributes. */
static const char *describe_error(int code)
{
    static const struct {
        int code;
        const char *words;
    } errors[] = {
        {XML_ERR_TAG_NAME_MISMATCH, "an element is closed by another name"},
        {XML_ERR_TAG_NOT_FINISHED, "an element has no end"},
        {XML_ERR_DOCUMENT_END, "there is more after its end"},
        {XML_ERR_DOCUMENT_EMPTY, "nothing is in it"},
        {XML_ERR_UNDECLARED_ENTITY, "an entity is not declared"},
        {XML_ERR_INVALID_CHAR, "a character is not allowed"},
        {XML_ERR_INVALID_ENCODING, "bytes are not of its encoding"},
        {XML_ERR_UNKNOWN_ENCODING, "its encoding is not known"},
        {XML_ERR_UNSUPPORTED_ENCODING, "its encoding is not known"},
        {XML_ERR_NAME_REQUIRED, "a name is missing"},
        {XML_ERR_GT_REQUIRED, "a tag has no end"},
        {XML_ERR_LT_REQUIRED, "it does not begin with a tag"},
        {XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "an attribute has no value"},
        {XML_ERR_ATTRIBUTE_REDEFINED, "an attribute stands twice"},
        {XML_ERR_ENTITY_LOOP, "entities stand for one another"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(errors); i++) {
        if (errors[i].code == code) {
            return errors[i].words;
        }
    }
    return "it is not well-formed";
}

static void take_error(void *context, xmlErrorPtr error)
{
    Events *events = context;
    if (events->damage == NULL && error->level >= XML_ERR_ERROR &&
        error->domain != XML_FROM_NAMESPACE) {
        events->damage = g_strdup_printf("line %d: %s", error->line, describe_error(error->code));
    }
}

void xml_events_init(void)
{
    xmlInitParser();
}

static xmlParserCtxtPtr new_parser(Events *events)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = start_element,
        .endElementNs = end_element,
        .characters = take_characters,
        .ignorableWhitespace = take_characters,
        .comment = take_comment,
        .reference = take_reference,
        .entityDecl = take_entity,
        .serror = take_error,
    };
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, events, NULL, 0, NULL);
    if (parser != NULL) {
        xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    }
    return parser;
}

/* A DTD's entities are kept in a document, whoever else handles them. */
static void free_parser(xmlParserCtxtPtr parser)
{
    if (parser != NULL && parser->myDoc != NULL) {
        xmlFreeDoc(parser->myDoc);
    }
    xmlFreeParserCtxt(parser);
}

/* --- from bytes to UTF-8 --- */

/* The charset that an XML declaration names (XML 1.0, 4.3.3); NULL for none that is known. */
static const Charset *find_declared(const guint8 *head, gsize length)
{
    g_autofree char *start = g_strndup((const char *)head, MIN(length, (gsize)DECLARATION_BYTES));
    g_autoptr(GRegex) regex = g_regex_new("^<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([\\w.:-]+)[\"']",
                                          G_REGEX_RAW, G_REGEX_MATCH_DEFAULT, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(regex, start, G_REGEX_MATCH_DEFAULT, &match)) {
        return NULL;
    }
    g_autofree char *name = g_match_info_fetch(match, 1);
    return charset_find(name);
}

/* UTF-16 and UTF-8 are told by the bytes themselves. */
static const Charset *find_charset(const guint8 *head, gsize length)
{
    gboolean ascii_only = FALSE;
    const Charset *declared = find_declared(head, length);
    if (declared != NULL && declared->unit == 1 && strcmp(declared->iconv, "UTF-8") != 0) {
        return declared;
    }
    const Charset *detected = charset_detect(head, length, &ascii_only);
    return detected != NULL && !ascii_only ? detected : charset_find("UTF-8");
}

static gboolean open_decoder(Decoder *decoder, Source *source, GError **error)
{
    gsize length = 0;
    const guint8 *head = source_peek(source, &length, error);
    if (head == NULL) {
        return FALSE;
    }
    decoder->source = source;
    decoder->charset = find_charset(head, length);
    if (strcmp(decoder->charset->iconv, "UTF-8") != 0) {
        decoder->converter = charset_converter_new(decoder->charset);
    }
    guint8 bom[4];
    for (gsize left = decoder->charset->bom; left > 0;) {
        gssize got = source_read(source, bom, left, error);
        if (got <= 0) {
            return FALSE;
        }
        left -= (gsize)got;
    }
    return TRUE;
}

/* How many of the bytes make up whole characters. */
static gsize find_boundary(const Decoder *decoder)
{
    gsize length = decoder->bytes->len;
    const guint8 *bytes = decoder->bytes->data;
    if (decoder->at_end) {
        return length;
    }
    if (decoder->charset->unit > 1) {
        gsize whole = length - length % 4;
        gboolean is_utf16 = decoder->charset->unit == 2 && whole > 0;
        guint8 high = is_utf16 ? bytes[whole - (decoder->charset->is_big_endian ? 2 : 1)] : 0;
        return high >= 0xd8 && high <= 0xdb ? whole - 2 : whole;
    }
    if (decoder->converter != NULL) {
        return charset_find_boundary(decoder->charset, bytes, length);
    }
    gsize start = length;
    while (start > 0 && length - start < 4 && (bytes[start - 1] & 0xc0) == 0x80) {
        start--;
    }
    gboolean is_cut = start > 0 && bytes[start - 1] >= 0xc0 &&
                      g_utf8_get_char_validated((const char *)bytes + start - 1,
                                                (gssize)(length - start + 1)) == (gunichar)-2;
    return is_cut ? start - 1 : length;
}

static void convert(Decoder *decoder, gsize length)
{
    g_string_truncate(decoder->text, 0);
    const char *bytes = (const char *)decoder->bytes->data;
    if (length == 0) {
        return;
    }
    if (decoder->converter != NULL) {
        charset_convert(decoder->converter, decoder->bytes->data, length, FALSE, length * 4 + 16,
                        decoder->text, &decoder->invalid);
    } else if (daicho_utf8_count(bytes, length) == length) {
        g_string_append_len(decoder->text, bytes, (gssize)length);
    } else {
        g_autofree char *valid = g_utf8_make_valid(bytes, (gssize)length);
        g_string_append(decoder->text, valid);
        decoder->invalid++;
    }
    /* What is left of them came out of a converter; libxml2 takes NUL for the end. */
    for (char *at = decoder->text->str, *end = at + decoder->text->len;
         (at = memchr(at, '\0', (gsize)(end - at))) != NULL;) {
        *at = ' ';
    }
    g_byte_array_remove_range(decoder->bytes, 0, (guint)length);
}

/* The next text; FALSE at the end, with error when there should be more. */
static gboolean next_text(Decoder *decoder, GError **error)
{
    if (decoder->at_end) {
        return FALSE;
    }
    guint before = decoder->bytes->len;
    g_byte_array_set_size(decoder->bytes, before + CHUNK_BYTES);
    gssize got = source_read(decoder->source, decoder->bytes->data + before, CHUNK_BYTES, error);
    g_byte_array_set_size(decoder->bytes, before + (guint)MAX(got, 0));
    decoder->at_end = got <= 0;
    convert(decoder, find_boundary(decoder));
    return got > 0 || decoder->text->len > 0;
}

/* --- both together --- */

static void parse(Events *events, Decoder *decoder, const Item *item, GError **error)
{
    while (item->extraction->limit == NULL && next_text(decoder, error)) {
        if (decoder->text->len > 0) {
            xmlParseChunk(events->parser, decoder->text->str, (int)decoder->text->len, 0);
        }
    }
    if (item->extraction->limit == NULL) {
        xmlParseChunk(events->parser, NULL, 0, 1);
    }
}

static gboolean tell_state(Item *item, const char *part, const Events *events,
                           const Decoder *decoder, const GError *error)
{
    if (error != NULL) {
        item_set_partly(item, "%s: %s", part, error->message);
    } else if (events->has_entities) {
        item_set_partly(item, "%s: entities of a DTD are not expanded", part);
    } else if (events->damage != NULL) {
        item_set_partly(item, "damaged: %s, %s", part, events->damage);
    } else if (decoder->invalid > 0) {
        item_set_partly(item, "damaged: %s, characters are not %s", part, decoder->charset->name);
    } else {
        return TRUE;
    }
    return FALSE;
}

gboolean xml_events_read(Item *item, const char *part, Source *source, const XmlHandler *handler,
                         gpointer data)
{
    g_autoptr(GError) error = NULL;
    Decoder decoder = {.bytes = g_byte_array_new(), .text = g_string_new(NULL)};
    Events events = {.handler = handler, .data = data, .item = item, .name = g_string_new(NULL)};
    const ExtractOrigin around = item->here;
    item->here = (ExtractOrigin){.part = part};
    events.open = g_array_new(FALSE, FALSE, sizeof(guint64));
    events.prefixes = g_hash_table_new(NULL, NULL);
    events.attributes.events = &events;
    events.attributes.name = g_string_new(NULL);
    events.attributes.current = g_string_new(NULL);
    events.parser = new_parser(&events);
    if (events.parser == NULL) {
        item_set_partly(item, "%s: there is no memory left", part);
    } else if (open_decoder(&decoder, source, &error)) {
        parse(&events, &decoder, item, &error);
    }
    gboolean is_whole = tell_state(item, part, &events, &decoder, error) && events.parser != NULL;
    free_parser(events.parser);
    item->here = around;
    g_array_unref(events.open);
    g_clear_pointer(&decoder.converter, charset_converter_free);
    g_byte_array_unref(decoder.bytes);
    g_string_free(decoder.text, TRUE);
    g_hash_table_unref(events.prefixes);
    g_string_free(events.name, TRUE);
    g_string_free(events.attributes.name, TRUE);
    g_string_free(events.attributes.current, TRUE);
    g_free(events.damage);
    return is_whole;
}
