#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/html_attribute.h"
#include "scanner/readers/markup_read.h"
#include "scanner/readers/text_table.h"
#include "scanner/readers/xml_record.h"

typedef struct {
    Item *item;
    XmlRecords *records;
    Utf8Input *input;
    MarkupScan *scan;
    gboolean has_elements;
    guint n_members;
} XmlReader;

/* Elements whose parts are one text, cut only for their looks: of SVG, of Word and PowerPoint, of
 * what has HTML in it. */
static gboolean joins_text(const char *name)
{
    static const char *const names[] = {"text", "w:p", "a:p", "p", "xhtml:p", "html:p", NULL};
    return g_strv_contains(names, name);
}

/* The name that an element is given by its document: <field name="氏名">. */
static const char *find_label(const MarkupTag *tag)
{
    static const char *const names[] = {"name", "key", "label", "field", "column", "Name"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = html_attribute_get(tag, names[i]);
        if (value != NULL && *value != '\0' && text_table_is_label(value, strlen(value))) {
            return value;
        }
    }
    return NULL;
}

/* Paths of drawings are all numbers, and names of namespaces are those of their makers. */
static gboolean is_drawing(const MarkupAttribute *attribute)
{
    static const char *const names[] = {"d", "points", "transform", "viewBox", "xmlns", NULL};
    return (g_strv_contains(names, attribute->name) ||
            g_str_has_prefix(attribute->name, "xmlns:")) &&
           strchr(attribute->value, '@') == NULL;
}

/* label: a value that names what follows, and so is nobody's name. */
static void read_attribute(const XmlReader *reader, guint64 line, const MarkupAttribute *attribute,
                           const char *label)
{
    if (is_drawing(attribute) || html_attribute_is_data(attribute)) {
        return;
    }
    /* Where a quote is missing, text is taken for names. */
    if (!attribute->has_value || strchr(attribute->name, '@') != NULL) {
        xml_records_add_attribute(reader->records, line, NULL, attribute->name);
    }
    xml_records_add_attribute(reader->records, line,
                              attribute->value != label ? attribute->name : NULL, attribute->value);
}

static void take_start(gpointer data, const MarkupTag *tag)
{
    XmlReader *reader = data;
    guint64 line = markup_scan_get_line(reader->scan);
    reader->has_elements = TRUE;
    const char *label = find_label(tag);
    xml_records_begin_element(reader->records, tag->name, label, joins_text(tag->name),
                              markup_read_find_tag(reader->input, reader->scan));
    for (gsize i = 0; i < tag->n_attributes; i++) {
        read_attribute(reader, line, &tag->attributes[i], label);
    }
    markup_read_data(reader->item, tag, &reader->n_members);
}

static void take_end(gpointer data, const char *name)
{
    const XmlReader *reader = data;
    xml_records_end_element(reader->records, name,
                            markup_read_find_tag_end(reader->input, reader->scan));
}

static void take_text(gpointer data, const char *text, gsize length)
{
    const XmlReader *reader = data;
    xml_records_add_text(reader->records, markup_scan_get_line(reader->scan), text, length);
}

static void take_aside(gpointer data, MarkupAside kind, const char *text, gsize length,
                       gboolean goes_on)
{
    const XmlReader *reader = data;
    static const char *const names[] = {"comment", "declaration", "instruction"};
    gboolean is_prolog = (kind == MARKUP_INSTRUCTION && g_str_has_prefix(text, "xml ")) ||
                         (kind == MARKUP_DECLARATION && memchr(text, '[', length) == NULL &&
                          memchr(text, '@', length) == NULL);
    if (!is_prolog) {
        xml_records_add_aside(reader->records, markup_scan_get_line(reader->scan), names[kind],
                              text, length, goes_on);
    }
}

static void note_end(const XmlReader *reader)
{
    if (reader->item->extraction->limit != NULL) {
        return; /* the rest is not known */
    }
    gboolean is_whole = markup_scan_end(reader->scan);
    const char *open = xml_records_get_open(reader->records);
    if (!is_whole) {
        item_set_partly(reader->item, "damaged: it ends within a tag");
    } else if (open != NULL) {
        item_set_partly(reader->item, "damaged: it ends within an element");
    } else if (!reader->has_elements) {
        item_set_partly(reader->item, "not XML, read as plain text");
    }
}

/* XML of any kind. What is not well-formed loses nothing: it is taken apart, not parsed. */
void reader_xml_read(Item *item)
{
    static const MarkupHandler handler = {take_start, take_end, take_text, take_aside};
    g_autoptr(Utf8Input) input = markup_read_open(item);
    g_autoptr(TextView) view = text_view_new(item);
    XmlReader reader = {.item = item, .records = xml_records_new(view), .input = input};
    g_autoptr(MarkupScan) scan = markup_scan_new(MARKUP_XML, &handler, &reader);
    reader.scan = scan;
    markup_read_all(item, input, scan);
    note_end(&reader);
    xml_records_free(reader.records);
    text_view_end(view);
    utf8_input_finish(input, item);
}
