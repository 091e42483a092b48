#include "scanner/readers/xlsx.h"

#include <string.h>

/* What the parts of the whole workbook have: its sheets, strings, styles and people. */

typedef struct {
    XlsxBook *book;
    const XlsxPart *part;
    GString *text, *phonetic;
    char *name; /* of a defined name */
    gboolean is_in_phonetic, is_in_text, is_in_styles;
} Walk;

static guint32 get_number(const XmlElement *element, const char *name)
{
    g_autofree char *value = xml_element_dup_value(element, name);
    return value != NULL ? (guint32)MIN(g_ascii_strtoull(value, NULL, 10), G_MAXUINT32) : 0;
}

static gboolean is_true(const XmlElement *element, const char *name)
{
    return xml_element_has_value(element, name, "1") ||
           xml_element_has_value(element, name, "true");
}

static void read_with(const XmlHandler *handler, Walk *walk, Source *source)
{
    walk->text = g_string_new(NULL);
    walk->phonetic = g_string_new(NULL);
    xml_events_read(walk->book->item, walk->part->name, source, handler, walk);
    g_string_free(walk->text, TRUE);
    g_string_free(walk->phonetic, TRUE);
    g_free(walk->name);
}

static void ignore_end(gpointer data, const char *name)
{
    (void)data, (void)name;
}

static void ignore_text(gpointer data, const char *text, gsize length)
{
    (void)data, (void)text, (void)length;
}

static void take_text(gpointer data, const char *text, gsize length)
{
    Walk *walk = data;
    if (walk->is_in_text) {
        xlsx_add_text(walk->book, walk->is_in_phonetic ? walk->phonetic : walk->text, text, length);
    }
}

/* --- the workbook --- */

static void take_sheet(Walk *walk, const XmlElement *element)
{
    XlsxBook *book = walk->book;
    g_autofree char *name = xml_element_dup_value(element, "name");
    g_autofree char *id = xml_element_dup_value(element, "r:id");
    const OpcLink *link = id != NULL ? opc_find_link(book->opc, walk->part->name, id) : NULL;
    xlsx_set_sheet(book, link, name);
}

/* Who has it open, to whom it is reserved, what views of whom it has. */
static void give_attributes(const Walk *walk, const XmlElement *element)
{
    static const char *const names[] = {"userName", "name", "comment", "description"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *value = xml_element_dup_value(element, names[i]);
        if (value != NULL) {
            xlsx_give_text(walk->book, "workbook", value);
        }
    }
}

static void start_workbook(gpointer data, const XmlElement *element)
{
    Walk *walk = data;
    const char *local = xlsx_get_local(element->name);
    if (strcmp(local, "sheet") == 0) {
        take_sheet(walk, element);
    } else if (strcmp(local, "workbookPr") == 0) {
        walk->book->is_1904 = is_true(element, "date1904");
    } else if (strcmp(local, "definedName") == 0) {
        walk->is_in_text = TRUE;
        g_free(walk->name);
        walk->name = xml_element_dup_value(element, "name");
        g_autofree char *comment = xml_element_dup_value(element, "comment");
        xlsx_give_text(walk->book, "defined name", comment != NULL ? comment : "");
    } else {
        give_attributes(walk, element);
    }
}

static void end_workbook(gpointer data, const char *name)
{
    Walk *walk = data;
    if (strcmp(xlsx_get_local(name), "definedName") != 0) {
        return;
    }
    /* _xlnm. begins the names that Excel gives for itself (18.2.5). */
    if (walk->name != NULL && !g_str_has_prefix(walk->name, "_xlnm.")) {
        g_autofree char *line = g_strdup_printf("%s\t%s", walk->name, walk->text->str);
        xlsx_give_text(walk->book, "defined name", line);
    }
    g_string_truncate(walk->text, 0);
    walk->is_in_text = FALSE;
}

void xlsx_workbook_read(XlsxBook *book, const XlsxPart *part, Source *source)
{
    static const XmlHandler handler = {xlsx_namespaces, start_workbook, end_workbook, take_text,
                                       NULL};
    Walk walk = {.book = book, .part = part};
    read_with(&handler, &walk, source);
}

/* --- styles --- */

static void start_styles(gpointer data, const XmlElement *element)
{
    Walk *walk = data;
    const char *local = xlsx_get_local(element->name);
    if (strcmp(local, "numFmt") == 0) {
        g_autofree char *code = xml_element_dup_value(element, "formatCode");
        if (code != NULL && !walk->is_in_styles) {
            xlsx_styles_add_format(walk->book->styles, get_number(element, "numFmtId"), code);
        }
    } else if (strcmp(local, "cellXfs") == 0) {
        walk->is_in_styles = TRUE;
    } else if (strcmp(local, "xf") == 0 && walk->is_in_styles) {
        xlsx_styles_add_style(walk->book->styles, get_number(element, "numFmtId"));
    }
}

static void end_styles(gpointer data, const char *name)
{
    Walk *walk = data;
    walk->is_in_styles = walk->is_in_styles && strcmp(xlsx_get_local(name), "cellXfs") != 0;
}

void xlsx_styles_read(XlsxBook *book, const XlsxPart *part, Source *source)
{
    static const XmlHandler handler = {xlsx_namespaces, start_styles, end_styles, ignore_text,
                                       NULL};
    Walk walk = {.book = book, .part = part};
    read_with(&handler, &walk, source);
}

/* --- shared strings --- */

static void start_strings(gpointer data, const XmlElement *element)
{
    Walk *walk = data;
    const char *local = xlsx_get_local(element->name);
    if (strcmp(local, "si") == 0) {
        g_string_truncate(walk->text, 0);
        g_string_truncate(walk->phonetic, 0);
    }
    walk->is_in_phonetic |= strcmp(local, "rPh") == 0;
    walk->is_in_text = strcmp(local, "t") == 0;
}

static void end_strings(gpointer data, const char *name)
{
    Walk *walk = data;
    const char *local = xlsx_get_local(name);
    walk->is_in_text = FALSE;
    walk->is_in_phonetic = walk->is_in_phonetic && strcmp(local, "rPh") != 0;
    if (strcmp(local, "si") == 0) {
        xlsx_add_shared(walk->book, walk->text->str, walk->phonetic->str);
    }
}

void xlsx_shared_strings_read(XlsxBook *book, const XlsxPart *part, Source *source)
{
    static const XmlHandler handler = {xlsx_namespaces, start_strings, end_strings, take_text,
                                       NULL};
    Walk walk = {.book = book, .part = part};
    read_with(&handler, &walk, source);
}

/* --- people --- */

static void start_people(gpointer data, const XmlElement *element)
{
    const Walk *walk = data;
    g_autofree char *id = xml_element_dup_value(element, "id");
    g_autofree char *name = xml_element_dup_value(element, "displayName");
    g_autofree char *user = xml_element_dup_value(element, "userId");
    if (id != NULL && name != NULL) {
        g_autofree char *line = g_strdup_printf("%s\t%s", name, user != NULL ? user : "");
        xlsx_give_text(walk->book, "person", line);
        g_hash_table_insert(walk->book->people, g_steal_pointer(&id), g_steal_pointer(&name));
    }
}

void xlsx_people_read(XlsxBook *book, const XlsxPart *part, Source *source)
{
    static const XmlHandler handler = {xlsx_namespaces, start_people, ignore_end, ignore_text,
                                       NULL};
    Walk walk = {.book = book, .part = part};
    read_with(&handler, &walk, source);
}
