#include "scanner/readers/html_attribute.h"

#include <string.h>

#include "scanner/charset_declared.h"

enum { TELLING_DIGITS = 7, EXTENSION_BYTES = 20 };

/* Attributes of HTML and of its pictures in SVG that lay out, script and link. */
static const char *const layout_names[] = {
    "class",
    "style",
    "id",
    "width",
    "height",
    "align",
    "valign",
    "bgcolor",
    "color",
    "border",
    "cellspacing",
    "cellpadding",
    "colspan",
    "rowspan",
    "rel",
    "rev",
    "type",
    "lang",
    "xml:lang",
    "dir",
    "xmlns",
    "target",
    "method",
    "enctype",
    "charset",
    "media",
    "sizes",
    "role",
    "tabindex",
    "face",
    "size",
    "clear",
    "nowrap",
    "span",
    "scope",
    "headers",
    "for",
    "name",
    "maxlength",
    "minlength",
    "rows",
    "cols",
    "checked",
    "selected",
    "disabled",
    "readonly",
    "required",
    "autocomplete",
    "autofocus",
    "hreflang",
    "shape",
    "coords",
    "usemap",
    "ismap",
    "hspace",
    "vspace",
    "background",
    "text",
    "link",
    "vlink",
    "alink",
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "cite",
    "longdesc",
    "poster",
    "data",
    "profile",
    "integrity",
    "crossorigin",
    "async",
    "defer",
    "loading",
    "http-equiv",
    "scheme",
    "property",
    "itemprop",
    "itemtype",
    "itemscope",
    "rules",
    "frame",
    "char",
    "charoff",
    "d",
    "viewbox",
    "fill",
    "stroke",
    "stroke-width",
    "transform",
    "points",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "version",
    "language",
    "start",
    "hidden",
    "draggable",
    "step",
    "min",
    "max",
    "wrap",
    "aria-hidden",
    "aria-expanded",
    "aria-controls",
    "aria-labelledby",
    "aria-describedby",
};

/* Where links lead to persons. */
static const char *const person_schemes[] = {
    "mailto:", "tel:", "sms:", "callto:", "fax:", "sip:", "xmpp:", "skype:", "line:", "javascript:",
};

const char *html_attribute_get(const MarkupTag *tag, const char *name)
{
    for (gsize i = 0; i < tag->n_attributes; i++) {
        if (strcmp(tag->attributes[i].name, name) == 0) {
            return tag->attributes[i].value;
        }
    }
    return NULL;
}

static gboolean is_layout(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(layout_names); i++) {
        if (strcmp(layout_names[i], name) == 0) {
            return TRUE;
        }
    }
    return g_str_has_prefix(name, "xmlns:");
}

/* Whether an attribute of any name holds what could be somebody's. */
static gboolean is_telling(const char *value)
{
    guint digits = 0;
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '@' || (guchar)*at >= 0x80) {
            return TRUE;
        }
        digits += g_ascii_isdigit(*at) ? 1 : 0;
    }
    return digits >= TELLING_DIGITS;
}

/* Percent signs decoded, in whatever charset they are (g_free). */
static char *decode_url(const char *value)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    for (const char *at = value; *at != '\0'; at++) {
        guint8 byte = (guint8)*at;
        if (*at == '%' && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
            byte = (guint8)(g_ascii_xdigit_value(at[1]) << 4 | g_ascii_xdigit_value(at[2]));
            at += 2;
        }
        g_byte_array_append(bytes, &byte, 1);
    }
    return charset_declared_convert(NULL, bytes->data, bytes->len, NULL, NULL, NULL);
}

static gboolean is_base64(const char *value)
{
    const char *comma = g_ascii_strncasecmp(value, "data:", 5) == 0 ? strchr(value, ',') : NULL;
    return comma != NULL && comma - value > 7 && g_ascii_strncasecmp(comma - 7, ";base64", 7) == 0;
}

static gboolean leads_to_person(const char *value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(person_schemes); i++) {
        if (g_ascii_strncasecmp(value, person_schemes[i], strlen(person_schemes[i])) == 0) {
            return TRUE;
        }
    }
    return g_ascii_strncasecmp(value, "data:", 5) == 0;
}

static void append_line(GString *out, const char *name, const char *value)
{
    /* Where a quote is missing, text is taken for names. */
    if (*value != '\0' || is_telling(name)) {
        g_string_append_printf(out, "%s: ", name);
        g_string_append(out, value);
        g_string_append_c(out, '\n');
    }
}

/* A form's field has its name in front of its value, as a reader sees it. */
static const char *name_line(const MarkupTag *tag, const char *name)
{
    const char *field = strcmp(name, "value") == 0 ? html_attribute_get(tag, "name") : NULL;
    return field != NULL && *field != '\0' ? field : name;
}

void html_attribute_append_lines(GString *out, const MarkupTag *tag)
{
    for (gsize i = 0; i < tag->n_attributes; i++) {
        const MarkupAttribute *attribute = &tag->attributes[i];
        gboolean is_meta = strcmp(tag->name, "meta") == 0 &&
                           strcmp(attribute->name, "content") == 0;
        if (is_meta || is_base64(attribute->value)) {
            continue;
        }
        gboolean layout = is_layout(attribute->name);
        gboolean is_person = leads_to_person(attribute->value);
        g_autofree char *decoded = layout && strchr(attribute->value, '%') != NULL
                                       ? decode_url(attribute->value)
                                       : g_strdup(attribute->value);
        if (is_person) {
            /* "tel:" is its own name. */
            g_string_append(out, decoded);
            g_string_append_c(out, '\n');
        } else if (!layout || is_telling(decoded)) {
            append_line(out, name_line(tag, attribute->name), g_strstrip(decoded));
        }
    }
}

gboolean html_attribute_is_data(const MarkupAttribute *attribute)
{
    return is_base64(attribute->value);
}

/* "image/svg+xml": what a file of this type would be called by. */
static char *dup_extension(const char *type)
{
    gsize length = strcspn(type, ";,");
    const char *slash = memchr(type, '/', length);
    gsize size = slash != NULL ? strspn(slash + 1, "abcdefghijklmnopqrstuvwxyz0123456789") : 0;
    return size > 0 ? g_strndup(slash + 1, MIN(size, (gsize)EXTENSION_BYTES)) : g_strdup("bin");
}

GBytes *html_attribute_next_data(const MarkupTag *tag, gsize *next, char **extension)
{
    for (; *next < tag->n_attributes; (*next)++) {
        const char *value = tag->attributes[*next].value;
        if (!is_base64(value)) {
            continue;
        }
        const char *comma = strchr(value, ',');
        g_autofree char *unescaped = strchr(comma, '%') != NULL ? decode_url(comma + 1) : NULL;
        gsize size = 0;
        guchar *bytes = g_base64_decode(unescaped != NULL ? unescaped : comma + 1, &size);
        *extension = dup_extension(value + 5);
        (*next)++;
        return g_bytes_new_take(bytes, size);
    }
    return NULL;
}
