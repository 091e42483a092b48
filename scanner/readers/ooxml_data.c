#include "scanner/readers/ooxml_data.h"

#include <string.h>

struct OoxmlData {
    TextView *view;
    char *place;
    gboolean with_attributes;
    GPtrArray *labels; /* of the open elements, the innermost last; NULL for what holds no text */
    gboolean in_value; /* of the innermost */
};

/* Attributes that only tie things together. */
static const char *const technical_attributes[] = {
    "fmtid", "pid", "xsi:type", "xsi:schemaLocation", "xsi:nil", "xml:space", "r:id", "Algorithm",
};

/* Digests and certificates in Base64. */
static const char *const technical_elements[] = {
    "dsig:DigestValue", "dsig:SignatureValue", "dsig:X509Certificate",
    "dsig:Modulus",     "dsig:Exponent",
};

/* Elements whose attribute "name" tells what their value is, and names nobody. */
static const char *const called_elements[] = {"cust:property", "p:tag"};

static gboolean is_among(const char *name, const char *const *names, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (strcmp(names[i], name) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

OoxmlData *ooxml_data_new(TextView *view, const char *place, gboolean with_attributes)
{
    OoxmlData *data = g_new0(OoxmlData, 1);
    data->view = view;
    data->place = g_strdup(place);
    data->with_attributes = with_attributes;
    data->labels = g_ptr_array_new_with_free_func(g_free);
    return data;
}

void ooxml_data_free(OoxmlData *data)
{
    if (data != NULL) {
        text_view_end_record(data->view);
        g_ptr_array_unref(data->labels);
        g_free(data->place);
        g_free(data);
    }
}

static const char *get_label(const OoxmlData *data)
{
    guint n = data->labels->len;
    return n > 0 ? g_ptr_array_index(data->labels, n - 1) : NULL;
}

static void end_value(OoxmlData *data)
{
    text_view_end_record(data->view);
    data->in_value = FALSE;
}

/* What the text of an element is: its own name, or what it or the property around it is called. */
static char *dup_label(const OoxmlData *data, const XmlElement *element)
{
    const char *name = element->name;
    if (is_among(name, technical_elements, G_N_ELEMENTS(technical_elements))) {
        return NULL;
    }
    if (g_str_has_prefix(name, "vt:") && get_label(data) != NULL) {
        return g_strdup(get_label(data));
    }
    gboolean is_called = is_among(name, called_elements, G_N_ELEMENTS(called_elements));
    char *called = is_called ? xml_element_dup_value(element, "name") : NULL;
    const char *colon = strchr(name, ':');
    return called != NULL ? called : g_strdup(colon != NULL ? colon + 1 : name);
}

/* "name: value", or the value alone where its name would mislead: that of a property is no name of a
 * person. */
static char *dup_line(const XmlElement *element, const char *label, const char *name,
                      const char *value)
{
    const char *colon = strchr(name, ':');
    if (!is_among(element->name, called_elements, G_N_ELEMENTS(called_elements))) {
        return g_strdup_printf("%s: %s", colon != NULL ? colon + 1 : name, value);
    }
    return strcmp(name, "name") == 0 ? g_strdup(value) : g_strdup_printf("%s: %s", label, value);
}

/* The least and the greatest of a pivot table's values, which are told by themselves. */
static gboolean is_bound(const XmlElement *element, const char *name)
{
    static const char *const bounds[] = {"minValue", "maxValue", "minDate", "maxDate"};
    return strcmp(element->name, "sharedItems") == 0 &&
           is_among(name, bounds, G_N_ELEMENTS(bounds));
}

static void give_attributes(const OoxmlData *data, const XmlElement *element, const char *label)
{
    const char *name = NULL;
    char *value = NULL;
    gboolean has_any = FALSE;
    for (guint nth = 0; xml_element_next_value(element, &nth, &name, &value); g_free(value)) {
        if (*value == '\0' || label == NULL ||
            is_among(name, technical_attributes, G_N_ELEMENTS(technical_attributes)) ||
            is_bound(element, name)) {
            continue;
        }
        if (!has_any) {
            text_view_begin_record(data->view, data->place);
        }
        g_autofree char *line = dup_line(element, label, name, value);
        text_view_append(data->view, has_any ? "\n" : "", -1);
        text_view_append(data->view, line, -1);
        has_any = TRUE;
    }
    text_view_end_record(data->view);
}

void ooxml_data_start(OoxmlData *data, const XmlElement *element)
{
    end_value(data);
    char *label = dup_label(data, element);
    if (data->with_attributes) {
        give_attributes(data, element, label);
    }
    g_ptr_array_add(data->labels, label);
}

void ooxml_data_end(OoxmlData *data)
{
    end_value(data);
    if (data->labels->len > 0) {
        g_ptr_array_set_size(data->labels, (gint)data->labels->len - 1);
    }
}

static gboolean is_blank(const char *text, gsize length)
{
    gsize i = 0;
    while (i < length && g_ascii_isspace(text[i])) {
        i++;
    }
    return i == length;
}

void ooxml_data_text(OoxmlData *data, const char *text, gsize length)
{
    const char *label = get_label(data);
    if (label == NULL || (!data->in_value && is_blank(text, length))) {
        return;
    }
    if (!data->in_value) {
        text_view_begin_record(data->view, data->place);
        if (data->with_attributes) {
            text_view_append(data->view, label, -1);
            text_view_append(data->view, ": ", -1);
        }
        data->in_value = TRUE;
    }
    text_view_append(data->view, text, (gssize)length);
}
